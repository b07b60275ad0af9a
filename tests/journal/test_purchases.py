"""SKUs, purchases and blacklists: whose a SKU is, what counts as bought, what happens at the same moment (MA-01)."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from luyue.domain.facts import Delisting, closing_claim
from luyue.domain.purchases import Sku
from luyue.journal import blacklists, purchases
from luyue.journal.blacklists import Blacklisted, Blacklists
from luyue.journal.journal import Journal
from luyue.journal.purchases import Purchase, Purchases, PurchaseTaken
from tests.journal.test_plans import plan

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
TEA = Sku(merchant_id="m1", product_id="p1", stock=10, cumulative_limit=5, per_order_limit=3, minimum=2)


async def bought(journal: Journal, buyer_id: str) -> int:
    found = await Purchases(journal.pool).wish("s1", buyer_id, 1, closing_claim("m1"))
    assert found is not None
    return found.bought


async def test_a_sku_stays_its_merchants(journal: Journal) -> None:
    kept = Purchases(journal.pool)
    assert await kept.put_sku("s1", TEA, NOON)
    others = TEA.model_copy(update={"merchant_id": "m2", "stock": 0})
    assert not await kept.put_sku("s1", others, NOON)
    assert await kept.sku("s1") == TEA
    unlimited = Sku(merchant_id="m1", product_id="p1", stock=7)
    assert await kept.put_sku("s1", unlimited, NOON)
    assert await kept.sku("s1") == unlimited
    assert await kept.sku("s2") is None


async def test_ma_01_what_a_buyer_has_bought_of_a_sku_is_counted_once_a_purchase(journal: Journal) -> None:
    kept = Purchases(journal.pool)
    for id in ("s1", "s2"):
        await kept.put_sku(id, TEA, NOON)
    for purchase in (
        Purchase("u1", "s1", "m1", "b1", 2),
        Purchase("u1", "s1", "m1", "b1", 2),
        Purchase("u2", "s1", "m1", "b1", 3),
        Purchase("u3", "s2", "m1", "b1", 100),
        Purchase("u4", "s1", "m1", "b2", 7),
    ):
        await kept.record(purchase, NOON)
    assert await bought(journal, "b1") == 5
    assert await bought(journal, "b2") == 7
    assert await bought(journal, "b3") == 0


@pytest.mark.parametrize(
    "other",
    [
        Purchase("u1", "s1", "m1", "b1", 3),
        Purchase("u1", "s1", "m1", "b2", 2),
        Purchase("u1", "s2", "m1", "b1", 2),
        Purchase("u1", "s1", "m2", "b1", 2),
    ],
)
async def test_another_purchase_under_the_same_id_is_refused(journal: Journal, other: Purchase) -> None:
    kept = Purchases(journal.pool)
    await kept.put_sku("s1", TEA, NOON)
    await kept.record(Purchase("u1", "s1", "m1", "b1", 2), NOON)
    with pytest.raises(PurchaseTaken):
        await kept.record(other, NOON)
    assert await bought(journal, "b1") == 2


async def test_the_same_purchase_told_many_times_at_once_counts_once(journal: Journal) -> None:
    kept = Purchases(journal.pool)
    await kept.put_sku("s1", TEA, NOON)
    await asyncio.gather(*(kept.record(Purchase("u1", "s1", "m1", "b1", 2), NOON) for _ in range(20)))
    assert await bought(journal, "b1") == 2


async def test_all_that_a_purchase_is_checked_by_is_found_at_once(journal: Journal) -> None:
    await Purchases(journal.pool).put_sku("s1", TEA, NOON)
    await Blacklists(journal.pool).add("m1", "b1", NOON)
    found = await Purchases(journal.pool).wish("s1", "b1", 4, closing_claim("m1"))
    assert found is not None
    assert (found.sku, found.category, found.quantity, found.bought) == (TEA, None, 4, 0)
    assert (found.is_blacklisted, found.shop_is_closing) == (True, False)
    other = await Purchases(journal.pool).wish("s1", "b2", 4, closing_claim("m1"))
    assert other is not None
    assert not other.is_blacklisted
    assert await Purchases(journal.pool).wish("s2", "b1", 4, closing_claim("m1")) is None


async def test_ma_05_not_delisted_a_purchase_sees_the_newest_delisting_of_its_product(journal: Journal) -> None:
    kept = Purchases(journal.pool)
    await kept.put_sku("s1", TEA, NOON)
    delisted = Delisting(merchant_id="m1", state="delisted", reason="prohibited", severity="severe")
    relisted = Delisting(merchant_id="m1", state="relisted")

    async def seen() -> Delisting | None:
        found = await kept.wish("s1", "b1", 1, closing_claim("m1"))
        assert found is not None
        return found.delisting

    async def report(stream: str, fact: Delisting) -> None:
        await journal.facts.report(stream, fact, actor="service:t", command_id=f"{stream}{fact.state}", at=NOON)

    await report("delisting/p2", delisted)
    assert await seen() is None
    await report("delisting/p1", delisted)
    assert await seen() == delisted
    await report("delisting/p1", relisted)
    assert await seen() == relisted


async def test_ma_02_a_blacklist_is_kept_taken_back_and_read_in_pages(journal: Journal) -> None:
    kept = Blacklists(journal.pool)
    for number in (3, 1, 2):
        await kept.add("m1", f"b{number}", NOON)
    await kept.add("m2", "b4", NOON)
    assert await kept.add("m1", "b1", NOON + timedelta(hours=1)) == Blacklisted("b1", NOON)
    assert [one.buyer_id for one in await kept.page("m1", "", 2)] == ["b1", "b2"]
    assert [one.buyer_id for one in await kept.page("m1", "b2", 2)] == ["b3"]
    assert await kept.remove("m1", "b1") is True
    assert await kept.remove("m1", "b1") is False
    assert await kept.find("m1", "b1") is None
    assert await kept.find("m1", "b2") == Blacklisted("b2", NOON)


async def test_ma_02_a_buyer_put_on_a_blacklist_many_times_at_once_is_on_it_once(journal: Journal) -> None:
    kept = Blacklists(journal.pool)
    added = await asyncio.gather(*(kept.add("m1", "b1", NOON + timedelta(seconds=number)) for number in range(20)))
    assert len(set(added)) == 1
    assert await kept.page("m1", "", 10) == [added[0]]


@pytest.mark.parametrize(("statement", "parameters"), [(purchases._WISH, 3), (blacklists._PAGE, 3)])
async def test_no_table_is_read_whole(journal: Journal, statement: str, parameters: int) -> None:
    planned = await plan(journal, statement, parameters)
    assert "Seq Scan" not in planned
    assert "Index" in planned
