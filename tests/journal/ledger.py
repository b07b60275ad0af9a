"""Appends events of a kind that exists only here, so that the journal's contract hangs on no rule."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from luyue.domain.messages import Event, Happened
from luyue.journal.canonical import digest
from luyue.journal.connection import Connection
from luyue.journal.streams import CommandRow, Draft, Loaded, Streams, ViewRow

AT = datetime(2026, 1, 1, tzinfo=UTC)


class Noted(Event):
    """Something with a number."""

    number: int


class Ledger:
    """A writer of `note/…` streams."""

    def __init__(self, streams: Streams) -> None:
        self.streams = streams

    async def append(
        self,
        stream: str,
        *numbers: int,
        after: Loaded | None = None,
        command_id: str | None = None,
        claim: str | None = None,
        record: tuple[str, str] | None = None,
        record_at: datetime = AT,
        listens: Sequence[str] | None = None,
    ) -> int:
        """Appends one event a number after what was loaded, by default after what there is; returns the version."""
        if after is None:
            after = await self.streams.load(stream, None)
        command_id = command_id or uuid.uuid4().hex
        version = after.version + len(numbers)
        await self.streams.append(
            stream,
            after,
            [Draft(Happened(event=Noted(number=number), at=AT), "service:test", command_id) for number in numbers],
            _row(stream, claim, record, record_at, listens),
            command_row(command_id, after.version + 1, version),
        )
        return version


def command_row(command_id: str, first: int, last: int, name: str = "note") -> CommandRow:
    return CommandRow(command_id, name, digest({}), first, last)


def _row(
    stream: str,
    claim: str | None,
    record: tuple[str, str] | None,
    record_at: datetime,
    listens: Sequence[str] | None,
) -> ViewRow:
    kind, _, id = stream.partition("/")
    record_of, record_what = record or (None, None)
    return ViewRow(
        kind=kind,
        id=id,
        status="OPEN",
        closed_reason=None,
        closed=False,
        creator_id="c1",
        merchant_id="m1",
        product_id="p1",
        policy_version="1",
        next_deadline_at=None,
        next_deadline=None,
        claim=claim,
        record_of=record_of,
        record_what=record_what,
        record_at=record_at if record else None,
        record_points=0,
        state="{}",
        state_shape=1,
        created_at=AT,
        updated_at=AT,
        listens=listens,
    )


async def insert(connection: Connection, stream: str, version: int = 1) -> None:
    """Inserts an event by hand, so that a test can hold its transaction open."""
    await connection.execute(
        "insert into events (stream, version, id, type, schema_version, data, actor, command_id, occurred_at, hash)"
        " values ($1, $2, gen_random_uuid(), 'Noted', 1, '{}', 'service:test', '1', now(), '')",
        stream,
        version,
    )
