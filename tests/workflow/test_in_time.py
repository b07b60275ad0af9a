"""Who comes first: a command issued in time or the deadline, when both are there at once. And order of arrival."""

import asyncio
from datetime import datetime, timedelta

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowUpdateFailedError

from tests.conftest import Eventually
from tests.workflow import stages
from tests.workflow.house import House
from tests.workflow.virtual_house import VirtualHouse

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


async def overdue(house: VirtualHouse) -> tuple[str, datetime]:
    """A pending request whose approval window is over, while no worker is there; and its due time."""
    async with house.forgetful_worker():
        name = await stages.pending(house)
        due_at = (await house.events(name))[0].occurred_at + timedelta(hours=48)
        await house.until(due_at - MINUTE)
        while "DeadlineApproaching" not in await house.types(name):
            await asyncio.sleep(0.02)
    await house.until(due_at + SECOND)
    assert len(await house.happened(name, "TIMER_FIRED")) == 2
    assert await house.status(name) == "PENDING"
    return name, due_at


async def arrived_together(house: House, name: str) -> bool:
    """Whether the last workflow task had both the timer and the signal before it."""
    types = [event.event_type for event in await house.history(name)]
    task = types[: len(types) - types[::-1].index(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED) - 1]
    before = task[len(task) - task[::-1].index(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED) :]
    wanted = {EventType.EVENT_TYPE_TIMER_FIRED, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED}
    return wanted <= set(before)


@pytest.mark.parametrize("early", [timedelta(0), SECOND], ids=["exactly-due", "a-second-before"])
async def test_a_command_issued_in_time_goes_before_the_deadline(
    early: timedelta, virtual_unserved: VirtualHouse, eventually: Eventually
) -> None:
    house = virtual_unserved
    name, due_at = await overdue(house)
    await house.signal(name, "approve", at=due_at - early)
    async with house.forgetful_worker():

        async def has_acted() -> bool:
            return await house.status(name) != "PENDING"

        await eventually(has_acted)
    assert await house.status(name) == "AWAITING_SHIPMENT"
    assert (await house.events(name))[-1].occurred_at == due_at - early
    assert await arrived_together(house, name)


async def test_a_command_issued_later_comes_too_late(virtual_unserved: VirtualHouse, eventually: Eventually) -> None:
    house = virtual_unserved
    name, due_at = await overdue(house)
    await house.signal(name, "approve", at=due_at + timedelta(milliseconds=1))
    async with house.forgetful_worker():

        async def has_acted() -> bool:
            return await house.status(name) != "PENDING"

        await eventually(has_acted)
    assert await house.status(name) == "CANCELLED approval_timeout"
    assert (await house.events(name))[-1].occurred_at == due_at
    assert await arrived_together(house, name)


async def test_an_update_issued_in_time_goes_before_the_deadline_and_one_issued_later_is_refused(
    virtual_unserved: VirtualHouse, eventually: Eventually
) -> None:
    house = virtual_unserved
    name, due_at = await overdue(house)
    after = due_at + timedelta(milliseconds=1)
    late = asyncio.create_task(house.send(name, "reject", update_id="late", reason="other", at=after))
    in_time = asyncio.create_task(house.send(name, "approve", update_id="in time", at=due_at))
    for update_id in ("late", "in time"):
        await eventually(lambda known=update_id: house.knows(name, known))
    async with house.forgetful_worker():
        assert (await in_time).status == "AWAITING_SHIPMENT"
        with pytest.raises(WorkflowUpdateFailedError):
            await late
    assert await house.types(name) == ["SampleRequested", "DeadlineApproaching", "SampleRequestApproved"]


async def test_the_future_is_no_time_of_issue(house: House) -> None:
    name = await stages.pending(house)
    applied = (await house.events(name))[0].occurred_at
    await house.send(name, "approve", at=applied + timedelta(hours=47))
    assert (await house.events(name))[-1].occurred_at < applied + timedelta(hours=1)


async def test_the_time_before_the_last_event_is_no_time_of_issue(house: House) -> None:
    name = await stages.pending(house)
    await house.send(name, "approve", at=stages.LONG_AGO)
    applied, approved = await house.events(name)
    assert approved.occurred_at == applied.occurred_at


async def test_commands_run_in_the_order_in_which_they_came(unserved: House, eventually: Eventually) -> None:
    async with unserved.worker():
        name = await stages.pending(unserved)
    now = (await unserved.events(name))[0].occurred_at
    await unserved.signal(name, "approve", at=now + timedelta(milliseconds=2))
    await unserved.signal(name, "withdraw", at=now + timedelta(milliseconds=1))
    await unserved.signal(name, "reject", reason="other", at=now)
    async with unserved.worker():

        async def is_closed() -> bool:
            return await unserved.status(name) == "CANCELLED withdrawn"

        await eventually(is_closed)
    assert await unserved.types(name) == ["SampleRequested", "SampleRequestApproved", "SampleRequestWithdrawn"]
