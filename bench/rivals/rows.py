"""The rows that every transition of a rival writes, as wide as ours: event, command and the process's row, at once."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import asyncpg

from luyue.devstack.postgres import PostgresServer
from luyue.journal.migrate import migrate


@dataclass(frozen=True)
class Stage:
    """Where a command leads, and until when one waits there for the next."""

    command: str
    status: str
    patience: timedelta


REQUEST: Sequence[Stage] = (
    Stage("apply", "PENDING", timedelta(hours=48)),
    Stage("approve", "AWAITING_SHIPMENT", timedelta(hours=48)),
    Stage("ship", "SHIPPED", timedelta(days=7)),
    Stage("confirm-receipt", "CONTENT_PENDING", timedelta(days=15)),
    Stage("advance", "CONTENT_PENDING", timedelta(days=15)),
    Stage("link-video", "CONTENT_PENDING", timedelta(days=7)),
    Stage("advance", "COMPLETED", timedelta(0)),
)
"""As bench.lifecycles.COMMANDS."""

SHIPMENT: Sequence[Stage] = (
    Stage("register", "REGISTERED", timedelta(hours=24)),
    Stage("receive", "RECEIVED", timedelta(0)),
)
"""What a request's parcel is told: bench.lifecycles.SHIPMENT_TOLD."""

STAGES = {"request": REQUEST, "shipment": SHIPMENT}
_STATE = json.dumps({f"field_{number}": "2026-01-01T00:00:00+00:00" for number in range(34)})
"""About as long as the state of a sample request."""
_BESIDES = {f"besides_{number}": "2026-01-01T00:00:00+00:00" for number in range(9)}
"""What an event's data has on average besides its command's fields."""

_WRITE = """
with appended as (
  insert into events (stream, version, id, type, schema_version, data, actor, command_id, occurred_at, hash)
  values ($1, $2, gen_random_uuid(), $3, 1, $4, 'service:bench', $5, now(), $6)
), known as (
  insert into commands (stream, command_id, name, payload_digest, first_version, last_version, payload)
  values ($1, $5, $3, $6, $2, $2, $4)
)
insert into processes (
  stream, kind, id, version, status, closed, policy_version, next_deadline_at, next_deadline, state, state_shape, hash,
  created_at, updated_at
)
values ($1, $7, $1, $2, $8, $9, '1', now() + $10::interval, 'window', $11, 1, $6, now(), now())
on conflict (stream) do update set
  version = excluded.version, status = excluded.status, closed = excluded.closed,
  next_deadline_at = excluded.next_deadline_at, state = excluded.state, hash = excluded.hash,
  updated_at = excluded.updated_at
"""


async def write(connection: Any, kind: str, id: str, number: int, fields: dict[str, Any]) -> str:
    """Writes the transition of a process to its stage of this number, from 1, and returns the status then.

    `connection` is asyncpg's, or its pool. Raises `UniqueViolationError` where that is written.
    """
    stage = STAGES[kind][number - 1]
    data = json.dumps(fields | _BESIDES)
    await connection.execute(
        _WRITE,
        f"{kind}/{id}",
        number,
        stage.command,
        data,
        f"{id}:{number}",
        hashlib.sha256(data.encode()).digest(),
        kind,
        stage.status,
        is_last(kind, number),
        stage.patience,
        _STATE,
    )
    return stage.status


def is_last(kind: str, number: int) -> bool:
    """Whether a process of this kind ends with its stage of this number."""
    return number == len(STAGES[kind])


async def made_database(server: PostgresServer, name: str) -> str:
    """A new database with the service's own tables; returns its address."""
    connection = await asyncpg.connect(server.url)
    try:
        await connection.execute(f"create database {name}")
    finally:
        await connection.close()
    url = f"{server.url.rpartition('/')[0]}/{name}"
    await migrate(url)
    return url
