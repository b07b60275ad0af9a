"""The processes that are open: those that a workflow should be keeping."""

from collections.abc import AsyncIterator

from luyue.journal.connection import Pool


async def open_streams(pool: Pool, *, only: str | None = None, size: int = 500) -> AsyncIterator[list[str]]:
    """The streams of open processes in the order of their names, in batches; or one, if it is open."""
    last = ""
    while True:
        rows = await pool.fetch(
            "select stream from processes where not closed and stream > $1 and ($2::text is null or stream = $2)"
            " order by stream limit $3",
            last,
            only,
            size,
        )
        if rows:
            yield [row["stream"] for row in rows]
        if len(rows) < size:
            return
        last = rows[-1]["stream"]


async def count_open(pool: Pool) -> int:
    """How many there are."""
    return int(await pool.fetchval("select count(*) from processes where not closed"))
