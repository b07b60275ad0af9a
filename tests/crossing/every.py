"""Every pair of messages that cross, in one table."""

from tests.crossing.broadcasts import BROADCASTS
from tests.crossing.cancellations import CANCELLATIONS
from tests.crossing.cancelled_alone import CANCELLED_ALONE
from tests.crossing.deliveries import DELIVERIES
from tests.crossing.extensions import EXTENSIONS, EXTENSIONS_OF_DISPUTES
from tests.crossing.latest_times import LATEST_TIMES
from tests.crossing.offers import OFFERS
from tests.crossing.openings import OPENINGS
from tests.crossing.rebroadcasts import REBROADCASTS
from tests.crossing.rulings import APPEALS, RULINGS
from tests.crossing.settlements import SETTLEMENTS

ON_ORDERS = [
    *OFFERS,
    *CANCELLATIONS,
    *CANCELLED_ALONE,
    *LATEST_TIMES,
    *BROADCASTS,
    *DELIVERIES,
    *REBROADCASTS,
    *EXTENSIONS,
]
IN_DISPUTES = [*OPENINGS, *SETTLEMENTS, *RULINGS, *APPEALS, *EXTENSIONS_OF_DISPUTES]
PAIRS = [*ON_ORDERS, *IN_DISPUTES]
_STAND_FOR_ALL = {"extend / verification_window", "extend / appeal_window"}
OVER_HTTP = [
    pair for pair in PAIRS if pair not in (*EXTENSIONS, *EXTENSIONS_OF_DISPUTES) or pair.name in _STAND_FOR_ALL
]
"""Extending is the same for every deadline: over HTTP one a kind stands for all."""
