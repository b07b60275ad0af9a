"""Messages that cross on an offer (CO-03)."""

from tests.crossing.order_words import ACCEPT, DECLINE, OFFERED, SIGNED, UNSIGNED, WITHDRAW
from tests.crossing.pairs import Outcome, Pair, order, over

OFFERS = [
    Pair(
        "CO-03 accept / withdraw",
        OFFERED,
        ACCEPT,
        WITHDRAW,
        Outcome("200", "409", SIGNED),
        Outcome("409", "200", order("WITHDRAWN", closed_reason="withdrawn", **UNSIGNED)),
    ),
    Pair(
        "CO-03 accept / decline",
        OFFERED,
        ACCEPT,
        DECLINE,
        Outcome("200", "409", SIGNED),
        Outcome("409", "200", order("DECLINED", closed_reason="declined", **UNSIGNED)),
    ),
    Pair(
        "CO-03 decline / withdraw",
        OFFERED,
        DECLINE,
        WITHDRAW,
        Outcome("200", "409", order("DECLINED", closed_reason="declined", **UNSIGNED)),
        Outcome("409", "200", order("WITHDRAWN", closed_reason="withdrawn", **UNSIGNED)),
    ),
    Pair(
        "CO-03 accept / expiry",
        OFFERED,
        ACCEPT,
        over("acceptance_window"),
        Outcome("200", "200", SIGNED),
        Outcome("409", "200", order("EXPIRED", closed_reason="acceptance_timeout", **UNSIGNED)),
    ),
    Pair(
        "CO-03 decline / expiry",
        OFFERED,
        DECLINE,
        over("acceptance_window"),
        Outcome("200", "409", order("DECLINED", closed_reason="declined", **UNSIGNED)),
        Outcome("409", "200", order("EXPIRED", closed_reason="acceptance_timeout", **UNSIGNED)),
    ),
    Pair(
        "CO-03 withdraw / expiry",
        OFFERED,
        WITHDRAW,
        over("acceptance_window"),
        Outcome("200", "409", order("WITHDRAWN", closed_reason="withdrawn", **UNSIGNED)),
        Outcome("409", "200", order("EXPIRED", closed_reason="acceptance_timeout", **UNSIGNED)),
    ),
]
