"""The products that are known, with whether they offer samples: what creators browse and search (SR-05)."""

from dataclasses import dataclass
from datetime import datetime

from luyue.domain.facts import Report
from luyue.journal.connection import Pool
from luyue.journal.gathering import report

# As SR-04 has it: the merchant's choice, and without one whether it was published by the service's launch.
_PAGE = """
select * from (
  select p.stream, p.version, p.fact, p.recorded_at,
         coalesce((o.fact ->> 'offers_samples')::boolean, (p.fact ->> 'published_at')::timestamptz <= $1, false)
         as offers_samples
  from facts p left join facts o on o.stream = 'sample-offer/' || substr(p.stream, 9)
  where p.stream > 'product/' || $2 collate "C" and p.stream < 'product0' collate "C"
) known
where ($3::boolean is null or offers_samples = $3)
  and ($4::text is null or fact ->> 'merchant_id' = $4)
  and ($5::text is null or fact ->> 'category' = $5)
  and ($6::text is null or strpos(lower(fact ->> 'title'), lower($6)) > 0)
order by stream limit $7
"""


@dataclass(frozen=True)
class ProductFilter:
    """What is looked for; None: anything. `title` is a part of it, in whatever case."""

    offers_samples: bool | None = None
    merchant_id: str | None = None
    category: str | None = None
    title: str | None = None


@dataclass(frozen=True)
class Found:
    """A product's newest report, and whether it offers samples."""

    report: Report
    offers_samples: bool


class Products:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def page(self, wanted: ProductFilter, launched_at: datetime, after: str, size: int) -> list[Found]:
        """Up to `size` products whose ids come after one, in the order of their ids."""
        rows = await self._pool.fetch(
            _PAGE,
            launched_at,
            after,
            wanted.offers_samples,
            wanted.merchant_id,
            wanted.category,
            wanted.title,
            size,
        )
        return [Found(report(row), row["offers_samples"]) for row in rows]
