"""Refunds without a return (CE-09) and of what was never really shipped (SH-09). Money is in yuan."""

from collections.abc import Sequence
from decimal import Decimal

from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order.state import AWAITING_SHIPMENT, ConsumerOrder, RefundRequest
from luyue.domain.consumer_order.terms import ClosedReason, RefundedBy
from luyue.domain.messages import Event, Refusal, Text

_CLOSED_REASONS: dict[RefundedBy, ClosedReason] = {"unshipped": "unshipped", "fake_shipment": "fake_shipment"}


def request(state: ConsumerOrder, command: m.RequestRefund) -> Sequence[Event]:
    """CE-09: at once without the merchant where that is possible; otherwise it is asked, for one at a time."""
    at_once = command.amount <= state.refundable_at_once
    if state.request is not None and not at_once:
        raise _pending(state, state.request)
    if command.amount > state.refundable:
        raise _more_than_paid(state, command.amount)
    unshipped = state.status == AWAITING_SHIPMENT
    requested = m.RefundRequested(amount=command.amount, unshipped=unshipped, at_once=at_once, reason=command.reason)
    return [requested, *made(state, command.amount, "at_once")] if at_once else [requested]


def answer(state: ConsumerOrder, command: m.AnswerRefund) -> Sequence[Event]:
    """The merchant's answer to what awaits it; what the refund held up then goes on."""
    assert state.request is not None
    if not command.accepted:
        return [m.RefundDeclined(reason=command.reason), *_completed(state)]
    return _settled(state, "merchant")


def unanswered(state: ConsumerOrder) -> Sequence[Event]:
    """A merchant that does not answer in time agrees (CE-09)."""
    return _settled(state, "timeout")


def rest(state: ConsumerOrder, by: RefundedBy) -> list[Event]:
    """All that is left of the paid amount goes back (SH-09)."""
    return made(state, state.refundable, by)


def made(state: ConsumerOrder, amount: Decimal, by: RefundedBy) -> list[Event]:
    """The refund; with the last of the paid amount the order is over."""
    refund = m.RefundMade(amount=amount, by=by)
    if amount < state.refundable:
        return [refund]
    return [refund, m.ConsumerOrderRefunded(because=_CLOSED_REASONS.get(by, "refund_only"))]


def _settled(state: ConsumerOrder, by: RefundedBy) -> list[Event]:
    assert state.request is not None
    events = made(state, state.request.amount, by)
    is_over = isinstance(events[-1], m.ConsumerOrderRefunded)
    return events if is_over else [*events, *_completed(state)]


def _completed(state: ConsumerOrder) -> list[Event]:
    """An order that has arrived waited only for the refund to be settled."""
    if state.received_by is None or (state.received_by == "carrier" and state.is_warned):
        return []
    return [m.ConsumerOrderCompleted()]


def _pending(state: ConsumerOrder, request: RefundRequest) -> Refusal:
    """The refusal of another request while one awaits its answer; up to so much would be made at once."""
    most = state.refundable_at_once
    return Refusal.of(
        "status",
        "CE-09",
        zh="已有一笔退款申请等待商家答复,请待其处理完毕后再申请。",
        en="A refund that was asked for still awaits the merchant's answer.",
        observed={"amount": str(request.amount), "since": request.at.isoformat()},
        required={"at_most": str(most)} if most else None,
        remedy=Text(zh=f"目前可即时退款 {most} 元以内。", en=f"Up to {most} yuan can be refunded at once.")
        if most
        else None,
    )


def _more_than_paid(state: ConsumerOrder, amount: Decimal) -> Refusal:
    return Refusal.of(
        "rule",
        "CE-09",
        zh="退款金额累计不能超过实付金额。",
        en="All refunds together can't be more than was paid.",
        observed=str(amount),
        required={"at_most": str(state.refundable)},
        remedy=Text(
            zh=f"最多还可退 {state.refundable} 元。", en=f"At most {state.refundable} yuan can still be refunded."
        ),
    )
