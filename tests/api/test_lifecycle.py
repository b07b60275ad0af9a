"""A sample request over HTTP from application to fulfilment, and each way in which it ends otherwise."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import eligible
from tests.api.client import Scene, body_of, unique


async def test_from_application_to_fulfilment_by_video(scene: Scene) -> None:
    path = await scene.received()
    video = unique("v")
    posted = {"creator_id": scene.creator_id, "product_ids": [scene.product_id], "state": "published"}
    assert (await scene.service.put(f"/v1/videos/{video}", posted)).status_code == 200
    linked = await scene.creator.post(f"{path}/link-video", {"video_id": video})
    assert linked.status_code == 200
    assert [one["name"] for one in linked.json()["deadlines"]] == ["video_retention", "promotion_window"]

    advanced = await scene.advance(path, by="PT170H")

    assert advanced.status_code == 200
    assert advanced.json()["process"]["status"] == "COMPLETED"
    assert [event["type"] for event in advanced.json()["events"]] == ["ClockAdvanced", "SampleRequestFulfilled"]
    assert await scene.events(path) == [
        "SampleRequested",
        "SampleRequestApproved",
        "SampleShipped",
        "ReceiptConfirmed",
        "ContentCounted",
        "ClockAdvanced",
        "SampleRequestFulfilled",
    ]


async def test_fulfilment_by_live_broadcast(scene: Scene) -> None:
    path = await scene.received()
    await scene.show()
    session = unique("l")
    start = datetime.now(UTC)
    entry = {"product_id": scene.product_id, "added_at": start.isoformat(), "explained": True}
    broadcast = {"creator_id": scene.creator_id, "started_at": start.isoformat(), "cart": [entry]}
    await scene.service.put(f"/v1/live-sessions/{session}", broadcast)
    assert (await scene.creator.post(f"{path}/link-live", {"live_session_id": session})).status_code == 200
    advanced = await scene.advance(path, to=(start + timedelta(hours=2)).isoformat())
    assert advanced.json()["process"]["status"] == "COMPLETED"


async def test_a_process_answer_has_what_the_contract_says(scene: Scene) -> None:
    answer = await scene.creator.post("/v1/sample-requests", {**scene.application, "promotion_form": "video"})
    shown = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/sample-requests/{shown['id']}"
    assert answer.headers["etag"] == '"1"'
    assert shown["id"].startswith("sr_")
    assert len(shown["id"]) == 29
    created_at = datetime.fromisoformat(shown["created_at"])
    due_at = (created_at + timedelta(hours=48)).isoformat().replace("+00:00", "Z")
    assert shown == {
        "id": shown["id"],
        "kind": "sample_request",
        "status": "PENDING",
        "closed_reason": None,
        "version": 1,
        "creator_id": scene.creator_id,
        "merchant_id": scene.merchant_id,
        "product_id": scene.product_id,
        "created_at": shown["created_at"],
        "updated_at": shown["created_at"],
        "policy_version": "1",
        "deadlines": [{"name": "approval_window", "due_at": due_at, "then": "cancel"}],
        "next_deadline_at": due_at,
        "allowed_actions": ["withdraw"],
        "details": shown["details"],
        "links": {"events": f"/v1/sample-requests/{shown['id']}/events", "processes": [], "temporal": None},
    }
    assert shown["details"]["promotion_form"] == "video"


async def test_actions_and_links_are_the_callers(scene: Scene) -> None:
    path = await scene.apply()
    as_merchant = (await scene.merchant.get(path)).json()
    as_ops = (await scene.ops.get(path)).json()
    assert as_merchant["allowed_actions"] == ["approve", "reject"]
    assert as_merchant["links"]["temporal"] is None
    assert as_ops["allowed_actions"] == ["extend", "cancel"]
    workflow = f"sample-request%2F{as_ops['id']}"
    assert as_ops["links"]["temporal"] == f"http://127.0.0.1:8233/namespaces/default/workflows/{workflow}"


async def test_ids_sort_by_time(scene: Scene) -> None:
    first = await scene.apply()
    await scene.creator.post(f"{first}/withdraw")
    second = await scene.apply()
    assert first < second


@pytest.mark.parametrize(
    ("by", "command", "body", "status", "reason"),
    [
        ("merchant", "reject", {"reason": "out_of_stock", "note": "暂时缺货"}, "REJECTED", None),
        ("creator", "withdraw", {"note": "不需要了"}, "CANCELLED", "withdrawn"),
        ("ops", "cancel", {"reason": "双方协商一致"}, "CANCELLED", "ops"),
        ("service", "withdraw", None, "CANCELLED", "withdrawn"),
    ],
)
async def test_ends_by_command(
    scene: Scene, by: str, command: str, body: object, status: str, reason: str | None
) -> None:
    path = await scene.apply()
    answer = await getattr(scene, by).post(f"{path}/{command}", body)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["status"], answer.json()["closed_reason"]) == (status, reason)
    assert answer.json()["allowed_actions"] == []


async def test_non_receipt_stops_the_clock_until_ops_resume_it(scene: Scene) -> None:
    path = await scene.shipped()
    reported = await scene.creator.post(f"{path}/report-non-receipt", {"note": "没收到"})
    assert reported.json()["details"]["receipt_clock_stopped"] is True
    assert reported.json()["deadlines"] == []
    resumed = await scene.ops.post(f"{path}/reinstate", {"reason": "快递已找回"})
    assert [one["name"] for one in resumed.json()["deadlines"]] == ["receipt_window"]


async def test_a_wrong_number_is_corrected(scene: Scene) -> None:
    path = await scene.shipped()
    answer = await scene.merchant.post(f"{path}/correct-shipment", {"carrier": "zto", "tracking_no": "ZT99887766"})
    assert answer.status_code == 200
    assert answer.json()["details"]["shipment"]["carrier"] == "ZTO"


async def test_ops_extend_a_deadline(scene: Scene) -> None:
    path = await scene.apply()
    due_at = datetime.fromisoformat((await scene.ops.get(path)).json()["next_deadline_at"])
    until = due_at + timedelta(hours=24)
    body = {"deadline": "approval_window", "until": until.isoformat(), "reason": "节假日"}
    extended = await scene.ops.post(f"{path}/extend", body)
    assert datetime.fromisoformat(extended.json()["next_deadline_at"]) == until
    earlier = await scene.ops.post(f"{path}/extend", {**body, "until": due_at.isoformat()})
    assert earlier.status_code == 422
    assert earlier.json()["code"] == "refused"


async def test_a_refused_application_is_on_record(scene: Scene) -> None:
    await scene.merchant.put(f"/v1/products/{scene.product_id}/sample-offer", {"offers_samples": False})
    answer = await scene.creator.post("/v1/sample-requests", {**scene.application, "note": "请通过"})
    assert answer.status_code == 422
    assert [one["rule"] for one in answer.json()["violations"]] == ["SR-05.offers_samples"]
    path = f"/v1/sample-requests/{answer.json()['id']}"
    assert await scene.status(path) == "REFUSED"
    assert (await scene.service.get(f"{path}/texts")).json()["items"] == []


async def test_every_violation_is_told_at_once(scene: Scene) -> None:
    unknown = {"creator_id": unique("c"), "product_id": unique("p")}
    answer = await scene.service.post("/v1/sample-requests", unknown)
    assert answer.status_code == 422
    violated = [one["rule"] for one in answer.json()["violations"]]
    assert {"SR-05.known_creator", "SR-05.known_product"} < set(violated)
    assert all(one["policy_version"] == "1" for one in answer.json()["violations"])


async def test_what_nine_rules_say_comes_in_one_answer_and_in_the_readers_language(scene: Scene) -> None:
    creator = {"followers": 999, "public_original_videos": 9, "phone_bound": False, "real_name_verified": False}
    product = eligible.product(scene.merchant_id).model_copy(
        update={"in_alliance": False, "meets_alliance_standard": False, "virtual": True}
    )
    await scene.service.put(f"/v1/creators/{scene.creator_id}", creator)
    await scene.service.put(f"/v1/merchants/{scene.merchant_id}", {"shop_opened": False})
    await scene.service.put(f"/v1/products/{scene.product_id}", body_of(product))
    for language, first in (
        ("zh-CN", "该商品的商家尚未开立店铺。"),
        ("en", "The product's merchant has not opened a shop."),
    ):
        answer = await scene.creator.post("/v1/sample-requests", scene.application, Accept_Language=language)
        assert (answer.status_code, answer.json()["code"]) == (422, "refused")
        violations = answer.json()["violations"]
        assert len(violations) == 9
        assert violations[0]["message"] == first
        assert violations[1]["observed"] == {"missing": ["merchant.meets_alliance_standard"]}
        assert all(one["remedy"] for one in violations)
