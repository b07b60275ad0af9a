"""The buyers to whom merchants do not sell (MA-02)."""

from dataclasses import dataclass
from datetime import datetime

from luyue.journal.connection import Pool

# The first time counts; the second select finds what was there before.
_ADD = """
with added as (
  insert into blacklisted_buyers (merchant_id, buyer_id, added_at) values ($1, $2, $3)
  on conflict do nothing returning buyer_id, added_at
)
select buyer_id, added_at from added
union all
select buyer_id, added_at from blacklisted_buyers where merchant_id = $1 and buyer_id = $2
"""
_PAGE = """
select buyer_id, added_at from blacklisted_buyers where merchant_id = $1 and buyer_id > $2 order by buyer_id limit $3
"""


@dataclass(frozen=True)
class Blacklisted:
    """A buyer on a blacklist, and since when by the wall clock."""

    buyer_id: str
    added_at: datetime


class Blacklists:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def add(self, merchant_id: str, buyer_id: str, at: datetime) -> Blacklisted:
        """Puts a buyer on a merchant's blacklist; who is on it already stays as before."""
        while True:
            row = await self._pool.fetchrow(_ADD, merchant_id, buyer_id, at)
            # Added by another at the same moment, which this statement's snapshot does not show yet.
            if row is not None:
                return Blacklisted(**row)

    async def find(self, merchant_id: str, buyer_id: str) -> Blacklisted | None:
        """A buyer on a merchant's blacklist, or None."""
        row = await self._pool.fetchrow(
            "select buyer_id, added_at from blacklisted_buyers where merchant_id = $1 and buyer_id = $2",
            merchant_id,
            buyer_id,
        )
        return Blacklisted(**row) if row is not None else None

    async def page(self, merchant_id: str, after: str, size: int) -> list[Blacklisted]:
        """Up to `size` buyers whose ids come after one, in the order of their ids."""
        return [Blacklisted(**row) for row in await self._pool.fetch(_PAGE, merchant_id, after, size)]

    async def remove(self, merchant_id: str, buyer_id: str) -> bool:
        """Takes a buyer off a merchant's blacklist; returns whether it was on it."""
        removed = await self._pool.fetchval(
            "delete from blacklisted_buyers where merchant_id = $1 and buyer_id = $2 returning 1", merchant_id, buyer_id
        )
        return removed is not None
