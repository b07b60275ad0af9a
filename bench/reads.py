"""Reads of the journal with one and ten million processes in it: progress, lists, the feed. All are to be flat.

`python -m bench.reads [--processes 1000000 10000000] [--reads 2000] [--rounds 5] [--output bench/results]`
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

import uvloop

from bench.postgres import throwaway_server
from bench.reads_population import (
    BYTES_A_PROCESS,
    CREATORS,
    EVENTS_OF_ONE_IN,
    MERCHANTS,
    PRODUCTS,
    Population,
    bytes_on_disk,
    populate,
)
from bench.reads_questions import FEED_PAGE, PAGE, Question, questions, read_feed
from bench.result import DEFAULT_OUTPUT, Figure, Machine, percentile, write
from luyue.journal.journal import Journal

SIZES = (1_000_000, 10_000_000)
TITLE = "Reads of the journal"
AIM = "<= 1.5"
FEED = "feed, from its beginning"
_GIB = 2**30

Measured = dict[tuple[str, int], list[tuple[float, float]]]


class NotEnoughSpaceError(Exception):
    """The disk has no room for what is to be generated."""


async def run(
    *, processes: Sequence[int] = SIZES, reads: int = 2_000, rounds: int = 5
) -> tuple[list[Figure], list[str]]:
    """Fills a database a size, asks each of them the same in turn; the figures and what to know of them.

    Raises `NotEnoughSpaceError` before anything is generated.
    """
    check_space(processes)
    latencies: Measured = defaultdict(list)
    speeds: dict[int, list[float]] = defaultdict(list)
    notes: list[str] = []
    async with AsyncExitStack() as closing:
        server = await closing.enter_async_context(throwaway_server(durable=False))
        journals: dict[int, Journal] = {}
        for size in processes:
            population = Population(await server.migrated(f"of_{size}"), size)
            started = time.perf_counter()
            await populate(population)
            taken = f"{size:,} processes: {await bytes_on_disk(population) / _GIB:.1f} GiB"
            print(f"{taken}, made in {time.perf_counter() - started:.0f} s", file=sys.stderr)
            notes.append(f"{taken} with events of every {EVENTS_OF_ONE_IN}th.")
            journals[size] = await Journal.open(population.url, size=2)
            closing.push_async_callback(journals[size].close)
        for number in range(rounds + 1):
            for question in questions():
                for size, journal in journals.items():
                    spread = await measure(question, journal, size, round(reads * question.share), seed=number)
                    if number:
                        latencies[question.name, size].append(spread)
            for size, journal in journals.items():
                speed = await read_feed(journal, size)
                if number:
                    speeds[size].append(speed)
            print(f"{'warm-up' if number == 0 else f'round {number}'} done", file=sys.stderr)
    notes += [
        f"Medians of {rounds} rounds of {reads:,} reads each by the journal's own functions, one at a time; ratios are "
        f"medians of each round's own. Pages of {PAGE}; the feed's of {FEED_PAGE}.",
        f"{MERCHANTS} merchants and {CREATORS} creators at every size: each has ten times as much where there is ten "
        f"times as much in all. {PRODUCTS:,} products, each of one merchant.",
        "What is read was read once before: held in memory, as what is in use is.",
    ]
    return figures(latencies, speeds), notes


def check_space(processes: Sequence[int]) -> None:
    """Raises `NotEnoughSpaceError`, which says how much is needed where."""
    directory = tempfile.gettempdir()
    needed, free = sum(processes) * BYTES_A_PROCESS, shutil.disk_usage(directory).free
    if needed > free:
        raise NotEnoughSpaceError(
            f"{sum(processes):,} processes need about {needed / _GIB:.0f} GiB in {directory}, where "
            f"{free / _GIB:.0f} GiB are free. Give smaller --processes, or set TMPDIR to a larger disk."
        )


async def measure(question: Question, journal: Journal, size: int, reads: int, *, seed: int) -> tuple[float, float]:
    """p50 and p99 of a question's latency in ms, asked of a working set that is the same in every round."""
    chosen = random.Random(question.name)
    askings = [question.ask(journal, chosen.randrange(1, size + 1)) for _ in range(question.working_set)]
    if seed == 0:
        for asking in askings:
            await asking()
    random.Random(seed).shuffle(askings)
    durations = [await timed(askings[number % len(askings)]) for number in range(reads)]
    return percentile(durations, 50) * 1_000, percentile(durations, 99) * 1_000


async def timed(asking: Callable[[], Awaitable[object]]) -> float:
    """How long it takes, in seconds."""
    started = time.perf_counter()
    await asking()
    return time.perf_counter() - started


def figures(latencies: Measured, speeds: dict[int, list[float]]) -> list[Figure]:
    """Each question's p50 and p99 at each size beside the same at the smallest, and the feed's speed."""
    sizes, flat = list(speeds), {question.name for question in questions() if question.flat}
    made = []
    for name in dict.fromkeys(name for name, _ in latencies):
        for place, label in enumerate(("p50", "p99")):
            for size in sizes:
                values = [spread[place] for spread in latencies[name, size]]
                others = [spread[place] for spread in latencies[name, sizes[0]]]
                aim = AIM if label == "p99" and name in flat else None
                made.append(_figure(f"{name}, {label}", size, sizes[0], values, others, "ms", aim))
    for size in sizes:
        made.append(_figure(FEED, size, sizes[0], speeds[size], speeds[sizes[0]], "events/s", None))
    return made


def _figure(
    name: str, size: int, first: int, values: list[float], others: list[float], unit: str, aim: str | None
) -> Figure:
    full = f"{name}, {size:,}"
    if size == first:
        return Figure(full, median(values), unit)
    ratio = median(one / other for one, other in zip(values, others, strict=True))
    return Figure(full, median(values), unit, f"{name}, {first:,}", ratio, aim)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--reads", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    given = parser.parse_args(arguments)
    machine = Machine.here()
    try:
        made, notes = uvloop.run(run(processes=given.processes, reads=given.reads, rounds=given.rounds))
    except NotEnoughSpaceError as error:
        sys.exit(str(error))
    write("reads", TITLE, made, machine, notes=notes, output=given.output)


if __name__ == "__main__":
    main()
