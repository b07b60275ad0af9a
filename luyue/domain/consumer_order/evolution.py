"""How each event changes a consumer order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order import state as s
from luyue.domain.consumer_order.state import (
    Compensation,
    ConsumerOrder,
    Recommendation,
    Refund,
    RefundRequest,
    Shipment,
    Warned,
)
from luyue.domain.messages import Event


def evolve(state: ConsumerOrder, event: Event, at: datetime) -> ConsumerOrder:
    """The state after one more event of this kind."""
    match event:
        case m.ConsumerOrderPlaced():
            changes: dict[str, Any] = {"status": s.AWAITING_SHIPMENT, **dict(event)}
        case m.ConsumerOrderOverdue():
            changes = {"late_at": at, "late_points": event.points}
        case m.ConsumerOrderReceived():
            changes = _received(state, event)
        case m.ConsumerOrderCompleted():
            changes = {"status": s.COMPLETED}
        case m.ConsumerOrderRefunded():
            changes = {"status": s.REFUNDED, "closed_reason": event.because}
        case m.AbnormalShippingReported():
            changes = {"abnormal_reports": (*state.abnormal_reports, event.reason)}
        case m.RefundRequested(at_once=True):
            changes = {}
        case m.RefundRequested():
            asked = RefundRequest(amount=event.amount, unshipped=event.unshipped, at=at, reason=event.reason)
            changes = {"request": asked}
        case m.RefundMade():
            refund = Refund(amount=event.amount, by=event.by, at=at)
            # What was made at once answers nothing that the merchant is asked for.
            answered = {} if event.by == "at_once" else _answered(at)
            changes = {"refunds": (*state.refunds, refund), **answered}
        case m.RefundDeclined():
            changes = _answered(at)
        case _:
            changes = _of_the_shipment(state, event, at) or _of_a_violation(state, event, at)
    return state.model_copy(update=changes)


def _answered(at: datetime) -> dict[str, Any]:
    return {"request": None, "answered_at": at}


def _of_the_shipment(state: ConsumerOrder, event: Event, at: datetime) -> dict[str, Any]:
    match event:
        case m.ConsumerOrderShipped():
            shipment = Shipment(
                carrier=event.carrier,
                tracking_no=event.tracking_no,
                shipped_at=at,
                claimed_shipped_at=event.claimed_shipped_at,
            )
            return {"status": s.SHIPPED, "shipment": shipment, "receipt_since": at}
        case m.OrderShipmentCorrected():
            return _shipment(state, carrier=event.carrier, tracking_no=event.tracking_no)
        case m.OrderShipmentWarned():
            warning = Warned(rule=event.rule, due_at=event.due_at)
            return {**_shipment(state, warning=warning), "receipt_remaining": event.remaining}
        case m.OrderShipmentCleared():
            running = {"receipt_remaining": None, "receipt_since": at, "receipt_due_at": event.receipt_due_at}
            return {**_shipment(state, warning=None), **running}
        case m.OrderShipmentFoundFake():
            return {**_shipment(state, warning=None, found_fake_by=event.rule), "receipt_remaining": None}
        case m.OrderShipmentFoundGenuine():
            return _shipment(state, found_genuine_at=at)
        case _:
            return {}


def _of_a_violation(state: ConsumerOrder, event: Event, at: datetime) -> dict[str, Any]:
    match event:
        case m.ShippingAssessed():
            return {"assessments": (*state.assessments, event)}
        case m.CompensationClaimed():
            return {"compensation": Compensation(amount=event.amount, cause=event.cause, claimed_at=at)}
        case m.CompensationTakenBack():
            assert state.compensation is not None, "taken back before it was claimed"
            void = {"taken_back_at": at, "taken_back_because": event.because}
            return {"compensation": state.compensation.model_copy(update=void)}
        case m.ThrottlingRecommended():
            return _recommended(state, "throttle", "violations", at)
        case m.DelistingRecommended():
            return _recommended(state, "delist", event.because, at)
        case m.ForceMajeureReported():
            return {"force_majeure_at": at}
        case _:
            raise TypeError(f"a consumer order knows no {event.type_name()}")


def _received(state: ConsumerOrder, event: m.ConsumerOrderReceived) -> dict[str, Any]:
    at_hand = {"received_by": event.by}
    if event.delivered_at is None:
        return at_hand
    return {**at_hand, **_shipment(state, delivered_at=event.delivered_at)}


def _shipment(state: ConsumerOrder, **changes: Any) -> dict[str, Any]:
    assert state.shipment is not None, "before it was shipped"
    return {"shipment": state.shipment.model_copy(update=changes)}


def _recommended(state: ConsumerOrder, what: str, because: str, at: datetime) -> dict[str, Any]:
    one = Recommendation(what=what, because=because, at=at)
    return {"recommended": (*state.recommended, one)}


def after(state: ConsumerOrder, events: Sequence[Event], at: datetime) -> ConsumerOrder:
    """The state after events that a decision is about to make."""
    for event in events:
        state = evolve(state, event, at)
    return state
