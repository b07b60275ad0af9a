"""`luyue rehydrate --anew`: for a journal that was restored to a point in time, and a Temporal that is ahead of it.

What runs there waits for deadlines that the journal knows nothing of, and not for those that it has. So all of it is
terminated, which loses nothing, and the journal's open processes are started again.
"""

import asyncio

import typer
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from luyue.cli.rehydrate import AT_ONCE, Counted, reached, start_open, tell
from luyue.worker.kinds import KINDS

REASON = "the journal was restored to a point in time"
PAUSE = 0.5
"""Seconds until Temporal's list of workflows may be up to date."""


def run() -> None:
    """Terminates what runs, starts what is open, and prints how many those were; API and workers must be stopped."""

    async def work() -> Counted:
        # Nothing is terminated before all is there to start it again.
        async with reached() as (journal, client):
            typer.echo(f"{await _terminate_all(client)} terminated")
            return await start_open(journal, client)

    tell(asyncio.run(work()))


async def _terminate_all(client: Client) -> int:
    kinds = ", ".join(f"'{declared.kind.name}'" for declared in KINDS)
    query = f"WorkflowType in ({kinds}) and ExecutionStatus = 'Running'"
    terminated: set[tuple[str, str]] = set()
    while True:
        running = [(one.id, one.run_id) async for one in client.list_workflows(query)]
        if not running:
            return len(terminated)
        places = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(_terminate(client, *one, places) for one in set(running) - terminated))
        terminated.update(running)
        await asyncio.sleep(PAUSE)


async def _terminate(client: Client, id: str, run_id: str, places: asyncio.Semaphore) -> None:
    async with places:
        try:
            await client.get_workflow_handle(id, run_id=run_id).terminate(reason=REASON)
        except RPCError as error:
            # It ended by itself a moment ago.
            if error.status != RPCStatusCode.NOT_FOUND:
                raise
