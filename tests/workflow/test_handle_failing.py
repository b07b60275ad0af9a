"""While `handle` fails the process shows it, waits longer and longer, and goes on by itself: one event, one answer."""

import asyncio
from datetime import timedelta

from temporalio.client import WorkflowUpdateStage

from luyue.workflows.messages import Outcome
from luyue.workflows.search_attributes import ATTENTION, HANDLE_FAILING
from tests.conftest import Eventually
from tests.workflow import stages
from tests.workflow.house import House
from tests.workflow.troubled_journal import troubled
from tests.workflow.virtual_house import VirtualHouse

SUMMARY = b'"handle fails: try again"'


async def attention(house: House, name: str) -> str | None:
    return (await house.handle(name).describe()).typed_search_attributes.get(ATTENTION)


async def test_it_asks_for_attention_and_goes_on_by_itself(unserved: House, eventually: Eventually) -> None:
    async with troubled(unserved) as trouble:
        name = await stages.pending(unserved)
        trouble.begins()
        approval = asyncio.create_task(unserved.send(name, "approve"))

        async def asks() -> bool:
            return await attention(unserved, name) == HANDLE_FAILING

        await eventually(asks)
        assert (await unserved.details(name)).startswith(
            "**Attention: handle is failing** and is tried again. approve: Postgres is away\n\n**PENDING** at version 1"
        )
        trouble.ends()
        assert (await approval).status == "AWAITING_SHIPMENT"
        assert await attention(unserved, name) is None
        assert "Attention" not in await unserved.details(name)
    assert await unserved.types(name) == ["SampleRequested", "SampleRequestApproved"]
    assert await unserved.happened(name, "WORKFLOW_TASK_FAILED") == []


async def test_it_tries_for_seconds_before_it_asks(unserved: House, eventually: Eventually) -> None:
    """An error that may pass, unlike the other tests' own, which gives up at once to keep them short."""
    async with troubled(unserved) as trouble:
        name = await stages.pending(unserved)
        before = trouble.pool.calls
        trouble.begins(ConnectionRefusedError("nobody is there"))
        approval = asyncio.create_task(unserved.send(name, "approve"))

        async def asks() -> bool:
            return await attention(unserved, name) == HANDLE_FAILING

        await eventually(asks)
        assert trouble.pool.calls - before > 5
        assert "approve: ConnectionRefusedError: nobody is there" in await unserved.details(name)
        trouble.ends()
        assert (await approval).status == "AWAITING_SHIPMENT"


async def test_it_waits_longer_and_longer_in_durable_timers(virtual_unserved: VirtualHouse) -> None:
    house = virtual_unserved
    async with troubled(house) as trouble:
        name = await stages.pending(house)
        trouble.begins()
        update = await house.handle(name).start_update(
            "approve", {}, wait_for_stage=WorkflowUpdateStage.ACCEPTED, result_type=Outcome
        )
        await house.environment.sleep(timedelta(seconds=150))
        trouble.ends()
        await house.environment.sleep(timedelta(seconds=60))
        assert (await update.result()).status == "AWAITING_SHIPMENT"
    pauses = [
        event.timer_started_event_attributes.start_to_fire_timeout.ToSeconds()
        for event in await house.happened(name, "TIMER_STARTED")
        if event.user_metadata.summary.data == SUMMARY
    ]
    assert pauses[:7] == [2, 4, 8, 16, 30, 30, 30]
    assert await house.types(name) == ["SampleRequested", "SampleRequestApproved"]


async def test_a_deadline_acts_although_handle_failed_when_it_was_over(
    virtual_unserved: VirtualHouse, eventually: Eventually
) -> None:
    house = virtual_unserved
    async with troubled(house) as trouble:
        name = await stages.pending(house)
        due_at = (await house.events(name))[0].occurred_at + timedelta(hours=48)
        await house.until(due_at - timedelta(hours=1))
        trouble.begins()
        await house.until(due_at + timedelta(minutes=5))
        assert "Attention: handle is failing** and is tried again. time: " in await house.details(name)
        trouble.ends()
        await house.until(due_at + timedelta(minutes=6))

        async def has_acted() -> bool:
            return await house.status(name) == "CANCELLED approval_timeout"

        await eventually(has_acted)
    assert [event.type for event in await house.events(name)].count("SampleRequestCancelled") == 1
    assert (await house.events(name))[-1].occurred_at == due_at


async def test_what_was_sent_meanwhile_has_its_turn_afterwards(unserved: House, eventually: Eventually) -> None:
    async with troubled(unserved) as trouble:
        name = await stages.pending(unserved)
        trouble.begins()
        approval = asyncio.create_task(unserved.send(name, "approve"))

        async def asks() -> bool:
            return await attention(unserved, name) == HANDLE_FAILING

        await eventually(asks)
        await unserved.signal(name, "ship", **stages.SHIPMENT)
        trouble.ends()
        await approval

        async def is_shipped() -> bool:
            return await unserved.status(name) == "SHIPPED"

        await eventually(is_shipped)
