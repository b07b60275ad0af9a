"""Lists: filters, orders, and pages that neither skip nor repeat while the list changes."""

from typing import Any

import pytest

from tests.api.client import Caller, Scene, unique


@pytest.fixture
async def several(scene: Scene) -> list[str]:
    """The paths of five open requests of one creator for five products of one merchant, the oldest first."""
    paths = []
    for _ in range(5):
        scene.product_id = unique("p")
        await scene.set()
        paths.append(await scene.apply())
    return paths


async def _pages(caller: Caller, query: str) -> list[list[dict[str, Any]]]:
    pages = []
    token = None
    while True:
        answer = await caller.get(f"/v1/sample-requests?{query}" + (f"&page_token={token}" if token else ""))
        assert answer.status_code == 200, answer.text
        pages.append(answer.json()["items"])
        token = answer.json()["next_page_token"]
        if token is None:
            return pages


def _paths(items: list[dict[str, Any]]) -> list[str]:
    return [f"/v1/sample-requests/{item['id']}" for item in items]


async def test_newest_first_in_pages(scene: Scene, several: list[str]) -> None:
    pages = await _pages(scene.creator, "page_size=2")
    assert [len(page) for page in pages] == [2, 2, 1]
    assert _paths([item for page in pages for item in page]) == several[::-1]


async def test_a_full_last_page_has_no_token(scene: Scene, several: list[str]) -> None:
    assert [len(page) for page in await _pages(scene.creator, "page_size=5")] == [5]


async def test_what_is_added_meanwhile_moves_nothing(scene: Scene, several: list[str]) -> None:
    first = (await scene.creator.get("/v1/sample-requests?page_size=3")).json()
    scene.product_id = unique("p")
    await scene.set()
    await scene.apply()
    second = (await scene.creator.get(f"/v1/sample-requests?page_size=3&page_token={first['next_page_token']}")).json()
    assert _paths(first["items"] + second["items"]) == several[::-1]


async def test_by_next_deadline_the_soonest_first_and_open_ones_only(scene: Scene, several: list[str]) -> None:
    await scene.merchant.post(f"{several[0]}/approve")
    shipment = {"carrier": "SF", "tracking_no": unique("SF")}
    await scene.merchant.post(f"{several[0]}/ship", shipment)
    await scene.merchant.post(f"{several[1]}/reject", {"reason": "other"})
    pages = await _pages(scene.merchant, "sort=next_deadline_at&page_size=2")
    assert _paths([item for page in pages for item in page]) == [*several[2:], several[0]]


async def test_filters(scene: Scene, several: list[str]) -> None:
    await scene.merchant.post(f"{several[2]}/approve")
    third = (await scene.ops.get(several[2])).json()
    mine = f"creator_id={scene.creator_id}"

    async def found(query: str) -> list[str]:
        return _paths([item for page in await _pages(scene.ops, f"{mine}&{query}") for item in page])

    assert await found("status=AWAITING_SHIPMENT") == [several[2]]
    assert await found(f"product_id={third['product_id']}") == [several[2]]
    assert await found(f"merchant_id={unique('m')}") == []
    assert await found(f"merchant_id={scene.merchant_id}&status=PENDING") == [
        several[4],
        several[3],
        several[1],
        several[0],
    ]
    assert await found(f"created_after={third['created_at']}") == [several[4], several[3]]
    assert await found(f"due_before={third['next_deadline_at']}&sort=next_deadline_at") == [
        several[0],
        several[1],
        several[3],
        several[4],
    ]


async def test_a_party_cannot_look_at_others(scene: Scene, several: list[str]) -> None:
    path = "/v1/sample-requests"
    for caller, query in ((scene.creator, f"creator_id={unique('c')}"), (scene.merchant, f"merchant_id={unique('m')}")):
        answer = await caller.get(f"{path}?{query}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    # Whose side it is not, it may filter by: among its own processes.
    assert (await scene.creator.get(f"{path}?merchant_id={unique('m')}")).json()["items"] == []
    assert len((await scene.merchant.get(f"{path}?creator_id={scene.creator_id}")).json()["items"]) > 0
    assert (await scene.ops.get(f"{path}?merchant_id={unique('m')}")).json()["items"] == []


async def test_a_token_belongs_to_its_order(scene: Scene, several: list[str]) -> None:
    token = (await scene.creator.get("/v1/sample-requests?page_size=1")).json()["next_page_token"]
    answer = await scene.creator.get(f"/v1/sample-requests?sort=next_deadline_at&page_token={token}")
    assert answer.status_code == 422
    assert answer.json()["violations"][0]["rule"] == "field:page_token"


async def test_events_in_pages(scene: Scene) -> None:
    path = await scene.received()
    first = (await scene.creator.get(f"{path}/events?page_size=3")).json()
    second = (await scene.creator.get(f"{path}/events?page_size=3&page_token={first['next_page_token']}")).json()
    assert [event["version"] for event in first["items"] + second["items"]] == [1, 2, 3, 4]
    assert second["next_page_token"] is None
    assert set(first["items"][0]) == {
        "id",
        "stream",
        "type",
        "version",
        "occurred_at",
        "recorded_at",
        "actor",
        "command_id",
        "data",
        "cursor",
    }
    assert first["items"][0]["occurred_at"].endswith("Z")
