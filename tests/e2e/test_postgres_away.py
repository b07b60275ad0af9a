"""Postgres away just after a command was accepted: operators see it, it goes on by itself, and happens once."""

import asyncio

import asyncpg
import pytest
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client

from luyue.devstack.stack import Stack
from luyue.workflows.search_attributes import ATTENTION, HANDLE_FAILING
from tests.e2e.database import Database
from tests.e2e.parts import frozen, processes_of
from tests.e2e.scene import Scene
from tests.e2e.traces import traces

pytestmark = pytest.mark.long


async def test_an_accepted_command_waits_visibly_and_happens_once(
    scene: Scene, stack: Stack, database: Database, temporal: Client, eventually, differences
) -> None:
    request = await scene.apply()
    process = temporal.get_workflow_handle(request.stream)

    async def attention() -> str | None:
        return (await process.describe()).typed_search_attributes.get(ATTENTION)

    async def is_seen() -> bool:
        return await attention() == HANDLE_FAILING

    async def is_over() -> bool:
        return await attention() is None

    async def is_listed() -> bool:
        found = temporal.list_workflows(f"Attention = '{HANDLE_FAILING}'")
        return [one.id async for one in found] == [request.stream]

    # Whoever holds this lock keeps `handle` between its decision and its append.
    holder = await asyncpg.connect(stack.database_url)
    await holder.execute("begin; lock table events in exclusive mode")
    approving = asyncio.create_task(request.approve())

    async def is_about_to_append() -> bool:
        waiting = "select count(*) from pg_locks where relation = 'events'::regclass and not granted"
        return bool(await database.value(waiting))

    await eventually(is_about_to_append)
    postmaster, *_ = processes_of(stack, "postgres")
    with frozen(postmaster):
        _, *sessions = processes_of(stack, "postgres")
        with frozen(*sessions):
            await eventually(is_seen)
            metadata = await process.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
            assert "**Attention: handle is failing**" in metadata.current_details
            assert "approve" in metadata.current_details
            assert "**PENDING**" in metadata.current_details
            await eventually(is_listed)
        # The append that everybody has given up by now is carried out after all: only its command id tells.
        await holder.execute("rollback")

        async def is_committed() -> bool:
            return await holder.fetchval("select count(*) from events where stream = $1", request.stream) == 2

        await eventually(is_committed)
    await holder.close()

    answer = await approving
    assert answer.json()["status"] == "AWAITING_SHIPMENT"
    assert await database.events(request.stream) == ["SampleRequested", "SampleRequestApproved"]
    assert (await request.approve()).content == answer.content
    await eventually(is_over)
    await request.ship()
    assert await database.events(request.stream) == ["SampleRequested", "SampleRequestApproved", "SampleShipped"]
    assert await database.commands(request.stream) == request.command_ids()
    assert await traces(stack, database, temporal) == []
    assert await differences() == []
