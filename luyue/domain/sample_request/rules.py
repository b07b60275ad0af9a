"""The rules of a sample request: what each command and each deadline leads to, or which rule refuses it."""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain.facts import Facts, Needs, content_subject, parcel_subject
from luyue.domain.messages import Command, Event, Refusal
from luyue.domain.policy import Policy
from luyue.domain.process import Extend, TimePassed, not_allowed
from luyue.domain.sample_request import application, fulfilment
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request import state as s
from luyue.domain.sample_request.evolution import after
from luyue.domain.sample_request.state import SampleRequest, receipt_due_at, shipping_cutoff_at


def needs(state: SampleRequest, command: Command) -> Needs:
    """Which facts a command is decided on."""
    match command:
        case m.Apply():
            return application.needs(command)
        case m.Observe() if state.status == s.SHIPPED:
            return Needs(subjects=_parcel(state))
        case m.Observe() if state.status not in (s.CONTENT_PENDING, s.BREACHED):
            return Needs()
        case m.ConfirmReceipt() | m.Observe() | m.LinkVideo() | m.LinkLive():
            return _promotion_needs(state)
        case Extend() if state.status == s.CONTENT_PENDING:
            return _promotion_needs(state)
        case m.Reinstate() if state.status == s.BREACHED:
            needed = _promotion_needs(state)
            return needed.model_copy(update={"claim_prefixes": (*needed.claim_prefixes, s.open_claim(state))})
        case TimePassed() if command.deadline.name in (
            "receipt_window",
            "promotion_window",
            "video_retention",
            "live_cart_minimum",
        ):
            return _promotion_needs(state)
        case _:
            return Needs()


def _parcel(state: SampleRequest) -> tuple[str, ...]:
    return (parcel_subject(state.shipment.carrier, state.shipment.tracking_no),) if state.shipment else ()


def _promotion_needs(state: SampleRequest) -> Needs:
    return Needs(
        subjects=(content_subject(state.creator_id, state.product_id), *_parcel(state)),
        claim_prefixes=(s.promoted_prefix(state),),
    )


def decide(state: SampleRequest, command: Command, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    """The events that a command leads to, none where it changes nothing; raises `Refusal`."""
    match state.status, command:
        case "", m.Apply():
            return [application.apply(command, facts, policy, at)]
        case s.PENDING, m.Approve():
            return [m.SampleRequestApproved(note=command.note)]
        case s.PENDING, m.Reject():
            return [m.SampleRequestRejected(reason=command.reason, note=command.note)]
        case ((s.PENDING | s.AWAITING_SHIPMENT), m.Withdraw()):
            return [m.SampleRequestWithdrawn(note=command.note)]
        case s.AWAITING_SHIPMENT, m.Ship():
            return [
                m.SampleShipped(
                    carrier=command.carrier, tracking_no=command.tracking_no, claimed_shipped_at=command.shipped_at
                )
            ]
        case s.SHIPPED, m.CorrectShipment():
            return _correct_shipment(state, command, policy, at)
        case s.SHIPPED, m.ConfirmReceipt():
            return _received(state, facts, policy, at, automatic=False)
        case s.SHIPPED, m.ReportNonReceipt() if state.receipt_remaining is None:
            return [m.NonReceiptReported(remaining=receipt_due_at(state, policy) - at, note=command.note)]
        case s.SHIPPED, m.Reinstate() if state.receipt_remaining is not None:
            return [m.ReceiptClockResumed(due_at=at + state.receipt_remaining, reason=command.reason)]
        case s.SHIPPED, m.Observe():
            return fulfilment.delivered(state, facts, at)
        case s.CONTENT_PENDING, m.Observe():
            return fulfilment.promote(state, facts, policy, at)
        case s.CONTENT_PENDING, m.LinkVideo():
            return fulfilment.link(state, f"video/{command.video_id}", facts, policy, at)
        case s.CONTENT_PENDING, m.LinkLive():
            return fulfilment.link(state, f"live-session/{command.live_session_id}", facts, policy, at)
        case s.BREACHED, m.Observe():
            return fulfilment.reported_late(state, facts, policy, at)
        case s.BREACHED, m.Reinstate():
            return fulfilment.reinstate(state, command, facts, policy, at)
        case ((s.PENDING | s.AWAITING_SHIPMENT | s.SHIPPED | s.CONTENT_PENDING), m.Cancel()):
            unreceived = state.status == s.SHIPPED and state.receipt_remaining is not None
            return [
                m.SampleRequestCancelled(closed_reason="not_received" if unreceived else "ops", reason=command.reason)
            ]
        case _, m.Observe() if state.status:
            return []
        case _, TimePassed():
            return _time_passed(state, command, facts, policy, at)
        case _:
            raise not_allowed(state, _name(command))


def reconsider(state: SampleRequest, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """What an extension leads to: content that was reported already may fall inside the longer window."""
    return fulfilment.promote(state, facts, policy, at) if state.status == s.CONTENT_PENDING else []


def _name(command: Command) -> str:
    return next(name for name, kind in m.COMMANDS.items() if isinstance(command, kind))


def _correct_shipment(
    state: SampleRequest, command: m.CorrectShipment, policy: Policy, at: datetime
) -> Sequence[Event]:
    assert state.shipment is not None
    if (command.carrier, command.tracking_no) == (state.shipment.carrier, state.shipment.tracking_no):
        return []
    cutoff = shipping_cutoff_at(state, policy)
    if at > cutoff:
        raise Refusal.of(
            "rule",
            "IX-10",
            zh="已过发货截止时间,单号不可再更正。",
            en="The shipping cutoff is over: the number can no longer be corrected.",
            observed=at.isoformat(),
            required=cutoff.isoformat(),
        )
    return [m.ShipmentCorrected(carrier=command.carrier, tracking_no=command.tracking_no)]


def _received(state: SampleRequest, facts: Facts, policy: Policy, at: datetime, *, automatic: bool) -> list[Event]:
    """SR-10; what was published since the sample's delivery counts at once (IX-01)."""
    confirmed = m.ReceiptConfirmed(automatic=automatic)
    return [confirmed, *fulfilment.promote(after(state, [confirmed], at), facts, policy, at)]


def _time_passed(
    state: SampleRequest, command: TimePassed, facts: Facts, policy: Policy, at: datetime
) -> Sequence[Event]:
    deadline = command.deadline
    match deadline.name:
        case "approval_window":
            return [m.SampleRequestCancelled(closed_reason="approval_timeout")]
        case "shipping_due":
            return [m.ShipmentOverdue(due_at=deadline.due_at)]
        case "shipping_cutoff":
            return [m.SampleRequestCancelled(closed_reason="shipment_timeout")]
        case "receipt_window":
            return _received(state, facts, policy, at, automatic=True)
        case "video_retention" | "live_cart_minimum":
            return fulfilment.promote(state, facts, policy, at, judged=True)
        case "promotion_window":
            return fulfilment.window_over(state, facts, policy, at)
    raise AssertionError(f"a sample request has no deadline {deadline.name}")
