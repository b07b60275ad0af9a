"""Personal data and free text stay where they can be erased: never in events, views, Temporal or the log."""

import json
import logging

import httpx
import pytest
from temporalio.client import Client

from luyue.api.app import create_app
from luyue.api.context import Services
from luyue.api.request_log import RequestIds
from luyue.api.settings import ApiSettings
from luyue.journal.journal import Journal
from tests.api.client import Scene, unique

NAME, PHONE, STREET = "韩梅梅", "13912345678", "中山东一路 27 号"
NOTE, REASON, PLACE = "很喜欢这款茶,想试试", "达人改期,双方同意", "上海浦东营业点"
SECRETS = (NAME, PHONE, STREET, NOTE, REASON, PLACE)
TABLES = ("events", "commands", "processes", "facts", "fact_subjects", "listeners", "inbox")


async def test_nothing_personal_outside_the_erasable_tables(
    scene: Scene, journal: Journal, temporal: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    contact_id, number = unique("k"), unique("SF")
    contact = {"name": NAME, "phone": PHONE, "region": "上海", "address": STREET}
    await scene.service.put(f"/v1/contacts/{contact_id}", contact)
    path = await scene.apply(contact_id=contact_id, note=NOTE)
    await scene.merchant.post(f"{path}/approve", {"note": NOTE})
    await scene.merchant.post(f"{path}/ship", {"carrier": "SF", "tracking_no": number})
    track = {"at": "2026-01-01T00:00:00Z", "kind": "pickup", "place": PLACE, "text": PLACE}
    await scene.service.post(f"/v1/parcels/SF/{number}/tracks", {"tracks": [track]})
    await scene.ops.post(f"{path}/cancel", {"reason": REASON})
    await scene.merchant.post(f"{path}/approve", {"note": NOTE})

    kept = [
        json.dumps([str(value) for value in row], ensure_ascii=False)
        for table in TABLES
        for row in await journal.pool.fetch(f"select t::text from {table} t")
    ]
    kept += [
        row["body"].decode() for row in await journal.pool.fetch("select body from idempotency_keys") if row["body"]
    ]
    workflow = temporal.get_workflow_handle("sample-request/" + path.rpartition("/")[2])
    history = (await workflow.fetch_history()).to_json()
    described = str((await workflow.describe()).raw_description)
    assert contact_id in "".join(kept)
    for secret in SECRETS:
        escaped = json.dumps(secret)[1:-1]
        for place in (*kept, history, described, caplog.text):
            assert secret not in place
            assert escaped not in place

    texts = (await scene.merchant.get(f"{path}/texts")).json()["items"]
    assert [(text["field"], text["text"]) for text in texts] == [("note", NOTE), ("note", NOTE), ("reason", REASON)]
    events = (await scene.ops.get(f"{path}/events")).json()["items"]
    assert events[0]["data"]["note"]["id"] == texts[0]["id"]
    assert events[0]["data"]["note"]["digest"] != events[1]["data"]["note"]["digest"], "equal texts look different"


async def test_erasing_a_contact_erases_every_version(scene: Scene, journal: Journal) -> None:
    id = unique("k")
    address = f"/v1/contacts/{id}"
    contact = {"name": NAME, "phone": PHONE, "region": "上海", "address": STREET}
    assert (await scene.service.put(address, contact)).json()["version"] == 1
    assert (await scene.service.put(address, contact)).json()["version"] == 1
    changed = await scene.service.put(address, {**contact, "address": "别处"})
    assert changed.json()["version"] == 2
    assert (await scene.ops.get(address)).json() == changed.json()
    assert (await scene.service.delete(address)).status_code == 204
    assert (await scene.service.get(address)).status_code == 404
    assert (await scene.service.delete(address)).status_code == 404
    assert await journal.pool.fetchval("select count(*) from contacts where id = $1", id) == 0


async def test_an_application_needs_a_contact_that_exists(scene: Scene) -> None:
    body = {**scene.application, "contact_id": unique("k")}
    answer = await scene.creator.post("/v1/sample-requests", body, Accept_Language="zh-CN")
    assert answer.status_code == 422
    assert answer.json()["violations"][0]["rule"] == "field:contact_id"
    assert (await scene.creator.get("/v1/sample-requests")).json()["items"] == []


async def test_a_request_outlives_its_contact(scene: Scene) -> None:
    id = unique("k")
    contact = {"name": NAME, "phone": PHONE, "region": "上海", "address": STREET}
    await scene.service.put(f"/v1/contacts/{id}", contact)
    path = await scene.apply(contact_id=id)
    await scene.service.delete(f"/v1/contacts/{id}")
    assert (await scene.merchant.post(f"{path}/approve")).status_code == 200
    assert (await scene.merchant.get(path)).json()["details"]["contact_id"] == id


async def test_an_internal_error_tells_nobody_what_it_was_about(
    settings: ApiSettings, worker: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def failing(*_given: object, **_named: object) -> None:
        raise ValueError(f"no {PHONE}")

    caplog.handler.addFilter(RequestIds())
    app = create_app(settings)
    services: Services = app.state.services
    monkeypatch.setattr(services.execution, "run", failing)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://luyue.test") as http:
        scene = await Scene(http).set()
        answer = await scene.creator.post("/v1/sample-requests", scene.application, X_Request_Id="req-500")
    await services.backends.close()
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert answer.headers["x-request-id"] == answer.json()["request_id"] == "req-500"
    assert "ValueError" in caplog.text
    assert "req-500" in {getattr(record, "request_id", None) for record in caplog.records}
    assert PHONE not in caplog.text + answer.text


async def test_texts_of_refused_commands_are_not_kept(scene: Scene, journal: Journal) -> None:
    path = await scene.apply()
    await scene.merchant.post(f"{path}/approve")
    refused = await scene.merchant.post(f"{path}/approve", {"note": NOTE})
    assert refused.status_code == 409
    stream = "sample-request/" + path.rpartition("/")[2]
    assert await journal.personal_data.texts(stream) == []
