"""The receipt clock (SR-10): what stops it and lets it go on (IX-08, IX-09, IX-30), and the number that it waits for.

The shipment is watched by a process of its own, which tells of its warnings.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from luyue.domain import shipment_told as told
from luyue.domain.facts import parcel_subject
from luyue.domain.messages import Event, Refusal, Text
from luyue.domain.policy import Policy
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request import state as s
from luyue.domain.sample_request.state import SampleRequest, receipt_due_at, shipping_cutoff_at


def correct_shipment(state: SampleRequest, command: m.CorrectShipment, policy: Policy, at: datetime) -> Sequence[Event]:
    """Another number: until the shipping cutoff, and after it only to put a fake one right (IX-10)."""
    assert state.shipment is not None
    before = parcel_subject(state.shipment.carrier, state.shipment.tracking_no)
    if parcel_subject(command.carrier, command.tracking_no) == before:
        return []
    cutoff = shipping_cutoff_at(state, policy)
    if at > cutoff and state.warning is None:
        raise Refusal.of(
            "rule",
            "IX-10",
            zh="已过发货截止时间,仅在单号被预警期间可以更正。",
            en="The shipping cutoff is over: the number can be corrected only while a warning of it is open.",
            observed=at.isoformat(),
            required=cutoff.isoformat(),
            remedy=Text(
                zh="如单号有误,请联系平台客服;单号被预警期间可以更正。",
                en="If the number is wrong, turn to the platform's customer service; while a warning of it is open it "
                "can be corrected.",
            ),
        )
    return [m.ShipmentCorrected(carrier=command.carrier, tracking_no=command.tracking_no)]


def not_received(state: SampleRequest, command: m.ReportNonReceipt, policy: Policy, at: datetime) -> Sequence[Event]:
    """The clock stops until ops decide (IX-08)."""
    return [m.NonReceiptReported(remaining=_left(state, policy, at), note=command.note)]


def resumed(state: SampleRequest, command: m.Reinstate, at: datetime) -> Sequence[Event]:
    """Ops let the clock go on, unless a warning stops it as well."""
    assert state.receipt_remaining is not None
    due_at = at + state.receipt_remaining if state.warning is None else None
    return [m.ReceiptClockResumed(due_at=due_at, reason=command.reason)]


def warned(state: SampleRequest, command: told.ShipmentWarned, policy: Policy, at: datetime) -> Sequence[Event]:
    """The clock stops from the warning; whoever has received the sample is not concerned.

    A later warning says what is wrong now: it stops nothing that is not stopped already.
    """
    known = state.warning
    is_known = known is not None and (known.rule, known.due_at) == (command.rule, command.due_at)
    if state.status != s.SHIPPED or is_known:
        return []
    return [m.SampleShipmentWarned(**dict(command), remaining=_left(state, policy, at))]


def cleared(state: SampleRequest, command: told.ShipmentCleared, policy: Policy, at: datetime) -> Sequence[Event]:
    """The clock runs anew from the correction, or goes on; not before ops decide on a report of non-receipt."""
    if state.status != s.SHIPPED or state.warning is None:
        return []
    assert state.shipment is not None
    assert state.receipt_remaining is not None
    left = state.receipt_remaining
    if command.corrected:
        corrected_at = state.shipment.corrected_at or at
        left = max(corrected_at + policy.receipt_window - at, timedelta(0))
    return [
        m.SampleShipmentCleared(
            **dict(command),
            receipt_due_at=None if state.non_receipt_reported else at + left,
            remaining=left if state.non_receipt_reported else None,
        )
    ]


def violated(state: SampleRequest) -> Sequence[Event]:
    """A fake shipment that was not put right ends the request against the merchant, on whose record it is by itself.

    The duty of a creator stays who confirmed receipt, or has shown the product since: what they have is no fake.
    """
    unseen = state.status == s.CONTENT_PENDING and state.received_automatically and not state.contents
    if state.status != s.SHIPPED and not unseen:
        return []
    return [m.SampleRequestCancelled(closed_reason="fake_shipment")]


def _left(state: SampleRequest, policy: Policy, at: datetime) -> timedelta:
    return state.receipt_remaining if state.receipt_remaining is not None else receipt_due_at(state, policy) - at
