"""What a dispute does to its order: stops its deadlines, lets it go on with the time left, or ends it (CO-09, IX-30).

The dispute itself is a process of its own.
"""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain.arbitration import Outcome
from luyue.domain.cooperation_order import broadcast
from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.evolution import after
from luyue.domain.cooperation_order.state import EFFECTIVE, CooperationOrder, deadlines
from luyue.domain.facts import Facts
from luyue.domain.messages import Event, Refusal
from luyue.domain.policy import Policy


def opened(state: CooperationOrder, command: m.OpenDispute, policy: Policy, at: datetime) -> Sequence[Event]:
    """Every deadline stops with the time left on it, that of a request to cancel too (IX-22)."""
    if command.by in state.gave_up_disputing:
        raise Refusal.of(
            "rule",
            "DS-01",
            zh="您已撤回过对该订单的仲裁申请,不可再次申请。",
            en="You have withdrawn arbitration on this order before: it can't be asked for again.",
            observed=command.by,
        )
    paused = tuple(
        m.Paused(deadline=one.name, due_at=one.due_at, remaining=one.due_at - at) for one in deadlines(state, policy)
    )
    return [m.OrderDisputed(**dict(command), paused=paused)]


def ended(
    state: CooperationOrder, command: m.DisputeEnded, facts: Facts, policy: Policy, at: datetime
) -> Sequence[Event]:
    """What the ruling wants; an order that goes on learns what was published meanwhile."""
    _is_the_open_one(state, command.dispute_id)
    _is_possible(state, command.outcome)
    if command.outcome == "complete":
        return [m.OrderCompleted(accepted_by="ruling")]
    if command.outcome == "cancel":
        return [
            m.OrderCancelled(
                cancelled_by="ruling", closed_reason="ruling", terms_binding=True, in_default=command.in_default
            )
        ]
    restarted = tuple(
        m.Restarted(deadline=one.deadline, due_at=one.due_at, until=at + one.remaining) for one in state.paused
    )
    resumed = m.OrderResumed(dispute_id=command.dispute_id, withdrawn_by=command.withdrawn_by, restarted=restarted)
    return [resumed, *broadcast.observe(after(state, [resumed], at), facts, policy, at)]


def possible_outcomes(status: str) -> tuple[Outcome, ...]:
    """What may be ruled on an order that is disputed from a status: only what was broadcast can be accepted."""
    return ("resume", "cancel") if status == EFFECTIVE else ("resume", "cancel", "complete")


def _is_possible(state: CooperationOrder, outcome: Outcome) -> None:
    assert state.disputed_from is not None, "no dispute is open"
    possible = possible_outcomes(state.disputed_from)
    if outcome not in possible:
        raise Refusal.of(
            "rule",
            "CO-09",
            zh="尚未开播的合作订单不可裁定为验收通过。",
            en="An order that is not live yet can't be ruled to be accepted.",
            observed=outcome,
            required=list(possible),
        )


def _is_the_open_one(state: CooperationOrder, dispute_id: str) -> None:
    if dispute_id != state.dispute_id:
        raise Refusal.of(
            "rule",
            "CO-09",
            zh="该争议不是本订单正在进行的争议。",
            en="This dispute is not the one that is open on this order.",
            observed=dispute_id,
            required=state.dispute_id,
        )
