"""`luyue rehydrate`: starts the workflows of open processes that Temporal has lost."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import typer
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from luyue.cli.search_attributes import add_lacking
from luyue.cli.streams import stream_of
from luyue.cli.surroundings import database_url, give_up, task_queue
from luyue.cli.temporal_client import temporal_client, temporal_explained
from luyue.cli.watching import progress
from luyue.journal.journal import Journal
from luyue.journal.open_processes import count_open, open_streams
from luyue.workflows.messages import Start

AT_ONCE = 32


@dataclass
class Counted:
    """How many open processes were found, and how many of them were not running and were started."""

    found: int = 0
    started: int = 0


def run(id: str | None) -> None:
    """Starts what is not running and prints how many that were."""
    only = stream_of(id) if id else None

    async def work() -> Counted:
        async with reached() as (journal, client):
            return await start_open(journal, client, only)

    counted = asyncio.run(work())
    if only is not None and not counted.found:
        give_up(f"There is no open process {only}.")
    tell(counted)


@asynccontextmanager
async def reached() -> AsyncIterator[tuple[Journal, Client]]:
    """The journal, and a Temporal whose namespace has what every process needs: a new one is given it.

    Ends the command where that is refused, and where a call to Temporal fails later.
    """
    journal = await Journal.open(database_url(), size=1)
    try:
        client = await temporal_client()
        with temporal_explained():
            for name in await add_lacking(client):
                typer.echo(f"search attribute added: {name}")
            yield journal, client
    finally:
        await journal.close()


async def start_open(journal: Journal, client: Client, only: str | None = None) -> Counted:
    """Starts what is not running, of all or of one, and shows how far it is."""
    with progress("Processes", 1 if only else await count_open(journal.pool)) as done:
        return await rehydrate(journal, client, task_queue(), only=only, watch=done)


def tell(counted: Counted) -> None:
    already = counted.found - counted.started
    typer.echo(f"{counted.found} open, {already} already running, {counted.started} started")


async def rehydrate(
    journal: Journal,
    client: Client,
    task_queue: str,
    *,
    only: str | None = None,
    watch: Callable[[int], None] = lambda _: None,
) -> Counted:
    """Starts the workflows of all open processes, or of one, where they are not running; `watch` is told of each.

    Returns when Temporal has taken them all: workers then load them. To do it again, after a break too, is safe.
    """
    counted = Counted()
    async for batch in open_streams(journal.pool, only=only):
        streams = iter(batch)
        async with asyncio.TaskGroup() as starters:
            for _ in range(min(AT_ONCE, len(batch))):
                starters.create_task(_start(client, streams, task_queue, counted, watch))
    return counted


async def _start(
    client: Client, streams: Iterator[str], task_queue: str, counted: Counted, watch: Callable[[int], None]
) -> None:
    for stream in streams:
        # Not `counted.started += await …`, which would add to what it was before the wait.
        is_new = await start(client, stream, task_queue)
        counted.started += is_new
        counted.found += 1
        watch(counted.found)


async def start(client: Client, stream: str, task_queue: str) -> bool:
    """Starts a process's workflow; False where it is running."""
    try:
        await client.start_workflow(
            stream.partition("/")[0],
            Start(),
            id=stream,
            task_queue=task_queue,
            # Not USE_EXISTING, which has the same effect and does not tell which it was.
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
        )
    except WorkflowAlreadyStartedError:
        return False
    return True
