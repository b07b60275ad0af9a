"""Writes each event's notices to the inbox of those it concerns."""

import asyncio
from collections.abc import Sequence

import asyncpg

from luyue.domain.notices import Parties
from luyue.journal.connection import UNAVAILABLE, Pool
from luyue.journal.delivery import DeliveryFailed, TargetAway
from luyue.journal.inbox import Entry, Inbox
from luyue.journal.streams import Recorded, UnknownEvent, happened
from luyue.worker.kinds import Declared

MOST_REMEMBERED = 10_000


class InboxWriter:
    """Delivers events of the kinds that declare notices. What is delivered at once is written in one statement."""

    def __init__(self, pool: Pool, kinds: Sequence[Declared]) -> None:
        self._inbox = Inbox(pool)
        self._kinds = {declared.kind.name: declared for declared in kinds}
        self._remembered: dict[str, Parties] = {}
        self._gathered: list[Entry] = []
        self._writing: asyncio.Task[None] | None = None

    async def deliver(self, event: Recorded) -> None:
        """Writes the notices of an event, each once."""
        declared = self._kinds.get(event.stream.partition("/")[0])
        if declared is None or declared.notices is None:
            return
        try:
            notices = declared.notices.of(happened(declared.kind, event), await self._parties(event.stream))
            for notice in notices:
                # What has no words must not get into an inbox, where it would stand in the way of all the rest.
                declared.notices.render(notice.message, notice.parameters)
            if notices:
                await self._write(Entry(event, notices))
        except UNAVAILABLE as error:
            raise TargetAway("Postgres") from error
        except (UnknownEvent, LookupError) as error:
            raise DeliveryFailed(str(error)) from error

    async def _parties(self, stream: str) -> Parties:
        if stream not in self._remembered:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[stream] = await self._inbox.parties(stream)
        return self._remembered[stream]

    async def _write(self, entry: Entry) -> None:
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_gathered())
        self._gathered.append(entry)
        try:
            await asyncio.shield(self._writing)
        except asyncpg.PostgresError as error:
            if isinstance(error, UNAVAILABLE):
                raise
            # Another's fault is not this event's: it is judged by itself.
            await self._inbox.add([entry])

    async def _write_gathered(self) -> None:
        """Starts after all that is ready to deliver has joined."""
        entries, self._gathered, self._writing = self._gathered, [], None
        await self._inbox.add(entries)
