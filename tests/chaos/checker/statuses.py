"""Which status each event gives its process: the state charts, written down once more as a table."""

from collections.abc import Callable, Mapping, Sequence

from tests.chaos.checker.evidence import Event

BEFORE_THE_FIRST = ""
Rule = str | Callable[["Known", Event], str]


class NotInTheTable(Exception):
    """An event that these tables do not know: add it, having read what it means."""


class Known:
    """What of a process's past decides on its next status."""

    def __init__(self) -> None:
        self.status = BEFORE_THE_FIRST
        self.earlier = BEFORE_THE_FIRST
        self.way = "REGISTERED"


def _as_before_the_dispute(known: Known, _event: Event) -> str:
    return known.earlier


def _evidence(known: Known, _event: Event) -> str:
    return "APPEALED" if known.status == "EVIDENCE_REQUESTED" else known.status


def _on_its_way(known: Known, event: Event) -> str:
    """A parcel's status follows its scans, and only ahead; a warning and a violation stay."""
    ahead = ["REGISTERED", "PICKED_UP", "IN_TRANSIT", "RELEASED", "DELIVERED"]
    scanned = {
        "ShipmentRegistered": "REGISTERED",
        "ShipmentPickedUp": "PICKED_UP",
        "ShipmentInTransit": "IN_TRANSIT",
        "ShipmentOutForDelivery": "IN_TRANSIT",
        "ShipmentReleased": "RELEASED",
        "ShipmentDelivered": "DELIVERED",
        "ShipmentReceived": "DELIVERED",
    }[event.type]
    known.way = max(known.way, scanned, key=ahead.index)
    return known.status if known.status in ("WARNED", "VIOLATION") else known.way


def _back_on_its_way(known: Known, _event: Event) -> str:
    return known.way


STAYS: Rule = lambda known, _event: known.status  # noqa: E731 an entry of the table, not a function of its own

SHARED: Mapping[str, Rule] = dict.fromkeys(
    ("DeadlineApproaching", "DeadlineExtended", "ClockAdvanced", "ProcessLinked"), STAYS
)

TABLE: Mapping[str, Mapping[str, Rule]] = {
    "sample-request": {
        "SampleRequested": "PENDING",
        "SampleRequestRefused": "REFUSED",
        "SampleRequestApproved": "AWAITING_SHIPMENT",
        "SampleRequestRejected": "REJECTED",
        "SampleRequestWithdrawn": "CANCELLED",
        "SampleRequestCancelled": "CANCELLED",
        "ShipmentOverdue": STAYS,
        "SampleShipped": "SHIPPED",
        "ParcelDelivered": STAYS,
        "SampleShipmentWarned": STAYS,
        "SampleShipmentCleared": STAYS,
        "ReceiptConfirmed": "CONTENT_PENDING",
        "ContentCounted": STAYS,
        "ContentLost": STAYS,
        "PromotionWindowEnded": STAYS,
        "SampleRequestFulfilled": "COMPLETED",
        "SampleRequestBreached": "BREACHED",
        "PromotionReportedLate": STAYS,
    },
    "cooperation-order": {
        "OrderProposed": "PROPOSED",
        "OrderAccepted": "EFFECTIVE",
        "OrderDeclined": "DECLINED",
        "OrderWithdrawn": "WITHDRAWN",
        "OrderExpired": "EXPIRED",
        "CancellationRequested": STAYS,
        "CancellationDeclined": STAYS,
        "CancellationLapsed": STAYS,
        "LatestBroadcastPassed": STAYS,
        "BroadcastStarted": "LIVE",
        "BroadcastEnded": STAYS,
        "ProductShown": STAYS,
        "OrderDelivered": "DELIVERED",
        "OrderCompleted": "COMPLETED",
        "DeliveryRejected": "CHANGES_REQUESTED",
        "RebroadcastProposed": STAYS,
        "RebroadcastDeclined": STAYS,
        "RebroadcastAgreed": "EFFECTIVE",
        "NegotiationEnded": STAYS,
        "OrderCancelled": "CANCELLED",
        "OrderDisputed": "DISPUTED",
        "OrderResumed": _as_before_the_dispute,
    },
    "dispute": {
        "DisputeOpened": "OPEN",
        "EvidenceAdded": _evidence,
        "DisputeWithdrawn": "WITHDRAWN",
        "DisputeSettled": "WITHDRAWN",
        "DisputeEscalated": STAYS,
        "DisputeRuled": "RULED",
        "RulingAppealed": "APPEALED",
        "MoreEvidenceRequested": "EVIDENCE_REQUESTED",
        "RulingBecameFinal": "FINAL",
        "AppealDismissed": "FINAL",
        "AppealLapsed": "FINAL",
        "RulingStruck": "FINAL",
        "DepositReturnRequested": STAYS,
    },
    "campaign-entry": {
        "EntryRegistered": "UNDER_REVIEW",
        "EntryRefused": "REFUSED",
        "EntryEscalated": STAYS,
        "EntryEnrolled": "ENROLLED",
        "EntryRejected": "REJECTED",
        "EntryActivated": "ACTIVE",
        "EntryCompleted": "COMPLETED",
        "EntryLapsed": "LAPSED",
        "EntryLeft": "LEFT",
        "EntryRemoved": "REMOVED",
    },
    "consumer-order": {
        "ConsumerOrderPlaced": "AWAITING_SHIPMENT",
        "ConsumerOrderShipped": "SHIPPED",
        "ConsumerOrderOverdue": STAYS,
        "ShippingAssessed": STAYS,
        "CompensationClaimed": STAYS,
        "CompensationTakenBack": STAYS,
        "ThrottlingRecommended": STAYS,
        "DelistingRecommended": STAYS,
        "RefundRequested": STAYS,
        "RefundMade": STAYS,
        "RefundDeclined": STAYS,
        "OrderShipmentWarned": STAYS,
        "OrderShipmentCleared": STAYS,
        "OrderShipmentFoundFake": STAYS,
        "ConsumerOrderReceived": STAYS,
        "ConsumerOrderCompleted": "COMPLETED",
        "ConsumerOrderRefunded": "REFUNDED",
    },
    "shipment": {
        **dict.fromkeys(
            (
                "ShipmentRegistered",
                "ShipmentPickedUp",
                "ShipmentInTransit",
                "ShipmentOutForDelivery",
                "ShipmentDelivered",
                "ShipmentReceived",
                "ShipmentReleased",
            ),
            _on_its_way,
        ),
        "ShipmentConsigneeKnown": STAYS,
        "ShipmentSlow": STAYS,
        "ShipmentWarned": "WARNED",
        "ShipmentFindingsChanged": STAYS,
        "ShipmentCleared": _back_on_its_way,
        "ShipmentViolated": "VIOLATION",
        "ShipmentViolationDoubted": STAYS,
    },
    "merchant-account": {
        "AccountOpened": "OPEN",
        "ProfileUpdated": STAYS,
        "DepositPaid": STAYS,
        "SubsidyRecorded": STAYS,
        "StatementIssued": STAYS,
        "InvoiceSubmitted": STAYS,
        "ClosingStarted": "CLOSING",
        "ClosingReviewed": STAYS,
        "ShopClosed": "CLOSED",
        "DepositReturnRequested": STAYS,
        "DepositReturned": STAYS,
    },
}

CLOSED: Mapping[str, frozenset[str]] = {
    "sample-request": frozenset({"REFUSED", "REJECTED", "CANCELLED", "COMPLETED", "BREACHED"}),
    "cooperation-order": frozenset({"DECLINED", "WITHDRAWN", "EXPIRED", "CANCELLED", "COMPLETED"}),
    "dispute": frozenset({"WITHDRAWN", "FINAL"}),
    "campaign-entry": frozenset({"REFUSED", "REJECTED", "LEFT", "LAPSED", "REMOVED", "COMPLETED"}),
    "consumer-order": frozenset({"REFUNDED", "COMPLETED"}),
    "shipment": frozenset({"DELIVERED", "RELEASED", "VIOLATION"}),
    "merchant-account": frozenset({"CLOSED"}),
}


def statuses(events: Sequence[Event]) -> list[str]:
    """The status after each event of a process; raises NotInTheTable."""
    known, found = Known(), []
    for event in events:
        rule = TABLE[event.kind].get(event.type) or SHARED.get(event.type)
        if rule is None:
            raise NotInTheTable(f"{event.kind}: {event.type}")
        status = rule if isinstance(rule, str) else rule(known, event)
        if event.type == "OrderDisputed":
            known.earlier = known.status
        known.status = status
        found.append(status)
    return found
