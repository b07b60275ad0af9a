"""The floor: bare workflows that are told as often, with one no-op local activity each, and their worker with defaults.

A lifecycle is two processes: the request, which clients send updates, and its shipment, which the router signals.
"""

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
    """Ends after it was told for the last time."""

    def __init__(self) -> None:
        self.taken = 0

    @workflow.run
    async def run(self, times: int) -> None:
        await workflow.wait_condition(lambda: self.taken == times)
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.update
    async def step(self) -> int:
        return await self._do_nothing()

    @workflow.signal
    async def told(self) -> None:
        await self._do_nothing()

    async def _do_nothing(self) -> int:
        await workflow.execute_local_activity(nothing, start_to_close_timeout=timedelta(seconds=5))
        self.taken += 1
        return self.taken


@workflow.defn
class Started:
    """Does one no-op local activity, as a process does that is started to load its stream; then ends, or stays."""

    @workflow.run
    async def run(self, stays: bool) -> None:
        await workflow.execute_local_activity(nothing, start_to_close_timeout=timedelta(seconds=5))
        await workflow.wait_condition(lambda: not stays)


async def serve(address: str) -> None:
    """Runs the floor's worker until it is stopped."""
    client = await Client.connect(address)
    print("ready", flush=True)
    await Worker(client, task_queue=TASK_QUEUE, workflows=[Floor, Started], activities=[nothing]).run()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
