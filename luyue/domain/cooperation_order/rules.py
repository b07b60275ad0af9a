"""The rules of a cooperation order: what each command and each deadline leads to, or which rule refuses it."""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain.cooperation_order import arbitration, broadcast, cancellation, fulfilment, offer, rebroadcast
from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order import state as s
from luyue.domain.cooperation_order.state import CooperationOrder, acceptance_due_at, is_on_air
from luyue.domain.facts import Facts, Needs, closing_claim
from luyue.domain.messages import Command, Event, Refusal
from luyue.domain.policy import Policy
from luyue.domain.process import TimePassed, not_allowed


def needs(state: CooperationOrder, command: Command) -> Needs:
    """Which facts a command is decided on."""
    match state.status, command:
        case "", m.Propose():
            return offer.needs(command)
        case s.EFFECTIVE, m.GoLive():
            return broadcast.needs(state, fulfilment.named(command))
        case s.LIVE, m.Deliver():
            return broadcast.needs(state, fulfilment.named(command))
        case s.EFFECTIVE, (m.RequestCancellation() | m.ConfirmCancellation() | m.Cancel()):
            return broadcast.needs(state)
        case s.DISPUTED, (m.RequestCancellation() | m.ConfirmCancellation()) if state.disputed_from == s.EFFECTIVE:
            return broadcast.needs(state)
        case s.PROPOSED, m.Accept():
            claims = (closing_claim(state.merchant_id),)
            return broadcast.needs(state).model_copy(update={"claim_prefixes": claims})
        case s.CHANGES_REQUESTED, (m.ProposeRebroadcast() | m.AgreeRebroadcast()):
            return broadcast.needs(state)
        case ((s.EFFECTIVE | s.LIVE), (m.EndBroadcast() | TimePassed())):
            return broadcast.needs(state)
        case ((s.EFFECTIVE | s.LIVE | s.DELIVERED), m.Observe()):
            return broadcast.needs(state)
        case s.DISPUTED, m.DisputeEnded():
            return broadcast.needs(state)
        case _:
            return Needs()


def decide(state: CooperationOrder, command: Command, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    """The events that a command leads to, none where it changes nothing; raises `Refusal`."""
    match state.status, command:
        case "", m.Propose():
            return [offer.propose(command, facts, policy, at)]
        case s.PROPOSED, m.Accept():
            offer.check_the_shop_stays_open(state.merchant_id, facts)
            return broadcast.in_effect(state, [m.OrderAccepted()], facts, policy, at)
        case s.PROPOSED, m.Decline():
            return [m.OrderDeclined(reason=command.reason)]
        case s.PROPOSED, m.Withdraw():
            return [m.OrderWithdrawn()]
        case s.EFFECTIVE, m.GoLive():
            return fulfilment.go_live(state, command, facts, policy, at)
        case s.EFFECTIVE, m.Cancel():
            return cancellation.alone(state, command, facts, policy, at)
        case s.LIVE, m.EndBroadcast() if is_on_air(state):
            return fulfilment.end_broadcast(state, command, facts, policy, at)
        case s.LIVE, m.Deliver():
            return fulfilment.deliver(state, command, facts, policy, at)
        case ((s.DELIVERED | s.CHANGES_REQUESTED), m.Verify()):
            return [m.OrderCompleted(accepted_by="merchant")]
        case s.DELIVERED, m.RejectDelivery():
            return [m.DeliveryRejected(reason=command.reason)]
        case ((s.EFFECTIVE | s.LIVE | s.DELIVERED | s.CHANGES_REQUESTED), m.OpenDispute()):
            return arbitration.opened(state, command, policy, at)
        case s.DISPUTED, m.DisputeEnded():
            return arbitration.ended(state, command, facts, policy, at)
        case ((s.COMPLETED | s.CANCELLED), m.DisputeEnded()) if state.dispute_id == command.dispute_id:
            # The sides have settled, or the ruling was corrected: what is closed is not opened again (IX-22, IX-24).
            return []
        case _, m.Observe() if state.status:
            return broadcast.observe(state, facts, policy, at)
        case _, TimePassed():
            return _time_passed(state, command, facts, policy, at)
        case _:
            return _negotiated(state, command, facts, policy, at)


def _negotiated(
    state: CooperationOrder, command: Command, facts: Facts, policy: Policy, at: datetime
) -> Sequence[Event]:
    """What either side asks of the other."""
    is_pending, is_proposed = state.cancellation is not None, state.proposal is not None
    match state.status, command:
        case ((s.EFFECTIVE | s.CHANGES_REQUESTED), m.RequestCancellation()):
            return cancellation.request(state, command, facts, policy, at)
        case s.DISPUTED, m.RequestCancellation() if is_pending:
            return cancellation.request(state, command, facts, policy, at)
        case ((s.EFFECTIVE | s.CHANGES_REQUESTED | s.DISPUTED), m.ConfirmCancellation()) if is_pending:
            return cancellation.confirm(state, command, facts, policy, at)
        case ((s.EFFECTIVE | s.CHANGES_REQUESTED), m.DeclineCancellation()) if is_pending:
            return cancellation.decline(state, command)
        case s.CHANGES_REQUESTED, m.ProposeRebroadcast() if not state.negotiation_ended:
            return rebroadcast.propose(state, command, facts, policy, at)
        case s.CHANGES_REQUESTED, m.AgreeRebroadcast() if is_proposed:
            return rebroadcast.agree(state, command, facts, policy, at)
        case s.CHANGES_REQUESTED, m.DeclineRebroadcast() if is_proposed:
            return rebroadcast.decline(state, command)
        case _:
            raise not_allowed(state, _name(command))


def reconsider(state: CooperationOrder, _facts: Facts, policy: Policy, _at: datetime) -> Sequence[Event]:
    """What an extension leads to: nothing, but no offer can be accepted after its latest broadcast time (CO-03)."""
    if state.status == s.PROPOSED and acceptance_due_at(state, policy) > state.signed.latest_broadcast_at:
        raise Refusal.of(
            "rule",
            "CO-03",
            zh="接单期限不得晚于最晚开播时间。",
            en="An offer can't be accepted after its latest broadcast time.",
            observed=acceptance_due_at(state, policy).isoformat(),
            required={"at_most": state.signed.latest_broadcast_at.isoformat()},
        )
    return []


def latest_due(state: CooperationOrder, deadline: str) -> datetime | None:
    """Up to when a deadline may be extended: the acceptance of an offer to its latest broadcast time (CO-03)."""
    return state.signed.latest_broadcast_at if deadline == "acceptance_window" else None


def _time_passed(
    state: CooperationOrder, command: TimePassed, facts: Facts, policy: Policy, at: datetime
) -> Sequence[Event]:
    if state.status == s.EFFECTIVE:
        # What went live in time and was reported by now counts, whether or not the report has reached the order.
        observed = broadcast.observe(state, facts, policy, at)
        went_live = any(isinstance(one, m.BroadcastStarted) for one in observed)
        return observed if went_live else [*observed, *_missed(state, command)]
    match command.deadline.name:
        case "acceptance_window":
            return [m.OrderExpired()]
        case "broadcast_ceiling":
            return fulfilment.deem_ended(state, facts, policy, at)
        case "auto_delivery":
            return fulfilment.deliver_automatically(state, facts, policy, at)
        case "verification_window":
            return [m.OrderCompleted(accepted_by="timeout")]
        case "rebroadcast_negotiation":
            return [m.NegotiationEnded()]
        case "negotiation_close":
            return [cancellation.NEGOTIATION_FAILED]
    raise AssertionError(f"a cooperation order has no deadline {command.deadline.name}")


def _missed(state: CooperationOrder, command: TimePassed) -> Sequence[Event]:
    """The order is not live when it should be, or a request to cancel not answered (CO-05)."""
    match command.deadline.name:
        case "latest_broadcast":
            return [m.LatestBroadcastPassed()]
        case "overdue_close":
            return [cancellation.OVERDUE]
        case "cancellation_response":
            return cancellation.unanswered(state)
    raise AssertionError(f"an order in effect has no deadline {command.deadline.name}")


def _name(command: Command) -> str:
    return next(name for name, kind in m.COMMANDS.items() if isinstance(command, kind))
