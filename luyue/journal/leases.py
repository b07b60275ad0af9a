"""The hold of one worker on a subscription: a session's advisory lock, an epoch, and the cursor kept under both.

Everything a holder reads and writes goes over the connection that holds the lock: who has lost it can write nothing.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from luyue.journal import feed
from luyue.journal.connection import Connection
from luyue.journal.feed import Cursor
from luyue.journal.streams import Recorded

_LOCK = "select pg_try_advisory_lock(hashtextextended('luyue subscription ' || $1, 0))"
_TAKE_OVER = """
insert into subscriptions as s (name, epoch) values ($1, 1)
on conflict (name) do update set epoch = s.epoch + 1
returning epoch, transaction_id::text::bigint as transaction_id, position
"""
_ADVANCE = """
with mine as (
  update subscriptions set transaction_id = $3::text::xid8, position = $4
  where name = $1 and epoch = $2 returning name
), held as (
  insert into held_deliveries (
    subscription, transaction_id, position, stream, attempts, next_try_at, parked, error
  )
  select mine.name, h.transaction_id::text::xid8, h.position, h.stream, h.attempts,
         clock_timestamp() + h.pause * interval '1 second', h.parked, h.error
  from mine, jsonb_to_recordset($5) as h(transaction_id bigint, position bigint, stream text, attempts int,
                                         pause float, parked boolean, error text)
  on conflict do nothing
)
select count(*) from mine
"""


class Superseded(Exception):
    """Another worker has taken the subscription over: stop."""


@dataclass(frozen=True)
class Hold:
    """A delivery to keep for later: it failed, or (no attempts yet) an earlier one of its stream did.

    `pause` is the number of seconds until it is tried again.
    """

    event: Recorded
    attempts: int = 0
    pause: float = 0
    parked: bool = False
    error: str | None = None


class Lease:
    """A held subscription. Its statements are short and take turns on the connection."""

    def __init__(self, connection: Connection, name: str, epoch: int, cursor: Cursor) -> None:
        self.name = name
        self.epoch = epoch
        self.cursor = cursor
        self._connection = connection
        self._turn = asyncio.Lock()

    @classmethod
    async def take(cls, connection: Connection, name: str) -> "Lease | None":
        """Takes the subscription over on this connection; None while another worker holds it."""
        if not await connection.fetchval(_LOCK, name):
            return None
        row = await connection.fetchrow(_TAKE_OVER, name)
        return cls(connection, name, row["epoch"], Cursor(row["transaction_id"], row["position"]))

    async def read(self, limit: int) -> list[Recorded]:
        """The next events of the feed."""
        async with self._turn:
            return await feed.read(self._connection, self.cursor, limit)

    async def fetch(self, statement: str, *arguments: Any) -> list[Any]:
        """The rows that a statement returns, run on the holder's connection."""
        async with self._turn:
            return list(await self._connection.fetch(statement, *arguments))

    async def advance(self, cursor: Cursor, holds: Sequence[Hold]) -> None:
        """Moves the cursor and keeps what is held back, both or neither; raises `Superseded`."""
        rows = [
            {
                "transaction_id": hold.event.transaction_id,
                "position": hold.event.position,
                "stream": hold.event.stream,
                "attempts": hold.attempts,
                "pause": hold.pause,
                "parked": hold.parked,
                "error": hold.error,
            }
            for hold in holds
        ]
        moved = await self.fetch(
            _ADVANCE, self.name, self.epoch, str(cursor.transaction_id), cursor.position, json.dumps(rows)
        )
        if moved[0]["count"] == 0:
            raise Superseded(self.name)
        self.cursor = cursor


async def connect(database_url: str, name: str, *, longest_silence: float) -> Connection:
    """A connection for a lease. The server drops it, and the lock with it, when its worker dies, is cut off,
    or hangs for longer than `longest_silence` s."""
    return await asyncpg.connect(
        database_url,
        timeout=5,
        command_timeout=10,
        server_settings={
            "role": "luyue_service",
            "application_name": f"luyue subscription {name}",
            "jit": "off",
            "idle_session_timeout": str(round(longest_silence * 1000)),
            "tcp_keepalives_idle": "5",
            "tcp_keepalives_interval": "5",
            "tcp_keepalives_count": "3",
        },
    )
