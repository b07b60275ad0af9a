"""Negotiating a rebroadcast after a failed verification (CO-08)."""

from datetime import datetime

from luyue.domain.cooperation_order import broadcast
from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.agreement import Side, other
from luyue.domain.cooperation_order.state import CooperationOrder, Proposal
from luyue.domain.facts import Facts
from luyue.domain.messages import Event, Refusal
from luyue.domain.policy import Policy
from luyue.domain.shared_messages import HORIZON


def propose(
    state: CooperationOrder, command: m.ProposeRebroadcast, facts: Facts, policy: Policy, at: datetime
) -> list[Event]:
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
        return _agreed(state, proposal, facts, policy, at) if proposal.by == other(command.by) else []
    return [m.RebroadcastProposed(by=command.by, latest_broadcast_at=command.latest_broadcast_at)]


def agree(
    state: CooperationOrder, command: m.AgreeRebroadcast, facts: Facts, policy: Policy, at: datetime
) -> list[Event]:
    """The order is in effect again, with the time proposed."""
    proposal = _others_proposal(state, command.by)
    named = command.latest_broadcast_at
    if named is not None and named != proposal.latest_broadcast_at:
        raise Refusal.of(
            "rule",
            "CO-08",
            zh="对方已提出另一补播时间,请确认后再答复。",
            en="The other side has proposed another time meanwhile: look at it before you agree.",
            observed=named.isoformat(),
            required=proposal.latest_broadcast_at.isoformat(),
        )
    _still_to_come(proposal.latest_broadcast_at, at)
    return _agreed(state, proposal, facts, policy, at)


def decline(state: CooperationOrder, command: m.DeclineRebroadcast) -> list[Event]:
    """The negotiation goes on for the rest of its time."""
    _others_proposal(state, command.by)
    return [m.RebroadcastDeclined(by=command.by)]


def _agreed(state: CooperationOrder, proposal: Proposal, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """Whoever agrees to go on has answered a request to end."""
    lapsed: list[Event] = [m.CancellationLapsed()] if state.cancellation is not None else []
    agreed = m.RebroadcastAgreed(latest_broadcast_at=proposal.latest_broadcast_at)
    return broadcast.in_effect(state, [*lapsed, agreed], facts, policy, at)


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
    if not at < latest_broadcast_at <= at + HORIZON:
        raise Refusal.of(
            "rule",
            "CO-08",
            zh=f"补播的最晚开播时间须晚于当前时间,且距今不超过 {HORIZON.days} 天。",
            en=f"The latest time of a rebroadcast is in the future, within {HORIZON.days} days.",
            observed=latest_broadcast_at.isoformat(),
            required={"later_than": at.isoformat(), "at_most": (at + HORIZON).isoformat()},
        )
