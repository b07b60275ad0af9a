"""Deadlines of any kind, shown on sample requests: warnings (once, in time), extensions, and what they refuse."""

from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError

from luyue.domain.process import DeadlineApproaching, DeadlineExtended, Extend
from luyue.domain.sample_request import messages as m
from tests.unit.given_when_then import TICK, Process, hours
from tests.unit.sample_request_stories import (
    APPLIED,
    APPROVED,
    CLOSES,
    GRACE,
    RECEIVED,
    RETENTION,
    SHIPPED,
    WHY,
    approved,
    breached,
    pending,
    platform,
    published,
    received,
    refused,
    rules,
    ship,
    shipped,
)

WARNED = {
    "approval_window": (pending, APPLIED + hours(48), "cancel"),
    "shipping_due": (approved, APPROVED + hours(48), "record_late"),
    "receipt_window": (shipped, SHIPPED + hours(168), "confirm_receipt"),
    "promotion_window": (received, CLOSES, "breach"),
}


def extension(deadline: str, until: datetime) -> Extend:
    return Extend(deadline=deadline, until=until, reason=WHY)


@pytest.mark.parametrize("name", WARNED)
def test_both_sides_are_warned_once_six_hours_before_an_automatic_transition(name: str) -> None:
    opened, due_at, then = WARNED[name]
    request: Process = opened()
    request.time_to(due_at - hours(6))
    assert request.count(DeadlineApproaching) == 0
    request.time_to(due_at - hours(6) + TICK)
    warning = request.last(DeadlineApproaching)
    assert (warning.deadline, warning.due_at, warning.then) == (name, due_at, then)
    assert request.dated(DeadlineApproaching) == [due_at - hours(6)]
    request.time_to(due_at)
    assert request.count(DeadlineApproaching) == 1


def test_a_silence_beyond_the_due_time_warns_first_and_acts_then() -> None:
    request = pending()
    events = [type(one.event) for one in request.time_to(APPLIED + hours(100))]
    assert events == [DeadlineApproaching, m.SampleRequestCancelled]


def test_there_is_no_warning_when_the_window_is_not_longer_than_due_soon() -> None:
    request = pending(platform(approval_window=hours(6)))
    events = [type(one.event) for one in request.time_to(APPLIED + hours(100))]
    assert events == [m.SampleRequestCancelled]
    longer = pending(platform(approval_window=hours(6) + TICK))
    assert len(longer.time_to(APPLIED + hours(100))) == 2


@pytest.mark.parametrize("name", WARNED)
def test_there_is_no_warning_when_due_soon_is_zero(name: str) -> None:
    opened, due_at, _ = WARNED[name]
    request: Process = opened(platform(due_soon=timedelta(0)))
    request.time_to(due_at + hours(2))
    assert request.count(DeadlineApproaching) == 0


def test_nobody_is_warned_of_what_was_done_before() -> None:
    request = pending()
    request.issue(m.Approve(), APPLIED + hours(42))
    assert request.count(DeadlineApproaching) == 0


def test_nobody_is_warned_of_a_retention() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(RECEIVED + hours(1)), RECEIVED + hours(1))
    request.time_to(RECEIVED + hours(200))
    assert request.status == "COMPLETED"
    assert request.count(DeadlineApproaching) == 0


def test_the_end_of_the_window_is_announced_as_what_it_will_be() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(CLOSES - hours(24)), CLOSES - hours(24))
    request.time_to(CLOSES)
    assert request.last(DeadlineApproaching).then == "await_retention"


@pytest.mark.parametrize("name", WARNED)
def test_ops_extend_a_deadline_which_then_acts_at_its_new_time_only(name: str) -> None:
    opened, due_at, _ = WARNED[name]
    request: Process = opened()
    until = due_at + hours(24)
    request.issue(extension(name, until), due_at - hours(10))
    told = request.last(DeadlineExtended)
    assert (told.deadline, told.due_at, told.until, told.reason) == (name, due_at, until, WHY)
    assert request.deadlines[name] == until
    status = request.status
    request.time_to(until + TICK)
    assert request.dated(DeadlineApproaching) == [until - hours(6)]
    if name == "promotion_window":
        assert request.status == status
        request.time_to(until + GRACE + TICK)
    assert request.history[-1].at == until
    assert (request.status, getattr(request.state, "late", False)) != (status, False)


def test_sr_08_the_shipping_cutoff_is_extended_apart_from_the_shipping_due() -> None:
    request = approved()
    request.issue(extension("shipping_cutoff", APPROVED + hours(200)), APPROVED + hours(1))
    assert request.deadlines == {
        "shipping_due": APPROVED + hours(48),
        "shipping_cutoff": APPROVED + hours(200),
    }
    request.issue(ship(), APPROVED + hours(200))
    request.issue(m.CorrectShipment(carrier="SF", tracking_no="2002"), APPROVED + hours(200))
    assert request.state.late


def test_an_extension_moves_no_other_deadline_that_is_due_at_the_same_time() -> None:
    request = approved(platform(shipping_cutoff=hours(48)))
    request.issue(extension("shipping_due", APPROVED + hours(50)), APPROVED + hours(1))
    assert request.deadlines["shipping_cutoff"] == APPROVED + hours(48)


def test_a_deadline_can_be_extended_again() -> None:
    request = pending()
    request.issue(extension("approval_window", APPLIED + hours(60)), APPLIED + hours(1))
    request.issue(extension("approval_window", APPLIED + hours(70)), APPLIED + hours(50))
    assert request.deadlines == {"approval_window": APPLIED + hours(70)}


def test_after_an_extension_there_is_a_new_warning() -> None:
    request = pending()
    request.time_to(APPLIED + hours(47))
    request.issue(extension("approval_window", APPLIED + hours(70)), APPLIED + hours(47))
    request.time_to(APPLIED + hours(70))
    assert request.dated(DeadlineApproaching) == [APPLIED + hours(42), APPLIED + hours(64)]


def test_an_extension_by_less_than_due_soon_is_warning_enough() -> None:
    request = pending()
    request.issue(extension("approval_window", APPLIED + hours(49)), APPLIED + hours(47))
    request.time_to(APPLIED + hours(49))
    assert request.dated(DeadlineApproaching) == [APPLIED + hours(42)]


def test_sr_14_the_window_can_still_be_extended_in_the_grace_after_it() -> None:
    request = received()
    request.issue(extension("promotion_window", CLOSES + hours(10)), CLOSES + GRACE)
    request.time_to(CLOSES + hours(10) + GRACE)
    assert request.status == "CONTENT_PENDING"
    request.time_to(CLOSES + hours(10) + GRACE + TICK)
    assert request.dated(m.SampleRequestBreached) == [CLOSES + hours(10)]


def test_sr_12_content_published_in_the_time_added_counts() -> None:
    stage = platform()
    request = received(stage)
    request.issue(extension("promotion_window", CLOSES + hours(10)), CLOSES - hours(1))
    stage.report("video/v1", published(CLOSES + hours(10)), CLOSES + hours(10))
    assert [one.content for one in request.state.contents] == ["video/v1"]


def test_sr_12_content_reported_before_its_time_was_added_counts_with_the_extension() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(CLOSES + GRACE / 4), CLOSES + GRACE / 2)
    assert request.state.contents == ()
    events = request.issue(extension("promotion_window", CLOSES + hours(10)), CLOSES + GRACE)
    assert [type(event) for event in events] == [DeadlineExtended, m.ContentCounted]
    assert request.last(m.ContentCounted).since == CLOSES + GRACE / 4


def test_an_extension_that_lets_complete_content_count_fulfils() -> None:
    stage = platform(retention_may_outlast_window=False)
    request = received(stage)
    stage.report("video/v1", published(CLOSES - RETENTION + 2 * TICK), CLOSES - hours(1))
    assert request.state.contents == ()
    request.issue(extension("promotion_window", CLOSES + hours(10)), CLOSES)
    request.time_to(CLOSES + hours(2))
    assert (request.status, request.state.fulfilled_at) == ("COMPLETED", CLOSES + 2 * TICK)


@pytest.mark.parametrize("name", ["", "a" * 65, "my name is Li", "Receipt", "receipt_window\n", "收货"])
def test_the_name_of_a_deadline_has_no_room_for_free_text(name: str) -> None:
    with pytest.raises(ValidationError):
        extension(name, CLOSES)


@pytest.mark.parametrize("until", [APPLIED + hours(48), APPLIED + hours(47), APPLIED + timedelta(days=4_000)])
def test_an_extension_is_later_than_the_old_due_time_and_within_reason(until: datetime) -> None:
    refusal = refused(pending(), extension("approval_window", until), APPLIED + hours(1))
    assert (refusal.code, rules(refusal)) == ("rule", ["extend"])


def test_an_extension_in_the_grace_ends_later_than_now() -> None:
    request = received()
    refusal = refused(request, extension("promotion_window", CLOSES + GRACE / 2), CLOSES + GRACE / 2)
    assert refusal.code == "rule"
    request.issue(extension("promotion_window", CLOSES + GRACE / 2 + TICK), CLOSES + GRACE / 2)


def test_a_deadline_that_is_not_running_is_not_extended() -> None:
    refusal = refused(pending(), extension("receipt_window", APPLIED + hours(500)), APPLIED + hours(1))
    assert refusal.code == "rule"
    assert refusal.violations[0].required == ["approval_window"]


def test_sr_12_a_retention_is_measured_and_not_extended() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(RECEIVED), RECEIVED)
    refusal = refused(request, extension("video_retention", CLOSES + hours(500)), RECEIVED + hours(1))
    assert (refusal.code, refusal.violations[0].required) == ("rule", ["promotion_window"])


def test_nothing_is_extended_where_nothing_is_running() -> None:
    stopped = shipped()
    stopped.issue(m.ReportNonReceipt(), SHIPPED + hours(1))
    for request in (stopped, breached()):
        refusal = refused(request, extension("receipt_window", CLOSES + hours(500)), CLOSES + hours(5))
        assert refusal.code == "status"
