"""Campaign entries over HTTP: registering (CE-01 to CE-06), review by ops, leaving, and both addresses of commands."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from luyue.campaigns.shipped import shipped_campaign
from tests import eligible
from tests.api.campaigns import announce, entered, registration
from tests.api.client import Caller, Scene, body_of, unique

SPRING = shipped_campaign("spring_festival_2024")
REASON = "图片不符合要求,请联系 13900000000"


async def another_product(scene: Scene) -> str:
    id = unique("p")
    answer = await scene.service.put(f"/v1/products/{id}", body_of(eligible.product(scene.merchant_id)))
    assert answer.status_code == 200, answer.text
    return id


def rules_in(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [one["rule"] for one in answer.json()["violations"]]


async def test_ce_02_a_product_is_registered_and_read_by_its_merchant_and_ops(scene: Scene) -> None:
    campaign_id = await announce(
        scene, benefits=[{"kind": "venue", "text": {"zh": "新年专属会场", "en": "The New Year's own venue"}}]
    )
    answer = await scene.merchant.post(f"/v1/campaigns/{campaign_id}/entries", registration(scene))
    assert answer.status_code == 201, answer.text
    shown = answer.json()
    assert (shown["kind"], shown["status"], shown["id"][:3]) == ("campaign_entry", "UNDER_REVIEW", "ce_")
    assert (shown["creator_id"], shown["merchant_id"], shown["product_id"]) == (
        None,
        scene.merchant_id,
        scene.product_id,
    )
    assert shown["allowed_actions"] == ["leave"]
    assert {one["name"]: one["then"] for one in shown["deadlines"]} == {
        "review_window": "escalate",
        "event_until": "lapse",
    }
    details = shown["details"]
    configured = (await scene.ops.get(f"/v1/campaigns/{campaign_id}")).json()
    for name in ("registration_from", "registration_until", "event_from", "event_until", "benefits"):
        assert details[name] == configured[name]
    assert all(check["passed"] for check in details["checks"])
    path = answer.headers["location"]
    assert path == f"/v1/campaign-entries/{shown['id']}"
    assert (await scene.ops.get(path)).json()["allowed_actions"] == ["approve", "reject", "extend"]
    for stranger in (scene.creator, Caller(scene.http, "merchant", unique("m"))):
        assert (await stranger.get(path)).status_code == 404
    listed = (await scene.merchant.get("/v1/campaign-entries?status=UNDER_REVIEW")).json()["items"]
    assert [one["id"] for one in listed] == [shown["id"]]


async def test_ce_02_a_refusal_names_all_reasons_and_is_on_record(scene: Scene) -> None:
    campaign_id = await announce(scene)
    merchant = body_of(eligible.MERCHANT) | {"trade_medal": "0A"}
    await scene.service.put(f"/v1/merchants/{scene.merchant_id}", merchant)
    body = registration(scene, rules_acknowledged=False)
    answer = await scene.merchant.post(f"/v1/campaigns/{campaign_id}/entries", body)
    assert rules_in(answer) == ["CE-02", "CE-06.trade_medal"]
    kept = (await scene.merchant.get(f"/v1/campaign-entries/{answer.json()['id']}")).json()
    assert (kept["status"], kept["allowed_actions"]) == ("REFUSED", [])
    failed = [check for check in kept["details"]["checks"] if not check["passed"]]
    assert [check["rule"] for check in failed] == ["CE-02", "CE-06.trade_medal"]
    assert all(check["message"]["zh"] and check["remedy"]["en"] for check in failed)
    assert kept["details"]["ending"]["rule"] == "CE-02"
    await scene.service.put(f"/v1/merchants/{scene.merchant_id}", body_of(eligible.MERCHANT))
    await entered(scene, campaign_id)


async def test_ce_01_nothing_is_registered_outside_the_registration_window(scene: Scene) -> None:
    now = datetime.now(UTC)
    for changes in (
        {"registration_from": (now + timedelta(hours=1)).isoformat()},
        {"registration_until": (now - timedelta(seconds=5)).isoformat()},
    ):
        campaign_id = await announce(scene, **changes)
        answer = await scene.merchant.post(f"/v1/campaigns/{campaign_id}/entries", registration(scene))
        assert rules_in(answer) == ["CE-01"]


async def test_ce_02_one_open_entry_a_product_and_the_same_request_again_gives_the_same(scene: Scene) -> None:
    campaign_id = await announce(scene)
    path = f"/v1/campaigns/{campaign_id}/entries"
    first = await scene.merchant.post(path, registration(scene), Idempotency_Key="once")
    again = await scene.merchant.post(path, registration(scene), Idempotency_Key="once")
    assert (first.status_code, again.json(), again.headers["idempotent-replayed"]) == (201, first.json(), "true")
    assert rules_in(await scene.merchant.post(path, registration(scene))) == ["CE-02.one_entry"]


async def test_ma_05_not_delisted_a_delisted_product_enters_no_campaign_until_it_is_back(scene: Scene) -> None:
    campaign_id = await announce(scene)
    address = f"/v1/products/{scene.product_id}/delisting"
    away = {"merchant_id": scene.merchant_id, "state": "delisted", "reason": "prohibited", "severity": "severe"}
    assert (await scene.service.put(address, away)).status_code == 200
    asking = f"/v1/eligibility/campaigns/{campaign_id}?merchant_id={scene.merchant_id}&product_id={scene.product_id}"
    asked = (await scene.merchant.get(asking)).json()
    assert asked["eligible"] is False
    assert [check["rule"] for check in asked["checks"] if not check["passed"]] == ["MA-05.not_delisted"]
    entries = f"/v1/campaigns/{campaign_id}/entries"
    assert rules_in(await scene.merchant.post(entries, registration(scene))) == ["MA-05.not_delisted"]
    back = {"merchant_id": scene.merchant_id, "state": "relisted"}
    assert (await scene.service.put(address, back)).status_code == 200
    assert (await scene.merchant.get(asking)).json()["eligible"] is True
    await entered(scene, campaign_id)


async def test_ce_03_ops_review_and_the_test_clock_runs_the_event(scene: Scene) -> None:
    campaign_id = await announce(scene)
    path = await entered(scene, campaign_id)
    id = path.rpartition("/")[2]
    below = f"/v1/campaigns/{campaign_id}/entries/{id}"
    assert (await scene.merchant.post(f"{below}/approve")).status_code == 403
    approved = await scene.ops.post(f"{below}/approve")
    assert (approved.status_code, approved.json()["status"]) == (200, "ENROLLED")
    again = await scene.ops.post(f"{path}/approve")
    assert (again.status_code, again.json()["allowed_actions"]) == (409, ["remove"])
    for by, status in (("P3D", "ACTIVE"), ("P7D", "COMPLETED")):
        moved = await scene.ops.post(f"/v1/test-clock/campaign-entry/{id}/advance", {"by": by})
        assert moved.status_code == 200, moved.text
        assert await scene.status(path) == status
    assert [one for one in await scene.events(path) if one != "ClockAdvanced"] == [
        "EntryRegistered",
        "EntryEnrolled",
        "EntryActivated",
        "EntryCompleted",
    ]


async def test_ce_03_an_overdue_review_is_escalated_and_ops_are_told(scene: Scene) -> None:
    path = await entered(scene)
    id = path.rpartition("/")[2]
    assert (await scene.ops.post(f"/v1/test-clock/campaign-entry/{id}/advance", {"by": "PT72H1S"})).is_success
    shown = (await scene.ops.get(path)).json()
    assert shown["status"] == "UNDER_REVIEW"
    assert shown["details"]["escalated_at"] is not None
    assert shown["allowed_actions"] == ["approve", "reject"]
    assert "EntryEscalated" in await scene.events(path)


async def test_ce_04_after_a_rejection_another_product_follows_even_once_registration_is_over(scene: Scene) -> None:
    campaign_id = await announce(scene)
    path = await entered(scene, campaign_id)
    rejected = await scene.ops.post(f"{path}/reject", {"reason": REASON})
    assert (rejected.status_code, rejected.json()["status"]) == (200, "REJECTED")
    texts = (await scene.merchant.get(f"{path}/texts")).json()["items"]
    assert [(text["field"], text["text"]) for text in texts] == [("reason", REASON)]
    configured = (await scene.ops.get(f"/v1/campaigns/{campaign_id}")).json()
    closed = {name: configured[name] for name in ("title", "registration_from", "event_from", "event_until")} | {
        "registration_until": (datetime.now(UTC) - timedelta(seconds=5)).isoformat()
    }
    assert (await scene.ops.put(f"/v1/campaigns/{campaign_id}", closed)).status_code == 200
    entries = f"/v1/campaigns/{campaign_id}/entries"
    assert rules_in(await scene.merchant.post(entries, registration(scene))) == ["CE-04"]
    other = await another_product(scene)
    assert (await scene.merchant.post(entries, registration(scene, product_id=other))).status_code == 201
    stranger = await Scene(scene.http).set()
    assert rules_in(await stranger.merchant.post(entries, registration(stranger))) == ["CE-01"]


async def test_ce_07_a_merchant_leaves_at_either_address_and_a_service_for_it(scene: Scene) -> None:
    campaign_id = await announce(scene)
    for caller in (scene.merchant, scene.service):
        path = await entered(scene, campaign_id)
        id = path.rpartition("/")[2]
        answer = await caller.post(f"/v1/campaigns/{campaign_id}/entries/{id}/leave", {"reason": REASON})
        assert (answer.status_code, answer.json()["status"]) == (200, "LEFT")
        assert "13900000000" not in (await scene.merchant.get(f"{path}/events")).text
    path = await entered(scene, campaign_id)
    assert (await scene.merchant.post(f"{path}/leave")).json()["details"]["ending"]["rule"] == "CE-07"


async def test_an_entry_is_found_below_its_own_campaign_alone(scene: Scene) -> None:
    path, elsewhere = await entered(scene), await announce(scene)
    id = path.rpartition("/")[2]
    for campaign_id in (elsewhere, unique("e")):
        for caller, command in ((scene.ops, "approve"), (scene.merchant, "leave")):
            answer = await caller.post(f"/v1/campaigns/{campaign_id}/entries/{id}/{command}", {})
            assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert await scene.status(path) == "UNDER_REVIEW"


async def test_who_registers_what_where(scene: Scene) -> None:
    campaign_id = await announce(scene)
    entries = f"/v1/campaigns/{campaign_id}/entries"
    other = await Scene(scene.http).set()
    assert (await scene.merchant.post(f"/v1/campaigns/{unique('e')}/entries", registration(scene))).status_code == 404
    assert (await other.merchant.post(entries, registration(scene))).status_code == 404
    assert [(await one.post(entries, registration(scene))).status_code for one in (scene.creator, scene.ops)] == [
        403,
        403,
    ]
    foreign = await scene.merchant.post(entries, registration(scene, product_id=other.product_id))
    assert rules_in(foreign) == ["CE-02.own_product"]
    assert (await scene.service.post(entries, registration(scene))).status_code == 201


@pytest.mark.parametrize("missing", ["merchant_id", "product_id"])
async def test_a_registration_names_merchant_and_product(scene: Scene, missing: str) -> None:
    campaign_id = await announce(scene)
    body = {name: value for name, value in registration(scene).items() if name != missing}
    assert rules_in(await scene.service.post(f"/v1/campaigns/{campaign_id}/entries", body)) == [f"field:{missing}"]
    nonsense = await scene.merchant.post(
        f"/v1/campaigns/{campaign_id}/entries", registration(scene, rules_acknowledged="yes")
    )
    assert rules_in(nonsense) == ["field:rules_acknowledged"]


async def test_ce_05_ce_06_a_campaign_has_its_own_parameters(scene: Scene) -> None:
    campaign_id = await announce(scene, parameters={"experience_score_minimum": "4.6", "review_window": "PT5H"})
    refused = await scene.merchant.post(f"/v1/campaigns/{campaign_id}/entries", registration(scene))
    assert rules_in(refused) == ["CE-06.experience_score"]
    for parameters, field in (
        ({"review_window": 3}, "parameters.review_window"),
        ({"pickup_rate_minimum": 0.9}, "parameters.pickup_rate_minimum"),
        ({"approval_window": "PT1H"}, "parameters.approval_window"),
    ):
        answer = await scene.ops.put(f"/v1/campaigns/{campaign_id}", {**body_of(SPRING), "parameters": parameters})
        assert rules_in(answer) == [f"field:{field}"]


async def test_ce_01_the_campaign_that_ships_is_announced_as_it_is_and_over(scene: Scene) -> None:
    id = unique("e")
    answer = await scene.ops.put(f"/v1/campaigns/{id}", body_of(SPRING))
    assert answer.status_code == 200, answer.text
    assert answer.json()["event_until"] == "2024-02-16T15:59:59Z"
    registering = await scene.merchant.post(f"/v1/campaigns/{id}/entries", registration(scene))
    assert rules_in(registering) == ["CE-01"]


async def test_ix_28_a_closing_shop_registers_nothing(scene: Scene) -> None:
    campaign_id = await announce(scene)
    opening = {"merchant_id": scene.merchant_id, "categories": ["food_and_beverages"]}
    opened = await scene.merchant.post("/v1/merchant-accounts", opening)
    assert opened.status_code == 201, opened.text
    asking = f"/v1/eligibility/campaigns/{campaign_id}?merchant_id={scene.merchant_id}"
    assert (await scene.merchant.get(asking)).json()["eligible"] is True
    open_still = await entered(scene, campaign_id)
    closed = await scene.merchant.post(f"{opened.headers['location']}/close-shop")
    assert closed.status_code == 200, closed.text
    other = await another_product(scene)
    entries = f"/v1/campaigns/{campaign_id}/entries"
    assert rules_in(await scene.merchant.post(entries, registration(scene, product_id=other))) == ["IX-28"]
    assert (await scene.merchant.get(asking)).json()["eligible"] is False
    assert rules_in(await scene.ops.post(f"{open_still}/approve")) == ["IX-28"]
    assert (await scene.merchant.post(f"{open_still}/leave")).status_code == 200
