"""Both clients behind one face, so that what holds of one is tested of the other; and clocks that only tests move."""

import asyncio
import itertools
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any, Protocol

import httpx
from luyue_client import AsyncLuyue, Luyue


class Clock:
    """Time passes only while somebody waits; `waits` are all waits, in seconds."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def now(self) -> float:
        return sum(self.waits)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


class AsyncClock(Clock):
    async def sleep(self, seconds: float) -> None:  # type: ignore[override]
        self.waits.append(seconds)


class Client(Protocol):
    """A client of either sort, which waits by a clock of its own."""

    clock: Clock

    async def do(self, what: Callable[[Any], Any]) -> Any:
        """What a call answers, or all that a list lists."""

    async def feed(self, after: str, *takes: int, **wanted: Any) -> list[Any]:
        """The events so far; or as many as are taken, from one feed, by one iteration after another."""


class Plain:
    def __init__(self, address: str, token: Any, **more: Any) -> None:
        self.clock = Clock()
        self._luyue = Luyue(address, token, clock=self.clock, http=httpx.Client(trust_env=False), **more)

    async def do(self, what: Callable[[Any], Any]) -> Any:
        def done() -> Any:
            found = what(self._luyue)
            return list(found) if hasattr(found, "pages") else found

        return await asyncio.to_thread(done)

    async def feed(self, after: str, *takes: int, **wanted: Any) -> list[Any]:
        feed = self._luyue.feed(after, **wanted)

        def taken() -> list[Any]:
            return [event for take in takes for event in itertools.islice(feed, take)]

        return await asyncio.to_thread(taken if takes else lambda: list(feed.so_far()))


class Waited:
    def __init__(self, address: str, token: Any, **more: Any) -> None:
        self.clock = AsyncClock()
        self._luyue = AsyncLuyue(address, token, clock=self.clock, http=httpx.AsyncClient(trust_env=False), **more)

    async def do(self, what: Callable[[Any], Any]) -> Any:
        found = what(self._luyue)
        return [item async for item in found] if hasattr(found, "pages") else await found

    async def feed(self, after: str, *takes: int, **wanted: Any) -> list[Any]:
        feed = self._luyue.feed(after, **wanted)
        if not takes:
            return [event async for event in feed.so_far()]
        return [event for take in takes for event in await _first(feed.__aiter__(), take)]


async def _first(events: AsyncGenerator[Any, None], number: int) -> list[Any]:
    async with aclosing(events):
        return [await anext(events) for _ in range(number)]
