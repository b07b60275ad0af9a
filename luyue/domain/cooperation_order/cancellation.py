"""How an order is cancelled: by agreement (CO-04), or by one side alone and for good reason (CO-05, IX-14, IX-18)."""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain.cooperation_order import broadcast
from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.agreement import ClosedReason, Side, other
from luyue.domain.cooperation_order.state import EFFECTIVE, CooperationOrder, latest_broadcast_at
from luyue.domain.facts import Facts
from luyue.domain.messages import Event, Refusal
from luyue.domain.policy import Policy

AGREED = m.OrderCancelled(cancelled_by="agreement", closed_reason="agreed", terms_binding=False, in_default=None)
OVERDUE = m.OrderCancelled(cancelled_by="system", closed_reason="overdue", terms_binding=True, in_default="creator")
NEGOTIATION_FAILED = m.OrderCancelled(
    cancelled_by="system", closed_reason="negotiation_failed", terms_binding=True, in_default="creator"
)


def request(
    state: CooperationOrder, command: m.RequestCancellation, facts: Facts, policy: Policy, at: datetime
) -> list[Event]:
    """One side asks; the second request confirms the first (IX-19). Asking again for oneself changes nothing."""
    if state.cancellation is None:
        return [m.CancellationRequested(by=command.by, reason=command.reason)]
    if state.cancellation.by == command.by:
        return []
    _not_live_yet(state, facts, policy, at, "IX-17")
    return [AGREED]


def confirm(
    state: CooperationOrder, command: m.ConfirmCancellation, facts: Facts, policy: Policy, at: datetime
) -> list[Event]:
    """CO-04, unless the broadcast has begun meanwhile (IX-17)."""
    _only_the_other(state, command.by)
    _not_live_yet(state, facts, policy, at, "IX-17")
    return [AGREED]


def decline(state: CooperationOrder, command: m.DeclineCancellation) -> list[Event]:
    """The order goes on (CO-05)."""
    _only_the_other(state, command.by)
    return [m.CancellationDeclined(by=command.by)]


def alone(state: CooperationOrder, command: m.Cancel, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """One side cancels: the merchant after the latest time, also while a request is pending (IX-18); or IX-14."""
    _not_live_yet(state, facts, policy, at, "CO-05")
    if command.by == "merchant":
        if not state.overdue:
            raise Refusal.of(
                "rule",
                "CO-05",
                zh="最晚开播时间尚未过,商家不可单方取消;可向对方申请协商取消。",
                en="The latest broadcast time is not over: the merchant can only ask the other side to cancel.",
                observed=at.isoformat(),
                required={"later_than": latest_broadcast_at(state).isoformat()},
            )
        return [_one_sided("latest_broadcast_missed", "creator")]
    if not broadcast.merchant_has_left(state, facts):
        raise Refusal.of(
            "rule",
            "IX-14",
            zh="商家仍在精选联盟,创作者不可单方取消;可向对方申请协商取消。",
            en="The merchant is still in the alliance: the creator can only ask the other side to cancel.",
            observed={"merchant_left": False},
            required={"merchant_left": True},
        )
    return [_one_sided("merchant_left", "merchant")]


def unanswered(state: CooperationOrder) -> Sequence[Event]:
    """CO-05: the requester is in default, but after the latest time the creator."""
    assert state.cancellation is not None, "nobody asked to cancel"
    return [_one_sided("cancellation_unanswered", "creator" if state.overdue else state.cancellation.by)]


def _one_sided(reason: ClosedReason, in_default: Side) -> m.OrderCancelled:
    return m.OrderCancelled(cancelled_by="one_sided", closed_reason=reason, terms_binding=True, in_default=in_default)


def _only_the_other(state: CooperationOrder, by: Side) -> None:
    assert state.cancellation is not None, "nobody asked to cancel"
    if state.cancellation.by == by:
        raise Refusal.of(
            "rule",
            "CO-04",
            zh="取消申请须由另一方答复。",
            en="A request to cancel is answered by the other side.",
            observed=by,
            required=other(by),
        )


def _not_live_yet(state: CooperationOrder, facts: Facts, policy: Policy, at: datetime, rule: str) -> None:
    """A report may be on record that has not reached the order yet, or reaches it only after its dispute."""
    may_go_live = EFFECTIVE in (state.status, state.disputed_from)
    found = broadcast.starts(state, facts, policy, at) if may_go_live else []
    if found:
        raise Refusal.of(
            "rule",
            rule,
            zh="创作者已开播,合作订单不可再取消。",
            en="The creator has gone live: the order can no longer be cancelled.",
            observed={"content": found[0].content, "started_at": found[0].started_at.isoformat()},
        )
