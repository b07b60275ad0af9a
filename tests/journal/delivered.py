"""Runs subscriptions inside a test, with short pauses, and keeps what was delivered."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from luyue.journal.delivery import Pace
from luyue.journal.streams import Recorded
from luyue.journal.subscriptions import Subscription

QUICK = Pace(
    idle_pause=0.01,
    retry_pause=0.01,
    takeover_pause=0.02,
    first_backoff=0.02,
    longest_backoff=0.1,
    longest_outage_backoff=0.1,
    attempts=4,
)
NAME = "test"


class Target:
    """Where events are delivered to. A stream that it refuses fails, by what is raised for it."""

    def __init__(self) -> None:
        self.got: list[tuple[str, int]] = []
        self.tried: list[tuple[str, int]] = []
        self.refused: dict[str, Callable[[], Awaitable[None]]] = {}

    async def deliver(self, event: Recorded) -> None:
        self.tried.append((event.stream, event.version))
        if event.stream in self.refused:
            await self.refused[event.stream]()
        self.got.append((event.stream, event.version))

    def versions(self, stream: str) -> list[int]:
        return [version for name, version in self.got if name == stream]


@asynccontextmanager
async def running(
    database_url: str, deliver: Callable[[Recorded], Awaitable[None]], pace: Pace = QUICK, **options: Any
) -> AsyncIterator[None]:
    """A worker that runs the subscription while the block lasts."""
    task = asyncio.create_task(Subscription(database_url, NAME, deliver, pace, **options).run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
