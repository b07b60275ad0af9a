"""The faults: what is done to which part, for how long; and a seeded plan in which each kind comes before any again."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import psutil

from tests.chaos.town import LINKS, SKEWED, WORKERS, Town

KILLED = (*WORKERS, "api", "temporal", "postgres")
FROZEN = (*WORKERS, "temporal", "postgres")
SHORTEST, LONGEST = 1.0, 4.0
JUMPS = (timedelta(hours=-6), timedelta(minutes=-2), timedelta(seconds=30), timedelta(hours=3), timedelta(days=40))
PAGE, LARGEST_PIECE = 4096, 2**26

Strike = Callable[[Town, Random], AbstractAsyncContextManager[str]]
"""Does it, and undoes it in the end; gives what there is to say about it."""


@dataclass(frozen=True)
class Fault:
    name: str
    target: str
    strike: Strike


def kill(part: str) -> Fault:
    @asynccontextmanager
    async def strike(town: Town, _chance: Random) -> AsyncIterator[str]:
        yield "" if town.kill(part) else "was down already"

    return Fault("kill -9", part, strike)


def freeze(part: str) -> Fault:
    """The part keeps its connections and does nothing."""

    @asynccontextmanager
    async def strike(town: Town, _chance: Random) -> AsyncIterator[str]:
        pid = town.supervisor.pid(part)
        processes = [] if pid is None else [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        _signal(processes, signal.SIGSTOP)
        try:
            yield "" if processes else "was down already"
        finally:
            _signal(processes, signal.SIGCONT)

    return Fault("freeze", part, strike)


def _signal(processes: list[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)


def spoil(way: str, link: str) -> Fault:
    @asynccontextmanager
    async def strike(town: Town, chance: Random) -> AsyncIterator[str]:
        said = ""
        match way:
            case "cut":
                await town.proxies.cut(link)
            case "slow":
                milliseconds = chance.randrange(100, 900)
                said = f"{milliseconds} ms"
                await town.proxies.slow(link, milliseconds)
            case "hang":
                await town.proxies.hang(link)
            case "reset":
                await town.proxies.reset(link)
        try:
            yield said
        finally:
            await town.proxies.heal(link)

    return Fault(way, link, strike)


@asynccontextmanager
async def _fill(town: Town, _chance: Random) -> AsyncIterator[str]:
    filler = town.disk / "filler"
    taken = await asyncio.to_thread(_take_all, filler)
    try:
        yield f"{taken // 2**20} MiB taken"
    finally:
        filler.unlink()


def _take_all(filler: Path) -> int:
    """Fills a file system to its last page; Postgres takes from it at the same time."""
    taken, size = 0, LARGEST_PIECE
    with filler.open("wb") as file:
        while size >= PAGE:
            try:
                os.posix_fallocate(file.fileno(), taken, size)
            except OSError:
                size //= 2
            else:
                taken += size
    return taken


@asynccontextmanager
async def _jump(town: Town, chance: Random) -> AsyncIterator[str]:
    assert town.clock is not None
    by = chance.choice(JUMPS)
    town.clock.jump(by)
    # It stays as it is until the next jump: no harm must come of it however long that is.
    yield f"to {by.total_seconds():+.0f} s"


@asynccontextmanager
async def _forget(town: Town, _chance: Random) -> AsyncIterator[str]:
    await town.forget_temporal()
    yield (await town.luyue("rehydrate")).strip().splitlines()[-1]


def every(town: Town, *, thorough: bool) -> list[Fault]:
    """Every fault that this machine can have; those that everybody takes long to get over only where `thorough`."""
    links = [spoil(way, link) for link in LINKS for way in ("cut", "slow", "reset")]
    found = [*map(kill, KILLED), *links, Fault("jump clock", SKEWED, _jump), Fault("fill disk", "postgres", _fill)]
    if thorough:
        hanging = [spoil("hang", link) for link in LINKS]
        found += [*map(freeze, FROZEN), *hanging, Fault("drop database, rehydrate", "temporal", _forget)]
    else:
        found = [fault for fault in found if (fault.name, fault.target) != ("kill -9", "temporal")]
    if town.clock is None:
        found = [fault for fault in found if fault.name != "jump clock"]
    if not town.has_small_disk:
        found = [fault for fault in found if fault.name != "fill disk"]
    return found


def plan(faults: list[Fault], chance: Random) -> Iterator[Fault]:
    """Without end: all of them in any order, and all of them again, those of a kind far from each other."""
    while True:
        kinds: dict[str, list[Fault]] = {}
        for fault in chance.sample(faults, len(faults)):
            kinds.setdefault(fault.name, []).append(fault)
        # A kind with few faults comes as early as one with many, so that a short run has seen all kinds.
        rounds = [chance.sample(list(kinds), len(kinds)) for _ in range(max(map(len, kinds.values())))]
        for names in rounds:
            for name in names:
                if kinds[name]:
                    yield kinds[name].pop()
