"""Pages of the feed: only what is wanted, all of it, in order, from where the one before ended; along indexes."""

import re

import asyncpg
import pytest

from luyue.journal import feed_pages
from luyue.journal.connection import Connection
from luyue.journal.feed import START, Cursor
from luyue.journal.feed_pages import LOOKED_AT_ONCE, FeedPage, Wanted, by_processes, in_feed_order, page, settled
from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded
from tests.journal.feed_rows import events, processes

ALL = frozenset({"sample-request", "dispute"})
C1 = Wanted(ALL, creator_id="c1")


def streams(found: FeedPage) -> list[str]:
    return [event.stream for event in found.events]


async def read(journal: Journal, after: Cursor, limit: int, wanted: Wanted) -> FeedPage:
    return await page(journal.pool, after, limit, wanted, await settled(journal.pool))


async def read_all(journal: Journal, limit: int, wanted: Wanted, after: Cursor = START) -> list[Recorded]:
    """Everything there is, page by page."""
    found: list[Recorded] = []
    while True:
        more = await read(journal, after, limit, wanted)
        found += more.events
        assert len(more.events) <= limit
        assert more.cursor >= after
        after = more.cursor
        if not more.more:
            return found


async def test_an_empty_journal_has_a_place_to_go_on_from(journal: Journal, owner: Connection) -> None:
    nothing = await read(journal, START, 10, Wanted(ALL))
    assert (nothing.events, nothing.more) == ([], False)
    await events(owner, ["dispute/1"])
    assert streams(await read(journal, nothing.cursor, 10, Wanted(ALL))) == ["dispute/1"]


async def test_only_wanted_kinds(journal: Journal, owner: Connection) -> None:
    await events(owner, ["video/1", "dispute/1", "sample-request/1", "dispute-like/1"])
    found = await read(journal, START, 10, Wanted(ALL))
    assert streams(found) == ["dispute/1", "sample-request/1"]
    assert streams(await read(journal, START, 10, Wanted(frozenset({"video"})))) == ["video/1"]


async def test_what_is_not_wanted_is_passed_over_for_good(journal: Journal, owner: Connection) -> None:
    await events(owner, ["video/1", "video/2"])
    found = await read(journal, START, 10, Wanted(ALL))
    assert (found.events, found.more) == ([], False)
    assert found.cursor >= (await settled(owner)).newest
    assert streams(await read(journal, found.cursor, 10, Wanted(frozenset({"video"})))) == []


@pytest.mark.parametrize("wanted", [Wanted(ALL), C1, Wanted(ALL, merchant_id="m1"), Wanted(ALL, "c1", "m1")])
async def test_a_slow_transaction_is_skipped_by_no_page(
    journal: Journal, owner: Connection, database_url: str, wanted: Wanted
) -> None:
    slow = await asyncpg.connect(database_url)
    await processes(owner, "dispute/slow", "dispute/quick", creator_id="c1", merchant_id="m1")
    async with slow.transaction():
        await events(slow, ["dispute/slow"])
        await events(owner, ["video/1"])
        await events(owner, ["dispute/quick"])
        held_up = await read(journal, START, 10, wanted)
        assert (held_up.events, held_up.more) == ([], False)
    found = await read(journal, held_up.cursor, 10, wanted)
    assert streams(found) == ["dispute/slow", "dispute/quick"]
    await slow.close()


async def test_one_partys_processes_only(journal: Journal, owner: Connection) -> None:
    await processes(owner, "dispute/1", creator_id="c1", merchant_id="m1")
    await processes(owner, "dispute/2", creator_id="c2", merchant_id="m1")
    await processes(owner, "sample-request/3", creator_id="c1", merchant_id="m2")
    await processes(owner, "sample-request/4")
    await events(owner, ["dispute/1", "dispute/2", "sample-request/3", "sample-request/4", "video/1"])

    async def found(**parties: str) -> list[str]:
        return streams(await read(journal, START, 10, Wanted(ALL, **parties)))

    assert await found(creator_id="c1") == ["dispute/1", "sample-request/3"]
    assert await found(merchant_id="m1") == ["dispute/1", "dispute/2"]
    assert await found(creator_id="c1", merchant_id="m1") == ["dispute/1"]
    assert await found(creator_id="m1") == []
    assert streams(await read(journal, START, 10, Wanted(frozenset({"dispute"}), "c1"))) == ["dispute/1"]


@pytest.mark.parametrize("limit", [1, 3, 7, 200])
@pytest.mark.parametrize("wanted", [Wanted(ALL), C1, Wanted(ALL, merchant_id="m1"), Wanted(frozenset({"dispute"}))])
async def test_pages_of_any_size_give_everything_once_and_in_order(
    journal: Journal, owner: Connection, limit: int, wanted: Wanted
) -> None:
    await _a_long_feed(owner)
    kinds = wanted.kinds
    expected = [
        (row["stream"], row["version"])
        for row in await owner.fetch(
            "select e.stream, e.version from events e left join processes p using (stream)"
            " where split_part(stream, '/', 1) = any($1)"
            " and ($2::text is null or p.creator_id = $2) and ($3::text is null or p.merchant_id = $3)"
            " order by e.transaction_id, e.position",
            sorted(kinds),
            wanted.creator_id,
            wanted.merchant_id,
        )
    ]
    found = await read_all(journal, limit, wanted)
    assert len(expected) == {ALL: 41, frozenset({"dispute"}): 21}[kinds]
    assert [(event.stream, event.version) for event in found] == expected


async def test_a_page_looks_at_so_many_events_and_no_more(journal: Journal, owner: Connection) -> None:
    await events(owner, ["video/1"], 1, LOOKED_AT_ONCE)
    await events(owner, ["dispute/1"])
    found = await read(journal, START, 10, Wanted(ALL))
    assert (found.events, found.more) == ([], True)
    assert streams(await read(journal, found.cursor, 10, Wanted(ALL))) == ["dispute/1"]


async def test_a_party_whose_events_are_far_apart_gets_them_without_empty_pages(
    journal: Journal, owner: Connection
) -> None:
    await _a_long_feed(owner)
    first = await read(journal, START, 20, C1)
    assert (len(first.events), first.more) == (20, True)
    assert {event.stream for event in first.events} == {"dispute/1"}
    second = await read(journal, first.cursor, 50, C1)
    # In the feed's order there was something to give: it stops there.
    assert (len(second.events), second.more) == (1, True)
    third = await read(journal, second.cursor, 50, C1)
    assert ({event.stream for event in third.events}, len(third.events), third.more) == (
        {"sample-request/1"},
        20,
        False,
    )
    await events(owner, ["video/after"])
    last = await read(journal, third.cursor, 50, C1)
    assert (last.events, last.more) == ([], False)


async def test_a_cursor_of_one_reader_serves_another(journal: Journal, owner: Connection) -> None:
    await processes(owner, "dispute/1", creator_id="c1", merchant_id="m1")
    await processes(owner, "dispute/2", creator_id="c2", merchant_id="m1")
    await events(owner, ["dispute/1", "dispute/2"], 1, 2)
    first = await read(journal, START, 1, Wanted(ALL))
    assert [event.version for event in (await read(journal, first.cursor, 10, C1)).events] == [2]
    assert len((await read(journal, first.cursor, 10, Wanted(ALL, "c2"))).events) == 2


async def test_a_place_beyond_the_feed_stays_where_it_is(journal: Journal, owner: Connection) -> None:
    await processes(owner, "dispute/1", creator_id="c1")
    await events(owner, ["dispute/1"])
    beyond = Cursor(2**62, 1)
    for wanted in (Wanted(ALL), C1):
        found = await read(journal, beyond, 10, wanted)
        assert (found.events, found.cursor, found.more) == ([], beyond, False)


async def test_pages_are_read_along_indexes(journal: Journal, owner: Connection) -> None:
    await _twenty_parties(owner)
    middle = await owner.fetchrow("select transaction_id::text, position from events order by position offset 2000")
    until = await settled(owner)
    place = (middle["transaction_id"], middle["position"], str(until.below))
    await owner.execute("analyze events, processes")
    for wanted in (Wanted(ALL), C1, Wanted(ALL, None, "m1"), Wanted(ALL, "c1", "m1")):
        statement, filters = in_feed_order(wanted)
        plan = await _plan(journal, statement, *place, 50, *filters)
        assert "Index Scan using events_feed" in plan
        assert "Sort" not in plan
        assert "processes" not in plan or "Index Scan using processes_pkey" in plan
    for statement, arguments in ((feed_pages.LOOKED_AT, place), (feed_pages.SETTLED, ())):
        plan = await _plan(journal, statement, *arguments)
        assert "using events_feed" in plan
        assert "Sort" not in plan


async def test_a_party_is_read_by_its_processes_with_and_without_statistics(
    journal: Journal, owner: Connection
) -> None:
    await _twenty_parties(owner)
    for _ in range(2):
        for wanted in (C1, Wanted(ALL, "c1", "m1")):
            statement, filters = by_processes(wanted)
            plan = await _plan(journal, statement, "0", 0, str(2**62), 50, *filters)
            assert re.search("Index Scan (using|on) processes_(by|of)_(creator|merchant)", plan), plan
            assert "Index Scan using events_pkey" in plan
            assert "events_feed" not in plan
        await owner.execute("analyze events, processes")


async def _twenty_parties(owner: Connection) -> None:
    for part in range(20):
        await processes(owner, *(f"dispute/{part}-{n}" for n in range(200)), creator_id=f"c{part}", merchant_id="m1")
        await events(owner, [f"dispute/{part}-{n}" for n in range(200)])


async def _plan(journal: Journal, statement: str, *arguments: object) -> str:
    rows = await journal.pool.fetch(f"explain {statement}", *arguments)
    plan = "\n".join(row[0] for row in rows)
    assert "Seq Scan" not in plan, plan
    return plan


async def _a_long_feed(owner: Connection) -> None:
    """Two processes of c1 and m1 at the ends, and more than is looked at once between them, twice."""
    await processes(owner, "dispute/1", "sample-request/1", creator_id="c1", merchant_id="m1")
    await events(owner, ["dispute/1"], 1, 20)
    await events(owner, ["video/1"], 1, LOOKED_AT_ONCE // 2)
    await events(owner, ["dispute/1"], 21)
    await events(owner, ["video/1"], LOOKED_AT_ONCE // 2 + 1, 3 * LOOKED_AT_ONCE)
    await events(owner, ["sample-request/1"], 1, 20)
    await events(owner, ["video/2"], 1, 3)
