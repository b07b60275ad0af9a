"""Streams: load a process's state, append events with its view row in one statement, read the events back."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import asyncpg

from luyue.domain.messages import Event, Happened
from luyue.domain.process import Kind, S, fold
from luyue.journal.canonical import NO_HASH, chain_hash
from luyue.journal.connection import Pool
from luyue.journal.seen import NOTHING_SEEN, Seen


class Conflict(Exception):
    """Somebody else appended first: load again and decide again."""


class ClaimTaken(Exception):
    """Another process holds the claim: load again and decide again, now knowing it."""


class UnknownEvent(Exception):
    """An event of a type that this version does not know."""


@dataclass(frozen=True)
class KnownCommand:
    """A command that has already led to the events from `first_version` to `last_version`."""

    name: str
    payload_digest: bytes
    first_version: int
    last_version: int


@dataclass(frozen=True)
class Loaded:
    """A stream's row: its state as JSON with the state's shape, None before the first event."""

    version: int
    state: str | None
    state_shape: int
    hash: bytes
    known: KnownCommand | None


@dataclass(frozen=True)
class Recorded:
    """An event as it stands in the journal. `transaction_id` and `position` make the feed's order."""

    stream: str
    version: int
    id: str
    type: str
    schema_version: int
    data: dict[str, Any]
    actor: str
    command_id: str
    occurred_at: datetime
    recorded_at: datetime
    transaction_id: int
    position: int
    hash: bytes


@dataclass(frozen=True)
class Draft:
    """An event about to be appended, with what it was decided on."""

    happened: Happened
    actor: str
    command_id: str
    seen: Seen = NOTHING_SEEN


@dataclass(frozen=True)
class ViewRow:
    """What a process's row shows after the append; `listens` is None where the subjects have not changed."""

    kind: str
    id: str
    status: str
    closed_reason: str | None
    closed: bool
    creator_id: str | None
    merchant_id: str | None
    product_id: str | None
    policy_version: str
    next_deadline_at: datetime | None
    next_deadline: str | None
    claim: str | None
    record_of: str | None
    record_what: str | None
    record_at: datetime | None
    record_points: int
    state: str
    state_shape: int
    created_at: datetime
    updated_at: datetime
    listens: Sequence[str] | None


@dataclass(frozen=True)
class CommandRow:
    command_id: str
    name: str
    payload_digest: bytes
    first_version: int
    last_version: int
    payload: Mapping[str, Any] = field(default_factory=dict)


_LOAD = """
select p.version, p.state, p.state_shape, p.hash, c.name, c.payload_digest, c.first_version, c.last_version
from (values (1)) one
left join processes p on p.stream = $1
left join commands c on c.stream = $1 and c.command_id = $2
"""

_APPEND = """
with follows as (
  select coalesce((select hash from processes where stream = $1), $28) = $29 as directly
), appended as (
  insert into events (stream, version, id, type, schema_version, data, actor, command_id, occurred_at, seen, hash)
  select $1, e.version, e.id, e.type, e.schema_version, e.data, e.actor, e.command_id, e.occurred_at, e.seen,
         decode(e.hash, 'hex')
  from jsonb_to_recordset($2) as e(version int, id uuid, type text, schema_version int, data jsonb, actor text,
                                   command_id text, occurred_at timestamptz, seen jsonb, hash text)
  where (select directly from follows)
  order by e.version
), known as (
  insert into commands (stream, command_id, name, payload_digest, first_version, last_version, payload)
  select $1, $3, $4, $5, $6, $7, $27::jsonb where $3::text is not null and (select directly from follows)
), unheard as (
  delete from listeners
  where $8::text[] is not null and stream = $1 and subject <> all ($8) and (select directly from follows)
), heard as (
  insert into listeners (subject, stream)
  select unnest($8::text[]), $1 where (select directly from follows) on conflict do nothing
)
insert into processes (
  stream, kind, id, version, status, closed_reason, closed, creator_id, merchant_id, product_id, policy_version,
  next_deadline_at, next_deadline, claim, state, state_shape, hash, created_at, updated_at, record_of, record_what,
  record_at, record_points
)
select $1, $9, $10, $11::int, $12, $13, $14::boolean, $15, $16, $17, $18, $19::timestamptz, $20, $21, $22::jsonb,
       $23::int, $24::bytea, $25::timestamptz, $26::timestamptz, $30, $31, $32::timestamptz,
       $33::int
where (select directly from follows)
on conflict (stream) do update set
  version = excluded.version, status = excluded.status, closed_reason = excluded.closed_reason,
  closed = excluded.closed, creator_id = excluded.creator_id, merchant_id = excluded.merchant_id,
  product_id = excluded.product_id, policy_version = excluded.policy_version,
  next_deadline_at = excluded.next_deadline_at, next_deadline = excluded.next_deadline, claim = excluded.claim,
  state = excluded.state, state_shape = excluded.state_shape, hash = excluded.hash, updated_at = excluded.updated_at,
  record_of = excluded.record_of, record_what = excluded.record_what, record_at = excluded.record_at,
  record_points = excluded.record_points
"""

RECORDED_COLUMNS = """stream, version, id::text, type, schema_version, data, actor, command_id, occurred_at,
recorded_at, transaction_id::text::bigint as transaction_id, position, hash"""


class Streams:
    """The streams of processes."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def load(self, stream: str, command_id: str | None) -> Loaded:
        """The stream's row, and what is known of a command id, in one round trip."""
        row = await self._pool.fetchrow(_LOAD, stream, command_id)
        known = None
        if row["name"] is not None:
            known = KnownCommand(row["name"], row["payload_digest"], row["first_version"], row["last_version"])
        return Loaded(
            version=row["version"] or 0,
            state=row["state"],
            state_shape=row["state_shape"] or 0,
            hash=row["hash"] or NO_HASH,
            known=known,
        )

    async def append(
        self, stream: str, after: Loaded, drafts: Sequence[Draft], view: ViewRow, command: CommandRow | None
    ) -> bytes:
        """Appends events right after the loaded one, with the view row and the command, whole or not at all.

        Returns the stream's hash after them. Raises `Conflict` or `ClaimTaken`; both mean that nothing was written.
        """
        events, last_hash = chained(stream, after.version, after.hash, drafts)
        try:
            done = await self._pool.execute(
                _APPEND,
                stream,
                json.dumps(events, ensure_ascii=False),
                command.command_id if command else None,
                command.name if command else None,
                command.payload_digest if command else None,
                command.first_version if command else None,
                command.last_version if command else None,
                view.listens,
                view.kind,
                view.id,
                after.version + len(drafts),
                view.status,
                view.closed_reason,
                view.closed,
                view.creator_id,
                view.merchant_id,
                view.product_id,
                view.policy_version,
                view.next_deadline_at,
                view.next_deadline,
                view.claim,
                view.state,
                view.state_shape,
                last_hash,
                view.created_at,
                view.updated_at,
                json.dumps(command.payload, ensure_ascii=False) if command else None,
                NO_HASH,
                after.hash,
                view.record_of,
                view.record_what,
                view.record_at,
                view.record_points,
            )
        except asyncpg.UniqueViolationError as error:
            if error.constraint_name == "processes_claim_key":
                raise ClaimTaken(view.claim) from error
            raise Conflict(stream) from error
        if done != "INSERT 0 1":
            raise Conflict(stream)
        return last_hash

    async def history(self, stream: str, *, after: int = 0, up_to: int | None = None) -> list[Recorded]:
        """The stream's events in order, after a version and up to another, both exclusive and inclusive in turn."""
        rows = await self._pool.fetch(
            f"select {RECORDED_COLUMNS} from events where stream = $1 and version > $2"
            " and ($3::int is null or version <= $3) order by version",
            stream,
            after,
            up_to,
        )
        return [recorded(row) for row in rows]


def chained(stream: str, version: int, previous: bytes, drafts: Sequence[Draft]) -> tuple[list[dict[str, Any]], bytes]:
    """The rows of new events with their hashes, and the last hash."""
    rows: list[dict[str, Any]] = []
    for number, draft in enumerate(drafts, start=version + 1):
        event = draft.happened.event
        row = {
            "version": number,
            "id": str(uuid.uuid4()),
            "type": event.type_name(),
            "schema_version": event.schema_version,
            "data": event.model_dump(mode="json"),
            "actor": draft.actor,
            "command_id": draft.command_id,
        }
        previous = chain_hash(previous, stream=stream, occurred_at=draft.happened.at, **row)  # type: ignore[arg-type]
        seen = draft.seen.model_dump(mode="json", exclude_defaults=True)
        rows.append({**row, "occurred_at": draft.happened.at.isoformat(), "seen": seen, "hash": previous.hex()})
    return rows, previous


def recorded(row: Any) -> Recorded:
    """A row of `RECORDED_COLUMNS`."""
    return Recorded(**{**row, "data": json.loads(row["data"])})


def typed_event(kind: Kind[S], name: str, schema_version: int, data: Mapping[str, Any]) -> Event:
    """An event's data as its kind's typed event; raises `UnknownEvent`."""
    event_type = kind.event_type(name)
    if event_type is None or schema_version > event_type.schema_version:
        raise UnknownEvent(f"{name} v{schema_version}")
    typed: Event = event_type.model_validate_json(json.dumps(data))
    return typed


def happened(kind: Kind[S], event: Recorded) -> Happened:
    """A recorded event as its kind's typed event; raises `UnknownEvent`."""
    typed = typed_event(kind, event.type, event.schema_version, event.data)
    return Happened.model_construct(event=typed, at=event.occurred_at)


def fold_recorded(kind: Kind[S], events: Sequence[Recorded]) -> S:
    """The state that recorded events lead to."""
    return fold(kind, (happened(kind, event) for event in events))
