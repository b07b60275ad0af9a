"""What becomes of a sample request when its shipment is a fake, or its product is delisted, on the real stack."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests import eligible
from tests.e2e.conftest import Differences
from tests.e2e.database import Database
from tests.e2e.orders import OnHttp
from tests.e2e.scene import Request, Scene, body_of

pytestmark = pytest.mark.long

RECORD = "select record_of, record_what, record_points from processes where stream = $1"


async def shipped(scene: Scene) -> tuple[Request, OnHttp, OnHttp]:
    """A sample on its way: the request, as it is read, and its shipment."""
    request = await scene.apply()
    await request.approve()
    await request.ship()
    shipment = OnHttp(scene, "shipment", f"sh_{request.id}")
    await shipment.reaches("REGISTERED")
    return request, OnHttp(scene, "sample-request", request.id), shipment


async def found_abnormal(scene: Scene, shipment: OnHttp) -> None:
    path = f"/v1/parcels/SF/{scene.tracking_no}/tracks"
    answer = await scene.service.post(path, {"finding": "number_abnormal"})
    assert answer.status_code == 200, answer.text
    await shipment.reaches("WARNED")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def details(request: OnHttp) -> dict[str, Any]:
    shown: dict[str, Any] = (await request.now())["details"]
    return shown


async def test_ix_09_a_fake_number_is_put_right_and_the_receipt_clock_runs_anew(
    scene: Scene, differences: Differences
) -> None:
    _, request, shipment = await shipped(scene)
    await found_abnormal(scene, shipment)
    await request.knows("SampleShipmentWarned")
    stopped = await request.now()
    assert (stopped["status"], stopped["deadlines"]) == ("SHIPPED", [])
    assert stopped["details"]["warning"]["rule"] == "SH-01"
    other = {"carrier": "SF", "tracking_no": f"SF{scene.tracking_no[:10]}"}
    await request.send(scene.merchant, "correct-shipment", other)
    await request.knows("SampleShipmentCleared")
    [running] = (await request.now())["deadlines"]
    corrected_at = moment((await details(request))["shipment"]["corrected_at"])
    assert running["name"] == "receipt_window"
    assert moment(running["due_at"]) == corrected_at + timedelta(hours=168)
    assert (await details(request))["warning"] is None
    assert await shipment.status() == "REGISTERED"
    assert await differences() == []


async def test_ix_09_a_fake_number_that_is_not_put_right_ends_the_request_against_the_merchant(
    scene: Scene, database: Database, differences: Differences
) -> None:
    _, request, shipment = await shipped(scene)
    await found_abnormal(scene, shipment)
    await request.knows("SampleShipmentWarned")
    # The shipment's clock goes with the request's.
    await request.advance(timedelta(hours=26))
    ended = await request.reaches("CANCELLED")
    assert ended["closed_reason"] == "fake_shipment"
    assert ended["details"]["ending"]["rule"] == "IX-09"
    assert await shipment.status() == "VIOLATION"
    [of_request] = await database.rows(RECORD, request.stream)
    [of_shipment] = await database.rows(RECORD, shipment.stream)
    assert of_request["record_of"] is None
    assert (of_shipment["record_of"], of_shipment["record_what"]) == (
        f"merchant/{scene.merchant_id}",
        "fake_shipment",
    )
    assert await differences() == []


async def test_ix_09_an_automatic_receipt_waits_for_the_end_of_a_warning(scene: Scene) -> None:
    made, request, shipment = await shipped(scene)
    await found_abnormal(scene, shipment)
    await request.knows("SampleShipmentWarned")
    await shipment.send(scene.ops, "clear", {"reason": "承运商确认单号有效"})
    await request.knows("SampleShipmentCleared")
    await made.scan("pickup", "transit_centre")
    await shipment.reaches("IN_TRANSIT")
    await request.advance(timedelta(hours=169))
    received = await request.reaches("CONTENT_PENDING")
    assert received["details"]["received_automatically"] is True


async def delisting(scene: Scene, state: str) -> None:
    reason = {"reason": "false_advertising"} if state == "delisted" else {}
    body = {"merchant_id": scene.merchant_id, "state": state, **reason}
    answer = await scene.service.put(f"/v1/products/{scene.product_id}/delisting", body)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("approved", [True, False])
async def test_ix_13_a_product_delisted_before_shipping_ends_the_request(scene: Scene, approved: bool) -> None:
    made = await scene.apply()
    if approved:
        await made.approve()
    await delisting(scene, "delisted")
    ended = await OnHttp(scene, "sample-request", made.id).reaches("CANCELLED")
    assert ended["closed_reason"] == "product_unavailable"


async def test_ix_13_the_promotion_waits_for_a_product_that_is_back(scene: Scene, differences: Differences) -> None:
    made, request, _ = await shipped(scene)
    await made.confirm_receipt()
    [before] = (await request.now())["deadlines"]
    await delisting(scene, "delisted")
    await request.knows("PromotionPaused")
    [paused] = (await request.now())["deadlines"]
    assert (paused["due_at"], paused["then"]) == (before["due_at"], "cancel")
    await request.advance(timedelta(days=3))
    await delisting(scene, "relisted")
    await request.knows("PromotionResumed")
    [after] = (await request.now())["deadlines"]
    assert after["then"] == "breach"
    assert timedelta(days=3) <= moment(after["due_at"]) - moment(before["due_at"]) < timedelta(days=3, minutes=5)
    assert await differences() == []


async def test_ix_14_a_merchant_that_leaves_before_shipping_has_it_on_record(scene: Scene, database: Database) -> None:
    request = OnHttp(scene, "sample-request", (await scene.apply()).id)
    closed = {**body_of(eligible.MERCHANT), "shop_opened": False}
    answer = await scene.service.put(f"/v1/merchants/{scene.merchant_id}", closed)
    assert answer.status_code == 200, answer.text
    ended = await request.reaches("CANCELLED")
    assert ended["closed_reason"] == "merchant_left"
    [row] = await database.rows(RECORD, request.stream)
    assert (row["record_of"], row["record_what"]) == (f"merchant/{scene.merchant_id}", "merchant_left")
