"""Who is told what of a sample request's events; the words are in notice_texts.py."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from luyue.domain.messages import Event, Happened, Value
from luyue.domain.notices import OPS, Notice, Notices, Parties, told_reasons
from luyue.domain.process import ClockAdvanced, DeadlineApproaching, DeadlineExtended, ProcessLinked
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request.notice_texts import TEXTS


class _Told(Value):
    """The message key for each side, and what the messages need beside the parties and the time."""

    creator: str | None = None
    merchant: str | None = None
    ops: str | None = None
    parameters: Mapping[str, Any] = {}


def notices(happened: Happened, parties: Parties) -> Sequence[Notice]:
    """The notices of one event; none where nobody needs to know."""
    told = _told(happened.event)
    recipients = (
        (parties.creator, told.creator),
        (parties.merchant, told.merchant),
        (OPS, told.ops),
    )
    given = {**parties.model_dump(), "at": happened.at, **told.parameters}
    parameters = {name: _utc(value) if isinstance(value, datetime) else value for name, value in given.items()}
    return [
        Notice(recipient=recipient, message=f"sample-request.{key}", parameters=parameters)
        for recipient, key in recipients
        if recipient is not None and key is not None
    ]


NOTICES = Notices(of=notices, texts=TEXTS)


def _told(event: Event) -> _Told:
    match event:
        case m.SampleRequested():
            return _Told(creator="received", merchant="new")
        case m.SampleRequestRefused():
            return _Told(creator="refused", parameters={"reasons": told_reasons(event.violations)})
        case m.SampleRequestApproved():
            return _both("approved")
        case m.SampleRequestRejected():
            return _both(f"rejected.{event.reason}")
        case m.SampleRequestWithdrawn():
            return _both("withdrawn")
        case m.SampleRequestCancelled():
            return _both(f"cancelled.{event.closed_reason}")
        case m.ShipmentOverdue():
            return _both("shipment-late", due_at=event.due_at)
        case m.SampleShipped():
            return _both("shipped", carrier=event.carrier, tracking_no=event.tracking_no)
        case m.ShipmentCorrected():
            return _both("shipment-corrected", carrier=event.carrier, tracking_no=event.tracking_no)
        case m.ParcelDelivered():
            return _both("delivered", delivered_at=event.delivered_at)
        case m.NonReceiptReported():
            return _Told(creator="non-receipt", merchant="non-receipt", ops="non-receipt")
        case m.ReceiptClockResumed():
            if event.due_at is None:
                return _both("receipt-still-stopped")
            return _both("receipt-resumed", due_at=event.due_at)
        case m.SampleShipmentWarned():
            # The merchant is told by the shipment itself.
            warning = {"rule": event.rule, "due_at": event.due_at}
            return _Told(creator="shipment-warned", parameters=warning)
        case m.SampleShipmentCleared():
            how = "corrected" if event.corrected else "withdrawn"
            if event.receipt_due_at is None:
                return _Told(creator=f"shipment-cleared.{how}.still-stopped")
            return _Told(creator=f"shipment-cleared.{how}", parameters={"due_at": event.receipt_due_at})
        case m.ReceiptConfirmed():
            return _both("receipt-confirmed.automatically" if event.automatic else "receipt-confirmed.by-creator")
        case m.PromotionPaused():
            return _both(f"promotion-paused.{event.because}", since=event.since)
        case m.PromotionResumed():
            if event.promotion_due_at is None:
                return _both("promotion-resumed")
            return _both("promotion-resumed.until", due_at=event.promotion_due_at)
        case m.ContentCounted():
            return _both("content-counted", content=event.content, due_at=event.due_at)
        case m.ContentLost():
            return _both("content-lost", content=event.content, lost_at=event.lost_at)
        case m.PromotionWindowEnded():
            return _both("window-ended")
        case m.SampleRequestFulfilled():
            return _both("fulfilled", content=event.content, fulfilled_at=event.fulfilled_at)
        case m.SampleRequestBreached():
            return _both("breached")
        case m.PromotionReportedLate():
            late = {"content": event.content, "since": event.since}
            return _Told(creator="reported-late", ops="reported-late", parameters=late)
        case m.SampleRequestReinstated():
            return _both("reinstated.restarted" if event.promotion_restarts else "reinstated.counted")
        case DeadlineApproaching():
            return _both(f"due-soon.{event.deadline}.{event.then}", due_at=event.due_at)
        case DeadlineExtended():
            return _both(f"extended.{event.deadline}", due_at=event.due_at, until=event.until)
        case ClockAdvanced() | ProcessLinked():
            return _Told()
        case _:
            raise TypeError(f"nobody knows whom to tell of {event.type_name()}")


def _both(message: str, **parameters: Any) -> _Told:
    return _Told(creator=message, merchant=message, parameters=parameters)


def _utc(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
