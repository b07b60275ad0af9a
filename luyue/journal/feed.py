"""The feed: every event of the journal in one order that never skips what commits late."""

import base64
import binascii
import struct
from dataclasses import dataclass

from luyue.journal.connection import Connection, Pool
from luyue.journal.streams import RECORDED_COLUMNS, Recorded, recorded

# Below the oldest transaction still running nothing can appear any more, wherever its positions lie.
READ = f"""
select {RECORDED_COLUMNS} from events
where (transaction_id, position) > ($1::text::xid8, $2::bigint)
  and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
order by events.transaction_id, events.position limit $3
"""
_FORM = struct.Struct(">qq")


@dataclass(frozen=True, order=True)
class Cursor:
    """A place in the feed: just after the event with this transaction id and position."""

    transaction_id: int
    position: int

    @classmethod
    def after(cls, event: Recorded) -> "Cursor":
        """The place just after an event."""
        return cls(event.transaction_id, event.position)

    def encode(self) -> str:
        """The cursor as clients carry it: opaque, and in need of no escaping in an address."""
        packed = _FORM.pack(self.transaction_id, self.position)
        return base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """The cursor that `encode` gave; raises ValueError for any other text."""
        try:
            packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            cursor = cls(*_FORM.unpack(packed))
        except (binascii.Error, struct.error, ValueError):
            raise ValueError("not a cursor") from None
        if min(cursor.transaction_id, cursor.position) < 0 or cursor.encode() != text:
            raise ValueError("not a cursor")
        return cursor


START = Cursor(0, 0)
"""Before the first event."""


async def read(source: "Pool | Connection", after: Cursor, limit: int) -> list[Recorded]:
    """Up to `limit` events after a cursor, in the feed's order; fewer when no more are settled yet."""
    rows = await source.fetch(READ, str(after.transaction_id), after.position, limit)
    return [recorded(row) for row in rows]
