"""The test clock: a process's time runs ahead of the wall clock, and everything dated follows."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from luyue.domain.process import Advance, ClockAdvanced, DeadlineApproaching
from luyue.domain.sample_request import messages as m
from tests.unit.given_when_then import TICK, hours
from tests.unit.sample_request_stories import (
    APPLIED,
    CLOSES,
    GRACE,
    MINUTE,
    RECEIVED,
    WHY,
    approved,
    breached,
    new_request,
    pending,
    platform,
    published,
    received,
    refused,
    rules,
    ship,
    taken_down,
)

NOON = APPLIED + hours(3)


def test_an_advance_lets_everything_due_by_then_happen() -> None:
    request = pending()
    request.issue(Advance(by=hours(48)), APPLIED)
    assert (request.status, request.count(DeadlineApproaching)) == ("PENDING", 1)
    request.time_to(APPLIED + TICK)
    assert request.status == "CANCELLED"
    assert request.dated(m.SampleRequestCancelled) == [APPLIED + hours(48)]


def test_an_advance_is_an_event_dated_before_it() -> None:
    request = pending()
    request.issue(Advance(by=hours(10)), NOON)
    assert request.dated(ClockAdvanced) == [NOON]
    assert request.last(ClockAdvanced) == ClockAdvanced(wall_at=NOON, by=hours(10))


def test_an_advance_to_a_moment_of_the_processs_time() -> None:
    request = pending()
    request.issue(Advance(to=APPLIED + hours(20)), NOON)
    assert request.last(ClockAdvanced).by == hours(17)
    request.issue(Advance(to=APPLIED + hours(30)), NOON + hours(1))
    assert request.last(ClockAdvanced).by == hours(9)
    assert request.state.process_time(NOON + hours(1)) == APPLIED + hours(30)


def test_the_clock_only_moves_forward() -> None:
    request = pending()
    request.issue(Advance(by=hours(20)), NOON)
    for moment in (APPLIED + hours(10), APPLIED + hours(23)):
        refusal = refused(request, Advance(to=moment), NOON)
        assert (refusal.code, rules(refusal)) == ("rule", ["test-clock"])
    with pytest.raises(ValidationError):
        Advance(by=timedelta(0))


def test_the_clock_moves_ten_years_in_all_at_most() -> None:
    stage = platform(approval_window=timedelta(days=10_000))
    request = pending(stage)
    request.issue(Advance(by=timedelta(days=3_000)), NOON)
    assert refused(request, Advance(by=timedelta(days=661)), NOON).code == "rule"
    request.issue(Advance(by=timedelta(days=660)), NOON)


@pytest.mark.parametrize("given", [{}, {"by": hours(1), "to": NOON}])
def test_an_advance_is_by_a_duration_or_to_a_moment(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Advance.model_validate(given)


def test_commands_are_dated_in_the_processs_time() -> None:
    request = pending()
    request.issue(Advance(by=hours(20)), NOON)
    request.issue(m.Approve(), NOON + hours(1))
    assert request.state.approved_at == NOON + hours(21)
    assert request.deadlines["shipping_due"] == NOON + hours(21 + 48)


def test_several_advances_add_up_and_deadlines_wake_at_the_right_wall_time() -> None:
    request = approved()
    request.issue(Advance(by=hours(30)), NOON)
    request.issue(Advance(by=hours(10)), NOON + hours(2))
    due = request.deadlines["shipping_due"]
    assert request.state.wall_time(due) == due - hours(40)
    request.time_to(due - hours(40))
    assert not request.state.late
    request.time_to(due - hours(40) + TICK)
    assert request.state.late


def test_a_command_issued_before_an_advance_and_carried_out_after_it_is_dated_after_it() -> None:
    request = pending()
    request.issue(Advance(by=hours(20)), NOON)
    request.issue(Advance(by=hours(5)), NOON - MINUTE, now=NOON + MINUTE)
    assert [advance.wall_at for advance in request.state.clock] == [NOON, NOON]
    request.issue(m.Approve(), NOON - MINUTE, now=NOON + 2 * MINUTE)
    assert request.state.approved_at == NOON + hours(25)


def test_facts_without_times_are_dated_in_the_processs_time() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(), RECEIVED + hours(1))
    request.issue(Advance(by=hours(100)), RECEIVED + hours(2))
    stage.report("video/v2", published(), RECEIVED + hours(3))
    since = {one.content: one.since for one in request.state.contents}
    assert since == {"video/v1": RECEIVED + hours(1), "video/v2": RECEIVED + hours(103)}


def test_a_retention_is_kept_by_advancing() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(), RECEIVED)
    request.issue(Advance(by=hours(168) + GRACE - MINUTE), RECEIVED + MINUTE)
    assert request.status == "CONTENT_PENDING"
    request.issue(Advance(by=TICK), RECEIVED + MINUTE)
    assert (request.status, request.state.fulfilled_at) == ("COMPLETED", RECEIVED + hours(168))


def test_a_take_down_without_a_time_after_an_advance_breaks_the_retention_then() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(), RECEIVED)
    request.issue(Advance(by=hours(167)), RECEIVED + MINUTE)
    stage.report("video/v1", taken_down(), RECEIVED + 2 * MINUTE)
    assert request.last(m.ContentLost).lost_at == RECEIVED + hours(167) + 2 * MINUTE


def test_a_report_after_an_advance_past_the_judgement_is_late() -> None:
    stage = platform()
    request = received(stage)
    request.issue(Advance(by=hours(362)), RECEIVED + MINUTE, now=RECEIVED + 2 * MINUTE)
    assert request.status == "BREACHED"
    stage.report("video/v1", published(CLOSES), RECEIVED + 3 * MINUTE)
    assert request.count(m.PromotionReportedLate) == 1


def test_one_advance_through_a_whole_life_does_everything_in_order() -> None:
    request = approved()
    request.issue(ship(), NOON)
    request.issue(Advance(by=timedelta(days=100)), NOON, now=NOON + TICK)
    events = [type(one.event).__name__ for one in request.history[-5:]]
    assert events == [
        "ClockAdvanced",
        "DeadlineApproaching",
        "ReceiptConfirmed",
        "DeadlineApproaching",
        "SampleRequestBreached",
    ]


def test_the_clock_of_a_closed_process_stands() -> None:
    assert refused(breached(), Advance(by=hours(1)), CLOSES + hours(5)).code == "status"


def test_the_clock_of_a_process_not_started_stands() -> None:
    assert refused(new_request(platform()), Advance(by=hours(1)), APPLIED).code == "status"


def test_a_reinstated_process_keeps_its_time() -> None:
    request = received()
    request.issue(Advance(by=hours(400)), RECEIVED, now=RECEIVED + TICK)
    request.issue(m.Reinstate(reason=WHY), RECEIVED + hours(1))
    assert request.deadlines == {"promotion_window": RECEIVED + hours(401 + 360)}
