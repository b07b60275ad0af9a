"""A merchant's account on the whole stack: delistings reach it by themselves, and its end keeps new things out."""

from typing import Any

from tests.conftest import Eventually
from tests.e2e.conftest import Differences
from tests.e2e.scene import Scene, unique


async def opened(scene: Scene) -> str:
    """With its deposit paid; returns its path."""
    body = {"merchant_id": scene.merchant_id, "categories": ["food_and_beverages"]}
    answer = await scene.merchant.post("/v1/merchant-accounts", body)
    assert answer.status_code == 201, answer.text
    path: str = answer.headers["location"]
    paid = await scene.service.post(f"{path}/pay-deposit", {"amount": "5000.00"})
    assert paid.status_code == 200, paid.text
    return path


async def delist(scene: Scene, product_id: str, reason: str) -> None:
    body = {"merchant_id": scene.merchant_id, "state": "delisted", "reason": reason, "severity": "severe"}
    answer = await scene.ops.put(f"/v1/products/{product_id}/delisting", body)
    assert answer.status_code == 200, answer.text


async def shown(scene: Scene, path: str) -> dict[str, Any]:
    content: dict[str, Any] = (await scene.merchant.get(path)).json()
    return content


async def test_ma_05_severe_delistings_reach_the_account_and_ix_28_its_end_keeps_new_things_out(
    scene: Scene, eventually: Eventually, differences: Differences
) -> None:
    path = await opened(scene)

    async def balance() -> str:
        return str((await shown(scene, path))["details"]["deposit"]["balance"])

    async def is_penalised() -> bool:
        return await balance() == "3000.00"

    async def is_closed() -> bool:
        return bool((await shown(scene, path))["status"] == "CLOSED")

    async def is_told() -> bool:
        messages = (await scene.merchant.get("/v1/inbox")).json()["items"]
        return "merchant-account.closed-by-platform" in {one["message"] for one in messages}

    await delist(scene, unique("p"), "false_advertising")
    await eventually(is_penalised)
    await delist(scene, unique("p"), "counterfeit")
    await eventually(is_closed)
    assert await balance() == "1000.00"
    await eventually(is_told)
    application = {"creator_id": scene.creator_id, "product_id": scene.product_id}
    refused = await scene.creator.post("/v1/sample-requests", application)
    assert refused.status_code == 422
    assert "IX-28" in {one["rule"] for one in refused.json()["violations"]}
    lifted = await scene.ops.post(f"{path}/lift-freeze", {"reason": "复核未发现售假"})
    assert lifted.status_code == 200, lifted.text
    events = (await scene.service.get(f"{path}/events")).json()["items"]
    assert [one["type"] for one in events][-2:] == ["FreezeLifted", "DepositReturnRequested"]
    assert await differences() == []
