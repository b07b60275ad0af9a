"""Every deadline of campaign entries with its true duration: a second before it nothing, then what it leads to."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from luyue.domain.campaign_entry import state
from tests.workflow import campaign_entry_stages as stages
from tests.workflow.deadline_names import deadline_names
from tests.workflow.neighbours import of_kind
from tests.workflow.order_stages import happens
from tests.workflow.timer import SECOND, Due, Timer, acts_exactly_when_due, after, last
from tests.workflow.virtual_house import VirtualHouse


@pytest.fixture
async def entries(virtual: VirtualHouse) -> AsyncIterator[VirtualHouse]:
    async with of_kind(virtual, "campaign-entry") as house:
        yield house


async def in_a_long_campaign(house: VirtualHouse) -> str:
    return await stages.registered(house, await house.now(), timedelta(days=30))


async def under_review(house: VirtualHouse) -> str:
    return await stages.registered(house, await house.now())


async def enrolled(house: VirtualHouse) -> str:
    return await stages.enrolled(house, await house.now())


async def active(house: VirtualHouse) -> str:
    name = await enrolled(house)
    await house.until(_event("event_from")(await house.events(name)) + SECOND)
    await happens(house, name, "EntryActivated")
    return name


def _event(name: str, later: timedelta = timedelta(0)) -> Due:
    """So much later than a time of the campaign's event."""
    return lambda events: datetime.fromisoformat(last(events, "EntryRegistered").data[name]) + later


END = _event("event_until", SECOND - state.INSTANT)
"""The last instant of the event's last second (CE-01)."""
TIMERS = (
    Timer(
        "review_window",
        "3 d",
        reached=in_a_long_campaign,
        due=after("EntryRegistered", days=3),
        event="EntryEscalated",
        status="UNDER_REVIEW",
    ),
    Timer(
        "event_from",
        "begins",
        reached=enrolled,
        due=_event("event_from"),
        event="EntryActivated",
        status="ACTIVE",
    ),
    Timer(
        "event_until",
        "takes part",
        reached=active,
        due=END,
        event="EntryCompleted",
        status="COMPLETED",
    ),
    Timer(
        "event_until",
        "under review",
        reached=under_review,
        due=END,
        event="EntryLapsed",
        status="LAPSED",
    ),
)


@pytest.mark.parametrize("timer", TIMERS, ids=str)
async def test_ce_01_ce_03_ix_25_a_deadline_acts_when_it_is_over_and_not_before(
    timer: Timer, entries: VirtualHouse
) -> None:
    await acts_exactly_when_due(entries, timer)


def test_every_deadline_of_an_entry_is_tried() -> None:
    assert {timer.name for timer in TIMERS} == deadline_names(state)
