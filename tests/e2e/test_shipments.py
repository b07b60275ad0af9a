"""A sample's parcel on the real stack: begun by the router, found fake, put right; and by the request's own clock."""

from datetime import UTC, datetime, timedelta

from tests.e2e.conftest import Differences
from tests.e2e.orders import OnHttp
from tests.e2e.scene import Scene, unique


async def shipped(scene: Scene, **advanced: str) -> tuple[OnHttp, OnHttp]:
    """A sample request on its way, and its parcel's process."""
    request = await scene.apply()
    await request.approve()
    if advanced:
        assert (await request.advance(**advanced)).status_code == 200
    await request.ship()
    sample, parcel = OnHttp(scene, "sample-request", request.id), OnHttp(scene, "shipment", f"sh_{request.id}")
    await parcel.reaches("REGISTERED")
    return sample, parcel


async def test_ix_09_a_sample_shipped_by_a_fake_number_that_is_put_right(
    scene: Scene, differences: Differences
) -> None:
    sample, parcel = await shipped(scene)
    reported = await scene.service.post(f"/v1/parcels/SF/{scene.tracking_no}/tracks", {"finding": "number_abnormal"})
    assert reported.status_code == 200, reported.text
    await parcel.reaches("WARNED")
    await sample.knows("SampleShipmentWarned")
    number = unique("SF").upper()
    await sample.send(scene.merchant, "correct-shipment", {"carrier": "SF", "tracking_no": number})
    cleared = await parcel.reaches("REGISTERED")
    assert cleared["details"]["tracking_no"] == number
    await sample.knows("SampleShipmentCleared")
    shown = await scene.merchant.get(f"{parcel.path}/tracks")
    assert (shown.status_code, shown.json()["tracks"]) == (200, [])
    assert (await sample.now())["links"]["processes"] == [parcel.path]
    assert (await parcel.now())["links"]["processes"] == [sample.path]
    assert await differences() == []


async def test_a_parcel_goes_by_the_clock_of_its_request(scene: Scene) -> None:
    sample, parcel = await shipped(scene, by="PT40H")
    assert await parcel.events() == ["ShipmentRegistered", "ClockAdvanced"]
    since = (await parcel.now())["details"]["since"]
    assert since == (await sample.now())["details"]["shipment"]["shipped_at"]
    assert datetime.fromisoformat(since) > datetime.now(UTC) + timedelta(hours=1)
    path = f"/v1/parcels/SF/{scene.tracking_no}/tracks"
    reported = await scene.service.post(path, {"tracks": [{"at": since, "kind": "pickup"}]})
    assert reported.status_code == 200, reported.text
    await parcel.reaches("PICKED_UP")
    await sample.advance(timedelta(hours=26))
    warned = await parcel.reaches("WARNED")
    assert [one["finding"] for one in warned["details"]["findings"]] == ["no_transit_centre"]


async def test_a_parcel_received_before_the_clock_moved_is_not_late_after_it(scene: Scene) -> None:
    sample, parcel = await shipped(scene)
    await sample.send(scene.creator, "confirm-receipt", {})
    await sample.advance(timedelta(days=6))
    await parcel.reaches("DELIVERED")
    assert await parcel.events() == ["ShipmentRegistered", "ShipmentReceived"]
