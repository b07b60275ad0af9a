"""Outages as they were declared and released: reports of a fact each, with the reason where it can be erased."""

import json
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from luyue.domain.outage import Outage, outage_stream, released
from luyue.journal.connection import Pool
from luyue.journal.fact_store import FactStore, Outdated
from luyue.journal.personal_data import KeptText, PersonalData

_FOUND = """
select f.stream, f.fact, d.occurred_at as declared_at, d.actor as declared_by, r.actor as released_by,
       r.command_id as released_with, t.body as reason
from facts f
join events d on d.stream = f.stream and d.version = 1
left join events r on r.stream = f.stream and r.version = 2
left join texts t on t.id = f.fact #>> '{reason,id}'
"""
_ONE = f"{_FOUND} where f.stream = $1"
_PAGE = f"""{_FOUND}
where f.stream >= 'outage/' and f.stream < coalesce('outage/' || $1, 'outage0') order by f.stream desc limit $2
"""

_OVERDUE = """
select stream, next_deadline_at, id from processes
where kind = $1 and not closed and next_deadline_at < $2
  and (next_deadline_at, id) > (coalesce($3::timestamptz, '-infinity'), $4)
order by next_deadline_at, id limit $5
"""


class AlreadyReleased(Exception):
    """An outage is released once."""


@dataclass(frozen=True)
class DeclaredOutage:
    """An outage with who declared and released it, and when. `reason` is None once it has been erased."""

    id: str
    outage: Outage
    reason: str | None
    declared_at: datetime
    declared_by: str
    released_by: str | None
    released_with: str | None


class OutageRegister:
    """All outages. Each is a stream of two reports at most; none is ever taken back, but it can be released at once."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._facts = FactStore(pool)
        self._texts = PersonalData(pool)

    async def declare(
        self, id: str, outage: Outage, reason: str, *, actor: str, command_id: str, at: datetime
    ) -> DeclaredOutage:
        """Declares an outage, or finds it declared already by the same command, from which it has its id.

        The reason of one that is found may have been erased, and stays so.
        """
        if (known := await self.find(id)) is not None:
            return known
        stream = outage_stream(id)
        note = outage.reason
        await self._texts.keep_texts([KeptText(note.id, stream, "reason", reason, note.digest)])
        with suppress(Outdated):
            await self._facts.report(stream, outage, actor=actor, command_id=command_id, at=at, after=0)
        found = await self.find(id)
        assert found is not None, "facts are never removed"
        return found

    async def release(
        self,
        id: str,
        *,
        ends_at: datetime | None,
        extend_by: timedelta | None,
        actor: str,
        command_id: str,
        at: datetime,
    ) -> DeclaredOutage:
        """Releases an outage; by the same command again it is found released.

        Raises LookupError, `AlreadyReleased`, or `Refusal` where it cannot be released in this way.
        """
        while (found := await self.find(id)) is not None:
            if found.outage.release is not None:
                if found.released_with == command_id:
                    return found
                raise AlreadyReleased(id)
            news = released(found.outage, at, ends_at, extend_by)
            try:
                await self._facts.report(outage_stream(id), news, actor=actor, command_id=command_id, at=at, after=1)
            except Outdated:
                continue
        raise LookupError(id)

    async def find(self, id: str) -> DeclaredOutage | None:
        """An outage by its id."""
        row = await self._pool.fetchrow(_ONE, outage_stream(id))
        return _declared(row) if row is not None else None

    async def page(self, before: str, size: int) -> list[DeclaredOutage]:
        """Up to `size` outages, the last declared first, declared before another; before none with an empty id."""
        return [_declared(row) for row in await self._pool.fetch(_PAGE, before or None, size)]


async def overdue_streams(
    pool: Pool, kinds: Iterable[str], due_before: datetime, *, size: int = 500
) -> AsyncIterator[list[str]]:
    """The open processes with a deadline due before a moment, in batches by kind, the longest overdue first."""
    for kind in kinds:
        moment, id = None, ""
        while True:
            rows = await pool.fetch(_OVERDUE, kind.replace("-", "_"), due_before, moment, id, size)
            if rows:
                yield [row["stream"] for row in rows]
            if len(rows) < size:
                break
            moment, id = rows[-1]["next_deadline_at"], rows[-1]["id"]


def _declared(row: Mapping[str, Any]) -> DeclaredOutage:
    return DeclaredOutage(
        id=row["stream"].removeprefix(outage_stream("")),
        outage=Outage.model_validate(json.loads(row["fact"])),
        reason=row["reason"],
        declared_at=row["declared_at"],
        declared_by=row["declared_by"],
        released_by=row["released_by"],
        released_with=row["released_with"],
    )
