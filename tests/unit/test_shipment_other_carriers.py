"""SH-07: tracks of carriers that are no partners may not show; then nothing is made of their absence (SH-05)."""

from datetime import datetime

import pytest

from luyue.domain.shipment import messages as m
from tests.unit.given_when_then import TICK, Process, hours
from tests.unit.shipment_stories import (
    DAY,
    GRACE,
    OTHER_NUMBER,
    OTHER_PARCEL,
    PICKED_UP,
    PICKUP,
    TRANSIT,
    UPLOADED,
    WARNED,
    ZHEJIANG,
    correction,
    platform,
    registered,
    registration,
    scan,
    told,
    tracks,
)

NUMBER, PARCEL = "EB123456789CN", "parcel/EMS:EB123456789CN"
REASONABLE = UPLOADED + 15 * DAY


def by_ems() -> Process:
    return registered(platform(), registration(carrier="EMS", tracking_no=NUMBER))


def untracked() -> Process:
    """Nothing was ever scanned."""
    shipment = by_ems()
    shipment.time_to(REASONABLE + GRACE + TICK)
    return shipment


def test_sh_05_a_partner_has_72_hours_to_scan_it_for_the_first_time() -> None:
    shipment = registered()
    due = UPLOADED + hours(72)
    shipment.time_to(due + GRACE)
    assert shipment.status == "REGISTERED"
    shipment.time_to(due + GRACE + TICK)
    assert told(shipment) == ("WARNED", ("not_shipped",))
    assert shipment.dated(m.ShipmentWarned) == [due]


def test_sh_07_what_another_carrier_never_scans_is_not_found_missing() -> None:
    shipment = by_ems()
    assert shipment.deadlines == {"reasonable_delivery": REASONABLE}
    shipment.time_to(UPLOADED + 60 * DAY)
    assert told(shipment) == ("RELEASED", ())
    assert shipment.count(m.ShipmentWarned) == 0


def test_sh_07_it_is_watched_until_it_might_reasonably_have_arrived() -> None:
    shipment = by_ems()
    shipment.time_to(REASONABLE + GRACE)
    assert (shipment.status, shipment.summary.closed) == ("REGISTERED", False)
    shipment.time_to(REASONABLE + GRACE + TICK)
    assert (shipment.status, shipment.summary.closed) == ("RELEASED", True)
    assert shipment.dated(m.ShipmentReleased) == [REASONABLE]
    assert shipment.last(m.ShipmentReleased).because == "untracked"
    ending = shipment.kind.details(shipment.state, shipment.policy)["ending"]
    assert ending["rule"] == "SH-07"


def test_sh_07_once_it_is_scanned_it_is_judged_like_all() -> None:
    shipment = by_ems()
    shipment.platform.report(PARCEL, tracks(PICKUP), PICKED_UP)
    assert shipment.deadlines["transit_window"] == WARNED
    shipment.time_to(WARNED + GRACE + TICK)
    assert told(shipment) == ("WARNED", ("no_transit_centre",))


def test_sh_07_scanned_and_never_delivered_is_not_received() -> None:
    shipment = by_ems()
    shipment.platform.report(PARCEL, tracks(PICKUP, TRANSIT), TRANSIT.at)
    shipment.time_to(REASONABLE + GRACE + TICK)
    assert told(shipment) == ("WARNED", ("not_received",))


def test_sh_01_what_the_carrier_says_of_the_number_counts_all_the_same() -> None:
    shipment = by_ems()
    shipment.platform.report(PARCEL, tracks(finding="number_abnormal"), UPLOADED + hours(1))
    assert told(shipment) == ("WARNED", ("number_abnormal",))


@pytest.mark.parametrize("at", [REASONABLE + GRACE, REASONABLE + 5 * DAY])
def test_sh_07_what_is_scanned_at_last_is_shown_and_not_found_missing(at: datetime) -> None:
    shipment = untracked()
    shipment.platform.report(PARCEL, tracks(scan("pickup", at - DAY)), at + hours(1))
    shipment.platform.report(PARCEL, tracks(scan("delivered", at, ZHEJIANG)), at + hours(2))
    assert shipment.state.picked_up_at == at - DAY
    assert told(shipment) == ("DELIVERED", ())


def test_sh_07_another_number_is_awaited_anew() -> None:
    shipment = untracked()
    at = shipment.seen_at + hours(1)
    shipment.issue(correction(OTHER_NUMBER), at)
    assert (shipment.status, shipment.state.released_at) == ("REGISTERED", None)
    assert shipment.deadlines == {"pickup_window": at + hours(72), "reasonable_delivery": at + 15 * DAY}
    shipment.platform.report(OTHER_PARCEL, tracks(scan("pickup", at)), at)
    assert shipment.status == "PICKED_UP"


def test_ce_09_one_that_was_refunded_after_it_all_has_no_other_number() -> None:
    shipment = untracked()
    shipment.issue(m.Release(), shipment.seen_at)
    assert shipment.last(m.ShipmentReleased).because == "refunded"
    ending = shipment.kind.details(shipment.state, shipment.policy)["ending"]
    assert ending["rule"] == "CE-09"
