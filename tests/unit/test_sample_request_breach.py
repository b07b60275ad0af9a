"""SR-14: the promotion window over without fulfilment, late reports and reinstatement."""

from luyue.domain.sample_request import messages as m
from tests.unit.given_when_then import TICK, hours
from tests.unit.sample_request_stories import (
    APPLIED,
    CLOSES,
    GRACE,
    MINUTE,
    RECEIVED,
    RETENTION,
    SHIPPED,
    WHY,
    breached,
    delivered,
    live,
    pending,
    platform,
    published,
    received,
    refused,
    rules,
    shipped,
    stay,
    taken_down,
)

LATER = CLOSES + GRACE + hours(1)
REPORTED = LATER + hours(10)


def test_sr_14_the_window_over_without_fulfilment_is_a_breach_dated_when_due() -> None:
    request = received()
    request.time_to(CLOSES + GRACE)
    assert request.status == "CONTENT_PENDING"
    request.time_to(CLOSES + GRACE + TICK)
    assert (request.status, request.state.closed_reason) == ("BREACHED", "promotion_timeout")
    assert request.dated(m.SampleRequestBreached) == [CLOSES]
    assert request.summary.closed


def test_sr_14_a_breach_dated_before_what_happened_in_the_grace_turns_no_time_back() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(CLOSES), CLOSES + 30 * MINUTE)
    stage.report("video/v1", taken_down(CLOSES + 40 * MINUTE), CLOSES + 40 * MINUTE)
    request.time_to(CLOSES + GRACE + TICK)
    assert request.dated(m.SampleRequestBreached) == [CLOSES]
    assert request.state.last_at == CLOSES + 40 * MINUTE


def test_sr_14_a_report_after_the_grace_comes_too_late_even_when_it_comes_first() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(CLOSES - hours(1)), CLOSES + GRACE + TICK, routed=False)
    request.time_to(CLOSES + hours(50))
    assert request.status == "BREACHED"


def test_sr_14_a_late_report_of_content_in_time_is_an_item_for_ops_once() -> None:
    stage = platform()
    request = breached(stage)
    stage.report("video/v1", published(CLOSES), REPORTED)
    assert request.status == "BREACHED"
    late = request.last(m.PromotionReportedLate)
    assert (late.content, late.since, late.due_at) == ("video/v1", CLOSES, CLOSES + RETENTION)
    stage.report("video/v1", published(CLOSES).model_copy(update={"tags": ("new",)}), REPORTED + hours(1))
    assert request.count(m.PromotionReportedLate) == 1
    assert request.kind.details(request.state, request.policy)["reported_late"] == ["video/v1"]


def test_sr_14_a_late_report_of_content_out_of_time_is_none() -> None:
    stage = platform()
    request = breached(stage)
    stage.report("video/v1", published(CLOSES + TICK), REPORTED)
    stage.report("video/v2", published(RECEIVED - TICK), REPORTED)
    assert request.count(m.PromotionReportedLate) == 0


def test_sr_14_content_in_time_but_lost_by_then_is_none() -> None:
    stage = platform()
    request = breached(stage)
    stage.report("video/v1", published(RECEIVED + hours(1)), REPORTED, routed=False)
    stage.report("video/v1", taken_down(RECEIVED + hours(2)), REPORTED)
    assert request.count(m.PromotionReportedLate) == 0


def test_sr_14_a_late_track_that_brings_content_into_time_is_an_item_for_ops() -> None:
    stage = platform()
    request = breached(stage)
    stage.report("video/v1", published(SHIPPED + hours(30)), REPORTED)
    assert request.count(m.PromotionReportedLate) == 0
    stage.report("parcel/SF:1001", delivered(SHIPPED + hours(20)), REPORTED + hours(1))
    assert request.count(m.PromotionReportedLate) == 1
    request.issue(m.Reinstate(reason=WHY), REPORTED + hours(2))
    assert request.status == "COMPLETED"


def test_sr_14_reinstated_with_complete_content_in_time_the_request_is_fulfilled() -> None:
    stage = platform()
    request = breached(stage)
    stage.report("video/v1", published(CLOSES - RETENTION), REPORTED)
    events = request.issue(m.Reinstate(reason=WHY), REPORTED + hours(1))
    assert [type(event) for event in events] == [
        m.SampleRequestReinstated,
        m.ContentCounted,
        m.SampleRequestFulfilled,
    ]
    assert request.last(m.SampleRequestReinstated).promotion_restarts is False
    assert (request.status, request.state.closed_reason) == ("COMPLETED", None)


def test_sr_14_reinstated_with_content_still_in_retention_the_request_waits_for_it() -> None:
    stage = platform()
    request = breached(stage)
    stage.report("video/v1", published(CLOSES), REPORTED)
    request.issue(m.Reinstate(reason=WHY), REPORTED)
    assert request.status == "CONTENT_PENDING"
    assert request.deadlines == {"video_retention": CLOSES + RETENTION}
    assert request.state.reported_late == ()
    stage.report("video/v2", published(CLOSES + TICK), REPORTED)
    assert [one.content for one in request.state.contents] == ["video/v1"]
    request.time_to(CLOSES + RETENTION + GRACE + TICK)
    assert request.status == "COMPLETED"
    assert request.count(m.PromotionWindowEnded) == 0


def test_sr_14_reinstated_without_content_in_time_the_window_starts_anew() -> None:
    request = breached()
    request.issue(m.Reinstate(reason=WHY), LATER)
    assert (request.status, request.state.closed_reason) == ("CONTENT_PENDING", None)
    assert request.summary.claim == "sample:c1:p1"
    assert request.deadlines == {"promotion_window": LATER + hours(360)}
    request.time_to(LATER + hours(360) + GRACE)
    assert request.status == "CONTENT_PENDING"
    request.time_to(LATER + hours(360) + GRACE + TICK)
    assert request.status == "BREACHED"


def test_sr_14_reinstated_after_a_retention_was_lost_the_window_starts_anew() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(CLOSES - hours(1)), CLOSES - hours(1))
    stage.report("video/v1", taken_down(CLOSES + hours(20)), CLOSES + hours(20))
    assert request.status == "BREACHED"
    request.issue(m.Reinstate(reason=WHY), CLOSES + hours(30))
    assert request.deadlines == {"promotion_window": CLOSES + hours(30 + 360)}
    assert not request.state.promotion_window_ended


def test_sr_14_content_too_late_for_the_first_window_counts_in_the_new_one() -> None:
    stage = platform()
    request = breached(stage)
    stage.report("video/v1", published(CLOSES + hours(1)), CLOSES + hours(2) + MINUTE)
    request.issue(m.Reinstate(reason=WHY), LATER)
    assert request.deadlines["video_retention"] == CLOSES + hours(1) + RETENTION


def test_sr_14_a_lost_live_session_reported_longer_after_the_breach_is_an_item_for_ops() -> None:
    stage = platform()
    request = received(stage)
    begin = RECEIVED + hours(5)
    stage.report("live-session/l1", live(stay(begin)), begin + MINUTE)
    stage.report("live-session/l1", live(stay(begin, begin + 2 * MINUTE)), begin + 2 * MINUTE)
    request.time_to(LATER)
    again = live(stay(begin, begin + 2 * MINUTE), stay(begin + 5 * MINUTE, begin + 9 * MINUTE))
    stage.report("live-session/l1", again, LATER)
    assert request.count(m.PromotionReportedLate) == 1
    request.issue(m.Reinstate(reason=WHY), LATER + hours(1))
    assert request.status == "COMPLETED"


def test_sr_14_reinstating_is_refused_while_another_request_is_open() -> None:
    stage = platform()
    request = breached(stage)
    another = pending(stage, at=LATER)
    assert another.status == "PENDING"
    refusal = refused(request, m.Reinstate(reason=WHY), LATER + hours(1))
    assert (refusal.code, rules(refusal)) == ("rule", ["SR-16"])
    another.issue(m.Withdraw(), LATER + hours(2))
    request.issue(m.Reinstate(reason=WHY), LATER + hours(3))
    assert request.status == "CONTENT_PENDING"


def test_ix_06_content_that_fulfilled_another_request_meanwhile_does_not_fulfil_a_reinstated_one() -> None:
    stage = platform()
    request = breached(stage)
    another = shipped(stage, at=LATER)
    stage.report("parcel/SF:1001", delivered(LATER + hours(3)), LATER + hours(3))
    another.issue(m.ConfirmReceipt(), LATER + hours(4))
    begin = LATER + hours(5)
    stage.report("live-session/l1", live(stay(begin, begin + 3 * MINUTE)), begin + hours(1))
    assert another.status == "COMPLETED"
    request.issue(m.Reinstate(reason=WHY), begin + hours(2))
    assert request.status == "CONTENT_PENDING"
    assert request.state.contents == ()


def test_sr_14_only_a_breach_can_be_reinstated() -> None:
    request = pending()
    request.time_to(APPLIED + hours(49))
    assert refused(request, m.Reinstate(reason=WHY), APPLIED + hours(50)).code == "status"
