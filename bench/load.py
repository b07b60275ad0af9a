"""Plays lifecycles, several at a time, and takes down how long each command takes."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

Step = tuple[str, Callable[[], Awaitable[object]]]


@dataclass
class Measured:
    """One run: its wall-clock length and each command's durations, in seconds."""

    lifecycles: int
    seconds: float = 0.0
    commands: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def per_second(self) -> float:
        return self.lifecycles / self.seconds


async def play(lifecycles: Sequence[Sequence[Step]], at_once: int) -> Measured:
    """Plays all lifecycles, `at_once` of them at a time; the steps of each one after the other."""
    measured = Measured(len(lifecycles))
    waiting = iter(lifecycles)

    async def player() -> None:
        for steps in waiting:
            for name, step in steps:
                started = time.perf_counter()
                await step()
                measured.commands[name].append(time.perf_counter() - started)

    started = time.perf_counter()
    await asyncio.gather(*(player() for _ in range(at_once)))
    measured.seconds = time.perf_counter() - started
    return measured
