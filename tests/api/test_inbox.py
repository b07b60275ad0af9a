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


async def test_unread_ones_alone(told: Scene) -> None:
    newest = (await told.creator.get("/v1/inbox")).json()["items"][0]
    await told.creator.post(f"/v1/inbox/{newest['id']}/read")
    page = (await told.creator.get("/v1/inbox?unread=true&page_size=1")).json()
    assert [item["message"] for item in page["items"]] == ["sample-request.received"]
    assert page["next_page_token"] is None
    assert len((await told.creator.get("/v1/inbox?unread=false")).json()["items"]) == 2


async def test_a_message_of_a_newer_release_hides_no_other(told: Scene, journal: Journal) -> None:
    newest = (await told.creator.get("/v1/inbox")).json()["items"][0]
    for column, value in (("message", "sample-request.unheard-of"), ("stream", "unheard-of/u_1")):
        await journal.pool.execute(f"update inbox set {column} = $2 where event_id = $1::uuid", newest["id"], value)
        first, second = (await told.creator.get("/v1/inbox", Accept_Language="zh-CN")).json()["items"]
        assert first["text"] == "您有一条新消息,暂时无法显示,请稍后再看。"
        assert "样品" in second["text"]


async def test_cart_access_is_in_the_inbox_too(scene: Scene, journal: Journal) -> None:
    """CA-03"""
    await scene.creator.post("/v1/cart-access", {"creator_id": scene.creator_id})
    for event in await journal.streams.history(f"cart-access/{scene.creator_id}"):
        await InboxWriter(journal.pool, KINDS).deliver(event)
    [item] = (await scene.creator.get("/v1/inbox", Accept_Language="zh-CN")).json()["items"]
    assert item["text"] == f"您的购物车权限({scene.creator_id})已开通:商品橱窗、视频购物车、直播购物车(CA-03)。"
