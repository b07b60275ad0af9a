"""Shipping in time, or late (SH-09), what the parcel's own process says of it (SH-06), and receipt."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from luyue.domain.consumer_order import assessment, compensation, placing, refunds
from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order.evolution import after
from luyue.domain.consumer_order.state import (
    COMPLETED,
    SHIPPED,
    ConsumerOrder,
    Shipment,
    receipt_due_at,
    shipping_due_at,
    unshipped_refund_at,
)
from luyue.domain.consumer_order.terms import ReceivedBy
from luyue.domain.facts import Facts, parcel_subject
from luyue.domain.messages import Event, Refusal, Text
from luyue.domain.policy import Policy


def overdue(state: ConsumerOrder, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    """Late, and what that leads to (SH-09, CE-08)."""
    excused = state.force_majeure_at is not None
    points = 0 if excused else policy.late_shipment_points
    late = m.ConsumerOrderOverdue(due_at=shipping_due_at(state), excused=excused, points=points)
    return [late, *assessment.violated(state, "late_shipment", facts, policy, at)]


def can_be_corrected(state: ConsumerOrder) -> bool:
    """Whether the number can be another: on its way, and while a warning is open, unless the buyer has the goods."""
    if state.status == SHIPPED and state.received_by is None:
        return True
    return state.status in (SHIPPED, COMPLETED) and state.is_warned and state.received_by != "buyer"


def correct(state: ConsumerOrder, command: m.CorrectShipment, policy: Policy, at: datetime) -> Sequence[Event]:
    """Another number: as long as the order might still be shipped, afterwards only while a warning is open (SH-06)."""
    shipment = _shipment(state)
    before = parcel_subject(shipment.carrier, shipment.tracking_no)
    if parcel_subject(command.carrier, command.tracking_no) == before:
        return []
    until = unshipped_refund_at(state, policy)
    if at > until and not state.is_warned:
        raise Refusal.of(
            "rule",
            "SH-06",
            zh="已过可更正单号的时间;仅在发货预警期间可以更正。",
            en="The time to correct the number is over: it can be corrected only while a warning is open.",
            observed=at.isoformat(),
            required={"at_most": until.isoformat()},
            remedy=Text(
                zh="如单号有误,请联系平台客服;单号被预警期间可以更正。",
                en="If the number is wrong, turn to the platform's customer service; while a warning of it is open it "
                "can be corrected.",
            ),
        )
    return [m.OrderShipmentCorrected(carrier=command.carrier, tracking_no=command.tracking_no)]


def warned(state: ConsumerOrder, command: m.ShipmentWarned, policy: Policy, at: datetime) -> Sequence[Event]:
    """The receipt clock stops: nobody is to have received by time what may never have been sent (SH-06)."""
    shipment = _shipment(state)
    if shipment.warning is not None and (shipment.warning.rule, shipment.warning.due_at) == (
        command.rule,
        command.due_at,
    ):
        return []
    remaining = state.receipt_remaining
    if state.status == COMPLETED:
        remaining = timedelta(0)
    elif remaining is None:
        remaining = max(receipt_due_at(state, policy) - at, timedelta(0))
    return [
        m.OrderShipmentWarned(shipment=command.shipment, rule=command.rule, due_at=command.due_at, remaining=remaining)
    ]


def cleared(state: ConsumerOrder, command: m.ShipmentCleared, policy: Policy, at: datetime) -> Sequence[Event]:
    """The warning is over; an order that had arrived waited only for that (IX-30)."""
    if state.status == COMPLETED:
        return [m.OrderShipmentCleared(shipment=command.shipment, corrected=command.corrected, receipt_due_at=None)]
    remaining = state.receipt_remaining
    assert remaining is not None
    due_at = at + (policy.order_receipt_window if command.corrected else remaining)
    events: list[Event] = [
        m.OrderShipmentCleared(shipment=command.shipment, corrected=command.corrected, receipt_due_at=due_at)
    ]
    if state.received_by is not None and state.request is None:
        events.append(m.ConsumerOrderCompleted())
    return events


def found_fake(
    state: ConsumerOrder, command: m.ShipmentViolated, facts: Facts, policy: Policy, at: datetime
) -> Sequence[Event]:
    """SH-09: not shipped at all, so refunded and compensated, once; unless the buyer says that it has the goods."""
    found: Event = m.OrderShipmentFoundFake(shipment=command.shipment, rule=command.rule)
    if state.received_by == "buyer":
        return [found]
    known = after(state, [found], at)
    violation = assessment.violated(known, "fake_shipment", facts, policy, at, command.shipment)
    return [found, *violation, *refunds.rest(known, "fake_shipment")]


def found_genuine(state: ConsumerOrder, command: m.ShipmentCleared, at: datetime) -> Sequence[Event]:
    """Ops found that the shipment was genuine: what is owed for a fake one is void, the refund stays (SH-06)."""
    found = m.OrderShipmentFoundGenuine(shipment=command.shipment)
    return [found, *compensation.take_back(after(state, [found], at), "shipment_cleared")]


def received(state: ConsumerOrder, by: ReceivedBy, delivered_at: datetime | None = None) -> Sequence[Event]:
    """Arrived: complete, unless a refund is still to be settled or, where the carrier says so, a warning is open."""
    events: list[Event] = [m.ConsumerOrderReceived(by=by, delivered_at=delivered_at)]
    if state.request is None and not (by == "carrier" and state.is_warned):
        events.append(m.ConsumerOrderCompleted())
    return events


def report_abnormal(state: ConsumerOrder, command: m.ReportAbnormalShipping, at: datetime) -> Sequence[Event]:
    """CE-07; each reason once. Goods that are out of stock are to be delisted (SH-08)."""
    if state.event_terms is not None:
        raise _no_reports(state, at)
    if command.reason in state.abnormal_reports:
        return []
    reported = m.AbnormalShippingReported(reason=command.reason, note=command.note)
    known = any(one.because == "out_of_stock" for one in state.recommended)
    if command.reason != "out_of_stock" or known:
        return [reported]
    return [reported, placing.out_of_stock(state.product_id)]


def _no_reports(state: ConsumerOrder, at: datetime) -> Refusal:
    terms = state.event_terms
    assert terms is not None
    if at < terms.effective_before:
        return Refusal.of(
            "rule",
            "CE-07",
            zh="活动期间不接受异常发货报备;无法发货的商家须退出活动,已生成的订单仍按发货规范处理。",
            en="No abnormal-shipping report is accepted during the event: a merchant that cannot ship leaves the "
            "campaign, and its orders follow the shipping standard all the same.",
            observed=at.isoformat(),
            required={"not_of_campaign": terms.campaign_id},
        )
    return Refusal.of(
        "rule",
        "IX-26",
        zh="该订单在活动报名生效期间付款,活动结束后仍不接受异常发货报备。",
        en="The order was paid while enrolled in the campaign: no abnormal-shipping report is accepted afterwards.",
        observed=at.isoformat(),
        required={"not_of_campaign": terms.campaign_id},
    )


def report_force_majeure(state: ConsumerOrder, command: m.ReportForceMajeure, at: datetime) -> Sequence[Event]:
    """SH-09: nothing is owed for lateness, and what was claimed for it is void unless a fake shipment owes it too."""
    reported = m.ForceMajeureReported(reason=command.reason)
    return [reported, *compensation.take_back(after(state, [reported], at), "force_majeure")]


def _shipment(state: ConsumerOrder) -> Shipment:
    assert state.shipment is not None
    return state.shipment
