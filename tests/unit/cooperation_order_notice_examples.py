"""Events of a cooperation order that between them need every text of its notices."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, get_args

from luyue.domain.arbitration import Evidence
from luyue.domain.cooperation_order import cancellation
from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.agreement import AcceptedBy, PromisedProduct, Side, Terms
from luyue.domain.evaluation import Evaluation
from luyue.domain.messages import Event
from luyue.domain.process import ClockAdvanced, DeadlineApproaching, DeadlineExtended, Note, ProcessLinked
from luyue.domain.promotion import Form
from tests.unit import cooperation_order_stories as stories
from tests.unit.given_when_then import Process

AT = datetime(2026, 1, 1, 16, 30, tzinfo=UTC)
LATER = AT + timedelta(days=2)
SECRET = Note(id="secret-note", digest="secret-digest")
PIECE = Evidence(reference="secret-reference", sha256="5ec4e7" + "0" * 58)
SIDES: tuple[Side, ...] = get_args(Side)
FORMS: tuple[Form, ...] = get_args(Form)


def standing() -> list[Process]:
    """An order for each set of deadlines that can run together; the fourth is overdue with a request pending."""
    asked_late = stories.asked(at=stories.LATEST - timedelta(hours=1))
    asked_late.time_to(stories.OVERDUE)
    return [
        stories.proposed(),
        stories.effective(),
        stories.asked(),
        asked_late,
        stories.overdue(),
        stories.on_air(),
        stories.ended(),
        stories.delivered(),
        stories.rejected(),
        stories.negotiation_over(),
    ]


def _of_the_offer() -> Iterable[Event]:
    products = tuple(PromisedProduct(product_id=id, commission_rate=Decimal("0.15")) for id in ("p1", "p2"))
    evaluation = Evaluation(rules="cooperation-order", policy_version="1", checks=())
    for form in FORMS:
        terms = Terms(form=form, products=products, advertising=None, latest_broadcast_at=LATER, note=SECRET)
        yield m.OrderProposed(merchant_id="m1", creator_id="c1", terms=terms, policy_version="1", evaluation=evaluation)
    yield from (m.OrderAccepted(), m.OrderDeclined(reason=SECRET), m.OrderWithdrawn(), m.OrderExpired())


def _of_the_broadcast() -> Iterable[Event]:
    yield from (m.MerchantStandingChanged(left=left) for left in (True, False))
    yield m.LatestBroadcastPassed()
    for form in FORMS:
        for late in (True, False):
            yield m.BroadcastStarted(form=form, content=f"{form}/1", started_at=AT, late=late, reported=True)
    yield from (m.BroadcastEnded(ended_at=AT, deemed=deemed) for deemed in (True, False))
    yield m.ProductShown(product_id="p1", content="live-session/l1", since=AT, until=None)


def _of_the_delivery() -> Iterable[Event]:
    yield from (m.OrderDelivered(automatic=automatic, note=SECRET) for automatic in (True, False))
    yield from (m.OrderCompleted(accepted_by=by) for by in get_args(AcceptedBy))
    yield m.DeliveryRejected(reason=SECRET)
    yield from (m.RebroadcastProposed(by=side, latest_broadcast_at=LATER) for side in SIDES)
    yield from (m.RebroadcastDeclined(by=side) for side in SIDES)
    yield from (m.RebroadcastAgreed(latest_broadcast_at=LATER), m.NegotiationEnded())


def _of_cancelling() -> Iterable[Event]:
    yield from (m.CancellationRequested(by=side, reason=SECRET) for side in SIDES)
    yield from (m.CancellationDeclined(by=side) for side in SIDES)
    yield from (m.CancellationLapsed(), cancellation.AGREED, cancellation.OVERDUE, cancellation.NEGOTIATION_FAILED)
    yield _cancelled("creator", cancelled_by="one_sided", closed_reason="latest_broadcast_missed")
    yield _cancelled("merchant", cancelled_by="one_sided", closed_reason="merchant_left")
    for side in SIDES:
        yield _cancelled(side, cancelled_by="one_sided", closed_reason="cancellation_unanswered")
    yield from (_cancelled(side, cancelled_by="ruling", closed_reason="ruling") for side in (*SIDES, None))


def _cancelled(side: Side | None, **end: Any) -> m.OrderCancelled:
    return m.OrderCancelled(terms_binding=True, in_default=side, **end)


def _of_disputes() -> Iterable[Event]:
    yield from (disputed(side) for side in SIDES)
    for order in standing()[1:]:
        stories.disputed(order, order.seen_at)
        order.issue(stories.ruled("resume"), order.seen_at + stories.DAY)
        yield order.last(m.OrderResumed)


def disputed(side: Side) -> m.OrderDisputed:
    return m.OrderDisputed(dispute_id="ds_1", by=side, claim=SECRET, evidence=(PIECE,), paused=())


def _of_time() -> Iterable[Event]:
    for order in standing():
        for deadline in order.kind.deadlines(order.state, order.policy):
            yield DeadlineApproaching(deadline=deadline.name, due_at=AT, then=deadline.then)
            yield DeadlineExtended(deadline=deadline.name, due_at=AT, until=LATER, reason=SECRET)
    yield ClockAdvanced(wall_at=AT, by=timedelta(hours=1))
    yield ProcessLinked(process="dispute/ds_1")


EVENTS: Sequence[Event] = (
    *_of_the_offer(),
    *_of_the_broadcast(),
    *_of_the_delivery(),
    *_of_cancelling(),
    *_of_disputes(),
    *_of_time(),
)
