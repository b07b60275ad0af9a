"""Reads everything that the journal holds on streams, in batches: for verification and for deciding again."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from luyue.journal.connection import Connection, Pool
from luyue.journal.seen import Seen
from luyue.journal.streams import RECORDED_COLUMNS, CommandRow, Recorded, recorded

BATCH = 200

_NAMES = """
select stream from (
  (select stream from processes where stream > $1 order by stream limit $2)
  union
  (select stream from facts where stream > $1 order by stream limit $2)
  union
  (select distinct stream from events where stream > $1 order by stream limit $2)
  union
  (select distinct stream from commands where stream > $1 order by stream limit $2)
  union
  (select distinct stream from listeners where stream > $1 order by stream limit $2)
) named order by stream limit $2
"""


@dataclass
class Inspected:
    """One stream: its events with what each was decided on, its commands, and the rows that are derived from them."""

    stream: str
    events: list[Recorded] = field(default_factory=list)
    seen: dict[int, Seen] = field(default_factory=dict)
    commands: list[CommandRow] = field(default_factory=list)
    process: Mapping[str, Any] | None = None
    fact: Mapping[str, Any] | None = None
    listens: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The first part of the stream's name."""
        return self.stream.partition("/")[0]


async def inspect(pool: Pool, *, only: str | None = None, size: int = BATCH) -> AsyncIterator[list[Inspected]]:
    """All streams in the order of their names, or one. Each batch is read at one moment; a later one may be newer."""
    last = ""
    while True:
        async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
            names = [only] if only else [row["stream"] for row in await connection.fetch(_NAMES, last, size)]
            batch = await _read(connection, names)
        if there := [one for one in batch if one.events or one.commands or one.listens or one.process or one.fact]:
            yield there
        if only or len(names) < size:
            return
        last = names[-1]


async def count_processes(pool: Pool) -> int:
    """How many processes there are, closed ones too."""
    return int(await pool.fetchval("select count(*) from processes"))


async def count_facts(pool: Pool) -> int:
    """How many facts there are."""
    return int(await pool.fetchval("select count(*) from facts"))


async def spoken_of(pool: Pool, subjects: Sequence[str]) -> set[tuple[str, str]]:
    """The facts that are found by subjects, as pairs of subject and stream."""
    rows = await pool.fetch("select subject, stream from fact_subjects where subject = any ($1)", list(subjects))
    return {(row["subject"], row["stream"]) for row in rows}


async def _read(connection: Connection, names: Sequence[str]) -> list[Inspected]:
    found = {name: Inspected(name) for name in names}
    for row in await connection.fetch(
        f"select {RECORDED_COLUMNS}, seen from events where stream = any ($1) order by stream, version", names
    ):
        columns = dict(row)
        found[row["stream"]].seen[row["version"]] = Seen.model_validate_json(columns.pop("seen"))
        found[row["stream"]].events.append(recorded(columns))
    for row in await connection.fetch(
        "select stream, command_id, name, payload_digest, first_version, last_version, payload from commands"
        " where stream = any ($1) order by stream, first_version",
        names,
    ):
        columns = dict(row)
        found[columns.pop("stream")].commands.append(
            CommandRow(**{**columns, "payload": json.loads(columns["payload"])})
        )
    for row in await connection.fetch("select * from processes where stream = any ($1)", names):
        found[row["stream"]].process = {**row, "state": json.loads(row["state"])}
    for row in await connection.fetch("select * from facts where stream = any ($1)", names):
        found[row["stream"]].fact = {**row, "fact": json.loads(row["fact"])}
    for row in await connection.fetch("select subject, stream from listeners where stream = any ($1)", names):
        found[row["stream"]].listens.append(row["subject"])
    return list(found.values())
