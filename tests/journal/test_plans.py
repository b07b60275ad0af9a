"""Statements are planned once a connection, for any parameters and before statistics exist: along indexes even so."""

import pytest

from luyue.journal import creators, gathering, inbox, showcase, streams, webhook_queues
from luyue.journal.journal import Journal


@pytest.fixture
def database_url(copied_database_url: str) -> str:
    return copied_database_url


async def plan(journal: Journal, statement: str, parameters: int) -> str:
    async with journal.pool.acquire() as connection:
        await connection.execute(f"prepare planned as {statement}")
        rows = await connection.fetch(f"explain execute planned ({', '.join(['null'] * parameters)})")
        await connection.execute("deallocate planned")
    return "\n".join(row[0] for row in rows)


@pytest.mark.parametrize(
    ("statement", "parameters"),
    [
        (gathering.GATHER, 7),
        (gathering.FIND, 2),
        (streams._LOAD, 2),
        (inbox._NEWEST, 3),
        (showcase._PAGE, 7),
        (creators._BY_ID, 6),
        (creators._BY_FOLLOWERS, 7),
        (webhook_queues._TAKE, 8),
    ],
    ids=["gather", "find", "load", "inbox", "showcase", "creators", "creators by followers", "webhooks' queues"],
)
async def test_no_table_is_read_whole(journal: Journal, statement: str, parameters: int) -> None:
    planned = await plan(journal, statement, parameters)
    assert "Seq Scan" not in planned
    assert planned.count("Index Cond") == planned.count("Index Scan") > 0


async def test_a_later_page_does_not_read_the_earlier_ones(journal: Journal) -> None:
    assert 'Index Cond: ((recipient = $1) AND ("position" <' in await plan(journal, inbox._NEWEST, 3)
    assert "Index Cond: ((creator_id = $1) AND (ROW(added_at, product_id) <" in await plan(journal, showcase._PAGE, 7)


async def test_the_directory_is_walked_in_its_order_and_not_sorted(journal: Journal) -> None:
    by_id, by_followers = await plan(journal, creators._BY_ID, 6), await plan(journal, creators._BY_FOLLOWERS, 7)
    assert "Sort" not in by_id + by_followers
    assert "Index Cond: (creator_id > $4)" in by_id
    assert "Index Cond: ((ROW(followers, creator_id) < ROW($5, $4)) AND (followers >= $6))" in by_followers
