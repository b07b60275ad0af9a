"""What open processes cost while they wait: memory of the one worker, and history kept by Temporal.

Beside them as many bare workflows that wait after one no-op local activity, on a worker with defaults, on the same
server in the same run. `python -m bench.open_processes [--open 20000] [--shown 200]`
"""

import argparse
import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import psutil
import uvloop
from rich.console import Console
from temporalio.client import Client, WorkflowExecutionDescription

from bench import populate
from bench.lifecycle import floor_worker, own_layout, pid, stop
from bench.rehydration import LOOK, bare_starts, there_are, until
from bench.result import DEFAULT_OUTPUT, Figure, Machine, write
from luyue.cli.rehydrate import rehydrate
from luyue.devstack.console import Steps
from luyue.devstack.stack import running_stack
from luyue.journal.journal import Journal
from luyue.worker.worker import TASK_QUEUE, connect

BARE, OURS = "bare workflows", "open processes"
MIB = 2**20
FIRST_TASK_DONE = 5
"""A bare workflow's history events then."""
WARM = 50
"""So many are there before memory is first looked at: what a worker takes once is no process's."""


@dataclass(frozen=True)
class Kept:
    """What one kind of workflow comes to: the worker's resident memory in bytes, and histories in bytes and events."""

    before: int
    after: int
    history_bytes: float
    history_events: float

    @property
    def growth(self) -> int:
        return self.after - self.before


async def measure(open: int, shown: int, output: Path = DEFAULT_OUTPUT) -> None:
    """Opens `open` of each and looks at the histories of `shown`; prints the table and writes the figures."""
    machine = Machine.here()
    async with AsyncExitStack() as closing:
        directory = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="luyue-bench-"))).resolve()
        stack = await closing.enter_async_context(
            running_stack(own_layout(directory), echo=Steps(Console(stderr=True)))
        )
        worker = await floor_worker(stack.temporal_address)
        closing.push_async_callback(stop, worker)
        bare_client = await Client.connect(stack.temporal_address)
        client = await connect(stack.temporal_address)
        journal = await Journal.open(stack.database_url, size=16)
        closing.push_async_callback(journal.close)

        await bare_starts(bare_client, WARM, stays=True)
        await _until_all_wait(bare_client)
        before = _resident(worker.pid)
        await bare_starts(bare_client, open, stays=True)
        await _until_all_wait(bare_client)
        bare = Kept(before, _resident(worker.pid), *await _histories(bare_client, "Started", shown))

        our_worker = pid(stack, "worker")
        await populate.open_requests(journal, WARM)
        await _rehydrated(journal, client, WARM)
        await populate.open_requests(journal, open)
        before = _resident(our_worker)
        await _rehydrated(journal, client, WARM + open)
        ours = Kept(before, _resident(our_worker), *await _histories(client, "sample-request", shown))
    report(open, bare, ours, machine, output)


async def _rehydrated(journal: Journal, client: Client, count: int) -> None:
    await rehydrate(journal, client, TASK_QUEUE)
    await until(client, there_are(populate.STATUS), count)


async def _until_all_wait(client: Client) -> None:
    """Until those that were started last have done their first task: tasks are handed out in order."""
    while min([one.history_length async for one in _youngest(client, "Started", 100)]) < FIRST_TASK_DONE:
        await asyncio.sleep(LOOK)


async def _histories(client: Client, type: str, shown: int) -> tuple[float, float]:
    """The mean size in bytes, as Temporal counts it, and the mean number of events."""
    described = [one async for one in _youngest(client, type, shown)]
    sizes = [one.raw_description.workflow_execution_info.history_size_bytes for one in described]
    return mean(sizes), mean(one.history_length for one in described)


async def _youngest(client: Client, type: str, limit: int) -> AsyncIterator[WorkflowExecutionDescription]:
    async for one in client.list_workflows(f"WorkflowType = '{type}'", limit=limit):
        yield await client.get_workflow_handle(one.id).describe()


def _resident(pid: int) -> int:
    return int(psutil.Process(pid).memory_info().rss)


def report(open: int, bare: Kept, ours: Kept, machine: Machine, output: Path) -> None:
    """The worker's memory in MiB and each history's size, beside a bare workflow's."""
    figures = []
    for what, unit, bare_value, our_value in (
        ("worker's memory, all open", "MiB", bare.after / MIB, ours.after / MIB),
        ("what they added to it", "MiB", bare.growth / MIB, ours.growth / MIB),
        ("a history's size", "bytes", bare.history_bytes, ours.history_bytes),
        ("a history's events", "events", bare.history_events, ours.history_events),
    ):
        beside = f"{BARE}: {what}"
        figures.append(Figure(beside, bare_value, unit))
        # A worker whose memory did not grow is beside nothing.
        ratio = our_value / bare_value if bare_value > 0 else None
        figures.append(Figure(f"{OURS}: {what}", our_value, unit, beside if ratio is not None else None, ratio))
    notes = [
        "Both workers keep as many workflows in memory as the SDK does by default: 1,000; the others wait outside."
    ]
    write("open_processes", f"{open} open processes on one worker", figures, machine, notes=notes, output=output)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=20_000)
    parser.add_argument("--shown", type=int, default=200)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    given = parser.parse_args()
    uvloop.run(measure(given.open, given.shown, given.output))


if __name__ == "__main__":
    main()
