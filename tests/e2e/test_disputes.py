"""Orders and the disputes about them, each a process of its own, linked by the router (CO-09, DS-01, IX-22)."""

from datetime import timedelta

import httpx
import pytest

from luyue.devstack.stack import Stack
from tests import eligible
from tests.e2e.conftest import Differences
from tests.e2e.orders import CLAIM, EVIDENCE, OnHttp, OrderScene
from tests.e2e.scene import body_of


@pytest.fixture
async def scene(stack: Stack, http: httpx.AsyncClient) -> OrderScene:
    return await OrderScene(stack, http).set()


async def test_co_09_a_ruling_ends_the_order_and_the_appeal_is_decided(
    scene: OrderScene, differences: Differences
) -> None:
    order, dispute = await scene.disputed()
    stopped = await order.now()
    assert (stopped["status"], stopped["deadlines"]) == ("DISPUTED", [])
    shown = await dispute.now()
    assert (shown["details"]["subject"], shown["details"]["opened_by"]) == (order.stream, "merchant")
    assert [one["sha256"] for one in shown["details"]["evidence"]] == [EVIDENCE["sha256"]]
    await dispute.send(scene.creator, "add-evidence", {"evidence": [{**EVIDENCE, "sha256": "1" * 64}]})
    await dispute.send(scene.ops, "rule", {"outcome": "cancel", "in_default": "creator", "reason": CLAIM})
    ended = await order.reaches("CANCELLED")
    assert [ended["details"][name] for name in ("cancelled_by", "terms_binding", "in_default")] == [
        "ruling",
        True,
        "creator",
    ]
    await dispute.send(scene.creator, "appeal", {"evidence": [EVIDENCE]})
    await dispute.send(scene.ops, "decide-appeal", {"decision": "struck"})
    assert await dispute.status() == "FINAL"
    assert await order.status() == "CANCELLED"
    assert await differences() == []


async def test_co_09_a_ruling_resumes_the_order_with_the_time_left(scene: OrderScene) -> None:
    order = await scene.delivered()
    before = (await order.now())["deadlines"][0]
    dispute = await order.open_dispute(scene.creator)
    await order.advance(timedelta(days=10))
    assert await order.status() == "DISPUTED"
    await dispute.send(scene.ops, "rule", {"outcome": "resume"})
    resumed = await order.reaches("DELIVERED")
    [after] = resumed["deadlines"]
    assert after["name"] == before["name"] == "verification_window"
    assert after["due_at"] > before["due_at"]
    assert (await order.events())[-1] == "OrderResumed"


async def test_ds_01_withdrawn_the_order_goes_on_and_this_side_never_asks_again(scene: OrderScene) -> None:
    order, dispute = await scene.disputed()
    await dispute.send(scene.merchant, "withdraw", {"note": CLAIM})
    await order.reaches("DELIVERED")
    refused = await order.post(scene.merchant, "open-dispute", {"claim": CLAIM})
    assert (refused.status_code, refused.json()["violations"][0]["rule"]) == (422, "DS-01")
    again = await order.open_dispute(scene.creator)
    assert (await again.now())["details"]["opened_by"] == "creator"


async def test_ix_22_an_agreement_to_cancel_settles_the_dispute(scene: OrderScene) -> None:
    order = await scene.in_effect()
    await order.send(scene.creator, "request-cancellation", {"reason": CLAIM})
    dispute = await order.open_dispute(scene.merchant)
    await order.send(scene.merchant, "confirm-cancellation")
    settled = await dispute.reaches("WITHDRAWN")
    assert settled["closed_reason"] == "settled"


async def test_ds_01_an_order_and_its_dispute_move_on_together_on_the_test_clock(scene: OrderScene) -> None:
    order, dispute = await scene.disputed()
    await order.advance(timedelta(days=15, seconds=1))
    assert (await dispute.now())["details"]["escalated_at"] is not None


async def test_ds_01_ops_dispute_a_sample_request_which_knows_of_it(scene: OrderScene) -> None:
    request = await scene.apply()
    complaint = {"claim": CLAIM, "evidence": [EVIDENCE]}
    forbidden = await scene.merchant.post(f"{request.path}/open-dispute", complaint)
    assert forbidden.status_code == 403
    opened = await scene.ops.post(f"{request.path}/open-dispute", complaint)
    assert opened.status_code == 201, opened.text
    details = opened.json()["details"]
    assert (details["subject"], details["opened_by"]) == (request.stream, "ops")
    subject = OnHttp(scene, "sample-request", request.id)
    await subject.knows("ProcessLinked")
    assert (await subject.now())["links"]["processes"] == [opened.headers["location"]]
    assert opened.json()["links"]["processes"] == [request.path]
    twice = await scene.ops.post(f"{request.path}/open-dispute", complaint)
    assert (twice.status_code, twice.json()["violations"][0]["rule"]) == (422, "DS-01")


async def test_ix_14_an_order_learns_by_itself_that_its_merchant_has_left(scene: OrderScene) -> None:
    order = await scene.in_effect()
    early = await order.post(scene.creator, "cancel")
    assert (early.status_code, early.json()["violations"][0]["rule"]) == (422, "IX-14")
    left = {**body_of(eligible.MERCHANT), "shop_opened": False}
    assert (await scene.service.put(f"/v1/merchants/{scene.merchant_id}", left)).status_code == 200
    await order.knows("MerchantStandingChanged")
    ended = await order.send(scene.creator, "cancel")
    assert (ended["details"]["in_default"], ended["details"]["cancelled_by"]) == ("merchant", "one_sided")
