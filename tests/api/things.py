"""One thing of each sort that the API knows, all of one creator and one merchant, for tests that touch them all."""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from luyue.activities.handle import Handle
from luyue.domain.shipment import SHIPMENT
from luyue.journal.journal import Journal
from luyue.journal.webhook_endpoints import NewEndpoint, WebhookEndpoints
from luyue.workflows.messages import HandleCall, Issued
from tests.api.campaigns import announce, entered
from tests.api.client import Scene, unique

_MESSAGE = """
insert into inbox (recipient, event_id, stream, message, parameters, occurred_at)
values ($1, $2, $3, 'sample-request.approved', $4::jsonb, now())
"""
_DELIVERY = """
insert into webhook_deliveries (endpoint_id, event_id, stream, version, event_type, state, created_at, tried_until)
values ($1, $2, $3, 1, 'SampleRequested', 'parked', now(), now())
"""
_QUEUE = "insert into webhook_queues (endpoint_id, stream, next_attempt_at) values ($1, $2, 'infinity')"

CONTACT = {"name": "欧阳思远", "phone": "13900000000", "region": "浙江省", "address": "余杭区文一西路 969 号"}
LONG_AGO = "2024-01-01T00:00:00Z"
CAMPAIGN = {
    "title": "年货节",
    "registration_from": LONG_AGO,
    "registration_until": "2024-01-02T00:00:00Z",
    "event_from": "2024-01-03T00:00:00Z",
    "event_until": "2024-01-04T00:00:00Z",
}
TRACKS = {"tracks": [{"at": LONG_AGO, "kind": "pickup", "place": "杭州", "text": "已揽收"}]}
WAIVER = {"waived": True, "reason": "复核通过"}
OUTAGE = {"starts_at": "2020-01-01T00:00:00Z", "ends_at": "2020-01-01T08:00:00Z", "reason": "机房断电"}
"""Of long ago, for one of today would hold every other test's deadlines."""


@dataclass(frozen=True)
class Things:
    """Their ids. The webhook and the message are the creator's; `entered` is the campaign that `entry` is in."""

    creator: str
    merchant: str
    product: str
    request: str
    video: str
    session: str
    campaign: str
    entered: str
    entry: str
    contact: str
    parcel: str
    policy: str
    sku: str
    buyer: str
    webhook: str
    event: str
    shipment: str
    outage: str

    @classmethod
    async def made(cls, scene: Scene, journal: Journal) -> "Things":
        await scene.show()
        request = (await scene.apply(note="请寄到门卫")).rpartition("/")[2]
        entered_campaign = await announce(scene)
        entry = (await entered(scene, entered_campaign)).rpartition("/")[2]
        made = cls(
            creator=scene.creator_id,
            merchant=scene.merchant_id,
            product=scene.product_id,
            request=request,
            video=unique("v"),
            session=unique("l"),
            campaign=unique("e"),
            entered=entered_campaign,
            entry=entry,
            contact=unique("k"),
            parcel=unique("SF").replace("-", ""),
            policy=(await journal.policies.in_force(datetime.now(UTC))).version,
            sku=unique("sku"),
            buyer=unique("b"),
            webhook=unique("wh"),
            event=str(uuid.uuid4()),
            shipment=f"sh_{request}",
            outage=await _outage(scene),
        )
        await made._report(scene)
        await made._watch_its_parcel(journal)
        await made._add_what_subscriptions_bring(journal)
        return made

    async def _report(self, scene: Scene) -> None:
        video = {"creator_id": self.creator, "product_ids": [self.product], "state": "published"}
        session = {"creator_id": self.creator, "started_at": LONG_AGO}
        sku = {"merchant_id": self.merchant, "product_id": self.product, "stock": 9}
        for caller, path, body in (
            (scene.service, f"videos/{self.video}", video),
            (scene.service, f"live-sessions/{self.session}", session),
            (scene.service, f"contacts/{self.contact}", CONTACT),
            (scene.ops, f"campaigns/{self.campaign}", CAMPAIGN),
            (scene.merchant, f"skus/{self.sku}", sku),
            (scene.merchant, f"merchants/{self.merchant}/blacklist/{self.buyer}", None),
            (scene.ops, f"products/{self.product}/delisting", {"merchant_id": self.merchant, "state": "relisted"}),
            (scene.ops, f"creators/{self.creator}/risk-waiver", WAIVER),
        ):
            answer = await caller.put(f"/v1/{path}", body)
            assert answer.status_code == 200, (path, answer.text)
        reported = await scene.service.post(f"/v1/parcels/SF/{self.parcel}/tracks", TRACKS)
        assert reported.status_code == 200, reported.text

    async def _watch_its_parcel(self, journal: Journal) -> None:
        """As if the request had been shipped and the router had told of it."""
        now = datetime.now(UTC)
        given = {
            "obligation": f"sample-request/{self.request}",
            "merchant_id": self.merchant,
            "creator_id": self.creator,
            "product_id": self.product,
            "carrier": "SF",
            "tracking_no": self.parcel,
            "not_before": now.isoformat(),
            "since": now.isoformat(),
        }
        told = Issued(name="register", payload=given, actor="service:router", at=now, command_id=unique("command"))
        call = HandleCall(kind=SHIPMENT.name, id=self.shipment, now=now, command=told)
        assert (await Handle(journal, [SHIPMENT], test_clock=True).handle(call)).refused is None

    async def _add_what_subscriptions_bring(self, journal: Journal) -> None:
        owner, stream = f"creator:{self.creator}", f"sample-request/{self.request}"
        endpoint = NewEndpoint(
            id=self.webhook,
            owner=owner,
            role="creator",
            audience=owner,
            url="https://hooks.example.com/luyue",
            kinds=None,
            event_types=None,
            secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        )
        await WebhookEndpoints(journal.pool).create(endpoint, command_id=unique("command"), most=16)
        await journal.pool.execute(_DELIVERY, self.webhook, self.event, stream)
        await journal.pool.execute(_QUEUE, self.webhook, stream)
        parameters = json.dumps({"id": self.request, "product_id": self.product})
        await journal.pool.execute(_MESSAGE, owner, self.event, stream, parameters)


async def _outage(scene: Scene) -> str:
    declared = await scene.ops.post("/v1/outages", OUTAGE)
    assert declared.status_code == 201, declared.text
    id: str = declared.json()["id"]
    return id
