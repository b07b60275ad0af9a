"""Messages that cross with the end of a broadcast (CO-06, CO-09, IX-20)."""

from tests.crossing.dispute_words import DISPUTE_AS_MERCHANT, stopped
from tests.crossing.order_words import DELIVER, END_BROADCAST, ON_AIR, OVER
from tests.crossing.pairs import THERE, Outcome, Pair, order, over

ENDED = order("LIVE", broadcast__ended_at=THERE, broadcast__deemed_ended=False)
DELIVERED = order("DELIVERED", broadcast__ended_at=THERE, delivery__automatic=False)

BROADCASTS = [
    Pair(
        "CO-06 end the broadcast / deliver",
        ON_AIR,
        END_BROADCAST,
        DELIVER,
        Outcome("200", "200", DELIVERED),
        Outcome("409", "200", DELIVERED),
    ),
    Pair(
        "CO-06 end the broadcast / its reported end",
        ON_AIR,
        END_BROADCAST,
        OVER,
        Outcome("200", "200", ENDED),
        Outcome("409", "200", ENDED),
        [Outcome("200", "200", ENDED)],
    ),
    Pair(
        "CO-06 deliver / the broadcast's reported end",
        ON_AIR,
        DELIVER,
        OVER,
        Outcome("200", "200", DELIVERED),
        Outcome("200", "200", DELIVERED),
    ),
    Pair(
        "CO-06 deliver / the ceiling",
        ON_AIR,
        DELIVER,
        over("broadcast_ceiling"),
        Outcome("200", "200", DELIVERED),
        Outcome("200", "200", order("DELIVERED", broadcast__deemed_ended=True, delivery__automatic=False)),
    ),
    Pair(
        "IX-20 the broadcast's reported end / the ceiling",
        ON_AIR,
        OVER,
        over("broadcast_ceiling"),
        Outcome("200", "200", ENDED),
        Outcome("200", "200", order("LIVE", broadcast__deemed_ended=True)),
    ),
    Pair(
        "CO-09 end the broadcast / open a dispute",
        ON_AIR,
        END_BROADCAST,
        DISPUTE_AS_MERCHANT,
        Outcome("200", "200", stopped("merchant", broadcast__ended_at=THERE)),
        Outcome("409", "200", stopped("merchant", broadcast__ended_at=None)),
    ),
    Pair(
        "CO-09 the broadcast's reported end / open a dispute",
        ON_AIR,
        OVER,
        DISPUTE_AS_MERCHANT,
        Outcome("200", "200", stopped("merchant", broadcast__ended_at=THERE)),
        Outcome("200", "200", stopped("merchant", broadcast__ended_at=None)),
        [Outcome("200", "200", stopped("merchant", broadcast__ended_at=None))],
    ),
    Pair(
        "CO-09 open a dispute / the ceiling",
        ON_AIR,
        DISPUTE_AS_MERCHANT,
        over("broadcast_ceiling"),
        Outcome("200", "200", stopped("merchant", broadcast__ended_at=None)),
        Outcome("200", "200", stopped("merchant", broadcast__deemed_ended=True)),
    ),
]
