"""The caller's inbox over HTTP: in the caller's language, newest first, marked as read once."""

import pytest

from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.journal.journal import Journal
from luyue.worker.inbox import InboxWriter
from luyue.worker.kinds import KINDS
from tests.api.client import Caller, Scene, unique


@pytest.fixture
async def told(scene: Scene, journal: Journal) -> Scene:
    """Both sides have been told of a request and its approval."""
    path = await scene.approved()
    writer = InboxWriter(journal.pool, KINDS)
    for event in await journal.streams.history(SAMPLE_REQUEST.stream(path.rpartition("/")[2])):
        await writer.deliver(event)
    return scene


async def test_newest_first_in_the_callers_language(told: Scene) -> None:
    chinese = (await told.merchant.get("/v1/inbox", Accept_Language="zh-CN")).json()["items"]
    english = (await told.merchant.get("/v1/inbox")).json()["items"]
    assert [item["message"] for item in chinese] == ["sample-request.approved", "sample-request.new"]
    assert all(item["read_at"] is None for item in chinese)
    assert "样品" in chinese[0]["text"]
    assert chinese[0]["text"] != english[0]["text"]
    assert chinese[0]["occurred_at"] > chinese[1]["occurred_at"]


async def test_pages(told: Scene) -> None:
    first = (await told.creator.get("/v1/inbox?page_size=1")).json()
    second = (await told.creator.get(f"/v1/inbox?page_size=1&page_token={first['next_page_token']}")).json()
    messages = [item["message"] for item in first["items"] + second["items"]]
    assert messages == ["sample-request.approved", "sample-request.received"]
    assert second["next_page_token"] is None


async def test_reading(told: Scene) -> None:
    newest = (await told.creator.get("/v1/inbox")).json()["items"][0]
    read = await told.creator.post(f"/v1/inbox/{newest['id']}/read")
    again = await told.creator.post(f"/v1/inbox/{newest['id']}/read")
    assert read.status_code == 200
    assert again.json() == read.json()
    items = (await told.creator.get("/v1/inbox")).json()["items"]
    assert [item["read_at"] is not None for item in items] == [True, False]


async def test_only_ones_own(told: Scene) -> None:
    newest = (await told.merchant.get("/v1/inbox")).json()["items"][0]
    for other in (told.service, Caller(told.http, "merchant", unique("m")), Caller(told.http, "ops")):
        assert newest["id"] not in {item["id"] for item in (await other.get("/v1/inbox")).json()["items"]}
        assert (await other.post(f"/v1/inbox/{newest['id']}/read")).status_code == 404
    await told.merchant.post(f"/v1/inbox/{newest['id']}/read")
    assert all(item["read_at"] is None for item in (await told.creator.get("/v1/inbox")).json()["items"])
    assert (await told.creator.post("/v1/inbox/00000000-0000-0000-0000-000000000000/read")).status_code == 404
    assert (await told.creator.post("/v1/inbox/nonsense/read")).status_code == 422
