"""The versions of the policy. A version never changes, so what was read once is kept."""

from datetime import datetime

from luyue.domain.policy import Policy
from luyue.journal.connection import Pool


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

    async def in_force(self, at: datetime) -> Policy:
        """The version in force at a moment: the newest that had come into effect."""
        version = await self._pool.fetchval(
            "select version from policies where effective_from <= $1"
            " order by effective_from desc, added_at desc limit 1",
            at,
        )
        return await self.version(version)

    async def add(self, policy: Policy, effective_from: datetime) -> None:
        """Stores a new version; raises `asyncpg.UniqueViolationError` where its name is taken."""
        await self._pool.execute(
            "insert into policies (version, effective_from, policy) values ($1, $2, $3)",
            policy.version,
            effective_from,
            policy.model_dump_json(),
        )
