"""One sample request from application to fulfilment, by HTTP alone, and all of it read back from Postgres."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.e2e.database import Database
from tests.e2e.scene import NOTE, Caller, Request, Scene

HAPPENED = [
    "SampleRequested",
    "SampleRequestApproved",
    "SampleShipped",
    "ParcelDelivered",
    "ReceiptConfirmed",
    "ContentCounted",
    "ClockAdvanced",
    "SampleRequestFulfilled",
]


async def test_from_application_to_fulfilment(scene: Scene, database: Database, eventually, differences) -> None:
    request = await scene.apply()
    progress = await progress_of(request)
    assert progress["status"] == "PENDING"
    assert [step["state"] for step in progress["steps"]] == ["done", "current", *["to_come"] * 4]
    assert progress["next"]["deadline"] == "approval_window"

    await request.approve()
    await request.ship()
    await report_delivery(scene)
    await eventually(lambda: request.has("ParcelDelivered"))
    await request.confirm_receipt()
    await scene.service.put(f"/v1/videos/{scene.video_id}", scene.video)
    await eventually(lambda: request.has("ContentCounted"))
    advanced = await request.advance("PT170H")

    assert advanced.json()["process"]["status"] == "COMPLETED"
    assert await request.events() == HAPPENED
    progress = await progress_of(request)
    assert [step["state"] for step in progress["steps"]] == ["done"] * 6
    assert progress["next"] is None
    await is_in_postgres(request, database)
    await both_sides_are_told(scene, request, eventually)
    assert await differences() == []


async def progress_of(request: Request) -> dict[str, Any]:
    answer = await request.scene.creator.get(f"{request.path}/progress")
    assert answer.status_code == 200, answer.text
    progress: dict[str, Any] = answer.json()
    return progress


async def report_delivery(scene: Scene) -> None:
    track = {"at": datetime.now(UTC).isoformat(), "kind": "delivered", "place": "杭州余杭站", "text": "已签收"}
    path = f"/v1/parcels/SF/{scene.tracking_no}/tracks"
    answer = await scene.service.post(path, {"tracks": [track]})
    assert answer.status_code == 200, answer.text


async def is_in_postgres(request: Request, database: Database) -> None:
    """The row, the events with who did what, the dates of the fulfilment, the commands, and the texts."""
    scene = request.scene
    assert await database.events(request.stream) == HAPPENED
    rows = await database.rows("select * from events where stream = $1 order by version", request.stream)
    by_type = {row["type"]: row for row in rows}
    assert [row["actor"] for row in rows] == [
        scene.creator.actor,
        scene.merchant.actor,
        scene.merchant.actor,
        "service:router",
        scene.creator.actor,
        "service:router",
        scene.ops.actor,
        "timer:video_retention",
    ]
    counted = json.loads(by_type["ContentCounted"]["data"])
    fulfilled = json.loads(by_type["SampleRequestFulfilled"]["data"])
    complete_at = datetime.fromisoformat(counted["since"]) + timedelta(days=7)
    assert datetime.fromisoformat(fulfilled["fulfilled_at"]) == complete_at
    assert by_type["SampleRequestFulfilled"]["occurred_at"] == complete_at
    (row,) = await database.rows("select * from processes where stream = $1", request.stream)
    assert (row["status"], row["closed"], row["version"]) == ("COMPLETED", True, len(HAPPENED))
    assert (row["next_deadline_at"], row["creator_id"]) == (None, scene.creator_id)
    assert set(request.command_ids()) <= set(await database.commands(request.stream))
    texts = await database.rows("select body from texts where stream = $1", request.stream)
    assert [text["body"] for text in texts] == [NOTE, NOTE]


async def both_sides_are_told(scene: Scene, request: Request, eventually) -> None:
    told = ["approved", "shipped", "delivered", "receipt-confirmed.by-creator", "content-counted", "fulfilled"]
    expected = {scene.creator: ["received", *told], scene.merchant: ["new", *told]}

    async def inbox(caller: Caller, language: str) -> list[dict[str, Any]]:
        """What is told of the request; its shipment tells the merchant of itself."""
        answer = await caller.get("/v1/inbox", Accept_Language=language)
        items: list[dict[str, Any]] = answer.json()["items"]
        return [one for one in items[::-1] if one["stream"] == request.stream]

    for caller, messages in expected.items():

        async def all_came(caller: Caller = caller, messages: list[str] = messages) -> bool:
            return len(await inbox(caller, "zh-CN")) == len(messages)

        await eventually(all_came)
        chinese, english = await inbox(caller, "zh-CN"), await inbox(caller, "en")
        assert [one["message"] for one in chinese] == [f"sample-request.{message}" for message in messages]
        assert all(scene.product_id in one["text"] for one in [*chinese, *english])
        assert "已通过,等待商家发货" in chinese[1]["text"]
        assert "was approved" in english[1]["text"]
        assert all(one["text"].isascii() for one in english)
        assert not any(one["text"].isascii() for one in chinese)
