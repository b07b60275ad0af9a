"""How fast open processes come back after the loss of Temporal's database, beside bare starts in the same run.

A process is back when its first workflow task is done: it has loaded its stream, shows its status, and has its timer.
A bare start is done when the workflow has ended after one no-op local activity.

`python -m bench.rehydration [--open 5000]`
"""

import argparse
import asyncio
import os
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import uvloop
from rich.console import Console
from temporalio.client import Client

from bench import floor, populate
from bench.cpu import cpu_seconds, taken
from bench.lifecycle import floor_worker, own_layout, pid, stop
from bench.result import DEFAULT_OUTPUT, Figure, Machine, write
from luyue.cli.rehydrate import AT_ONCE, rehydrate
from luyue.devstack.console import Steps
from luyue.devstack.stack import running_stack
from luyue.journal.journal import Journal
from luyue.worker.worker import TASK_QUEUE, connect

BARE, OURS = "bare starts with one no-op local activity", "rehydration"
LOOK = 0.1
"""How often Temporal's visibility is asked, in seconds: of both in the same way."""


@dataclass(frozen=True)
class Run:
    """How many were started until all were there, in how many seconds, and each program's processor time in seconds."""

    started: int
    seconds: float
    cpu: Mapping[str, float]

    @property
    def per_second(self) -> float:
        return self.started / self.seconds


async def measure(open: int, output: Path = DEFAULT_OUTPUT) -> None:
    """Rehydrates `open` processes between two halves of as many bare starts; prints the table, writes the figures."""
    machine = Machine.here()
    async with AsyncExitStack() as closing:
        directory = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="luyue-bench-"))).resolve()
        stack = await closing.enter_async_context(
            running_stack(own_layout(directory), echo=Steps(Console(stderr=True)))
        )
        worker = await floor_worker(stack.temporal_address)
        closing.push_async_callback(stop, worker)
        bare = await Client.connect(stack.temporal_address)
        client = await connect(stack.temporal_address)
        journal = await Journal.open(stack.database_url, size=16)
        closing.push_async_callback(journal.close)
        await populate.open_requests(journal, open)

        async def ours() -> None:
            counted = await rehydrate(journal, client, TASK_QUEUE)
            assert counted.started == open, counted

        both = {"temporal": pid(stack, "temporal"), "client": os.getpid()}
        floor_programs = both | {"worker": worker.pid}
        our_programs = both | {"worker": pid(stack, "worker"), "postgres": pid(stack, "postgres")}
        there = there_are(populate.STATUS)
        ended = "WorkflowType = 'Started' and ExecutionStatus = 'Completed'"
        half = open // 2
        await _run(bare, half // 10, lambda: bare_starts(bare, half // 10), ended, floor_programs)
        before = await _run(bare, half, lambda: bare_starts(bare, half), ended, floor_programs)
        back = await _run(client, open, ours, there, our_programs)
        after = await _run(bare, half, lambda: bare_starts(bare, half), ended, floor_programs)
    report([before, after], back, machine, output)


def there_are(status: str) -> str:
    """Temporal's query for the sample requests of a status: those whose first workflow task is done show it."""
    return f"WorkflowType = 'sample-request' and `Status` = '{status}'"


async def bare_starts(client: Client, count: int, *, stays: bool = False) -> None:
    """So many starts, as many at once as rehydration makes."""

    async def start(id: str) -> None:
        await client.start_workflow(floor.Started.run, stays, id=id, task_queue=floor.TASK_QUEUE)

    await populate.each(start, [f"started/{uuid.uuid4()}" for _ in range(count)], AT_ONCE)


async def _run(
    client: Client, count: int, start: Callable[[], Awaitable[None]], query: str, programs: Mapping[str, int]
) -> Run:
    """Starts, and waits until Temporal's visibility shows `count` more that answer to the query."""
    already = (await client.count_workflows(query)).count
    before, begun = cpu_seconds(programs), time.perf_counter()
    await start()
    await until(client, query, already + count)
    return Run(count, time.perf_counter() - begun, taken(before, cpu_seconds(programs)))


async def until(client: Client, query: str, count: int) -> None:
    """Returns when Temporal's visibility shows so many."""
    while (await client.count_workflows(query)).count < count:
        await asyncio.sleep(LOOK)


def report(bare: list[Run], back: Run, machine: Machine, output: Path) -> None:
    """Processes a second and a CPU second."""
    starts = sum(run.started for run in bare)
    speed = starts / sum(run.seconds for run in bare)
    cpu_speed = starts / sum(sum(run.cpu.values()) for run in bare)
    back_cpu = back.started / sum(back.cpu.values())
    figures = [
        Figure(BARE, speed, "processes/s"),
        Figure(OURS, back.per_second, "processes/s", ratio_to=BARE, ratio=back.per_second / speed, aim=">= 0.8"),
        Figure(f"{BARE}, a CPU second", cpu_speed, "processes"),
        Figure(
            f"{OURS}, a CPU second",
            back_cpu,
            "processes",
            ratio_to=f"{BARE}, a CPU second",
            ratio=back_cpu / cpu_speed,
        ),
    ]
    cost = {part: 1000 * sum(run.cpu[part] for run in bare) / starts for part in bare[0].cpu}
    notes = [
        f"{back.started} open processes in {back.seconds:.1f} s",
        "bare starts before and after: " + ", ".join(f"{run.per_second:.0f}/s" for run in bare),
        "CPU-ms a bare start: " + ", ".join(f"{part} {ms:.1f}" for part, ms in cost.items()),
        "CPU-ms a process: " + ", ".join(f"{part} {1000 * s / back.started:.1f}" for part, s in back.cpu.items()),
    ]
    write("rehydration", f"Rehydration of {back.started} open processes", figures, machine, notes=notes, output=output)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=5000)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    given = parser.parse_args()
    uvloop.run(measure(given.open, given.output))


if __name__ == "__main__":
    main()
