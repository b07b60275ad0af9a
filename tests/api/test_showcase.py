"""The showcase over HTTP: what is let in, how it is shown, and one explained at a time."""

import asyncio
from typing import Any

import asyncpg
import httpx
import pytest

from luyue.domain.facts import Decided, Product
from luyue.journal.journal import Journal
from tests import eligible
from tests.api.client import Caller, Scene, body_of, unique

TAOBAO: dict[str, Any] = {
    "source": "taobao_tmall",
    "in_taobao_alliance": True,
    "shop_scores": {
        name: {"score": "4.8", "industry_average": "4.7"} for name in ("description", "service", "logistics")
    },
    "shop_level": "diamond_2",
}


@pytest.fixture
async def scene(http: httpx.AsyncClient) -> Scene:
    """A creator with cart access."""
    scene = await Scene(http).set()
    answer = await scene.service.post("/v1/cart-access", {"creator_id": scene.creator_id})
    assert answer.status_code == 201, answer.text
    return scene


async def product(scene: Scene, **facts: Any) -> str:
    """A product of the scene's merchant; returns its id."""
    id = unique("p")
    body = body_of(eligible.product(scene.merchant_id)) | facts
    answer = await scene.service.put(f"/v1/products/{id}", body)
    assert answer.status_code == 200, answer.text
    return id


def entry(scene: Scene, product_id: str) -> str:
    return f"/v1/creators/{scene.creator_id}/showcase/{product_id}"


async def listed(scene: Scene, query: str = "") -> list[str]:
    answer = await scene.creator.get(f"/v1/creators/{scene.creator_id}/showcase?{query}")
    assert answer.status_code == 200, answer.text
    return [item["product_id"] for item in answer.json()["items"]]


async def test_a_product_is_added_read_changed_and_removed(scene: Scene) -> None:
    """CA-07: categories, recommended, new."""
    path = entry(scene, scene.product_id)
    body = {"category": "好茶", "recommended": True, "new": True, "explaining": False}
    added = await scene.creator.put(path, {**body, "added_by": "search"})
    assert added.status_code == 200, added.text
    assert added.json().items() >= {**body, "creator_id": scene.creator_id, "product_id": scene.product_id}.items()
    assert (await scene.creator.get(path)).json() == added.json()
    assert (await scene.creator.put(path, body)).json() == added.json()
    changed = (await scene.creator.put(path, {"category": None})).json()
    assert (changed["category"], changed["recommended"], changed["new"]) == (None, False, False)
    assert (changed["added_by"], changed["added_at"]) == ("search", added.json()["added_at"])
    assert changed["updated_at"] > added.json()["updated_at"]
    assert (await scene.creator.delete(path)).status_code == 204
    assert (await scene.creator.get(path)).status_code == 404
    assert (await scene.creator.delete(path)).status_code == 404


async def test_without_the_showcase_right_nothing_is_added(scene: Scene) -> None:
    """CA-03"""
    await scene.ops.delete(f"/v1/cart-access/{scene.creator_id}/showcase")
    answer = await scene.creator.put(entry(scene, scene.product_id), {}, Accept_Language="zh-CN")
    assert (answer.status_code, answer.json()["code"]) == (422, "refused")
    [violation] = answer.json()["violations"]
    assert (violation["rule"], violation["message"]) == ("CA-03.showcase", "您没有商品橱窗权限。")
    assert await listed(scene) == []


async def test_a_taobao_product_that_meets_every_condition_is_added(scene: Scene) -> None:
    """CA-05"""
    id = await product(scene, **TAOBAO)
    assert (await scene.creator.put(entry(scene, id), {"added_by": "taobao_token"})).status_code == 200


async def test_a_taobao_product_is_refused_with_every_reason(scene: Scene) -> None:
    """CA-04, CA-05"""
    scores = {name: {"score": "4.7", "industry_average": "4.7"} for name in ("description", "service", "logistics")}
    bad = {**TAOBAO, "in_taobao_alliance": False, "shop_scores": scores, "shop_level": "diamond_1"}
    id = await product(scene, **bad)
    answer = await scene.creator.put(entry(scene, id), {"added_by": "shop_link"})
    assert answer.status_code == 422
    assert [violation["rule"] for violation in answer.json()["violations"]] == [
        "CA-05.taobao_alliance",
        "CA-05.description_score",
        "CA-05.service_score",
        "CA-05.logistics_score",
        "CA-05.shop_level",
        "CA-04.added_by",
    ]
    assert all(violation["policy_version"] == "1" for violation in answer.json()["violations"])
    assert await listed(scene) == []


async def test_an_unknown_product_is_refused(scene: Scene) -> None:
    answer = await scene.creator.put(entry(scene, unique("p")), {"added_by": "shop_link"})
    assert answer.status_code == 422
    [violation] = answer.json()["violations"]
    assert (violation["rule"], violation["observed"]) == ("CA-04.source", {"missing": ["product.source"]})


@pytest.mark.parametrize("source", ["taobao_tmall", "alliance", "own_shop", "jd", "kaola", "vip", "suning"])
async def test_the_way_of_adding_fits_the_source(scene: Scene, source: str) -> None:
    """CA-04"""
    creator = body_of(eligible.CREATOR) | {"bound_shop_id": scene.merchant_id}
    await scene.service.put(f"/v1/creators/{scene.creator_id}", creator)
    for way, fits in (
        ("search", True),
        ("taobao_token", source == "taobao_tmall"),
        ("shop_link", source in ("jd", "kaola", "vip", "suning")),
    ):
        id = await product(scene, **{**TAOBAO, "source": source})
        answer = await scene.creator.put(entry(scene, id), {"added_by": way})
        assert answer.status_code == (200 if fits else 422), answer.text
        if not fits:
            assert [violation["rule"] for violation in answer.json()["violations"]] == ["CA-04.added_by"]


async def test_an_own_shops_product_needs_the_shop_bound(scene: Scene) -> None:
    """CA-04"""
    id = await product(scene, source="own_shop")
    refused = await scene.creator.put(entry(scene, id), {})
    assert [violation["rule"] for violation in refused.json()["violations"]] == ["CA-04.own_shop"]
    creator = body_of(eligible.CREATOR) | {"bound_shop_id": scene.merchant_id}
    await scene.service.put(f"/v1/creators/{scene.creator_id}", creator)
    assert (await scene.creator.put(entry(scene, id), {})).status_code == 200


async def test_what_is_shown_can_be_changed_though_it_would_no_longer_be_admitted(scene: Scene) -> None:
    path = entry(scene, scene.product_id)
    await scene.creator.put(path, {})
    spoiled = body_of(eligible.product(scene.merchant_id)) | {"source": "own_shop"}
    await scene.service.put(f"/v1/products/{scene.product_id}", spoiled)
    changed = await scene.creator.put(path, {"recommended": True})
    assert (changed.status_code, changed.json()["recommended"]) == (200, True)
    await scene.creator.delete(path)
    assert (await scene.creator.put(path, {})).status_code == 422


async def test_without_the_showcase_right_nothing_is_changed(scene: Scene, journal: Journal) -> None:
    """CA-03"""
    path = entry(scene, scene.product_id)
    await scene.creator.put(path, {})
    await scene.ops.delete(f"/v1/cart-access/{scene.creator_id}/showcase")
    refused = await scene.creator.put(path, {"recommended": True})
    assert (refused.status_code, refused.json()["code"]) == (422, "refused")
    [violation] = refused.json()["violations"]
    assert (violation["rule"], violation["observed"]) == ("CA-03.showcase", ["video_cart", "live_cart"])
    assert (await scene.creator.get(path)).json()["recommended"] is False
    assert [decision.granted for decision in await decisions(journal, scene, scene.product_id)] == [True, False]
    assert (await scene.creator.delete(path)).status_code == 204


async def decisions(journal: Journal, scene: Scene, product_id: str) -> list[Decided]:
    reports = await journal.facts.versions(f"showcase-decision/{scene.creator_id}:{product_id}")
    return [report.fact for report in reports if isinstance(report.fact, Decided)]


async def test_every_decision_goes_on_record_with_what_each_rule_said(scene: Scene, journal: Journal) -> None:
    """CA-03 to CA-05"""
    id = await product(scene, **TAOBAO, category="tea")
    path = entry(scene, id)
    for _ in range(2):
        refused = await scene.creator.put(path, {"added_by": "shop_link"})
        assert refused.status_code == 422
        assert refused.json()["id"] == f"showcase-decision/{scene.creator_id}:{id}@1"
    for _ in range(2):
        assert (await scene.creator.put(path, {})).status_code == 200
    first, second = await decisions(journal, scene, id)
    assert (first.granted, second.granted) == (False, True)
    assert first.evaluation.facts.items() >= {f"product/{id}": 1, f"cart-access/{scene.creator_id}": 1}.items()
    assert [check.rule for check in first.evaluation.checks if not check.passed] == ["CA-04.added_by"]
    rules = [check.rule for check in first.evaluation.checks]
    assert rules == [check.rule for check in second.evaluation.checks]
    assert {"CA-03.showcase", "CA-04.source", "CA-05.shop_level"} <= set(rules)


async def test_how_a_product_was_added_stays(scene: Scene) -> None:
    path = entry(scene, scene.product_id)
    await scene.creator.put(path, {})
    other = await scene.creator.put(path, {"added_by": "shop_link"})
    assert (other.status_code, other.json()["violations"][0]["rule"]) == (422, "field:added_by")


async def test_one_product_at_a_time_is_explained(scene: Scene) -> None:
    """CA-07"""
    first, second = await product(scene), await product(scene)
    for id in (first, second):
        assert (await scene.creator.put(entry(scene, id), {"explaining": True})).json()["explaining"] is True
    assert (await scene.creator.get(entry(scene, first))).json()["explaining"] is False
    await scene.creator.put(entry(scene, first), {"explaining": True})
    assert (await scene.creator.get(entry(scene, second))).json()["explaining"] is False
    await scene.creator.put(entry(scene, second), {"explaining": False})
    assert (await scene.creator.get(entry(scene, first))).json()["explaining"] is True
    other = await Scene(scene.http).set()
    path = await other.show()
    await other.creator.put(path, {"explaining": True})
    assert (await scene.creator.get(entry(scene, first))).json()["explaining"] is True


async def test_ten_marks_at_once_leave_one(scene: Scene) -> None:
    """CA-07"""
    ids = [await product(scene) for _ in range(10)]
    for _ in range(3):
        answers = await asyncio.gather(*(scene.creator.put(entry(scene, id), {"explaining": True}) for id in ids))
        assert {answer.status_code for answer in answers} == {200}
        marks = [(await scene.creator.get(entry(scene, id))).json()["explaining"] for id in ids]
        assert marks.count(True) == 1


async def test_the_database_itself_holds_one_mark_a_creator(scene: Scene, journal: Journal) -> None:
    """CA-07"""
    first, second = await product(scene), await product(scene)
    await scene.creator.put(entry(scene, first), {"explaining": True})
    await scene.creator.put(entry(scene, second), {})
    with pytest.raises(asyncpg.UniqueViolationError, match="showcase_explaining"):
        await journal.pool.execute(
            "update showcase set explaining = true where creator_id = $1 and product_id = $2", scene.creator_id, second
        )


async def test_the_same_product_added_ten_times_at_once_is_there_once(scene: Scene) -> None:
    path = entry(scene, scene.product_id)
    answers = await asyncio.gather(*(scene.creator.put(path, {"explaining": True}) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {200}
    assert await listed(scene) == [scene.product_id]


async def test_lists_are_paged_and_narrowed(scene: Scene) -> None:
    ids = [await product(scene) for _ in range(5)]
    for number, id in enumerate(ids):
        shown = {"category": "茶" if number % 2 else "瓷器", "recommended": number < 2, "new": number == 4}
        await scene.creator.put(entry(scene, id), shown)
    assert await listed(scene) == ids[::-1]
    assert await listed(scene, "category=茶") == [ids[3], ids[1]]
    assert await listed(scene, "recommended=true") == [ids[1], ids[0]]
    assert await listed(scene, "recommended=false&new=false") == [ids[3], ids[2]]
    assert await listed(scene, "category=瓷器&new=true") == [ids[4]]
    assert await listed(scene, "category=鞋") == []
    address, pages, token = f"/v1/creators/{scene.creator_id}/showcase?page_size=2", [], ""
    while token is not None:
        page = (await scene.creator.get(address + (f"&page_token={token}" if token else ""))).json()
        pages.append([item["product_id"] for item in page["items"]])
        token = page["next_page_token"]
    assert pages == [ids[:2:-1], ids[2:0:-1], ids[:1]]


@pytest.mark.parametrize(
    "query", ["page_size=0", "page_token=!!!", "category=%00", "category=", "recommended=perhaps", "nonsense=1"]
)
async def test_queries_that_mean_nothing(scene: Scene, query: str) -> None:
    answer = await scene.creator.get(f"/v1/creators/{scene.creator_id}/showcase?{query}")
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize(
    "body", [{"category": ""}, {"category": "x" * 65}, {"added_by": "magic"}, {"recommended": "perhaps"}, {"more": 1}]
)
async def test_bodies_that_mean_nothing(scene: Scene, body: dict[str, Any]) -> None:
    answer = await scene.creator.put(entry(scene, scene.product_id), body)
    assert answer.status_code == 422
    assert answer.json()["violations"][0]["rule"].startswith("field:")
    assert await listed(scene) == []


async def test_who_sees_and_changes_a_showcase(scene: Scene) -> None:
    path, whole = entry(scene, scene.product_id), f"/v1/creators/{scene.creator_id}/showcase"
    assert (await scene.service.put(path, {})).status_code == 200
    stranger = Caller(scene.http, "creator", unique("c"))
    for caller in (scene.creator, scene.service, scene.ops):
        assert ((await caller.get(path)).status_code, (await caller.get(whole)).status_code) == (200, 200)
    for caller in (stranger, scene.merchant):
        assert ((await caller.get(path)).status_code, (await caller.get(whole)).status_code) == (404, 404)
    for caller, status in ((stranger, 404), (scene.merchant, 403), (scene.ops, 403)):
        assert (await caller.put(path, {"new": True})).status_code == status
        assert (await caller.delete(path)).status_code == status
    assert (await scene.creator.get(path)).json()["new"] is False
    assert (await scene.service.delete(path)).status_code == 204


async def test_a_product_that_says_little_is_refused_by_what_it_lacks(scene: Scene) -> None:
    """CA-05"""
    id = unique("p")
    little = body_of(Product(merchant_id=scene.merchant_id, title="tea", source="taobao_tmall"))
    await scene.service.put(f"/v1/products/{id}", little)
    answer = await scene.creator.put(entry(scene, id), {})
    missing = [violation["observed"]["missing"] for violation in answer.json()["violations"]]
    assert missing == [
        ["product.in_taobao_alliance"],
        ["product.shop_scores.description"],
        ["product.shop_scores.service"],
        ["product.shop_scores.logistics"],
        ["product.shop_level"],
    ]
