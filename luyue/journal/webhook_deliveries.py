"""What is to be delivered to webhooks' endpoints: fanned out from the feed, listed, tried anew, and forgotten."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import asyncpg

from luyue.journal.connection import Pool
from luyue.journal.streams import Recorded
from luyue.journal.webhook_endpoints import AT_ONCE, EVERYTHING, in_batches

DeliveryState = Literal["pending", "delivered", "parked"]

# A queue that is empty wakes up; one that waits for its next try goes on waiting.
_WAKE = """
insert into webhook_queues as q (endpoint_id, stream, next_attempt_at)
select distinct endpoint_id, stream, $2::timestamptz from added order by endpoint_id, stream
on conflict (endpoint_id, stream) do update set
  added = q.added + 1, next_attempt_at = least(q.next_attempt_at, {until})
"""
# Only who could read the event gets it, and only from the endpoint's first moment on. Facts are no process's.
_FAN_OUT = f"""
with added as (
  insert into webhook_deliveries (endpoint_id, event_id, stream, version, event_type, created_at, tried_until)
  select w.id, e.event_id, e.stream, e.version, e.type, $2, $3
  from jsonb_to_recordset($1) as e(event_id uuid, stream text, version int, type text, recorded_at timestamptz)
  left join processes p on p.stream = e.stream
  join webhook_endpoints w
    on w.audience = any (array['{EVERYTHING}', 'creator:' || p.creator_id, 'merchant:' || p.merchant_id])
  where (w.kinds is null and p.stream is not null or split_part(e.stream, '/', 1) = any (w.kinds))
    and (w.event_types is null or e.type = any (w.event_types))
    and w.created_at <= e.recorded_at
    and (w.disabled_at is null or w.disabled_at > $4)
  order by w.id, e.stream, e.version
  on conflict do nothing
  returning endpoint_id, stream
)
{_WAKE.format(until="case when q.next_attempt_at = 'infinity' then excluded.next_attempt_at else 'infinity' end")}
"""
_REDELIVER = f"""
with again as (
  select event_id from webhook_deliveries
  where endpoint_id = $1 and (event_id = $4::uuid or $4::uuid is null and state = 'parked')
  order by number limit {AT_ONCE} for update
), added as (
  update webhook_deliveries set state = 'pending', attempts = 0, tried_until = $3
  where endpoint_id = $1 and event_id = any (array(select event_id from again))
  returning endpoint_id, stream
), woken as (
  {_WAKE.format(until="excluded.next_attempt_at")}
)
select count(*) from added
"""
_LISTED = """event_id, stream, version, event_type, state, attempts, created_at, last_attempt_at, last_status,
last_error, delivered_at, number"""
_PAGE = f"""
select {_LISTED} from webhook_deliveries
where endpoint_id = $1 and ($2::text is null or state = $2) and ($3::bigint is null or number < $3)
order by number desc limit $4
"""
_FIND = f"select {_LISTED} from webhook_deliveries where endpoint_id = $1 and event_id = $2"
# Rows are deleted by their places: a join with those found is gone through once for each of them where the planner,
# by old statistics, expects few.
_FORGET = f"""
delete from webhook_deliveries where ctid = any (array(
  select d.ctid from webhook_deliveries d join webhook_endpoints w on w.id = d.endpoint_id
  where d.created_at < $1 and (d.state <> 'pending' or w.disabled_at < $1) limit {AT_ONCE}
))
"""
_FORGET_QUEUES = f"""
delete from webhook_queues where next_attempt_at = 'infinity' and holder is null and ctid = any (array(
  select ctid from webhook_queues where next_attempt_at = 'infinity' and holder is null limit {AT_ONCE}
))
"""


@dataclass(frozen=True)
class ListedDelivery:
    """A delivery as its owner sees it; `last_error` is in words without personal data. `number` orders a list."""

    event_id: UUID
    stream: str
    version: int
    event_type: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    last_attempt_at: datetime | None
    last_status: int | None
    last_error: str | None
    delivered_at: datetime | None
    number: int


class WebhookDeliveries:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def fan_out(
        self, events: Sequence[Recorded], at: datetime, *, tried_until: datetime, collected_for: timedelta
    ) -> None:
        """Adds a delivery of each event for each endpoint that it concerns; again changes nothing.

        Endpoints that have been disabled for longer than `collected_for` get none.
        """
        rows = [
            {
                "event_id": event.id,
                "stream": event.stream,
                "version": event.version,
                "type": event.type,
                "recorded_at": event.recorded_at.isoformat(),
            }
            for event in events
        ]
        while True:
            try:
                await self._pool.execute(_FAN_OUT, json.dumps(rows), at, tried_until, at - collected_for)
                return
            except asyncpg.ForeignKeyViolationError:
                # An endpoint was deleted at this very moment; then it is not among them any more.
                continue

    async def page(
        self, endpoint_id: str, state: DeliveryState | None, before: int | None, size: int
    ) -> list[ListedDelivery]:
        """Up to `size` deliveries, the newest first, in a state if one is given, before a number if one is given."""
        rows = await self._pool.fetch(_PAGE, endpoint_id, state, before, size)
        return [ListedDelivery(**row) for row in rows]

    async def find(self, endpoint_id: str, event_id: UUID) -> ListedDelivery | None:
        """The delivery of an event."""
        row = await self._pool.fetchrow(_FIND, endpoint_id, event_id)
        return ListedDelivery(**row) if row is not None else None

    async def redeliver(self, endpoint_id: str, event_id: UUID | None, at: datetime, *, tried_until: datetime) -> int:
        """Has the delivery of one event, whatever its state, or all parked ones tried anew; returns how many."""
        count = 0
        while True:
            batch: int = await self._pool.fetchval(_REDELIVER, endpoint_id, at, tried_until, event_id)
            count += batch
            if batch < AT_ONCE:
                return count

    async def forget(self, before: datetime) -> None:
        """Removes old deliveries that are not under way any more, and empty queues."""
        await in_batches(self._pool, _FORGET, before)
        await in_batches(self._pool, _FORGET_QUEUES)
