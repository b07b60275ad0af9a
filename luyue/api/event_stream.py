"""The feed as server-sent events: a bounded number of streams, and no memory for readers however slow they are.

A stream holds one page of events, and no connection to Postgres while its reader takes them or while it waits for more.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass

from fastapi.sse import EventSourceResponse
from starlette.types import Message, Receive, Scope, Send

from luyue.api.feed_watch import FeedWatch
from luyue.api.problems import Problem
from luyue.journal.connection import UNAVAILABLE
from luyue.journal.feed import Cursor
from luyue.journal.feed_pages import Wanted, page
from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded

KEEP_ALIVE_EVERY = 15.0
READ_PATIENCE = 60.0
OUTAGE_PAUSE = 1.0
"""Seconds between comments, for a reader to take what was sent, and until Postgres is tried again."""
LARGEST_PAGE = 25
"""Events that a stream holds until its reader has taken them, whatever size of a page was asked for."""
READS_AT_ONCE = 4
"""Streams that read from Postgres at the same moment: they must not keep its connections from everybody else."""

# Lines, not blocks of their own: readers that take each blank line for an event are not bothered by them.
_RECONNECT = b"retry: 1000\n"
_KEEP_ALIVE = b":\n"


@dataclass(frozen=True)
class Reader:
    """Who reads a stream: `name` is what streams are counted by, `expires_at` when its token ends (epoch seconds)."""

    name: str
    expires_at: float


class EventStreams:
    """All streams of the application."""

    def __init__(self, *, per_reader: int, at_once: int) -> None:
        self._per_reader = per_reader
        self._at_once = at_once
        self._open: Counter[str] = Counter()
        self._watch = FeedWatch()
        self._reading = asyncio.Semaphore(READS_AT_ONCE)

    def end(self) -> None:
        """Ends every stream, and those that are yet to begin: the service stops."""
        self._watch.end()

    def stream(
        self,
        journal: Journal,
        reader: Reader,
        wanted: Wanted,
        *,
        after: Cursor,
        page_size: int,
        written: Callable[[Recorded], bytes],
    ) -> EventSourceResponse:
        """The answer that gives wanted events from a place on, as they come; `written` makes a block of an event.

        Raises `Problem` when it begins where too many are open, and one of `UNAVAILABLE` while Postgres is away.
        """

        @asynccontextmanager
        async def opened() -> AsyncIterator[None]:
            with self._place(reader.name):
                async with self._watch.watching(journal):
                    yield

        return _Stream(opened, self._blocks(journal, reader, wanted, after, page_size, written))

    @contextmanager
    def _place(self, name: str) -> Iterator[None]:
        if self._open.total() >= self._at_once or self._open[name] >= self._per_reader:
            raise Problem("too-many-streams")
        self._open[name] += 1
        try:
            yield
        finally:
            self._open[name] -= 1
            if not self._open[name]:
                del self._open[name]

    async def _blocks(
        self,
        journal: Journal,
        reader: Reader,
        wanted: Wanted,
        cursor: Cursor,
        page_size: int,
        written: Callable[[Recorded], bytes],
    ) -> AsyncGenerator[bytes, None]:
        yield _RECONNECT
        while not self._watch.ended and (left := reader.expires_at - time.time()) > 0:
            until = self._watch.settled
            try:
                async with self._reading:
                    found = await page(journal.pool, cursor, min(page_size, LARGEST_PAGE), wanted, until)
            except UNAVAILABLE:
                # The reader has all that there was: it needs not know.
                yield _KEEP_ALIVE
                await self._watch.news(until.end, within=min(OUTAGE_PAUSE, left))
                continue
            cursor = found.cursor
            if found.events or found.more:
                yield b"".join(map(written, found.events)) or _KEEP_ALIVE
                # Even an empty piece has to wait until the socket has taken what was sent before.
                yield b""
            if not found.more and not await self._watch.news(until.newest, within=min(KEEP_ALIVE_EVERY, left)):
                yield _KEEP_ALIVE


class _Stream(EventSourceResponse):
    """Takes its place when it begins and leaves it when it ends, whichever way that is."""

    def __init__(
        self, opened: Callable[[], AbstractAsyncContextManager[None]], blocks: AsyncGenerator[bytes, None]
    ) -> None:
        super().__init__(blocks, headers={"Cache-Control": "no-store", "Vary": "Accept", "X-Accel-Buffering": "no"})
        self._opened = opened
        self._blocks = blocks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_in_time(message: Message) -> None:
            try:
                async with asyncio.timeout(READ_PATIENCE):
                    await send(message)
            except TimeoutError:
                raise _NotTaken from None

        async with self._opened():
            try:
                await super().__call__(scope, receive, send_in_time)
            except _NotTaken:
                # Its place is for somebody who reads; the server closes the connection.
                return
            finally:
                await self._blocks.aclose()


class _NotTaken(Exception):
    """The reader has taken nothing for too long."""
