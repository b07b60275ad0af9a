"""Creators' showcases: the products that a creator shows, at most one of them being explained (CA-07)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from luyue.domain.facts.products import AddedBy
from luyue.journal.connection import Pool
from luyue.journal.processes import Place

_COLUMNS = "product_id, category, recommended, is_new, explaining, added_by, added_at, updated_at"

# The entry is written from what the first part returns, so that the mark has been taken away before it is given anew.
_PUT = f"""
with until_now as (
  update showcase set explaining = false, updated_at = $8
  where creator_id = $1 and product_id <> $2 and explaining and $6 returning 1
)
insert into showcase
  (creator_id, product_id, category, recommended, is_new, explaining, added_by, added_at, updated_at)
select $1, $2, $3, $4, $5, $6, $7, $8, $8 from (select count(*) from until_now) as moved
on conflict (creator_id, product_id) do update set
  category = excluded.category, recommended = excluded.recommended, is_new = excluded.is_new,
  explaining = excluded.explaining, updated_at = case
    when (showcase.category, showcase.recommended, showcase.is_new, showcase.explaining)
      is distinct from (excluded.category, excluded.recommended, excluded.is_new, excluded.explaining)
    then excluded.updated_at else showcase.updated_at end
returning {_COLUMNS}
"""
_PAGE = f"""
select {_COLUMNS} from showcase
where creator_id = $1
  and ($2::text is null or category = $2)
  and ($3::boolean is null or recommended = $3)
  and ($4::boolean is null or is_new = $4)
  and (added_at, product_id) < (coalesce($5::timestamptz, 'infinity'), coalesce($6, ''))
order by added_at desc, product_id desc limit $7
"""


@dataclass(frozen=True)
class Shown:
    """How a creator shows a product; `category` is one of the creator's own."""

    category: str | None
    recommended: bool
    is_new: bool
    explaining: bool


@dataclass(frozen=True)
class ShowcaseEntry(Shown):
    """A product in a showcase; times are the wall clock's."""

    product_id: str
    added_by: AddedBy
    added_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class ShowcaseFilter:
    """What a list is narrowed to; None narrows nothing."""

    category: str | None = None
    recommended: bool | None = None
    is_new: bool | None = None


class Showcase:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def put(
        self, creator_id: str, product_id: str, shown: Shown, *, added_by: AddedBy, at: datetime
    ) -> ShowcaseEntry:
        """Adds a product, or changes how it is shown; the product explained until now gives way to one that is to be.

        `added_by` is kept from when the product was added.
        """
        values = (shown.category, shown.recommended, shown.is_new, shown.explaining)
        while True:
            try:
                row = await self._pool.fetchrow(_PUT, creator_id, product_id, *values, added_by, at)
            # Another product was given the mark at the same moment; the next try sees which.
            except (asyncpg.UniqueViolationError, asyncpg.DeadlockDetectedError):
                continue
            return _entry(row)

    async def find(self, creator_id: str, product_id: str) -> ShowcaseEntry | None:
        """One product in a creator's showcase, or None."""
        row = await self._pool.fetchrow(
            f"select {_COLUMNS} from showcase where creator_id = $1 and product_id = $2", creator_id, product_id
        )
        return _entry(row) if row is not None else None

    async def page(
        self, creator_id: str, wanted: ShowcaseFilter, after: Place | None, size: int
    ) -> list[ShowcaseEntry]:
        """Up to `size` products after a place, the last added first."""
        moment, id = (after.moment, after.id) if after else (None, None)
        narrowed = (wanted.category, wanted.recommended, wanted.is_new)
        return [_entry(row) for row in await self._pool.fetch(_PAGE, creator_id, *narrowed, moment, id, size)]

    async def shows(self, creator_id: str, product_ids: Iterable[str]) -> frozenset[str]:
        """Those of some products that are in a creator's showcase."""
        rows = await self._pool.fetch(
            "select product_id from showcase where creator_id = $1 and product_id = any ($2)",
            creator_id,
            list(product_ids),
        )
        return frozenset(row["product_id"] for row in rows)

    async def remove(self, creator_id: str, product_id: str) -> bool:
        """Removes a product; returns whether it was there."""
        removed = await self._pool.fetchval(
            "delete from showcase where creator_id = $1 and product_id = $2 returning 1", creator_id, product_id
        )
        return removed is not None


def _entry(row: Any) -> ShowcaseEntry:
    return ShowcaseEntry(**row)
