"""What a decision is given: a product's merchant, whoever that is, a party's record, events of other processes."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from luyue.activities.handle import Handle
from luyue.domain.facts import Found, Merchant, Needs, OnRecord, closing_claim
from luyue.domain.messages import Value
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.journal import gathering
from luyue.journal.connection import Connection
from luyue.journal.gathering import gather
from luyue.journal.journal import Journal
from luyue.journal.seen import Seen
from luyue.workflows.messages import HandleCall, Issued
from tests import eligible
from tests.journal.ledger import Ledger

START = datetime(2026, 1, 1, tzinfo=UTC)
MERCHANT_OF_P1 = Needs(streams=("product/p1",), merchant_of="product/p1")
RECORD_OF_C1 = Needs(record_of="creator/c1")


async def report(journal: Journal, stream: str, fact: Value) -> None:
    command_id = f"{stream}:{fact.model_dump_json()}"
    await journal.facts.report(stream, fact, actor="service:test", command_id=command_id, at=START)


class Requests:
    """Brings sample requests of creators for products to their ends."""

    def __init__(self, journal: Journal) -> None:
        self._handle = Handle(journal, [SAMPLE_REQUEST], test_clock=False)

    async def send(self, id: str, at: datetime, name: str, **payload: Any) -> str:
        issued = Issued(name=name, payload=payload, actor="service:test", at=at, command_id=f"{id}:{name}")
        return (await self._handle.handle(HandleCall(kind="sample-request", id=id, now=at, command=issued))).status

    async def breach(self, id: str, creator_id: str, product_id: str) -> None:
        await self.send(id, START, "apply", creator_id=creator_id, product_id=product_id)
        await self.send(id, START, "approve")
        await self.send(id, START, "ship", carrier="SF", tracking_no="1234567")
        await self.send(id, START, "confirm-receipt")
        over = START + timedelta(hours=400)
        assert (await self._handle.handle(HandleCall(kind="sample-request", id=id, now=over))).status == "BREACHED"


def breach_of(id: str) -> OnRecord:
    """What a request that `Requests.breach` brought to its end leaves on record: dated the promotion window's end."""
    return OnRecord(stream=f"sample-request/{id}", what="breach", at=START + timedelta(hours=360))


async def platform(journal: Journal) -> Requests:
    """Creators c1 and c2, and merchant m1's products p1 and p2, all of them eligible."""
    await report(journal, "merchant/m1", eligible.MERCHANT)
    for creator in ("c1", "c2"):
        await report(journal, f"creator/{creator}", eligible.CREATOR)
    for product in ("p1", "p2"):
        await report(journal, f"product/{product}", eligible.product())
        await report(journal, f"sample-offer/{product}", eligible.OFFER)
    return Requests(journal)


async def test_the_merchant_is_the_one_that_the_products_newest_report_names(journal: Journal) -> None:
    await report(journal, "merchant/m1", Merchant(shop_opened=True))
    await report(journal, "merchant/m2", Merchant(shop_opened=False))
    await report(journal, "merchant/m2", Merchant(shop_opened=True))
    await report(journal, "product/p1", eligible.product("m1"))
    assert (await gather(journal.pool, "note/1", MERCHANT_OF_P1)).newest.keys() == {"product/p1", "merchant/m1"}
    await report(journal, "product/p1", eligible.product("m2"))
    newest = (await gather(journal.pool, "note/1", MERCHANT_OF_P1)).newest
    assert {stream: known.version for stream, known in newest.items()} == {"product/p1": 2, "merchant/m2": 2}
    assert newest["merchant/m2"].fact == Merchant(shop_opened=True)


async def test_an_unknown_product_has_no_merchant_and_an_unknown_merchant_no_report(journal: Journal) -> None:
    await report(journal, "merchant/m1", Merchant(shop_opened=True))
    assert (await gather(journal.pool, "note/1", MERCHANT_OF_P1)).newest == {}
    await report(journal, "product/p1", eligible.product("m2"))
    assert (await gather(journal.pool, "note/1", MERCHANT_OF_P1)).newest.keys() == {"product/p1"}


async def test_what_was_asked_for_and_found_is_kept_with_a_decision(journal: Journal) -> None:
    requests = await platform(journal)
    await requests.breach("sr_1", "c1", "p1")
    both = MERCHANT_OF_P1.model_copy(update={"record_of": "creator/c1"})
    seen = Seen.of(both, await gather(journal.pool, "note/1", both))
    assert (seen.facts, seen.record) == ({"product/p1": 1, "merchant/m1": 1}, (breach_of("sr_1"),))
    await report(journal, "product/p1", eligible.product("m2"))
    seen = Seen.of(MERCHANT_OF_P1, await gather(journal.pool, "note/1", MERCHANT_OF_P1))
    assert (seen.facts, seen.record) == ({"product/p1": 2, "merchant/m2": 0}, None)


async def test_a_record_is_named_a_party_and_only_where_it_is_wanted(journal: Journal) -> None:
    requests = await platform(journal)
    assert (await gather(journal.pool, "note/1", RECORD_OF_C1)).record == ()
    await requests.breach("sr_1", "c1", "p1")
    await requests.breach("sr_2", "c1", "p2")
    await requests.breach("sr_3", "c2", "p1")
    await requests.send("sr_4", START + timedelta(hours=400), "apply", creator_id="c1", product_id="p1")
    assert (await gather(journal.pool, "note/1", RECORD_OF_C1)).record == (breach_of("sr_1"), breach_of("sr_2"))
    assert (await gather(journal.pool, "note/1", Needs(record_of="creator/c2"))).record == (breach_of("sr_3"),)
    assert (await gather(journal.pool, "note/1", Needs(record_of="creator/c3"))).record == ()
    assert (await gather(journal.pool, "note/1", Needs(record_of="merchant/m1"))).record == ()
    assert (await gather(journal.pool, "note/1", Needs(streams=("creator/c1",)))).record == ()


async def test_what_is_on_record_is_given_in_the_order_of_time(journal: Journal, ledger: Ledger) -> None:
    marks = {"note/2": "default", "note/3": "dispute_lost", "note/1": "breach"}
    for hour, (stream, what) in enumerate(marks.items()):
        await ledger.append(stream, 1, record=("merchant/m1", what), record_at=START + timedelta(hours=hour))
    await ledger.append("note/0", 1, record=("merchant/m1", "breach"), record_at=START)
    record = (await gather(journal.pool, "note/9", Needs(record_of="merchant/m1"))).record
    assert [(entry.stream, entry.what, entry.at - START) for entry in record] == [
        ("note/0", "breach", timedelta(0)),
        ("note/2", "default", timedelta(0)),
        ("note/3", "dispute_lost", timedelta(hours=1)),
        ("note/1", "breach", timedelta(hours=2)),
    ]


async def test_of_a_long_record_the_newest_are_given_where_that_is_enough(journal: Journal, ledger: Ledger) -> None:
    for hour in range(5):
        at = START + timedelta(hours=hour)
        await ledger.append(f"note/{hour}", 1, record=("merchant/m1", "late_shipment"), record_at=at)
    record = (await gather(journal.pool, "note/9", Needs(record_of="merchant/m1", record_most=2))).record
    assert [entry.stream for entry in record] == ["note/3", "note/4"]


async def test_sr_14_a_breach_that_was_struck_is_not_counted(journal: Journal) -> None:
    requests = await platform(journal)
    await requests.breach("sr_1", "c1", "p1")
    reason = {"id": "note-1", "digest": "d"}
    assert await requests.send("sr_1", START + timedelta(hours=401), "reinstate", reason=reason) == "CONTENT_PENDING"
    assert (await gather(journal.pool, "note/1", RECORD_OF_C1)).record == ()


async def test_sr_01_breaches_on_the_record_refuse_the_next_application(journal: Journal) -> None:
    requests = await platform(journal)
    for number, product in enumerate(("p1", "p2", "p1")):
        await requests.breach(f"sr_{number}", "c1", product)
    later = START + timedelta(hours=400)
    assert await requests.send("sr_8", later, "apply", creator_id="c1", product_id="p1") == "REFUSED"
    assert await requests.send("sr_9", later, "apply", creator_id="c2", product_id="p1") == "PENDING"


async def test_what_is_on_record_is_found_along_its_index(owner: Connection) -> None:
    await owner.execute(
        "insert into processes (stream, kind, id, version, status, closed, policy_version, state, state_shape,"
        " hash, created_at, updated_at, record_of, record_what, record_at)"
        " select 'note/' || n, 'note', n::text, 1, 'CLOSED', true, '1', '{}', 1, '', now(), now(),"
        " 'creator/c' || n % 1000, 'breach', now() from generate_series(1, 5000) n"
    )
    await owner.execute("analyze processes")
    plan = await owner.fetch(f"explain {gathering.GATHER}", [], [], [], "note/1", None, "creator/c1", None, None, None)
    text = "\n".join(row[0] for row in plan)
    assert "processes_on_record" in text
    assert "Seq Scan on processes r" not in text


async def used(owner: Connection, stream: str, found_by: str | None, at: datetime, version: int = 1) -> None:
    data = {} if found_by is None else {"found_by": found_by}
    await owner.execute(
        "insert into events (stream, version, id, type, schema_version, data, actor, command_id, occurred_at, hash)"
        " values ($1, $2, gen_random_uuid(), 'Used', 1, $3::jsonb, 'service:test', '1', $4, '')",
        stream,
        version,
        json.dumps(data),
        at,
    )


async def test_events_of_others_are_found_by_what_they_say_the_newest_first(
    owner: Connection, journal: Journal
) -> None:
    await used(owner, "note/1", "number:SF:1", START)
    await used(owner, "note/2", "number:SF:1", START + timedelta(hours=1))
    await used(owner, "note/2", "number:SF:2", START + timedelta(hours=2), version=2)
    await used(owner, "note/3", "number:SF:11", START)
    await used(owner, "note/4", None, START)
    await used(owner, "note/9", "number:SF:1", START)
    wanted = Needs(found_by=("number:SF:1",))
    known = await gather(journal.pool, "note/9", wanted)
    assert [(one.stream, one.at - START) for one in known.found] == [
        ("note/2", timedelta(hours=1)),
        ("note/1", timedelta(0)),
    ]
    assert known.found[0] == Found(
        stream="note/2", type="Used", at=START + timedelta(hours=1), data={"found_by": "number:SF:1"}
    )
    assert (await gather(journal.pool, "note/9", Needs(streams=("creator/c1",)))).found == ()


async def test_sh_02_events_of_others_are_found_along_their_index(owner: Connection) -> None:
    await owner.execute(
        "insert into events (stream, version, id, type, schema_version, data, actor, command_id, occurred_at, hash)"
        " select 'note/' || n, 1, gen_random_uuid(), 'Used', 1,"
        " case when n % 10 = 0 then jsonb_build_object('found_by', 'number:SF:' || n) else '{}' end,"
        " 'service:test', '1', now(), '' from generate_series(1, 5000) n"
    )
    await owner.execute("analyze events")
    plan = await owner.fetch(f"explain {gathering.FIND}", ["number:SF:10"], "note/1")
    text = "\n".join(row[0] for row in plan)
    assert "events_found_by" in text
    assert "Seq Scan" not in text


async def test_ix_28_a_products_merchant_whose_shop_is_closing_is_known(journal: Journal, ledger: Ledger) -> None:
    await report(journal, "merchant/m1", Merchant(shop_opened=True))
    await report(journal, "product/p1", eligible.product("m1"))
    await ledger.append("note/10", 1, claim=closing_claim("m10"))
    assert (await gather(journal.pool, "note/9", MERCHANT_OF_P1)).claims == {}
    await ledger.append("note/1", 1, claim=closing_claim("m1"))
    assert (await gather(journal.pool, "note/9", MERCHANT_OF_P1)).claims == {closing_claim("m1"): "note/1"}
