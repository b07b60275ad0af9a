"""The feed: one order, nothing skipped that commits late, nothing twice for a reader that resumes."""

import asyncio
import random

import asyncpg
import pytest

from luyue.journal import feed
from luyue.journal.connection import Connection
from luyue.journal.feed import START, Cursor
from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded
from tests.journal.ledger import Ledger, insert


def streams(events: list[Recorded]) -> list[str]:
    return [event.stream for event in events]


async def test_a_slow_transaction_is_not_skipped_by_what_commits_before_it(
    database_url: str, journal: Journal, ledger: Ledger
) -> None:
    slow = await asyncpg.connect(database_url)
    await ledger.append("note/before", 1)
    transaction = slow.transaction()
    await transaction.start()
    await insert(slow, "note/slow")
    await ledger.append("note/quick", 1)
    first = await feed.read(journal.pool, START, 10)
    assert streams(first) == ["note/before"]
    cursor = Cursor.after(first[-1])
    assert await feed.read(journal.pool, cursor, 10) == []
    await transaction.commit()
    assert streams(await feed.read(journal.pool, cursor, 10)) == ["note/slow", "note/quick"]
    await slow.close()


async def test_a_transaction_rolled_back_leaves_no_gap_that_anybody_waits_for(
    database_url: str, journal: Journal, ledger: Ledger
) -> None:
    given_up = await asyncpg.connect(database_url)
    transaction = given_up.transaction()
    await transaction.start()
    await insert(given_up, "note/given-up")
    await ledger.append("note/kept", 1)
    await transaction.rollback()
    assert streams(await feed.read(journal.pool, START, 10)) == ["note/kept"]
    await given_up.close()


async def test_where_positions_and_transaction_ids_disagree_the_reader_misses_neither(
    database_url: str, journal: Journal
) -> None:
    early, late = await asyncpg.connect(database_url), await asyncpg.connect(database_url)
    async with early.transaction():
        await early.execute("select pg_current_xact_id()")
        async with late.transaction():
            await insert(late, "note/late")
        assert await feed.read(journal.pool, START, 10) == []
        await insert(early, "note/early")
    events = await feed.read(journal.pool, START, 10)
    assert streams(events) == ["note/early", "note/late"]
    assert events[0].position > events[1].position
    assert streams(await feed.read(journal.pool, Cursor.after(events[0]), 10)) == ["note/late"]
    assert await feed.read(journal.pool, Cursor.after(events[1]), 10) == []
    await early.close()
    await late.close()


async def test_a_reader_that_resumes_under_eight_writers_gets_every_event_once_and_in_order(
    database_url: str, journal: Journal, ledger: Ledger
) -> None:
    writers, transactions = 8, 25

    async def write(writer: int) -> None:
        connection = await asyncpg.connect(database_url)
        moments = random.Random(writer)
        for version in range(1, transactions + 1):
            async with connection.transaction():
                # The longer some transactions last, the further positions, ids and commits are out of step.
                if moments.random() < 0.5:
                    await connection.execute("select pg_current_xact_id()")
                    await asyncio.sleep(moments.random() / 200)
                await insert(connection, f"note/{writer}", version)
                await asyncio.sleep(moments.random() / 200)
        await connection.close()

    async def read_all() -> list[Recorded]:
        text, found = START.encode(), list[Recorded]()
        while len(found) < writers * transactions:
            events = await feed.read(journal.pool, Cursor.decode(text), 7)
            found += events
            text = Cursor.after(events[-1]).encode() if events else text
            await asyncio.sleep(0)
        return found

    async with asyncio.timeout(120):
        events, *_ = await asyncio.gather(read_all(), *(write(writer) for writer in range(writers)))
    assert len({event.id for event in events}) == len(events) == writers * transactions
    assert [Cursor.after(event) for event in events] == sorted(Cursor.after(event) for event in events)
    for writer in range(writers):
        versions = [event.version for event in events if event.stream == f"note/{writer}"]
        assert versions == list(range(1, transactions + 1))
    assert [event.position for event in events] != sorted(event.position for event in events)


async def test_the_feed_is_read_along_its_index(owner: Connection) -> None:
    await owner.execute(
        "insert into events (stream, version, id, type, schema_version, data, actor, command_id, occurred_at, hash)"
        " select 'note/' || n, 1, gen_random_uuid(), 'Noted', 1, '{}', 'service:test', '1', now(), ''"
        " from generate_series(1, 5000) n"
    )
    await owner.execute("analyze events")
    middle = (await feed.read(owner, START, 2500))[-1]
    plan = await owner.fetch(f"explain {feed.READ}", str(middle.transaction_id), middle.position, 100)
    text = "\n".join(row[0] for row in plan)
    assert "Index Scan using events_feed" in text
    assert 'Index Cond: ((ROW(transaction_id, "position") > ROW(' in text
    assert "Sort" not in text
    assert "Filter" not in text


@pytest.mark.parametrize("cursor", [START, Cursor(1, 1), Cursor(2**62, 2**62)])
def test_a_cursor_survives_its_text(cursor: Cursor) -> None:
    text = cursor.encode()
    assert Cursor.decode(text) == cursor
    assert text.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    "text",
    ["", "1", "nonsense", "12.34", "é" * 22, "A" * 21, "A" * 23, "/" * 22, "_" * 22, START.encode() + "==", " " * 22],
)
def test_nonsense_is_no_cursor(text: str) -> None:
    with pytest.raises(ValueError, match="not a cursor"):
        Cursor.decode(text)
