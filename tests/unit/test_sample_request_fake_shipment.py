"""IX-09 and IX-10: a fake number stops the receipt clock, is put right in time, or ends the request (SH-06)."""

from datetime import datetime, timedelta

import pytest

from luyue.domain import shipment_told as told
from luyue.domain.facts import Track
from luyue.domain.process import fold
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request.links import LINKS
from luyue.domain.sample_request.progress import Next, progress
from luyue.domain.shipment import messages as shipment
from tests.unit.given_when_then import TICK, Process, hours
from tests.unit.sample_request_stories import (
    APPROVED,
    CLOSES,
    PUT_RIGHT_BY,
    RECEIVED,
    SHIPMENT,
    SHIPPED,
    WHY,
    cleared,
    delivered,
    platform,
    published,
    refused,
    rules,
    shipped,
    violated,
    warned,
)

DUE = SHIPPED + hours(168)
WARNED = SHIPPED + hours(25)
CORRECTED = WARNED + hours(5)
CUTOFF = APPROVED + hours(120)
OTHER = m.CorrectShipment(carrier="ZTO", tracking_no="2002")


def under_a_warning() -> Process:
    request = shipped()
    request.issue(warned(), WARNED)
    return request


def test_ix_09_the_receipt_clock_stops_from_the_warning() -> None:
    request = under_a_warning()
    assert request.deadlines == {}
    assert request.last(m.SampleShipmentWarned).remaining == DUE - WARNED
    request.time_to(DUE + hours(1000))
    assert request.status == "SHIPPED"
    details = request.kind.details(request.state, request.policy)
    assert details["receipt_clock_stopped"] is True
    assert details["warning"]["rule"] == "SH-04"


def test_ix_09_while_a_warning_is_open_the_request_says_by_when_it_is_to_be_put_right_and_what_then() -> None:
    request = under_a_warning()
    followed = progress(request.state, request.policy, request.history, [])
    assert followed.next == Next(deadline="warning_window", due_at=PUT_RIGHT_BY, then="cancel")
    steps = {step.name: step for step in followed.steps}
    for name in ("logistics", "receipt"):
        assert (steps[name].due_at, steps[name].then) == (PUT_RIGHT_BY, "cancel")
    warning = request.kind.details(request.state, request.policy)["warning"]
    assert datetime.fromisoformat(warning["due_at"]) == PUT_RIGHT_BY
    assert (warning["rule"], warning["then"]) == ("SH-04", "cancel")


def test_ix_09_of_a_request_that_has_ended_nothing_is_to_be_put_right() -> None:
    request = under_a_warning()
    request.issue(violated(), PUT_RIGHT_BY)
    assert progress(request.state, request.policy, request.history, []).next is None
    warning = request.kind.details(request.state, request.policy)["warning"]
    assert warning is None or warning["then"] is None


def test_ix_09_once_the_warning_is_over_the_receipt_clock_is_what_comes_next() -> None:
    request = under_a_warning()
    request.issue(OTHER, CORRECTED)
    request.issue(cleared(corrected=True), CORRECTED + hours(30))
    followed = progress(request.state, request.policy, request.history, [])
    assert followed.next is not None
    assert followed.next.deadline == "receipt_window"
    assert request.kind.details(request.state, request.policy)["warning"] is None


def test_ix_09_of_a_parcel_that_has_arrived_the_receipt_still_waits_for_the_warnings_end() -> None:
    request = under_a_warning()
    scanned = [Track(at=SHIPPED + hours(20), kind="delivered")]
    steps = {step.name: step for step in progress(request.state, request.policy, request.history, scanned).steps}
    assert (steps["logistics"].state, steps["logistics"].due_at) == ("done", None)
    assert steps["receipt"].due_at == PUT_RIGHT_BY


@pytest.mark.parametrize(("late", "status"), [(hours(0), "SHIPPED"), (TICK, "CONTENT_PENDING")])
def test_ix_09_a_warning_at_the_due_time_is_in_time(late: timedelta, status: str) -> None:
    request = shipped()
    request.issue(warned(), DUE + late)
    assert request.status == status
    assert request.count(m.SampleShipmentWarned) == (status == "SHIPPED")


def test_ix_09_put_right_the_clock_runs_anew_from_the_correction() -> None:
    request = under_a_warning()
    request.issue(OTHER, CORRECTED)
    assert request.deadlines == {}
    request.issue(cleared(corrected=True), CORRECTED + hours(30))
    assert request.deadlines == {"receipt_window": CORRECTED + hours(168)}
    assert request.last(m.SampleShipmentCleared).receipt_due_at == CORRECTED + hours(168)
    request.time_to(CORRECTED + hours(168) + TICK)
    assert request.state.received_at == CORRECTED + hours(168)


def test_ix_09_checks_that_take_longer_than_the_clock_leave_it_due_at_once() -> None:
    request = under_a_warning()
    request.issue(OTHER, CORRECTED)
    request.issue(cleared(corrected=True), CORRECTED + hours(200))
    request.time_to(CORRECTED + hours(200) + TICK)
    assert request.state.received_at == CORRECTED + hours(200)


def test_ix_09_ix_30_a_warning_withdrawn_leaves_the_time_that_was_left() -> None:
    request = under_a_warning()
    request.issue(cleared(corrected=False), WARNED + hours(40))
    assert request.deadlines == {"receipt_window": DUE + hours(40)}
    assert request.state.warning is None


def test_ix_09_not_put_right_the_request_ends_against_the_merchant_on_its_shipments_record_alone() -> None:
    request = under_a_warning()
    request.issue(violated(), PUT_RIGHT_BY)
    assert (request.status, request.state.closed_reason) == ("CANCELLED", "fake_shipment")
    assert request.summary.record is None
    assert request.summary.claim is None


def test_ix_09_a_violation_that_was_never_warned_of_ends_it_as_well() -> None:
    request = shipped()
    request.issue(violated(), WARNED)
    assert request.state.closed_reason == "fake_shipment"


def test_ix_08_ix_09_both_stop_the_clock_and_it_goes_on_when_both_are_over() -> None:
    for first_over in ("ops", "shipment"):
        request = shipped()
        request.issue(m.ReportNonReceipt(), SHIPPED + hours(20))
        request.issue(warned(), WARNED)
        assert request.last(m.SampleShipmentWarned).remaining == hours(148)
        if first_over == "ops":
            request.issue(m.Reinstate(reason=WHY), WARNED + hours(1))
            assert request.last(m.ReceiptClockResumed).due_at is None
            assert request.deadlines == {}
            request.issue(cleared(corrected=False), WARNED + hours(2))
        else:
            request.issue(cleared(corrected=False), WARNED + hours(1))
            assert request.last(m.SampleShipmentCleared).receipt_due_at is None
            assert request.deadlines == {}
            request.issue(m.Reinstate(reason=WHY), WARNED + hours(2))
        assert request.deadlines == {"receipt_window": WARNED + hours(2 + 148)}


def test_ix_08_ix_09_a_report_of_non_receipt_during_a_warning_keeps_the_time_left() -> None:
    request = under_a_warning()
    request.issue(m.ReportNonReceipt(), WARNED + hours(10))
    assert request.last(m.NonReceiptReported).remaining == DUE - WARNED
    request.issue(cleared(corrected=False), WARNED + hours(11))
    request.issue(m.Reinstate(reason=WHY), WARNED + hours(12))
    assert request.deadlines == {"receipt_window": DUE + hours(12)}


def test_ix_09_put_right_while_ops_decide_it_runs_anew_from_their_decision() -> None:
    request = under_a_warning()
    request.issue(m.ReportNonReceipt(), WARNED + hours(1))
    request.issue(OTHER, CORRECTED)
    request.issue(cleared(corrected=True), CORRECTED)
    assert request.last(m.SampleShipmentCleared).remaining == hours(168)
    request.issue(m.Reinstate(reason=WHY), CORRECTED + hours(9))
    assert request.deadlines == {"receipt_window": CORRECTED + hours(9 + 168)}


def test_ix_08_cancelled_under_a_warning_alone_is_not_for_want_of_receipt() -> None:
    request = under_a_warning()
    request.issue(m.Cancel(reason=WHY), WARNED + hours(1))
    assert request.state.closed_reason == "ops"


def test_ix_09_the_creator_may_confirm_receipt_under_a_warning_and_its_duty_stays() -> None:
    request = under_a_warning()
    request.issue(m.ConfirmReceipt(), RECEIVED)
    for news in (warned(), cleared(corrected=True), violated()):
        assert request.issue(news, RECEIVED + hours(1)) == []
    assert request.deadlines == {"promotion_window": CLOSES}
    assert request.state.warning is None


def test_ix_09_a_receipt_that_time_alone_confirmed_does_not_make_a_fake_a_sample() -> None:
    request = shipped()
    request.time_to(DUE + hours(1))
    assert request.status == "CONTENT_PENDING"
    assert request.issue(warned(), DUE + hours(2)) == []
    request.issue(violated(), DUE + hours(26))
    assert request.state.closed_reason == "fake_shipment"


def test_ix_09_who_has_shown_the_product_has_it() -> None:
    stage = platform()
    request = shipped(stage)
    request.time_to(DUE + hours(1))
    stage.report("video/v1", published(DUE + hours(2)), DUE + hours(2))
    assert request.issue(violated(), DUE + hours(26)) == []
    assert request.status == "CONTENT_PENDING"


def test_ix_09_the_same_warning_again_changes_nothing_and_another_says_what_is_wrong_now() -> None:
    request = under_a_warning()
    assert request.issue(warned(), WARNED + hours(1)) == []
    request.issue(warned("SH-02"), WARNED + hours(2))
    assert request.state.warning.rule == "SH-02"
    assert request.state.receipt_remaining == DUE - WARNED


def test_ix_09_what_was_never_warned_of_is_not_cleared() -> None:
    request = shipped()
    assert request.issue(cleared(corrected=True), WARNED) == []
    assert request.deadlines == {"receipt_window": DUE}


def test_ix_09_delivery_is_read_from_the_tracks_alone() -> None:
    request = shipped()
    news = told.ShipmentDelivered(shipment=SHIPMENT, delivered_at=SHIPPED + hours(20))
    assert request.issue(news, WARNED) == []
    stage = request.platform
    stage.report("parcel/SF:1001", delivered(SHIPPED + hours(20)), WARNED)
    assert request.state.shipment.delivered_at == SHIPPED + hours(20)


def test_ix_10_a_number_is_corrected_until_the_shipping_cutoff() -> None:
    request = shipped()
    request.issue(OTHER, CUTOFF)
    assert request.state.shipment.tracking_no == "2002"
    again = m.CorrectShipment(carrier="SF", tracking_no="3003")
    refusal = refused(request, again, CUTOFF + TICK)
    assert rules(refusal) == ["IX-10"]
    assert refusal.violations[0].remedy is not None


def test_what_the_status_refuses_comes_with_what_helps() -> None:
    request = under_a_warning()
    request.issue(violated(), PUT_RIGHT_BY)
    refusal = refused(request, OTHER, PUT_RIGHT_BY)
    assert refusal.code == "status"
    remedy = refusal.violations[0].remedy
    assert remedy is not None
    assert "allowed_actions" in remedy.zh
    assert "allowed_actions" in remedy.en


def test_ix_10_after_the_cutoff_only_while_a_warning_is_open() -> None:
    request = shipped()
    request.issue(warned(due_at=CUTOFF + hours(24)), CUTOFF - hours(1))
    request.issue(OTHER, CUTOFF + TICK)
    request.issue(cleared(corrected=True), CUTOFF + hours(1))
    again = m.CorrectShipment(carrier="SF", tracking_no="3003")
    assert rules(refused(request, again, CUTOFF + hours(2))) == ["IX-10"]


def tell(request: Process) -> list[tuple[str, str, object]]:
    """What the shipment is told of the last event."""
    *history, last = request.history
    before = fold(request.kind, history)
    return [(one.process, one.name, one.command) for one in LINKS.tell(request.stream, before, last.event, last.at)]


def test_sr_09_a_shipped_sample_is_watched_from_its_upload() -> None:
    request = shipped()
    watched = shipment.Register(
        obligation="sample-request/sr_1",
        merchant_id="m1",
        creator_id="c1",
        product_id="p1",
        carrier="SF",
        tracking_no="1001",
        not_before=APPROVED,
        since=SHIPPED,
    )
    assert tell(request) == [(SHIPMENT, "register", watched)]
    assert request.kind.belonging("sr_1", request.state) == (SHIPMENT,)


def test_ix_09_the_shipment_learns_of_the_other_number() -> None:
    request = under_a_warning()
    request.issue(OTHER, CORRECTED)
    assert tell(request) == [(SHIPMENT, "correct", shipment.Correct(carrier="ZTO", tracking_no="2002"))]


def test_ix_11_the_same_number_written_otherwise_is_no_correction() -> None:
    request = shipped()
    assert request.issue(m.CorrectShipment(carrier="SF", tracking_no="10-01"), SHIPPED + hours(1)) == []


def test_sr_10_what_the_creator_has_received_is_awaited_no_more_but_time_alone_delivers_nothing() -> None:
    request = shipped()
    request.issue(m.ConfirmReceipt(), RECEIVED)
    assert tell(request) == [(SHIPMENT, "receive", shipment.Receive(received_at=RECEIVED))]
    request = shipped()
    request.time_to(DUE + TICK)
    assert request.status == "CONTENT_PENDING"
    assert tell(request) == []
