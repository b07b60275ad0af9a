"""The test clock moves a process forward: what is due happens, timers follow, and rehydration changes nothing."""

from datetime import timedelta

import pytest

from tests.conftest import Eventually
from tests.workflow import stages
from tests.workflow.house import House
from tests.workflow.virtual_house import VirtualHouse

SECOND = timedelta(seconds=1)
WINDOW = timedelta(hours=48)


async def test_the_answer_comes_once_everything_due_has_happened(house: House) -> None:
    name = await stages.approved(house)
    approved_at = (await house.events(name))[-1].occurred_at
    outcome = await house.send(name, "advance", by="PT121H")
    assert (outcome.status, outcome.closed) == ("CANCELLED", True)
    assert [(event.type, event.occurred_at - approved_at) for event in (await house.events(name))[3:]] == [
        ("DeadlineApproaching", timedelta(hours=42)),
        ("ShipmentOverdue", timedelta(hours=48)),
        ("DeadlineApproaching", timedelta(hours=114)),
        ("SampleRequestCancelled", timedelta(hours=120)),
    ]
    await house.result(name)


async def test_to_a_moment(house: House) -> None:
    name = await stages.pending(house)
    due_at = (await house.events(name))[0].occurred_at + WINDOW
    outcome = await house.send(name, "advance", to=(due_at - timedelta(minutes=1)).isoformat())
    assert outcome.status == "PENDING"
    assert (await house.send(name, "advance", to=(due_at + SECOND).isoformat())).status == "CANCELLED"
    assert (await house.events(name))[-1].occurred_at == due_at


@pytest.mark.parametrize("lost", [False, True], ids=["", "and survives rehydration"])
async def test_it_moves_timers(lost: bool, virtual: VirtualHouse, eventually: Eventually) -> None:
    for _ in range(5):
        name = await stages.pending(virtual)
        due_at = (await virtual.events(name))[0].occurred_at + WINDOW
        await virtual.send(name, "advance", by="PT40H")
        await virtual.send(name, "advance", by="PT7H")
        if lost:
            await virtual.terminate(name)
            await virtual.start(name)
        wall_due_at = due_at - timedelta(hours=47)
        await virtual.until(wall_due_at - SECOND)
        seen = await virtual.status(name)
        # Time goes on by itself: a look that took a whole second says nothing.
        if await virtual.now() < wall_due_at:
            break
    assert seen == "PENDING"

    await virtual.until(wall_due_at + SECOND)

    async def has_acted() -> bool:
        return await virtual.status(name) == "CANCELLED approval_timeout"

    await eventually(has_acted)
    assert (await virtual.events(name))[-1].occurred_at == due_at


async def test_commands_are_dated_in_the_processs_time(virtual: VirtualHouse) -> None:
    name = await stages.pending(virtual)
    applied_at = (await virtual.events(name))[0].occurred_at
    await virtual.send(name, "advance", by="PT40H")
    await virtual.send(name, "approve", at=await virtual.now())
    approved_at = (await virtual.events(name))[-1].occurred_at
    assert timedelta(hours=40) <= approved_at - applied_at < timedelta(hours=41)


async def test_it_never_goes_back(house: House) -> None:
    name = await stages.pending(house)
    refused = await house.refused(name, "advance", to=stages.LONG_AGO.isoformat())
    assert refused.violations[0].rule == "test-clock"


async def test_production_refuses_it(unserved: House) -> None:
    async with unserved.worker(test_clock=False):
        name = await stages.pending(unserved)
        refused = await unserved.refused(name, "advance", by="PT1H")
    assert (refused.code, refused.violations[0].rule) == ("invalid", "command")
    assert await unserved.types(name) == ["SampleRequested"]
