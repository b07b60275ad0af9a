"""Writes each event's notices to the inbox of those it concerns."""

import asyncio
import json
from collections.abc import Sequence

import asyncpg

from luyue.domain.cart_access_notices import CART_ACCESS_NOTICES
from luyue.domain.facts import FACTS
from luyue.domain.notices import Notice, Parties, Worded
from luyue.journal.connection import UNAVAILABLE, Pool
from luyue.journal.delivery import DeliveryFailed, TargetAway
from luyue.journal.inbox import Entry, Inbox
from luyue.journal.streams import Recorded, UnknownEvent, happened
from luyue.worker.kinds import Declared

MOST_REMEMBERED = 10_000


class InboxWriter:
    """Delivers events of the kinds that declare notices, and of cart access.

    What is delivered at once is written in one statement.
    """

    def __init__(self, pool: Pool, kinds: Sequence[Declared]) -> None:
        self._inbox = Inbox(pool)
        self._kinds = {declared.kind.name: declared for declared in kinds}
        self._remembered: dict[str, Parties] = {}
        self._gathered: list[Entry] = []
        self._writing: asyncio.Task[None] | None = None

    async def deliver(self, event: Recorded) -> None:
        """Writes the notices of an event, each once."""
        try:
            if notices := await self._notices(event):
                await self._write(Entry(event, notices))
        except UNAVAILABLE as error:
            raise TargetAway("Postgres") from error
        except (UnknownEvent, LookupError) as error:
            raise DeliveryFailed(str(error)) from error

    async def _notices(self, event: Recorded) -> Sequence[Notice]:
        subject = event.stream.partition("/")[0]
        declared = self._kinds.get(subject)
        told: Worded
        if subject in CART_ACCESS_NOTICES.streams:
            fact = FACTS[subject].model_validate_json(json.dumps(event.data))
            told, notices = CART_ACCESS_NOTICES, CART_ACCESS_NOTICES.of(event.stream, event.version, fact)
        elif declared is not None and declared.notices is not None:
            told = declared.notices
            parties = await self._parties(event.stream)
            if declared.notices.parcel_in:
                named_by = [kind.type_name() for kind in declared.notices.parcel_in]
                parcel = await self._inbox.parcel(event.stream, event.version, named_by)
                parties = parties.model_copy(update={"parcel": parcel})
            notices = declared.notices.of(happened(declared.kind, event), parties)
        else:
            return []
        for notice in notices:
            # What has no words must not get into an inbox, where it would stand in the way of all the rest.
            told.render(notice.message, notice.parameters)
        return notices

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
