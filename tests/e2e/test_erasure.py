"""Personal data erased on request: put in through every door, and afterwards nowhere, wherever one looks."""

import json
import uuid
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime

import httpx
import pytest
from temporalio.client import Client

from luyue.devstack.stack import Stack
from tests.conftest import Eventually
from tests.e2e.conftest import Differences, Run
from tests.e2e.database import Database
from tests.e2e.orders import EVIDENCE, Dispute, OnHttp, Order, OrderScene
from tests.e2e.traces import traces as search_outside
from tests.sms_gateway import SmsGateway
from tests.worker.webhook_receiver import Receiver, receiver

ERASABLE = {"contacts", "texts", "scan_texts"}


class Person:
    """Words that nobody else uses, one for each door: whatever is found of them can be told by where it came in."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def says(self, door: str) -> str:
        """A text with something personal."""
        return self.words.setdefault(door, f"欧阳{uuid.uuid4().hex[:10]}")

    @property
    def phone(self) -> str:
        return self.words.setdefault("phone", f"1{uuid.uuid4().int % 10**10:010}")

    def contact(self) -> dict[str, str]:
        return {
            "name": self.says("name"),
            "phone": self.phone,
            "region": "浙江省杭州市",
            "address": self.says("address"),
        }


class Doors(OrderScene):
    """A creator and a merchant who write something personal wherever the API lets them."""

    def __init__(self, stack: Stack, http: httpx.AsyncClient) -> None:
        super().__init__(stack, http)
        self.person = Person()

    async def go_through_all(self) -> list[str]:
        """Returns the streams of the processes that come of it."""
        says = self.person.says
        for id in (self.contact_id, self.creator_id):
            answer = await self.service.put(f"/v1/contacts/{id}", self.person.contact())
            assert answer.status_code == 200, answer.text
        # An earlier version is one, too.
        old = self.person.contact() | {"address": says("earlier address")}
        assert (await self.service.put(f"/v1/contacts/{self.creator_id}", old)).status_code == 200
        assert (await self.service.put(f"/v1/contacts/{self.creator_id}", self.person.contact())).status_code == 200
        streams = [await self._request(), *await self._orders(), await self._consumer_order()]
        await self._refused()
        return streams

    async def _request(self) -> str:
        says = self.person.says
        request = await self.apply()
        await request.send(self.merchant, "approve", {"note": says("approve")})
        await request.ship()
        tracks = [
            {
                "at": datetime.now(UTC).isoformat(),
                "kind": "pickup",
                "place": says("place"),
                "text": says("scan"),
            }
        ]
        path = f"/v1/parcels/SF/{self.tracking_no}/tracks"
        assert (await self.service.post(path, {"tracks": tracks})).status_code == 200
        await request.send(self.creator, "report-non-receipt", {"note": says("non-receipt")})
        await request.send(self.ops, "reinstate", {"reason": says("reinstate")})
        await request.send(self.ops, "cancel", {"reason": says("cancel")})
        return request.stream

    async def _orders(self) -> list[str]:
        says = self.person.says
        order = await self.propose(note=says("propose"))
        await order.send(self.creator, "accept")
        await order.send(self.creator, "request-cancellation", {"reason": says("cancellation")})
        await order.send(self.merchant, "decline-cancellation")
        await order.send(self.creator, "go-live", {"live_session_id": self.session_id})
        await order.send(self.creator, "deliver", {"note": says("deliver")})
        await order.send(self.merchant, "reject-delivery", {"reason": says("reject-delivery")})
        disputed = await order.send(self.creator, "open-dispute", {"claim": says("claim"), "evidence": [EVIDENCE]})
        dispute = Dispute(self, disputed["details"]["dispute_id"])
        await dispute.reaches("OPEN")
        await dispute.send(self.ops, "rule", {"outcome": "cancel", "in_default": "creator", "reason": says("rule")})
        await dispute.send(self.creator, "appeal", {"evidence": [EVIDENCE], "note": says("appeal")})
        await dispute.send(self.ops, "decide-appeal", {"decision": "upheld", "reason": says("decide")})
        declined: Order = await self.propose()
        await declined.send(self.creator, "decline", {"reason": says("decline")})
        return [order.stream, dispute.stream, declined.stream]

    async def _consumer_order(self) -> str:
        paid = {
            "merchant_id": self.merchant_id,
            "product_id": self.product_id,
            "paid_amount": "500.00",
            "paid_at": datetime.now(UTC).isoformat(),
            "consignee_id": self.contact_id,
            "region": "33",
            "ship_within": "PT48H",
        }
        answer = await self.service.post("/v1/consumer-orders", paid)
        assert answer.status_code == 201, answer.text
        order = OnHttp(self, "consumer-order", answer.json()["id"])
        says = self.person.says
        await order.send(self.ops, "report-force-majeure", {"reason": says("force majeure")})
        await order.send(self.service, "refund-request", {"amount": "500.00", "reason": says("refund")})
        await order.send(self.merchant, "answer-refund", {"accepted": True})
        return order.stream

    async def _refused(self) -> None:
        """What leads to nothing must not stay anywhere either."""
        says = self.person.says
        again = {**self.application, "note": says("refused")}
        assert (await self.creator.post("/v1/sample-requests", {**again, "product_id": "p-none"})).status_code == 422
        wrong = {**self.application, "name": says("unreadable")}
        assert (await self.creator.post("/v1/sample-requests", wrong)).status_code == 422
        contact = {"phone": self.person.phone, "name": says("half a contact")}
        assert (await self.service.put(f"/v1/contacts/{self.contact_id}", contact)).status_code == 422
        assert (await self.service.get(f"/v1/contacts/{says('path')}")).status_code in (404, 422)


@pytest.fixture
async def doors(stack: Stack, http: httpx.AsyncClient) -> Doors:
    doors = Doors(stack, http)
    await doors.set()
    return doors


@pytest.fixture
async def target(doors: Doors) -> AsyncIterator[Receiver]:
    """Gets every event."""
    async with receiver() as target:
        answer = await doors.service.post("/v1/webhooks", {"url": target.url})
        yield target
        await doors.service.call("DELETE", f"/v1/webhooks/{answer.json()['id']}")


@pytest.mark.long
async def test_what_is_personal_is_erased_and_then_nowhere(
    doors: Doors,
    target: Receiver,
    sms: SmsGateway,
    stack: Stack,
    database: Database,
    temporal: Client,
    luyue: Run,
    eventually: Eventually,
    differences: Differences,
) -> None:
    streams = await doors.go_through_all()
    person = doors.person
    last = {stream: len(await database.events(stream)) for stream in streams}

    def all_is_delivered() -> bool:
        return all(last[stream] in target.got_of(stream) for stream in streams)

    await eventually(all_is_delivered)

    async def sms_is_sent() -> bool:
        return any(got.to == person.phone for got in sms.got)

    await eventually(sms_is_sent)
    events = await rows_of(database, streams)
    words = person.words.values()
    # Where it may be, it is; the search finds it.
    found = await tables_with(database, words)
    assert set(found) == ERASABLE, found
    kept = {word for words in found.values() for word in words}
    led_to_nothing = {person.words[door] for door in ("refused", "unreadable", "half a contact", "path")}
    assert kept == set(words) - led_to_nothing

    ran = await luyue("erase", f"creator/{doors.creator_id}")
    assert ran.code == 0, ran.output
    ran_again = await luyue("erase", f"contact/{doors.contact_id}")
    assert ran_again.code == 0, ran_again.output

    assert await tables_with(database, words) == {}
    assert await search_outside(stack, database, temporal, words) == []
    for place, content in (await copies(doors, target, streams)).items():
        assert [word for word in words if word in content] == [], place
    told = "".join(json.dumps(got.body, ensure_ascii=False) for got in sms.got if got.to == person.phone)
    assert [word for word in words if word in told] == [person.phone]
    assert (await doors.service.get(f"/v1/contacts/{doors.contact_id}")).status_code == 404
    for stream in streams:
        kind, _, id = stream.partition("/")
        texts = (await doors.ops.get(f"/v1/{kind}s/{id}/texts")).json()
        assert texts["items"] == [], stream
    # The journal says what it said before, and is whole.
    assert await rows_of(database, streams) == events
    assert await differences() == []
    repeated = await luyue("erase", f"creator/{doors.creator_id}")
    assert "erased: 0 contacts, 0 texts, words of 0 scans" in repeated.output


@pytest.mark.long
async def test_one_process_is_erased_and_others_keep_theirs(doors: Doors, database: Database, luyue: Run) -> None:
    request, order = await doors.apply(), await doors.propose(note=doors.person.says("propose"))
    ran = await luyue("erase", request.id)
    assert ran.code == 0, ran.output
    assert (await doors.service.get(f"/v1/contacts/{doors.contact_id}")).status_code == 404
    assert await database.rows("select * from texts where stream = $1", request.stream) == []
    assert len(await database.rows("select * from texts where stream = $1", order.stream)) == 1
    unknown = await luyue("erase", "sr_00000000000000000000000000")
    assert unknown.code == 1
    assert "There is no sample-request/sr_0000" in unknown.output
    nothing = await luyue("erase", "person/x")
    assert nothing.code == 1
    assert "no kind of process called person" in nothing.output


async def rows_of(database: Database, streams: list[str]) -> list[str]:
    rows = await database.rows(
        "select to_jsonb(e)::text as row from events e where stream = any($1) order by stream, version", streams
    )
    return [row["row"] for row in rows]


async def tables_with(database: Database, words: Iterable[str]) -> dict[str, set[str]]:
    """Which words any row of any table has, in any column: as text, escaped in JSON, or in bytes."""
    forms = {word: (word, json.dumps(word)[1:-1], word.encode().hex()) for word in words}
    tables = await database.rows("select tablename from pg_tables where schemaname = 'public'")
    found: dict[str, set[str]] = {}
    for (table,) in tables:
        rows = await database.rows(f"select to_jsonb(t)::text as row from {table} t")
        content = "\n".join(row["row"] for row in rows)
        present = {word for word, as_written in forms.items() if any(form in content for form in as_written)}
        if present:
            found[table] = present
    return found


async def copies(doors: Doors, target: Receiver, streams: list[str]) -> dict[str, str]:
    """What others were given, or are when they ask: dossiers, webhooks, inboxes, the feed."""
    found = {"webhooks": "".join(got.body.decode() for got in target.got)}
    for stream in streams:
        kind, _, id = stream.partition("/")
        for subject in ("", "/events", "/dossier"):
            path = f"/v1/{kind}s/{id}{subject}"
            found[path] = (await doors.ops.get(path)).text
    for caller in (doors.creator, doors.merchant, doors.ops):
        found[f"inbox of {caller.actor}"] = (await caller.get("/v1/inbox?page_size=200")).text

    found["feed"] = (await doors.ops.get(f"/v1/events?creator_id={doors.creator_id}&page_size=200")).text
    return found
