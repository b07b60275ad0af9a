"""Shipments over HTTP: what is seen of them by whom, tracks with provinces, contacts as consignees, slow parcels."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.client import Client

from luyue.api.routes.shipments import STATUSES
from luyue.domain.chart import statuses
from luyue.domain.facts import Consignee
from luyue.domain.notices import BEIJING
from luyue.domain.shipment.chart import TRANSITIONS
from luyue.journal.journal import Journal
from luyue.journal.personal_data import ScanText
from tests.api import test_authorisation_commands as by_the_table
from tests.api.client import Caller, Scene, unique
from tests.api.conftest import TASK_QUEUE
from tests.api.shipments import SHIPPED, Shipments, scan

CONTACT = {"name": "韩梅梅", "phone": "13912345678", "region": "浙江省", "address": "杭州市中山路 27 号"}


@pytest.fixture
def shipments(scene: Scene, temporal: Client) -> Shipments:
    return Shipments(scene, temporal, TASK_QUEUE)


async def test_sh_07_tracks_show_to_both_parties_and_to_nobody_else(scene: Scene, shipments: Shipments) -> None:
    path = await shipments.begun()
    empty = (await scene.merchant.get(f"{path}/tracks")).json()
    assert (empty["version"], empty["tracks"]) == (0, [])
    pickup = scan("pickup", 1, "浙江省杭州市营业点")
    await shipments.scan(path, {**pickup, "text": "已揽收"})
    for caller in (scene.merchant, scene.creator, scene.service, scene.ops):
        shown = await caller.get(f"{path}/tracks")
        assert shown.status_code == 200
        [track] = shown.json()["tracks"]
        assert (track["kind"], track["region"]) == ("pickup", "33")
        assert track["province"] == {"zh": "浙江", "en": "Zhejiang"}
    for stranger in (Caller(scene.http, "merchant", unique("m")), Caller(scene.http, "creator", unique("c"))):
        for address in (path, f"{path}/tracks", f"{path}/events"):
            assert (await stranger.get(address)).status_code == 404


async def test_the_words_of_tracks_show_to_services_and_ops_alone(scene: Scene, shipments: Shipments) -> None:
    """Whoever names a number as its own would otherwise read where another's parcel went."""
    path = await shipments.begun()
    await shipments.scan(path, {**scan("delivered", 1, "浙江省杭州市文一西路"), "text": "已送达,门卫代收"})
    for caller in (scene.service, scene.ops):
        [track] = (await caller.get(f"{path}/tracks")).json()["tracks"]
        assert (track["place"], track["text"]) == ("浙江省杭州市文一西路", "已送达,门卫代收")
    for party in (scene.merchant, scene.creator):
        shown = await party.get(f"{path}/tracks")
        [track] = shown.json()["tracks"]
        assert (track["place"], track["text"]) == (None, None)
        assert "文一西路" not in shown.text


async def test_sh_07_the_carrier_is_named_and_what_is_odd_is_said(scene: Scene, shipments: Shipments) -> None:
    partner = await shipments.begun(carrier="YTO", tracking_no="YT1234567890123")
    details = (await scene.merchant.get(partner)).json()["details"]
    assert details["carrier"] == {"code": "YTO", "zh": "圆通快递", "en": "YTO", "partner": True}
    assert details["caution"] is None
    other = await shipments.begun(carrier="EMS", tracking_no="1234567890123")
    details = (await scene.merchant.get(other)).json()["details"]
    assert (details["carrier"]["partner"], details["caution"]) == (False, "other_carrier")
    listed = (await scene.creator.get("/v1/carriers")).json()["items"]
    assert [one["code"] for one in listed] == ["JD", "SF", "ZTO", "YUNDA", "YTO", "DEPPON", "STO", "JT"]


async def test_sh_06_warnings_and_violations_can_be_queried_and_ops_clear_them(
    scene: Scene, shipments: Shipments
) -> None:
    path = await shipments.begun()
    id = path.rpartition("/")[2]
    await shipments.scan(path, finding="number_abnormal")
    warned = (await scene.merchant.get("/v1/shipments?status=WARNED")).json()["items"]
    assert [one["id"] for one in warned] == [id]
    details = warned[0]["details"]
    assert [(one["finding"], one["rule"]) for one in details["findings"]] == [("number_abnormal", "SH-01")]
    assert details["warning"]["due_at"] == details["warning"]["put_right_until"]
    advanced = await scene.ops.post(f"/v1/test-clock/shipment/{id}/advance", {"by": "PT26H"})
    assert advanced.status_code == 200, advanced.text
    [violation] = (await scene.merchant.get("/v1/shipments?status=VIOLATION")).json()["items"]
    ticket = violation["details"]["ticket"]
    assert (ticket["rule"], ticket["points"]) == ("SH-01", 4)
    assert violation["details"]["ending"]["rule"] == "SH-06"
    assert (await scene.ops.get(path)).json()["allowed_actions"] == ["clear"]
    assert (await scene.merchant.post(f"{path}/clear", {"reason": "误报"})).status_code == 403
    cleared = await scene.ops.post(f"{path}/clear", {"reason": "快递公司已更正"})
    assert cleared.status_code == 200, cleared.text
    assert (cleared.json()["status"], cleared.json()["details"]["ticket"]) == ("REGISTERED", None)


async def test_sh_06_what_is_found_comes_with_what_helps(scene: Scene, shipments: Shipments) -> None:
    path = await shipments.begun()
    await shipments.scan(path, finding="number_abnormal")
    [found] = (await scene.merchant.get(path)).json()["details"]["findings"]
    assert set(found) == {"finding", "rule", "message", "remedy"}
    assert found["remedy"]["zh"].endswith("。")
    assert found["remedy"]["en"].endswith(".")


async def test_sh_03_the_place_of_a_scan_says_its_province(scene: Scene, shipments: Shipments) -> None:
    path = await shipments.begun(region="33")
    outcome = await shipments.scan(
        path, scan("pickup", 1), scan("transit_centre", 2), scan("delivered", 10, "上海市浦东营业点")
    )
    assert outcome.status == "WARNED"
    [finding] = (await scene.merchant.get(path)).json()["details"]["findings"]
    assert finding["rule"] == "SH-03"


async def test_sh_02_a_number_used_for_another_contact_is_found(scene: Scene, shipments: Shipments) -> None:
    first, second, number = unique("k"), unique("k"), unique("SF")
    await scene.service.put(f"/v1/contacts/{first}", CONTACT)
    await scene.service.put(f"/v1/contacts/{second}", {**CONTACT, "address": "杭州市中山路 28 号"})
    await shipments.begun(consignee_id=first, tracking_no=number)
    again = await shipments.begun(consignee_id=first, tracking_no=number)
    other = await shipments.begun(consignee_id=second, tracking_no=number)
    assert await scene.status(again) == "REGISTERED"
    assert await scene.status(other) == "WARNED"


async def test_a_contact_is_a_consignee_whose_digests_outlive_it(scene: Scene, journal: Journal) -> None:
    id = unique("k")
    await scene.service.put(f"/v1/contacts/{id}", CONTACT)
    await scene.service.put(f"/v1/contacts/{id}", CONTACT)
    report = await journal.facts.newest(f"consignee/{id}")
    assert report is not None
    assert isinstance(report.fact, Consignee)
    assert (report.version, report.fact.region) == (1, "33")
    kept = json.dumps(report.fact.model_dump(mode="json"), ensure_ascii=False)
    assert not [value for value in CONTACT.values() if value in kept]
    assert (await scene.service.delete(f"/v1/contacts/{id}")).status_code == 204
    assert await journal.facts.newest(f"consignee/{id}") == report


async def test_sh_01_a_finding_of_the_carrier_needs_no_scan_but_nothing_at_all_is_refused(scene: Scene) -> None:
    address = f"/v1/parcels/SF/{unique('SF')}/tracks"
    said = await scene.service.post(address, {"finding": "duplicate_track"})
    assert (said.status_code, said.json()["version"]) == (200, 1)
    bodies: tuple[dict[str, Any], ...] = ({}, {"tracks": []}, {"finding": "lost"})
    for body in bodies:
        assert (await scene.service.post(address, body)).status_code == 422


async def test_a_scan_said_again_with_its_province_shows_once(scene: Scene) -> None:
    address = f"/v1/parcels/SF/{unique('SF')}/tracks"
    track: dict[str, Any] = {"at": "2026-01-01T08:00:00Z", "kind": "pickup", "text": None}
    for place in (None, "浙江杭州"):
        await scene.service.post(address, {"tracks": [{**track, "place": place}]})
    province = {"zh": "浙江", "en": "Zhejiang"}
    [shown] = (await scene.ops.get(address)).json()["tracks"]
    assert shown == {**track, "place": "浙江杭州", "region": "33", "province": province}


@pytest.mark.parametrize("role", ["service", "ops"])
async def test_the_words_of_a_parcels_tracks_are_erased_and_their_times_stay(
    scene: Scene, journal: Journal, role: str
) -> None:
    caller, number = getattr(scene, role), unique("SF").replace("-", "")
    address = f"/v1/parcels/SF/{number}/tracks"
    assert (await caller.delete(address)).status_code == 404
    scans = [scan("pickup", 1, "浙江省杭州市文一西路"), {**scan("delivered", 2), "text": "门卫代收"}]
    await scene.service.post(address, {"tracks": scans})
    assert (await caller.delete(address)).status_code == 204
    tracks = (await scene.ops.get(address)).json()["tracks"]
    assert [(one["kind"], one["place"], one["text"]) for one in tracks] == [
        ("pickup", None, None),
        ("delivered", None, None),
    ]
    assert await journal.pool.fetchval("select count(*) from scan_texts where stream like '%' || $1", number) == 0
    assert (await caller.delete(address)).status_code == 204


async def test_only_the_named_parcels_words_are_erased(scene: Scene) -> None:
    one, another = (f"/v1/parcels/SF/{unique('SF')}/tracks" for _ in range(2))
    for address in (one, another):
        await scene.service.post(address, {"tracks": [scan("pickup", 1, "浙江杭州")]})
    assert (await scene.ops.delete(one)).status_code == 204
    [track] = (await scene.ops.get(another)).json()["tracks"]
    assert track["place"] == "浙江杭州"


async def test_words_whose_report_was_lost_can_be_erased_too(scene: Scene, journal: Journal) -> None:
    number = unique("SF").replace("-", "")
    said = ScanText(datetime.now(UTC), "pickup", "浙江杭州", None)
    await journal.personal_data.keep_scan_texts(f"parcel/SF:{number}", [said])
    assert (await scene.ops.delete(f"/v1/parcels/SF/{number}/tracks")).status_code == 204
    assert await journal.personal_data.scan_texts(f"parcel/SF:{number}") == []


async def test_a_scan_said_again_without_words_has_none_any_more(scene: Scene, journal: Journal) -> None:
    number = unique("SF").replace("-", "")
    address = f"/v1/parcels/SF/{number}/tracks"
    bare = scan("pickup", 1)
    for said in ({**bare, "place": "浙江杭州", "text": "已揽收"}, bare):
        await scene.service.post(address, {"tracks": [said, scan("delivered", 2, "上海浦东")]})
    tracks = (await scene.ops.get(address)).json()["tracks"]
    assert [(one["place"], one["text"]) for one in tracks] == [(None, None), ("上海浦东", None)]
    assert (
        await journal.pool.fetchval(
            "select count(*) from scan_texts where place = '浙江杭州' and stream like $1", f"%{number}"
        )
        == 0
    )


async def test_sh_08_slow_parcels_are_listed_for_the_merchant_and_exported(scene: Scene, shipments: Shipments) -> None:
    paths = sorted([await shipments.begun() for _ in range(3)])
    for path in paths:
        await shipments.scan(path, scan("pickup", 1), scan("transit_centre", 2))
        advanced = await scene.ops.post(f"/v1/test-clock/shipment/{path.rpartition('/')[2]}/advance", {"by": "PT110H"})
        assert advanced.status_code == 200, advanced.text
    address = f"/v1/merchants/{scene.merchant_id}/slow-parcels"
    first = (await scene.merchant.get(f"{address}?page_size=2")).json()
    second = (await scene.merchant.get(f"{address}?page_size=2&page_token={first['next_page_token']}")).json()
    assert [f"/v1/shipments/{one['id']}" for one in (*first["items"], *second["items"])] == paths
    assert second["next_page_token"] is None
    assert {one["stage"] for one in first["items"]} == {"transit_to_delivery"}
    in_beijing, in_utc = (
        (SHIPPED + timedelta(hours=2)).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") for zone in (BEIJING, UTC)
    )
    numbers = {one["id"]: one["tracking_no"] for one in (*first["items"], *second["items"])}
    for language, header, status, since in (
        ("zh-CN", "发货", "运输中", ("上一环节时间(北京时间)", in_beijing)),
        ("en", "shipment", "in transit", ("since (UTC)", in_utc)),
    ):
        exported = await scene.merchant.get(f"{address}?format=csv", Accept_Language=language)
        assert exported.headers["content-type"] == "text/csv; charset=utf-8"
        assert "attachment" in exported.headers["content-disposition"]
        head, *rows = list(csv.reader(io.StringIO(exported.content.decode("utf-8-sig"), newline="")))
        assert head[0] == header
        assert [f"/v1/shipments/{row[0]}" for row in rows] == paths
        assert [row[4] for row in rows] == [f'="{numbers[row[0]]}"' for row in rows]
        assert {row[5] for row in rows} == {status}
        assert (head[7], *{row[7] for row in rows}) == since
    assert {one["status"] for one in first["items"]} == {"IN_TRANSIT"}
    assert exported.content.startswith(b"\xef\xbb\xbf")
    assert (await Caller(scene.http, "merchant", unique("m")).get(address)).status_code == 404
    assert (await scene.creator.get(address)).status_code in (403, 404)


def test_sh_08_every_status_has_words() -> None:
    assert set(STATUSES) == set(statuses(TRANSITIONS))
    assert all(words.zh and words.en for words in STATUSES.values())


async def test_shipments_are_seen_and_commanded_by_the_table(
    scene: Scene, journal: Journal, temporal: Client, shipments: Shipments
) -> None:
    async def begin(_: Scene) -> str:
        return await shipments.begun()

    await by_the_table.test_commands(scene, journal, temporal, begin)
    await by_the_table.test_bodies_are_such_as_would_be_carried_out(scene, begin)
    await by_the_table.test_reads(scene, begin)
    await by_the_table.test_nobody_is_offered_what_the_table_does_not_permit(scene, begin)


async def test_nobody_begins_or_corrects_a_shipment_by_http(scene: Scene, shipments: Shipments) -> None:
    path = await shipments.begun()
    assert (await scene.service.post("/v1/shipments", {})).status_code in (404, 405)
    for command in ("register", "correct", "receive", "observe"):
        for caller in (scene.service, scene.ops, scene.merchant):
            assert (await caller.post(f"{path}/{command}", {})).status_code == 404
