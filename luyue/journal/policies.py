"""The versions of the policy. A version never changes, so what was read once is kept.

Older and newer code share the table, so a stored document may hold more parameters than this code knows, or fewer. A
parameter's default in the code is therefore frozen once shipped: versions that lack the parameter mean that value for
good, and another value comes as another version.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import asyncpg
from pydantic import ValidationError

from luyue.domain.policy import Policy
from luyue.journal.connection import Connection, Pool
from luyue.journal.processes import Place

_COLUMNS = "version, nullif(effective_from, '-infinity') as effective_from, policy, added_at, added_by"

# Two that build on the same version at once would lose one's change.
_ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended('luyue policies', 0))"

_IN_FORCE = """
select version, policy from policies where effective_from <= coalesce($1, statement_timestamp())
order by effective_from desc limit 1
"""

# The database's clock decides what is past at the moment of storing, whatever the clocks of several writers say; and
# the version that was built on must be the one in force then: meanwhile another may have taken effect.
_ADD = f"""
with judged as materialized (select clock_timestamp() as now)
insert into policies (version, effective_from, policy, added_at, added_by, command_id)
select $1, coalesce($2, now), $3::jsonb, now, $4, $5 from judged
where ($2 is null or $2 >= now) and $6 = (
  select version from policies where effective_from <= coalesce($2, now) order by effective_from desc limit 1
)
returning {_COLUMNS}
"""


@dataclass(frozen=True)
class PolicyVersion:
    """A version as it was added. `effective_from` and `added_by` are None for the one that came with the schema."""

    policy: Policy
    effective_from: datetime | None
    added_at: datetime
    added_by: str | None


@dataclass(frozen=True)
class Undoing:
    """A later version that holds the old values of parameters that an earlier one changes."""

    version: str
    effective_from: datetime
    parameters: tuple[str, ...]


@dataclass(frozen=True)
class Addition:
    """A version that was added, the one it was built on, and those to come that take some of its changes back."""

    added: PolicyVersion
    base: Policy
    undone_by: tuple[Undoing, ...]


class VersionUnreadable(Exception):
    """A stored version has a value that this code does not know: nobody's input is wrong."""


class VersionTaken(Exception):
    """There is a version of that name."""


class MomentTaken(Exception):
    """Another version takes effect at that very moment."""


class MomentPassed(Exception):
    """A version cannot take effect before it is added."""


def known_parameters(document: Mapping[str, Any]) -> dict[str, Any]:
    """A stored document without the parameters that only newer code knows. What users send is never read this way."""
    return {name: value for name, value in document.items() if name in Policy.model_fields}


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
            self._read[version] = _policy(found)
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
        # Copies with changes are not validated when they are made.
        validated = Policy.model_validate_json(policy.model_dump_json())
        stored = await self._store(policy.version, lambda _base: validated, effective_from, added_by, command_id)
        return stored.added

    async def change(
        self,
        version: str,
        parameters: Mapping[str, Any],
        effective_from: datetime | None = None,
        *,
        added_by: str | None = None,
        command_id: str | None = None,
    ) -> Addition:
        """As `add`, for parameters that are to be otherwise than in the version in force at `effective_from`."""

        def changed(base: Policy) -> Policy:
            return Policy.model_validate(base.model_dump() | dict(parameters) | {"version": version})

        return await self._store(version, changed, effective_from, added_by, command_id)

    async def _store(
        self,
        version: str,
        built_on: Callable[[Policy], Policy],
        effective_from: datetime | None,
        added_by: str | None,
        command_id: str | None,
    ) -> Addition:
        try:
            async with self._pool.acquire() as connection, connection.transaction():
                await connection.execute(_ONE_AT_A_TIME)
                own = f"select {_COLUMNS} from policies where version = $1 and command_id = $2"
                row = await connection.fetchrow(own, version, command_id)
                while row is None:
                    base = await connection.fetchrow(_IN_FORCE, effective_from)
                    policy = built_on(_policy(base["policy"]))
                    document = json.dumps(_unknown(base["policy"]) | policy.model_dump(mode="json"))
                    row = await connection.fetchrow(
                        _ADD, version, effective_from, document, added_by, command_id, base["version"]
                    )
                    if row is None and effective_from is not None:
                        raise MomentPassed(version)
                return await _addition(connection, _version(row))
        except asyncpg.UniqueViolationError as error:
            raise (VersionTaken if error.constraint_name == "policies_pkey" else MomentTaken)(version) from None

    async def _name_in_force(self, at: datetime | None) -> str:
        name: str = await self._pool.fetchval(_IN_FORCE, at)
        return name


def _policy(document: str) -> Policy:
    """The one way in which documents that are stored are read; raises `VersionUnreadable`."""
    content = json.loads(document)
    try:
        return Policy.model_validate(known_parameters(content))
    except ValidationError as error:
        raise VersionUnreadable(
            f"policy version {content.get('version')} cannot be read by this code: {error}"
        ) from error


def _unknown(document: str) -> dict[str, Any]:
    """What newer code has decided must not be lost where older code adds a version."""
    return {name: value for name, value in json.loads(document).items() if name not in Policy.model_fields}


def _version(row: Mapping[str, Any]) -> PolicyVersion:
    effective_from: datetime | None = row["effective_from"]
    return PolicyVersion(
        policy=_policy(row["policy"]),
        effective_from=effective_from.astimezone(UTC) if effective_from else None,
        added_at=row["added_at"],
        added_by=row["added_by"],
    )


async def _addition(connection: Connection, added: PolicyVersion) -> Addition:
    """What was added, between the versions before and after it."""
    before = await connection.fetchval(
        "select policy from policies where effective_from < $1 order by effective_from desc limit 1",
        added.effective_from,
    )
    base = _policy(before)
    changed = [name for name in Policy.model_fields if getattr(base, name) != getattr(added.policy, name)]
    later = await connection.fetch(
        "select version, effective_from, policy from policies where effective_from > $1 order by effective_from",
        added.effective_from,
    )
    undone_by = []
    for row in later:
        policy = _policy(row["policy"])
        undone = tuple(name for name in changed if getattr(policy, name) == getattr(base, name))
        if undone:
            undone_by.append(Undoing(row["version"], row["effective_from"], undone))
    return Addition(added, base, tuple(undone_by))
