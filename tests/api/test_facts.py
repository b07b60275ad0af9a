"""Facts and parcels' tracks: put, read now and as of an earlier time; the same again changes nothing."""

from typing import Any

import pytest

from tests.api.client import Scene, unique

FACTS: list[tuple[str, dict[str, Any]]] = [
    (
        "creators/{}",
        {
            "followers": 1200,
            "public_original_videos": 12,
            "phone_bound": True,
            "real_name_verified": True,
            "risk": {"level": "medium", "reasons": ["刷量嫌疑"]},
        },
    ),
    ("merchants/{}", {"shop_opened": True}),
    ("products/{}", {"merchant_id": "m1", "title": "龙井茶", "source": "alliance", "in_alliance": True}),
    ("products/{}/sample-offer", {"offers_samples": True}),
    ("videos/{}", {"creator_id": "c1", "product_ids": ["p1"], "tags": ["种草"], "state": "published"}),
    (
        "live-sessions/{}",
        {
            "creator_id": "c1",
            "started_at": "2026-01-01T12:00:00Z",
            "ended_at": None,
            "cart": [{"product_id": "p1", "added_at": "2026-01-01T12:05:00Z", "explained": True}],
        },
    ),
]


@pytest.mark.parametrize(("path", "fact"), FACTS, ids=[path for path, _ in FACTS])
async def test_put_and_get(scene: Scene, path: str, fact: dict[str, Any]) -> None:
    id = unique("f")
    address = "/v1/" + path.format(id)
    put = await scene.service.put(address, fact)
    assert put.status_code == 200, put.text
    assert put.headers["etag"] == '"1"'
    assert put.json().items() >= {"id": id, "version": 1}.items()
    for name, value in fact.items():
        if name != "cart":
            assert put.json()[name] == value
    assert (await scene.service.get(address)).json() == put.json()
    again = await scene.service.put(address, fact)
    assert again.json() == put.json()


async def test_a_put_replaces_the_whole(scene: Scene) -> None:
    address = f"/v1/creators/{unique('c')}"
    first = await scene.service.put(address, {"followers": 5, "phone_bound": True})
    second = await scene.service.put(address, {"followers": 6})
    assert (second.json()["version"], second.json()["phone_bound"]) == (2, None)
    earlier = await scene.service.get(f"{address}?at={first.json()['recorded_at']}")
    assert earlier.json() == first.json()
    assert (await scene.service.get(f"{address}?at=2020-01-01T00:00:00Z")).status_code == 404


async def test_a_fact_never_reported(scene: Scene) -> None:
    for path in ("creators", "merchants", "products", "videos", "live-sessions"):
        assert (await scene.service.get(f"/v1/{path}/{unique('x')}")).status_code == 404
    assert (await scene.service.get(f"/v1/parcels/SF/{unique('SF')}/tracks")).status_code == 404


async def test_tracks_add_up(scene: Scene) -> None:
    number = unique("SF")
    address = f"/v1/parcels/sf/{number}/tracks"
    pickup = {"at": "2026-01-01T08:00:00Z", "kind": "pickup", "place": "杭州", "text": "已揽收"}
    delivered = {"at": "2026-01-03T08:00:00Z", "kind": "delivered", "place": None, "text": "已签收"}
    transit = {"at": "2026-01-02T08:00:00+08:00", "kind": "transit_centre", "place": "上海"}
    await scene.service.post(address, {"tracks": [pickup]})
    second = await scene.service.post(address, {"tracks": [delivered, pickup]})
    assert second.json()["version"] == 2
    third = await scene.service.post(address, {"tracks": [transit, {**transit, "at": "2026-01-02T00:00:00Z"}]})
    assert third.json() == {"carrier": "SF", "tracking_no": number, "version": 3}
    assert (await scene.ops.get(f"/v1/parcels/SF/{number}/tracks")).json() == {
        "carrier": "SF",
        "tracking_no": number,
        "version": 3,
        "tracks": [
            pickup,
            {"at": "2026-01-02T00:00:00Z", "kind": "transit_centre", "place": "上海", "text": None},
            delivered,
        ],
    }


async def test_tracks_known_already_change_nothing(scene: Scene) -> None:
    address = f"/v1/parcels/SF/{unique('SF')}/tracks"
    tracks = {"tracks": [{"at": "2026-01-01T08:00:00Z", "kind": "pickup"}]}
    for _ in range(2):
        assert (await scene.service.post(address, tracks)).json()["version"] == 1
    assert (await scene.creator.post(address, tracks)).status_code == 403
