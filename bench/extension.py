"""A platform outage: `luyue extend --due-between` on many open processes, beside bare updates in the same run.

The bare updates go to as many open workflows, as many at once, with one no-op local activity each. The command reads
the deadlines, and each extension goes through the API. `python -m bench.extension [--open 5000]`
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvloop
from rich.console import Console
from temporalio.client import Client

from bench import floor, populate
from bench.lifecycle import floor_worker, own_layout, stop
from bench.rehydration import there_are, until
from bench.result import DEFAULT_OUTPUT, Figure, Machine, write
from luyue.cli.extend import AT_ONCE
from luyue.cli.rehydrate import rehydrate
from luyue.devstack.console import Steps
from luyue.devstack.stack import Stack, running_stack
from luyue.journal.journal import Journal
from luyue.worker.worker import TASK_QUEUE, connect

BARE, OURS, DRY = "bare updates", "luyue extend", "luyue extend --dry-run"


async def measure(open: int, output: Path = DEFAULT_OUTPUT) -> None:
    """Extends every deadline of `open` processes; prints the table and writes the figures."""
    machine = Machine.here()
    async with AsyncExitStack() as closing:
        directory = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="luyue-bench-"))).resolve()
        stack = await closing.enter_async_context(
            running_stack(own_layout(directory), echo=Steps(Console(stderr=True)))
        )
        closing.push_async_callback(stop, await floor_worker(stack.temporal_address))
        journal = await Journal.open(stack.database_url, size=16)
        closing.push_async_callback(journal.close)
        await populate.open_requests(journal, open)
        client = await connect(stack.temporal_address)
        await rehydrate(journal, client, TASK_QUEUE)
        await until(client, there_are(populate.STATUS), open)
        before = await bare_updates(await Client.connect(stack.temporal_address), open // 2)
        # Half an hour is left for making them.
        due = [datetime.now(UTC) + populate.DUE_IN + timedelta(minutes=minutes) for minutes in (-30, 30)]
        dry = await extend(stack, due, "--dry-run")
        ours = await extend(stack, due)
        after = await bare_updates(await Client.connect(stack.temporal_address), open - open // 2)
        moved = await journal.pool.fetchval("select count(*) from events where type = 'DeadlineExtended'")
        assert moved == open, f"{moved} of {open} were extended"
    bare, speed = open / (before + after), open / ours
    figures = [
        Figure(BARE, bare, "updates/s"),
        Figure(OURS, speed, "deadlines/s", ratio_to=BARE, ratio=speed / bare),
        Figure(DRY, open / dry, "deadlines/s", ratio_to=OURS, ratio=ours / dry),
    ]
    notes = [f"{open} deadlines extended in {ours:.1f} s, shown by a dry run in {dry:.1f} s; {AT_ONCE} at once"]
    write("extension", f"Extension of {open} deadlines", figures, machine, notes=notes, output=output)


async def bare_updates(client: Client, count: int) -> float:
    """One update to each of so many open workflows; returns how many seconds the updates took."""
    ids = [f"floor/{uuid.uuid4()}" for _ in range(count)]

    async def start(id: str) -> None:
        await client.start_workflow(floor.Floor.run, 1, id=id, task_queue=floor.TASK_QUEUE)

    async def update(id: str) -> None:
        await client.get_workflow_handle(id).execute_update(floor.Floor.step)

    await populate.each(start, ids)
    begun = time.perf_counter()
    await populate.each(update, ids, AT_ONCE)
    return time.perf_counter() - begun


async def extend(stack: Stack, due: Sequence[datetime], *more: str) -> float:
    """Runs the command as ops do; returns how many seconds it took."""
    between = ["--due-between", *(moment.isoformat() for moment in due), "--by", "PT6H"]
    begun = time.perf_counter()
    ran = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "luyue.cli.main", "extend", *between, *more),
        env={**os.environ, "LUYUE_STATE_DIR": str(stack.layout.state_directory)},
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await ran.communicate()
    assert ran.returncode == 0, output.decode()[-2000:]
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=5000)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    given = parser.parse_args()
    uvloop.run(measure(given.open, given.output))


if __name__ == "__main__":
    main()
