"""Postgres lost and restored to a point in time: what was on record then is there, each deadline to the second."""

import asyncio
import os
import re
import sys
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from temporalio.client import Client
from temporalio.service import RPCError

from luyue.devstack.child import run_to_end
from luyue.devstack.console import Silent
from luyue.devstack.layout import Layout, Ports, free_port
from luyue.devstack.postgres import PostgresServer
from luyue.devstack.stack import Stack, running_stack
from luyue.worker.worker import connect
from tests.backup.archive import Archive, running
from tests.conftest import Eventually
from tests.e2e.database import Database
from tests.e2e.orders import OnHttp
from tests.e2e.parts import lose_temporal_database
from tests.e2e.scene import Request, Scene, unique
from tests.e2e.test_rehydration import all_open, pending_timer
from tests.e2e.test_rehydration import running as running_workflows

SECOND = timedelta(seconds=1)
SHORTLY = "PT30S"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where Postgres's user may go, too."""
    directory = tmp_path.resolve() / "restored"
    directory.mkdir(mode=0o711)
    return directory


@pytest.mark.long
async def test_what_was_on_record_at_a_point_in_time_comes_back_and_goes_on(
    place: Path, eventually: Eventually
) -> None:
    server, archive = PostgresServer(place / "postgres", free_port()), Archive(place / "archive")
    archive.prepare(server)
    layout = Layout(place / "state", Ports(*(free_port() for _ in range(4))), external_database_url=server.url)
    async with AsyncExitStack() as whole:
        first = await whole.enter_async_context(AsyncExitStack())
        await first.enter_async_context(running(server, archive.settings, place / "first.log"))
        stack = await whole.enter_async_context(running_stack(layout, echo=Silent()))
        http = await whole.enter_async_context(httpx.AsyncClient(base_url=stack.api_url, trust_env=False, timeout=60))
        database, temporal = Database(server.url), await connect(stack.temporal_address)
        story = Story(stack, http, database)
        await story.begin()
        await archive.take_base(server)
        await story.go_on()
        point = await database.value("select clock_timestamp()")
        known, events = await all_open(database), await story.events()
        await story.be_forgotten()
        await archive.catch_up(server)

        # The machine is lost; Temporal is not, and knows more than the journal will.
        await first.aclose()
        second = await whole.enter_async_context(AsyncExitStack())
        await second.enter_async_context(running(server, archive.restore(server, point), place / "second.log"))
        assert await story.events() in story.possible(events)
        restarted = await luyue(stack, "rehydrate", "--anew")
        assert re.search(r"(\d+) terminated\n(\d+) open, 0 already running, \2 started", restarted), restarted
        await check_all_goes_on(story, temporal, known, eventually)

        # And once more, with Temporal lost as well.
        await second.aclose()
        third = await whole.enter_async_context(AsyncExitStack())
        await third.enter_async_context(running(server, archive.restore(server, point), place / "third.log"))
        assert await story.events() in story.possible(events)
        await lose_temporal_database(stack, eventually)

        async def temporal_is_empty() -> bool:
            try:
                return await running_workflows(temporal) == set()
            except RPCError:
                return False

        await eventually(temporal_is_empty)
        assert "started" in await luyue(stack, "rehydrate")
        await check_all_goes_on(story, temporal, known, eventually)
        # They end before their database does.
        await stack.stop()


class Story:
    """Requests that are begun before the base backup, go on after it, and again after the point in time."""

    def __init__(self, stack: Stack, http: httpx.AsyncClient, database: Database) -> None:
        self._stack, self._http, self._database = stack, http, database
        self.ops = Scene(stack, http).ops
        self.undecided: Request
        self.overdue: Request
        self.shipped: Request
        self.closed_later: Request

    async def begin(self) -> None:
        await self._policy(due_soon="PT0S")
        self.undecided, self.shipped = await self._new(), await self._new()

    async def go_on(self) -> None:
        """Between the base backup and the point in time: this comes from the archive alone."""
        await self.shipped.approve()
        await self.shipped.ship()
        await OnHttp(self.shipped.scene, "shipment", f"sh_{self.shipped.id}").reaches("REGISTERED")
        self.closed_later = await self._new()
        await self._policy(due_soon="PT0S", approval_window=SHORTLY)
        self.overdue = await self._new()
        await self._policy(due_soon="PT0S", approval_window="PT48H")

    async def be_forgotten(self) -> None:
        """After the point in time."""
        self.never_known = await self._new()
        await self.undecided.approve()
        await self.shipped.confirm_receipt()
        await self.closed_later.send(self.closed_later.scene.creator, "withdraw")

    async def events(self) -> dict[str, list[str]]:
        """All events of all processes."""
        rows = await self._database.rows("select distinct stream from processes")
        return {row["stream"]: await self._database.events(row["stream"]) for row in rows}

    def possible(self, events: dict[str, list[str]]) -> list[dict[str, list[str]]]:
        """What may be on record right after a restore: time may act at once on what was due meanwhile."""
        overdue = self.overdue.stream
        return [events, events | {overdue: [*events[overdue], "SampleRequestCancelled"]}]

    async def acted(self, request: Request) -> tuple[str, datetime]:
        """The last event, and when it is dated."""
        rows = await self._database.rows(
            "select type, occurred_at from events where stream = $1 order by version desc limit 1", request.stream
        )
        return rows[0]["type"], rows[0]["occurred_at"]

    async def _new(self) -> Request:
        return await (await Scene(self._stack, self._http).set()).apply()

    async def _policy(self, **parameters: str) -> None:
        answer = await self.ops.post("/v1/policies", {"version": unique("policy"), "parameters": parameters})
        assert answer.status_code == 201, answer.text


async def check_all_goes_on(
    story: Story, temporal: Client, known: dict[str, tuple[str, datetime | None]], eventually: Eventually
) -> None:
    """Each deadline is waited for to the second, what was due meanwhile has acted, and commands go on from there."""
    due_at = known[story.overdue.stream][1]
    assert due_at is not None

    async def has_acted() -> bool:
        return await story.acted(story.overdue) == ("SampleRequestCancelled", due_at)

    async def is_all_that_runs() -> bool:
        return await running_workflows(temporal) == known.keys() - {story.overdue.stream}

    await eventually(has_acted)
    await eventually(is_all_that_runs)
    for request in (story.undecided, story.shipped, story.closed_later):
        expected = known[request.stream][1]
        assert expected is not None

        async def waits(request: Request = request, expected: datetime = expected) -> bool:
            return abs(await pending_timer(temporal, request) - expected) <= SECOND

        await eventually(waits)
    assert (await story.ops.get(story.never_known.path)).status_code == 404
    # Whoever repeats, under its key, what the restored journal has forgotten, has it carried out.
    await story.undecided.approve()
    assert (await story.events())[story.undecided.stream] == ["SampleRequested", "SampleRequestApproved"]
    assert "everything agrees" in await luyue(story._stack, "verify")


async def luyue(stack: Stack, *arguments: str) -> str:
    """What the `luyue` command prints, by which operators do it."""
    program = [sys.executable, "-m", "luyue.cli.main", *arguments]
    variables = {name: value for name, value in os.environ.items() if not name.startswith("LUYUE_")}
    async with asyncio.timeout(120):
        return await run_to_end(program, environment=variables | stack.environment)
