"""The feed in pages: who gets which events, filters, cursors, and what is wrong with them, in both languages."""

from typing import Any

import httpx
import pytest

from luyue.domain.facts import FACTS
from luyue.journal.feed import START, Cursor
from luyue.journal.journal import Journal
from tests.api.client import Caller, Scene, unique

FEED = "/v1/events"


async def now(journal: Journal) -> str:
    """The place after all that has happened so far."""
    row = await journal.pool.fetchrow(
        "select transaction_id::text::bigint as transaction_id, position from events"
        " order by events.transaction_id desc, events.position desc limit 1"
    )
    return (Cursor(row["transaction_id"], row["position"]) if row else START).encode()


async def read(caller: Caller, after: str, query: str = "") -> list[dict[str, Any]]:
    """Everything after a place, in pages of two, and that it is said when there is no more."""
    items: list[dict[str, Any]] = []
    more = True
    while more:
        answer = await caller.get(f"{FEED}?after={after}&page_size=2{query}")
        assert answer.status_code == 200, answer.text
        found = answer.json()
        items, after, more = items + found["items"], found["next_cursor"], found["has_more"]
        assert len(found["items"]) <= 2
    return items


def types(items: list[dict[str, Any]]) -> list[str]:
    return [item["type"] for item in items]


@pytest.fixture
async def start(journal: Journal) -> str:
    return await now(journal)


async def test_each_party_gets_the_events_of_its_processes(start: str, scene: Scene) -> None:
    path = await scene.approved()
    stranger = await Scene(scene.http).set()
    await stranger.apply()
    for caller in (scene.creator, scene.merchant):
        items = await read(caller, start)
        assert types(items) == ["SampleRequested", "SampleRequestApproved"]
        assert {item["stream"] for item in items} == {f"sample-request/{path.rpartition('/')[2]}"}
    for caller in (scene.service, scene.ops):
        assert types(await read(caller, start)) == ["SampleRequested", "SampleRequestApproved", "SampleRequested"]


async def test_an_event_is_the_same_as_in_its_process(start: str, scene: Scene) -> None:
    path = await scene.approved()
    for caller in (scene.creator, scene.merchant, scene.service, scene.ops):
        assert await read(caller, start) == (await caller.get(f"{path}/events")).json()["items"]


async def test_what_a_merchant_may_not_read_is_not_in_the_feed_either(start: str, scene: Scene) -> None:
    await scene.apply()
    assert "evaluation" in (await read(scene.creator, start))[0]["data"]
    assert "evaluation" not in (await read(scene.merchant, start))[0]["data"]


async def test_a_closed_process_stays_in_the_feed(start: str, scene: Scene) -> None:
    path = await scene.apply()
    assert (await scene.creator.post(f"{path}/withdraw")).status_code == 200
    assert types(await read(scene.merchant, start)) == ["SampleRequested", "SampleRequestWithdrawn"]


async def test_services_and_ops_narrow_it_to_parties(start: str, scene: Scene) -> None:
    await scene.apply()
    stranger = await Scene(scene.http).set()
    await stranger.apply()
    for caller in (scene.service, scene.ops):
        for query in (f"&creator_id={scene.creator_id}", f"&merchant_id={scene.merchant_id}"):
            assert [item["data"].get("creator_id") for item in await read(caller, start, query)] == [scene.creator_id]
        both = f"&creator_id={scene.creator_id}&merchant_id={stranger.merchant_id}"
        assert await read(caller, start, both) == []


async def test_creators_and_merchants_cannot_ask_for_others(start: str, scene: Scene) -> None:
    await scene.apply()
    assert len(await read(scene.creator, start, f"&creator_id={scene.creator_id}")) == 1
    assert len(await read(scene.creator, start, f"&merchant_id={scene.merchant_id}")) == 1
    assert await read(scene.creator, start, f"&merchant_id={unique('m')}") == []
    assert (await scene.creator.get(f"{FEED}?creator_id={unique('c')}")).status_code == 404
    assert (await scene.merchant.get(f"{FEED}?merchant_id={unique('m')}")).status_code == 404
    assert (await scene.http.get(FEED)).status_code == 401


@pytest.mark.parametrize(
    "kinds", ["sample-request", "sample_request", "dispute,sample-request", "dispute&kinds=sample_request"]
)
async def test_kinds(start: str, scene: Scene, kinds: str) -> None:
    await scene.apply()
    for caller in (scene.creator, scene.merchant, scene.service, scene.ops):
        assert types(await read(caller, start, f"&kinds={kinds}")) == ["SampleRequested"]
        assert await read(caller, start, "&kinds=cooperation_order") == []


async def test_facts_are_for_services_and_ops_who_name_them(start: str, scene: Scene) -> None:
    for caller in (scene.service, scene.ops):
        assert await read(caller, start) == []
        items = await read(caller, start, "&kinds=creator,sample_offer")
        assert [item["type"] for item in items] == ["CreatorReported", "SampleOfferReported"]
    for caller in (scene.creator, scene.merchant):
        answer = await caller.get(f"{FEED}?kinds=creator")
        assert answer.status_code == 422
        assert not set(FACTS) & set(answer.json()["violations"][0]["message"].replace(",", "").split())
    # A fact belongs to no party.
    assert (await scene.service.get(f"{FEED}?kinds=creator&creator_id={scene.creator_id}")).status_code == 422


async def test_a_cursor_goes_with_any_filter_and_caller(start: str, scene: Scene) -> None:
    await scene.approved()
    first = (await scene.service.get(f"{FEED}?after={start}&page_size=1")).json()
    assert first["next_cursor"] == first["items"][0]["cursor"]
    assert types(await read(scene.creator, first["next_cursor"])) == ["SampleRequestApproved"]
    assert await read(scene.merchant, first["next_cursor"], "&kinds=dispute") == []


async def test_an_empty_page_has_a_cursor_to_go_on_from(start: str, scene: Scene) -> None:
    empty = (await scene.creator.get(f"{FEED}?after={start}")).json()
    assert (empty["items"], empty["has_more"]) == ([], False)
    await scene.apply()
    assert types(await read(scene.creator, empty["next_cursor"])) == ["SampleRequested"]


async def test_from_the_beginning(scene: Scene) -> None:
    await scene.apply()
    for query in ("", "?after="):
        assert types((await scene.creator.get(FEED + query)).json()["items"]) == ["SampleRequested"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("after=nonsense", "after"),
        ("after=" + "A" * 65, "after"),
        ("after=%00", "after"),
        ("kinds=parcels", "kinds"),
        ("kinds=sample_request,", "kinds"),
        ("kinds=", "kinds"),
        ("page_size=0", "page_size"),
        ("page_size=201", "page_size"),
        ("creator_id=../c1", "creator_id"),
        ("before=x", "before"),
    ],
)
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_what_is_wrong_is_named_in_both_languages(scene: Scene, query: str, field: str, accept: str) -> None:
    english = await scene.service.get(f"{FEED}?{query}", Accept=accept)
    chinese = await scene.service.get(f"{FEED}?{query}", Accept=accept, Accept_Language="zh-CN")
    for answer in (english, chinese):
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["violations"][0]["rule"].split(".")[0] == f"field:{field}"
    assert english.json()["violations"][0]["message"] != chinese.json()["violations"][0]["message"]


async def test_last_event_id_is_judged_where_it_counts(scene: Scene) -> None:
    answer = await scene.service.get(FEED, Accept="text/event-stream", Last_Event_Id="nonsense")
    assert answer.status_code == 422
    assert answer.json()["violations"][0]["rule"] == "field:Last-Event-ID"
    assert (await scene.service.get(FEED, Last_Event_Id="nonsense")).status_code == 200


@pytest.mark.parametrize(
    "accept", [None, "*/*", "text/*", "application/json, text/event-stream", "text/event-stream;q=0"]
)
async def test_pages_unless_a_stream_is_asked_for(scene: Scene, accept: str | None) -> None:
    answer = await scene.creator.get(FEED, **({} if accept is None else {"Accept": accept}))
    assert answer.headers["content-type"] == "application/json"
    assert "Accept" in answer.headers["vary"]


async def test_both_media_types_are_documented(http: httpx.AsyncClient) -> None:
    operation = (await http.get("/openapi.json")).json()["paths"][FEED]["get"]
    assert set(operation["responses"]["200"]["content"]) == {"application/json", "text/event-stream"}
    assert {"401", "404", "422", "429", "503"} <= set(operation["responses"])
    names = {parameter["name"] for parameter in operation["parameters"]}
    assert names == {"after", "kinds", "creator_id", "merchant_id", "page_size", "Last-Event-ID"}
