"""IX-11 over HTTP: a parcel's tracks are the same however its number is written, and each shows it as it typed it."""

from datetime import UTC, datetime

from tests.api.client import Scene, unique


async def test_ix_11_tracks_are_found_however_the_number_is_written(scene: Scene) -> None:
    plain = unique("SF").replace("-", "").upper()
    typed = f"{plain[:2].lower()}-{plain[2:].lower()}"
    scan = {"at": datetime.now(UTC).isoformat(), "kind": "pickup", "place": "浙江杭州", "text": "已揽收"}
    added = await scene.service.post(f"/v1/parcels/SF/{typed}/tracks", {"tracks": [scan]})
    assert (added.status_code, added.json()["tracking_no"], added.json()["version"]) == (200, typed, 1)
    for number in (plain, typed, plain.lower()):
        shown = await scene.service.get(f"/v1/parcels/SF/{number}/tracks")
        assert shown.status_code == 200, shown.text
        assert shown.json()["tracking_no"] == number
        assert [(one["kind"], one["place"]) for one in shown.json()["tracks"]] == [("pickup", "浙江杭州")]
    again = await scene.service.post(f"/v1/parcels/SF/{plain}/tracks", {"tracks": [scan]})
    assert again.json()["version"] == 1
