"""What each event of an entry, a consumer order, a shipment or an account does to its clocks, written once more."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.chaos.checker.clocks import Change, Clocks, duration, moment, nothing, only_until, stops
from tests.chaos.checker.evidence import Event

BEIJING = ZoneInfo("Asia/Shanghai")
INSTANT = timedelta(microseconds=1)
EARLY_REVIEWS = 7


def _registered(clocks: Clocks, event: Event) -> None:
    clocks.kept["from"] = moment(event.data["event_from"])
    # The last second counts whole.
    clocks.kept["until"] = moment(event.data["event_until"]).replace(microsecond=0) + timedelta(seconds=1) - INSTANT
    clocks.start("event_until", clocks.kept["until"])
    clocks.start("review_window", moment(event.data["review_due_at"]))


def _enrolled(clocks: Clocks, _event: Event) -> None:
    clocks.stop()
    clocks.start("event_from", clocks.kept["from"])


def _active(clocks: Clocks, _event: Event) -> None:
    clocks.stop()
    clocks.start("event_until", clocks.kept["until"])


CAMPAIGN_ENTRY: Mapping[str, Change] = {
    "EntryRegistered": _registered,
    "EntryEscalated": stops("review_window"),
    "EntryEnrolled": _enrolled,
    "EntryActivated": _active,
}


def _placed(clocks: Clocks, event: Event) -> None:
    due_at = max(moment(event.data["paid_at"]) + duration(event.data["ship_within"]), event.occurred_at)
    clocks.start("shipping_due", due_at)
    clocks.start("unshipped_refund", due_at + clocks.window("unshipped_refund"))


def _shipped(clocks: Clocks, event: Event) -> None:
    clocks.stop("shipping_due", "unshipped_refund")
    clocks.start("order_receipt_window", event.occurred_at + clocks.window("order_receipt_window"))


def _refund_wanted(clocks: Clocks, event: Event) -> None:
    if not event.data["at_once"]:
        clocks.start("refund_answer", event.occurred_at + clocks.window("refund_answer"))


def _refunded(clocks: Clocks, event: Event) -> None:
    if event.data["by"] != "at_once":
        clocks.stop("refund_answer")


CONSUMER_ORDER: Mapping[str, Change] = {
    "ConsumerOrderPlaced": _placed,
    "ConsumerOrderOverdue": stops("shipping_due"),
    "ConsumerOrderShipped": _shipped,
    "ConsumerOrderReceived": stops("order_receipt_window"),
    "RefundRequested": _refund_wanted,
    "RefundMade": _refunded,
    "RefundDeclined": stops("refund_answer"),
    "OrderShipmentWarned": stops("order_receipt_window"),
    "OrderShipmentCleared": only_until("order_receipt_window", "receipt_due_at"),
    **dict.fromkeys(
        (
            "ShippingAssessed",
            "CompensationClaimed",
            "CompensationTakenBack",
            "ThrottlingRecommended",
            "DelistingRecommended",
            "OrderShipmentFoundFake",
        ),
        nothing,
    ),
}


def _watched(clocks: Clocks, event: Event) -> None:
    for name in ("pickup_window", "reasonable_delivery"):
        clocks.start(name, moment(event.data["since"]) + clocks.window(name))


def _picked_up(clocks: Clocks, event: Event) -> None:
    clocks.stop("pickup_window")
    for name in ("transit_window", "slow_pickup_to_transit"):
        clocks.start(name, max(moment(event.data["picked_up_at"]) + clocks.window(name), event.occurred_at))


def _in_transit(clocks: Clocks, event: Event) -> None:
    clocks.stop("pickup_window", "transit_window", "slow_pickup_to_transit")
    due_at = moment(event.data["transit_at"]) + clocks.window("slow_transit_to_delivery")
    clocks.start("slow_transit_to_delivery", max(due_at, event.occurred_at))


def _arrived(clocks: Clocks, _event: Event) -> None:
    clocks.due = {clock: due_at for clock, due_at in clocks.due.items() if clock[0] == "warning_window"}


def _warned(clocks: Clocks, event: Event) -> None:
    clocks.start("warning_window", moment(event.data["due_at"]))


SHIPMENT: Mapping[str, Change] = {
    "ShipmentRegistered": _watched,
    "ShipmentConsigneeKnown": nothing,
    "ShipmentPickedUp": _picked_up,
    "ShipmentInTransit": _in_transit,
    "ShipmentOutForDelivery": nothing,
    "ShipmentDelivered": _arrived,
    "ShipmentReceived": _arrived,
    "ShipmentReleased": _arrived,
    "ShipmentWarned": _warned,
    "ShipmentCleared": stops("warning_window"),
    "ShipmentFindingsChanged": nothing,
    "ShipmentViolationDoubted": nothing,
}


def end_of_month(at: datetime) -> datetime:
    """The last microsecond of a moment's month in Beijing."""
    first = at.astimezone(BEIJING).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return ((first + timedelta(days=32)).replace(day=1) - INSTANT).astimezone(UTC)


def _opened(clocks: Clocks, event: Event) -> None:
    clocks.start("month_end", end_of_month(event.occurred_at))


def _closing(clocks: Clocks, event: Event) -> None:
    # Nothing was paid to a merchant that closes here: a month without subsidies needs no statement.
    clocks.stop()
    clocks.kept["closing"] = event.occurred_at
    clocks.start("closing_review", event.occurred_at + clocks.window("closing_review"))


def _reviewed(clocks: Clocks, event: Event) -> None:
    window = clocks.window("closing_review")
    is_early = event.occurred_at < clocks.kept["closing"] + EARLY_REVIEWS * window
    clocks.start("closing_review", event.occurred_at + window * (1 if is_early else EARLY_REVIEWS))


MERCHANT_ACCOUNT: Mapping[str, Change] = {
    "AccountOpened": _opened,
    "DepositPaid": nothing,
    "SubsidyRecorded": nothing,
    "ClosingStarted": _closing,
    "ClosingReviewed": _reviewed,
    "DepositReturnRequested": nothing,
    "DepositReturned": nothing,
}
