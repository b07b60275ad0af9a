"""For how long a call is tried again, and the clocks by which clients wait."""

import asyncio
import random
import time
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Patience:
    """How long a call may take with all its tries, and one try alone; the pauses between them double. All in seconds.

    A pause is shortened at random by up to the part `jitter`, so that clients that failed together do not come back
    together; but it is never shorter than the service asks for in `Retry-After`.
    """

    total: float = 60.0
    a_try: float = 30.0
    first_pause: float = 0.2
    longest_pause: float = 10.0
    jitter: float = 0.5

    def pause(self, tries: int, retry_after: float) -> float:
        """Seconds to wait after so many tries."""
        doubled = min(self.longest_pause, self.first_pause * 2.0 ** min(tries - 1, 32))
        return max(retry_after, doubled * (1 - self.jitter * random.random()))


class Clock(Protocol):
    """Passes time; both in seconds, `now` from an arbitrary beginning."""

    def now(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


class AsyncClock(Protocol):
    """Passes time; both in seconds, `now` from an arbitrary beginning."""

    def now(self) -> float: ...
    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's."""

    def now(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class AsyncSystemClock:
    """The machine's."""

    def now(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
