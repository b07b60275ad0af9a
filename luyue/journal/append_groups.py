"""Appends that come while others are under way, written together: a transaction costs more than an event in it.

An append that finds nothing under way is written at once, alone. A group shares the round trip and the commit. Where
Postgres takes none of it because of one, each is then written by itself: none fails for another's sake. A group that
waits, for a row that somebody else holds or for anything, does not keep waiting those that come after it.
"""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import cast

import asyncpg

from luyue.journal.append_statement import Append, append_statement
from luyue.journal.connection import Pool

AT_ONCE = 1
"""Groups under way at the same time. Two of half the size each were no faster, by 8 writers or by 32."""
MOST_TOGETHER = 32
LONG = 0.3
"""Seconds after which a group under way counts no more: another is begun beside it."""


@dataclass(frozen=True)
class _Waiting:
    append: Append
    placed: "asyncio.Future[bool]"


class AppendGroups:
    """Writes appends over a pool, in groups as they come."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._waiting: deque[_Waiting] = deque()
        self._writers: set[asyncio.Task[None]] = set()
        self._slow: set[asyncio.Task[None]] = set()

    async def write(self, append: Append) -> bool:
        """Writes an append, whole or not at all; False where its stream is not as it was believed to be.

        Raises what Postgres says against this append alone, and what it says while it is away. A caller that is
        cancelled takes back an append that has not been begun.
        """
        waiting = _Waiting(append, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._go_on()
        return await waiting.placed

    def _go_on(self) -> None:
        if self._waiting and len(self._writers) < AT_ONCE:
            # It begins once all have run that are ready to, with what they append too.
            self._writers.add(asyncio.create_task(self._write_on()))

    async def _write_on(self) -> None:
        writer = cast("asyncio.Task[None]", asyncio.current_task())
        try:
            while writer in self._writers and (group := self._next_group()):
                relief = asyncio.get_running_loop().call_later(LONG, self._relieve, writer)
                await self._write(group)
                relief.cancel()
        finally:
            # At once, so that nobody who comes meanwhile counts on it.
            self._writers.discard(writer)
            self._slow.discard(writer)

    def _relieve(self, writer: "asyncio.Task[None]") -> None:
        """Another writes what waits; this one ends with its group."""
        self._writers.discard(writer)
        self._slow.add(writer)
        self._go_on()

    def _next_group(self) -> list[_Waiting]:
        """Those that have waited longest, one a stream."""
        group: dict[str, _Waiting] = {}
        later = []
        while self._waiting and len(group) < MOST_TOGETHER:
            waiting = self._waiting.popleft()
            if waiting.placed.done():
                continue
            if group.setdefault(waiting.append.stream, waiting) is not waiting:
                later.append(waiting)
        self._waiting.extendleft(reversed(later))
        return list(group.values())

    async def _write(self, group: list[_Waiting]) -> None:
        try:
            text, arguments = append_statement([waiting.append for waiting in group])
            streams = {row["stream"] for row in await self._pool.fetch(text, *arguments)}
        except Exception as error:
            if len(group) > 1 and isinstance(error, asyncpg.PostgresError):
                await asyncio.gather(*(self._write([waiting]) for waiting in group if not waiting.placed.done()))
                return
            for waiting in group:
                if not waiting.placed.done():
                    waiting.placed.set_exception(error)
        except BaseException:
            for waiting in group:
                waiting.placed.cancel()
            raise
        else:
            for waiting in group:
                if not waiting.placed.done():
                    waiting.placed.set_result(waiting.append.stream in streams)
