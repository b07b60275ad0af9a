"""Showcases: one mark a creator, also where two give it at the same moment."""

import asyncio
from datetime import UTC, datetime, timedelta

from luyue.journal.connection import Connection
from luyue.journal.journal import Journal
from luyue.journal.showcase import Showcase, ShowcaseEntry, ShowcaseFilter, Shown
from tests.conftest import Eventually

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
PLAIN = Shown(category=None, recommended=False, is_new=False, explaining=False)
EXPLAINED = Shown(category=None, recommended=False, is_new=False, explaining=True)


async def put(journal: Journal, product_id: str, shown: Shown, minutes: int = 0) -> ShowcaseEntry:
    at = NOON + timedelta(minutes=minutes)
    return await Showcase(journal.pool).put("c1", product_id, shown, added_by="search", at=at)


async def explained(journal: Journal) -> list[str]:
    entries = await Showcase(journal.pool).page("c1", ShowcaseFilter(), None, 100)
    return [entry.product_id for entry in entries if entry.explaining]


async def test_the_mark_moves_in_one_statement(journal: Journal) -> None:
    """CA-07"""
    for minute, product_id in enumerate(["p1", "p2", "p1", "p1"]):
        assert (await put(journal, product_id, EXPLAINED, minute)).explaining
        assert await explained(journal) == [product_id]
    await put(journal, "p1", PLAIN)
    assert await explained(journal) == []


async def test_a_mark_given_meanwhile_gives_way_to_the_later_one(
    journal: Journal, owner: Connection, eventually: Eventually
) -> None:
    """CA-07"""
    for product_id in ("p1", "p2"):
        await put(journal, product_id, PLAIN)
    transaction = owner.transaction()
    await transaction.start()
    await owner.execute("update showcase set explaining = true where product_id = 'p1'")
    later = asyncio.create_task(put(journal, "p2", EXPLAINED))

    async def is_waiting() -> bool:
        return bool(await journal.pool.fetchval("select count(*) from pg_locks where not granted"))

    await eventually(is_waiting)
    await transaction.commit()
    assert (await later).explaining
    assert await explained(journal) == ["p2"]


async def test_many_marks_at_once_leave_one(journal: Journal) -> None:
    """CA-07"""
    products = [f"p{number}" for number in range(10)]
    for _ in range(5):
        await asyncio.gather(*(put(journal, product_id, EXPLAINED) for product_id in products))
        assert len(await explained(journal)) == 1


async def test_what_says_nothing_new_keeps_its_time(journal: Journal) -> None:
    first = await put(journal, "p1", EXPLAINED)
    assert await put(journal, "p1", EXPLAINED, 1) == first
    changed = await put(journal, "p1", Shown("tea", False, False, True), 2)
    assert (changed.added_at, changed.updated_at) == (NOON, NOON + timedelta(minutes=2))
    await put(journal, "p2", EXPLAINED, 3)
    unmarked = await Showcase(journal.pool).find("c1", "p1")
    assert unmarked is not None
    assert (unmarked.explaining, unmarked.updated_at) == (False, NOON + timedelta(minutes=3))


async def test_some_products_of_one_creator(journal: Journal) -> None:
    for product_id in ("p1", "p2"):
        await put(journal, product_id, PLAIN)
    showcase = Showcase(journal.pool)
    assert await showcase.shows("c1", ["p2", "p3"]) == {"p2"}
    assert await showcase.shows("c2", ["p1"]) == frozenset()
    assert await showcase.remove("c2", "p1") is False
    assert await showcase.remove("c1", "p1") is True
    assert await showcase.shows("c1", ["p1"]) == frozenset()
