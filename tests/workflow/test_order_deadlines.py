"""Every deadline of cooperation orders with its true duration: a second before it nothing, then what it leads to."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import pytest

from luyue.domain.cooperation_order import state
from luyue.domain.facts import CartEntry, LiveSession
from luyue.journal.streams import Recorded
from tests.workflow import order_stages as stages
from tests.workflow.deadline_names import deadline_names
from tests.workflow.house import House
from tests.workflow.neighbours import of_kind
from tests.workflow.stages import creator_of, product_of
from tests.workflow.timer import SECOND, Timer, acts_exactly_when_due, after, last, paused
from tests.workflow.virtual_house import VirtualHouse

TERMS_LAST = timedelta(days=20)
"""Longer than the clocks that run until an order is live."""


@pytest.fixture
async def orders(virtual: VirtualHouse) -> AsyncIterator[VirtualHouse]:
    async with of_kind(virtual, "cooperation-order") as house:
        yield house


def by(
    stage: Callable[[House, datetime], Awaitable[str]], lasting: timedelta = TERMS_LAST
) -> Callable[[VirtualHouse], Awaitable[str]]:
    """A stage of an order whose latest broadcast time is so far away."""

    async def reached(house: VirtualHouse) -> str:
        return await stage(house, await house.now() + lasting)

    return reached


async def overdue(house: VirtualHouse) -> str:
    latest = await house.now() + TERMS_LAST
    name = await stages.effective(house, latest)
    await house.until(latest + SECOND)
    return await stages.happens(house, name, "LatestBroadcastPassed")


async def asked_when_overdue(house: VirtualHouse) -> str:
    name = await overdue(house)
    await house.send(name, "request-cancellation", by="merchant")
    return name


async def deemed_ended(house: VirtualHouse) -> str:
    name = await by(stages.on_air)(house)
    await house.until(await house.now() + timedelta(hours=24, seconds=1))
    return await stages.happens(house, name, "BroadcastEnded")


async def reported_to_have_ended(house: VirtualHouse) -> str:
    """The platform reports the session with its end, of which the order learns two hours later."""
    name = await by(stages.effective)(house)
    started_at = await house.now()
    entry = CartEntry(product_id=product_of(name), added_at=started_at, explained=True)
    ended_at = started_at + timedelta(hours=1)
    session = LiveSession(creator_id=creator_of(name), started_at=started_at, ended_at=ended_at, cart=(entry,))
    await house.until(started_at + timedelta(hours=3))
    await house.report(f"live-session/{stages.session_of(name)}", session, ended_at)
    await house.send(name, "observe", source=f"live-session/{stages.session_of(name)}")
    assert "BroadcastEnded" in await house.types(name)
    return name


async def rebroadcast(house: VirtualHouse) -> str:
    now = await house.now()
    return await stages.rebroadcast(house, now + TERMS_LAST, now + timedelta(days=40))


async def negotiation_over(house: VirtualHouse) -> str:
    name = await by(stages.rejected)(house)
    await house.until(await house.now() + timedelta(days=7, seconds=1))
    return await stages.happens(house, name, "NegotiationEnded")


def latest_broadcast(events: Sequence[Recorded]) -> datetime:
    """The latest broadcast time that was agreed last."""
    agreed = [one.data["latest_broadcast_at"] for one in events if one.type == "RebroadcastAgreed"]
    return datetime.fromisoformat([last(events, "OrderProposed").data["terms"]["latest_broadcast_at"], *agreed][-1])


def ended_at(events: Sequence[Recorded]) -> datetime:
    return datetime.fromisoformat(last(events, "BroadcastEnded").data["ended_at"])


def published_at(events: Sequence[Recorded]) -> datetime:
    return datetime.fromisoformat(last(events, "BroadcastStarted").data["started_at"])


OFFERED = (
    Timer(
        "acceptance_window",
        "72 h",
        reached=by(stages.proposed),
        due=after("OrderProposed", hours=72),
        event="OrderExpired",
        status="EXPIRED acceptance_timeout",
    ),
    Timer(
        "acceptance_window",
        "the latest broadcast time is sooner",
        reached=by(stages.proposed, lasting=timedelta(hours=48)),
        due=latest_broadcast,
        event="OrderExpired",
        status="EXPIRED acceptance_timeout",
    ),
)
SIGNED = (
    Timer(
        "latest_broadcast",
        "the terms'",
        reached=by(stages.effective),
        due=latest_broadcast,
        event="LatestBroadcastPassed",
        status="EFFECTIVE",
    ),
    Timer(
        "latest_broadcast",
        "a rebroadcast's",
        reached=rebroadcast,
        due=latest_broadcast,
        event="LatestBroadcastPassed",
        status="EFFECTIVE",
    ),
    Timer(
        "overdue_close",
        "7 d",
        reached=overdue,
        due=lambda events: latest_broadcast(events) + timedelta(days=7),
        event="OrderCancelled",
        status="CANCELLED overdue",
    ),
    Timer(
        "cancellation_response",
        "72 h",
        reached=by(stages.asked),
        due=after("CancellationRequested", hours=72),
        event="OrderCancelled",
        status="CANCELLED cancellation_unanswered",
    ),
    Timer(
        "cancellation_response",
        "asked when overdue",
        reached=asked_when_overdue,
        due=after("CancellationRequested", hours=72),
        event="OrderCancelled",
        status="CANCELLED cancellation_unanswered",
    ),
    Timer(
        "broadcast_ceiling",
        "24 h",
        reached=by(stages.on_air),
        due=after("BroadcastStarted", hours=24),
        event="BroadcastEnded",
        status="LIVE",
    ),
    Timer(
        "auto_delivery",
        "the creator marked the end",
        reached=by(stages.ended),
        due=after("BroadcastEnded", hours=72),
        event="OrderDelivered",
        status="DELIVERED",
    ),
    Timer(
        "auto_delivery",
        "deemed ended",
        reached=deemed_ended,
        due=after("BroadcastEnded", hours=72),
        event="OrderDelivered",
        status="DELIVERED",
    ),
    Timer(
        "auto_delivery",
        "the platform reported the end",
        reached=reported_to_have_ended,
        due=lambda events: ended_at(events) + timedelta(hours=72),
        event="OrderDelivered",
        status="DELIVERED",
    ),
    Timer(
        "auto_delivery",
        "a video",
        reached=by(stages.video_published),
        due=lambda events: published_at(events) + timedelta(hours=72),
        event="OrderDelivered",
        status="DELIVERED",
    ),
    Timer(
        "verification_window",
        "14 d",
        reached=by(stages.delivered),
        due=after("OrderDelivered", days=14),
        event="OrderCompleted",
        status="COMPLETED",
    ),
    Timer(
        "rebroadcast_negotiation",
        "7 d",
        reached=by(stages.rejected),
        due=after("DeliveryRejected", days=7),
        event="NegotiationEnded",
        status="CHANGES_REQUESTED",
    ),
    Timer(
        "negotiation_close",
        "7 d",
        reached=negotiation_over,
        due=after("NegotiationEnded", days=7),
        event="OrderCancelled",
        status="CANCELLED negotiation_failed",
    ),
)
"""Those that a dispute stops (CO-09)."""


@pytest.mark.parametrize("timer", [*OFFERED, *SIGNED], ids=str)
async def test_a_deadline_acts_when_it_is_over_and_not_before(timer: Timer, orders: VirtualHouse) -> None:
    await acts_exactly_when_due(orders, timer)


@pytest.mark.parametrize(
    "timer",
    [pytest.param(paused(timer), marks=pytest.mark.long if place > 2 else ()) for place, timer in enumerate(SIGNED)],
    ids=str,
)
async def test_ix_30_the_time_left_before_a_dispute_goes_on_after_it(timer: Timer, orders: VirtualHouse) -> None:
    await acts_exactly_when_due(orders, timer)


def test_every_deadline_of_an_order_is_tried() -> None:
    assert {timer.name for timer in (*OFFERED, *SIGNED)} == deadline_names(state)
