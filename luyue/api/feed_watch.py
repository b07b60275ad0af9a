"""Knows how far the feed has come while somebody waits for it: one look at Postgres for all who wait."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from luyue.journal.connection import UNAVAILABLE
from luyue.journal.feed import START, Cursor
from luyue.journal.feed_pages import Settled, settled
from luyue.journal.journal import Journal
from luyue.journal.trouble import Trouble

LOOK_EVERY = 0.25
"""Seconds between two looks."""
_log = logging.getLogger(__name__)


class FeedWatch:
    def __init__(self) -> None:
        self.settled = Settled(0, START, beyond=0)
        self.ended = False
        self._watchers = 0
        self._looking: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()

    @asynccontextmanager
    async def watching(self, journal: Journal) -> AsyncIterator[None]:
        """Looks at the feed now, which raises one of `UNAVAILABLE` while Postgres is away, and then time and again.

        Whoever comes first begins the looking, and whoever leaves last ends it.
        """
        await self._look(journal)
        self._watchers += 1
        if self._looking is None:
            self._looking = asyncio.create_task(self._keep_looking(journal))
        try:
            yield
        finally:
            self._watchers -= 1
            if not self._watchers:
                self._looking.cancel()
                self._looking = None

    async def news(self, after: Cursor, within: float) -> bool:
        """Waits until an event after a place is settled, or for as many seconds, or until nobody shall wait any more.

        Returns whether there is such an event.
        """
        try:
            async with asyncio.timeout(within):
                while not self.ended and self.settled.newest <= after:
                    await self._changed.wait()
        except TimeoutError:
            return False
        return not self.ended

    def end(self) -> None:
        """Wakes everybody for good."""
        self.ended = True
        self._wake()

    async def _keep_looking(self, journal: Journal) -> None:
        trouble = Trouble(_log, "watch of the feed")
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self._look(journal)
            except Exception as error:
                # Whatever it was, those who wait would never hear of anything again.
                trouble.add(error, expected=isinstance(error, UNAVAILABLE))
            else:
                trouble.over()

    async def _look(self, journal: Journal) -> None:
        found = await settled(journal.pool)
        # Two looks may overtake each other.
        if found.below <= self.settled.below:
            return
        is_news = found.newest > self.settled.newest
        self.settled = found
        if is_news:
            self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
