"""Negotiating a rebroadcast after a failed verification (CO-08)."""

from datetime import datetime

from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.agreement import Side, other
from luyue.domain.cooperation_order.state import CooperationOrder, Proposal
from luyue.domain.messages import Event, Refusal
from luyue.domain.policy import Policy


def propose(state: CooperationOrder, command: m.ProposeRebroadcast, policy: Policy, at: datetime) -> list[Event]:
    """A new latest time; the very time that the other side has proposed agrees to it."""
    if state.rebroadcasts >= policy.rebroadcast_rounds:
        raise Refusal.of(
            "rule",
            "CO-08",
            zh=f"一份合作订单最多可补播 {policy.rebroadcast_rounds} 次。",
            en=f"An order has at most {policy.rebroadcast_rounds} rebroadcasts.",
            observed=state.rebroadcasts,
            required={"less_than": policy.rebroadcast_rounds},
        )
    _still_to_come(command.latest_broadcast_at, at)
    proposal = state.proposal
    if proposal is not None and proposal.latest_broadcast_at == command.latest_broadcast_at:
        return _agreed(state, proposal) if proposal.by == other(command.by) else []
    return [m.RebroadcastProposed(by=command.by, latest_broadcast_at=command.latest_broadcast_at)]


def agree(state: CooperationOrder, command: m.AgreeRebroadcast, at: datetime) -> list[Event]:
    """The order is in effect again, with the time proposed."""
    proposal = _others_proposal(state, command.by)
    if command.latest_broadcast_at not in (None, proposal.latest_broadcast_at):
        raise Refusal.of(
            "rule",
            "CO-08",
            zh="对方已提出另一补播时间,请确认后再答复。",
            en="The other side has proposed another time meanwhile: look at it before you agree.",
            observed=proposal.latest_broadcast_at.isoformat(),
            required=command.latest_broadcast_at.isoformat() if command.latest_broadcast_at else None,
        )
    _still_to_come(proposal.latest_broadcast_at, at)
    return _agreed(state, proposal)


def decline(state: CooperationOrder, command: m.DeclineRebroadcast) -> list[Event]:
    """The negotiation goes on for the rest of its time."""
    _others_proposal(state, command.by)
    return [m.RebroadcastDeclined(by=command.by)]


def _agreed(state: CooperationOrder, proposal: Proposal) -> list[Event]:
    """Whoever agrees to go on has answered a request to end."""
    lapsed: list[Event] = [m.CancellationLapsed()] if state.cancellation is not None else []
    return [*lapsed, m.RebroadcastAgreed(latest_broadcast_at=proposal.latest_broadcast_at)]


def _others_proposal(state: CooperationOrder, by: Side) -> Proposal:
    proposal = state.proposal
    assert proposal is not None, "nobody has proposed a rebroadcast"
    if proposal.by == by:
        raise Refusal.of(
            "rule",
            "CO-08",
            zh="补播提议须由另一方答复。",
            en="A proposal to rebroadcast is answered by the other side.",
            observed=by,
            required=other(by),
        )
    return proposal


def _still_to_come(latest_broadcast_at: datetime, at: datetime) -> None:
    if latest_broadcast_at <= at:
        raise Refusal.of(
            "rule",
            "CO-08",
            zh="补播的最晚开播时间须晚于当前时间。",
            en="The latest time of a rebroadcast is in the future.",
            observed=latest_broadcast_at.isoformat(),
            required={"later_than": at.isoformat()},
        )
