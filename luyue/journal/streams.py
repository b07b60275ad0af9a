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
from luyue.domain.upcasting import upcast
from luyue.journal.append_groups import AppendGroups
from luyue.journal.append_statement import Append
from luyue.journal.canonical import NO_HASH, chain_hash
from luyue.journal.connection import Pool
from luyue.journal.seen import NOTHING_SEEN, Seen


class Conflict(Exception):
    """Somebody else appended first: load again and decide again."""


class ClaimTaken(Exception):
    """Another process holds the claim: load again and decide again, now knowing it."""


class UnknownEvent(Exception):
    """An event of a type, or of a version of one, that only newer code knows."""


@dataclass(frozen=True)
class KnownCommand:
    """A command that has already led to the events from `first_version` to `last_version`."""

    name: str
    payload_digest: bytes
    first_version: int
    last_version: int


@dataclass(frozen=True)
class Loaded:
    """A stream's row: its state as JSON with the state's shape, None before the first event.

    Then there is the version of the policy in force at the moment that was asked for.
    """

    version: int
    state: str | None
    state_shape: int
    hash: bytes
    known: KnownCommand | None
    policy_in_force: str | None = None


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


_encoded = json.JSONEncoder(ensure_ascii=False).encode

_LOAD = """
select p.version, p.state, p.state_shape, p.hash, c.name, c.payload_digest, c.first_version, c.last_version,
  case when p.stream is null then (
    select version from policies where effective_from <= $3 order by effective_from desc limit 1
  ) end as policy_in_force
from (values (1)) one
left join processes p on p.stream = $1
left join commands c on c.stream = $1 and c.command_id = $2
"""

RECORDED_COLUMNS = """stream, version, id::text, type, schema_version, data, actor, command_id, occurred_at,
recorded_at, transaction_id::text::bigint as transaction_id, position, hash"""


class Streams:
    """The streams of processes."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._appends = AppendGroups(pool)

    async def load(self, stream: str, command_id: str | None, at: datetime | None = None) -> Loaded:
        """The stream's row, what is known of a command id, and by which policy a new process begins at a moment."""
        row = await self._pool.fetchrow(_LOAD, stream, command_id, at)
        known = None
        if row["name"] is not None:
            known = KnownCommand(row["name"], row["payload_digest"], row["first_version"], row["last_version"])
        return Loaded(
            version=row["version"] or 0,
            state=row["state"],
            state_shape=row["state_shape"] or 0,
            hash=row["hash"] or NO_HASH,
            known=known,
            policy_in_force=row["policy_in_force"],
        )

    async def append(
        self, stream: str, after: Loaded, drafts: Sequence[Draft], view: ViewRow, command: CommandRow | None
    ) -> bytes:
        """Appends events right after the loaded one, with the view row and the command, whole or not at all.

        Returns the stream's hash after them. Raises `Conflict` or `ClaimTaken`; both mean that nothing was written.
        """
        events, last_hash = chained(stream, after.version, after.hash, drafts)
        row = {
            **vars(view),
            "stream": stream,
            "previous": after.hash,
            "version": after.version + len(events),
            "hash": last_hash,
        }
        written = None
        if command is not None:
            written = {**vars(command), "stream": stream, "payload": _encoded(command.payload)}
        try:
            placed = await self._appends.write(Append.of(row, events, written, view.listens))
        except asyncpg.UniqueViolationError as error:
            if error.constraint_name == "processes_claim_key":
                raise ClaimTaken(view.claim) from error
            raise Conflict(stream) from error
        if not placed:
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
            "stream": stream,
            "version": number,
            "id": str(uuid.uuid4()),
            "type": event.type_name(),
            "schema_version": event.schema_version,
            "data": event.model_dump(mode="json"),
            "actor": draft.actor,
            "command_id": draft.command_id,
            "occurred_at": draft.happened.at,
        }
        previous = chain_hash(previous, **row)  # type: ignore[arg-type]
        seen = {} if draft.seen is NOTHING_SEEN else draft.seen.model_dump(mode="json", exclude_defaults=True)
        rows.append({**row, "data": _encoded(row["data"]), "seen": _encoded(seen) if seen else "{}", "hash": previous})
    return rows, previous


def recorded(row: Any) -> Recorded:
    """A row of `RECORDED_COLUMNS`."""
    return Recorded(**{**row, "data": json.loads(row["data"])})


def typed_event(kind: Kind[S], name: str, schema_version: int, data: Mapping[str, Any]) -> Event:
    """An event's data as its kind's typed event, in the newest shape of its type; raises `UnknownEvent`."""
    event_type = kind.event_type(name)
    if event_type is None or schema_version > event_type.schema_version:
        raise UnknownEvent(f"{kind.name}: {name} v{schema_version}")
    typed: Event = event_type.model_validate_json(json.dumps(upcast(event_type, schema_version, data)))
    return typed


def happened(kind: Kind[S], event: Recorded) -> Happened:
    """A recorded event as its kind's typed event; raises `UnknownEvent`."""
    typed = typed_event(kind, event.type, event.schema_version, event.data)
    return Happened.model_construct(event=typed, at=event.occurred_at)


def fold_recorded(kind: Kind[S], events: Sequence[Recorded]) -> S:
    """The state that recorded events lead to."""
    return fold(kind, (happened(kind, event) for event in events))
