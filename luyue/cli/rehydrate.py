"""`luyue rehydrate`: starts the workflows of open processes that Temporal has lost."""

import asyncio

import typer
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from luyue.cli.streams import stream_of
from luyue.cli.surroundings import database_url, give_up, task_queue, temporal_address, temporal_namespace
from luyue.cli.watching import progress
from luyue.journal.journal import Journal
from luyue.journal.open_processes import count_open, open_streams
from luyue.worker.worker import connect
from luyue.workflows.messages import Start

AT_ONCE = 32


def run(id: str | None) -> None:
    """Starts what is not running and prints how many that were."""
    only = stream_of(id) if id else None
    found, started = asyncio.run(_rehydrate(only))
    if only is not None and not found:
        give_up(f"There is no open process {only}.")
    typer.echo(f"{found} open, {found - started} already running, {started} started")


async def _rehydrate(only: str | None) -> tuple[int, int]:
    journal = await Journal.open(database_url(), size=4)
    try:
        client = await connect(temporal_address(), temporal_namespace())
        with progress("Processes", 1 if only else await count_open(journal.pool)) as done:
            found = started = 0
            async for batch in open_streams(journal.pool, only=only, size=AT_ONCE):
                started += sum(await asyncio.gather(*(start(client, stream) for stream in batch)))
                found += len(batch)
                done(found)
            return found, started
    finally:
        await journal.close()


async def start(client: Client, stream: str) -> bool:
    """Starts a process's workflow; False where it is running."""
    try:
        await client.start_workflow(
            stream.partition("/")[0],
            Start(),
            id=stream,
            task_queue=task_queue(),
            # Not USE_EXISTING, which has the same effect and does not tell which it was.
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
        )
    except WorkflowAlreadyStartedError:
        return False
    return True
