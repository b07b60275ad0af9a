"""A scan counts as soon as it is reported, whatever its own time; and when it is reported says nothing (SH-03)."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from luyue.domain.facts import Track
from luyue.domain.shipment import messages as m
from tests.unit.given_when_then import Process, hours
from tests.unit.shipment_stories import (
    DAY,
    PARCEL,
    PICKED_UP,
    PICKUP,
    SHANGHAI,
    TRANSIT,
    UPLOADED,
    WARNED,
    WHY,
    ZHEJIANG,
    delivered,
    picked_up,
    platform,
    registered,
    scan,
    scanned,
    told,
    tracks,
)

MOMENT = timedelta(milliseconds=20)
ASTRAY = scan("out_for_delivery", PICKED_UP + hours(30), SHANGHAI)
THERE = scan("delivered", PICKED_UP + hours(60), ZHEJIANG)
GENUINE = (PICKUP, TRANSIT, ASTRAY, THERE)


def test_scans_dated_a_moment_after_their_report_count() -> None:
    stage = platform()
    shipment = registered(stage)
    at = PICKED_UP
    scans = (
        scan("pickup", at),
        scan("transit_centre", at + MOMENT),
        scan("delivered", at + 2 * MOMENT, ZHEJIANG),
    )
    stage.report(PARCEL, tracks(*scans), at)
    assert told(shipment) == ("DELIVERED", ())
    assert (shipment.state.picked_up_at, shipment.state.delivered_at) == (at, at + 2 * MOMENT)


def test_sh_04_a_pickup_that_is_reported_an_hour_early_is_known_and_runs_from_its_own_time() -> None:
    stage = platform()
    shipment = registered(stage)
    stage.report(PARCEL, tracks(PICKUP), PICKED_UP - hours(1))
    assert (shipment.status, shipment.state.picked_up_at) == ("PICKED_UP", PICKED_UP)
    assert shipment.deadlines["transit_window"] == WARNED


def test_a_scan_still_to_come_when_the_number_is_uploaded_counts() -> None:
    stage = platform()
    stage.report(PARCEL, tracks(PICKUP), UPLOADED - hours(1))
    assert registered(stage).status == "PICKED_UP"


@pytest.mark.parametrize("reports", [(GENUINE,), tuple((one,) for one in GENUINE), (GENUINE[:3], GENUINE[3:])])
def test_sh_03_what_went_astray_on_its_way_is_no_fake_however_it_is_reported(
    reports: Sequence[Sequence[Track]],
) -> None:
    stage = platform()
    shipment = registered(stage)
    for scans in reports:
        stage.report(PARCEL, tracks(*scans), scans[-1].at)
    shipment.time_to(UPLOADED + 30 * DAY)
    assert told(shipment) == ("DELIVERED", ())
    assert shipment.count(m.ShipmentWarned) == 0


def test_sh_03_nothing_is_said_of_where_it_is_before_it_is_delivered() -> None:
    assert told(scanned(PICKUP, TRANSIT, ASTRAY)) == ("IN_TRANSIT", ())


def test_sh_03_delivered_elsewhere_is_fake_although_it_once_was_at_the_consignees() -> None:
    taken_along = scan("out_for_delivery", PICKED_UP + hours(30), ZHEJIANG)
    elsewhere = scan("delivered", PICKED_UP + hours(40), SHANGHAI)
    assert told(scanned(PICKUP, TRANSIT, taken_along, elsewhere)) == ("WARNED", ("region_mismatch",))


def slow(shipment: Process) -> str | None:
    return shipment.state.slow.stage if shipment.state.slow else None


@pytest.mark.parametrize("scans", [(), (PICKUP,)])
def test_sh_08_slow_counts_from_being_taken_along_where_no_transit_centre_was_passed(scans: Sequence[Track]) -> None:
    out = scan("out_for_delivery", PICKED_UP + hours(5), ZHEJIANG)
    shipment = scanned(*scans, out)
    due = out.at + hours(120)
    assert shipment.deadlines["slow_transit_to_delivery"] == due
    if scans:
        shipment.time_to(WARNED + hours(2))
        shipment.issue(m.Clear(reason=WHY), shipment.seen_at)
    shipment.time_to(due + hours(2))
    assert slow(shipment) == "transit_to_delivery"
    assert shipment.state.slow.since == out.at


def test_sh_08_a_violation_is_no_slow_parcel_any_more() -> None:
    shipment = picked_up()
    shipment.time_to(PICKED_UP + hours(49.5))
    assert (shipment.status, slow(shipment)) == ("WARNED", "pickup_to_transit")
    shipment.time_to(PICKED_UP + hours(60))
    assert (shipment.status, slow(shipment)) == ("VIOLATION", None)


def test_what_is_delivered_is_delivered_once() -> None:
    shipment = delivered()
    before = len(shipment.history)
    shipment.platform.report(PARCEL, tracks(THERE), shipment.seen_at)
    assert len(shipment.history) == before
