"""A live room's products come from its creator's showcase (CA-07), over HTTP."""

from datetime import UTC, datetime
from typing import Any

from tests.api.client import Scene, unique


def session(scene: Scene, *product_ids: str) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    cart = [{"product_id": id, "added_at": now} for id in product_ids]
    return {"creator_id": scene.creator_id, "started_at": now, "cart": cart}


async def second_product(scene: Scene) -> str:
    """Makes another product the scene's own; returns the id of the one before."""
    first, scene.product_id = scene.product_id, unique("p")
    await scene.set()
    return first


async def test_a_product_from_elsewhere_is_named(scene: Scene) -> None:
    """CA-07"""
    address = f"/v1/live-sessions/{unique('l')}"
    await scene.show()
    shown = await second_product(scene)
    both = session(scene, shown, scene.product_id)
    for language, message in (
        ("zh-CN", f"字段 cart.1.product_id 无效:商品 {scene.product_id} 不在该创作者的橱窗中。"),
        ("en", f"cart.1.product_id: the product {scene.product_id} is not in the creator's showcase."),
    ):
        answer = await scene.service.put(address, both, Accept_Language=language)
        assert (answer.status_code, answer.json()["code"]) == (422, "refused")
        [violation] = answer.json()["violations"]
        assert (violation["rule"], violation["message"]) == ("CA-07", message)
        assert violation["observed"] == {"field": "cart.1.product_id", "product_id": scene.product_id}
    assert (await scene.service.get(address)).status_code == 404
    await scene.show()
    assert (await scene.service.put(address, both)).status_code == 200


async def test_a_cart_keeps_what_has_left_the_showcase_since(scene: Scene) -> None:
    """CA-07"""
    address = f"/v1/live-sessions/{unique('l')}"
    path = await scene.show()
    first = session(scene, scene.product_id)
    assert (await scene.service.put(address, first)).status_code == 200
    await scene.creator.delete(path)
    ended = {**first, "ended_at": datetime.now(UTC).isoformat()}
    assert (await scene.service.put(address, ended)).status_code == 200
    await second_product(scene)
    more = {**ended, "cart": [*ended["cart"], {**ended["cart"][0], "product_id": scene.product_id}]}
    refused = await scene.service.put(address, more)
    assert [violation["observed"]["product_id"] for violation in refused.json()["violations"]] == [scene.product_id]
    assert (await scene.service.put(f"/v1/live-sessions/{unique('l')}", first)).status_code == 422


async def test_a_product_added_again_after_it_left_the_showcase_is_refused(scene: Scene) -> None:
    """CA-07: a new stay in the cart is an entry of its own."""
    address = f"/v1/live-sessions/{unique('l')}"
    path = await scene.show()
    first = session(scene, scene.product_id)
    assert (await scene.service.put(address, first)).status_code == 200
    await scene.creator.delete(path)
    [stay] = first["cart"]
    later = datetime.now(UTC).isoformat()
    again = {**first, "cart": [{**stay, "removed_at": later}, {"product_id": scene.product_id, "added_at": later}]}
    refused = await scene.service.put(address, again)
    assert (refused.status_code, refused.json()["code"]) == (422, "refused")
    [violation] = refused.json()["violations"]
    assert violation["observed"] == {"field": "cart.1.product_id", "product_id": scene.product_id}
    await scene.show()
    assert (await scene.service.put(address, again)).status_code == 200


async def test_another_creators_showcase_is_none(scene: Scene) -> None:
    """CA-07"""
    await scene.show()
    other = await Scene(scene.http).set()
    refused = await scene.service.put(f"/v1/live-sessions/{unique('l')}", session(other, scene.product_id))
    assert [violation["rule"] for violation in refused.json()["violations"]] == ["CA-07"]


async def test_an_empty_room_is_no_ones_business(scene: Scene) -> None:
    assert (await scene.service.put(f"/v1/live-sessions/{unique('l')}", session(scene))).status_code == 200
