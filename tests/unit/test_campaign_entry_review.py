"""From review to the event's end (CE-03, CE-04, CE-07, IX-25, IX-26): what people decide, and what time does."""

from collections.abc import Callable
from datetime import datetime

import pytest

from luyue.domain.campaign_entry import messages as m
from luyue.domain.process import DeadlineApproaching, Extend
from tests.unit.campaign_entry_stories import (
    APPROVED,
    BEGINS,
    DAY,
    ENDS,
    LAST_INSTANT,
    OVER,
    REVIEW_DUE,
    SECOND,
    WHY,
    active,
    approved_during_the_event,
    campaign,
    completed,
    enrolled,
    escalated,
    lapsed,
    left,
    platform,
    refused,
    refused_by,
    registered,
    registration,
    rejected,
    removed,
)
from tests.unit.given_when_then import TICK, Process, hours


def test_ce_03_a_review_exactly_3_days_later_is_in_time() -> None:
    entry = registered()
    entry.issue(m.Approve(), REVIEW_DUE)
    assert (entry.status, entry.count(m.EntryEscalated)) == ("ENROLLED", 0)


def test_ce_03_an_overdue_review_is_escalated_and_never_decided_by_the_clock() -> None:
    entry = registered()
    entry.time_to(REVIEW_DUE)
    assert entry.count(m.EntryEscalated) == 0
    entry.time_to(REVIEW_DUE + TICK)
    assert entry.dated(m.EntryEscalated) == [REVIEW_DUE]
    assert (entry.status, entry.state.escalated_at) == ("UNDER_REVIEW", REVIEW_DUE)
    entry.time_to(OVER - TICK)
    assert (entry.status, entry.count(m.EntryEscalated)) == ("UNDER_REVIEW", 1)


@pytest.mark.parametrize(("command", "status"), [(m.Approve(), "ENROLLED"), (m.Reject(reason=WHY), "REJECTED")])
def test_ce_03_an_escalated_entry_is_still_reviewed_by_people(command: m.Approve | m.Reject, status: str) -> None:
    entry = escalated()
    entry.issue(command, REVIEW_DUE + DAY)
    assert entry.status == status


def test_ce_03_merchant_and_ops_are_warned_before_the_escalation() -> None:
    entry = registered()
    entry.time_to(REVIEW_DUE)
    assert entry.dated(DeadlineApproaching) == [REVIEW_DUE - hours(6)]
    warning = entry.last(DeadlineApproaching)
    assert (warning.deadline, warning.then) == ("review_window", "escalate")


def test_ce_03_ops_may_extend_the_review_until_it_is_escalated() -> None:
    entry = registered()
    until = REVIEW_DUE + DAY
    entry.issue(Extend(deadline="review_window", until=until, reason=WHY), REVIEW_DUE)
    entry.time_to(until)
    assert entry.count(m.EntryEscalated) == 0
    entry.time_to(until + TICK)
    assert entry.dated(m.EntryEscalated) == [until]
    again = Extend(deadline="review_window", until=until + DAY, reason=WHY)
    assert refused(entry, again, until + SECOND).code == "status"


@pytest.mark.parametrize("deadline", ["event_from", "event_until"])
def test_ce_01_nobody_extends_the_event_of_one_entry(deadline: str) -> None:
    for entry in (registered(), enrolled(), active()):
        extension = Extend(deadline=deadline, until=ENDS + 30 * DAY, reason=WHY)
        assert refused(entry, extension, entry.seen_at).code in ("rule", "status")


def test_ce_04_a_rejection_says_until_when_another_product_may_be_registered() -> None:
    entry = rejected()
    event = entry.last(m.EntryRejected)
    assert (event.product_id, event.another_until, event.reason) == ("p1", ENDS, WHY)
    assert event.found_by == "rejected:spring:m1"


def test_ix_25_approved_before_the_event_it_takes_part_from_the_events_begin() -> None:
    entry = enrolled()
    event = entry.last(m.EntryEnrolled)
    assert (event.effective_from, event.effective_before) == (BEGINS, OVER)
    entry.time_to(BEGINS)
    assert (entry.status, entry.deadlines) == ("ENROLLED", {"event_from": BEGINS})
    entry.time_to(BEGINS + TICK)
    assert (entry.status, entry.dated(m.EntryActivated)) == ("ACTIVE", [BEGINS])


def test_ix_25_approved_during_the_event_it_takes_part_from_the_approval() -> None:
    entry = approved_during_the_event()
    assert entry.last(m.EntryEnrolled).effective_from == BEGINS + DAY
    assert (entry.status, entry.dated(m.EntryActivated)) == ("ACTIVE", [BEGINS + DAY])


@pytest.mark.parametrize(
    ("at", "status"), [(BEGINS - TICK, "ENROLLED"), (BEGINS, "ACTIVE"), (LAST_INSTANT, "ACTIVE"), (OVER, "LAPSED")]
)
def test_ix_25_the_first_and_the_last_instant_of_the_event(at: datetime, status: str) -> None:
    entry = registered()
    if status == "LAPSED":
        assert refused_by(entry, m.Approve(), at) == ("status", ["IX-25"])
    else:
        entry.issue(m.Approve(), at)
        assert entry.last(m.EntryEnrolled).effective_from == max(at, BEGINS)
    assert entry.status == status


def test_ix_25_unreviewed_at_the_end_an_entry_lapses_without_fault() -> None:
    entry = lapsed()
    assert (entry.status, entry.dated(m.EntryLapsed)) == ("LAPSED", [LAST_INSTANT])
    assert entry.summary.record is None
    assert entry.summary.claim is None


def test_ix_25_an_entry_of_the_last_day_lapses_before_its_review_is_due() -> None:
    entry = registered(platform(campaign(registration_until=ENDS)), at=OVER - DAY)
    entry.time_to(OVER)
    assert (entry.status, entry.count(m.EntryEscalated)) == ("LAPSED", 0)


def test_ce_01_23_59_59_belongs_to_the_event_and_00_00_00_does_not() -> None:
    entry = active()
    entry.time_to(LAST_INSTANT)
    assert entry.status == "ACTIVE"
    entry.time_to(OVER)
    assert (entry.status, entry.dated(m.EntryCompleted)) == ("COMPLETED", [LAST_INSTANT])


def test_ce_07_a_merchant_that_cannot_ship_leaves_up_to_the_events_end() -> None:
    entry = active()
    entry.issue(m.Leave(), LAST_INSTANT)
    assert entry.status == "LEFT"
    assert refused_by(active(), m.Leave(), OVER) == ("status", ["CE-01"])


@pytest.mark.parametrize("standing", [registered, escalated, enrolled, active])
def test_ce_07_every_open_entry_can_be_left(standing: Callable[[], Process]) -> None:
    entry = standing()
    entry.issue(m.Leave(reason=WHY), entry.seen_at)
    assert (entry.status, entry.deadlines, entry.summary.closed) == ("LEFT", {}, True)


def test_ix_26_orders_find_from_when_a_product_was_enrolled_and_when_that_ended() -> None:
    for entry, ended in ((left(), m.EntryLeft), (removed(), m.EntryRemoved)):
        enrolling, ending = entry.last(m.EntryEnrolled), entry.last(ended)
        assert enrolling.found_by == ending.found_by == "enrolment:spring:p1"
        assert enrolling.merchant_id == ending.merchant_id == "m1"
        assert enrolling.effective_from == BEGINS
        assert entry.dated(ended) == [BEGINS + DAY]


def test_ix_26_who_comes_back_is_enrolled_anew() -> None:
    stage = platform()
    left(stage)
    again = registered(stage, registration(), BEGINS + DAY + hours(1))
    again.issue(m.Approve(), BEGINS + DAY + hours(2))
    assert again.last(m.EntryEnrolled).effective_from == BEGINS + DAY + hours(2)


def test_ops_remove_what_takes_part_and_reject_what_is_under_review() -> None:
    entry = enrolled()
    entry.issue(m.Remove(reason=WHY), APPROVED + hours(1))
    assert entry.status == "REMOVED"
    assert refused_by(registered(), m.Remove(reason=WHY), APPROVED) == ("status", ["CE-03"])


def test_nothing_happens_to_what_is_over() -> None:
    for entry in (completed(), lapsed(), rejected(), left(), removed()):
        version = entry.state.version
        entry.time_to(OVER + 1000 * DAY)
        assert (entry.state.version, entry.deadlines) == (version, {})


def test_ce_03_a_second_decision_is_refused() -> None:
    for command in (m.Approve(), m.Reject(reason=WHY)):
        assert refused_by(enrolled(), command, APPROVED + hours(1)) == ("status", ["CE-03"])
