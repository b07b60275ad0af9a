"""Who sees what: other parties nothing, and personal data and free text only where they can be erased."""

from temporalio.client import Client

from luyue.devstack.stack import Stack
from tests.e2e.database import Database
from tests.e2e.scene import NAME, NOTE, PHONE, Caller, Scene, unique
from tests.e2e.traces import traces


async def test_another_party_sees_and_changes_nothing(scene: Scene, stack: Stack, http, database: Database) -> None:
    request = await scene.apply()
    before = await database.rows("select * from processes where stream = $1", request.stream)
    merchant, creator = Caller(stack, http, "merchant", unique("m")), Caller(stack, http, "creator", unique("c"))
    nowhere = "/v1/sample-requests/sr_00000000000000000000000000"
    for stranger in (merchant, creator):
        assert (await stranger.get("/v1/sample-requests")).json()["items"] == []
        assert (await stranger.get("/v1/inbox")).json()["items"] == []
        for subject in ("", "/events", "/progress", "/texts"):
            hidden, missing = await stranger.get(request.path + subject), await stranger.get(nowhere + subject)
            assert (hidden.status_code, hidden.json()["code"]) == (404, "not-found")
            assert hidden.json() | {"request_id": ""} == missing.json() | {"request_id": ""}
        for command, body in (("approve", {}), ("reject", {"reason": "other"}), ("withdraw", {})):
            assert (await stranger.post(f"{request.path}/{command}", body)).status_code == 404
    assert (await creator.post("/v1/sample-requests", scene.application)).status_code == 404
    assert (await scene.creator.post(f"{request.path}/approve")).status_code in (403, 404)
    assert (await http.get(request.path)).status_code == 401
    assert await database.rows("select * from processes where stream = $1", request.stream) == before


async def test_chinese_comes_back_as_it_was_sent(scene: Scene) -> None:
    request = await scene.apply()
    await request.approve()
    texts = (await scene.creator.get(f"{request.path}/texts")).json()["items"]
    assert [text["text"] for text in texts] == [NOTE, NOTE]
    contact = (await scene.service.get(f"/v1/contacts/{scene.contact_id}")).json()
    assert (contact["name"], contact["phone"]) == (NAME, PHONE)
    refused = await scene.merchant.post(f"{request.path}/approve", Accept_Language="zh-CN")
    assert (refused.status_code, refused.headers["content-language"]) == (409, "zh-CN")
    assert refused.json()["title"] == "当前状态不允许该操作"


async def test_personal_data_leaves_no_trace(
    scene: Scene, stack: Stack, database: Database, temporal: Client, temporal_command, eventually
) -> None:
    request = await scene.apply()
    await request.approve()
    await request.ship()
    await scene.service.post(
        f"/v1/parcels/SF/{scene.tracking_no}/tracks",
        {"tracks": [{"at": "2026-01-01T00:00:00Z", "kind": "pickup", "place": NAME, "text": NOTE}]},
    )
    await scene.creator.post(f"{request.path}/report-non-receipt", {"note": NOTE})
    await scene.ops.post(f"{request.path}/cancel", {"reason": NOTE})
    # What is refused, unreadable, or of a wrong shape must not be quoted anywhere either.
    assert (await scene.merchant.post(f"{request.path}/approve", {"note": NOTE})).status_code == 409
    assert (await scene.merchant.post(f"{request.path}/approve", {"phone": PHONE})).status_code == 422
    assert (
        await scene.service.put(f"/v1/contacts/{scene.contact_id}", {"phone": PHONE, "name": NAME})
    ).status_code == 422
    again = await scene.creator.post("/v1/sample-requests", {**scene.application, "product_id": unique("p")})
    assert again.status_code == 422
    assert await database.status(request.stream) == "CANCELLED"

    async def told() -> bool:
        items = (await scene.merchant.get("/v1/inbox")).json()["items"]
        return [one["stream"] for one in items].count(request.stream) == 5

    await eventually(told)
    assert await traces(stack, database, temporal) == []
    assert await database.value("select count(*) from texts where body = $1", NOTE) > 0
    # The search itself finds what there is.
    places = {place for _, place in await traces(stack, database, temporal, [scene.creator_id])}
    assert {"events", "processes", "commands", "inbox", "history", "search attributes", "temporal.db"} <= places
