"""What is a fake shipment (SH-01 to SH-05, IX-11, IX-12), each rule to the second."""

from datetime import timedelta
from typing import Any

import pytest

from luyue.domain.facts import Track
from luyue.domain.process import Extend
from luyue.domain.shipment import messages as m
from tests.unit.given_when_then import TICK, Platform, hours
from tests.unit.shipment_stories import (
    APPROVED,
    DAY,
    DELIVERY,
    GRACE,
    NUMBER,
    PARCEL,
    PICKED_UP,
    PICKUP,
    SHANGHAI,
    TRANSIT,
    UPLOADED,
    WARNED,
    WHY,
    ZHEJIANG,
    consignee,
    in_transit,
    picked_up,
    platform,
    registered,
    registration,
    scan,
    scanned,
    told,
    tracks,
)


@pytest.mark.parametrize("finding", ["number_abnormal", "duplicate_track"])
def test_sh_01_what_the_carrier_says_of_a_number_makes_it_fake(finding: Any) -> None:
    stage = platform()
    shipment = registered(stage)
    stage.report(PARCEL, tracks(finding=finding), UPLOADED + hours(1))
    assert told(shipment) == ("WARNED", (finding,))
    assert shipment.last(m.ShipmentWarned).rule == "SH-01"


def test_sh_01_what_the_carrier_said_before_the_upload_counts() -> None:
    stage = platform()
    stage.report(PARCEL, tracks(PICKUP, finding="number_abnormal"), APPROVED)
    assert told(registered(stage)) == ("WARNED", ("number_abnormal",))


def test_sh_01_a_number_unlike_the_carriers_is_fake_once_nothing_was_ever_scanned() -> None:
    odd = registration(tracking_no="SF4711")
    shipment = registered(command=odd)
    assert (shipment.status, shipment.state.caution) == ("REGISTERED", "odd_number")
    shipment.time_to(UPLOADED + hours(72) + GRACE + TICK)
    assert told(shipment) == ("WARNED", ("number_unknown",))
    assert shipment.last(m.ShipmentWarned).rule == "SH-01"


def test_sh_01_a_number_unlike_the_carriers_that_is_scanned_is_fine() -> None:
    shipment = scanned(PICKUP, TRANSIT, DELIVERY, command=registration(tracking_no="SF4711"), parcel="parcel/SF:SF4711")
    assert told(shipment) == ("DELIVERED", ())


def used_before(stage: Platform, ago: timedelta, contact: str = "k2", **known: int) -> None:
    """Another shipment had the number so long before, to another consignee."""
    stage.report("consignee/k2", consignee(**known), APPROVED - 40 * DAY)
    since = UPLOADED - ago
    command = registration(
        obligation="consumer-order/uo_1", creator_id=None, consignee_id=contact, since=since, not_before=since - DAY
    )
    registered(stage, command)


@pytest.mark.parametrize("known", [{"person": 2}, {"address": 2}, {"person": 2, "address": 2}])
def test_sh_02_a_number_used_for_another_person_or_address_is_fake(known: dict[str, int]) -> None:
    stage = platform()
    used_before(stage, 5 * DAY, **known)
    shipment = registered(stage)
    assert told(shipment) == ("WARNED", ("number_reused",))
    assert shipment.last(m.ShipmentWarned).rule == "SH-02"


@pytest.mark.parametrize(
    ("ago", "is_fake"),
    [
        (timedelta(0), True),
        (30 * DAY, True),
        (30 * DAY + timedelta(seconds=1), False),
        (30 * DAY + TICK, False),
    ],
)
def test_sh_02_thirty_days_count_to_the_second(ago: timedelta, is_fake: bool) -> None:
    stage = platform()
    used_before(stage, ago, address=2)
    assert registered(stage).status == ("WARNED" if is_fake else "REGISTERED")


def test_sh_02_a_number_written_otherwise_is_the_same() -> None:
    stage = platform()
    used_before(stage, hours(1), address=2)
    again = registration(tracking_no=f"{NUMBER[:2].lower()}-{NUMBER[2:]}")
    assert told(registered(stage, again)) == ("WARNED", ("number_reused",))


def test_sh_02_the_first_user_of_a_number_is_not_to_blame_for_the_second() -> None:
    stage = platform()
    first = registered(stage)
    second = registration(obligation="sample-request/sr_2", consignee_id="k2", since=UPLOADED + hours(1))
    stage.report("consignee/k2", consignee(address=2), APPROVED)
    assert told(registered(stage, second)) == ("WARNED", ("number_reused",))
    stage.report(PARCEL, tracks(PICKUP), PICKED_UP)
    assert told(first) == ("PICKED_UP", ())


@pytest.mark.parametrize("contact", ["k1", "k2"])
def test_ix_11_two_samples_in_one_parcel_to_the_same_consignee_are_legal(contact: str) -> None:
    """Named by the same contact, or by another with the same person and address."""
    stage = platform()
    used_before(stage, hours(1), contact)
    assert told(registered(stage)) == ("REGISTERED", ())


def test_sh_02_a_consignee_that_is_not_known_says_nothing() -> None:
    stage = platform()
    used_before(stage, hours(1), "k9")
    assert told(registered(stage)) == ("REGISTERED", ())
    nobody = registration(obligation="sample-request/sr_3", consignee_id=None, since=UPLOADED + hours(2))
    assert told(registered(stage, nobody)) == ("REGISTERED", ())


def test_sh_02_a_consignee_that_becomes_known_is_judged_then() -> None:
    stage = Platform(platform().policy)
    used_before(stage, hours(1), address=2)
    shipment = registered(stage)
    assert told(shipment) == ("REGISTERED", ())
    stage.report("consignee/k1", consignee(), UPLOADED + hours(1))
    assert told(shipment) == ("WARNED", ("number_reused",))
    assert shipment.count(m.ShipmentConsigneeKnown) == 1


def test_sh_02_one_contact_that_has_moved_in_between_is_another_address() -> None:
    stage = platform()
    registered(stage, registration(obligation="sample-request/sr_0", since=UPLOADED - DAY, not_before=UPLOADED - DAY))
    stage.report("consignee/k1", consignee(address=3), UPLOADED - hours(1))
    assert told(registered(stage)) == ("WARNED", ("number_reused",))


def test_sh_02_a_consignee_that_moves_afterwards_changes_nothing() -> None:
    stage = platform()
    shipment = registered(stage)
    stage.report("consignee/k1", consignee(address=7), UPLOADED + hours(1))
    assert shipment.state.address == consignee().address


def test_sh_03_a_track_that_ends_in_another_province_is_fake() -> None:
    shipment = scanned(PICKUP, TRANSIT, scan("delivered", PICKED_UP + hours(40), SHANGHAI))
    assert told(shipment) == ("WARNED", ("region_mismatch",))
    assert shipment.last(m.ShipmentWarned).rule == "SH-03"


@pytest.mark.parametrize(
    "scans",
    [
        (scan("delivered", PICKED_UP + hours(40), ZHEJIANG),),
        (scan("delivered", PICKED_UP + hours(40)),),
        # Astray first, and sent back after it was refused.
        (scan("out_for_delivery", PICKED_UP + hours(30), SHANGHAI), scan("delivered", PICKED_UP + hours(40), ZHEJIANG)),
        (scan("delivered", PICKED_UP + hours(30), ZHEJIANG), scan("delivered", PICKED_UP + hours(40), SHANGHAI)),
    ],
)
def test_sh_03_a_track_that_was_once_where_it_should_or_is_nowhere_is_fine(scans: tuple[Track, ...]) -> None:
    shipment = scanned(PICKUP, TRANSIT, *scans)
    assert told(shipment) == ("DELIVERED", ())


def test_sh_03_where_the_consignee_is_not_known_to_be_nothing_is_said() -> None:
    stage = Platform(platform().policy)
    stage.report("consignee/k1", consignee(region=None), APPROVED)
    shipment = scanned(PICKUP, TRANSIT, scan("delivered", PICKED_UP + hours(40), SHANGHAI), stage=stage)
    assert told(shipment) == ("DELIVERED", ())


def test_sh_03_an_order_names_its_region_itself() -> None:
    command = registration(region="overseas")
    assert told(scanned(PICKUP, TRANSIT, DELIVERY, command=command)) == ("WARNED", ("region_mismatch",))


@pytest.mark.parametrize(
    ("after", "is_fake"), [(timedelta(0), False), (hours(24), False), (hours(24) + TICK, True), (hours(30), True)]
)
def test_sh_04_a_transit_centre_within_exactly_24_hours_of_the_first_pickup(after: timedelta, is_fake: bool) -> None:
    transit = scan("transit_centre", PICKED_UP + after)
    shipment = scanned(PICKUP, scan("pickup", PICKED_UP + hours(20)))
    shipment.platform.report(PARCEL, tracks(transit), max(PICKED_UP + hours(24), transit.at))
    shipment.time_to(WARNED + hours(7))
    assert told(shipment) == (("WARNED", ("no_transit_centre",)) if is_fake else ("IN_TRANSIT", ()))


def test_sh_04_is_judged_an_hour_later_and_dated_when_it_was_due() -> None:
    shipment = picked_up()
    shipment.time_to(WARNED + GRACE)
    assert shipment.status == "PICKED_UP"
    shipment.time_to(WARNED + GRACE + TICK)
    assert told(shipment) == ("WARNED", ("no_transit_centre",))
    assert shipment.dated(m.ShipmentWarned) == [WARNED]
    assert shipment.last(m.ShipmentWarned).due_at == WARNED + GRACE + hours(24)


def test_sh_04_a_scan_in_time_that_is_reported_within_the_grace_counts() -> None:
    shipment = picked_up()
    shipment.platform.report(PARCEL, tracks(TRANSIT), WARNED + GRACE)
    shipment.time_to(WARNED + hours(5))
    assert told(shipment) == ("IN_TRANSIT", ())
    assert shipment.count(m.ShipmentWarned) == 0


def test_sh_04_a_pickup_that_is_reported_late_leaves_an_hour_for_other_reports() -> None:
    late = WARNED + DAY
    shipment = registered()
    shipment.platform.report(PARCEL, tracks(PICKUP), late)
    assert shipment.deadlines["transit_window"] == late
    shipment.platform.report(PARCEL, tracks(TRANSIT), late + GRACE)
    shipment.time_to(late + DAY)
    assert told(shipment) == ("IN_TRANSIT", ())
    assert shipment.count(m.ShipmentWarned) == 0


@pytest.mark.parametrize(("after", "is_fake"), [(hours(24), False), (hours(24) + TICK, True)])
def test_ix_12_delivered_within_24_hours_without_a_transit_centre_is_a_same_city_delivery(
    after: timedelta, is_fake: bool
) -> None:
    shipment = scanned(PICKUP, scan("delivered", PICKED_UP + after, ZHEJIANG))
    assert told(shipment) == (("WARNED", ("no_transit_centre",)) if is_fake else ("DELIVERED", ()))


def test_sh_04_ops_may_give_it_more_time() -> None:
    shipment = picked_up()
    until = WARNED + hours(12)
    shipment.issue(Extend(deadline="transit_window", until=until, reason=WHY), PICKED_UP + hours(20))
    shipment.platform.report(PARCEL, tracks(scan("transit_centre", until)), until)
    shipment.time_to(until + DAY)
    assert told(shipment) == ("IN_TRANSIT", ())
    shipment.platform.report(PARCEL, tracks(scan("delivered", until + DAY, ZHEJIANG)), until + DAY)
    assert told(shipment) == ("DELIVERED", ())


@pytest.mark.parametrize("kind", ["pickup", "transit_centre", "out_for_delivery", "delivered"])
def test_sh_05_scanned_before_the_order_was_paid_is_fake(kind: Any) -> None:
    shipment = scanned(scan(kind, APPROVED - TICK), PICKUP, TRANSIT)
    assert told(shipment) == ("WARNED", ("picked_up_early",))
    assert shipment.last(m.ShipmentWarned).rule == "SH-05"


def test_sh_05_what_was_delivered_before_the_order_was_paid_is_no_delivery_of_it() -> None:
    shipment = scanned(scan("delivered", APPROVED - TICK, ZHEJIANG))
    assert shipment.state.delivered_at is None
    shipment.platform.report(PARCEL, tracks(scan("delivered", APPROVED, ZHEJIANG)), UPLOADED)
    assert shipment.state.delivered_at == APPROVED


def test_sh_05_scanned_at_that_very_moment_or_before_the_upload_is_fine() -> None:
    shipment = scanned(scan("pickup", APPROVED), scan("transit_centre", APPROVED + hours(5)))
    assert told(shipment) == ("IN_TRANSIT", ())


@pytest.mark.parametrize(("ago", "is_fake"), [(30 * DAY, True), (30 * DAY + TICK, False)])
def test_sh_05_scans_from_more_than_thirty_days_ago_were_another_parcels(ago: timedelta, is_fake: bool) -> None:
    shipment = scanned(scan("pickup", UPLOADED - ago), PICKUP, TRANSIT)
    assert ("picked_up_early" in shipment.state.findings) is is_fake
    assert is_fake or told(shipment) == ("IN_TRANSIT", ())


@pytest.mark.parametrize(("late", "is_fake"), [(timedelta(0), False), (TICK, True)])
def test_sh_05_delivered_within_exactly_fifteen_days_of_the_upload(late: timedelta, is_fake: bool) -> None:
    shipment = in_transit()
    due = UPLOADED + 15 * DAY
    shipment.platform.report(PARCEL, tracks(scan("delivered", due + late, ZHEJIANG)), due + late)
    assert told(shipment) == (("WARNED", ("not_received",)) if is_fake else ("DELIVERED", ()))


def test_sh_05_not_received_in_a_reasonable_time_is_fake() -> None:
    shipment = in_transit()
    shipment.time_to(UPLOADED + 15 * DAY + GRACE)
    assert shipment.status == "IN_TRANSIT"
    shipment.time_to(UPLOADED + 15 * DAY + GRACE + TICK)
    assert told(shipment) == ("WARNED", ("not_received",))
    assert shipment.last(m.ShipmentWarned).rule == "SH-05"


def test_sh_05_never_scanned_at_all_is_fake() -> None:
    shipment = registered()
    shipment.time_to(UPLOADED + 3 * DAY + GRACE)
    assert shipment.status == "REGISTERED"
    shipment.time_to(UPLOADED + 3 * DAY + GRACE + TICK)
    assert told(shipment) == ("WARNED", ("not_shipped",))
    shipment.platform.report(PARCEL, tracks(scan("pickup", UPLOADED + 4 * DAY - hours(1))), UPLOADED + 4 * DAY)
    assert told(shipment) == ("PICKED_UP", ())


def test_sh_05_what_the_consignee_has_received_was_shipped() -> None:
    shipment = registered()
    shipment.issue(m.Receive(received_at=UPLOADED + 2 * DAY), UPLOADED + 2 * DAY)
    shipment.time_to(UPLOADED + 40 * DAY)
    assert told(shipment) == ("DELIVERED", ())
    assert shipment.summary.closed


def test_an_exception_says_nothing() -> None:
    shipment = scanned(scan("exception", APPROVED - DAY, SHANGHAI))
    assert told(shipment) == ("REGISTERED", ())


@pytest.mark.parametrize(
    ("carrier", "number", "caution"),
    [
        ("SF", NUMBER, None),
        ("SF", "SF-1234567890123", None),
        ("JD", "JDVA01234567890", None),
        ("ZTO", "78123456789012", None),
        ("YUNDA", "4312345678901", None),
        ("YTO", "YT1234567890123", None),
        ("DEPPON", "DPK364123456789", None),
        ("STO", "773123456789012", None),
        ("JT", "JT5123456789012", None),
        ("SF", "2002", "odd_number"),
        ("EMS", "2002", "other_carrier"),
    ],
)
def test_sh_07_partners_are_known_with_their_numbers_and_others_taken_with_a_caution(
    carrier: str, number: str, caution: str | None
) -> None:
    shipment = registered(command=registration(carrier=carrier, tracking_no=number))
    assert shipment.state.caution == caution
    details = shipment.kind.details(shipment.state, shipment.policy)
    assert details["carrier"]["partner"] is (carrier != "EMS")
    assert details["caution"] == caution


def test_a_scan_counts_that_was_reported_before_the_upload_was_dealt_with() -> None:
    """The router may be slow."""
    stage = platform()
    stage.report(PARCEL, tracks(PICKUP), PICKED_UP, routed=False)
    shipment = registered(stage)
    assert (shipment.status, shipment.state.picked_up_at) == ("PICKED_UP", PICKED_UP)
