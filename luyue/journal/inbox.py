"""The in-app inbox: messages by recipient, written once an event, read newest first."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from luyue.domain.notices import Notice, Parcel, Parties
from luyue.journal.connection import Pool
from luyue.journal.streams import Recorded

_PARTIES = "select id, creator_id, merchant_id, product_id from processes where stream = $1"
_PARCEL = """
select data ->> 'carrier' as carrier, data ->> 'tracking_no' as tracking_no from events
where stream = $1 and version <= $2 and type = any ($3) order by version desc limit 1
"""
_ADD = """
insert into inbox (recipient, event_id, stream, message, parameters, occurred_at)
select n.recipient, n.event_id, n.stream, n.message, n.parameters, n.occurred_at
from jsonb_to_recordset($1) as n(recipient text, event_id uuid, stream text, message text, parameters jsonb,
                                 occurred_at timestamptz)
on conflict (recipient, event_id) do nothing
"""
_NEWEST = """
select event_id, stream, message, parameters, occurred_at, read_at, position from inbox
where recipient = $1 and position < coalesce($2, 9223372036854775807) order by position desc limit $3
"""
_HOLDS = "select exists (select from inbox where recipient = $1 and event_id = $2)"
_UNREAD = """
select event_id, stream, message, parameters, occurred_at, read_at, position from inbox
where recipient = $1 and ($2::bigint is null or position < $2) and read_at is null order by position desc limit $3
"""
_READ = """
update inbox set read_at = coalesce(read_at, clock_timestamp()) where recipient = $1 and event_id = $2
returning read_at
"""


@dataclass(frozen=True)
class InboxMessage:
    """One message to a recipient. `position` orders an inbox; `read_at` is None while it is unread."""

    event_id: UUID
    stream: str
    message: str
    parameters: dict[str, Any]
    occurred_at: datetime
    read_at: datetime | None
    position: int


@dataclass(frozen=True)
class Entry:
    """An event with what is told of it."""

    event: Recorded
    notices: Sequence[Notice]


class Inbox:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def parties(self, stream: str) -> Parties:
        """A process's parties; raises LookupError where there is no such process."""
        row = await self._pool.fetchrow(_PARTIES, stream)
        if row is None:
            raise LookupError(f"no process {stream}")
        return Parties(**row)

    async def parcel(self, stream: str, version: int, types: Sequence[str]) -> Parcel:
        """The parcel of a process as of one of its events, by the newest event of these types; LookupError if none."""
        row = await self._pool.fetchrow(_PARCEL, stream, version, types)
        if row is None:
            raise LookupError(f"no parcel of {stream}")
        return Parcel(**row)

    async def add(self, entries: Sequence[Entry]) -> None:
        """Writes the messages of events in one statement; those written before are left as they are."""
        rows = [
            {
                "recipient": notice.recipient,
                "event_id": entry.event.id,
                "stream": entry.event.stream,
                "message": notice.message,
                "parameters": notice.parameters,
                "occurred_at": entry.event.occurred_at.isoformat(),
            }
            for entry in entries
            for notice in entry.notices
        ]
        await self._pool.execute(_ADD, json.dumps(rows, ensure_ascii=False))

    async def newest(
        self, recipient: str, limit: int, before: int | None = None, *, unread: bool = False
    ) -> list[InboxMessage]:
        """Up to `limit` messages, newest first, of those before a position if one is given; or of the unread ones."""
        rows = await self._pool.fetch(_UNREAD if unread else _NEWEST, recipient, before, limit)
        return [InboxMessage(**{**row, "parameters": json.loads(row["parameters"])}) for row in rows]

    async def holds(self, recipient: str, event_id: UUID) -> bool:
        """Whether a recipient has such a message."""
        found: bool = await self._pool.fetchval(_HOLDS, recipient, event_id)
        return found

    async def mark_read(self, recipient: str, event_id: UUID) -> datetime | None:
        """Marks a message as read; returns when it first was, or None where the recipient has no such message."""
        read_at: datetime | None = await self._pool.fetchval(_READ, recipient, event_id)
        return read_at
