"""Facts and parcels' tracks: put, read now and as of an earlier time; the same again changes nothing."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from luyue.domain.policy import DEFAULT_POLICY
from luyue.journal.journal import Journal
from tests.api.client import Caller, Scene, unique

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
    ("creators/{}/risk-waiver", {"waived": True, "reason": "误判", "until": "2030-01-01T00:00:00Z"}),
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
            "cart": [],
        },
    ),
    (
        "campaigns/{}",
        {
            "title": "年货节",
            "registration_from": "2024-01-08T16:00:00Z",
            "registration_until": "2024-02-16T15:59:59Z",
            "event_from": "2024-02-08T16:00:00Z",
            "event_until": "2024-02-16T15:59:59Z",
            "categories": ["food_and_beverages"],
            "not_freight_free_regions": ["54", "overseas"],
        },
    ),
]
REPORTED_BY_OPS = ("creators/{}/risk-waiver", "campaigns/{}")


@pytest.mark.parametrize(("path", "fact"), FACTS, ids=[path for path, _ in FACTS])
async def test_put_and_get(scene: Scene, path: str, fact: dict[str, Any]) -> None:
    id = unique("f")
    address = "/v1/" + path.format(id)
    reporter = scene.ops if path in REPORTED_BY_OPS else scene.service
    put = await reporter.put(address, fact)
    assert put.status_code == 200, put.text
    assert put.headers["etag"] == '"1"'
    assert put.json().items() >= {"id": id, "version": 1}.items()
    for name, value in fact.items():
        assert put.json()[name] == value
    assert (await scene.service.get(address)).json() == put.json()
    again = await reporter.put(address, fact)
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
    for path in ("creators", "merchants", "products", "videos", "live-sessions", "campaigns"):
        assert (await scene.service.get(f"/v1/{path}/{unique('x')}")).status_code == 404
    assert (await scene.service.get(f"/v1/parcels/SF/{unique('SF')}/tracks")).status_code == 404


async def test_times_are_kept_in_utc(scene: Scene) -> None:
    """CE-01: a campaign's windows come in Beijing time."""
    campaign = {
        "title": "年货节",
        "registration_from": "2024-01-09T00:00:00+08:00",
        "registration_until": "2024-02-16T23:59:59+08:00",
        "event_from": "2024-02-09T00:00:00+08:00",
        "event_until": "2024-02-16T23:59:59+08:00",
    }
    shown = (await scene.ops.put(f"/v1/campaigns/{unique('e')}", campaign)).json()
    assert shown["event_from"] == "2024-02-08T16:00:00Z"
    assert shown["event_until"] == shown["registration_until"] == "2024-02-16T15:59:59Z"
    for window in ("registration", "event"):
        upside_down = {**campaign, f"{window}_until": "2023-01-01T00:00:00+08:00"}
        assert (await scene.ops.put(f"/v1/campaigns/{unique('e')}", upside_down)).status_code == 422


async def test_a_session_with_a_cart_comes_back_as_it_was_reported(scene: Scene) -> None:
    """CA-07"""
    await scene.show()
    stay = {"product_id": scene.product_id, "added_at": "2026-01-01T12:05:00Z", "explained": True}
    session = {"creator_id": scene.creator_id, "started_at": "2026-01-01T12:00:00Z", "cart": [stay]}
    put = await scene.service.put(f"/v1/live-sessions/{unique('l')}", session)
    assert put.status_code == 200, put.text
    assert put.json()["cart"] == [{**stay, "removed_at": None, "sold_out_at": None}]


async def test_a_videos_seeding_tags_are_kept(scene: Scene) -> None:
    """CA-10"""
    video = {"creator_id": scene.creator_id, "state": "published", "tags": ["种草", "好物分享"]}
    address = f"/v1/videos/{unique('v')}"
    await scene.service.put(address, video)
    assert (await scene.creator.get(address)).json()["tags"] == ["种草", "好物分享"]
    await scene.service.put(address, {**video, "tags": []})
    assert (await scene.creator.get(address)).json()["tags"] == []


async def test_a_video_carries_seven_products_at_most(scene: Scene) -> None:
    """CA-06"""
    video = {"creator_id": scene.creator_id, "state": "published"}
    seven = [unique("p") for _ in range(7)]
    assert (await scene.service.put(f"/v1/videos/{unique('v')}", {**video, "product_ids": seven})).status_code == 200
    for more in (1, 43):
        too_many = [*seven, *(unique("p") for _ in range(more))]
        answer = await scene.service.put(f"/v1/videos/{unique('v')}", {**video, "product_ids": too_many})
        assert (answer.status_code, answer.json()["code"]) == (422, "refused")
        [violation] = answer.json()["violations"]
        assert (violation["rule"], violation["observed"]) == ("CA-06", 7 + more)
        assert (violation["required"], violation["policy_version"]) == ({"at_most": 7}, "1")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("product_ids", ["p1", "p2", "p1"]),
        ("product_ids", [f"p{number}" for number in range(51)]),
        ("tags", [f"种草{number}" for number in range(51)]),
    ],
)
async def test_a_videos_lists_have_an_end_and_products_no_repetition(
    scene: Scene, field: str, value: list[str]
) -> None:
    """CA-06, CA-10"""
    video = {"creator_id": scene.creator_id, "state": "published", field: value}
    address = f"/v1/videos/{unique('v')}"
    answer = await scene.service.put(address, video)
    assert answer.status_code == 422
    assert [violation["rule"] for violation in answer.json()["violations"]] == [f"field:{field}"]
    assert (await scene.service.get(address)).status_code == 404


async def test_a_video_may_carry_fifty_tags(scene: Scene) -> None:
    """CA-10"""
    tags = [f"种草{number}" for number in range(50)]
    video = {"creator_id": scene.creator_id, "state": "published", "tags": tags}
    assert (await scene.service.put(f"/v1/videos/{unique('v')}", video)).json()["tags"] == tags


@pytest.fixture
async def three_a_video(
    fresh_database_url: str, apart: httpx.AsyncClient
) -> AsyncIterator[tuple[httpx.AsyncClient, Journal]]:
    """An application of its own, and the journal by which its policy comes to allow three products a video."""
    journal = await Journal.open(fresh_database_url)
    yield apart, journal
    await journal.close()


async def test_a_stricter_policy_holds_for_what_is_linked_from_then_on(
    three_a_video: tuple[httpx.AsyncClient, Journal],
) -> None:
    """CA-06"""
    http, journal = three_a_video
    service, address = Caller(http, "service"), f"/v1/videos/{unique('v')}"
    video = {"creator_id": "c1", "state": "published", "product_ids": ["p1", "p2", "p3", "p4", "p5"]}
    assert (await service.put(address, video)).status_code == 200
    await journal.policies.add(DEFAULT_POLICY.model_copy(update={"version": "three", "products_a_video": 3}))
    fewer = {**video, "state": "unpublished", "product_ids": ["p1", "p2", "p3", "p4"]}
    assert (await service.put(address, fewer)).status_code == 200
    other = f"/v1/videos/{unique('v')}"
    assert (await service.put(other, {**video, "product_ids": ["p1", "p2", "p3"]})).status_code == 200
    for path, products in ((address, ["p1", "p2", "p3", "p6"]), (other, ["p1", "p2", "p3", "p4"])):
        answer = await service.put(path, {**video, "product_ids": products})
        assert (answer.status_code, answer.json()["code"]) == (422, "refused")
        [violation] = answer.json()["violations"]
        assert (violation["rule"], violation["observed"], violation["required"]) == ("CA-06", 4, {"at_most": 3})
        assert violation["policy_version"] == "three"


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
            {**pickup, "region": None, "province": None},
            {
                "at": "2026-01-02T00:00:00Z",
                "kind": "transit_centre",
                "region": "31",
                "province": {"zh": "上海", "en": "Shanghai"},
                "place": "上海",
                "text": None,
            },
            {**delivered, "region": None, "province": None},
        ],
    }


async def test_tracks_known_already_change_nothing(scene: Scene) -> None:
    address = f"/v1/parcels/SF/{unique('SF')}/tracks"
    tracks = {"tracks": [{"at": "2026-01-01T08:00:00Z", "kind": "pickup"}]}
    for _ in range(2):
        assert (await scene.service.post(address, tracks)).json()["version"] == 1
    assert (await scene.creator.post(address, tracks)).status_code == 403
