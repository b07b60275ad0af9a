"""The journal as one thing to hand around."""

from luyue.journal.connection import Pool, open_pool
from luyue.journal.fact_store import FactStore
from luyue.journal.idempotency import IdempotencyKeys
from luyue.journal.personal_data import PersonalData
from luyue.journal.policies import Policies
from luyue.journal.processes import Processes
from luyue.journal.streams import Streams


class Journal:
    """Everything that is kept in Postgres, over one pool of connections."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.streams = Streams(pool)
        self.facts = FactStore(pool)
        self.policies = Policies(pool)
        self.processes = Processes(pool)
        self.personal_data = PersonalData(pool)
        self.idempotency_keys = IdempotencyKeys(pool)

    @classmethod
    async def open(cls, database_url: str, *, size: int = 16) -> "Journal":
        """Connects; the schema must have been migrated."""
        return cls(await open_pool(database_url, size=size))

    async def check(self) -> None:
        """Raises one of `UNAVAILABLE` while Postgres is away."""
        await self.pool.execute("select 1")

    async def close(self) -> None:
        await self.pool.close()
