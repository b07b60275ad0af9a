"""IX-02 to IX-06: several videos and lives, several requests, take-downs, and the window's end."""

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
    SHIPPED,
    apply,
    delivered,
    live,
    platform,
    published,
    received,
    refused,
    rules,
    shipped,
    stay,
    taken_down,
    with_video,
)


def test_ix_05_a_take_down_reported_after_completion_changes_nothing() -> None:
    stage, request = with_video()
    request.time_to(JUDGED + TICK)
    stage.report("video/v1", taken_down(PUBLISHED + DAY), JUDGED + hours(1))
    assert request.status == "COMPLETED"
    assert request.issue(m.Observe(source="video/v1"), JUDGED + hours(2)) == []


def test_ix_05_a_take_down_is_dated_by_state_since_not_by_its_report() -> None:
    stage, request = with_video()
    stage.report("video/v1", taken_down(PUBLISHED + DAY), PUBLISHED + 3 * DAY)
    assert request.last(m.ContentLost).lost_at == PUBLISHED + DAY


def test_ix_05_a_take_down_without_a_time_is_dated_when_reported() -> None:
    stage, request = with_video()
    stage.report("video/v1", taken_down(), PUBLISHED + 3 * DAY)
    assert request.last(m.ContentLost).lost_at == PUBLISHED + 3 * DAY


def test_ix_05_a_take_down_with_the_time_of_the_publishing_is_dated_when_reported() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(None, since=PUBLISHED), PUBLISHED)
    stage.report("video/v1", taken_down(PUBLISHED), PUBLISHED + DAY)
    assert request.last(m.ContentLost).lost_at == PUBLISHED + DAY


def test_ix_05_a_take_down_dated_before_the_publishing_voids_the_video_from_its_start() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(), PUBLISHED)
    stage.report("video/v1", taken_down(PUBLISHED - hours(1)), PUBLISHED + DAY)
    assert request.last(m.ContentLost).lost_at == PUBLISHED


def test_ix_01_a_video_published_before_receipt_and_linked_after_it_does_not_count() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(RECEIVED - TICK, "p2"), RECEIVED)
    stage.report("video/v1", published(RECEIVED - TICK, "p1"), PUBLISHED)
    assert request.state.contents == ()


def test_ix_02_the_first_complete_one_fulfils_and_the_other_is_kept_as_evidence() -> None:
    stage, request = with_video()
    begin = PUBLISHED + DAY
    stage.report("live-session/l1", live(stay(begin, begin + 3 * MINUTE)), begin + hours(1))
    assert (request.status, request.state.fulfilled_by) == ("COMPLETED", "live-session/l1")
    assert request.state.fulfilled_at == begin + 3 * MINUTE
    assert [one.content for one in request.state.contents] == ["video/v1", "live-session/l1"]


def test_ix_02_a_video_complete_earlier_is_awaited_before_a_live_fulfils() -> None:
    stage, request = with_video()
    begin = DUE
    stage.report("live-session/l1", live(stay(begin, begin + 3 * MINUTE)), begin + 5 * MINUTE)
    assert request.status == "CONTENT_PENDING"
    request.time_to(JUDGED + TICK)
    assert (request.status, request.state.fulfilled_by) == ("COMPLETED", "video/v1")


def test_ix_02_if_a_form_was_agreed_only_that_form_counts() -> None:
    stage = platform()
    by_live = received(stage, apply(form="live"))
    by_video = received(stage, apply("p2", form="video"))
    stage.report("video/v1", published(PUBLISHED), PUBLISHED)
    begin = PUBLISHED + DAY
    stage.report("live-session/l1", live(stay(begin, begin + 5 * MINUTE, product="p2")), begin + hours(1))
    assert by_live.state.contents == by_video.state.contents == ()
    assert rules(refused(by_live, m.LinkVideo(video_id="v1"), begin + hours(2))) == ["IX-02"]
    assert rules(refused(by_video, m.LinkLive(live_session_id="l1"), begin + hours(2))) == ["IX-02"]
    stage.report("video/v2", published(PUBLISHED, "p2"), begin + hours(3))
    assert by_video.deadlines["video_retention"] == DUE


def test_ix_03_losing_one_video_never_resets_anothers_retention() -> None:
    stage, request = with_video()
    stage.report("video/v2", published(PUBLISHED + DAY), PUBLISHED + DAY)
    stage.report("video/v1", taken_down(PUBLISHED + 2 * DAY), PUBLISHED + 2 * DAY)
    assert request.deadlines["video_retention"] == DUE + DAY
    request.time_to(JUDGED + DAY + TICK)
    assert (request.status, request.state.fulfilled_by) == ("COMPLETED", "video/v2")


def test_ix_04_the_window_over_during_a_retention_leaves_the_request_open() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(CLOSES - DAY), CLOSES - DAY)
    request.time_to(CLOSES + GRACE)
    assert not request.state.promotion_window_ended
    request.time_to(CLOSES + GRACE + TICK)
    assert request.state.promotion_window_ended
    assert request.status == "CONTENT_PENDING"
    assert list(request.deadlines) == ["video_retention"]
    request.time_to(CLOSES - DAY + RETENTION + GRACE + TICK)
    assert request.status == "COMPLETED"


def test_ix_04_the_last_qualifying_video_lost_after_the_end_breaches_then() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(CLOSES - DAY), CLOSES - DAY)
    stage.report("video/v2", published(CLOSES - hours(1)), CLOSES - hours(1))
    request.time_to(CLOSES + hours(2))
    stage.report("video/v1", taken_down(CLOSES + DAY), CLOSES + DAY)
    assert request.status == "CONTENT_PENDING"
    stage.report("video/v2", taken_down(CLOSES + 2 * DAY), CLOSES + 2 * DAY + MINUTE)
    assert (request.status, request.state.closed_reason) == ("BREACHED", "promotion_timeout")
    assert request.dated(m.SampleRequestBreached) == [CLOSES + 2 * DAY + MINUTE]


def test_ix_04_a_loss_that_only_the_judgement_notices_breaches_too() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(CLOSES - DAY), CLOSES - DAY)
    stage.report("video/v1", taken_down(CLOSES + DAY), CLOSES + DAY, routed=False)
    request.time_to(CLOSES - DAY + RETENTION + GRACE + TICK)
    assert request.status == "BREACHED"


def test_ix_04_the_windows_judgement_does_not_judge_a_retention_that_ends_in_the_grace() -> None:
    stage = platform()
    request = received(stage)
    due_at = CLOSES + GRACE / 2
    stage.report("video/v1", published(due_at - RETENTION), due_at - RETENTION)
    request.time_to(CLOSES + GRACE + TICK)
    assert request.status == "CONTENT_PENDING"
    stage.report("video/v1", taken_down(due_at - TICK), due_at + GRACE)
    assert request.status == "BREACHED"


def test_ix_01_a_delivery_still_to_come_is_believed_when_its_time_has_come() -> None:
    stage = platform()
    request = shipped(stage)
    arrival = SHIPPED + hours(20)
    stage.report("parcel/SF:1001", delivered(arrival), arrival - TICK)
    assert request.state.shipment.delivered_at is None
    stage.report("video/v1", published(arrival), arrival)
    request.issue(m.ConfirmReceipt(), RECEIVED)
    assert request.state.shipment.delivered_at == arrival
    assert [one.since for one in request.state.contents] == [arrival]


def test_ix_01_a_delivery_still_to_come_hides_none_that_has_been() -> None:
    stage = platform()
    request = shipped(stage)
    arrival = SHIPPED + hours(20)
    stage.report("parcel/SF:1001", delivered(arrival + DAY), arrival)
    stage.report("parcel/SF:1001", delivered(arrival), arrival)
    assert request.state.shipment.delivered_at == arrival
    request.issue(m.ConfirmReceipt(), arrival + 2 * DAY)
    assert request.count(m.ParcelDelivered) == 1


def test_ix_06_one_video_fulfils_requests_for_different_products() -> None:
    stage = platform()
    one, other = received(stage), received(stage, apply("p2"))
    stage.report("video/v1", published(PUBLISHED, "p1", "p2"), PUBLISHED)
    for request in (one, other):
        request.time_to(JUDGED + TICK)
        assert (request.status, request.state.fulfilled_by) == ("COMPLETED", "video/v1")
    assert one.summary.claim != other.summary.claim


def test_ix_06_one_video_never_fulfils_two_requests_for_one_product() -> None:
    stage, first = with_video()
    stage.report("parcel/SF:1001", delivered(PUBLISHED), PUBLISHED)
    first.time_to(JUDGED + TICK)
    assert first.summary.claim == "promoted:c1:p1:video/v1"
    second = received(stage, at=PUBLISHED - hours(1))
    assert second.status == "CONTENT_PENDING"
    assert second.state.contents == ()
    refusal = refused(second, m.LinkVideo(video_id="v1"), JUDGED + hours(100))
    assert rules(refusal) == ["IX-06"]
