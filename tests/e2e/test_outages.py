"""Temporal, Postgres or the worker away: what is answered meanwhile, and that all goes on by itself, once."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import asyncpg
import httpx
import pytest
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client

from luyue.devstack.stack import PartName, Stack
from luyue.workflows.search_attributes import ATTENTION, HANDLE_FAILING
from tests.conftest import Eventually
from tests.e2e.conftest import Differences
from tests.e2e.database import Database
from tests.e2e.outage_checks import (
    check_all_arrived,
    check_commands_unavailable,
    check_each_happened_once,
    check_ready_again,
    check_unavailable,
    opened_by_now,
)
from tests.e2e.outage_scene import OutageScene
from tests.e2e.parts import frozen, killed_and_kept_down, processes_of
from tests.worker.webhook_receiver import Receiver, receiver

pytestmark = pytest.mark.long
KILLED, HANGING = "killed", "hanging"


@pytest.fixture
async def scene(stack: Stack, http: httpx.AsyncClient) -> OutageScene:
    return await OutageScene(stack, http).set()


@pytest.fixture
async def target(scene: OutageScene) -> AsyncIterator[Receiver]:
    """Gets every event of every process from now on."""
    async with receiver() as target:
        answer = await scene.service.post("/v1/webhooks", {"url": target.url})
        assert answer.status_code == 201, answer.text
        yield target
        gone = await scene.service.call("DELETE", f"/v1/webhooks/{answer.json()['id']}")
        assert gone.status_code == 204


def away(stack: Stack, part: PartName, way: str, eventually: Eventually) -> AbstractAsyncContextManager[None]:
    """A part killed and kept down, or that takes connections and does nothing."""

    @asynccontextmanager
    async def hanging() -> AsyncIterator[None]:
        with frozen(*processes_of(stack, part)):
            yield

    return killed_and_kept_down(stack, part, eventually) if way == KILLED else hanging()


@asynccontextmanager
async def listening(
    scene: OutageScene, stack: Stack, http: httpx.AsyncClient, wanted: str
) -> AsyncIterator["asyncio.Task[str]"]:
    """An open stream of server-sent events; the task ends with the first one of what is wanted."""
    last = (await scene.service.get("/v1/events?kinds=video,sample-request&page_size=200")).json()
    while last["has_more"]:
        after = last["next_cursor"]
        last = (await scene.service.get(f"/v1/events?kinds=video,sample-request&page_size=200&after={after}")).json()
    headers = {"Authorization": f"Bearer {stack.token('service')}", "Accept": "text/event-stream"}
    path = f"/v1/events?kinds=video,sample-request&after={last['next_cursor']}"
    async with http.stream("GET", path, headers=headers, timeout=60) as answer:
        assert answer.status_code == 200

        async def first() -> str:
            async for line in answer.aiter_lines():
                if line.startswith("data:") and wanted in line:
                    return line
            raise AssertionError("the stream has ended")

        hearing = asyncio.create_task(first())
        yield hearing
        hearing.cancel()


@pytest.mark.parametrize("way", [KILLED, HANGING])
async def test_temporal_away_all_can_be_read_and_reported_and_commands_wait(
    way: str,
    scene: OutageScene,
    target: Receiver,
    stack: Stack,
    http: httpx.AsyncClient,
    database: Database,
    eventually: Eventually,
    differences: Differences,
) -> None:
    commands = scene.commands
    async with listening(scene, stack, http, scene.video) as heard, away(stack, "temporal", way, eventually):
        for path, answer in (await scene.read()).items():
            assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        assert (await scene.report_video()).status_code == 200
        await eventually(heard.done)
        assert scene.video in heard.result()
        await check_commands_unavailable(commands)
        assert (await http.get("/healthz")).status_code == 200
        readiness = await http.get("/readyz")
        assert readiness.status_code == 503
        assert (readiness.json()["postgres"], readiness.json()["temporal"][:4]) == ("ok", "away")
    streams = await check_each_happened_once(scene, database)
    await scene.wait_until_told()
    await check_all_arrived(streams, target, stack, database, eventually)
    await check_ready_again(http, eventually)
    assert await differences() == []


@pytest.mark.parametrize("way", [HANGING, KILLED])
async def test_postgres_away_just_after_commands_were_accepted(
    way: str,
    scene: OutageScene,
    target: Receiver,
    stack: Stack,
    http: httpx.AsyncClient,
    database: Database,
    temporal: Client,
    eventually: Eventually,
    differences: Differences,
) -> None:
    commands = scene.commands
    others = await OutageScene(stack, http).set()
    processes = {
        command.path.rpartition("/")[2]: temporal.get_workflow_handle(command.stream)
        for command in commands
        if command.stream is not None
    }

    async def attention() -> set[str | None]:
        described = await asyncio.gather(*(process.describe() for process in processes.values()))
        return {one.typed_search_attributes.get(ATTENTION) for one in described}

    async def all_ask() -> bool:
        return await attention() == {HANDLE_FAILING}

    async def none_asks() -> bool:
        return await attention() == {None}

    # Whoever holds this lock keeps `handle` between its decisions and its appends.
    holder = await asyncpg.connect(stack.database_url)
    await holder.execute("begin; lock table events in exclusive mode")
    sent = [asyncio.create_task(command.send()) for command in commands]

    async def are_about_to_append() -> bool:
        waiting = "select count(*) from pg_locks where relation = 'events'::regclass and not granted"
        return int(await database.value(waiting)) >= len(commands)

    await eventually(are_about_to_append)
    async with listening(scene, stack, http, scene.pending.stream) as heard:
        async with away(stack, "postgres", way, eventually):
            reads, report, _ = await asyncio.gather(
                scene.read(), scene.report_video(), check_commands_unavailable(others.commands)
            )
            for answer in (*reads.values(), report):
                check_unavailable(answer)
            for command, answer in zip(commands, await asyncio.gather(*sent), strict=True):
                check_unavailable(answer, command.language)
            assert (await http.get("/healthz")).status_code == 200
            readiness = await http.get("/readyz")
            assert readiness.status_code == 503
            assert (readiness.json()["postgres"][:4], readiness.json()["temporal"]) == ("away", "ok")
            await eventually(all_ask)
            for name, process in processes.items():
                metadata = await process.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
                assert f"**Attention: handle is failing** and is tried again. {name}: " in metadata.current_details
        holder.terminate()
        # Nobody has asked again: each goes on by itself.
        await eventually(none_asks)
        await scene.disputed.reaches("CANCELLED")
        await eventually(heard.done)
        assert "SampleRequestApproved" in heard.result()
    streams = await check_each_happened_once(scene, database)
    assert (await scene.report_video()).status_code == 200
    await scene.wait_until_told()
    await check_all_arrived(streams, target, stack, database, eventually)
    await check_ready_again(http, eventually)
    assert await differences() == []


@pytest.mark.parametrize("way", [HANGING, KILLED])
async def test_the_worker_away_commands_are_left_behind_and_carried_out_without_being_sent_again(
    way: str,
    scene: OutageScene,
    target: Receiver,
    stack: Stack,
    http: httpx.AsyncClient,
    database: Database,
    eventually: Eventually,
    differences: Differences,
) -> None:
    commands = scene.commands
    existing = [command for command in commands if command.stream is not None]
    async with away(stack, "worker", way, eventually):
        for path, answer in (await scene.read()).items():
            assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        assert (await scene.report_video()).status_code == 200
        await check_commands_unavailable(commands)
        for command in existing:
            assert command.event not in await database.events(command.stream)
        assert await opened_by_now(scene, database) == []
        assert (await http.get("/readyz")).json() == {
            "postgres": "ok",
            "temporal": "ok",
            "worker": "away: not answering",
        }
        if way == KILLED:
            # It remembers updates that nobody has taken as long as it lives, but signals for good.
            async with killed_and_kept_down(stack, "temporal", eventually):
                pass

    async def all_is_carried_out() -> bool:
        is_done = [command.event in await database.events(command.stream) for command in existing]
        return all(is_done) and len(await opened_by_now(scene, database)) == len(commands) - len(existing)

    await eventually(all_is_carried_out)
    await scene.wait_until_told()
    streams = await check_each_happened_once(scene, database)
    await check_all_arrived(streams, target, stack, database, eventually)
    await check_ready_again(http, eventually)
    assert await differences() == []


async def test_an_api_that_starts_while_postgres_hangs_says_so_to_everybody_and_goes_on(
    scene: OutageScene, stack: Stack, http: httpx.AsyncClient, eventually: Eventually
) -> None:
    async def lives() -> bool:
        try:
            return (await http.get("/healthz")).status_code == 200
        except httpx.TransportError:
            return False

    with frozen(*processes_of(stack, "postgres")):
        killed = stack.pid("api")
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        await eventually(lambda: stack.pid("api") not in (None, killed))
        await eventually(lives)
        # More than could be told one after the other, before the client gives up.
        for answers in await asyncio.gather(scene.read(), scene.read()):
            for answer in answers.values():
                check_unavailable(answer)
    await check_ready_again(http, eventually)
    for path, answer in (await scene.read()).items():
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
