"""What a consumer order shows of itself: to lists and the database, to its merchant, and as a process answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from luyue.domain.consumer_order import buyer_texts, shipping
from luyue.domain.consumer_order import state as s
from luyue.domain.consumer_order.endings import ending
from luyue.domain.consumer_order.rules import can_be_excused
from luyue.domain.consumer_order.state import ConsumerOrder
from luyue.domain.facts import RecordEntry
from luyue.domain.policy import Policy
from luyue.domain.process import Role, Summary


def summary(state: ConsumerOrder) -> Summary:
    """Parties and record: late, it is on the merchant's, as long as nothing excuses it (SH-09).

    What a fake shipment leaves there, the parcel's own process does.
    """
    record = None
    if state.late_at is not None and state.is_late_unexcused:
        record = RecordEntry(party="merchant", what="late_shipment", at=state.late_at, points=state.late_points)
    return Summary(
        closed=state.status not in s.OPEN,
        merchant_id=state.merchant_id or None,
        product_id=state.product_id or None,
        record=record,
    )


def beside(id: str, state: ConsumerOrder) -> Sequence[str]:
    """The process that watches the parcel, once there is one."""
    return (shipment_of(id),) if state.shipment is not None else ()


def shipment_of(id: str) -> str:
    """The stream of the process that watches the parcel of the order with this id."""
    return f"shipment/sh_{id}"


def allowed_actions(state: ConsumerOrder, role: Role) -> Sequence[str]:
    """The commands that the status allows a role; a service speaks for the buyer, and may do what the merchant may."""
    merchant, buyer = _of_the_parties(state)
    match role:
        case "merchant":
            return merchant
        case "service":
            return merchant + buyer
        case "ops":
            return _of_ops(state)
        case "creator":
            return []


def _of_the_parties(state: ConsumerOrder) -> tuple[list[str], list[str]]:
    merchant: list[str] = []
    buyer: list[str] = []
    match state.status:
        case s.AWAITING_SHIPMENT:
            merchant = ["ship"] if state.event_terms is not None else ["ship", "report-abnormal-shipping"]
        case s.SHIPPED if state.received_by != "buyer":
            buyer = ["confirm-receipt"]
    if shipping.can_be_corrected(state):
        merchant.append("correct-shipment")
    if state.status in s.OPEN and (state.request is None or state.refundable_at_once):
        buyer.append("refund-request")
    if state.awaits_answer:
        merchant.append("answer-refund")
    return merchant, buyer


def _of_ops(state: ConsumerOrder) -> list[str]:
    found = ["report-force-majeure"] if can_be_excused(state) else []
    is_timed = state.status == s.AWAITING_SHIPMENT or state.receipt_clock_runs or state.awaits_answer
    return [*found, "extend"] if is_timed else found


def details(state: ConsumerOrder, policy: Policy) -> Mapping[str, Any]:
    """The part of a process answer that only this kind has. Times are in UTC, money in yuan.

    `buyer_message` is what the order's page shows; `ending` is the rule behind the end.
    """
    shown = state.model_dump(
        mode="json",
        include={
            "paid_amount",
            "paid_at",
            "consignee_id",
            "buyer_id",
            "region",
            "ship_within",
            "campaign_id",
            "event_terms",
            "warnings",
            "late_at",
            "force_majeure_at",
            "compensation",
            "assessments",
            "recommended",
            "abnormal_reports",
            "refunds",
            "shipment",
            "received_by",
        },
    )
    request = None
    if state.request is not None:
        request = state.request.model_dump(mode="json", exclude={"reason"})
        request["reason_id"] = state.request.reason.id if state.request.reason else None
    closing = ending(state)
    placed = bool(state.status)
    return {
        **shown,
        "late": state.late_at is not None,
        "refunded": str(state.refunded),
        "refund_request": request,
        "buyer_message": buyer_texts.message(state, policy).model_dump() if placed else None,
        "ending": closing.model_dump(mode="json") if closing else None,
    }
