"""The statement that appends: the process's row first, then what hangs on it, in one round trip and one transaction.

It leaves out what an append does not need: each part costs Postgres time even where it does nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

_COLUMNS = {
    "kind": "text",
    "id": "text",
    "version": "int",
    "status": "text",
    "closed_reason": "text",
    "closed": "boolean",
    "creator_id": "text",
    "merchant_id": "text",
    "product_id": "text",
    "policy_version": "text",
    "next_deadline_at": "timestamptz",
    "next_deadline": "text",
    "claim": "text",
    "state": "jsonb",
    "state_shape": "int",
    "hash": "bytea",
    "created_at": "timestamptz",
    "updated_at": "timestamptz",
    "record_of": "text",
    "record_what": "text",
    "record_at": "timestamptz",
    "record_points": "int",
}
"""The row of a process, beside its stream."""
_KEPT = frozenset({"kind", "id", "created_at"})
"""What stays as the first event has set it."""

# Who comes second, by a moment or by an event, places no row, and writes nothing else either.
_BEGUN = """insert into processes (stream, {columns}) values (%(stream)s, {values})
  on conflict (stream) do nothing returning stream"""
_GONE_ON = "update processes set {changes} where stream = %(stream)s and hash = %(previous)s returning stream"

_COMMAND = """, known as (
  insert into commands (stream, command_id, name, payload_digest, first_version, last_version, payload)
  select stream, %(command_id)s, %(command)s, %(payload_digest)s, %(first_version)s, %(last_version)s,
         %(payload)s::jsonb
  from placed
)"""
_UNHEARD = """, unheard as (
  delete from listeners
  where stream = (select stream from placed) and subject <> all (%(listens)s::text[])
)"""
_HEARD = """, heard as (
  insert into listeners (subject, stream) select unnest(%(listens)s::text[]), stream from placed on conflict do nothing
)"""

_INTO_EVENTS = """
insert into events (stream, version, id, type, schema_version, data, actor, command_id, occurred_at, seen, hash)"""
_ONE_EVENT = f"""{_INTO_EVENTS}
select stream, %(version)s::int, %(event_id)s::uuid, %(event_type)s, %(schema_version)s::int, %(data)s::jsonb,
       %(actor)s, %(caused_by)s, %(occurred_at)s::timestamptz, %(seen)s::jsonb, %(hash)s::bytea
from placed"""
_MORE_EVENTS = f"""{_INTO_EVENTS}
select stream, e.version, e.id, e.type, e.schema_version, e.data, e.actor, e.command_id, e.occurred_at, e.seen,
       decode(e.hash, 'hex')
from placed, jsonb_to_recordset(%(events)s) as e(
  version int, id uuid, type text, schema_version int, data jsonb, actor text, command_id text,
  occurred_at timestamptz, seen jsonb, hash text
)
order by e.version"""


@dataclass(frozen=True)
class Statement:
    """A statement and the names of its parameters, in the order of their numbers."""

    text: str
    parameters: tuple[str, ...]
    arguments: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    """Gives the values by these names in the order of the parameters."""


@cache
def append_statement(*, begins: bool, one_event: bool, command: bool, listens: bool) -> Statement:
    """The statement for a stream that begins or goes on, with one event or more, a command's row, new subjects.

    It inserts as many events as it was given, or none where the stream is not as it was believed to be.
    """
    if begins:
        values = ", ".join(f"%({column})s::{type}" for column, type in _COLUMNS.items())
        placed = _BEGUN.format(columns=", ".join(_COLUMNS), values=values)
    else:
        changed = ((column, type) for column, type in _COLUMNS.items() if column not in _KEPT)
        placed = _GONE_ON.format(changes=", ".join(f"{column} = %({column})s::{type}" for column, type in changed))
    parts = f"with placed as (\n  {placed}\n)"
    if command:
        parts += _COMMAND
    if listens:
        parts += _HEARD if begins else _UNHEARD + _HEARD
    return _numbered(parts + (_ONE_EVENT if one_event else _MORE_EVENTS))


class _Numbers(dict[str, str]):
    """Gives each name the next number when it is first asked for."""

    def __missing__(self, name: str) -> str:
        self[name] = f"${len(self) + 1}"
        return self[name]


def _numbered(text: str) -> Statement:
    numbers = _Numbers()
    numbered = text % numbers
    return Statement(numbered, tuple(numbers), itemgetter(*numbers))
