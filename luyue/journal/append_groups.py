"""Appends that come while others are under way, written together: a transaction costs more than an event in it.

An append that finds nothing under way is written at once, alone. What a group shares is the round trip, the commit and,
if Postgres takes none of it because of one, that each is then written by itself: no append fails for another's sake.
"""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import cast

import asyncpg

from luyue.journal.append_statement import Append, append_statement
from luyue.journal.connection import UNAVAILABLE, Pool

AT_ONCE = 2
"""Groups under way at the same time: while one waits for the disk, Postgres works on another."""
MOST_TOGETHER = 32


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

    async def write(self, append: Append) -> bool:
        """Writes an append, whole or not at all; False where its stream is not as it was believed to be.

        Raises what Postgres says against this append alone, and what it says while it is away. A caller that is
        cancelled takes back an append that has not been begun.
        """
        waiting = _Waiting(append, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if len(self._writers) < AT_ONCE:
            # It begins once all have run that are ready to, with what they append too.
            self._writers.add(asyncio.create_task(self._write_on()))
        return await waiting.placed

    async def _write_on(self) -> None:
        try:
            while group := self._next_group():
                await self._write(group)
        finally:
            # At once, so that nobody who comes meanwhile counts on it.
            self._writers.discard(cast("asyncio.Task[None]", asyncio.current_task()))

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
            if len(group) > 1 and isinstance(error, asyncpg.PostgresError) and not isinstance(error, UNAVAILABLE):
                for waiting in group:
                    await self._write([waiting])
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
