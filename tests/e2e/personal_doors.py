"""A creator, a merchant, ops and a backend service that write something personal wherever the API lets them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from luyue.devstack.stack import Stack
from tests import eligible
from tests.e2e.orders import EVIDENCE, Dispute, OnHttp, OrderScene
from tests.e2e.personal_words import Addresses, PersonalWords, doors, places_of
from tests.e2e.scene import Scene, body_of, unique

DAY = timedelta(days=1)

KEPT_FOR_GOOD = frozenset(
    {
        "POST /v1/merchant-accounts categories.[]",
        "POST /v1/merchant-accounts industry",
        "POST /v1/merchant-accounts/{id}/set-categories categories.[]",
        "POST /v1/merchant-accounts/{id}/update-profile industry",
        "POST /v1/policies parameters.blocked_taobao_categories.[]",
        "POST /v1/policies parameters.campaign_categories.[]",
        "POST /v1/webhooks event_types.[]",
        "POST /v1/webhooks kinds.[]",
        "POST /v1/webhooks url",
        "PUT /v1/campaigns/{id} benefits.[].text.en",
        "PUT /v1/campaigns/{id} benefits.[].text.zh",
        "PUT /v1/campaigns/{id} categories.[]",
        "PUT /v1/campaigns/{id} title",
        "PUT /v1/creators/{id} risk.reasons.[]",
        "PUT /v1/creators/{id}/risk-waiver reason",
        "PUT /v1/merchants/{id} alliance_standard_reasons.[]",
        "PUT /v1/merchants/{id} main_category",
        "PUT /v1/products/{id} alliance_standard_reasons.[]",
        "PUT /v1/products/{id} category",
        "PUT /v1/products/{id} title",
        "PUT /v1/videos/{id} tags.[]",
    }
)
"""What the platform publishes or says in codes and words of its own, never about a person: no door for what is."""


def collection(kind: str) -> str:
    """What processes of a kind are called in addresses."""
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"


class PersonalDoors(OrderScene):
    """`streams` are the processes that come of it, `outage` the declared one's id."""

    def __init__(self, stack: Stack, http: httpx.AsyncClient) -> None:
        super().__init__(stack, http)
        self._stack = stack
        self.words = PersonalWords()
        self.streams: list[str] = []
        self.outage = ""
        self.buyers_contact = unique("k")
        self._passed: set[str] = set()
        self._addresses: Addresses | None = None
        http.event_hooks["response"].append(self._look)

    async def go_through_all(self) -> None:
        """Ends with every door gone through, or fails with those that were not."""
        document = (await self.http.get("/openapi.json")).json()
        self._addresses = Addresses(document)
        await self._contacts()
        await self._samples()
        await self._disputed_sample()
        await self._orders()
        await self._consumer_orders()
        await self._campaign_entries()
        await self._merchant_accounts()
        await self._outage()
        known = doors(document)
        assert known - KEPT_FOR_GOOD - self._passed == set()
        assert KEPT_FOR_GOOD - known == set()

    async def knock_in_vain(self) -> set[str]:
        """What leads to nothing must not stay anywhere either; returns what was said."""
        before, say = len(self.words.said), self.words.say
        again = {**self.application, "note": say()}
        assert (await self.creator.post("/v1/sample-requests", {**again, "product_id": "p-none"})).status_code == 422
        wrong = {**self.application, "name": say()}
        assert (await self.creator.post("/v1/sample-requests", wrong)).status_code == 422
        contact = {"phone": self.words.phone, "name": say()}
        assert (await self.service.put(f"/v1/contacts/{self.contact_id}", contact)).status_code == 422
        assert (
            await self.creator.get("/v1/products", User_Agent=self.words.latin, Baggage=f"who={self.words.latin}")
        ).status_code == 200
        traced = {"Traceparent": f"00-{'5a' * 16}-{'5a' * 8}-01", "Tracestate": f"who={self.words.latin}"}
        known = {**self.application, "product_id": await self._product()}
        assert (await self.creator.post("/v1/sample-requests", known, **traced)).is_success
        for path in (f"/v1/contacts/{say()}", f"/v1/sample-requests/{self.words.latin}", f"/v1/{say()}"):
            assert (await self.service.get(path)).is_client_error
        assert (await self.creator.get(f"/v1/products?q={say()}")).status_code == 200
        return set(self.words.said[before:])

    async def _look(self, response: httpx.Response) -> None:
        request = response.request
        if self._addresses is None or not response.is_success or not request.content:
            return
        door = f"{request.method} {self._addresses.of(request.url.path)}"
        places = places_of(json.loads(request.content), self.words)
        self._passed |= {f"{door} {'.'.join(place)}" for place in places}

    async def _contacts(self) -> None:
        # An earlier version is one, too.
        for id in (self.contact_id, self.creator_id, self.creator_id, self.buyers_contact):
            answer = await self.service.put(f"/v1/contacts/{id}", self.words.contact())
            assert answer.status_code == 200, answer.text

    async def _product(self) -> str:
        id = unique("p")
        for path, fact in (("", eligible.product(self.merchant_id)), ("/sample-offer", eligible.OFFER)):
            answer = await self.service.put(f"/v1/products/{id}{path}", body_of(fact))
            assert answer.status_code == 200, answer.text
        return id

    async def _sample(self) -> OnHttp:
        wanted = {**self.application, "product_id": await self._product(), "note": self.words.say()}
        answer = await self.creator.post("/v1/sample-requests", wanted)
        assert answer.status_code == 201, answer.text
        return self._begun("sample-request", answer.json()["id"])

    def _begun(self, kind: str, id: str) -> OnHttp:
        process = OnHttp(self, kind, id)
        process.path = f"/v1/{collection(kind)}/{id}"
        self.streams.append(process.stream)
        return process

    async def _extend(self, process: OnHttp, name: str | None = None) -> None:
        running = (await process.now())["deadlines"]
        deadline = next(one for one in running if name in (None, one["name"]))
        until = datetime.fromisoformat(deadline["due_at"]) + DAY
        body = {"deadline": deadline["name"], "until": until.isoformat(), "reason": self.words.say()}
        await process.send(self.ops, "extend", body)

    async def _samples(self) -> None:
        say = self.words.say
        withdrawn, rejected, shipped = [await self._sample() for _ in range(3)]
        await withdrawn.send(self.creator, "withdraw", {"note": say()})
        await rejected.send(self.merchant, "reject", {"reason": "other", "note": say()})
        await self._extend(shipped)
        await shipped.send(self.merchant, "approve", {"note": say()})
        await shipped.send(self.merchant, "ship", self.shipment)
        await self._parcel(shipped)
        await shipped.send(self.creator, "report-non-receipt", {"note": say()})
        await shipped.send(self.ops, "reinstate", {"reason": say()})
        await shipped.send(self.ops, "cancel", {"reason": say()})

    async def _parcel(self, sample: OnHttp) -> None:
        """A carrier's words, and what ops say of a parcel that looks fake."""
        parcel, say = self._begun("shipment", f"sh_{sample.id}"), self.words.say
        await parcel.reaches("REGISTERED")
        scan = {"at": datetime.now(UTC).isoformat(), "kind": "pickup", "place": say(), "text": say()}
        path = f"/v1/parcels/SF/{self.tracking_no}/tracks"
        reported = await self.service.post(path, {"tracks": [scan], "finding": "number_abnormal"})
        assert reported.status_code == 200, reported.text
        await parcel.reaches("WARNED")
        await self._extend(parcel)
        await parcel.send(self.ops, "clear", {"reason": say()})

    async def _disputed_sample(self) -> None:
        sample = await self._sample()
        body = {"claim": self.words.say(), "evidence": [EVIDENCE]}
        opened = await self.ops.post(f"{sample.path}/open-dispute", body)
        assert opened.status_code == 201, opened.text
        dispute = self._begun("dispute", opened.json()["id"])
        await sample.knows("ProcessLinked")
        await self._extend(dispute)

    async def _orders(self) -> None:
        say = self.words.say
        order, declined = await self.propose(note=say()), await self.propose(note=say())
        self.streams += [order.stream, declined.stream]
        await declined.send(self.creator, "decline", {"reason": say()})
        await self._extend(order)
        await order.send(self.creator, "accept")
        await order.send(self.creator, "request-cancellation", {"reason": say()})
        await order.send(self.merchant, "decline-cancellation")
        await order.send(self.creator, "go-live", {"live_session_id": self.session_id})
        await order.send(self.creator, "deliver", {"note": say()})
        await order.send(self.merchant, "reject-delivery", {"reason": say()})
        withdrawn = await self._dispute(order, "merchant")
        await withdrawn.send(self.merchant, "withdraw", {"note": say()})
        await order.reaches("CHANGES_REQUESTED")
        dispute = await self._dispute(order, "creator")
        await dispute.send(self.ops, "rule", {"outcome": "cancel", "in_default": "creator", "reason": say()})
        await dispute.send(self.creator, "appeal", {"evidence": [EVIDENCE], "note": say()})
        await dispute.send(self.ops, "decide-appeal", {"decision": "upheld", "reason": say()})

    async def _dispute(self, order: OnHttp, by: str) -> Dispute:
        caller = self.merchant if by == "merchant" else self.creator
        claimed = await order.send(caller, "open-dispute", {"claim": self.words.say(), "evidence": [EVIDENCE]})
        dispute = Dispute(self, claimed["details"]["dispute_id"])
        self.streams.append(dispute.stream)
        await dispute.reaches("OPEN")
        return dispute

    async def _consumer_orders(self) -> None:
        say = self.words.say
        order, abnormal = await self._paid(), await self._paid()
        await self._extend(order)
        await order.send(self.ops, "report-force-majeure", {"reason": say()})
        await order.send(self.service, "refund-request", {"amount": "500.00", "reason": say()})
        await order.send(self.merchant, "answer-refund", {"accepted": False, "reason": say()})
        await abnormal.send(self.merchant, "report-abnormal-shipping", {"reason": "other", "note": say()})

    async def _paid(self) -> OnHttp:
        paid = {
            "merchant_id": self.merchant_id,
            "product_id": self.product_id,
            "paid_amount": "500.00",
            "paid_at": datetime.now(UTC).isoformat(),
            "consignee_id": self.buyers_contact,
            "region": "33",
            "ship_within": "PT48H",
        }
        answer = await self.service.post("/v1/consumer-orders", paid)
        assert answer.status_code == 201, answer.text
        return self._begun("consumer-order", answer.json()["id"])

    async def _campaign_entries(self) -> None:
        say, id = self.words.say, unique("e")
        now = datetime.now(UTC).replace(microsecond=0)
        windows = {
            "registration_from": now - DAY,
            "registration_until": now + 5 * DAY,
            "event_from": now + 2 * DAY,
            "event_until": now + 9 * DAY,
        }
        shown: dict[str, Any] = {name: moment.isoformat() for name, moment in windows.items()}
        announced = await self.ops.put(f"/v1/campaigns/{id}", {"title": "年货节", **shown})
        assert announced.status_code == 200, announced.text
        below = f"/v1/campaigns/{id}/entries"
        entries = [await self._entry(below) for _ in range(5)]
        await self._extend(entries[0])
        await entries[0].send(self.ops, "reject", {"reason": say()})
        await entries[1].send(self.merchant, "leave", {"reason": say()})
        await entries[2].send(self.ops, "approve")
        await entries[2].send(self.ops, "remove", {"reason": say()})
        for caller, entry, name in ((self.ops, entries[3], "reject"), (self.merchant, entries[4], "leave")):
            answer = await caller.post(f"{below}/{entry.id}/{name}", {"reason": say()})
            assert answer.status_code == 200, answer.text

    async def _entry(self, below: str) -> OnHttp:
        registration = {"merchant_id": self.merchant_id, "product_id": await self._product()}
        answer = await self.merchant.post(below, registration)
        assert answer.status_code == 201, answer.text
        return self._begun("campaign-entry", answer.json()["id"])

    async def _merchant_accounts(self) -> None:
        """One that ops close for its merchant, and one that the platform closes for counterfeits."""
        say = self.words.say
        (closing, closed), (seller, frozen) = [await self._account() for _ in range(2)]
        profile = {"name": say(), "introduction": say(), "licence": "documents/licence-1"}
        await closed.send(closing.merchant, "update-profile", profile)
        await closed.send(self.ops, "review-licence", {"approved": True, "reason": say()})
        await closed.send(self.service, "record-subsidy", {"amount": "90.00"})
        await closed.send(closing.merchant, "close-shop", {"reason": say()})
        await closed.advance(timedelta(hours=1))
        await closed.send(self.ops, "finish-closing", {"reason": say()})
        await frozen.send(self.service, "pay-deposit", {"amount": "5000.00"})
        await frozen.send(self.service, "record-subsidy", {"amount": "90.00"})
        await frozen.advance(timedelta(days=32))
        await self._extend(frozen, "invoice_due")
        body = {"merchant_id": seller.merchant_id, "state": "delisted", "reason": "counterfeit", "severity": "severe"}
        for product_id in (unique("p"), unique("p")):
            assert (await self.ops.put(f"/v1/products/{product_id}/delisting", body)).status_code == 200
        await frozen.reaches("CLOSED")
        await frozen.send(self.ops, "lift-freeze", {"reason": say()})

    async def _account(self) -> tuple[Scene, OnHttp]:
        scene = await Scene(self._stack, self.http).set()
        assert (await self.service.put(f"/v1/contacts/{scene.contact_id}", self.words.contact())).status_code == 200
        body = {
            "merchant_id": scene.merchant_id,
            "categories": ["food_and_beverages"],
            "contact_id": scene.contact_id,
            "name": self.words.say(),
            "introduction": self.words.say(),
        }
        answer = await scene.merchant.post("/v1/merchant-accounts", body)
        assert answer.status_code == 201, answer.text
        return scene, self._begun("merchant-account", answer.json()["id"])

    async def _outage(self) -> None:
        """One that is over: it holds nothing."""
        long_ago = datetime.now(UTC) - 300 * DAY
        body = {
            "starts_at": long_ago.isoformat(),
            "ends_at": (long_ago + DAY).isoformat(),
            "reason": self.words.say(),
        }
        answer = await self.ops.post("/v1/outages", body)
        assert answer.status_code == 201, answer.text
        self.outage = answer.json()["id"]
