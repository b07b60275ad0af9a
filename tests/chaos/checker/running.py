"""Which deadlines run after each event of any process, and how long after its due time each is judged."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from tests.chaos.checker.clocks import Change, Clocks, moment
from tests.chaos.checker.evidence import Event
from tests.chaos.checker.promise_clocks import COOPERATION_ORDER, DISPUTE, SAMPLE_REQUEST
from tests.chaos.checker.shop_clocks import CAMPAIGN_ENTRY, CONSUMER_ORDER, MERCHANT_ACCOUNT, SHIPMENT
from tests.chaos.checker.statuses import SHARED, NotInTheTable

ENDS: frozenset[str] = frozenset(
    {
        *("SampleRequestRefused", "SampleRequestRejected", "SampleRequestWithdrawn", "SampleRequestCancelled"),
        *("SampleRequestFulfilled", "SampleRequestBreached"),
        *("OrderDeclined", "OrderWithdrawn", "OrderExpired", "OrderCompleted", "OrderCancelled"),
        *("DisputeWithdrawn", "DisputeSettled", "RulingBecameFinal", "AppealDismissed", "AppealLapsed"),
        "RulingStruck",
        *("EntryRefused", "EntryRejected", "EntryCompleted", "EntryLapsed", "EntryLeft", "EntryRemoved"),
        *("ConsumerOrderCompleted", "ConsumerOrderRefunded"),
        "ShipmentViolated",
        "ShopClosed",
    }
)
"""Events after which nothing runs."""

TABLE: Mapping[str, Mapping[str, Change]] = {
    "sample-request": SAMPLE_REQUEST,
    "cooperation-order": COOPERATION_ORDER,
    "dispute": DISPUTE,
    "campaign-entry": CAMPAIGN_ENTRY,
    "consumer-order": CONSUMER_ORDER,
    "shipment": SHIPMENT,
    "merchant-account": MERCHANT_ACCOUNT,
}

_ON_FACTS = frozenset({"promotion_window", "video_retention", "live_cart_minimum"})


def grace(kind: str, name: str, clocks: Clocks) -> timedelta:
    """How long after its due time a deadline is judged: reports of what it hangs on may come late."""
    return clocks.window("fact_grace") if kind == "shipment" or name in _ON_FACTS else timedelta(0)


def turn(clocks: Clocks, event: Event) -> None:
    """Lets an event act on the clocks; raises NotInTheTable."""
    if event.type in ENDS:
        clocks.stop()
        return
    change = TABLE[event.kind].get(event.type)
    if change is not None:
        change(clocks, event)
    elif event.type == "DeadlineExtended":
        _extended(clocks, event)
    elif event.type not in SHARED:
        raise NotInTheTable(f"{event.kind}: {event.type}")


def _extended(clocks: Clocks, event: Event) -> None:
    for clock, due_at in clocks.due.items():
        if clock == (event.data["deadline"], "") and due_at == moment(event.data["due_at"]):
            clocks.due[clock] = moment(event.data["until"])


def clocks_after(events: Sequence[Event], policy: Mapping[str, Any]) -> Clocks:
    """What runs after a process's events."""
    clocks = Clocks(policy)
    for event in events:
        turn(clocks, event)
    return clocks
