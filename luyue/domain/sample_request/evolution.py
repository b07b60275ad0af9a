"""How each event changes a sample request."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from luyue.domain.messages import Event
from luyue.domain.promotion import Candidate, Pause
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request import state as s
from luyue.domain.sample_request.state import Paused, SampleRequest, Shipment, ShipmentWarning


def evolve(state: SampleRequest, event: Event, at: datetime) -> SampleRequest:
    """The state after one more event of this kind."""
    changes: dict[str, Any]
    match event:
        case m.SampleRequested():
            changes = {"status": s.PENDING, **event.model_dump(exclude={"evaluation"})}
            changes["note"] = event.note
        case m.SampleRequestRefused():
            changes = {
                "status": s.REFUSED,
                "creator_id": event.creator_id,
                "merchant_id": event.merchant_id,
                "product_id": event.product_id,
                "violations": event.violations,
                "policy_version": event.policy_version,
            }
        case m.SampleRequestApproved():
            changes = {"status": s.AWAITING_SHIPMENT, "approved_at": at}
        case m.SampleRequestRejected():
            changes = {"status": s.REJECTED, "rejection_reason": event.reason}
        case m.SampleRequestWithdrawn():
            changes = {"status": s.CANCELLED, "closed_reason": "withdrawn"}
        case m.SampleRequestCancelled():
            changes = {"status": s.CANCELLED, "closed_reason": event.closed_reason, "cancelled_at": at}
        case m.ShipmentOverdue():
            changes = {"late": True}
        case m.SampleShipped():
            shipment = Shipment(
                carrier=event.carrier,
                tracking_no=event.tracking_no,
                shipped_at=at,
                claimed_shipped_at=event.claimed_shipped_at,
            )
            changes = {"status": s.SHIPPED, "shipment": shipment, "receipt_since": at}
        case m.ShipmentCorrected():
            number = {"carrier": event.carrier, "tracking_no": event.tracking_no}
            corrected = {**number, "corrected_at": at, "delivered_at": None}
            changes = {"shipment": _shipment(state).model_copy(update=corrected)}
        case m.ParcelDelivered():
            changes = {"shipment": _shipment(state).model_copy(update={"delivered_at": event.delivered_at})}
        case m.NonReceiptReported():
            changes = {"receipt_remaining": event.remaining, "non_receipt_reported": True}
        case m.ReceiptClockResumed():
            changes = {"non_receipt_reported": False, **_receipt_clock(event.due_at, state.receipt_remaining, at)}
        case m.SampleShipmentWarned():
            warning = ShipmentWarning(**event.model_dump(exclude={"remaining"}), warned_at=at)
            changes = {"receipt_remaining": event.remaining, "warning": warning}
        case m.SampleShipmentCleared():
            changes = {"warning": None, **_receipt_clock(event.receipt_due_at, event.remaining, at)}
        case m.ReceiptConfirmed():
            changes = {
                "status": s.CONTENT_PENDING,
                "received_at": at,
                "received_automatically": event.automatic,
                "receipt_remaining": None,
                "non_receipt_reported": False,
                "warning": None,
                "promotion_since": at,
            }
        case m.PromotionPaused():
            changes = {"paused": Paused(because=event.because, since=event.since)}
        case m.PromotionResumed():
            assert state.paused is not None, "resumed before it was paused"
            changes = {
                "paused": None,
                "pauses": (*state.pauses, Pause(since=state.paused.since, until=at)),
                "promotion_due_at": event.promotion_due_at or state.promotion_due_at,
                "promotion_resumed_at": at,
            }
        case m.ContentCounted():
            counted = Candidate(content=event.content, form=event.form, since=event.since, due_at=event.due_at)
            others = tuple(one for one in state.contents if one.content != event.content)
            changes = {"contents": (*others, counted)}
        case m.ContentLost():
            changes = {
                "contents": tuple(
                    one.model_copy(update={"lost_at": event.lost_at}) if one.content == event.content else one
                    for one in state.contents
                )
            }
        case m.PromotionWindowEnded():
            changes = {"promotion_window_ended": True}
        case m.SampleRequestFulfilled():
            changes = {"status": s.COMPLETED, "fulfilled_by": event.content, "fulfilled_at": event.fulfilled_at}
        case m.SampleRequestBreached():
            changes = {"status": s.BREACHED, "closed_reason": "promotion_timeout", "breached_at": at, "paused": None}
        case m.PromotionReportedLate():
            changes = {"reported_late": (*state.reported_late, event.content)}
        case m.SampleRequestReinstated():
            changes = {
                "status": s.CONTENT_PENDING,
                "closed_reason": None,
                "breached_at": None,
                "reported_late": (),
                "promotion_since": at if event.promotion_restarts else state.promotion_since,
                "promotion_due_at": None if event.promotion_restarts else state.promotion_due_at,
                "promotion_window_ended": not event.promotion_restarts,
            }
        case _:
            raise TypeError(f"a sample request knows no {event.type_name()}")
    return state.model_copy(update=changes)


def _receipt_clock(due_at: datetime | None, remaining: timedelta | None, at: datetime) -> dict[str, Any]:
    """The clock runs to a due time again, or is stopped still with some time left."""
    if due_at is None:
        return {"receipt_remaining": remaining}
    return {"receipt_remaining": None, "receipt_due_at": due_at, "receipt_since": at}


def _shipment(state: SampleRequest) -> Shipment:
    assert state.shipment is not None, "corrected or delivered before it was shipped"
    return state.shipment


def after(state: SampleRequest, events: Sequence[Event], at: datetime) -> SampleRequest:
    """The state after events that a decision is about to make."""
    for event in events:
        state = evolve(state, event, at)
    return state
