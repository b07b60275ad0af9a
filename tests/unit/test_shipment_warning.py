"""From a warning to a violation, or out of it again (SH-06, IX-09): put right, withdrawn, cleared, judged anew."""

from collections.abc import Callable

import pytest

from luyue.domain.facts import RecordEntry
from luyue.domain.process import ClockAdvanced, Extend
from luyue.domain.shipment import messages as m
from tests.unit.given_when_then import TICK, Process, hours
from tests.unit.shipment_stories import (
    DAY,
    DELIVERY,
    GRACE,
    NUMBER,
    OTHER_NUMBER,
    OTHER_PARCEL,
    OUT,
    PARCEL,
    PICKED_UP,
    PICKUP,
    PUT_RIGHT_UNTIL,
    SECOND,
    THIRD_NUMBER,
    THIRD_PARCEL,
    TRANSIT,
    UPLOADED,
    WHY,
    ZHEJIANG,
    corrected,
    correction,
    delivered,
    doubted,
    in_transit,
    picked_up,
    platform,
    refused,
    registered,
    registration,
    scan,
    told,
    tracks,
    violated,
    warned,
)

CLEAR = m.Clear(reason=WHY)


def test_sh_06_first_a_warning_then_a_violation_with_a_ticket_on_the_merchants_record() -> None:
    shipment = warned()
    assert shipment.summary.record is None
    shipment.time_to(PUT_RIGHT_UNTIL + GRACE)
    assert told(shipment) == ("WARNED", ("no_transit_centre",))
    shipment.time_to(PUT_RIGHT_UNTIL + GRACE + TICK)
    assert told(shipment) == ("VIOLATION", ("no_transit_centre",))
    violation = shipment.last(m.ShipmentViolated)
    assert (violation.rule, violation.ticket, violation.points) == ("SH-04", "pt_sr_1_1", 4)
    assert shipment.dated(m.ShipmentViolated) == [PUT_RIGHT_UNTIL]
    record = RecordEntry(party="merchant", what="fake_shipment", at=PUT_RIGHT_UNTIL, points=4)
    assert shipment.summary.record == record
    assert shipment.summary.closed


def test_sh_06_the_points_and_the_time_are_the_policys() -> None:
    shipment = warned(platform(fake_shipment_points=12, warning_window=hours(2)))
    due_at = shipment.last(m.ShipmentWarned).due_at
    assert due_at == PUT_RIGHT_UNTIL - hours(22)
    shipment.time_to(due_at + GRACE + TICK)
    assert shipment.summary.record is not None
    assert shipment.summary.record.points == 12


def test_sh_06_another_number_puts_it_right_and_everything_runs_anew() -> None:
    shipment = warned()
    at = PUT_RIGHT_UNTIL
    shipment.issue(correction(), at)
    assert told(shipment) == ("REGISTERED", ())
    assert shipment.last(m.ShipmentCleared).by == "number"
    assert shipment.deadlines == {"pickup_window": at + 3 * DAY, "reasonable_delivery": at + 15 * DAY}
    shipment.platform.report(OTHER_PARCEL, tracks(scan("pickup", at + hours(1))), at + hours(1))
    assert shipment.status == "PICKED_UP"
    assert shipment.deadlines["transit_window"] == at + hours(25)


def test_sh_06_what_is_said_of_the_number_before_no_longer_counts() -> None:
    shipment = corrected()
    shipment.platform.report(PARCEL, tracks(TRANSIT, finding="number_abnormal"), shipment.seen_at)
    assert told(shipment) == ("REGISTERED", ())


def test_sh_06_after_the_time_to_put_it_right_another_number_does_not() -> None:
    shipment = warned()
    shipment.issue(correction(), PUT_RIGHT_UNTIL + TICK)
    assert shipment.last(m.ShipmentNumberCorrected).too_late
    assert (told(shipment), shipment.state.tracking_no) == (("WARNED", ("no_transit_centre",)), OTHER_NUMBER)
    shipment.issue(correction(THIRD_NUMBER), PUT_RIGHT_UNTIL + hours(0.5))
    late = PUT_RIGHT_UNTIL + GRACE
    shipment.platform.report(THIRD_PARCEL, tracks(scan("pickup", late), scan("transit_centre", late)), late)
    shipment.time_to(late + TICK)
    assert told(shipment) == ("VIOLATION", ("no_transit_centre",))
    assert shipment.state.tracking_no == THIRD_NUMBER
    shipment.platform.report(THIRD_PARCEL, tracks(scan("out_for_delivery", late)), late + hours(1))
    assert shipment.state.doubted
    shipment.issue(CLEAR, late + hours(2))
    assert told(shipment) == ("IN_TRANSIT", ())


def test_sh_06_of_a_number_that_came_too_late_nothing_is_awaited_unless_ops_give_time() -> None:
    shipment = corrected()
    found_at = PUT_RIGHT_UNTIL + DAY
    shipment.platform.report(OTHER_PARCEL, tracks(finding="number_abnormal"), found_at)
    shipment.platform.report(THIRD_PARCEL, tracks(PICKUP), found_at)
    shipment.issue(correction(THIRD_NUMBER), found_at + TICK)
    assert list(shipment.deadlines) == ["warning_window"]
    more = Extend(deadline="warning_window", until=found_at + 3 * DAY, reason=WHY)
    shipment.issue(more, found_at + hours(0.5))
    shipment.time_to(found_at + DAY)
    assert told(shipment) == ("WARNED", ("number_abnormal",))
    shipment.issue(correction("SF1234567890126"), found_at + DAY)
    assert told(shipment) == ("REGISTERED", ())


def test_sh_06_a_violation_is_put_right_by_no_number() -> None:
    refusal = refused(violated(), correction(), PUT_RIGHT_UNTIL + DAY)
    assert (refusal.code, refusal.violations[0].rule) == ("status", "SH-06")


def test_sh_06_a_number_that_is_fake_as_well_leaves_the_warning_and_may_be_corrected_again() -> None:
    stage = platform()
    shipment = warned(stage)
    stage.report(OTHER_PARCEL, tracks(finding="duplicate_track"), shipment.seen_at)
    shipment.issue(correction(), shipment.seen_at)
    assert told(shipment) == ("WARNED", ("duplicate_track",))
    assert shipment.last(m.ShipmentFindingsChanged).rule == "SH-01"
    assert shipment.deadlines["warning_window"] == PUT_RIGHT_UNTIL
    shipment.issue(correction(THIRD_NUMBER), PUT_RIGHT_UNTIL)
    assert told(shipment) == ("REGISTERED", ())


def test_sh_06_not_put_right_effectively_there_is_no_new_time_for_it() -> None:
    shipment = corrected()
    found_at = PUT_RIGHT_UNTIL + DAY
    shipment.platform.report(OTHER_PARCEL, tracks(finding="number_abnormal"), found_at)
    warning = shipment.last(m.ShipmentWarned)
    assert (warning.again, warning.due_at) == (True, found_at + GRACE)
    shipment.issue(correction(THIRD_NUMBER), found_at + TICK)
    shipment.time_to(found_at + 2 * GRACE + TICK)
    assert told(shipment) == ("VIOLATION", ("number_abnormal",))


def test_sh_06_found_out_within_the_first_time_it_can_be_put_right_until_that_is_over() -> None:
    shipment = corrected()
    shipment.platform.report(OTHER_PARCEL, tracks(finding="number_abnormal"), shipment.seen_at + hours(1))
    assert shipment.deadlines["warning_window"] == PUT_RIGHT_UNTIL
    shipment.issue(correction(THIRD_NUMBER), PUT_RIGHT_UNTIL)
    assert told(shipment) == ("REGISTERED", ())
    shipment.platform.report(THIRD_PARCEL, tracks(finding="number_abnormal"), PUT_RIGHT_UNTIL + DAY)
    assert shipment.deadlines["warning_window"] == PUT_RIGHT_UNTIL + DAY + GRACE


def test_sh_06_a_correction_without_a_warning_uses_nothing_up() -> None:
    shipment = registered()
    shipment.issue(correction(), UPLOADED + hours(1))
    shipment.platform.report(OTHER_PARCEL, tracks(finding="number_abnormal"), UPLOADED + hours(2))
    warning = shipment.last(m.ShipmentWarned)
    assert (warning.again, warning.due_at) == (False, UPLOADED + hours(26))


def test_sh_06_the_same_number_again_corrects_nothing() -> None:
    shipment = warned()
    assert shipment.issue(correction(NUMBER), shipment.seen_at) == []
    assert shipment.status == "WARNED"


def test_sh_06_tracks_that_come_late_withdraw_a_warning() -> None:
    shipment = warned()
    shipment.platform.report(PARCEL, tracks(TRANSIT), shipment.seen_at + hours(3))
    assert told(shipment) == ("IN_TRANSIT", ())
    assert shipment.last(m.ShipmentCleared).by == "tracks"
    assert shipment.state.put_right_until is None


def test_sh_06_tracks_reported_within_the_grace_still_withdraw_it() -> None:
    shipment = warned()
    shipment.platform.report(PARCEL, tracks(TRANSIT), PUT_RIGHT_UNTIL + GRACE, routed=False)
    shipment.time_to(PUT_RIGHT_UNTIL + 2 * GRACE)
    assert told(shipment) == ("IN_TRANSIT", ())


def test_sh_06_a_scan_after_24_hours_puts_nothing_right() -> None:
    shipment = warned()
    shipment.platform.report(PARCEL, tracks(scan("transit_centre", PICKED_UP + hours(26))), shipment.seen_at + hours(1))
    assert told(shipment) == ("WARNED", ("no_transit_centre",))
    assert shipment.state.transit_at == PICKED_UP + hours(26)


def test_sh_06_after_a_violation_such_tracks_are_an_item_for_ops_once() -> None:
    shipment = doubted()
    assert (shipment.status, shipment.state.doubted) == ("VIOLATION", True)
    shipment.platform.report(PARCEL, tracks(OUT), shipment.seen_at + hours(1))
    assert shipment.count(m.ShipmentViolationDoubted) == 1
    assert shipment.summary.record is not None


@pytest.mark.parametrize("standing", [warned, violated, doubted])
def test_sh_06_ops_clear_a_warning_or_a_violation_which_strikes_the_record(standing: Callable[[], Process]) -> None:
    shipment = standing()
    shipment.issue(CLEAR, shipment.seen_at)
    assert told(shipment) == ("IN_TRANSIT" if standing is doubted else "PICKED_UP", ())
    assert shipment.summary.record is None
    assert shipment.state.ticket is None
    # What was pardoned is not held against it again.
    shipment.platform.report(PARCEL, tracks(scan("transit_centre", shipment.seen_at)), shipment.seen_at)
    assert told(shipment) == ("IN_TRANSIT", ())
    assert shipment.deadlines == {
        "reasonable_delivery": shipment.state.clock_since + 15 * DAY,
        "slow_transit_to_delivery": shipment.deadlines["slow_transit_to_delivery"],
    }


def test_sh_06_what_ops_have_pardoned_is_not_found_again() -> None:
    shipment = registered()
    shipment.platform.report(PARCEL, tracks(finding="number_abnormal"), UPLOADED + hours(1))
    shipment.issue(CLEAR, UPLOADED + hours(2))
    shipment.platform.report(PARCEL, tracks(PICKUP), PICKED_UP)
    assert told(shipment) == ("PICKED_UP", ())
    shipment.issue(correction(), PICKED_UP)
    shipment.platform.report(OTHER_PARCEL, tracks(finding="number_abnormal"), PICKED_UP)
    assert told(shipment) == ("WARNED", ("number_abnormal",))


def test_sh_06_cleared_what_has_not_come_is_awaited_anew() -> None:
    shipment = registered()
    shipment.time_to(UPLOADED + 3 * DAY + GRACE + TICK)
    cleared_at = UPLOADED + 4 * DAY
    shipment.issue(CLEAR, cleared_at)
    assert shipment.deadlines == {"pickup_window": cleared_at + 3 * DAY, "reasonable_delivery": cleared_at + 15 * DAY}
    shipment.time_to(cleared_at + 3 * DAY + GRACE + TICK)
    assert told(shipment) == ("WARNED", ("not_shipped",))


def test_sh_06_cleared_it_can_be_found_fake_for_something_else() -> None:
    shipment = warned()
    shipment.issue(CLEAR, shipment.seen_at)
    shipment.platform.report(PARCEL, tracks(finding="duplicate_track"), shipment.seen_at)
    assert told(shipment) == ("WARNED", ("duplicate_track",))
    assert shipment.last(m.ShipmentWarned).again is False


def test_sh_06_a_second_violation_has_a_ticket_of_its_own() -> None:
    shipment = violated()
    shipment.issue(CLEAR, shipment.seen_at)
    shipment.platform.report(PARCEL, tracks(finding="duplicate_track"), shipment.seen_at)
    shipment.time_to(shipment.seen_at + hours(26))
    assert shipment.last(m.ShipmentViolated).ticket == "pt_sr_1_2"


def test_sh_06_ops_may_give_more_time_to_put_it_right() -> None:
    shipment = warned()
    until = PUT_RIGHT_UNTIL + DAY
    shipment.issue(Extend(deadline="warning_window", until=until, reason=WHY), shipment.seen_at)
    shipment.issue(correction(), until)
    assert told(shipment) == ("REGISTERED", ())


def test_sh_06_what_is_found_during_a_warning_changes_no_time() -> None:
    shipment = warned()
    shipment.platform.report(PARCEL, tracks(finding="number_abnormal"), shipment.seen_at + hours(2))
    assert told(shipment) == ("WARNED", ("number_abnormal", "no_transit_centre"))
    assert shipment.deadlines["warning_window"] == PUT_RIGHT_UNTIL
    shipment.time_to(PUT_RIGHT_UNTIL + hours(2))
    assert shipment.last(m.ShipmentViolated).rule == "SH-01"


def test_a_parcel_that_has_arrived_is_judged_for_another_week() -> None:
    shipment = delivered()
    assert shipment.summary.closed
    known_at = DELIVERY.at
    shipment.platform.report(PARCEL, tracks(finding="duplicate_track"), known_at + 7 * DAY)
    assert told(shipment) == ("WARNED", ("duplicate_track",))
    shipment = delivered()
    shipment.platform.report(PARCEL, tracks(finding="duplicate_track"), known_at + 7 * DAY + TICK)
    assert told(shipment) == ("DELIVERED", ())


def test_it_is_received_once() -> None:
    shipment = in_transit()
    assert shipment.issue(m.Receive(received_at=shipment.seen_at), shipment.seen_at) != []
    assert shipment.issue(m.Receive(received_at=shipment.seen_at), shipment.seen_at) == []


@pytest.mark.parametrize("standing", [registered, picked_up, in_transit, delivered])
def test_a_number_may_be_corrected_before_anything_looks_fake(standing: Callable[[], Process]) -> None:
    shipment = standing()
    shipment.issue(correction(), shipment.seen_at)
    assert (shipment.status, shipment.state.tracking_no) == ("REGISTERED", OTHER_NUMBER)
    assert shipment.state.delivered_at is None


def test_tracks_of_a_new_number_that_are_there_already_count_at_once() -> None:
    stage = platform()
    shipment = registered(stage)
    stage.report(OTHER_PARCEL, tracks(PICKUP, TRANSIT), TRANSIT.at)
    shipment.issue(correction(), TRANSIT.at)
    assert told(shipment) == ("IN_TRANSIT", ())


def test_nothing_can_be_done_before_it_is_registered_or_twice() -> None:
    for command in (correction(), CLEAR, m.Observe(source=PARCEL), m.Receive(received_at=UPLOADED)):
        shipment = Process(platform(), registered().kind, lambda stream: m.Observe(source=stream))
        assert refused(shipment, command, UPLOADED).code == "status"
    assert refused(registered(), registration(), UPLOADED).code == "status"
    assert refused(registered(), CLEAR, UPLOADED).code == "status"


def test_the_parcels_clock_goes_by_that_of_an_order_whose_test_clock_was_advanced() -> None:
    stage = platform()
    shipment = Process(stage, registered().kind, lambda stream: m.Observe(source=stream))
    shipment.issue(registration(), UPLOADED - 3 * DAY)
    assert shipment.last(ClockAdvanced).by == 3 * DAY
    assert shipment.state.process_time(UPLOADED - 3 * DAY) == UPLOADED


@pytest.mark.parametrize("kind", ["out_for_delivery", "delivered"])
def test_sh_08_slow_parcels(kind: str) -> None:
    shipment = in_transit()
    since = TRANSIT.at
    due = since + hours(120)
    shipment.time_to(due + GRACE)
    assert shipment.state.slow is None
    shipment.time_to(due + GRACE + SECOND)
    assert shipment.state.slow is not None
    assert (shipment.state.slow.stage, shipment.state.slow.since) == ("transit_to_delivery", since)
    assert shipment.dated(m.ShipmentSlow) == [due]
    later = due + hours(20)
    shipment.platform.report(PARCEL, tracks(scan(kind, later, ZHEJIANG)), later)
    assert (shipment.state.slow is None) is (kind == "delivered")


def test_sh_08_slow_from_pickup_to_transit_whatever_is_found_fake() -> None:
    shipment = picked_up()
    shipment.time_to(PICKED_UP + hours(48) + GRACE + SECOND)
    assert shipment.state.slow is not None
    assert (shipment.state.slow.stage, shipment.status) == ("pickup_to_transit", "WARNED")
    shipment.platform.report(PARCEL, tracks(scan("transit_centre", PICKED_UP + hours(49))), PICKED_UP + hours(49.5))
    assert shipment.state.slow is None


def test_sh_08_exactly_in_time_is_not_slow() -> None:
    shipment = in_transit()
    due = TRANSIT.at + hours(120)
    shipment.platform.report(PARCEL, tracks(scan("delivered", due, ZHEJIANG)), due + GRACE)
    shipment.time_to(due + DAY)
    assert shipment.count(m.ShipmentSlow) == 0


@pytest.mark.parametrize(
    ("standing", "rule"), [(in_transit, None), (warned, None), (delivered, "SH-07"), (violated, "SH-06")]
)
def test_an_end_names_its_rule(standing: Callable[[], Process], rule: str | None) -> None:
    shipment = standing()
    ending = shipment.kind.details(shipment.state, shipment.policy)["ending"]
    assert (ending["rule"] if ending else None) == rule


def test_details_say_what_is_found_and_until_when_it_can_be_put_right() -> None:
    shipment = warned()
    details = shipment.kind.details(shipment.state, shipment.policy)
    assert [(one["finding"], one["rule"]) for one in details["findings"]] == [("no_transit_centre", "SH-04")]
    assert details["warning"]["put_right_until"] == PUT_RIGHT_UNTIL.isoformat().replace("+00:00", "Z")
    assert not [name for name in details if name in ("person", "address")]
