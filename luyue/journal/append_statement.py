"""The statement that appends: processes' rows first, then what hangs on them, in one round trip and one transaction.

It carries one append or several, each whole or not at all, and leaves out what none of them needs: each part costs
Postgres time even where it does nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import Any

from luyue.journal.canonical import NO_HASH

_ROW = {
    "stream": "text",
    "previous": "bytea",
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
"""A process's row, and the hash of what it is believed to be."""
_EVENT = {
    "stream": "text",
    "version": "int",
    "id": "uuid",
    "type": "text",
    "schema_version": "int",
    "data": "jsonb",
    "actor": "text",
    "command_id": "text",
    "occurred_at": "timestamptz",
    "seen": "jsonb",
    "hash": "bytea",
}
_COMMAND = {
    "stream": "text",
    "command_id": "text",
    "name": "text",
    "payload_digest": "bytea",
    "first_version": "int",
    "last_version": "int",
    "payload": "jsonb",
}
_SUBJECT = {"stream": "text", "subject": "text"}
_row, _event, _command = itemgetter(*_ROW), itemgetter(*_EVENT), itemgetter(*_COMMAND)

_COLUMNS = [column for column in _ROW if column != "previous"]
_CHANGED = [column for column in _COLUMNS if column not in ("stream", "kind", "id", "created_at")]
"""What does not stay as the first event has set it."""

# Who comes second, by a moment or by an event, places no row, and writes nothing else either.
_BEGUN = f"""begun as (
  insert into processes ({", ".join(_COLUMNS)})
  select {", ".join(_COLUMNS)} from given where previous = '\\x{NO_HASH.hex()}' order by claim
  on conflict (stream) do nothing returning stream
)"""
_GONE_ON = f"""gone_on as (
  update processes p set {", ".join(f"{column} = given.{column}" for column in _CHANGED)}
  from given where p.stream = given.stream and p.hash = given.previous
  returning p.stream
)"""
_KNOWN = f"""known as (
  insert into commands ({", ".join(_COMMAND)}) select {", ".join(_COMMAND)} from placed join %s using (stream)
)"""
_UNHEARD = """unheard as (
  delete from listeners l using gone_on
  where l.stream = gone_on.stream and l.stream = any(%s::text[])
    and not exists (select from subjects s where s.stream = l.stream and s.subject = l.subject)
)"""
_HEARD = """heard as (
  insert into listeners (subject, stream)
  select subject, stream from placed join subjects using (stream) on conflict do nothing
)"""
_APPENDED = f"""appended as (
  insert into events ({", ".join(_EVENT)})
  select {", ".join(_EVENT)} from placed join %s using (stream) order by version
)"""


@dataclass(frozen=True)
class Append:
    """What one append writes: values in the order of the tables' columns above.

    `subjects` is None where a process goes on listening to what it has listened to.
    """

    stream: str
    begins: bool
    row: tuple[Any, ...]
    events: Sequence[tuple[Any, ...]]
    command: tuple[Any, ...] | None
    subjects: Sequence[str] | None

    @classmethod
    def of(
        cls,
        row: dict[str, Any],
        events: Iterable[dict[str, Any]],
        command: dict[str, Any] | None,
        subjects: Sequence[str] | None,
    ) -> "Append":
        """An append by names of columns; what has no column is left out."""
        return cls(
            stream=row["stream"],
            begins=row["previous"] == NO_HASH,
            row=_row(row),
            events=[_event(event) for event in events],
            command=None if command is None else _command(command),
            subjects=subjects,
        )


def append_statement(appends: Sequence[Append]) -> tuple[str, list[Any]]:
    """The statement for these appends to different streams, and its arguments; it returns the streams that it placed.

    It places none of an append whose stream is not as it was believed to be.
    """
    events = [event for append in appends for event in append.events]
    commands = [append.command for append in appends if append.command is not None]
    subjects = [(append.stream, subject) for append in appends for subject in append.subjects or ()]
    renewed = [append.stream for append in appends if append.subjects is not None and not append.begins]
    begin = sum(append.begins for append in appends)
    single = len(appends) == len(events) == 1
    text = _text(
        single=single,
        begins=begin > 0,
        goes_on=begin < len(appends),
        commands=bool(commands),
        renews=bool(renewed),
        listens=bool(subjects or renewed),
    )
    tables = [[append.row for append in appends], events, commands]
    arguments = [value for rows in tables for value in (chain(*rows) if single else _by_column(rows))]
    if subjects or renewed:
        arguments += _by_column(subjects) or [[], []]
    if renewed:
        arguments.append(renewed)
    return text, arguments


def _by_column(rows: Iterable[tuple[Any, ...]]) -> list[Any]:
    return list(zip(*rows, strict=True))


@cache
def _text(*, single: bool, begins: bool, goes_on: bool, commands: bool, listens: bool, renews: bool) -> str:
    numbers = _Numbers()
    rows = numbers.row if single else numbers.rows
    given, events = rows("given", _ROW), rows("e", _EVENT)
    placed = [name for name, some in (("begun", begins), ("gone_on", goes_on)) if some]
    parts = [f"given as (select * from {given})"]
    if begins:
        parts.append(_BEGUN)
    if goes_on:
        parts.append(_GONE_ON)
    parts.append(f"placed as ({' union all '.join(f'select stream from {name}' for name in placed)})")
    if commands:
        parts.append(_KNOWN % rows("c", _COMMAND))
    if listens:
        parts.append(f"subjects as (select * from {numbers.rows('s', _SUBJECT)})")
    if renews:
        parts.append(_UNHEARD % numbers.next())
    if listens:
        parts.append(_HEARD)
    parts.append(_APPENDED % events)
    return f"with {', '.join(parts)} select stream from placed"


class _Numbers:
    """The numbers of parameters, in the order in which they are asked for."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> str:
        self._last += 1
        return f"${self._last}"

    def row(self, name: str, columns: dict[str, str]) -> str:
        """A single row, given as one value a column."""
        values = ", ".join(f"{self.next()}::{type}" for type in columns.values())
        return f"(values ({values})) as {name}({', '.join(columns)})"

    def rows(self, name: str, columns: dict[str, str]) -> str:
        """Rows given as one array a column."""
        arrays = ", ".join(f"{self.next()}::{type}[]" for type in columns.values())
        return f"unnest({arrays}) as {name}({', '.join(columns)})"
