"""Purchases over HTTP: limits on SKUs (MA-01), blacklists (MA-02), checks, and what counts as bought."""

from typing import Any

import pytest

from tests import eligible
from tests.api.client import Scene, body_of, unique


async def sku(scene: Scene, **limits: Any) -> str:
    """A SKU of the scene's product; returns its id."""
    id = unique("sku")
    body = {"merchant_id": scene.merchant_id, "product_id": scene.product_id, "stock": 100, **limits}
    answer = await scene.merchant.put(f"/v1/skus/{id}", body)
    assert answer.status_code == 200, answer.text
    return id


def wish(scene: Scene, sku_id: str, buyer_id: str, quantity: int = 2) -> dict[str, Any]:
    return {"merchant_id": scene.merchant_id, "buyer_id": buyer_id, "sku_id": sku_id, "quantity": quantity}


async def failed(scene: Scene, body: dict[str, Any]) -> list[str]:
    """The rules by which a purchase is not allowed."""
    answer = await scene.service.post("/v1/purchase-checks", body)
    assert answer.status_code == 200, answer.text
    shown = answer.json()
    rules = [check["rule"] for check in shown["checks"] if not check["passed"]]
    assert shown["allowed"] is (rules == [])
    assert len(shown["checks"]) == 7
    return rules


async def test_ma_01_limits_are_kept_and_shown(scene: Scene) -> None:
    id = await sku(scene, cumulative_limit=5, per_order_limit=3, minimum=2)
    shown = (await scene.merchant.get(f"/v1/skus/{id}")).json()
    assert shown == {
        "id": id,
        "merchant_id": scene.merchant_id,
        "product_id": scene.product_id,
        "stock": 100,
        "cumulative_limit": 5,
        "per_order_limit": 3,
        "minimum": 2,
    }
    assert (await scene.ops.get(f"/v1/skus/{id}")).json() == shown
    assert (await scene.ops.get(f"/v1/skus/{unique('sku')}")).status_code == 404


async def test_ma_01_limits_at_odds_are_refused_by_the_rule_and_nothing_is_changed(scene: Scene) -> None:
    id = await sku(scene, per_order_limit=3)
    body = {"merchant_id": scene.merchant_id, "product_id": scene.product_id, "stock": 1}
    answer = await scene.merchant.put(
        f"/v1/skus/{id}", {**body, "cumulative_limit": 2, "per_order_limit": 4, "minimum": 3}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "refused")
    assert [one["rule"] for one in answer.json()["violations"]] == ["MA-01", "MA-01"]
    assert (await scene.merchant.get(f"/v1/skus/{id}")).json()["per_order_limit"] == 3


@pytest.mark.parametrize("field", ["cumulative_limit", "per_order_limit", "minimum"])
@pytest.mark.parametrize("wrong", [0, -1, 1.5, "3"])
async def test_ma_01_limits_are_positive_integers(scene: Scene, field: str, wrong: object) -> None:
    body = {"merchant_id": scene.merchant_id, "product_id": scene.product_id, "stock": 1, field: wrong}
    answer = await scene.merchant.put(f"/v1/skus/{unique('sku')}", body)
    assert answer.status_code == 422
    assert [one["rule"] for one in answer.json()["violations"]] == [f"field:{field}"]


async def test_a_sku_is_of_a_product_of_its_merchants_and_stays_its(scene: Scene) -> None:
    other = unique("p")
    await scene.service.put(f"/v1/products/{other}", body_of(eligible.product("somebody-else")))
    for product_id in (other, unique("p")):
        body = {"merchant_id": scene.merchant_id, "product_id": product_id, "stock": 1}
        answer = await scene.merchant.put(f"/v1/skus/{unique('sku')}", body)
        assert [one["rule"] for one in answer.json()["violations"]] == ["field:product_id"]
    id = await sku(scene)
    foreign = {"merchant_id": "somebody-else", "product_id": other, "stock": 1}
    assert (await scene.service.put(f"/v1/skus/{id}", foreign)).status_code == 404
    assert (await scene.merchant.put(f"/v1/skus/{unique('sku')}", foreign)).status_code == 404


async def test_ma_01_purchases_count_once_each_towards_the_cumulative_limit(scene: Scene) -> None:
    id, buyer, purchase = await sku(scene, cumulative_limit=5), unique("b"), unique("u")
    assert await failed(scene, wish(scene, id, buyer)) == []
    for _ in range(3):
        bought = await scene.service.post("/v1/purchases", {**wish(scene, id, buyer), "purchase_id": purchase})
        assert bought.status_code == 200, bought.text
    assert await failed(scene, wish(scene, id, buyer)) == []
    again = await scene.service.post("/v1/purchases", {**wish(scene, id, buyer), "purchase_id": unique("u")})
    assert again.status_code == 200
    assert await failed(scene, wish(scene, id, buyer)) == ["MA-01.cumulative"]
    assert await failed(scene, wish(scene, id, buyer, 1)) == []
    assert await failed(scene, wish(scene, id, unique("b"))) == []
    other = await scene.service.post("/v1/purchases", {**wish(scene, id, buyer, 3), "purchase_id": purchase})
    assert [one["rule"] for one in other.json()["violations"]] == ["field:purchase_id"]


async def test_ma_01_unset_limits_are_the_categorys_and_one(scene: Scene) -> None:
    id = await sku(scene)
    assert await failed(scene, wish(scene, id, unique("b"), 99)) == []
    assert await failed(scene, wish(scene, id, unique("b"), 100)) == ["MA-01.per_order"]


async def test_ma_02_a_blacklisted_buyer_cannot_buy_until_it_is_taken_back(scene: Scene) -> None:
    id, buyer = await sku(scene), unique("b")
    path = f"/v1/merchants/{scene.merchant_id}/blacklist/{buyer}"
    assert (await scene.merchant.get(path)).status_code == 404
    added = await scene.merchant.put(path, None)
    assert added.status_code == 200, added.text
    assert (await scene.merchant.put(path, None)).json() == added.json() == (await scene.ops.get(path)).json()
    assert await failed(scene, wish(scene, id, buyer)) == ["MA-02"]
    listed = await scene.merchant.get(f"/v1/merchants/{scene.merchant_id}/blacklist")
    assert listed.json() == {"items": [added.json()], "next_page_token": None}
    assert (await scene.merchant.delete(path)).status_code == 204
    assert (await scene.merchant.delete(path)).status_code == 404
    assert await failed(scene, wish(scene, id, buyer)) == []


async def test_ma_02_a_blacklist_is_listed_in_pages(scene: Scene) -> None:
    buyers = sorted(unique("b") for _ in range(5))
    base = f"/v1/merchants/{scene.merchant_id}/blacklist"
    for buyer in buyers:
        await scene.merchant.put(f"{base}/{buyer}", None)
    found, token = [], ""
    while True:
        page = (await scene.merchant.get(f"{base}?page_size=2{token}")).json()
        found += [one["buyer_id"] for one in page["items"]]
        if page["next_page_token"] is None:
            break
        token = f"&page_token={page['next_page_token']}"
    assert found == buyers
    assert (await scene.merchant.get(f"{base}?page_token=x")).status_code == 422


async def test_a_check_of_what_is_not_there_names_the_field(scene: Scene) -> None:
    id = await sku(scene)
    for body in (wish(scene, unique("sku"), "b1"), {**wish(scene, id, "b1"), "merchant_id": "somebody-else"}):
        for path, more in (("purchase-checks", {}), ("purchases", {"purchase_id": unique("u")})):
            answer = await scene.service.post(f"/v1/{path}", {**body, **more})
            assert answer.status_code == 422
            assert [one["rule"] for one in answer.json()["violations"]] == ["field:sku_id"]


async def test_checks_are_told_in_the_callers_language(scene: Scene) -> None:
    id = await sku(scene, minimum=3)
    for language, words in (("zh-CN", "该商品每次至少购买 3 件。"), ("en", "At least 3 are sold at a time.")):
        answer = await scene.service.post(
            "/v1/purchase-checks", wish(scene, id, "b1"), Accept_Language=language, Idempotency_Key=unique("key")
        )
        assert answer.json()["checks"][0]["message"] == words


async def test_ma_06_content_is_of_high_ordinary_or_low_quality(scene: Scene) -> None:
    ratings = dict.fromkeys(("authentic", "credible", "professional", "interesting"), "good")
    for changed, quality in (({}, "high"), ({"credible": "ordinary"}, "ordinary"), ({"interesting": "bad"}, "low")):
        answer = await scene.creator.post("/v1/content-quality", {**ratings, **changed}, Accept_Language="zh-CN")
        assert answer.status_code == 200, answer.text
        assert answer.json()["quality"] == quality
        assert answer.json()["brings"][:1] == (["流量效率提升"] if quality == "high" else [])
    assert (await scene.creator.post("/v1/content-quality", {"authentic": "good"})).status_code == 422


async def test_ma_05_not_delisted_what_is_delisted_is_not_sold_until_it_is_back(scene: Scene) -> None:
    asked = wish(scene, await sku(scene), unique("b"))
    address = f"/v1/products/{scene.product_id}/delisting"
    away = {"merchant_id": scene.merchant_id, "state": "delisted", "reason": "prohibited", "severity": "severe"}
    assert (await scene.service.put(address, away)).status_code == 200
    assert await failed(scene, asked) == ["MA-05.not_delisted"]
    back = {"merchant_id": scene.merchant_id, "state": "relisted"}
    assert (await scene.service.put(address, back)).status_code == 200
    assert await failed(scene, asked) == []
