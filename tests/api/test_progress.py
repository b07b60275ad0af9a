"""A creator follows every request (SR-15): what is done, what is to come by when, and where it ended."""

from typing import Any

from tests.api.client import Scene, unique

STEPS = ["apply", "approval", "shipping", "logistics", "receipt", "promotion"]


async def _steps(scene: Scene, path: str) -> dict[str, dict[str, Any]]:
    answer = await scene.creator.get(f"{path}/progress")
    assert answer.status_code == 200
    steps = {step["name"]: step for step in answer.json()["steps"]}
    assert list(steps) == STEPS
    return steps


def _states(steps: dict[str, dict[str, Any]]) -> list[str]:
    return [steps[name]["state"] for name in STEPS]


async def test_step_by_step(scene: Scene) -> None:
    path = await scene.apply()
    steps = await _steps(scene, path)
    assert _states(steps) == ["done", "current", "to_come", "to_come", "to_come", "to_come"]
    shown = (await scene.creator.get(path)).json()
    assert steps["approval"]["due_at"] == shown["next_deadline_at"]
    assert steps["approval"]["then"] == "cancel"

    await scene.merchant.post(f"{path}/approve")
    steps = await _steps(scene, path)
    assert _states(steps) == ["done", "done", "current", "to_come", "to_come", "to_come"]
    assert steps["shipping"]["then"] == "record_late"

    await scene.advance(path, by="PT49H")
    steps = await _steps(scene, path)
    assert (steps["shipping"]["late"], steps["shipping"]["then"]) == (True, "cancel")

    await scene.merchant.post(f"{path}/ship", {"carrier": "SF", "tracking_no": unique("SF")})
    steps = await _steps(scene, path)
    assert _states(steps) == ["done", "done", "done", "current", "current", "to_come"]

    await scene.creator.post(f"{path}/confirm-receipt")
    steps = await _steps(scene, path)
    assert _states(steps) == ["done", "done", "done", "done", "done", "current"]
    assert steps["receipt"]["automatic"] is False
    answer = await scene.creator.get(f"{path}/progress")
    assert answer.json()["next"]["deadline"] == "promotion_window"
    assert answer.json()["closed_at"] is None


async def test_logistics_show_the_parcels_tracks_and_their_words_to_services_and_ops_alone(scene: Scene) -> None:
    path = await scene.approved()
    number = unique("SF")
    await scene.merchant.post(f"{path}/ship", {"carrier": "SF", "tracking_no": number})
    track = {"at": "2026-11-01T00:00:00Z", "kind": "pickup", "place": "浙江杭州", "text": "已揽收"}
    await scene.service.post(f"/v1/parcels/SF/{number}/tracks", {"tracks": [track]})
    seen = {**track, "region": "33", "province": {"zh": "浙江", "en": "Zhejiang"}}
    unseen = {"place": None, "text": None}
    for caller, shown in (
        (scene.service, seen),
        (scene.ops, seen),
        (scene.creator, seen | unseen),
        (scene.merchant, seen | unseen),
    ):
        steps = {step["name"]: step for step in (await caller.get(f"{path}/progress")).json()["steps"]}
        assert steps["logistics"]["tracks"] == [shown]


async def test_a_fulfilled_request(scene: Scene) -> None:
    path = await scene.received()
    video = unique("v")
    await scene.service.put(
        f"/v1/videos/{video}", {"creator_id": scene.creator_id, "product_ids": [scene.product_id], "state": "published"}
    )
    await scene.creator.post(f"{path}/link-video", {"video_id": video})
    assert (await _steps(scene, path))["promotion"]["contents"][0]["content"] == f"video/{video}"
    await scene.advance(path, by="PT170H")
    steps = await _steps(scene, path)
    assert _states(steps) == ["done"] * 6
    answer = (await scene.creator.get(f"{path}/progress")).json()
    assert answer["next"] is None
    assert answer["closed_at"] == steps["promotion"]["finished_at"]


async def test_where_a_request_ended(scene: Scene) -> None:
    rejected = await scene.apply()
    await scene.merchant.post(f"{rejected}/reject", {"reason": "other"})
    steps = await _steps(scene, rejected)
    assert _states(steps) == ["done", "ended", "skipped", "skipped", "skipped", "skipped"]
    assert steps["approval"]["finished_at"] is not None

    await scene.merchant.put(f"/v1/products/{scene.product_id}/sample-offer", {"offers_samples": False})
    refused = await scene.creator.post("/v1/sample-requests", scene.application)
    steps = await _steps(scene, f"/v1/sample-requests/{refused.json()['id']}")
    assert _states(steps) == ["ended", "skipped", "skipped", "skipped", "skipped", "skipped"]


async def test_a_breached_and_reinstated_request(scene: Scene) -> None:
    path = await scene.shipped()
    await scene.advance(path, by="PT800H")
    steps = await _steps(scene, path)
    assert _states(steps) == ["done", "done", "done", "done", "done", "ended"]
    assert steps["receipt"]["automatic"] is True
    await scene.ops.post(f"{path}/reinstate", {"reason": "平台故障"})
    steps = await _steps(scene, path)
    assert steps["promotion"]["state"] == "current"
    assert steps["promotion"]["due_at"] is not None
