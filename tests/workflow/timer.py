"""A row in the table of a kind's timers, and the trial of it: a second before it is due nothing, then its event."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from luyue.domain.process import DeadlineApproaching
from luyue.journal.streams import Recorded
from tests.workflow.order_stages import NOTE, happens
from tests.workflow.virtual_house import VirtualHouse

SECOND = timedelta(seconds=1)
WARNING = DeadlineApproaching.type_name()
Due = Callable[[Sequence[Recorded]], datetime]


@dataclass(frozen=True)
class Timer:
    """`reached` brings a process to where the clock of deadline `name` runs; `due` tells from its events until when.

    `case` tells rows of one deadline apart. `event` is all that time then leads to, with what it is `followed_by` at
    once, and `status` where that ends.
    """

    name: str
    case: str
    reached: Callable[[VirtualHouse], Awaitable[str]]
    due: Due
    event: str
    status: str
    followed_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}: {self.case}"


def last(events: Sequence[Recorded], type: str) -> Recorded:
    """The last event of a type."""
    return next(event for event in reversed(events) if event.type == type)


def after(type: str, **window: float) -> Due:
    """Due so long after the last event of a type; `window` as for `timedelta`."""
    return lambda events: last(events, type).occurred_at + timedelta(**window)


async def acts_exactly_when_due(house: VirtualHouse, timer: Timer) -> None:
    """Time leads to the timer's event and nothing else, dated exactly when it is due, and not a second before."""
    name, due_at, seen = await _seen_a_second_before(house, timer)

    await house.until(due_at + SECOND)

    await happens(house, name, timer.event)
    events = await house.events(name)
    for event, type in zip(events[len(seen) :], (timer.event, *timer.followed_by), strict=True):
        assert (event.type, event.occurred_at, event.actor) == (type, due_at, f"timer:{timer.name}")
    assert await house.status(name) == timer.status


async def _seen_a_second_before(house: VirtualHouse, timer: Timer) -> tuple[str, datetime, Sequence[Recorded]]:
    """A process, when its timer is due, and its events a second before that: besides warnings none is new."""
    for _ in range(5):
        name = await timer.reached(house)
        before = await house.events(name)
        due_at = timer.due(before)
        await house.until(due_at - SECOND)
        seen = await house.events(name)
        # Time goes on by itself: a look that took a whole second says nothing.
        if await house.now() < due_at:
            assert [one.type for one in seen[len(before) :] if one.type != WARNING] == []
            return name, due_at, seen
    raise AssertionError("this machine takes a second for a look")


PAUSE = timedelta(days=30)
"""Longer than any window."""


def paused(timer: Timer) -> Timer:
    """The same timer after a dispute that was opened an hour after the clock had started and took 30 days."""

    async def reached(house: VirtualHouse) -> str:
        name = await timer.reached(house)
        await house.until(await house.now() + timedelta(hours=1))
        await house.send(name, "open-dispute", by="merchant", dispute_id=f"ds_of_{name}", claim=NOTE)
        disputed = await house.types(name)
        await house.until(await house.now() + PAUSE)
        assert await house.types(name) == disputed
        await house.send(name, "dispute-ended", dispute_id=f"ds_of_{name}", outcome="resume")
        return name

    def due(events: Sequence[Recorded]) -> datetime:
        stood_still = last(events, "OrderResumed").occurred_at - last(events, "OrderDisputed").occurred_at
        assert stood_still >= PAUSE
        return timer.due(events) + stood_still

    return replace(timer, case=f"{timer.case}, after a dispute", reached=reached, due=due)
