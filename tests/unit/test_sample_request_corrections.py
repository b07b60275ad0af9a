"""SR-12 with IX-01 and SR-14: a video whose time of publishing is corrected by a later report."""

from datetime import datetime

import pytest

from luyue.domain.facts import Video
from luyue.domain.messages import Event
from luyue.domain.sample_request import messages as m
from tests.unit.given_when_then import TICK, Process, hours
from tests.unit.sample_request_stories import (
    CLOSES,
    DAY,
    DUE,
    GRACE,
    MINUTE,
    PUBLISHED,
    RECEIVED,
    RETENTION,
    breached,
    platform,
    published,
    received,
    refused,
    rules,
    taken_down,
    with_video,
)

LATER = CLOSES + GRACE + hours(5)


def of_video(request: Process, *types: type[Event]) -> list[type[Event]]:
    """The events of these types in their order."""
    return [type(one.event) for one in request.history if isinstance(one.event, types)]


def test_ix_01_a_publishing_corrected_from_before_receipt_into_the_window_counts() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(RECEIVED - 3 * DAY), PUBLISHED)
    assert rules(refused(request, m.LinkVideo(video_id="v1"), PUBLISHED)) == ["IX-01"]
    corrected = RECEIVED + 2 * DAY
    stage.report("video/v1", published(corrected), RECEIVED + 3 * DAY, routed=False)
    events = request.issue(m.LinkVideo(video_id="v1"), RECEIVED + 3 * DAY)
    assert [type(event) for event in events] == [m.ContentCounted]
    assert request.last(m.ContentCounted).since == corrected
    assert request.deadlines["video_retention"] == corrected + RETENTION


@pytest.mark.parametrize("corrected", [PUBLISHED - hours(5), PUBLISHED + hours(5)])
def test_sr_12_a_corrected_publishing_moves_the_retention_both_ways(corrected: datetime) -> None:
    stage, request = with_video()
    stage.report("video/v1", published(corrected), PUBLISHED + DAY)
    assert request.deadlines["video_retention"] == corrected + RETENTION
    request.time_to(corrected + RETENTION + GRACE + TICK)
    assert (request.status, request.state.fulfilled_at) == ("COMPLETED", corrected + RETENTION)


def test_ix_01_a_publishing_corrected_to_before_receipt_no_longer_counts_and_never_fulfils() -> None:
    stage, request = with_video()
    stage.report("video/v1", published(RECEIVED - TICK), PUBLISHED + DAY)
    assert of_video(request, m.ContentCounted, m.ContentLost) == [m.ContentCounted, m.ContentLost]
    assert rules(refused(request, m.LinkVideo(video_id="v1"), PUBLISHED + DAY)) == ["IX-01"]
    request.time_to(CLOSES + GRACE + TICK)
    assert request.status == "BREACHED"


def test_ix_01_a_correction_may_itself_be_corrected() -> None:
    stage, request = with_video()
    stage.report("video/v1", published(RECEIVED - TICK), PUBLISHED + DAY)
    stage.report("video/v1", published(PUBLISHED), PUBLISHED + 2 * DAY)
    assert request.deadlines["video_retention"] == DUE


def test_sr_14_a_time_told_after_the_breach_that_was_in_time_is_an_item_for_ops() -> None:
    stage = platform()
    request = breached(stage)
    stage.report("video/v1", published(), LATER)
    assert request.count(m.PromotionReportedLate) == 0
    stage.report("video/v1", published(PUBLISHED), LATER + hours(1))
    assert request.last(m.PromotionReportedLate).since == PUBLISHED


def test_sr_12_a_correction_that_makes_the_retention_long_over_fulfils_at_once() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(), RECEIVED + 9 * DAY)
    stage.report("video/v1", published(PUBLISHED), RECEIVED + 10 * DAY)
    assert (request.status, request.state.fulfilled_at) == ("COMPLETED", DUE)


def test_sr_12_a_link_with_a_time_of_its_own_does_not_follow_a_correction() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(RECEIVED - DAY, "p2"), RECEIVED)
    stage.report("video/v1", published(RECEIVED - DAY), PUBLISHED)
    assert request.state.contents == ()
    stage.report("video/v1", published(RECEIVED + MINUTE), PUBLISHED + hours(1))
    assert request.deadlines["video_retention"] == DUE
    stage.report("video/v1", published(PUBLISHED + hours(2)), PUBLISHED + hours(3))
    assert request.deadlines["video_retention"] == DUE + hours(2)


def test_sr_12_a_publishing_corrected_before_the_product_is_linked() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(RECEIVED - DAY, "p2"), RECEIVED)
    stage.report("video/v1", published(RECEIVED + MINUTE, "p2"), RECEIVED + hours(1))
    stage.report("video/v1", published(RECEIVED + MINUTE), PUBLISHED)
    assert request.deadlines["video_retention"] == DUE


def test_sr_12_a_video_linked_while_hidden_counts_from_its_corrected_publishing() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", taken_down(), RECEIVED + hours(1))
    stage.report("video/v1", published(), PUBLISHED + hours(5))
    stage.report("video/v1", published(PUBLISHED), PUBLISHED + hours(6))
    assert request.deadlines["video_retention"] == DUE


def test_sr_12_a_correction_makes_nothing_of_the_time_in_which_the_video_was_hidden() -> None:
    stage = platform()
    request = received(stage)
    early = Video(creator_id="c1", product_ids=("p2",), state="published", published_at=RECEIVED + MINUTE)
    stage.report("video/v1", early, RECEIVED + hours(1))
    stage.report("video/v1", early.model_copy(update={"state": "unpublished"}), PUBLISHED)
    stage.report("video/v1", early.model_copy(update={"product_ids": ("p1",)}), PUBLISHED + hours(5))
    stage.report("video/v1", published(RECEIVED + 2 * MINUTE), PUBLISHED + hours(6))
    assert request.deadlines["video_retention"] == DUE


def test_sr_12_a_corrected_publishing_is_dated_by_the_later_of_publishing_and_state() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(RECEIVED + MINUTE, since=PUBLISHED), PUBLISHED)
    stage.report("video/v1", published(RECEIVED + 2 * MINUTE, since=PUBLISHED), PUBLISHED + hours(1))
    assert request.deadlines["video_retention"] == DUE
    moved = PUBLISHED - hours(3)
    stage.report("video/v1", published(moved, since=moved), PUBLISHED + hours(2))
    assert request.deadlines["video_retention"] == moved + RETENTION


def test_sr_12_a_newer_state_since_of_a_state_that_goes_on_does_not_date_a_corrected_publishing() -> None:
    stage, request = with_video()
    stage.report("video/v1", published(PUBLISHED - MINUTE, since=PUBLISHED + DAY), PUBLISHED + DAY)
    assert request.deadlines["video_retention"] == DUE - MINUTE


def test_ix_05_a_take_down_of_a_video_with_a_corrected_publishing_is_dated_by_state_since() -> None:
    stage, request = with_video()
    stage.report("video/v1", published(PUBLISHED - MINUTE), PUBLISHED + DAY)
    stage.report("video/v1", taken_down(PUBLISHED + hours(2)), PUBLISHED + 2 * DAY)
    assert request.last(m.ContentLost).lost_at == PUBLISHED + hours(2)


def test_ix_05_a_report_that_corrects_and_unlinks_does_both() -> None:
    stage, request = with_video()
    stage.report("video/v1", published(RECEIVED + MINUTE, "p2"), RECEIVED + MINUTE + RETENTION)
    assert (request.status, request.state.fulfilled_at) == ("COMPLETED", RECEIVED + MINUTE + RETENTION)
