"""Why a process is closed: the reasons that events give, written down once more."""

from collections.abc import Callable, Mapping, Sequence

from tests.chaos.checker.evidence import Event

Reason = str | None | Callable[[Event], str]

TABLE: Mapping[str, Reason] = {
    "SampleRequestWithdrawn": "withdrawn",
    "SampleRequestCancelled": lambda event: event.data["closed_reason"],
    "SampleRequestBreached": "promotion_timeout",
    "OrderDeclined": "declined",
    "OrderWithdrawn": "withdrawn",
    "OrderExpired": "acceptance_timeout",
    "OrderCancelled": lambda event: event.data["closed_reason"],
    "DisputeSettled": "settled",
    "RulingBecameFinal": "not_appealed",
    "AppealDismissed": "appeal_dismissed",
    "AppealLapsed": "evidence_not_brought",
    "RulingStruck": "ruling_struck",
    "ConsumerOrderRefunded": lambda event: event.data["because"],
    "ShipmentViolated": "fake_shipment",
    "ShipmentCleared": None,
    "ShopClosed": "closed_by_merchant",
}
"""Any other event leaves it as it was."""


def closed_reason(events: Sequence[Event]) -> str | None:
    """What the events say last."""
    told = [event for event in events if event.type in TABLE]
    if not told:
        return None
    reason = TABLE[told[-1].type]
    return reason(told[-1]) if callable(reason) else reason
