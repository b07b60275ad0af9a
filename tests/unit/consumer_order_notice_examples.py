"""Events of consumer orders that between them need every text of their notices."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import get_args

from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order.terms import AbnormalReason, RefundedBy
from luyue.domain.messages import Event
from luyue.domain.process import ClockAdvanced, DeadlineApproaching, Extend, ProcessLinked
from tests import eligible
from tests.unit.consumer_order_stories import (
    DAY,
    NEVER_SHIPPED,
    PAID,
    SHIPPED,
    WHY,
    asked,
    clear,
    completed,
    deliver,
    event_market,
    event_order,
    fake,
    late,
    market,
    place,
    placed,
    refund,
    shipped,
    warned,
)
from tests.unit.given_when_then import START, Process, hours

DUE_SOON = (
    ("shipping_due", "record_late"),
    ("unshipped_refund", "refund"),
    ("order_receipt_window", "complete"),
    ("refund_answer", "refund"),
)


def _extended(standing: Callable[[], Process], name: str) -> Process:
    order = standing()
    order.issue(Extend(deadline=name, until=order.deadlines[name] + DAY, reason=WHY), order.seen_at)
    return order


def _warned_of_everything() -> Process:
    stage = market()
    stage.report("product/p1", eligible.product().model_copy(update={"stock": 99_999}), PAID)
    return placed(stage, place(ship_within=30 * DAY))


def _assessed() -> Process:
    stage = event_market(buyer_review_from=1)
    late(event_order(stage))
    stage.mark("late_shipment", PAID, times=20)
    order = late(event_order(stage))
    order.issue(m.ReportForceMajeure(reason=WHY), order.seen_at)
    return order


def _excused() -> Process:
    order = placed()
    order.issue(m.ReportForceMajeure(reason=WHY), PAID)
    return late(order)


def _cleared_after_all() -> Process:
    order = fake()
    order.issue(clear(corrected=False), SHIPPED + 3 * DAY)
    return order


def _corrected() -> Process:
    order = warned()
    order.issue(m.CorrectShipment(carrier="SF", tracking_no="2002"), SHIPPED + DAY)
    order.issue(clear(corrected=True), SHIPPED + DAY)
    order.issue(deliver(SHIPPED + 2 * DAY), SHIPPED + 2 * DAY)
    return order


def _refunded_at_once() -> Process:
    order = event_order()
    order.issue(refund("100.00"), PAID + hours(1))
    return order


def _answered(accepted: bool) -> Process:
    order = asked()
    order.issue(m.AnswerRefund(accepted=accepted, reason=WHY), PAID + hours(2))
    return order


def _left_alone(standing: Callable[[], Process]) -> Process:
    order = standing()
    order.time_to(NEVER_SHIPPED + 100 * DAY)
    return order


def _reported(reason: AbnormalReason) -> Process:
    order = placed()
    order.issue(m.ReportAbnormalShipping(reason=reason, note=WHY), PAID + hours(1))
    return order


STORIES: list[Process] = [
    *(standing() for standing in (completed, _assessed, _excused, _cleared_after_all, _corrected, _refunded_at_once)),
    *(_left_alone(standing) for standing in (placed, shipped, asked)),
    *(_answered(accepted) for accepted in (True, False)),
    *(_reported(reason) for reason in get_args(AbnormalReason)),
    _warned_of_everything(),
    *(_extended(placed, name) for name in ("shipping_due", "unshipped_refund")),
    _extended(shipped, "order_receipt_window"),
    _extended(asked, "refund_answer"),
]


def _without_repeats(events: Sequence[Event]) -> list[Event]:
    return [event for number, event in enumerate(events) if event not in events[:number]]


EVENTS: Sequence[Event] = (
    *_without_repeats([one.event for order in STORIES for one in order.history]),
    *(DeadlineApproaching(deadline=name, due_at=START, then=then) for name, then in DUE_SOON),
    *(m.RefundMade(amount=Decimal("1.00"), by=by) for by in get_args(RefundedBy)),
    ClockAdvanced(wall_at=START, by=timedelta(hours=1)),
    ProcessLinked(process="shipment/sh_uo_1"),
)
