"""The floor: a bare workflow of as many updates with one no-op local activity each, and its worker with defaults."""

import asyncio
import sys
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import Worker

TASK_QUEUE = "floor"


@activity.defn
async def nothing() -> None:
    """A local activity that does nothing."""


@workflow.defn
class Floor:
    """Ends after its last update."""

    def __init__(self) -> None:
        self.taken = 0

    @workflow.run
    async def run(self, updates: int) -> None:
        await workflow.wait_condition(lambda: self.taken == updates)
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.update
    async def step(self) -> int:
        await workflow.execute_local_activity(nothing, start_to_close_timeout=timedelta(seconds=5))
        self.taken += 1
        return self.taken


async def serve(address: str) -> None:
    """Runs the floor's worker until it is stopped."""
    client = await Client.connect(address)
    print("ready", flush=True)
    await Worker(client, task_queue=TASK_QUEUE, workflows=[Floor], activities=[nothing]).run()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
