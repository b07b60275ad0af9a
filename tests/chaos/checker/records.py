"""What a process leaves on the record of one of its parties, written down once more."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.chaos.checker.evidence import Event


@dataclass(frozen=True)
class Record:
    """Of whom, what, since when, and with how many penalty points."""

    of: str | None = None
    what: str | None = None
    at: datetime | None = None
    points: int = 0


NONE = Record()


def on_record(events: Sequence[Event]) -> Record:
    """What stands there after the events."""
    record = NONE
    for event in events:
        if event.type in _TABLE:
            record = _TABLE[event.type](events[0], event)
    return record


def _of(party: str, what: str, first: Event, event: Event, points: int = 0) -> Record:
    return Record(f"{party}/{first.data[f'{party}_id']}", what, event.occurred_at, points)


def _breached(first: Event, event: Event) -> Record:
    return _of("creator", "breach", first, event)


def _cancelled(first: Event, event: Event) -> Record:
    has_left = event.data["closed_reason"] == "merchant_left"
    return _of("merchant", "merchant_left", first, event) if has_left else NONE


def _order_cancelled(first: Event, event: Event) -> Record:
    """After a ruling it is the lost dispute that is on record."""
    side = event.data["in_default"]
    by_ruling = event.data["cancelled_by"] == "ruling"
    return NONE if side is None or by_ruling else _of(side, "default", first, event)


def _ruled(first: Event, event: Event) -> Record:
    loser = event.data["in_default"]
    return _of(loser, "dispute_lost", first, event) if loser is not None else NONE


def _overdue(first: Event, event: Event) -> Record:
    return _of("merchant", "late_shipment", first, event, event.data["points"])


def _violated(first: Event, event: Event) -> Record:
    return _of("merchant", "fake_shipment", first, event, event.data["points"])


def _struck(_first: Event, _event: Event) -> Record:
    return NONE


_TABLE: Mapping[str, Callable[[Event, Event], Record]] = {
    "SampleRequestBreached": _breached,
    "SampleRequestCancelled": _cancelled,
    "OrderCancelled": _order_cancelled,
    "DisputeRuled": _ruled,
    "DisputeSettled": _struck,
    "RulingStruck": _struck,
    "ConsumerOrderOverdue": _overdue,
    "ShipmentViolated": _violated,
    "ShipmentCleared": _struck,
}
