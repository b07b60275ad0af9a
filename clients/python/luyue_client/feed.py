"""The feed of all events that the caller may see, read on from where one stopped."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Sequence
from typing import TYPE_CHECKING, TypedDict, Unpack

from luyue_client.models import EventAnswer, FeedAnswer

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Wanted(TypedDict, total=False):
    """Which events: by default those of all processes."""

    kinds: Sequence[str]
    creator_id: str
    merchant_id: str
    page_size: int


class Feed:
    """Events in order, none twice and none left out, from after a cursor.

    `cursor` is where this feed goes on. An event counts as dealt with once the next one is asked for: to go on in
    another process, keep `event.cursor` together with what you made of the event, and give it as `after`. When the
    service stays away for longer than the client's patience, `UnansweredError` is raised; iterating again goes on.
    """

    def __init__(self, luyue: Luyue, after: str, poll_every: float, **wanted: Unpack[Wanted]) -> None:
        self.cursor = after
        self._luyue = luyue
        self._poll_every = poll_every
        self._wanted = wanted

    def __iter__(self) -> Iterator[EventAnswer]:
        while True:
            yield from self.so_far()
            self._luyue.clock.sleep(self._poll_every)

    def so_far(self) -> Iterator[EventAnswer]:
        """Only the events that there are by now."""
        has_more = True
        while has_more:
            page: FeedAnswer = self._luyue.events.get(after=self.cursor, **self._wanted)
            for event in page.items:
                yield event
                self.cursor = event.cursor
            self.cursor, has_more = page.next_cursor, page.has_more


class AsyncFeed:
    """Events in order, as in `Feed`."""

    def __init__(self, luyue: AsyncLuyue, after: str, poll_every: float, **wanted: Unpack[Wanted]) -> None:
        self.cursor = after
        self._luyue = luyue
        self._poll_every = poll_every
        self._wanted = wanted

    async def __aiter__(self) -> AsyncGenerator[EventAnswer, None]:
        while True:
            async for event in self.so_far():
                yield event
            await self._luyue.clock.sleep(self._poll_every)

    async def so_far(self) -> AsyncGenerator[EventAnswer, None]:
        """Only the events that there are by now."""
        has_more = True
        while has_more:
            page: FeedAnswer = await self._luyue.events.get(after=self.cursor, **self._wanted)
            for event in page.items:
                yield event
                self.cursor = event.cursor
            self.cursor, has_more = page.next_cursor, page.has_more
