"""A process that Temporal has lost comes back by its first command or by a bare start, each deadline to the second."""

from datetime import timedelta

import pytest

from tests.conftest import Eventually
from tests.workflow import stages
from tests.workflow.house import House
from tests.workflow.runs import deleted
from tests.workflow.virtual_house import VirtualHouse

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("way", ["bare start", "first command", "refused first command"])
async def test_a_deadline_is_kept_to_the_second(way: str, virtual: VirtualHouse, eventually: Eventually) -> None:
    for _ in range(5):
        name = await stages.approved(virtual)
        due_at = (await virtual.events(name))[-1].occurred_at + timedelta(hours=120)
        await virtual.until(due_at - timedelta(hours=30))
        await virtual.terminate(name)
        await virtual.until(due_at - timedelta(hours=20))
        if way == "bare start":
            await virtual.start(name)
        elif way == "first command":
            await virtual.send(name, "observe", source="video/v1")
        else:
            await virtual.refused(name, "approve")
        await virtual.until(due_at - SECOND)
        seen = await virtual.status(name)
        # Time goes on by itself: a look that took a whole second says nothing.
        if await virtual.now() < due_at:
            break
    assert seen == "AWAITING_SHIPMENT"

    await virtual.until(due_at + SECOND)

    async def has_acted() -> bool:
        return await virtual.status(name) == "CANCELLED shipment_timeout"

    await eventually(has_acted)
    assert (await virtual.events(name))[-1].occurred_at == due_at


async def test_what_became_due_meanwhile_acts_at_once_and_once(virtual: VirtualHouse, eventually: Eventually) -> None:
    name = await stages.approved(virtual)
    approved_at = (await virtual.events(name))[-1].occurred_at
    await virtual.terminate(name)
    await virtual.until(approved_at + timedelta(hours=200))
    await virtual.start(name)
    await virtual.result(name)
    assert [(event.type, event.occurred_at - approved_at) for event in (await virtual.events(name))[2:]] == [
        ("DeadlineApproaching", timedelta(hours=42)),
        ("ShipmentOverdue", timedelta(hours=48)),
        ("DeadlineApproaching", timedelta(hours=114)),
        ("SampleRequestCancelled", timedelta(hours=120)),
    ]


async def test_a_command_that_comes_after_what_became_due_meanwhile_is_too_late(virtual: VirtualHouse) -> None:
    name = await stages.pending(virtual)
    await virtual.terminate(name)
    await virtual.until((await virtual.events(name))[0].occurred_at + timedelta(hours=49))
    assert (await virtual.refused(name, "approve")).violations[0].observed == "CANCELLED"


async def test_a_command_issued_in_time_counts_although_temporal_was_away(virtual: VirtualHouse) -> None:
    name = await stages.pending(virtual)
    due_at = (await virtual.events(name))[0].occurred_at + timedelta(hours=48)
    await virtual.terminate(name)
    await virtual.until(due_at + timedelta(hours=1))
    assert (await virtual.send(name, "approve", at=due_at)).status == "AWAITING_SHIPMENT"


async def test_after_the_loss_of_all_of_temporal_everything_is_as_before(house: House, eventually: Eventually) -> None:
    name = await stages.pending(house)
    before = await house.send(name, "approve")
    events = await house.events(name)
    shown = {pair.key.name: pair.value for pair in (await house.handle(name).describe()).typed_search_attributes}
    await deleted(house, name, eventually)

    await house.start(name)

    async def is_back() -> bool:
        found = (await house.handle(name).describe()).typed_search_attributes
        return {pair.key.name: pair.value for pair in found} == shown

    await eventually(is_back)
    assert "**AWAITING_SHIPMENT** at version 2" in await house.details(name)
    assert await house.events(name) == events
    after = await house.send(name, "observe", source="video/v1")
    assert (after.wake_at, after.next_deadline) == (before.wake_at, before.next_deadline)


async def test_a_bare_start_of_what_never_was_ends_itself(house: House) -> None:
    name = stages.new_name()
    await house.start(name)
    result = await house.result(name)
    assert (result.status, result.version) == ("not_started", 0)
    assert await house.status(name) is None


async def test_a_bare_start_of_what_is_closed_ends_itself(house: House) -> None:
    name = await stages.pending(house)
    await house.send(name, "withdraw")
    await house.result(name)
    await house.start(name)
    result = await house.result(name)
    assert (result.status, result.version, result.events) == ("CANCELLED", 2, ())
