"""Sample-request lifecycles through the API and without it, beside a bare workflow, DBOS and a polling table.

`python -m bench.lifecycle [--lifecycles 60] [--at-once 8] [--runs 5] [--ways floor "through the API"]`
"""

import argparse
import asyncio
import itertools
import os
import sys
import tempfile
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import aiohttp
import uvloop
from rich.console import Console
from temporalio.client import Client

from bench import lifecycles
from bench.lifecycle_figures import (
    DBOS,
    FLOOR,
    OURS,
    POLLING,
    RIVALS,
    RULED_DBOS,
    THROUGH_THE_API,
    WAYS,
    WITHOUT_HTTP,
    history_of_one,
    report,
)
from bench.load import Measured, Step, play
from bench.result import DEFAULT_OUTPUT, Machine
from bench.rivals import serving
from luyue.api.backends import Backends
from luyue.api.commands import Commands
from luyue.api.settings import ApiSettings
from luyue.devstack.console import Steps
from luyue.devstack.layout import Layout, Ports, free_port
from luyue.devstack.stack import PartName, Stack, running_stack
from luyue.journal.journal import Journal
from luyue.worker.worker import TASK_QUEUE, connect

_START: Mapping[str, serving.Starting] = {
    DBOS: partial(serving.dbos, acting="rows"),
    RULED_DBOS: partial(serving.dbos, acting="rules"),
    POLLING: serving.polling,
}


@dataclass(frozen=True)
class Way:
    """How a lifecycle is played, and the process ids of the programs that work for it."""

    name: str
    lifecycle: Callable[[], list[Step]]
    programs: Mapping[str, int]


async def measure(
    count: int, at_once: int, runs: int, ways: Sequence[str] = WAYS, output: Path = DEFAULT_OUTPUT
) -> None:
    """Plays all ways in turn, one warm-up and `runs` counted runs each, prints the table and writes the figures."""
    machine = Machine.here()
    async with AsyncExitStack() as closing:
        directory = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="luyue-bench-"))).resolve()
        stack = await closing.enter_async_context(
            running_stack(own_layout(directory), echo=Steps(Console(stderr=True)))
        )
        playable = {way.name: way for way in await _ways(closing, stack, directory, count * (runs + 1), ways)}
        measured: dict[str, list[Measured]] = defaultdict(list)
        for run in range(runs + 1):
            for way in ways:
                one = playable[way]
                result = await play([one.lifecycle() for _ in range(count)], at_once, one.programs)
                print(f"{'warm-up' if run == 0 else f'run {run}'}: {way} {result.per_second:.1f}/s", file=sys.stderr)
                if run:
                    measured[way].append(result)
        history = await history_of_one(await connect(stack.temporal_address)) if set(ways) & set(OURS) else ""
    report(measured, at_once, machine, history, output)


async def _ways(closing: AsyncExitStack, stack: Stack, directory: Path, each: int, wanted: Sequence[str]) -> list[Way]:
    """The ways that are wanted, ready to be played `each` times."""
    client, temporal = os.getpid(), pid(stack, "temporal")
    worker = await floor_worker(stack.temporal_address)
    closing.push_async_callback(stop, worker)
    bare = await Client.connect(stack.temporal_address)
    ours = {part: pid(stack, part) for part in ("worker", "temporal", "postgres")} | {"client": client}
    api = await closing.enter_async_context(
        aiohttp.ClientSession(stack.api_url, headers={"Authorization": f"Bearer {stack.token('service')}"})
    )
    commands = Commands(Backends(settings(stack)), TASK_QUEUE, timedelta(seconds=30))
    journal = await Journal.open(stack.database_url, size=4)
    closing.push_async_callback(journal.close)
    ids = iter(await lifecycles.known(journal, each * len(set(wanted) & set(OURS))))
    ways = [
        Way(
            FLOOR, lambda: lifecycles.on_the_floor(bare), {"worker": worker.pid, "temporal": temporal, "client": client}
        ),
        Way(WITHOUT_HTTP, lambda: lifecycles.without_http(commands, next(ids)), ours),
        Way(THROUGH_THE_API, lambda: lifecycles.over_http(api, next(ids)), ours | {"api": pid(stack, "api")}),
    ]
    if set(wanted) & set(RIVALS):
        server, postgres = await closing.enter_async_context(serving.rival_postgres(directory))
        for name, start in _START.items():
            if name in wanted:
                rival = await closing.enter_async_context(start(server, postgres, directory))
                http = await closing.enter_async_context(aiohttp.ClientSession(rival.url))
                ids_there = (
                    await _known_to(rival, each)
                    if name == RULED_DBOS
                    else (uuid.uuid4().hex for _ in itertools.count())
                )
                ways.append(Way(name, _by_a_rival(http, ids_there), {**rival.pids, "client": client}))
    return ways


def _by_a_rival(http: aiohttp.ClientSession, ids: Iterator[str]) -> Callable[[], list[Step]]:
    return lambda: lifecycles.by_a_rival(http, next(ids))


async def _known_to(rival: serving.Rival, count: int) -> Iterator[str]:
    journal = await Journal.open(rival.database_url, size=1)
    try:
        return iter(await lifecycles.known(journal, count))
    finally:
        await journal.close()


def pid(stack: Stack, part: PartName) -> int:
    """The process id of a part that runs."""
    found = stack.pid(part)
    assert found is not None, part
    return found


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lifecycles", type=int, default=60)
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    given = parser.parse_args()
    uvloop.run(measure(given.lifecycles, given.at_once, given.runs, given.ways, given.output))


if __name__ == "__main__":
    main()
