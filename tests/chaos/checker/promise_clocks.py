"""What each event of a sample request, a cooperation order or a dispute does to its clocks, written down once more."""

from collections.abc import Mapping

from tests.chaos.checker.clocks import Change, Clocks, moment, nothing, only, only_until, stops
from tests.chaos.checker.evidence import Event


def _counted(clocks: Clocks, event: Event) -> None:
    name = "video_retention" if event.data["form"] == "video" else "live_cart_minimum"
    clocks.start(name, moment(event.data["due_at"]), event.data["content"])


def _lost(clocks: Clocks, event: Event) -> None:
    clocks.stop("video_retention", "live_cart_minimum", subject=event.data["content"])


SAMPLE_REQUEST: Mapping[str, Change] = {
    "SampleRequested": only("approval_window"),
    "SampleRequestApproved": only("shipping_due", "shipping_cutoff"),
    "ShipmentOverdue": stops("shipping_due"),
    "SampleShipped": only("receipt_window"),
    "ParcelDelivered": nothing,
    "SampleShipmentWarned": stops("receipt_window"),
    "SampleShipmentCleared": only_until("receipt_window", "receipt_due_at"),
    "ReceiptConfirmed": only("promotion_window"),
    "ContentCounted": _counted,
    "ContentLost": _lost,
    "PromotionWindowEnded": stops("promotion_window"),
    "PromotionReportedLate": nothing,
}


def _proposed(clocks: Clocks, event: Event) -> None:
    clocks.kept["latest"] = moment(event.data["terms"]["latest_broadcast_at"])
    due_at = event.occurred_at + clocks.window("acceptance_window")
    clocks.start("acceptance_window", min(due_at, clocks.kept["latest"]))


def _accepted(clocks: Clocks, _event: Event) -> None:
    clocks.stop()
    clocks.start("latest_broadcast", clocks.kept["latest"])


def _overdue(clocks: Clocks, _event: Event) -> None:
    clocks.stop("latest_broadcast")
    clocks.start("overdue_close", clocks.kept["latest"] + clocks.window("overdue_close"))


def _cancellation(clocks: Clocks, event: Event) -> None:
    clocks.start("cancellation_response", event.occurred_at + clocks.window("cancellation_response"))


def _on_air(clocks: Clocks, event: Event) -> None:
    clocks.stop()
    name = "auto_delivery" if event.data["form"] == "video" else "broadcast_ceiling"
    clocks.start(name, max(moment(event.data["started_at"]) + clocks.window(name), event.occurred_at))


def _off_air(clocks: Clocks, event: Event) -> None:
    clocks.stop()
    due_at = moment(event.data["ended_at"]) + clocks.window("auto_delivery")
    clocks.start("auto_delivery", max(due_at, event.occurred_at))


def _resumed(clocks: Clocks, event: Event) -> None:
    clocks.stop()
    for one in event.data["restarted"]:
        clocks.start(one["deadline"], moment(one["until"]))


COOPERATION_ORDER: Mapping[str, Change] = {
    "OrderProposed": _proposed,
    "OrderAccepted": _accepted,
    "CancellationRequested": _cancellation,
    "CancellationDeclined": stops("cancellation_response"),
    "CancellationLapsed": stops("cancellation_response"),
    "LatestBroadcastPassed": _overdue,
    "BroadcastStarted": _on_air,
    "BroadcastEnded": _off_air,
    "ProductShown": nothing,
    "OrderDelivered": only("verification_window"),
    "OrderDisputed": stops(),
    "OrderResumed": _resumed,
}

DISPUTE: Mapping[str, Change] = {
    "DisputeOpened": only("ruling_due"),
    "DisputeEscalated": stops("ruling_due"),
    "EvidenceAdded": stops("more_evidence_window"),
    "DisputeRuled": only_until("appeal_window", "appeal_until"),
    "RulingAppealed": stops(),
    "MoreEvidenceRequested": only_until("more_evidence_window", "due_at"),
    "DepositReturnRequested": nothing,
}
