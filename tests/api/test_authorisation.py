"""Who gets in, who sees what, and who may do what."""

import time
from typing import Any

import httpx
import jwt
import pytest

from luyue.api import tokens
from luyue.api.kinds import SERVED
from luyue.api.permissions import COMMANDS
from tests import eligible
from tests.api.client import SECRET, Caller, Scene, body_of, unique

GOOD: dict[str, Any] = {
    "sub": "c1",
    "role": "creator",
    "party_id": "c1",
    "iss": tokens.ISSUER,
    "aud": tokens.AUDIENCE,
    "iat": int(time.time()),
    "exp": int(time.time()) + 60,
}


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": int(time.time()) - 30},
        {"exp": None},
        {"iat": None},
        {"aud": "others"},
        {"iss": "others"},
        {"role": "root"},
        {"role": None},
        {"role": ["ops"]},
        {"sub": None},
        {"sub": "two words"},
        {"sub": "x" * 129},
        {"party_id": None},
        {"party_id": ""},
        {"party_id": "c1 c2"},
        {"party_id": 7},
        {"party_id": "../c1"},
    ],
)
async def test_tokens_that_prove_nothing(http: httpx.AsyncClient, claims: dict[str, Any]) -> None:
    merged = {name: value for name, value in {**GOOD, **claims}.items() if value is not None}
    if claims.get("sub", "") is None:
        merged.pop("sub", None)
    token = jwt.encode(merged, SECRET, algorithm="HS256")
    await _is_refused(http, f"Bearer {token}")


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer x.y.z",
        "Basic Yzpj",
        "Bearer " + jwt.encode(GOOD, "another secret, also long enough to sign with", algorithm="HS256"),
        "Bearer " + jwt.encode(GOOD, SECRET, algorithm="HS512"),
        "Bearer " + jwt.encode(GOOD, "", algorithm="none"),
    ],
)
async def test_headers_that_prove_nothing(http: httpx.AsyncClient, authorization: str | None) -> None:
    await _is_refused(http, authorization)


async def _is_refused(http: httpx.AsyncClient, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    for method, path in (("GET", "/v1/sample-requests"), ("POST", "/v1/sample-requests"), ("GET", "/v1/nowhere")):
        answer = await http.request(method, path, headers=headers, content=b"{not json")
        assert answer.status_code == 401
        assert answer.json()["code"] == "unauthenticated"
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_token_of_each_role_gets_in(http: httpx.AsyncClient) -> None:
    for role, party in (("creator", "c"), ("merchant", "m"), ("service", None), ("ops", None)):
        assert (await Caller(http, role, party).get("/v1/sample-requests")).status_code == 200


async def test_only_the_parties_services_and_ops_see_a_request(scene: Scene) -> None:
    path = await scene.apply()
    for caller in (scene.creator, scene.merchant, scene.service, scene.ops):
        for address in (path, f"{path}/events", f"{path}/progress", f"{path}/texts"):
            assert (await caller.get(address)).status_code == 200
    strangers = [
        Caller(scene.http, "creator", unique("c")),
        Caller(scene.http, "merchant", unique("m")),
        Caller(scene.http, "merchant", scene.creator_id),
        Caller(scene.http, "creator", scene.merchant_id),
    ]
    for stranger in strangers:
        for address in (path, f"{path}/events", f"{path}/progress", f"{path}/texts"):
            assert (await stranger.get(address)).status_code == 404
        for command in ("approve", "withdraw", "cancel"):
            answer = await stranger.post(f"{path}/{command}", {"reason": "x"} if command == "cancel" else None)
            assert answer.status_code == 404
        assert (await stranger.get("/v1/sample-requests")).json()["items"] == []
    assert await scene.events(path) == ["SampleRequested"]


@pytest.mark.parametrize(
    ("by", "command", "body"),
    [
        ("creator", "approve", None),
        ("creator", "reject", {"reason": "other"}),
        ("creator", "ship", {"carrier": "SF", "tracking_no": "SF123456"}),
        ("merchant", "withdraw", None),
        ("merchant", "confirm-receipt", None),
        ("merchant", "link-video", {"video_id": "v"}),
        ("ops", "approve", None),
        ("ops", "withdraw", None),
        ("creator", "cancel", {"reason": "x"}),
        ("merchant", "cancel", {"reason": "x"}),
        ("service", "cancel", {"reason": "x"}),
        ("service", "extend", {"deadline": "approval_window", "until": "2030-01-01T00:00:00Z", "reason": "x"}),
        ("merchant", "reinstate", {"reason": "x"}),
    ],
)
async def test_what_a_role_may_not_do(scene: Scene, by: str, command: str, body: object) -> None:
    path = await scene.apply()
    answer = await getattr(scene, by).post(f"{path}/{command}", body)
    assert answer.status_code == 403
    assert answer.json()["code"] == "forbidden"
    assert await scene.events(path) == ["SampleRequested"]


async def test_how_a_creator_was_assessed_is_not_for_merchants(scene: Scene) -> None:
    await scene.service.put(f"/v1/creators/{scene.creator_id}", body_of(eligible.CREATOR) | {"followers": 999})
    refused = await scene.creator.post("/v1/sample-requests", scene.application)
    path = f"/v1/sample-requests/{refused.json()['id']}"
    for caller, sees in ((scene.creator, True), (scene.service, True), (scene.ops, True), (scene.merchant, False)):
        [event] = (await caller.get(f"{path}/events")).json()["items"]
        assert ("evaluation" in event["data"], "violations" in event["data"]) == (sees, sees)
        assert ("violations" in (await caller.get(path)).json()["details"]) == sees


async def test_nobody_applies_for_somebody_else(scene: Scene) -> None:
    other = Caller(scene.http, "creator", unique("c"))
    assert (await other.post("/v1/sample-requests", scene.application)).status_code == 404
    assert (await scene.merchant.post("/v1/sample-requests", scene.application)).status_code == 403
    assert (await scene.ops.post("/v1/sample-requests", scene.application)).status_code == 403
    assert (await scene.service.post("/v1/sample-requests", scene.application)).status_code == 201


async def test_the_body_cannot_say_who_and_when(scene: Scene) -> None:
    path = await scene.apply()
    for field in ("actor", "at", "command_id", "if_version"):
        answer = await scene.merchant.post(f"{path}/approve", {field: "ops:root"})
        assert answer.status_code == 422
        assert answer.json()["violations"][0]["rule"] == f"field:{field}"
    await scene.merchant.post(f"{path}/approve")
    events = (await scene.ops.get(f"{path}/events")).json()["items"]
    assert [event["actor"] for event in events] == [f"creator:{scene.creator_id}", f"merchant:{scene.merchant_id}"]


async def test_the_platforms_own_commands_cannot_be_sent(scene: Scene) -> None:
    path = await scene.apply()
    for command in ("observe", "advance", "apply"):
        assert (await scene.service.post(f"{path}/{command}", {})).status_code == 404


THE_PLATFORMS_OWN = {
    "sample-request": {"observe", "shipment-warned", "shipment-cleared", "shipment-violated", "shipment-delivered"},
    "cooperation-order": {"observe", "dispute-ended"},
    "dispute": {"open", "settle"},
    "campaign-entry": {"register"},
    "consumer-order": {"shipment-warned", "shipment-cleared", "shipment-violated", "shipment-delivered"},
    "shipment": {"register", "correct", "receive", "release", "observe"},
    "merchant-account": {"observe"},
}
"""Commands that no person sends, by kind: the router does, or a command of the API with an address of its own."""


def test_every_command_has_somebody_who_may_send_it() -> None:
    for served in SERVED:
        sent_by_people = set(served.kind.commands) - THE_PLATFORMS_OWN.get(served.kind.name, set()) | {"extend"}
        assert set(COMMANDS[served.kind.name]) == sent_by_people


async def test_who_reads_and_writes_facts(scene: Scene) -> None:
    path = f"/v1/creators/{scene.creator_id}"
    stranger = Caller(scene.http, "creator", unique("c"))
    assert (await scene.creator.get(path)).status_code == 200
    assert (await stranger.get(path)).status_code == 404
    assert (await scene.merchant.get(path)).status_code == 404
    for caller in (scene.creator, scene.merchant, scene.ops):
        assert (await caller.put(path, {})).status_code == 403
    assert (await stranger.get(f"/v1/products/{scene.product_id}")).status_code == 200
    offer = f"/v1/products/{scene.product_id}/sample-offer"
    assert (await scene.merchant.put(offer, {"offers_samples": False})).status_code == 200
    other = Caller(scene.http, "merchant", unique("m"))
    assert (await other.put(offer, {"offers_samples": True})).status_code == 404
    assert (await scene.creator.put(offer, {"offers_samples": True})).status_code == 403
    waiver, waived = f"{path}/risk-waiver", {"waived": True, "reason": "misjudged"}
    campaign = f"/v1/campaigns/{unique('e')}"
    open_day = {"registration_from": "2024-01-01T00:00:00Z", "registration_until": "2024-01-02T00:00:00Z"}
    windows = {"title": "t", **open_day, "event_from": "2024-01-03T00:00:00Z", "event_until": "2024-01-04T00:00:00Z"}
    for caller in (scene.creator, scene.merchant, scene.service):
        assert (await caller.put(waiver, waived)).status_code == 403
        assert (await caller.put(campaign, windows)).status_code == 403
    assert (await scene.ops.put(waiver, waived)).status_code == 200
    assert (await scene.ops.put(campaign, windows)).status_code == 200
    assert (await scene.creator.get(waiver)).status_code == 200
    for caller in (stranger, scene.merchant):
        assert (await caller.get(waiver)).status_code == 404
        assert (await caller.get(campaign)).status_code == 200
    contact = f"/v1/contacts/{unique('k')}"
    for caller in (scene.creator, scene.merchant):
        assert (await caller.get(contact)).status_code == 403
        assert (await caller.delete(contact)).status_code == 403
    assert (await scene.ops.get(contact)).status_code == 404
