"""Idempotency keys: which request was first sent under a key, when, and the first answer that was given to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from luyue.journal.connection import Pool

_COLUMNS = "body_digest, received_at, status, headers, body"

_RECEIVE = f"""
with received as (
  insert into idempotency_keys (caller, path, key, body_digest, received_at) values ($1, $2, $3, $4, $5)
  on conflict do nothing returning {_COLUMNS}
)
select true as first, {_COLUMNS} from received
union all
select false, {_COLUMNS} from idempotency_keys where caller = $1 and path = $2 and key = $3
"""

# An answer that a crash of Postgres takes along is found again: the command has its id from the key, and its result.
_ANSWER = f"""
with relaxed as (
  select set_config('synchronous_commit', 'off', true)
), answered as (
  insert into idempotency_keys as k (caller, path, key, body_digest, received_at, status, headers, body)
  select $1, $2, $3, $4::bytea, $5::timestamptz, $6::int, $7::jsonb, $8::bytea from relaxed
  on conflict (caller, path, key) do update
  set status = excluded.status, headers = excluded.headers, body = excluded.body where k.status is null
  returning {_COLUMNS}
)
select {_COLUMNS} from answered
union all
select {_COLUMNS} from idempotency_keys where caller = $1 and path = $2 and key = $3 and status is not null
"""


@dataclass(frozen=True)
class Slot:
    """What a key is unique in: who sent it, and where to."""

    caller: str
    path: str
    key: str


@dataclass(frozen=True)
class StoredAnswer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Receipt:
    """The first receipt of a key; `answer` is None until the first answer was stored."""

    body_digest: bytes
    received_at: datetime
    answer: StoredAnswer | None


class IdempotencyKeys:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def receive(self, slot: Slot, body_digest: bytes, now: datetime) -> Receipt:
        """Stores the first receipt of a key, or reads it back."""
        row = None
        # A receipt that is being stored at this very moment by somebody else can be neither inserted nor seen.
        while row is None:
            row = await self._pool.fetchrow(_RECEIVE, slot.caller, slot.path, slot.key, body_digest, now)
        return Receipt(row["body_digest"], row["received_at"], _answer(row))

    async def answer(self, slot: Slot, receipt: Receipt, answer: StoredAnswer) -> StoredAnswer:
        """Stores the first answer to a key, or reads back the one that was stored before.

        The receipt is stored with it where it has not been: a key that the service made up is not known before.
        """
        row = None
        while row is None:
            row = await self._pool.fetchrow(
                _ANSWER,
                slot.caller,
                slot.path,
                slot.key,
                receipt.body_digest,
                receipt.received_at,
                answer.status,
                json.dumps(dict(answer.headers)),
                answer.body,
            )
        return _answer(row) or answer

    async def forget(self, before: datetime) -> None:
        """Removes the keys first received before a moment."""
        await self._pool.execute("delete from idempotency_keys where received_at < $1", before)


def _answer(row: Mapping[str, object]) -> StoredAnswer | None:
    status, headers, body = row["status"], row["headers"], row["body"]
    if not isinstance(status, int):
        return None
    assert isinstance(headers, str)
    assert isinstance(body, bytes)
    return StoredAnswer(status, json.loads(headers), body)
