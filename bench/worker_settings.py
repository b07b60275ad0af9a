"""What a worker's settings buy: each otherwise in turn, right beside the worker as it is, with the same lifecycles.

Not a part of `make bench`: it explains how things are set.

`python -m bench.worker_settings [--lifecycles 40] [--rounds 4] [--settings "two processes"]`
"""

import argparse
import os
import signal
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median

import uvloop

from bench import lifecycles
from bench.load import Measured, play
from bench.result import DEFAULT_OUTPUT, Figure, Machine, write
from bench.rivals.serving import rival_postgres, running
from bench.varied_worker import AS_IT_IS, VARIED
from luyue.api.backends import Backends
from luyue.api.commands import Commands
from luyue.api.settings import ApiSettings
from luyue.devstack.console import Silent
from luyue.devstack.keys import make_dossier_key
from luyue.devstack.layout import free_port
from luyue.devstack.temporal import STOP_SIGNAL, TemporalServer, wait_until_ready
from luyue.devstack.temporal_cli import temporal_cli
from luyue.journal.journal import Journal
from luyue.journal.migrate import migrate
from luyue.worker.worker import TASK_QUEUE

TWO = "two processes"
SETTINGS = [*(name for name in VARIED if name != AS_IT_IS), TWO]
SPEED, COST = "lifecycles/s", "CPU-ms/lifecycle"
AT_ONCE = 8


async def measure(count: int, rounds: int, settings: Sequence[str], output: Path = DEFAULT_OUTPUT) -> None:
    """Plays `count` lifecycles each way, pair by pair, `rounds` times; prints the table and writes the figures."""
    machine = Machine.here()
    pairs: dict[str, list[tuple[Measured, Measured]]] = defaultdict(list)
    async with AsyncExitStack() as closing:
        directory = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="luyue-bench-"))).resolve()
        directory.chmod(0o711)
        postgres, postgres_pid = await closing.enter_async_context(rival_postgres(directory))
        temporal = TemporalServer(await temporal_cli(Silent()), free_port(), None, directory / "temporal.db")
        log = directory / "temporal.log"
        server = await closing.enter_async_context(running(temporal.command(), log, stop_signal=STOP_SIGNAL))
        await wait_until_ready(temporal.address)
        await migrate(postgres.url)
        make_dossier_key(directory / "dossier-key.pem")
        told = ApiSettings(
            environment="development",
            database_url=postgres.url,
            temporal_address=temporal.address,
            jwt_secret="-" * 32,
            digest_key="-" * 32,
            dossier_key=str(directory / "dossier-key.pem"),
        )
        commands = Commands(Backends(told), TASK_QUEUE, timedelta(seconds=60))
        journal = await Journal.open(postgres.url, size=4)
        closing.push_async_callback(journal.close)
        programs = {"postgres": postgres_pid, "temporal": server.pid, "client": os.getpid()}

        async def one(name: str) -> Measured:
            async with varied(name, told, directory) as workers:
                ids = iter(await lifecycles.known(journal, AT_ONCE + count))
                warm_up, counted = (
                    [lifecycles.without_http(commands, next(ids)) for _ in range(n)] for n in (AT_ONCE, count)
                )
                await play(warm_up, AT_ONCE, {})
                return await play(counted, AT_ONCE, programs | workers)

        for number in range(rounds):
            for name in settings:
                # Whoever comes first has the younger database, so each does in turn.
                names = (name, AS_IT_IS) if number % 2 else (AS_IT_IS, name)
                played = {each: await one(each) for each in names}
                pairs[name].append((played[name], played[AS_IT_IS]))
                print(f"round {number + 1}: {name}", file=sys.stderr)
    report(pairs, machine, output)


@asynccontextmanager
async def varied(name: str, told: ApiSettings, directory: Path) -> AsyncIterator[dict[str, int]]:
    """The worker, or two, with the setting; yields the process ids."""
    environment = {
        "LUYUE_ENVIRONMENT": "development",
        "LUYUE_DATABASE_URL": told.database_url,
        "LUYUE_TEMPORAL_ADDRESS": told.temporal_address,
    }
    command = [sys.executable, "-m", "bench.varied_worker", AS_IT_IS if name == TWO else name]
    async with AsyncExitStack() as closing:
        pids = {}
        for number in range(2 if name == TWO else 1):
            log = directory / f"worker-{number}.log"
            start = running(command, log, environment=environment, stop_signal=signal.SIGTERM)
            pids[f"worker {number}"] = (await closing.enter_async_context(start)).pid
        yield pids


def report(pairs: Mapping[str, Sequence[tuple[Measured, Measured]]], machine: Machine, output: Path) -> None:
    """Speed and processor time, each beside the worker as it is: medians over the pairs."""
    bases = [base for played in pairs.values() for _, base in played]
    speed_as_it_is, cost_as_it_is = f"{AS_IT_IS}: speed", f"{AS_IT_IS}: processor"
    figures = [
        Figure(speed_as_it_is, median(base.per_second for base in bases), SPEED),
        Figure(cost_as_it_is, median(sum(base.cpu_ms.values()) for base in bases), COST),
    ]
    for name, played in pairs.items():
        faster = median(one.per_second / base.per_second for one, base in played)
        dearer = median(sum(one.cpu.values()) / sum(base.cpu.values()) for one, base in played)
        speed = median(one.per_second for one, _ in played)
        cost = median(sum(one.cpu_ms.values()) for one, _ in played)
        figures.append(Figure(f"{name}: speed", speed, SPEED, ratio_to=speed_as_it_is, ratio=faster))
        figures.append(Figure(f"{name}: processor", cost, COST, ratio_to=cost_as_it_is, ratio=dearer))
    notes = [
        "Processor: worker, Temporal, Postgres and client together; above 1 is dearer than the worker as it is.",
        "Ratios are to the worker as it was right before or after, pair by pair.",
    ]
    write("worker_settings", "The worker with one thing otherwise", figures, machine, notes=notes, output=output)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lifecycles", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--settings", nargs="+", choices=SETTINGS, default=SETTINGS)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    given = parser.parse_args()
    uvloop.run(measure(given.lifecycles, given.rounds, given.settings, given.output))


if __name__ == "__main__":
    main()
