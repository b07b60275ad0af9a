"""The processes view: one row a process, found by its stream and listed by keyset pages along an index."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from luyue.domain.process import Kind, S
from luyue.journal.connection import Pool
from luyue.journal.streams import Streams, fold_recorded

Order = Literal["created_at", "next_deadline_at"]

_COLUMNS = """stream, id, version, status, closed, creator_id, merchant_id, product_id, policy_version,
next_deadline_at, created_at, state, state_shape"""


@dataclass(frozen=True)
class ProcessRow:
    """A process as its row shows it; `state` is JSON of the shape `state_shape`."""

    stream: str
    id: str
    version: int
    status: str
    closed: bool
    creator_id: str | None
    merchant_id: str | None
    product_id: str | None
    policy_version: str
    next_deadline_at: datetime | None
    created_at: datetime
    state: str
    state_shape: int


@dataclass(frozen=True)
class Place:
    """Where a page ended: the last row's sort value and id."""

    moment: datetime
    id: str


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; None narrows nothing."""

    creator_id: str | None = None
    merchant_id: str | None = None
    product_id: str | None = None
    status: str | None = None
    due_before: datetime | None = None
    created_after: datetime | None = None


class Processes:
    """Reads of the view; only `Streams.append` writes it."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._streams = Streams(pool)

    async def find(self, stream: str) -> ProcessRow | None:
        """The row of a stream, or None before its first event."""
        row = await self._pool.fetchrow(f"select {_COLUMNS} from processes where stream = $1", stream)
        return _row(row) if row is not None else None

    async def page(self, kind: str, wanted: Filter, order: Order, after: Place | None, size: int) -> list[ProcessRow]:
        """Up to `size` rows of a kind after a place: the newest first, or by the next deadline the soonest first.

        By the next deadline, only open processes with a deadline are listed: time will do nothing to the others.
        """
        arguments: list[Any] = [kind.replace("-", "_")]

        def parameter(value: Any) -> str:
            arguments.append(value)
            return f"${len(arguments)}"

        conditions = ["kind = $1"]
        for column in ("creator_id", "merchant_id", "product_id", "status"):
            value = getattr(wanted, column)
            if value is not None:
                conditions.append(f"{column} = {parameter(value)}")
        if wanted.due_before is not None:
            conditions.append(f"next_deadline_at < {parameter(wanted.due_before)}")
        if wanted.created_after is not None:
            conditions.append(f"created_at > {parameter(wanted.created_after)}")
        if order == "created_at":
            sort, comparison = "created_at desc, id desc", "(created_at, id) <"
        else:
            conditions += ["not closed", "next_deadline_at is not null"]
            sort, comparison = "next_deadline_at, id", "(next_deadline_at, id) >"
        if after is not None:
            conditions.append(f"{comparison} ({parameter(after.moment)}, {parameter(after.id)})")
        rows = await self._pool.fetch(
            f"select {_COLUMNS} from processes where {' and '.join(conditions)}"
            f" order by {sort} limit {parameter(size)}",
            *arguments,
        )
        return [_row(row) for row in rows]

    async def state(self, kind: Kind[S], row: ProcessRow, version: int | None = None) -> S:
        """A process's state at a version, by default the row's: folded where the row shows another."""
        wanted = row.version if version is None else version
        if wanted == row.version and kind.reads(row.state_shape):
            return kind.state.model_validate_json(row.state)
        return fold_recorded(kind, await self._streams.history(row.stream, up_to=wanted))


def _row(row: Mapping[str, Any]) -> ProcessRow:
    return ProcessRow(**{field.name: row[field.name] for field in fields(ProcessRow)})
