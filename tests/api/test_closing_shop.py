"""IX-28 over HTTP: with a merchant whose shop is closing nothing new begins, and everybody reads why."""

import httpx
import pytest

from tests.api.client import Scene
from tests.api.test_cooperation_orders import OrderScene


@pytest.fixture
async def scene(http: httpx.AsyncClient) -> OrderScene:
    return await OrderScene(http).set()


async def close(scene: Scene) -> None:
    body = {"merchant_id": scene.merchant_id, "categories": ["food_and_beverages"]}
    opened = await scene.merchant.post("/v1/merchant-accounts", body)
    assert opened.status_code == 201, opened.text
    closing = await scene.merchant.post(f"/v1/merchant-accounts/{scene.merchant_id}/close-shop", {})
    assert closing.status_code == 200, closing.text


def of_ix_28(checks: list[dict[str, object]]) -> dict[str, object]:
    [found] = [one for one in checks if one["rule"] == "IX-28"]
    return found


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "店铺"), ("en", "closing or closed")])
async def test_ix_28_no_sample_of_it_is_requested_and_asking_says_so(
    scene: OrderScene, language: str, words: str
) -> None:
    path = f"/v1/eligibility/samples?creator_id={scene.creator_id}&product_id={scene.product_id}"
    before = await scene.creator.get(path, Accept_Language=language)
    assert of_ix_28(before.json()["checks"])["passed"] is True
    await close(scene)
    asked = await scene.creator.get(path, Accept_Language=language)
    check = of_ix_28(asked.json()["checks"])
    assert (asked.json()["eligible"], check["passed"]) == (False, False)
    applied = await scene.creator.post("/v1/sample-requests", scene.application, Accept_Language=language)
    assert applied.status_code == 422
    [violation] = applied.json()["violations"]
    assert (violation["rule"], violation["message"]) == ("IX-28", check["message"])
    assert words in violation["message"]
    assert violation["remedy"]


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "店铺"), ("en", "closing or closed")])
async def test_ix_28_it_offers_no_order(scene: OrderScene, language: str, words: str) -> None:
    await close(scene)
    refused = await scene.merchant.post("/v1/cooperation-orders", scene.offer(), Accept_Language=language)
    assert refused.status_code == 422
    [violation] = refused.json()["violations"]
    assert violation["rule"] == "IX-28"
    assert words in violation["message"]
    assert violation["remedy"]


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "店铺"), ("en", "closing or closed")])
async def test_ix_28_what_is_pending_is_not_taken_on_any_more(scene: OrderScene, language: str, words: str) -> None:
    request, order = await scene.apply(), await scene.proposed()
    await close(scene)
    for caller, path, command, left in (
        (scene.merchant, request, "approve", "reject"),
        (scene.creator, order, "accept", "decline"),
    ):
        refused = await caller.post(f"{path}/{command}", Accept_Language=language)
        assert (refused.status_code, refused.json()["code"]) == (422, "refused")
        [violation] = refused.json()["violations"]
        assert violation["rule"] == "IX-28"
        assert words in violation["message"]
        body = {"reason": "other"} if left == "reject" else {}
        assert (await caller.post(f"{path}/{left}", body)).status_code == 200


async def test_ix_28_what_was_taken_on_before_goes_on(scene: OrderScene) -> None:
    request = await scene.approved()
    await close(scene)
    shipment = {"carrier": "SF", "tracking_no": "SF1234567890123"}
    assert (await scene.merchant.post(f"{request}/ship", shipment)).status_code == 200
    account = await scene.merchant.get(f"/v1/merchant-accounts/{scene.merchant_id}")
    assert account.json()["status"] == "CLOSING"
