"""Rows of events and processes written by hand, many at once and in transactions that a test holds open as it likes."""

from collections.abc import Sequence

from luyue.journal.connection import Connection

_EVENTS = """
insert into events (stream, version, id, type, schema_version, data, actor, command_id, occurred_at, hash)
select stream, version, gen_random_uuid(), 'Noted', 1, $3::jsonb, 'service:test', '1', now(), ''
from unnest($1::text[]) with ordinality s(stream, place), generate_series($2::int, $4::int) version
order by place, version
"""
_PROCESSES = """
insert into processes (
  stream, kind, id, version, status, closed, creator_id, merchant_id, policy_version, state, state_shape, hash,
  created_at, updated_at
)
select stream, replace(split_part(stream, '/', 1), '-', '_'), split_part(stream, '/', 2), 1, 'OPEN', false, $2, $3,
       '1', '{}', 1, '', now(), now()
from unnest($1::text[]) stream
"""


async def processes(
    connection: Connection, *streams: str, creator_id: str | None = None, merchant_id: str | None = None
) -> None:
    """The rows of processes between these two."""
    await connection.execute(_PROCESSES, streams, creator_id, merchant_id)


async def events(
    connection: Connection, streams: Sequence[str], first: int = 1, last: int | None = None, data: str = "{}"
) -> None:
    """Events of each stream from one version to another, in one statement."""
    await connection.execute(_EVENTS, streams, first, data, first if last is None else last)
