"""Messages that cross on broadcast, delivery and verification (CO-06 to CO-08, IX-20)."""

from tests.crossing.order_words import DELIVER, DELIVERED, END_BROADCAST, ENDED, ON_AIR, REJECT, VERIFY, completed
from tests.crossing.pairs import THERE, Outcome, Pair, order, over

DELIVERIES = [
    Pair(
        "IX-20 end the broadcast / its ceiling",
        ON_AIR,
        END_BROADCAST,
        over("broadcast_ceiling"),
        Outcome("200", "200", order("LIVE", broadcast__ended_at=THERE, broadcast__deemed_ended=False)),
        Outcome("409", "200", order("LIVE", broadcast__ended_at=THERE, broadcast__deemed_ended=True)),
    ),
    Pair(
        "CO-06 deliver / automatic delivery",
        ENDED,
        DELIVER,
        over("auto_delivery"),
        Outcome("200", "200", order("DELIVERED", delivery__automatic=False)),
        Outcome("409", "200", order("DELIVERED", delivery__automatic=True)),
    ),
    Pair(
        "CO-07 verify / the timer",
        DELIVERED,
        VERIFY,
        over("verification_window"),
        Outcome("200", "409", completed("merchant")),
        Outcome("409", "200", completed("timeout")),
    ),
    Pair(
        "CO-08 reject the delivery / the timer",
        DELIVERED,
        REJECT,
        over("verification_window"),
        Outcome("200", "200", order("CHANGES_REQUESTED", rejected_at=THERE)),
        Outcome("409", "200", completed("timeout")),
    ),
    Pair(
        "CO-08 verify / reject the delivery",
        DELIVERED,
        VERIFY,
        REJECT,
        Outcome("200", "409", completed("merchant")),
        # Accepting after all is possible (CO-08).
        Outcome("200", "200", completed("merchant")),
    ),
]
