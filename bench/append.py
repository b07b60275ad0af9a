"""Events appended a second, each with its view row, beside pgbench and `eventsourcing`.

`python -m bench.append [--seconds 5] [--rounds 5] [--output bench/results]`
"""

import argparse
import asyncio
import os
import sys
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from statistics import median

from bench import turn
from bench.cpu import cpu_seconds
from bench.postgres import Server, throwaway_server
from bench.result import DEFAULT_OUTPUT, Figure, Machine, write
from bench.rivals import eventsourcing_writers, pgbench
from bench.turn import Done

WRITERS = (1, 8, 32)
TITLE = "Appends: one event and its view row each"
OURS, ALONE, PGBENCH = "luyue", "luyue, each alone", "pgbench"
DEFAULT_RECORDER, FUNCTIONS = "eventsourcing", "eventsourcing, database functions"
UNIT = "events/s"
_COST = "µs/event"

Turn = Callable[[str, int], Awaitable[Done]]
Measured = dict[tuple[str, int], list[float]]


async def run(*, seconds: float = 5.0, rounds: int = 5) -> tuple[list[Figure], list[str]]:
    """Lets all contestants write in turn, `rounds` times for `seconds` each; the figures and what to know of them."""
    pgbench.program()
    rates: Measured = defaultdict(list)
    costs: Measured = defaultdict(list)
    async with throwaway_server() as server:
        await server.migrated("ours")
        await server.execute("create database theirs")
        await asyncio.to_thread(eventsourcing_writers.prepare, server.database("theirs"))
        for number in range(1, rounds + 1):
            for writers in WRITERS:
                for way, template, take_turn in contestants(server, seconds):
                    async with server.copy(template, "turn") as url:
                        before = server_cpu(server)
                        done = await take_turn(url, writers)
                        cost = done.cpu + (server_cpu(server) - before) / (done.per_second * seconds) * 1e6
                    rates[way, writers].append(done.per_second)
                    costs[way, writers].append(cost)
                    shown = f"{done.per_second:,.0f}/s, {cost:.0f} µs of processor time each, {done.cpu:.0f} its own"
                    print(f"round {number}: {writers} writers, {way}: {shown}", file=sys.stderr)
    notes = [
        f"Medians of {rounds} rounds of {seconds:g} s; ratios are medians of each round's own.",
        f"Postgres is durable (fsync, full_page_writes) on the same machine; ours and eventsourcing's writers are "
        f"spread over up to {processes(max(WRITERS))} processes, one a core.",
        f"{OURS}: what comes while a process's transaction is under way shares the next one, as in the service.",
        "eventsourcing writes the event alone, without a view row.",
        "Processor time is the writers' and Postgres's together.",
    ]
    return figures(rates, costs), notes


def server_cpu(server: Server) -> float:
    """The processor time that the server has taken until now, in seconds."""
    return cpu_seconds({"postgres": server.pid})["postgres"]


def contestants(server: Server, seconds: float) -> list[tuple[str, str, Turn]]:
    """Name, the database that is copied for each turn, and how the turn is taken."""

    async def inserted_by_pgbench(url: str, writers: int) -> Done:
        return await pgbench.take_turn(url, writers, seconds, server.directory)

    return [
        (PGBENCH, "ours", inserted_by_pgbench),
        (OURS, "ours", written_by("bench.append_writers", seconds, "together")),
        (ALONE, "ours", written_by("bench.append_writers", seconds, "alone")),
        (DEFAULT_RECORDER, "theirs", written_by("bench.rivals.eventsourcing_writers", seconds, "no")),
        (FUNCTIONS, "theirs", written_by("bench.rivals.eventsourcing_writers", seconds, "yes")),
    ]


def written_by(module: str, seconds: float, *options: str) -> Turn:
    """A turn of writers in processes of this module's."""

    async def take_turn(url: str, writers: int) -> Done:
        count = processes(writers)
        shares = [writers // count + (number < writers % count) for number in range(count)]
        commands = [[sys.executable, "-m", module, url, str(share), str(seconds), *options] for share in shares]
        return await turn.take(commands, seconds)

    return take_turn


def processes(writers: int) -> int:
    """How many processes as many writers are spread over: one a core, as worker processes are."""
    return min(writers, os.cpu_count() or 1)


def figures(rates: Measured, costs: Measured) -> list[Figure]:
    """Rates beside pgbench's at as many writers, ours beside eventsourcing's; processor time at the most writers."""
    most = max(WRITERS)
    made: list[Figure] = []
    for writers in WRITERS:
        made.append(_figure(rates, PGBENCH, writers))
        made.append(_figure(rates, OURS, writers, PGBENCH, ">= 0.7" if writers == most else None))
        made += [_figure(rates, way, writers, PGBENCH) for way in (ALONE, DEFAULT_RECORDER, FUNCTIONS)]
        made.append(_figure(rates, OURS, writers, DEFAULT_RECORDER, ">= 8" if writers == most else None))
        made.append(_figure(rates, OURS, writers, FUNCTIONS))
    made.append(_figure(costs, PGBENCH, most, unit=_COST))
    made += [_figure(costs, way, most, PGBENCH, unit=_COST) for way in (OURS, ALONE, DEFAULT_RECORDER, FUNCTIONS)]
    return made


def _figure(
    measured: Measured,
    way: str,
    writers: int,
    beside: str | None = None,
    aim: str | None = None,
    unit: str = UNIT,
) -> Figure:
    values = measured[way, writers]
    if beside is None:
        return Figure(_name(way, writers, unit), median(values), unit)
    ratio = median(one / other for one, other in zip(values, measured[beside, writers], strict=True))
    return Figure(_name(way, writers, unit), median(values), unit, _name(beside, writers, unit), ratio, aim)


def _name(way: str, writers: int, unit: str) -> str:
    what = f"{way}, {writers} {'writer' if writers == 1 else 'writers'}"
    return what if unit == UNIT else f"processor time: {what}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    given = parser.parse_args(arguments)
    machine = Machine.here()
    made, notes = asyncio.run(run(seconds=given.seconds, rounds=given.rounds))
    write("append", TITLE, made, machine, notes=notes, output=given.output)


if __name__ == "__main__":
    main()
