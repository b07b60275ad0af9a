"""The rules of a sample request: what each command and each deadline leads to, or which rule refuses it."""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain import shipment_told as told
from luyue.domain.facts import Facts, Needs, content_subject, parcel_subject
from luyue.domain.messages import Command, Event
from luyue.domain.policy import Policy
from luyue.domain.process import Extend, TimePassed, not_allowed
from luyue.domain.sample_request import application, fulfilment, receipt, standing
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request import state as s
from luyue.domain.sample_request.evolution import after
from luyue.domain.sample_request.state import SampleRequest


def needs(state: SampleRequest, command: Command) -> Needs:
    """Which facts a command is decided on."""
    match command:
        case m.Apply():
            return application.needs(command)
        case m.Approve() if state.status == s.PENDING:
            return application.approval_needs(state)
        case m.Observe() if state.status in s.UNSHIPPED:
            return standing.needs(state)
        case m.Observe() if state.status == s.SHIPPED:
            return standing.needs(state).model_copy(update={"subjects": _parcel(state)})
        case m.Observe() if state.status == s.CONTENT_PENDING:
            return _with_standing(state)
        case m.Observe() if state.status != s.BREACHED:
            return Needs()
        case m.ConfirmReceipt() | m.Observe() | m.LinkVideo() | m.LinkLive():
            return _promotion_needs(state)
        case Extend() if state.status == s.CONTENT_PENDING:
            return _promotion_needs(state)
        case m.Reinstate() if state.status == s.BREACHED:
            needed = _with_standing(state)
            return needed.model_copy(update={"claim_prefixes": (*needed.claim_prefixes, s.open_claim(state))})
        case TimePassed() if command.deadline.name == "receipt_window":
            return _promotion_needs(state)
        case TimePassed() if command.deadline.name in ("promotion_window", "video_retention", "live_cart_minimum"):
            return _with_standing(state)
        case _:
            return Needs()


def _parcel(state: SampleRequest) -> tuple[str, ...]:
    return (parcel_subject(state.shipment.carrier, state.shipment.tracking_no),) if state.shipment else ()


def _promotion_needs(state: SampleRequest) -> Needs:
    return Needs(
        subjects=(content_subject(state.creator_id, state.product_id), *_parcel(state)),
        claim_prefixes=(s.promoted_prefix(state),),
    )


def _with_standing(state: SampleRequest) -> Needs:
    return _promotion_needs(state).model_copy(update={"streams": standing.needs(state).streams})


def decide(state: SampleRequest, command: Command, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    """The events that a command leads to, none where it changes nothing; raises `Refusal`."""
    match state.status, command:
        case "", m.Apply():
            return [application.apply(command, facts, policy, at)]
        case s.PENDING, m.Approve():
            return [application.approve(state, command, facts)]
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
            return receipt.correct_shipment(state, command, policy, at)
        case s.SHIPPED, m.ConfirmReceipt():
            return _received(state, facts, policy, at, automatic=False)
        case s.SHIPPED, m.ReportNonReceipt() if not state.non_receipt_reported:
            return receipt.not_received(state, command, policy, at)
        case s.SHIPPED, m.Reinstate() if state.non_receipt_reported:
            return receipt.resumed(state, command, at)
        case ((s.PENDING | s.AWAITING_SHIPMENT), m.Observe()):
            return standing.before_shipping(state, facts)
        case s.SHIPPED, m.Observe():
            return [*standing.after_shipping(state, facts, policy, at), *fulfilment.delivered(state, facts, at)]
        case s.CONTENT_PENDING, m.Observe():
            return fulfilment.observed(state, facts, policy, at)
        case s.CONTENT_PENDING, m.LinkVideo():
            return fulfilment.link(state, f"video/{command.video_id}", facts, policy, at)
        case s.CONTENT_PENDING, m.LinkLive():
            return fulfilment.link(state, f"live-session/{command.live_session_id}", facts, policy, at)
        case s.BREACHED, m.Observe():
            return fulfilment.reported_late(state, facts, policy, at)
        case s.BREACHED, m.Reinstate():
            return fulfilment.reinstate(state, command, facts, policy, at)
        case ((s.PENDING | s.AWAITING_SHIPMENT | s.SHIPPED | s.CONTENT_PENDING), m.Cancel()):
            closed_reason: m.ClosedReason = "not_received" if state.non_receipt_reported else "ops"
            return [m.SampleRequestCancelled(closed_reason=closed_reason, reason=command.reason)]
        case _, m.Observe() if state.status:
            return []
        case _, TimePassed():
            return _time_passed(state, command, facts, policy, at)
        case _ if state.status:
            return _told_of_the_shipment(state, command, policy, at)
        case _:
            raise not_allowed(state, _name(command))


def _told_of_the_shipment(state: SampleRequest, command: Command, policy: Policy, at: datetime) -> Sequence[Event]:
    """IX-09; of what no longer concerns the request nothing becomes, and delivery it reads from the tracks itself."""
    match command:
        case told.ShipmentWarned():
            return receipt.warned(state, command, policy, at)
        case told.ShipmentCleared():
            return receipt.cleared(state, command, policy, at)
        case told.ShipmentViolated():
            return receipt.violated(state)
        case told.ShipmentDelivered():
            return []
        case _:
            raise not_allowed(state, _name(command))


def reconsider(state: SampleRequest, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """What an extension leads to: content that was reported already may fall inside the longer window."""
    return fulfilment.promote(state, facts, policy, at) if state.status == s.CONTENT_PENDING else []


def _name(command: Command) -> str:
    return next(name for name, kind in m.COMMANDS.items() if isinstance(command, kind))


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
        case "video_retention" | "live_cart_minimum" | "promotion_window":
            return fulfilment.time_over(state, deadline, facts, policy, at)
    raise AssertionError(f"a sample request has no deadline {deadline.name}")
