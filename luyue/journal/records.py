"""What stands on a party's record: what its processes have left there, with penalty points (CO-05, IX-24, SH-06)."""

from dataclasses import dataclass
from datetime import datetime

from luyue.domain.facts import Mark
from luyue.journal.connection import Pool

# Ties of time are told apart by the stream.
_PAGE = """
select stream, record_what as what, record_at as at, record_points as points from processes
where record_of = $1 and (record_at, stream) < (coalesce($2::timestamptz, 'infinity'), coalesce($3, ''))
order by record_at desc, stream desc limit $4
"""
_POINTS = """
select coalesce(sum(record_points), 0)::bigint from processes where record_of = $1 and record_at >= $2
"""


@dataclass(frozen=True)
class Recorded:
    """An entry: the process that it comes from, what it is, since when, and what it weighs."""

    stream: str
    what: Mark
    at: datetime
    points: int


class Records:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def page(self, owner: str, after: tuple[datetime, str] | None, size: int) -> list[Recorded]:
        """Up to `size` entries of a party, named by its facts' stream, after a place; the newest first."""
        at, stream = after or (None, None)
        return [Recorded(**row) for row in await self._pool.fetch(_PAGE, owner, at, stream, size)]

    async def points(self, owner: str, since: datetime) -> int:
        """The penalty points of the entries of a party that are dated from a moment on."""
        return int(await self._pool.fetchval(_POINTS, owner, since))
