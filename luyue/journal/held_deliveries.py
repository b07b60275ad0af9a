"""Deliveries that failed, and those held back behind them: what is due again, what was given up, how ops replay it."""

from collections.abc import Sequence
from dataclasses import dataclass

from luyue.journal.connection import Pool
from luyue.journal.leases import Hold, Lease, Superseded
from luyue.journal.streams import RECORDED_COLUMNS, Recorded, recorded

_BLOCKED = """
select distinct stream from held_deliveries where subscription = $1 and not parked and stream = any ($2)
"""
# A stream is due when its first held delivery is; those behind it follow in the feed's order.
_DUE = f"""
with first as (
  select distinct on (stream) stream, next_try_at from held_deliveries
  where subscription = $1 and not parked order by stream, transaction_id, position
), due as (
  select h.transaction_id as held_transaction_id, h.position as held_position, h.attempts
  from first join held_deliveries h on h.stream = first.stream and h.subscription = $1 and not h.parked
  where first.next_try_at <= clock_timestamp()
  order by h.transaction_id, h.position limit $2
)
select {RECORDED_COLUMNS}, attempts
from due join events on (transaction_id, position) = (held_transaction_id, held_position)
order by held_transaction_id, held_position
"""
_MINE = "exists (select from subscriptions where name = $1 and epoch = $2 for share)"
_DELIVERED = f"""
delete from held_deliveries
where subscription = $1 and transaction_id = $3::text::xid8 and position = $4 and {_MINE} returning position
"""
_FAILED = f"""
update held_deliveries
set attempts = $5, next_try_at = clock_timestamp() + $6 * interval '1 second', parked = $7, error = $8
where subscription = $1 and transaction_id = $3::text::xid8 and position = $4 and {_MINE} returning position
"""
_PARKED = f"""
select {RECORDED_COLUMNS}, attempts, error
from (
  select transaction_id as held_transaction_id, position as held_position, attempts, error
  from held_deliveries where subscription = $1 and parked
) held join events on (transaction_id, position) = (held_transaction_id, held_position)
order by held_transaction_id, held_position limit $2
"""
_REPLAY = """
update held_deliveries set parked = false, attempts = 0, next_try_at = clock_timestamp()
where subscription = $1 and parked and ($2::bigint[] is null or position = any ($2)) returning position
"""


@dataclass(frozen=True)
class Parked:
    """A delivery that was given up after `attempts`; `error` is the last one's."""

    event: Recorded
    attempts: int
    error: str | None


async def blocked(lease: Lease, streams: Sequence[str]) -> frozenset[str]:
    """Those of the streams whose events must wait behind a held one."""
    return frozenset(row["stream"] for row in await lease.fetch(_BLOCKED, lease.name, streams))


async def due(lease: Lease, limit: int) -> list[Hold]:
    """What is to be tried again now, in the feed's order."""
    found = [dict(row) for row in await lease.fetch(_DUE, lease.name, limit)]
    return [Hold(attempts=row.pop("attempts"), event=recorded(row)) for row in found]


async def delivered(lease: Lease, event: Recorded) -> None:
    """A held delivery has got through; raises `Superseded`."""
    await _change(lease, _DELIVERED, event)


async def failed(lease: Lease, hold: Hold) -> None:
    """A held delivery has failed again: it is tried after its pause, or parked; raises `Superseded`."""
    await _change(lease, _FAILED, hold.event, hold.attempts, hold.pause, hold.parked, hold.error)


async def _change(lease: Lease, statement: str, event: Recorded, *values: object) -> None:
    changed = await lease.fetch(statement, lease.name, lease.epoch, str(event.transaction_id), event.position, *values)
    if not changed:
        raise Superseded(lease.name)


async def parked(pool: Pool, subscription: str, limit: int = 200) -> list[Parked]:
    """What was given up, oldest first, for ops to look at."""
    found = [dict(row) for row in await pool.fetch(_PARKED, subscription, limit)]
    return [Parked(attempts=row.pop("attempts"), error=row.pop("error"), event=recorded(row)) for row in found]


async def replay(pool: Pool, subscription: str, positions: Sequence[int] | None = None) -> int:
    """Has parked deliveries tried anew, those at the given positions or all; returns how many."""
    return len(await pool.fetch(_REPLAY, subscription, positions))
