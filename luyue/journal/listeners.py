"""Which processes listen to what a fact's reports speak of."""

from luyue.journal.connection import Pool

# All that the fact has ever spoken of: a report that no longer names a product still concerns who waits for it.
_LISTENING = """
select distinct l.stream from fact_subjects s join listeners l on l.subject = s.subject
where s.stream = $1 and l.transaction_id > $2::text::xid8 order by l.stream
"""


async def listening(pool: Pool, fact_stream: str, since: int = 0) -> list[str]:
    """The streams of the processes that a fact concerns, or of those that began to listen after a transaction."""
    return [row["stream"] for row in await pool.fetch(_LISTENING, fact_stream, str(since))]
