"""The watch of the feed: one look for all who wait, begun by the first and ended by the last."""

import asyncio
from contextlib import AsyncExitStack
from types import SimpleNamespace
from typing import Any

import pytest

from luyue.api import feed_watch
from luyue.api.feed_watch import FeedWatch
from luyue.journal.feed import START, Cursor
from luyue.journal.feed_pages import Settled

JOURNAL: Any = SimpleNamespace(pool=None)
FOREVER = 600


class Feed:
    """Stands in for Postgres: while it is stopped, each look waits until it is let through."""

    def __init__(self) -> None:
        self.now = Settled(10, START, beyond=10)
        self.error: Exception | None = None
        self.asked = 0
        self.stopped = False
        self._through = asyncio.Semaphore(0)

    async def settled(self, _pool: object) -> Settled:
        self.asked += 1
        if self.stopped:
            await self._through.acquire()
        if self.error:
            raise self.error
        return self.now

    async def look(self) -> None:
        """Lets one look through, and waits until the next is asked for."""
        asked = self.asked
        self._through.release()
        while self.asked == asked:
            await asyncio.sleep(0)

    def grow(self, position: int) -> None:
        self.now = Settled(self.now.below + 1, Cursor(self.now.below, position), beyond=self.now.below + 1)


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Feed:
    feed = Feed()
    monkeypatch.setattr(feed_watch, "LOOK_EVERY", 0)
    monkeypatch.setattr(feed_watch, "settled", feed.settled)
    return feed


async def _turns() -> None:
    """Lets everything run that can."""
    for _ in range(100):
        await asyncio.sleep(0)


async def test_one_looks_for_all_who_wait(feed: Feed) -> None:
    watch = FeedWatch()
    async with AsyncExitStack() as all_of_them, asyncio.timeout(120):
        for _ in range(20):
            await all_of_them.enter_async_context(watch.watching(JOURNAL))
        feed.stopped = True
        await _turns()
        waiting = [asyncio.create_task(watch.news(START, FOREVER)) for _ in range(20)]
        asked = feed.asked
        for _ in range(3):
            await feed.look()
        assert feed.asked == asked + 3
        assert not any(task.done() for task in waiting)
        feed.grow(1)
        await feed.look()
        assert await asyncio.gather(*waiting) == [True] * 20
        assert await watch.news(START, FOREVER)
        assert not await watch.news(watch.settled.newest, 0)


async def test_nobody_looks_when_nobody_waits(feed: Feed) -> None:
    watch = FeedWatch()
    async with watch.watching(JOURNAL):
        async with watch.watching(JOURNAL):
            pass
        asked = feed.asked
        await _turns()
        assert feed.asked > asked
    asked = feed.asked
    await _turns()
    assert feed.asked == asked
    async with watch.watching(JOURNAL):
        await _turns()
    assert feed.asked > asked + 1


async def test_looking_goes_on_after_failures(feed: Feed) -> None:
    watch = FeedWatch()
    async with watch.watching(JOURNAL), asyncio.timeout(120):
        for error in (OSError("away"), RuntimeError("unheard of")):
            feed.error = error
            await _turns()
            feed.error = None
            before = watch.settled.newest
            feed.grow(before.position + 1)
            assert await watch.news(before, FOREVER)


async def test_who_begins_while_postgres_is_away_is_told(feed: Feed) -> None:
    watch = FeedWatch()
    feed.error = OSError("away")
    with pytest.raises(OSError, match="away"):
        async with watch.watching(JOURNAL):
            pytest.fail("it began")
    feed.error = None
    asked = feed.asked
    await _turns()
    assert feed.asked == asked


async def test_an_older_look_that_comes_late_changes_nothing(feed: Feed) -> None:
    watch = FeedWatch()
    async with watch.watching(JOURNAL):
        feed.grow(1)
        await watch.news(START, FOREVER)
        newer = watch.settled
        feed.now = Settled(10, START, beyond=10)
        await _turns()
        assert watch.settled == newer


async def test_the_end_wakes_everybody(feed: Feed) -> None:
    watch = FeedWatch()
    async with watch.watching(JOURNAL), asyncio.timeout(120):
        waiting = asyncio.create_task(watch.news(START, FOREVER))
        await _turns()
        watch.end()
        assert not await waiting
        assert not await watch.news(START, FOREVER)
