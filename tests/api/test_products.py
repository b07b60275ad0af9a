"""Browsing products over HTTP: those that offer samples, and the rest (SR-04, SR-05)."""

from typing import Any

import httpx
import pytest

from tests import eligible
from tests.api.client import Caller, Scene, body_of, unique

LAUNCH = "2021-09-13T16:00:00Z"
JUST_AFTER = "2021-09-13T16:00:00.000001Z"


async def products(scene: Scene, *facts: dict[str, Any]) -> list[str]:
    """Products of a merchant of their own; `offers` is the merchant's choice."""
    ids = []
    for given in facts:
        fact = dict(given)
        offers = fact.pop("offers", None)
        ids.append(unique("p"))
        body = body_of(eligible.product(scene.merchant_id)) | fact
        assert (await scene.service.put(f"/v1/products/{ids[-1]}", body)).status_code == 200
        if offers is not None:
            await scene.service.put(f"/v1/products/{ids[-1]}/sample-offer", {"offers_samples": offers})
    return ids


@pytest.fixture
def scene(http: httpx.AsyncClient) -> Scene:
    return Scene(http)


async def listed(caller: Caller, scene: Scene, query: str = "") -> list[str]:
    answer = await caller.get(f"/v1/products?merchant_id={scene.merchant_id}{query}")
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def test_sr_05_a_creator_finds_the_products_that_offer_samples(scene: Scene) -> None:
    ids = await products(
        scene,
        {"offers": True},
        {"offers": False, "published_at": LAUNCH},
        {"published_at": LAUNCH},
        {"published_at": JUST_AFTER},
        {},
    )
    assert await listed(scene.creator, scene, "&offers_samples=true") == [ids[0], ids[2]]
    assert await listed(scene.creator, scene, "&offers_samples=false") == [ids[1], ids[3], ids[4]]
    assert await listed(scene.creator, scene) == ids


async def test_they_are_searched_by_title_and_category(scene: Scene) -> None:
    tea, cup, _ = await products(
        scene, {"title": "龙井茶 Longjing"}, {"title": "茶杯", "category": "household_goods"}, {"title": "50% off_"}
    )
    assert await listed(scene.creator, scene, "&q=茶") == [tea, cup]
    assert await listed(scene.creator, scene, "&q=lONGjing") == [tea]
    assert await listed(scene.creator, scene, "&q=%25") != [tea, cup]
    assert await listed(scene.creator, scene, "&category=household_goods") == [cup]


async def test_in_pages(scene: Scene) -> None:
    ids = await products(scene, {}, {}, {})
    path = f"/v1/products?merchant_id={scene.merchant_id}&page_size=2"
    first = (await scene.creator.get(path)).json()
    second = (await scene.creator.get(f"{path}&page_token={first['next_page_token']}")).json()
    assert [[item["id"] for item in page["items"]] for page in (first, second)] == [ids[:2], ids[2:]]
    assert second["next_page_token"] is None


@pytest.mark.parametrize("query", ["page_token=x", "page_token=e30", "page_size=0", "q=", "q=%00", "colour=red"])
async def test_what_cannot_be_asked_is_named(scene: Scene, query: str) -> None:
    answer = await scene.creator.get(f"/v1/products?{query}")
    assert answer.status_code == 422
    assert answer.json()["violations"][0]["rule"] == f"field:{query.partition('=')[0]}"
