"""What a merchant account reads of the others, by real turns: what is open, and what a decision has seen (IX-28)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from luyue.activities.handle import Handle
from luyue.domain.facts import Delisting, Needs, closing_claim
from luyue.domain.merchant_account import MERCHANT_ACCOUNT
from luyue.domain.purchases import Sku
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.journal import gathering, records
from luyue.journal.connection import Connection
from luyue.journal.gathering import gather
from luyue.journal.journal import Journal
from luyue.journal.listeners import listening
from luyue.journal.purchases import Purchases
from luyue.journal.records import Recorded, Records
from luyue.journal.reports import facts_as_seen
from luyue.journal.seen import Seen
from luyue.workflows.messages import HandleCall, Issued, Outcome
from tests import eligible
from tests.journal.ledger import Ledger

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


class House:
    """A merchant's account and a request for one of its samples, without Temporal."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._handle = Handle(journal, (MERCHANT_ACCOUNT, SAMPLE_REQUEST), test_clock=False)
        self._sent = 0

    async def request(self) -> str:
        facts = {
            "creator/c1": eligible.CREATOR,
            "merchant/m1": eligible.MERCHANT,
            "product/p1": eligible.product("m1"),
            "sample-offer/p1": eligible.OFFER,
        }
        for stream, fact in facts.items():
            await self.journal.facts.report(stream, fact, actor="service:test", command_id=stream, at=START)
        await self.send("sample-request/sr_1", START, "apply", creator_id="c1", product_id="p1")
        return "sample-request/sr_1"

    async def send(self, stream: str, at: datetime, name: str, **payload: Any) -> Outcome:
        self._sent += 1
        kind, _, id = stream.partition("/")
        command = Issued(name=name, payload=payload, actor="service:test", at=at, command_id=f"{name}:{self._sent}")
        outcome = await self._handle.handle(HandleCall(kind=kind, id=id, now=at, command=command))
        assert outcome.refused is None, outcome.refused
        return outcome

    async def time_to(self, stream: str, now: datetime) -> Outcome:
        kind, _, id = stream.partition("/")
        return await self._handle.handle(HandleCall(kind=kind, id=id, now=now))


@pytest.fixture
def house(journal: Journal) -> House:
    return House(journal)


async def test_ix_28_a_shop_waits_for_what_is_open_and_then_closes(house: House, journal: Journal) -> None:
    account, request = "merchant-account/m1", await house.request()
    await house.send(account, START, "open", merchant_id="m1", categories=["toys"])
    await house.send(account, START, "pay-deposit", amount="2000.00")
    assert (await house.send(account, START, "close-shop")).status == "CLOSING"
    assert (await house.time_to(account, START + DAY + timedelta(hours=1))).status == "CLOSING"
    reviewed = (await journal.streams.history(account))[-1]
    assert (reviewed.type, reviewed.data) == ("ClosingReviewed", {"open": {"sample_request": 1}})
    await house.send(request, START + DAY + timedelta(hours=2), "reject", reason="other")
    assert (await house.time_to(account, START + 2 * DAY + timedelta(hours=1))).status == "CLOSED"
    assert [event.type for event in (await journal.streams.history(account))[-3:]] == [
        "ClosingReviewed",
        "ShopClosed",
        "DepositReturnRequested",
    ]


async def test_ix_28_what_was_open_is_seen_again_when_it_is_decided_again(house: House, journal: Journal) -> None:
    await house.request()
    needs = Needs(open_of="m1")
    facts = await gather(journal.pool, "merchant-account/m1", needs)
    assert facts.open == {"sample_request": 1}
    seen = Seen.model_validate_json(Seen.of(needs, facts).model_dump_json(exclude_defaults=True))
    assert facts_as_seen(needs, seen, START, []) == facts
    assert facts_as_seen(Needs(), seen, START, []).open == {}


async def test_ix_28_only_the_merchants_own_open_processes_count_and_not_the_asking_one(
    house: House, journal: Journal, owner: Connection
) -> None:
    request = await house.request()
    assert (await gather(journal.pool, request, Needs(open_of="m1"))).open == {}
    assert (await gather(journal.pool, "merchant-account/m2", Needs(open_of="m2"))).open == {}
    assert (await gather(journal.pool, "merchant-account/m1", Needs(streams=("merchant/m1",)))).open == {}
    await owner.execute("update processes set closed = true")
    assert (await gather(journal.pool, "merchant-account/m1", Needs(open_of="m1"))).open == {}


async def test_ix_28_what_is_open_is_found_along_its_index(owner: Connection) -> None:
    await owner.execute("set enable_seqscan = off")
    await owner.execute(f"prepare counted as {gathering.COUNT_OPEN}")
    plan = await owner.fetch("explain execute counted ('m1', 'merchant-account/m1')")
    assert "processes_of_merchant_by_deadline" in "\n".join(row[0] for row in plan)


async def test_ma_05_a_delisting_reaches_the_account_of_its_merchant_while_the_shop_is_open(
    house: House, journal: Journal
) -> None:
    account = "merchant-account/m1"
    await house.send(account, START, "open", merchant_id="m1", categories=["toys"])
    for product, merchant in (("p1", "m1"), ("p2", "m2")):
        delisting = Delisting(merchant_id=merchant, state="delisted", reason="prohibited", severity="severe")
        await journal.facts.report(f"delisting/{product}", delisting, actor="service:test", command_id="1", at=START)
    assert await listening(journal.pool, "delisting/p1") == [account]
    assert await listening(journal.pool, "delisting/p2") == []
    await house.send(account, START + DAY, "observe", source="delisting/p1")
    assert (await journal.streams.history(account))[-1].type == "SevereDelistingPenalised"
    await house.send(account, START + DAY, "close-shop")
    assert await listening(journal.pool, "delisting/p1") == [account]
    assert (await house.time_to(account, START + 3 * DAY)).status == "CLOSED"
    assert await listening(journal.pool, "delisting/p1") == []


async def test_ix_28_a_purchase_sees_that_the_shop_is_closing(house: House, journal: Journal) -> None:
    await Purchases(journal.pool).put_sku("s1", Sku(merchant_id="m1", product_id="p1", stock=10), START)
    account = "merchant-account/m1"
    await house.send(account, START, "open", merchant_id="m1", categories=["toys"])

    async def is_closing() -> bool:
        found = await Purchases(journal.pool).wish("s1", "b1", 1, closing_claim("m1"))
        assert found is not None
        return found.shop_is_closing

    assert not await is_closing()
    await house.send(account, START, "close-shop")
    assert await is_closing()


async def test_a_record_is_read_in_pages_the_newest_first(ledger: Ledger, journal: Journal, owner: Connection) -> None:
    for number in range(5):
        at = START + number // 2 * DAY
        await ledger.append(f"note/{number}", 1, record=("merchant/m1", "fake_shipment"), record_at=at)
    await ledger.append("note/9", 1, record=("merchant/m2", "default"), record_at=START)
    await owner.execute("update processes set record_points = 4 where stream = 'note/4'")
    await owner.execute("update processes set record_points = 2 where stream = 'note/1'")
    kept = Records(journal.pool)
    first = await kept.page("merchant/m1", None, 2)
    assert first == [
        Recorded("note/4", "fake_shipment", START + 2 * DAY, 4),
        Recorded("note/3", "fake_shipment", START + DAY, 0),
    ]
    rest = await kept.page("merchant/m1", (first[-1].at, first[-1].stream), 10)
    assert [one.stream for one in rest] == ["note/2", "note/1", "note/0"]
    assert await kept.points("merchant/m1", START) == 6
    assert await kept.points("merchant/m1", START + timedelta(seconds=1)) == 4
    assert await kept.points("merchant/m3", START) == 0


async def test_a_record_is_found_along_its_index(owner: Connection) -> None:
    await owner.execute("set enable_seqscan = off")
    await owner.execute(f"prepare page as {records._PAGE}")
    plan = await owner.fetch("explain execute page ('merchant/m1', null, null, 50)")
    assert "processes_on_record" in "\n".join(row[0] for row in plan)
