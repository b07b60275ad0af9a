"""Sample-request lifecycles a second, through the API and without it, beside a bare workflow in the same run.

`python -m bench.lifecycle [--lifecycles 60] [--at-once 8] [--runs 5]`
"""

import argparse
import asyncio
import sys
import tempfile
from collections import Counter, defaultdict
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles

import aiohttp
import uvloop
from rich.console import Console
from rich.table import Table
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from bench import lifecycles
from bench.load import Measured, play
from luyue.api.backends import Backends
from luyue.api.commands import Commands
from luyue.api.settings import ApiSettings
from luyue.devstack.console import Steps
from luyue.devstack.layout import Layout, Ports, free_port
from luyue.devstack.stack import Stack, running_stack
from luyue.journal.journal import Journal
from luyue.worker.worker import TASK_QUEUE, connect

WAYS = ("floor", "without HTTP", "through the API")
ACTIONS = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
    EventType.EVENT_TYPE_TIMER_STARTED,
    EventType.EVENT_TYPE_MARKER_RECORDED,
    EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
}
"""What Temporal Cloud bills: starts, updates, signals, timers, local activities, search attributes."""


async def measure(count: int, at_once: int, runs: int) -> None:
    """Plays all three ways in turn, one warm-up and `runs` counted runs each, and prints the table."""
    async with AsyncExitStack() as closing:
        directory = closing.enter_context(tempfile.TemporaryDirectory(prefix="luyue-bench-"))
        layout = own_layout(Path(directory).resolve())
        stack = await closing.enter_async_context(running_stack(layout, echo=Steps(Console(stderr=True))))
        bare = await Client.connect(stack.temporal_address)
        client = await connect(stack.temporal_address)
        journal = await Journal.open(stack.database_url, size=4)
        closing.push_async_callback(journal.close)
        closing.push_async_callback(stop, await floor_worker(stack.temporal_address))
        api = await closing.enter_async_context(
            aiohttp.ClientSession(stack.api_url, headers={"Authorization": f"Bearer {stack.token('service')}"})
        )
        commands = Commands(Backends(settings(stack)), TASK_QUEUE, timedelta(seconds=30))
        ids = iter(await lifecycles.known(journal, 2 * count * (runs + 1)))
        measured: dict[str, list[Measured]] = defaultdict(list)
        for run in range(runs + 1):
            plays = {
                "floor": [lifecycles.on_the_floor(bare) for _ in range(count)],
                "without HTTP": [lifecycles.without_http(commands, next(ids)) for _ in range(count)],
                "through the API": [lifecycles.over_http(api, next(ids)) for _ in range(count)],
            }
            for way in WAYS:
                result = await play(plays[way], at_once)
                print(f"{'warm-up' if run == 0 else f'run {run}'}: {way} {result.per_second:.1f}/s", file=sys.stderr)
                if run:
                    measured[way].append(result)
        report(measured, at_once)
        await report_history(client)


def own_layout(directory: Path) -> Layout:
    """A stack of its own, so that nothing else is measured and nothing is left behind."""
    return Layout(
        state_directory=directory,
        ports=Ports(free_port(), free_port(), free_port(), free_port()),
    )


def settings(stack: Stack) -> ApiSettings:
    """What the stack's API was told, for sending commands as it does."""
    return ApiSettings(
        environment="development",
        database_url=stack.database_url,
        temporal_address=stack.temporal_address,
        jwt_secret=stack.secrets.jwt_secret,
        digest_key=stack.secrets.digest_key,
        dossier_key=str(stack.layout.dossier_key_file),
    )


async def floor_worker(address: str) -> asyncio.subprocess.Process:
    """The floor's worker in a process of its own, as ours is."""
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.floor", address, stdout=asyncio.subprocess.PIPE
    )
    assert worker.stdout is not None
    await worker.stdout.readline()
    return worker


async def stop(worker: asyncio.subprocess.Process) -> None:
    worker.kill()
    await worker.wait()


def report(measured: dict[str, list[Measured]], at_once: int) -> None:
    """Lifecycles a second and each command's latency, medians over the runs."""
    console = Console(width=110)
    speeds = {way: median(one.per_second for one in measured[way]) for way in WAYS}
    table = Table(title=f"Sample-request lifecycles, {len(lifecycles.COMMANDS)} commands each, {at_once} at once")
    for column in ("", "lifecycles/s", "runs", "ratio to the floor"):
        table.add_column(column, justify="left" if not column else "right")
    for way in WAYS:
        each = " ".join(f"{one.per_second:.1f}" for one in measured[way])
        paired = [one.per_second / base.per_second for one, base in zip(measured[way], measured["floor"], strict=True)]
        table.add_row(way, f"{speeds[way]:.1f}", each, f"{median(paired):.2f}")
    console.print(table)
    latencies = Table(title="Latency a command, ms")
    for column in ("", "command", "p50", "p99"):
        latencies.add_column(column, justify="left" if column in ("", "command") else "right")
    for way in WAYS:
        durations: dict[str, list[float]] = defaultdict(list)
        for one in measured[way]:
            for command, seconds in one.commands.items():
                durations[command] += seconds
        for command, seconds in durations.items():
            cut = quantiles(seconds, n=100)
            latencies.add_row(way, command, f"{cut[49] * 1000:.0f}", f"{cut[98] * 1000:.0f}")
    console.print(latencies)


async def report_history(client: Client) -> None:
    """What one lifecycle leaves in Temporal."""
    console = Console(width=110)
    async for workflow in client.list_workflows("`Status` = 'COMPLETED'", limit=1):
        history = await client.get_workflow_handle(workflow.id, run_id=workflow.run_id).fetch_history()
        kinds = Counter(event.event_type for event in history.events)
        actions = sum(number for kind, number in kinds.items() if kind in ACTIONS)
        tasks = kinds[EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED]
        commands = len(lifecycles.COMMANDS)
        console.print(
            f"A lifecycle: {len(history.events)} history events ({len(history.events) / commands:.1f} a command), "
            f"{tasks} workflow tasks for {commands} commands, {actions} Temporal actions."
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lifecycles", type=int, default=60)
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    uvloop.run(measure(given.lifecycles, given.at_once, given.runs))


if __name__ == "__main__":
    main()
