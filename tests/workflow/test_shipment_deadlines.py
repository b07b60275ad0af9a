"""Every deadline of shipments with its true duration: judged when late reports are in, dated when it was due."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from luyue.domain.process import DeadlineApproaching
from luyue.domain.shipment import state
from tests.conftest import Eventually
from tests.workflow import shipment_stages as stages
from tests.workflow.deadline_names import deadline_names
from tests.workflow.neighbours import of_kind
from tests.workflow.order_stages import happens
from tests.workflow.shipment_stages import scan
from tests.workflow.virtual_house import VirtualHouse

GRACE = timedelta(hours=1)
SECOND = timedelta(seconds=1)
WARNING = DeadlineApproaching.type_name()


@pytest.fixture
async def shipments(virtual: VirtualHouse) -> AsyncIterator[VirtualHouse]:
    async with of_kind(virtual, "shipment") as house:
        yield house


@dataclass(frozen=True)
class Timer:
    """`reached` brings a shipment to where the clock runs, and tells since when; it then leads to `event` alone."""

    name: str
    reached: Callable[[VirtualHouse], Awaitable[tuple[str, datetime]]]
    window: timedelta
    event: str
    status: str


async def registered(house: VirtualHouse) -> tuple[str, datetime]:
    now = await house.now()
    return await stages.registered(house, now), now


async def picked_up(house: VirtualHouse) -> tuple[str, datetime]:
    name, now = await registered(house)
    await stages.report(house, name, now, scan("pickup", now))
    return name, now


async def in_transit(house: VirtualHouse) -> tuple[str, datetime]:
    name, now = await registered(house)
    await stages.report(house, name, now, scan("pickup", now), scan("transit_centre", now))
    return name, now


async def slow_and_in_transit(house: VirtualHouse) -> tuple[str, datetime]:
    name, now = await in_transit(house)
    await house.until(now + timedelta(hours=121, seconds=1))
    await happens(house, name, "ShipmentSlow")
    return name, now


async def warned_when_picked_up(house: VirtualHouse) -> tuple[str, datetime]:
    """Ops have given the merchant long to put it right."""
    name, now = await picked_up(house)
    await house.until(now + timedelta(hours=25, seconds=1))
    await happens(house, name, "ShipmentWarned")
    extension = {"deadline": "warning_window", "until": (now + timedelta(days=9)).isoformat()}
    await house.send(name, "extend", reason={"id": "note-1", "digest": "d1"}, **extension)
    return name, now


async def said_to_be_abnormal(house: VirtualHouse) -> tuple[str, datetime]:
    name, _ = await registered(house)
    await stages.report(house, name, await house.now(), finding="number_abnormal")
    warned = next(event for event in await house.events(name) if event.type == "ShipmentWarned")
    return name, warned.occurred_at


TIMERS = (
    Timer("pickup_window", registered, timedelta(hours=72), "ShipmentWarned", "WARNED"),
    Timer("transit_window", picked_up, timedelta(hours=24), "ShipmentWarned", "WARNED"),
    Timer("reasonable_delivery", slow_and_in_transit, timedelta(days=15), "ShipmentWarned", "WARNED"),
    Timer("warning_window", said_to_be_abnormal, timedelta(hours=24), "ShipmentViolated", "VIOLATION fake_shipment"),
    Timer("slow_pickup_to_transit", warned_when_picked_up, timedelta(hours=48), "ShipmentSlow", "WARNED"),
    Timer("slow_transit_to_delivery", in_transit, timedelta(hours=120), "ShipmentSlow", "IN_TRANSIT"),
)


@pytest.mark.parametrize("timer", TIMERS, ids=lambda timer: timer.name)
async def test_a_deadline_acts_when_it_is_over_and_not_before(
    timer: Timer, shipments: VirtualHouse, eventually: Eventually
) -> None:
    name, due_at, seen = await _seen_a_second_before(shipments, timer)

    await shipments.until(due_at + GRACE + SECOND)

    async def has_acted() -> bool:
        return len(await shipments.types(name)) > seen

    await eventually(has_acted)
    [event] = (await shipments.events(name))[seen:]
    assert (event.type, event.occurred_at, event.actor) == (timer.event, due_at, f"timer:{timer.name}")
    assert await shipments.status(name) == timer.status


async def _seen_a_second_before(house: VirtualHouse, timer: Timer) -> tuple[str, datetime, int]:
    """A shipment, when its timer is due, and how many events a second before that is judged."""
    for _ in range(5):
        name, since = await timer.reached(house)
        before = await house.types(name)
        due_at = since + timer.window
        await house.until(due_at + GRACE - SECOND)
        seen = await house.types(name)
        # Time goes on by itself: a look that took a whole second says nothing.
        if await house.now() < due_at + GRACE:
            assert set(seen[len(before) :]) <= {WARNING}
            return name, due_at, len(seen)
    raise AssertionError("this machine takes a second for a look")


def test_every_deadline_of_a_shipment_is_tried() -> None:
    assert {timer.name for timer in TIMERS} == deadline_names(state) - {"fact_grace"}
