"""Role × operation × own or foreign, by the table, for all that is no command: who is not in it leaves no trace."""

from dataclasses import asdict, dataclass
from typing import Any

import pytest
from temporalio.client import Client

from luyue.api.permissions import OPERATIONS
from luyue.journal.journal import Journal
from tests import eligible
from tests.api.client import Scene, body_of, unique
from tests.api.everybody import LET_IN, as_expected, everybody, expected
from tests.api.remains import Remains
from tests.api.things import CAMPAIGN, CONTACT, LONG_AGO, OUTAGE, TRACKS, WAIVER, Things

NOBODYS: frozenset[str] = frozenset()
THE_CREATORS = frozenset({"creator"})
THE_MERCHANTS = frozenset({"merchant"})
OF_BOTH = THE_CREATORS | THE_MERCHANTS


@dataclass(frozen=True)
class Request:
    """Where an operation is asked for and with what; both name `Things` in braces. `owners` say whose it is then."""

    path: str
    owners: frozenset[str] = NOBODYS
    body: Any = None


OFFER = body_of(eligible.OFFER)
VIDEO = {"creator_id": "{creator}", "product_ids": ["{product}"], "state": "unpublished"}
SESSION = {"creator_id": "{creator}", "started_at": LONG_AGO}
QUOTE = {"product_id": "{product}", "amount": "100", "rate": "0.1"}
POLICY = {"version": "{webhook}", "effective_from": "2040-01-01T00:00:00Z", "parameters": {"due_soon": "PT1H"}}
WISH = {"merchant_id": "{merchant}", "buyer_id": "{buyer}", "sku_id": "{sku}", "quantity": 1}

REQUESTS = {
    "GET /v1/sample-requests/{id}/progress": Request("sample-requests/{request}/progress", OF_BOTH),
    "POST /v1/sample-requests/{id}/open-dispute": Request(
        "sample-requests/{request}/open-dispute", OF_BOTH, {"claim": "对方未履约"}
    ),
    "POST /v1/test-clock/{kind}/{id}/advance": Request(
        "test-clock/sample-request/{request}/advance", OF_BOTH, {"by": "PT1S"}
    ),
    "GET /v1/events": Request("events"),
    "POST /v1/webhooks": Request("webhooks", body={"url": "https://127.0.0.1/"}),
    "GET /v1/webhooks": Request("webhooks"),
    "GET /v1/webhooks/{id}": Request("webhooks/{webhook}", THE_CREATORS),
    "DELETE /v1/webhooks/{id}": Request("webhooks/{webhook}", THE_CREATORS),
    "POST /v1/webhooks/{id}/rotate-secret": Request("webhooks/{webhook}/rotate-secret", THE_CREATORS, {}),
    "POST /v1/webhooks/{id}/disable": Request("webhooks/{webhook}/disable", THE_CREATORS),
    "POST /v1/webhooks/{id}/enable": Request("webhooks/{webhook}/enable", THE_CREATORS),
    "GET /v1/webhooks/{id}/deliveries": Request("webhooks/{webhook}/deliveries", THE_CREATORS),
    "POST /v1/webhooks/{id}/deliveries/redeliver": Request("webhooks/{webhook}/deliveries/redeliver", THE_CREATORS),
    "POST /v1/webhooks/{id}/deliveries/{event_id}/redeliver": Request(
        "webhooks/{webhook}/deliveries/{event}/redeliver", THE_CREATORS
    ),
    "GET /v1/inbox": Request("inbox"),
    "POST /v1/inbox/{id}/read": Request("inbox/{event}/read", THE_CREATORS),
    "GET /v1/creators": Request("creators"),
    "PUT /v1/creators/{id}": Request("creators/{creator}", THE_CREATORS, body_of(eligible.CREATOR)),
    "GET /v1/creators/{id}": Request("creators/{creator}", THE_CREATORS),
    "PUT /v1/creators/{id}/risk-waiver": Request("creators/{creator}/risk-waiver", THE_CREATORS, WAIVER),
    "GET /v1/creators/{id}/risk-waiver": Request("creators/{creator}/risk-waiver", THE_CREATORS),
    "PUT /v1/merchants/{id}": Request("merchants/{merchant}", THE_MERCHANTS, body_of(eligible.MERCHANT)),
    "GET /v1/merchants/{id}": Request("merchants/{merchant}", THE_MERCHANTS),
    "GET /v1/merchants/{id}/slow-parcels": Request("merchants/{merchant}/slow-parcels", THE_MERCHANTS),
    "GET /v1/carriers": Request("carriers"),
    "GET /v1/shipments/{id}/tracks": Request("shipments/{shipment}/tracks", OF_BOTH),
    "GET /v1/merchants/{id}/record": Request("merchants/{merchant}/record", THE_MERCHANTS),
    "GET /v1/merchants/{id}/blacklist": Request("merchants/{merchant}/blacklist", THE_MERCHANTS),
    "PUT /v1/merchants/{id}/blacklist/{buyer_id}": Request("merchants/{merchant}/blacklist/b9", THE_MERCHANTS),
    "GET /v1/merchants/{id}/blacklist/{buyer_id}": Request("merchants/{merchant}/blacklist/{buyer}", THE_MERCHANTS),
    "DELETE /v1/merchants/{id}/blacklist/{buyer_id}": Request("merchants/{merchant}/blacklist/{buyer}", THE_MERCHANTS),
    "PUT /v1/skus/{id}": Request(
        "skus/{sku}", THE_MERCHANTS, {"merchant_id": "{merchant}", "product_id": "{product}", "stock": 7}
    ),
    "GET /v1/skus/{id}": Request("skus/{sku}", THE_MERCHANTS),
    "POST /v1/purchase-checks": Request("purchase-checks", THE_MERCHANTS, WISH),
    "POST /v1/purchases": Request("purchases", THE_MERCHANTS, {**WISH, "purchase_id": "{webhook}"}),
    "POST /v1/content-quality": Request(
        "content-quality",
        body={"authentic": "good", "credible": "good", "professional": "good", "interesting": "good"},
    ),
    "PUT /v1/products/{id}/delisting": Request(
        "products/{product}/delisting", THE_MERCHANTS, {"merchant_id": "{merchant}", "state": "relisted"}
    ),
    "GET /v1/products/{id}/delisting": Request("products/{product}/delisting", THE_MERCHANTS),
    "GET /v1/products": Request("products"),
    "PUT /v1/products/{id}": Request("products/{product}", THE_MERCHANTS, {"merchant_id": "{merchant}", "title": "茶"}),
    "GET /v1/products/{id}": Request("products/{product}", THE_MERCHANTS),
    "PUT /v1/products/{id}/sample-offer": Request("products/{product}/sample-offer", THE_MERCHANTS, OFFER),
    "GET /v1/products/{id}/sample-offer": Request("products/{product}/sample-offer", THE_MERCHANTS),
    "GET /v1/products/{id}/order-channel": Request("products/{product}/order-channel", THE_MERCHANTS),
    "PUT /v1/videos/{id}": Request("videos/{video}", THE_CREATORS, VIDEO),
    "GET /v1/videos/{id}": Request("videos/{video}", THE_CREATORS),
    "PUT /v1/live-sessions/{id}": Request("live-sessions/{session}", THE_CREATORS, SESSION),
    "GET /v1/live-sessions/{id}": Request("live-sessions/{session}", THE_CREATORS),
    "PUT /v1/campaigns/{id}": Request("campaigns/{campaign}", body=CAMPAIGN),
    "GET /v1/campaigns/{id}": Request("campaigns/{campaign}"),
    "POST /v1/campaigns/{id}/entries": Request(
        "campaigns/{campaign}/entries", THE_MERCHANTS, {"merchant_id": "{merchant}", "product_id": "{product}"}
    ),
    "POST /v1/campaigns/{campaign_id}/entries/{id}/approve": Request(
        "campaigns/{entered}/entries/{entry}/approve", THE_MERCHANTS
    ),
    "POST /v1/campaigns/{campaign_id}/entries/{id}/reject": Request(
        "campaigns/{entered}/entries/{entry}/reject", THE_MERCHANTS, {"reason": "图片不符合要求"}
    ),
    "POST /v1/campaigns/{campaign_id}/entries/{id}/leave": Request(
        "campaigns/{entered}/entries/{entry}/leave", THE_MERCHANTS
    ),
    "PUT /v1/contacts/{id}": Request("contacts/{contact}", body={**CONTACT, "name": "王小明"}),
    "GET /v1/contacts/{id}": Request("contacts/{contact}"),
    "DELETE /v1/contacts/{id}": Request("contacts/{contact}"),
    "POST /v1/parcels/{carrier}/{tracking_no}/tracks": Request("parcels/SF/{parcel}/tracks", body=TRACKS),
    "GET /v1/parcels/{carrier}/{tracking_no}/tracks": Request("parcels/SF/{parcel}/tracks"),
    "DELETE /v1/parcels/{carrier}/{tracking_no}/tracks": Request("parcels/SF/{parcel}/tracks"),
    "GET /v1/eligibility/samples": Request(
        "eligibility/samples?creator_id={creator}&product_id={product}", THE_CREATORS
    ),
    "GET /v1/eligibility/cart-access": Request("eligibility/cart-access?creator_id={creator}", THE_CREATORS),
    "GET /v1/eligibility/showcase": Request(
        "eligibility/showcase?creator_id={creator}&product_id={product}", THE_CREATORS
    ),
    "GET /v1/eligibility/campaigns/{id}": Request(
        "eligibility/campaigns/{campaign}?merchant_id={merchant}", THE_MERCHANTS
    ),
    "POST /v1/cart-access": Request("cart-access", THE_CREATORS, {"creator_id": "{creator}"}),
    "GET /v1/cart-access/{creator_id}": Request("cart-access/{creator}", THE_CREATORS),
    "DELETE /v1/cart-access/{creator_id}/{right}": Request("cart-access/{creator}/live", THE_CREATORS),
    "GET /v1/creators/{id}/showcase": Request("creators/{creator}/showcase", THE_CREATORS),
    "PUT /v1/creators/{id}/showcase/{product_id}": Request(
        "creators/{creator}/showcase/{product}", THE_CREATORS, {"recommended": True}
    ),
    "GET /v1/creators/{id}/showcase/{product_id}": Request("creators/{creator}/showcase/{product}", THE_CREATORS),
    "DELETE /v1/creators/{id}/showcase/{product_id}": Request("creators/{creator}/showcase/{product}", THE_CREATORS),
    "POST /v1/commission-quotes": Request("commission-quotes", body=QUOTE),
    "GET /v1/policies": Request("policies"),
    "GET /v1/policies/{version}": Request("policies/{policy}"),
    "POST /v1/policies": Request("policies", body=POLICY),
    "GET /v1/outages": Request("outages"),
    "GET /v1/outages/{id}": Request("outages/{outage}"),
    "POST /v1/outages": Request("outages", body=OUTAGE),
    "POST /v1/outages/{id}/release": Request("outages/{outage}/release", body={}),
}


def filled(content: Any, things: Things) -> Any:
    """A request with the ids of things where it names them."""
    match content:
        case str():
            return content.format(**asdict(things))
        case dict():
            return {name: filled(value, things) for name, value in content.items()}
        case list():
            return [filled(value, things) for value in content]
        case _:
            return content


def test_every_operation_is_tried() -> None:
    assert set(REQUESTS) == set(OPERATIONS) >= ALWAYS


ALWAYS = {
    "POST /v1/test-clock/{kind}/{id}/advance",
    "GET /v1/events",
    "POST /v1/webhooks/{id}/rotate-secret",
    "PUT /v1/products/{id}",
    "DELETE /v1/contacts/{id}",
    "PUT /v1/creators/{id}/showcase/{product_id}",
    "POST /v1/policies",
}
"""One of each sort: those that are tested in the short form too."""


@pytest.mark.parametrize(
    "operation", [pytest.param(one, marks=() if one in ALWAYS else pytest.mark.long) for one in OPERATIONS]
)
async def test_operations(scene: Scene, journal: Journal, temporal: Client, operation: str) -> None:
    request, method, permission = REQUESTS[operation], operation.partition(" ")[0], OPERATIONS[operation]
    things = await Things.made(scene, journal)
    stream = f"sample-request/{things.request}"
    remains = Remains(journal, temporal, (stream,))
    path, body = f"/v1/{filled(request.path, things)}", filled(request.body, things)
    statuses = {
        asks: expected(
            permission,
            asks,
            reads=method == "GET",
            owners=request.owners,
            is_process=things.request in path or things.entry in path,
        )
        for asks in everybody(scene)
    }
    before = await remains.now()
    for asks, status in statuses.items():
        if status != LET_IN:
            answer = await asks.ask(scene.http, method, path, body)
            assert as_expected(answer, status), (asks.name, status, answer.status_code, answer.text)
    assert await remains.now() == before
    let_in = [asks for asks, status in statuses.items() if status == LET_IN]
    assert let_in
    # Once something is removed it is not there for the next one.
    for asks in let_in[:1] if method == "DELETE" else let_in:
        answer = await asks.ask(scene.http, method, path, body)
        assert as_expected(answer, LET_IN), (asks.name, answer.status_code, answer.text)


@pytest.mark.parametrize("role", ["creator", "merchant"])
async def test_lists_hold_ones_own_alone(scene: Scene, journal: Journal, role: str) -> None:
    things = await Things.made(scene, journal)
    for asks in everybody(scene):
        if asks.role != role:
            continue
        feed = (await asks.ask(scene.http, "GET", "/v1/events?page_size=200")).json()
        mine = {event["stream"] for event in feed["items"]}
        of_the_merchant = {f"campaign-entry/{things.entry}"} if role == "merchant" else set()
        of_both = {f"sample-request/{things.request}", f"shipment/{things.shipment}"}
        assert mine == (of_both | of_the_merchant if asks.is_party else set())
        webhooks = (await asks.ask(scene.http, "GET", "/v1/webhooks")).json()["items"]
        messages = (await asks.ask(scene.http, "GET", "/v1/inbox")).json()["items"]
        is_owner = asks.is_party and role == "creator"
        assert [one["id"] for one in webhooks] == ([things.webhook] if is_owner else [])
        assert [one["id"] for one in messages] == ([things.event] if is_owner else [])


async def test_an_operation_that_is_not_there_is_not_there_for_anybody(scene: Scene) -> None:
    for asks in everybody(scene):
        for method in ("GET", "POST", "PUT", "DELETE"):
            answer = await asks.ask(scene.http, method, f"/v1/{unique('nowhere')}", {})
            assert answer.status_code == (401 if asks.role is None else 404)
