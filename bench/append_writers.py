"""Writers that append by the journal's own statement, as a worker process does: coroutines over a pool of connections.

`python -m bench.append_writers DATABASE_URL WRITERS SECONDS together|alone`; speaks as `bench.turn` says. Together,
what comes while other appends are under way shares a transaction, as in the service; alone, each has its own.
"""

import asyncio
import gc
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from itertools import chain, count

import uvloop

from bench import turn
from bench.append_story import STREAM_OF, Step, steps
from luyue.journal import append_groups
from luyue.journal.canonical import NO_HASH
from luyue.journal.journal import Journal
from luyue.journal.streams import Loaded, Streams

STEPS = steps()
STORIES_A_SECOND = 1_000


async def write(database_url: str, writers: int, seconds: float) -> None:
    """Warms up, waits to be told to go on, writes, and tells how many events were appended."""
    journal = await Journal.open(database_url, size=writers)
    # Made beforehand, as long as they last: how rows are made is no part of an append.
    made = [story() for _ in range(writers + round(seconds * STORIES_A_SECOND))]
    stories = chain(made, (story() for _ in count()))
    try:
        await asyncio.gather(*(one_process(journal.streams, next(stories), lambda: True) for _ in range(writers)))
        # As the worker is set.
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 50, 50)
        cpu_before = await asyncio.to_thread(turn.ready)
        until = time.perf_counter() + seconds
        counts = await asyncio.gather(*(writer(journal.streams, stories, until) for _ in range(writers)))
        turn.done(sum(counts), time.perf_counter() - until + seconds, cpu_before)
    finally:
        await journal.close()


def story() -> list[Step]:
    """The steps of a new process."""
    id = uuid.uuid4().hex
    return [step.of(id) for step in STEPS]


async def writer(streams: Streams, stories: Iterator[list[Step]], until: float) -> int:
    """Appends one process after the other until a moment of `perf_counter`; returns the number of events."""
    written = 0
    while time.perf_counter() < until:
        written += await one_process(streams, next(stories), lambda: time.perf_counter() < until)
    return written


async def one_process(streams: Streams, own: list[Step], goes_on: Callable[[], bool]) -> int:
    """Appends a process's steps, while it goes on; returns how many."""
    stream, last = STREAM_OF(own[0].view.id), NO_HASH
    for version, step in enumerate(own):
        if not goes_on():
            return version
        after = Loaded(version, None, step.view.state_shape, last, known=None)
        last = await streams.append(stream, after, [step.draft], step.view, None)
    return len(own)


if __name__ == "__main__":
    if sys.argv[4] == "alone":
        append_groups.AT_ONCE, append_groups.MOST_TOGETHER = int(sys.argv[2]), 1
    uvloop.run(write(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
