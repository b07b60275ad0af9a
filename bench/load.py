"""Plays lifecycles, several at a time, and takes down how long each command takes."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.cpu import cpu_seconds, taken

Step = tuple[str, Callable[[], Awaitable[object]]]


@dataclass
class Measured:
    """One run: its wall-clock length, each command's durations, and each program's processor time, in seconds."""

    lifecycles: int
    seconds: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)
    commands: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def per_second(self) -> float:
        return self.lifecycles / self.seconds

    @property
    def cpu_ms(self) -> dict[str, float]:
        """What each program took for one lifecycle, in CPU-ms."""
        return {name: 1000 * seconds / self.lifecycles for name, seconds in self.cpu.items()}


async def play(lifecycles: Sequence[Sequence[Step]], at_once: int, programs: Mapping[str, int]) -> Measured:
    """Plays all lifecycles, `at_once` of them at a time; the steps of each one after the other.

    `programs` are the process ids of those whose processor time counts.
    """
    measured = Measured(len(lifecycles))
    waiting = iter(lifecycles)

    async def player() -> None:
        for steps in waiting:
            for name, step in steps:
                started = time.perf_counter()
                await step()
                measured.commands[name].append(time.perf_counter() - started)

    before, started = cpu_seconds(programs), time.perf_counter()
    await asyncio.gather(*(player() for _ in range(at_once)))
    measured.seconds = time.perf_counter() - started
    measured.cpu = taken(before, cpu_seconds(programs))
    return measured
