"""What becomes of a consumer order by what its parcel's process finds, on the real stack (SH-06, SH-09)."""

from datetime import UTC, datetime, timedelta

from tests.e2e.conftest import Differences
from tests.e2e.orders import OnHttp
from tests.e2e.scene import Scene

DELIVERED = ["ConsumerOrderPlaced", "ConsumerOrderShipped", "ConsumerOrderReceived", "ConsumerOrderCompleted"]


async def shipped(scene: Scene) -> tuple[OnHttp, OnHttp]:
    """An order on its way, and the process that watches its parcel."""
    paid = {
        "merchant_id": scene.merchant_id,
        "product_id": scene.product_id,
        "paid_amount": "300.50",
        "paid_at": datetime.now(UTC).isoformat(),
        "consignee_id": scene.contact_id,
        "region": "33",
        "ship_within": "PT48H",
    }
    answer = await scene.service.insist("POST", "/v1/consumer-orders", paid, Idempotency_Key=scene.product_id)
    assert answer.status_code == 201, answer.text
    order = OnHttp(scene, "consumer-order", answer.json()["id"])
    await order.send(scene.merchant, "ship", scene.shipment)
    parcel = OnHttp(scene, "shipment", f"sh_{order.id}")
    await parcel.reaches("REGISTERED")
    return order, parcel


async def report(scene: Scene, **tracks: object) -> None:
    answer = await scene.service.post(f"/v1/parcels/SF/{scene.tracking_no}/tracks", tracks)
    assert answer.status_code == 200, answer.text


async def test_a_parcel_that_the_carrier_delivers_completes_its_order(scene: Scene, differences: Differences) -> None:
    order, parcel = await shipped(scene)
    now = datetime.now(UTC).isoformat()
    places = {"pickup": "浙江省杭州市", "transit_centre": "浙江省嘉兴市转运中心", "delivered": "浙江省杭州市"}
    scans = [{"at": now, "kind": kind, "place": place, "text": place} for kind, place in places.items()]
    await report(scene, tracks=scans)
    await parcel.reaches("DELIVERED")
    completed = await order.reaches("COMPLETED")
    assert completed["details"]["received_by"] == "carrier"
    assert await order.events() == DELIVERED
    assert await differences() == []


async def test_sh_09_a_fake_shipment_that_is_not_put_right_is_refunded_and_compensated(
    scene: Scene, differences: Differences
) -> None:
    order, parcel = await shipped(scene)
    await report(scene, finding="number_abnormal")
    await order.knows("OrderShipmentWarned")
    warned = await order.now()
    assert (warned["status"], warned["deadlines"]) == ("SHIPPED", [])
    assert warned["details"]["shipment"]["warning"]["rule"] == "SH-01"
    await order.advance(timedelta(hours=25))
    await parcel.reaches("VIOLATION")
    refunded = await order.reaches("REFUNDED")
    assert refunded["closed_reason"] == "fake_shipment"
    details = refunded["details"]
    assert (details["refunded"], details["compensation"]["amount"]) == ("300.50", "3.01")
    assert await differences() == []
