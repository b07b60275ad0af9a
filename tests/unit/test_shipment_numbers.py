"""One number in several hands, and however it is written (SH-02, SH-04, SH-05, IX-11)."""

from datetime import timedelta

import pytest

from luyue.domain.facts import parcel_stream, parcel_subject, subjects_of
from luyue.domain.shipment import messages as m
from tests.unit.given_when_then import TICK, Platform, Process, hours
from tests.unit.shipment_stories import (
    APPROVED,
    DAY,
    NUMBER,
    OTHER_NUMBER,
    PARCEL,
    PICKED_UP,
    PICKUP,
    SHANGHAI,
    TRANSIT,
    UPLOADED,
    ZHEJIANG,
    consignee,
    correction,
    platform,
    registered,
    registration,
    scan,
    told,
    tracks,
)

LONG_AGO = UPLOADED - 31 * DAY
TYPED = f"{NUMBER[:2].lower()}-{NUMBER[2:]}"


def sent_to_another(stage: Platform, ago: timedelta = timedelta(0), number: str = NUMBER) -> Process:
    """Another shipment, to another consignee in Shanghai, has the number since so long before the upload."""
    stage.report("consignee/k2", consignee(2, 2, SHANGHAI), APPROVED - 90 * DAY)
    since = UPLOADED - ago
    command = registration(
        obligation="consumer-order/uo_1", tracking_no=number, consignee_id="k2", since=since, not_before=since - DAY
    )
    return registered(stage, command)


def test_sh_05_scans_of_the_parcel_that_had_the_number_long_before_are_not_this_ones() -> None:
    stage = platform()
    sent_to_another(stage, 31 * DAY)
    before = (
        scan("pickup", LONG_AGO + hours(1)),
        scan("transit_centre", LONG_AGO + 2 * DAY),
        scan("delivered", LONG_AGO + 3 * DAY, SHANGHAI),
    )
    stage.report(PARCEL, tracks(*before), LONG_AGO + 3 * DAY)
    shipment = registered(stage)
    assert told(shipment) == ("REGISTERED", ())
    stage.report(PARCEL, tracks(PICKUP), PICKED_UP)
    stage.report(PARCEL, tracks(TRANSIT), TRANSIT.at)
    stage.report(PARCEL, tracks(scan("delivered", PICKED_UP + 2 * DAY, ZHEJIANG)), PICKED_UP + 2 * DAY)
    assert told(shipment) == ("DELIVERED", ())
    assert shipment.state.picked_up_at == PICKED_UP


def test_sh_04_nor_is_its_transit_centre() -> None:
    stage = platform()
    sent_to_another(stage, 31 * DAY)
    stage.report(PARCEL, tracks(scan("transit_centre", APPROVED - DAY)), APPROVED)
    shipment = registered(stage)
    stage.report(PARCEL, tracks(PICKUP), PICKED_UP)
    shipment.time_to(PICKED_UP + hours(26))
    assert told(shipment) == ("WARNED", ("no_transit_centre",))


def test_sh_05_what_was_taken_for_this_parcels_scans_stays_so_when_another_use_becomes_known() -> None:
    """A deadline runs from them: it must not lead to nothing."""
    stage = platform()
    stage.report(PARCEL, tracks(scan("pickup", APPROVED - hours(1))), APPROVED)
    shipment = registered(stage)
    assert told(shipment) == ("WARNED", ("picked_up_early",))
    sent_to_another(stage, 31 * DAY)
    shipment.time_to(APPROVED + hours(25))
    assert told(shipment) == ("WARNED", ("no_transit_centre", "picked_up_early"))


def test_sh_05_without_another_use_such_scans_are_this_parcels() -> None:
    stage = platform()
    stage.report(PARCEL, tracks(scan("pickup", APPROVED - DAY)), APPROVED)
    assert told(registered(stage)) == ("WARNED", ("picked_up_early",))


@pytest.mark.parametrize("number", [TYPED, NUMBER, NUMBER.lower()])
@pytest.mark.parametrize("scanned_as", [TYPED, NUMBER, NUMBER.lower()])
def test_ix_11_a_number_is_the_same_however_it_is_written(number: str, scanned_as: str) -> None:
    stage = platform()
    shipment = registered(stage, registration(tracking_no=number))
    stage.report(parcel_stream("SF", scanned_as), tracks(PICKUP), PICKED_UP)
    assert told(shipment) == ("PICKED_UP", ())
    assert shipment.kind.details(shipment.state, shipment.policy)["tracking_no"] == number


def test_ix_11_streams_and_subjects_have_the_plain_number() -> None:
    assert parcel_stream("SF", TYPED) == PARCEL
    assert parcel_subject("SF", TYPED) == f"parcel:SF:{NUMBER}"
    assert subjects_of(f"parcel/SF:{TYPED}", tracks(PICKUP)) == {f"parcel:SF:{NUMBER}"}


def test_sh_06_the_same_number_written_otherwise_corrects_nothing() -> None:
    assert registered().issue(correction(TYPED), UPLOADED + hours(1)) == []


def test_sh_02_a_number_that_was_mistyped_and_never_scanned_is_no_use() -> None:
    stage = platform()
    mistyped = sent_to_another(stage, hours(5))
    mistyped.issue(correction(OTHER_NUMBER), UPLOADED - hours(4))
    assert mistyped.count(m.ShipmentNumberWithdrawn) == 1
    assert told(registered(stage)) == ("REGISTERED", ())


def test_sh_02_one_that_was_scanned_before_it_was_corrected_is() -> None:
    stage = platform()
    other = sent_to_another(stage, hours(5))
    stage.report(PARCEL, tracks(scan("pickup", UPLOADED - hours(4.5))), UPLOADED - hours(4.5))
    other.issue(correction(OTHER_NUMBER), UPLOADED - hours(4))
    assert other.count(m.ShipmentNumberWithdrawn) == 0
    assert "number_reused" in registered(stage).state.findings


def test_sh_02_a_number_taken_up_again_is_a_use() -> None:
    stage = platform()
    other = sent_to_another(stage, hours(5))
    other.issue(correction(OTHER_NUMBER), UPLOADED - hours(4))
    other.issue(correction(NUMBER), UPLOADED - hours(3))
    assert told(registered(stage)) == ("WARNED", ("number_reused",))


def test_sh_02_who_was_warned_of_such_a_use_is_cleared_when_that_is_looked_at_again() -> None:
    stage = platform()
    other = sent_to_another(stage, hours(5))
    shipment = registered(stage)
    assert told(shipment) == ("WARNED", ("number_reused",))
    other.issue(correction(OTHER_NUMBER), UPLOADED + hours(1))
    stage.report(PARCEL, tracks(PICKUP), PICKED_UP + TICK)
    assert told(shipment) == ("PICKED_UP", ())
