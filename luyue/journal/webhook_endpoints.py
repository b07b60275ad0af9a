"""Where webhooks go: endpoints with their owners, filters and secrets. What is delivered to them is not here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import asyncpg

from luyue.domain.process import Role
from luyue.journal.connection import Pool

DisabledBecause = Literal["asked", "gone"]

AT_ONCE = 10_000
"""Rows that one statement changes at most: however much has piled up, none of them takes long."""

EVERYTHING = "all"
"""The audience of those who may read every process, and facts."""

MOST_EARLIER_SECRETS = 3
"""As many secrets sign beside the present one at most."""

_COLUMNS = """id, owner, role, audience, url, kinds, event_types, secret, earlier_secrets, earlier_sign_until,
last_succeeded, created_at, disabled_at, disabled_because"""
_CREATE = f"""
insert into webhook_endpoints (id, owner, place, role, audience, url, kinds, event_types, secret, secret_made_by)
select $1, $2, free.place, $3, $4, $5, $6::text[], $7::text[], $8, $9
from generate_series(1, $10::integer) as free(place)
where not exists (select from webhook_endpoints taken where taken.owner = $2 and taken.place = free.place)
order by free.place limit 1
on conflict (id) do nothing
returning {_COLUMNS}
"""
_FIND = f"select {_COLUMNS} from webhook_endpoints where id = $1 and ($2::text is null or owner = $2)"
_PAGE = f"""
select {_COLUMNS} from webhook_endpoints where ($1::text is null or owner = $1) and id > $2 order by id limit $3
"""
# Those whose time is over are dropped; where too many would be left, nothing is changed.
_ROTATE = f"""
update webhook_endpoints w set secret = $3, secret_made_by = $2, (earlier_secrets, earlier_sign_until) = (
  select coalesce(array_agg(one.secret order by one.place), '{{}}'),
    coalesce(array_agg(one.until order by one.place), '{{}}')
  from (
    select w.secret, $4::timestamptz, 0
    union all
    select * from unnest(w.earlier_secrets, w.earlier_sign_until) with ordinality
  ) one(secret, until, place) where one.until > $5
)
where id = $1 and secret_made_by <> $2 and {MOST_EARLIER_SECRETS} >= (
  select count(*) from unnest(w.earlier_sign_until || $4::timestamptz) one(until) where one.until > $5
)
returning {_COLUMNS}
"""
_MADE_BY = f"select {_COLUMNS} from webhook_endpoints where id = $1 and secret_made_by = $2"
_DISABLE = """
update webhook_endpoints set disabled_at = $2, disabled_because = $3 where id = $1 and disabled_at is null
"""
_ENABLE = """
update webhook_endpoints set disabled_at = null, disabled_because = null, tried_until = $2
where id = $1 and disabled_at is not null
"""
_JUDGE = "update webhook_endpoints set last_succeeded = $2 where id = $1 and last_succeeded is distinct from $2"
_HURRY = f"""
update webhook_queues set next_attempt_at = $2, added = added + 1
where endpoint_id = $1 and stream = any (array(
  select stream from webhook_queues
  where endpoint_id = $1 and next_attempt_at > $2 and next_attempt_at < 'infinity' limit {AT_ONCE}
))
"""
_EMPTY = f"""
delete from webhook_deliveries where ctid = any (array(
  select ctid from webhook_deliveries where endpoint_id = $1 limit {AT_ONCE}
))
"""


class TooManyEndpoints(Exception):
    """The owner has as many endpoints as it may have."""


class TooManySecrets(Exception):
    """As many earlier secrets still sign as may."""


@dataclass(frozen=True)
class NewEndpoint:
    """What its owner asks for; None in a filter filters nothing. `role` is the one that reads the events."""

    id: str
    owner: str
    role: Role
    audience: str
    url: str = field(repr=False)
    kinds: list[str] | None
    event_types: list[str] | None
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Endpoint:
    """An endpoint. An address may hold a token of the receiver's, so it is no more shown in a log than the secrets.

    `earlier_secrets`, the newest first, sign until the moments in `earlier_sign_until`. `last_succeeded` is how the
    last try went, None before the first.
    """

    id: str
    owner: str
    role: Role
    audience: str
    url: str = field(repr=False)
    kinds: list[str] | None
    event_types: list[str] | None
    secret: str = field(repr=False)
    earlier_secrets: list[str] = field(repr=False)
    earlier_sign_until: list[datetime]
    last_succeeded: bool | None
    created_at: datetime
    disabled_at: datetime | None
    disabled_because: DisabledBecause | None

    def secrets_at(self, moment: datetime) -> list[str]:
        """The secrets that sign at a moment, the newest first."""
        earlier = zip(self.earlier_secrets, self.earlier_sign_until, strict=True)
        return [self.secret, *(secret for secret, until in earlier if moment < until)]


class WebhookEndpoints:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def create(self, new: NewEndpoint, *, command_id: str, most: int) -> Endpoint:
        """Adds an endpoint, or finds the one that the same command added; raises `TooManyEndpoints`."""
        while True:
            try:
                row = await self._pool.fetchrow(
                    _CREATE,
                    new.id,
                    new.owner,
                    new.role,
                    new.audience,
                    new.url,
                    new.kinds,
                    new.event_types,
                    new.secret,
                    command_id,
                    most,
                )
            except asyncpg.UniqueViolationError:
                # Another took the place at this very moment.
                continue
            found = _endpoint(row) if row is not None else await self.find(new.id, new.owner)
            if found is None:
                raise TooManyEndpoints(new.owner)
            return found

    async def find(self, id: str, owner: str | None = None) -> Endpoint | None:
        """An endpoint, of an owner if one is given."""
        row = await self._pool.fetchrow(_FIND, id, owner)
        return _endpoint(row) if row is not None else None

    async def of(self, ids: Sequence[str]) -> dict[str, Endpoint]:
        """Those of the endpoints that there are, by their ids."""
        rows = await self._pool.fetch(f"select {_COLUMNS} from webhook_endpoints where id = any ($1)", ids)
        return {row["id"]: _endpoint(row) for row in rows}

    async def page(self, owner: str | None, after: str, size: int) -> list[Endpoint]:
        """Up to `size` endpoints in the order of their ids after one; of one owner, or all."""
        return [_endpoint(row) for row in await self._pool.fetch(_PAGE, owner, after, size)]

    async def rotate(
        self, id: str, secret: str, at: datetime, *, signs_until: datetime, command_id: str
    ) -> Endpoint | None:
        """Gives an endpoint a new secret at a moment; the one until now signs beside it for as long as said.

        The same command again changes nothing. None where there is no endpoint; raises `TooManySecrets`.
        """
        row = await self._pool.fetchrow(_ROTATE, id, command_id, secret, signs_until, at)
        if row is None:
            row = await self._pool.fetchrow(_MADE_BY, id, command_id)
        if row is not None:
            return _endpoint(row)
        if await self.find(id) is None:
            return None
        raise TooManySecrets(id)

    async def judge(self, id: str, *, succeeded: bool) -> None:
        """Notes how the last try went."""
        await self._pool.execute(_JUDGE, id, succeeded)

    async def disable(self, id: str, at: datetime, *, because: DisabledBecause) -> None:
        """Stops deliveries: because it was `asked` for, or because the receiver says that it is `gone`."""
        await self._pool.execute(_DISABLE, id, at, because)

    async def enable(self, id: str, at: datetime, *, tried_until: datetime) -> None:
        """Starts deliveries again; what has waited is tried at once, and until then. Again changes nothing."""
        done: str = await self._pool.execute(_ENABLE, id, tried_until)
        if not done.endswith(" 0"):
            await in_batches(self._pool, _HURRY, id, at)

    async def delete(self, id: str) -> bool:
        """Removes an endpoint and everything about its deliveries; returns whether there was one."""
        await in_batches(self._pool, _EMPTY, id)
        done: str = await self._pool.execute("delete from webhook_endpoints where id = $1", id)
        return not done.endswith(" 0")


async def in_batches(pool: Pool, statement: str, *arguments: object) -> int:
    """Repeats a statement that changes up to `AT_ONCE` rows until there are no more; returns how many it changed."""
    changed = 0
    while True:
        done: str = await pool.execute(statement, *arguments)
        batch = int(done.rpartition(" ")[2])
        changed += batch
        if batch < AT_ONCE:
            return changed


def _endpoint(row: Mapping[str, Any]) -> Endpoint:
    return Endpoint(**row)
