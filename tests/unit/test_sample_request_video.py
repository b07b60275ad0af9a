"""SR-11 and SR-12 with IX-01 to IX-06: promotion by video."""

import pytest

from luyue.domain.facts import Video
from luyue.domain.sample_request import messages as m
from tests.unit.given_when_then import TICK, hours
from tests.unit.sample_request_stories import (
    CLOSES,
    DAY,
    DUE,
    GRACE,
    JUDGED,
    MINUTE,
    PUBLISHED,
    RECEIVED,
    RETENTION,
    platform,
    published,
    received,
    refused,
    rules,
    taken_down,
    with_video,
)


def test_sr_12_a_video_that_stays_published_for_168_hours_fulfils() -> None:
    _, request = with_video()
    assert request.deadlines["video_retention"] == DUE
    assert request.issue(m.Observe(source="video/v1"), JUDGED) == []
    assert request.status == "CONTENT_PENDING"
    request.time_to(JUDGED + TICK)
    assert (request.status, request.state.fulfilled_by) == ("COMPLETED", "video/v1")
    assert request.state.fulfilled_at == DUE
    assert request.dated(m.SampleRequestFulfilled) == [DUE]


def test_sr_12_taken_down_after_exactly_168_hours_is_enough() -> None:
    stage, request = with_video()
    stage.report("video/v1", taken_down(DUE), DUE + MINUTE)
    assert (request.status, request.state.fulfilled_at) == ("COMPLETED", DUE)


def test_sr_12_taken_down_a_tick_earlier_is_not_and_the_video_is_void() -> None:
    stage, request = with_video()
    stage.report("video/v1", taken_down(DUE - TICK), DUE + MINUTE)
    request.time_to(JUDGED + DAY)
    assert request.status == "CONTENT_PENDING"
    assert request.last(m.ContentLost).lost_at == DUE - TICK
    assert "video_retention" not in request.deadlines


def test_sr_12_a_loss_is_told_once() -> None:
    stage, request = with_video()
    stage.report("video/v1", taken_down(PUBLISHED + DAY), PUBLISHED + DAY)
    assert request.issue(m.Observe(source="video/v1"), PUBLISHED + 2 * DAY) == []


def test_sr_12_what_was_lost_before_it_was_ever_counted_is_not_told() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(PUBLISHED), PUBLISHED + DAY, routed=False)
    stage.report("video/v1", taken_down(PUBLISHED + MINUTE), PUBLISHED + DAY)
    assert (request.count(m.ContentCounted), request.count(m.ContentLost)) == (0, 0)


def test_sr_12_unlinking_the_product_voids_the_video() -> None:
    stage, request = with_video()
    stage.report("video/v1", published(PUBLISHED, "p2"), PUBLISHED + DAY)
    assert request.last(m.ContentLost).lost_at == PUBLISHED + DAY
    request.time_to(JUDGED + DAY)
    assert request.status == "CONTENT_PENDING"


def test_sr_12_a_video_with_other_products_besides_promotes_as_well() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(PUBLISHED, "p2", "p1"), PUBLISHED)
    assert request.deadlines["video_retention"] == DUE


def test_sr_12_a_void_video_published_again_stays_void_and_another_may_follow() -> None:
    stage, request = with_video()
    stage.report("video/v1", taken_down(PUBLISHED + DAY), PUBLISHED + DAY)
    again = published(PUBLISHED + 2 * DAY, since=PUBLISHED + 2 * DAY)
    stage.report("video/v1", again, PUBLISHED + 2 * DAY)
    assert "video_retention" not in request.deadlines
    assert rules(refused(request, m.LinkVideo(video_id="v1"), PUBLISHED + 3 * DAY)) == ["SR-12"]
    stage.report("video/v2", published(PUBLISHED + 3 * DAY), PUBLISHED + 3 * DAY)
    assert request.deadlines["video_retention"] == PUBLISHED + 3 * DAY + RETENTION


def test_sr_12_a_video_linked_again_stays_void() -> None:
    stage, request = with_video()
    stage.report("video/v1", published(PUBLISHED, "p2"), PUBLISHED + DAY)
    stage.report("video/v1", published(PUBLISHED, "p1"), PUBLISHED + 2 * DAY)
    assert "video_retention" not in request.deadlines


def test_sr_12_retention_counts_from_linking_where_that_came_later() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(PUBLISHED, "p2"), PUBLISHED)
    assert request.state.contents == ()
    stage.report("video/v1", published(PUBLISHED, "p2", "p1"), PUBLISHED + DAY)
    assert request.deadlines["video_retention"] == PUBLISHED + DAY + RETENTION


def test_sr_12_retention_counts_from_publishing_where_that_came_later() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", taken_down(RECEIVED + hours(1)), RECEIVED + hours(1))
    stage.report("video/v1", published(PUBLISHED, since=PUBLISHED), PUBLISHED + MINUTE)
    assert request.deadlines["video_retention"] == DUE


def test_sr_12_a_first_publishing_is_dated_by_published_at_without_a_state_since() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", taken_down(), RECEIVED + hours(1))
    stage.report("video/v1", published(PUBLISHED), PUBLISHED + hours(5))
    assert request.deadlines["video_retention"] == DUE


def test_sr_12_publishing_again_without_a_new_time_is_dated_when_reported() -> None:
    stage = platform()
    request = received(stage)
    early = Video(creator_id="c1", product_ids=("p2",), state="published", published_at=RECEIVED + MINUTE)
    stage.report("video/v1", early, RECEIVED + hours(1))
    stage.report("video/v1", early.model_copy(update={"state": "unpublished"}), RECEIVED + hours(2))
    stage.report("video/v1", early.model_copy(update={"product_ids": ("p1",)}), PUBLISHED)
    assert request.deadlines["video_retention"] == DUE


def test_sr_12_publishing_again_with_a_newer_published_at_is_dated_by_it() -> None:
    stage = platform()
    request = received(stage)
    hidden = taken_down().model_copy(update={"published_at": RECEIVED + MINUTE})
    stage.report("video/v1", hidden, RECEIVED + hours(1))
    stage.report("video/v1", published(PUBLISHED), PUBLISHED + hours(5))
    assert request.deadlines["video_retention"] == DUE


def test_sr_12_a_state_that_goes_on_does_not_date_what_is_linked_in_its_course() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(None, "p2"), RECEIVED + hours(2))
    stage.report("video/v1", published(None, "p1", since=RECEIVED + hours(1)), PUBLISHED)
    assert request.deadlines["video_retention"] == DUE


def test_sr_12_a_published_at_told_later_does_not_date_what_is_linked_then() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(None, "p2"), RECEIVED + hours(2))
    stage.report("video/v1", published(RECEIVED + hours(1), "p1"), PUBLISHED)
    assert request.deadlines["video_retention"] == DUE


def test_ix_05_a_published_at_told_later_does_not_date_a_take_down() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(), PUBLISHED)
    hidden = taken_down().model_copy(update={"published_at": PUBLISHED - MINUTE})
    stage.report("video/v1", hidden, PUBLISHED + DAY)
    assert request.last(m.ContentLost).lost_at == PUBLISHED + DAY


def test_ix_05_an_unlinking_is_dated_by_a_newer_state_since() -> None:
    stage, request = with_video()
    stage.report("video/v1", published(PUBLISHED, "p2", since=PUBLISHED + DAY), PUBLISHED + 3 * DAY)
    assert request.last(m.ContentLost).lost_at == PUBLISHED + DAY


def test_sr_12_a_first_report_is_dated_by_the_later_of_publishing_and_state() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(RECEIVED + MINUTE, since=PUBLISHED), PUBLISHED + hours(5))
    assert request.deadlines["video_retention"] == DUE


def test_sr_12_a_video_without_times_is_dated_when_reported() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(), PUBLISHED)
    assert request.deadlines["video_retention"] == DUE


def test_sr_12_a_report_that_changes_tags_only_breaks_nothing() -> None:
    stage, request = with_video()
    stage.report("video/v1", published(PUBLISHED).model_copy(update={"tags": ("new",)}), PUBLISHED + DAY)
    assert request.deadlines["video_retention"] == DUE
    assert request.count(m.ContentCounted) == 1


def test_sr_12_a_video_that_turns_out_to_be_another_creators_does_not_promote() -> None:
    stage, request = with_video()
    stage.report("video/v1", published(PUBLISHED, creator="c2"), PUBLISHED + DAY)
    request.time_to(JUDGED + DAY)
    assert request.status == "CONTENT_PENDING"


@pytest.mark.parametrize(
    ("publishing", "counts"), [(RECEIVED - TICK, False), (RECEIVED, True), (CLOSES, True), (CLOSES + TICK, False)]
)
def test_sr_12_publishing_must_fall_inside_the_window_ends_included(publishing: object, counts: bool) -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(publishing), CLOSES + MINUTE)  # type: ignore[arg-type]
    assert bool(request.state.contents) is counts


def test_sr_12_linking_must_fall_inside_the_window_too() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(PUBLISHED, "p2"), PUBLISHED)
    stage.report("video/v1", published(PUBLISHED, "p1"), CLOSES + TICK)
    assert request.state.contents == ()


def test_sr_12_retention_may_be_kept_from_outlasting_the_window_by_policy() -> None:
    stage = platform(retention_may_outlast_window=False)
    request = received(stage)
    stage.report("video/v1", published(CLOSES - RETENTION + TICK), CLOSES - DAY)
    assert request.state.contents == ()
    refusal = refused(request, m.LinkVideo(video_id="v1"), CLOSES - DAY)
    assert rules(refusal) == ["SR-12"]
    assert "complete" in refusal.violations[0].message.en
    stage.report("video/v2", published(CLOSES - RETENTION), CLOSES - DAY)
    request.time_to(CLOSES + GRACE + TICK)
    assert (request.status, request.state.fulfilled_by) == ("COMPLETED", "video/v2")
    assert request.count(m.PromotionWindowEnded) == 0


def test_sr_14_content_that_only_the_windows_judgement_finds_complete_fulfils_at_once() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(CLOSES - RETENTION), CLOSES, routed=False)
    events = [type(happened.event) for happened in request.time_to(CLOSES + GRACE + TICK)]
    assert events[-2:] == [m.ContentCounted, m.SampleRequestFulfilled]
    assert request.state.fulfilled_at == CLOSES


def test_sr_12_linking_a_video_by_command_counts_it_once() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(PUBLISHED), PUBLISHED, routed=False)
    assert request.state.contents == ()
    events = request.issue(m.LinkVideo(video_id="v1"), PUBLISHED + DAY)
    assert [type(event) for event in events] == [m.ContentCounted]
    assert request.issue(m.LinkVideo(video_id="v1"), PUBLISHED + DAY) == []


def test_sr_11_content_that_nobody_reported_cannot_be_linked() -> None:
    assert rules(refused(received(), m.LinkVideo(video_id="v9"), PUBLISHED)) == ["SR-11"]
    assert rules(refused(received(), m.LinkLive(live_session_id="l9"), PUBLISHED)) == ["SR-11"]


def test_sr_12_a_video_that_is_not_published_cannot_be_linked() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", taken_down(), PUBLISHED)
    assert rules(refused(request, m.LinkVideo(video_id="v1"), PUBLISHED)) == ["SR-12"]


def test_sr_14_a_video_in_time_counts_although_its_report_was_late() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(CLOSES), CLOSES + GRACE, routed=False)
    request.time_to(CLOSES + GRACE + TICK)
    assert request.status == "CONTENT_PENDING"
    assert request.dated(m.PromotionWindowEnded) == [CLOSES]
    request.time_to(CLOSES + RETENTION + GRACE + TICK)
    assert request.state.fulfilled_at == CLOSES + RETENTION


def test_sr_12_a_take_down_in_time_to_judge_counts_at_the_end_of_the_grace() -> None:
    stage, request = with_video()
    stage.report("video/v1", taken_down(DUE - TICK), JUDGED, routed=False)
    request.time_to(JUDGED + TICK)
    assert request.status == "CONTENT_PENDING"
    assert request.last(m.ContentLost).lost_at == DUE - TICK


def test_sr_12_the_verdict_does_not_depend_on_how_late_time_is_noticed() -> None:
    stage, request = with_video()
    stage.report("video/v1", taken_down(DUE - TICK), JUDGED + TICK, routed=False)
    request.time_to(JUDGED + DAY)
    assert request.status == "COMPLETED"
