"""The queues of webhooks' deliveries, one a process and endpoint: taken on a lease, let go of with what became of it.

Nothing is locked and no transaction is open between the two, and who has lost its lease can write nothing.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from luyue.journal.connection import Pool
from luyue.journal.streams import RECORDED_COLUMNS, Recorded, recorded
from luyue.journal.webhook_endpoints import Endpoint, WebhookEndpoints

WAITING = """
with recursive waiting(endpoint_id) as (
  select '' collate "C"
  union all
  select (
    select q.endpoint_id from webhook_queues q
    where q.endpoint_id > waiting.endpoint_id and q.next_attempt_at < 'infinity' order by q.endpoint_id limit 1
  ) from waiting where waiting.endpoint_id is not null
)"""
"""Begins a statement: goes along an index from one endpoint with something pending to the next."""

# Leases are measured by the database's clock: that of one worker says nothing to another.
# Looks at endpoints for which something is pending, and then goes round their owners.
_TAKE = f"""{WAITING}, under_way as materialized (
  select w.id, w.owner from webhook_queues h join webhook_endpoints w on w.id = h.endpoint_id
  where h.holder is not null and h.held_until > statement_timestamp()
), of_owners as materialized (
  select owner, count(*) as places from under_way group by owner
), of_endpoints as materialized (
  select id, count(*) as places from under_way group by id
), room as (
  select w.id, w.owner, w.last_succeeded, coalesce(o.places, 0) as of_owner,
    case when w.last_succeeded then $3 else 1 end - coalesce(e.places, 0) as places
  from waiting cross join lateral (
    select * from webhook_endpoints where id = waiting.endpoint_id and disabled_at is null limit 1
  ) w left join of_owners o on o.owner = w.owner left join of_endpoints e on e.id = w.id
), ready as (
  select room.*, q.stream, q.next_attempt_at,
    room.of_owner + row_number() over (
      partition by room.owner
      order by room.last_succeeded is true desc, room.last_succeeded nulls first, q.next_attempt_at
    ) as turn
  from room cross join lateral (
    select stream, next_attempt_at from webhook_queues
    where endpoint_id = room.id and next_attempt_at < 'infinity' and next_attempt_at <= $1
      and (holder is null or held_until <= clock_timestamp())
    order by next_attempt_at limit greatest(room.places, 0) for update skip locked
  ) q
), fair as (
  select ready.*, row_number() over (partition by last_succeeded order by turn, next_attempt_at) as place
  from ready where turn <= $4
), due as (
  select id, stream from fair
  where place <= case last_succeeded when true then $5 when false then $7 else $6::bigint end
  order by last_succeeded is true desc, last_succeeded nulls first, turn, next_attempt_at limit $5
)
update webhook_queues q set holder = $8, held_until = clock_timestamp() + $2 * interval '1 second'
from due where q.endpoint_id = due.id and q.stream = due.stream
"""
# Apart from the taking, so that it sees what the last holder did. `remaining` is true where more is pending.
_HEADS = f"""
with held as (
  select q.endpoint_id, q.stream as queue, q.added, d.first, d.attempts,
  greatest(d.tried_until, w.tried_until) as tried_until, exists (
    select from webhook_deliveries m
    where m.endpoint_id = q.endpoint_id and m.stream = q.stream and m.state = 'pending' and m.version > d.first
  ) as remaining
  from webhook_queues q join webhook_endpoints w on w.id = q.endpoint_id left join lateral (
    select p.version as first, p.attempts, p.tried_until from webhook_deliveries p
    where p.endpoint_id = q.endpoint_id and p.stream = q.stream and p.state = 'pending' order by p.version limit 1
  ) d on true
  where q.holder = $1
)
select endpoint_id, queue, added, attempts, tried_until, remaining, {RECORDED_COLUMNS}
from held left join events on stream = queue and version = first
"""
# What was added meanwhile is judged by the row as it is when it is locked, not as it was when the statement began.
_LET_GO = """
update webhook_queues set holder = null, held_until = null,
  next_attempt_at = case when added <> $4 then $5::timestamptz else coalesce($6::timestamptz, 'infinity') end
where endpoint_id = $1 and stream = $2 and holder = $3
"""
_NOTE = f"""
with mine as ({_LET_GO} returning endpoint_id)
update webhook_deliveries d set
  state = $8::text, attempts = attempts + 1, last_attempt_at = $5, last_status = $9, last_error = $10,
  delivered_at = case when $8::text = 'delivered' then $5::timestamptz end
from mine where d.endpoint_id = mine.endpoint_id and d.event_id = $7 and d.state = 'pending'
"""


@dataclass(frozen=True)
class Held:
    """A queue under a lease, with its first pending event. `attempts` were made before; `remaining`: more is pending.

    `added` and `holder` prove, when it is let go of, what was seen and by whom.
    """

    endpoint: Endpoint
    event: Recorded
    attempts: int
    tried_until: datetime
    remaining: bool
    added: int
    holder: uuid.UUID


@dataclass(frozen=True)
class Result:
    """What became of an attempt. `again_at` is None where it was the last: it got through, or it is given up.

    `status` is that of the receiver's answer, `error` what went wrong, in words without personal data.
    """

    at: datetime
    status: int | None = None
    error: str | None = None
    again_at: datetime | None = None

    @property
    def state(self) -> str:
        if self.error is None:
            return "delivered"
        return "parked" if self.again_at is None else "pending"


@dataclass(frozen=True)
class Room:
    """How many deliveries may be taken: in `all`, and of those to endpoints that have not succeeded.

    These are `untried` ones, to which nothing was sent yet, and `failing` ones, whose last try failed.
    """

    all: int
    untried: int
    failing: int


class WebhookQueues:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._endpoints = WebhookEndpoints(pool)

    async def take(self, at: datetime, room: Room, *, lease: float, most_of_one: int, most_of_owner: int) -> list[Held]:
        """Takes queues that are due at `at` for `lease` s, as far as there is room.

        Those of endpoints whose last try succeeded come first, and the owners of whose the fewest are under way. Under
        way are about `most_of_owner` of an owner, `most_of_one` of an endpoint and one of an untried or failing one.
        """
        holder = uuid.uuid4()
        taken: str = await self._pool.execute(
            _TAKE, at, lease, most_of_one, most_of_owner, room.all, room.untried, room.failing, holder
        )
        if taken.endswith(" 0"):
            return []
        rows = await self._pool.fetch(_HEADS, holder)
        endpoints = await self._endpoints.of(sorted({row["endpoint_id"] for row in rows}))
        held = []
        for row in rows:
            endpoint = endpoints.get(row["endpoint_id"])
            if row["version"] is None:
                # Nothing is pending any more.
                await self._pool.execute(_LET_GO, row["endpoint_id"], row["queue"], holder, row["added"], at, None)
            elif endpoint is not None:
                held.append(_held(row, endpoint, holder))
        return held

    async def let_go(self, held: Held, result: Result) -> bool:
        """Notes a result and gives the queue back; returns False, having done nothing, where the lease was lost."""
        more_at = result.again_at or (result.at if held.remaining else None)
        done: str = await self._pool.execute(
            _NOTE,
            held.endpoint.id,
            held.event.stream,
            held.holder,
            held.added,
            result.at,
            more_at,
            held.event.id,
            result.state,
            result.status,
            result.error,
        )
        return not done.endswith(" 0")


def _held(row: Mapping[str, Any], endpoint: Endpoint, holder: uuid.UUID) -> Held:
    return Held(
        endpoint=endpoint,
        event=recorded({field.name: row[field.name] for field in fields(Recorded)}),
        attempts=row["attempts"],
        tried_until=row["tried_until"],
        remaining=row["remaining"],
        added=row["added"],
        holder=holder,
    )
