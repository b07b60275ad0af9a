"""The versions of the policy. A version never changes, so what was read once is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import asyncpg

from luyue.domain.policy import Policy
from luyue.journal.connection import Pool
from luyue.journal.processes import Place

_COLUMNS = "version, nullif(effective_from, '-infinity') as effective_from, policy, added_at, added_by"

# The database's clock decides what is past at the moment of storing, whatever the clocks of several writers say.
_ADD = f"""
with judged as materialized (select clock_timestamp() as now)
insert into policies (version, effective_from, policy, added_at, added_by, command_id)
select $1, coalesce($2, now), $3::jsonb, now, $4, $5 from judged where $2 is null or $2 >= now
returning {_COLUMNS}
"""


@dataclass(frozen=True)
class PolicyVersion:
    """A version as it was added. `effective_from` and `added_by` are None for the one that came with the schema."""

    policy: Policy
    effective_from: datetime | None
    added_at: datetime
    added_by: str | None


class VersionTaken(Exception):
    """There is a version of that name."""


class MomentTaken(Exception):
    """Another version takes effect at that very moment."""


class MomentPassed(Exception):
    """A version cannot take effect before it is added."""


class Policies:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._read: dict[str, Policy] = {}

    async def version(self, version: str) -> Policy:
        """A version by its name; raises LookupError."""
        if version not in self._read:
            found = await self._pool.fetchval("select policy from policies where version = $1", version)
            if found is None:
                raise LookupError(f"no policy version {version}")
            self._read[version] = Policy.model_validate_json(found)
        return self._read[version]

    async def in_force(self, at: datetime | None = None) -> Policy:
        """The version in force at a moment, by default now: the newest that had come into effect."""
        return await self.version(await self._name_in_force(at))

    async def find(self, version: str) -> PolicyVersion | None:
        """A version by its name, with when and by whom it was added."""
        row = await self._pool.fetchrow(f"select {_COLUMNS} from policies where version = $1", version)
        return _version(row) if row is not None else None

    async def found_in_force(self, at: datetime | None = None) -> PolicyVersion:
        """As `in_force`, with when and by whom the version was added."""
        found = await self.find(await self._name_in_force(at))
        assert found is not None, "versions are never removed"
        return found

    async def page(self, after: Place | None, size: int) -> list[PolicyVersion]:
        """Up to `size` versions after a place, those that take effect last first."""
        rows = await self._pool.fetch(
            f"select {_COLUMNS} from policies where $1::timestamptz is null or effective_from < $1"
            " order by policies.effective_from desc limit $2",
            after.moment if after else None,
            size,
        )
        return [_version(row) for row in rows]

    async def add(
        self,
        policy: Policy,
        effective_from: datetime | None = None,
        *,
        added_by: str | None = None,
        command_id: str | None = None,
    ) -> PolicyVersion:
        """Stores a new version for good, by default in force from now on; what that command stored before is found.

        Raises `VersionTaken`, `MomentTaken`, `MomentPassed`, or `ValidationError` for parameters that cannot be.
        """
        document = policy.model_dump_json()
        # Copies with changes are not validated when they are made.
        Policy.model_validate_json(document)
        refusal: Exception = MomentPassed(policy.version)
        try:
            row = await self._pool.fetchrow(_ADD, policy.version, effective_from, document, added_by, command_id)
        except asyncpg.UniqueViolationError as error:
            row = None
            refusal = (VersionTaken if error.constraint_name == "policies_pkey" else MomentTaken)(policy.version)
        if row is None:
            own = f"select {_COLUMNS} from policies where version = $1 and command_id = $2"
            row = await self._pool.fetchrow(own, policy.version, command_id)
        if row is None:
            raise refusal
        return _version(row)

    async def _name_in_force(self, at: datetime | None) -> str:
        name: str = await self._pool.fetchval(
            "select version from policies where effective_from <= coalesce($1, statement_timestamp())"
            " order by effective_from desc limit 1",
            at,
        )
        return name


def _version(row: Mapping[str, Any]) -> PolicyVersion:
    effective_from: datetime | None = row["effective_from"]
    return PolicyVersion(
        policy=Policy.model_validate_json(row["policy"]),
        effective_from=effective_from.astimezone(UTC) if effective_from else None,
        added_at=row["added_at"],
        added_by=row["added_by"],
    )
