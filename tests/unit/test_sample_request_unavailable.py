"""IX-13 and IX-14 after shipping: the promotion's clocks stop while the product cannot be had, and go on (IX-30)."""

from datetime import datetime

import pytest

from luyue.domain.facts import Delisting
from luyue.domain.messages import Value
from luyue.domain.process import Advance, DeadlineApproaching, Extend
from luyue.domain.sample_request import messages as m
from tests import eligible
from tests.unit.given_when_then import TICK, Platform, Process, hours
from tests.unit.sample_request_stories import (
    CLOSES,
    DELISTED,
    DUE,
    GRACE,
    JUDGED,
    MINUTE,
    PUBLISHED,
    RECEIVED,
    RETENTION,
    SHIPPED,
    WHY,
    delisted,
    delivered,
    live,
    paused,
    platform,
    published,
    received,
    relisted,
    shipped,
    stay,
    taken_down,
    with_video,
)

AWAY: list[tuple[str, Value]] = [
    ("delisting/p1", delisted()),
    ("product/p1", eligible.product().model_copy(update={"in_alliance": False})),
    ("merchant/m1", eligible.MERCHANT.model_copy(update={"shop_opened": False})),
    ("merchant/m1", eligible.MERCHANT.model_copy(update={"meets_alliance_standard": False})),
]
BACK: dict[str, Value] = {
    "delisting/p1": relisted(),
    "product/p1": eligible.product(),
    "merchant/m1": eligible.MERCHANT,
}


def unfulfilled(request: Process) -> tuple[str, str | None]:
    return request.status, request.state.closed_reason


@pytest.mark.parametrize(("stream", "away"), AWAY, ids=["delisted", "out of alliance", "shop closed", "standard"])
def test_ix_13_ix_14_the_clock_stops_and_goes_on_with_the_time_left(stream: str, away: Value) -> None:
    stage = platform()
    request = received(stage)
    stage.report(stream, away, DELISTED)
    assert request.state.paused.since == DELISTED
    because = "merchant_left" if stream == "merchant/m1" else "product_unavailable"
    assert request.state.paused.because == because
    stage.report(stream, BACK[stream], DELISTED + hours(50))
    assert request.deadlines == {"promotion_window": CLOSES + hours(50)}
    assert request.last(m.PromotionResumed).promotion_due_at == CLOSES + hours(50)
    request.time_to(CLOSES + hours(50) + GRACE)
    assert request.status == "CONTENT_PENDING"
    request.time_to(CLOSES + hours(50) + GRACE + TICK)
    assert unfulfilled(request) == ("BREACHED", "promotion_timeout")
    assert request.dated(m.SampleRequestBreached) == [CLOSES + hours(50)]


def test_ix_13_still_delisted_at_the_original_end_is_no_breach() -> None:
    request = paused()
    request.time_to(CLOSES + GRACE)
    assert request.status == "CONTENT_PENDING"
    request.time_to(CLOSES + GRACE + TICK)
    assert unfulfilled(request) == ("CANCELLED", "product_unavailable")
    assert request.dated(m.SampleRequestCancelled) == [CLOSES]
    assert request.summary.record is None


def test_ix_14_a_merchant_away_at_the_original_end_is_on_nobodys_record() -> None:
    stage = platform()
    request = received(stage)
    stage.report(*AWAY[2], DELISTED)
    request.time_to(CLOSES + hours(2))
    assert unfulfilled(request) == ("CANCELLED", "product_unavailable")
    assert request.summary.record is None


@pytest.mark.parametrize(
    ("back_at", "status"),
    [(CLOSES - TICK, "CONTENT_PENDING"), (CLOSES, "CONTENT_PENDING"), (CLOSES + TICK, "CANCELLED")],
)
def test_ix_13_back_by_the_original_end_is_in_time(back_at: datetime, status: str) -> None:
    stage = platform()
    request = paused(stage)
    stage.report("delisting/p1", relisted(), back_at)
    request.time_to(CLOSES + hours(3))
    assert request.status == status


@pytest.mark.parametrize("since", [CLOSES, CLOSES + TICK])
def test_ix_13_what_is_reported_in_the_grace_counts_from_when_it_says(since: datetime) -> None:
    stage = platform()
    request = paused(stage)
    stage.report("delisting/p1", relisted(since), CLOSES + GRACE)
    request.time_to(CLOSES + hours(3))
    assert request.status == ("CONTENT_PENDING" if since == CLOSES else "CANCELLED")
    if since == CLOSES:
        assert request.deadlines == {"promotion_window": CLOSES + GRACE + (CLOSES - DELISTED)}


@pytest.mark.parametrize(
    ("since", "reported", "end"),
    [
        (CLOSES, CLOSES + GRACE, "CANCELLED"),
        (CLOSES + TICK, CLOSES + GRACE, "BREACHED"),
        (CLOSES + hours(10), CLOSES, "CANCELLED"),
        (None, CLOSES, "CANCELLED"),
        (None, CLOSES + TICK, "BREACHED"),
    ],
)
@pytest.mark.parametrize("routed", [True, False])
def test_ix_13_delisted_by_the_end_is_no_breach_though_it_is_reported_in_the_grace(
    since: datetime | None, reported: datetime, end: str, routed: bool
) -> None:
    stage = platform()
    request = received(stage)
    stage.report("delisting/p1", delisted(since), reported, routed=routed)
    request.time_to(CLOSES + hours(3))
    assert request.status == end


def test_ix_13_a_report_after_the_verdict_changes_nothing_of_it() -> None:
    stage = platform()
    request = received(stage)
    stage.report("delisting/p1", delisted(RECEIVED), CLOSES + GRACE + TICK, routed=False)
    request.time_to(CLOSES + hours(3))
    assert request.status == "BREACHED"


def test_ix_13_a_delisting_counts_from_when_it_says_like_a_take_down() -> None:
    stage = platform()
    request = received(stage)
    stage.report("delisting/p1", delisted(DELISTED - hours(30)), DELISTED)
    assert request.last(m.PromotionPaused).since == DELISTED - hours(30)
    stage.report("delisting/p1", relisted(), DELISTED + hours(1))
    assert request.deadlines == {"promotion_window": CLOSES + hours(31)}


def test_ix_13_a_delisting_to_come_counts_from_its_report() -> None:
    stage = platform()
    request = received(stage)
    stage.report("delisting/p1", delisted(DELISTED + hours(30)), DELISTED)
    assert request.last(m.PromotionPaused).since == DELISTED


def test_ix_13_a_product_delisted_on_its_way_leaves_the_whole_window() -> None:
    stage = platform()
    request = shipped(stage)
    stage.report("delisting/p1", delisted(), SHIPPED + hours(1))
    request.issue(m.ConfirmReceipt(), RECEIVED)
    assert request.deadlines == {"promotion_window": CLOSES}
    stage.report("delisting/p1", relisted(), RECEIVED + hours(40))
    assert request.deadlines == {"promotion_window": CLOSES + hours(40)}


def test_ix_13_a_product_that_is_back_before_receipt_changes_nothing() -> None:
    stage = platform()
    request = shipped(stage)
    stage.report("delisting/p1", delisted(), SHIPPED + hours(1))
    stage.report("delisting/p1", relisted(), SHIPPED + hours(9))
    assert request.last(m.PromotionResumed).promotion_due_at is None
    request.issue(m.ConfirmReceipt(), RECEIVED)
    assert request.deadlines == {"promotion_window": CLOSES}


def test_ix_13_the_receipt_clock_runs_on() -> None:
    stage = platform()
    request = shipped(stage)
    stage.report("delisting/p1", delisted(), SHIPPED + hours(1))
    request.time_to(SHIPPED + hours(168) + TICK)
    assert request.status == "CONTENT_PENDING"


def test_ix_13_a_retention_stops_too_and_its_new_due_time_is_an_event() -> None:
    stage, request = with_video()
    stage.report("delisting/p1", delisted(), PUBLISHED + hours(100))
    assert "video_retention" not in request.deadlines
    stage.report("delisting/p1", relisted(), PUBLISHED + hours(130))
    assert request.last(m.ContentCounted).due_at == DUE + hours(30)
    request.time_to(JUDGED + hours(30))
    assert request.status == "CONTENT_PENDING"
    request.time_to(JUDGED + hours(30) + TICK)
    assert (request.status, request.state.fulfilled_at) == ("COMPLETED", DUE + hours(30))


@pytest.mark.parametrize(
    ("since", "completes"), [(DUE - TICK, False), (DUE, True), (DUE + TICK, True)], ids=["before", "when", "after"]
)
def test_ix_13_what_is_complete_when_the_product_goes_fulfils(since: datetime, completes: bool) -> None:
    stage, request = with_video()
    stage.report("delisting/p1", delisted(since), DUE + MINUTE)
    request.time_to(JUDGED + TICK)
    assert (request.status == "COMPLETED") is completes


@pytest.mark.parametrize("routed", [True, False])
def test_ix_13_a_delisting_that_has_not_reached_the_request_stops_a_retention_as_well(routed: bool) -> None:
    stage, request = with_video()
    stage.report("delisting/p1", delisted(), DUE - hours(1), routed=routed)
    request.time_to(JUDGED + hours(5))
    assert request.status == "CONTENT_PENDING"
    assert request.state.paused.since == DUE - hours(1)


def test_ix_13_a_video_published_meanwhile_begins_when_the_product_is_back() -> None:
    stage = platform()
    request = paused(stage)
    stage.report("video/v1", published(DELISTED + hours(1)), DELISTED + hours(1))
    stage.report("delisting/p1", relisted(), DELISTED + hours(11))
    assert request.last(m.ContentCounted).due_at == DELISTED + hours(11) + RETENTION


def test_ix_13_three_minutes_in_a_live_cart_are_of_time_that_counts() -> None:
    stage = platform()
    request = paused(stage)
    stage.report("live-session/l1", live(stay(DELISTED, DELISTED + hours(1))), DELISTED + hours(1))
    assert request.status == "CONTENT_PENDING"
    stage.report("delisting/p1", relisted(), DELISTED + hours(2))
    at = DELISTED + hours(3)
    stage.report("live-session/l2", live(stay(at, at + 3 * MINUTE)), at + hours(1))
    assert request.status == "COMPLETED"


def test_ix_13_a_window_over_during_a_retention_and_delisted_until_its_end() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(CLOSES), CLOSES)
    request.time_to(CLOSES + hours(2))
    stage.report("delisting/p1", delisted(), CLOSES + hours(10))
    request.time_to(CLOSES + RETENTION + GRACE)
    assert request.status == "CONTENT_PENDING"
    request.time_to(CLOSES + RETENTION + GRACE + TICK)
    assert unfulfilled(request) == ("CANCELLED", "product_unavailable")
    assert request.dated(m.SampleRequestCancelled) == [CLOSES + RETENTION]


@pytest.mark.parametrize("routed", [True, False])
def test_ix_13_a_retention_after_the_window_goes_on_when_the_product_is_back(routed: bool) -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(CLOSES), CLOSES)
    request.time_to(CLOSES + hours(2))
    stage.report("delisting/p1", delisted(), CLOSES + hours(10))
    back_at = CLOSES + hours(10) + hours(20)
    stage.report("delisting/p1", relisted(), back_at, routed=routed)
    request.time_to(CLOSES + RETENTION + hours(300))
    assert request.status == "COMPLETED"
    # Who has not heard of it goes on when the end without it would have come.
    late = RETENTION - hours(30)
    assert request.last(m.PromotionResumed).promotion_due_at is None
    assert request.state.fulfilled_at == CLOSES + RETENTION + hours(20) + (hours(0) if routed else late)


@pytest.mark.parametrize("in_the_window", [True, False])
def test_ix_13_content_lost_while_the_product_is_away_is_nobodys_fault(in_the_window: bool) -> None:
    stage = platform()
    request = received(stage)
    at = PUBLISHED if in_the_window else CLOSES
    stage.report("video/v1", published(at), at)
    request.time_to(at + hours(2))
    stage.report("delisting/p1", delisted(), at + hours(3))
    stage.report("video/v1", taken_down(at + hours(4)), at + hours(4))
    stage.report("delisting/p1", relisted(), at + hours(5))
    request.time_to(CLOSES + hours(30))
    assert unfulfilled(request) == ("CANCELLED", "product_unavailable")


@pytest.mark.parametrize("lost_after", [-1.0, 3.0], ids=["before", "after"])
def test_sr_14_content_lost_before_or_after_a_pause_is_a_breach(lost_after: float) -> None:
    stage, request = with_video()
    away, back = PUBLISHED + hours(5), PUBLISHED + hours(6)
    if lost_after < 0:
        stage.report("video/v1", taken_down(away - hours(1)), away - hours(1))
    stage.report("delisting/p1", delisted(), away)
    stage.report("delisting/p1", relisted(), back)
    if lost_after > 0:
        stage.report("video/v1", taken_down(back + hours(3)), back + hours(3))
    request.time_to(CLOSES + hours(30))
    assert request.status == "BREACHED"


def test_ix_13_a_second_pause_does_not_reach_back_into_the_first() -> None:
    stage = platform()
    request = paused(stage)
    stage.report("delisting/p1", relisted(), DELISTED + hours(10))
    stage.report("delisting/p1", delisted(DELISTED), DELISTED + hours(30))
    assert request.state.paused.since == DELISTED + hours(10)
    stage.report("delisting/p1", relisted(), DELISTED + hours(30))
    assert request.deadlines == {"promotion_window": CLOSES + hours(30)}


def test_ix_13_a_pause_that_nobody_heard_of_does_not_reach_back_either() -> None:
    stage = platform()
    request = paused(stage)
    stage.report("delisting/p1", relisted(), DELISTED + hours(10))
    stage.report("delisting/p1", delisted(DELISTED), DELISTED + hours(30), routed=False)
    request.time_to(CLOSES + hours(12))
    assert request.last(m.PromotionPaused).since == DELISTED + hours(10)
    assert request.status == "CANCELLED"


def test_ix_30_a_window_that_was_over_has_no_new_end() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(CLOSES), CLOSES)
    request.time_to(CLOSES + hours(2))
    stage.report("delisting/p1", delisted(CLOSES - hours(1)), CLOSES + hours(10))
    stage.report("delisting/p1", relisted(), CLOSES + hours(20))
    assert request.last(m.PromotionResumed).promotion_due_at is None


def test_ix_30_no_time_left_is_over_when_the_product_is_back() -> None:
    stage = platform()
    request = received(stage)
    stage.report("delisting/p1", delisted(), CLOSES)
    stage.report("delisting/p1", relisted(CLOSES), CLOSES + 30 * MINUTE)
    assert request.deadlines == {"promotion_window": CLOSES + 30 * MINUTE}


def test_ix_13_a_retention_over_just_before_the_product_goes_still_fulfils() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(CLOSES), CLOSES)
    gone = CLOSES + RETENTION + 10 * MINUTE
    stage.report("delisting/p1", delisted(), gone)
    running = request.kind.deadlines(request.state, request.policy)
    assert [(one.name, one.due_at, one.then) for one in running] == [("video_retention", CLOSES + RETENTION, "fulfil")]
    request.time_to(gone + hours(1))
    assert request.status == "COMPLETED"


def test_ix_13_what_was_complete_when_the_product_went_stays_complete_when_it_is_back() -> None:
    stage, request = with_video()
    stage.report("delisting/p1", delisted(DUE), DUE + MINUTE)
    stage.report("delisting/p1", relisted(), DUE + 30 * MINUTE)
    request.time_to(JUDGED + TICK)
    assert (request.status, request.state.fulfilled_at) == ("COMPLETED", DUE)


def test_ix_14_a_product_that_is_back_waits_for_its_merchant() -> None:
    stage = platform()
    request = paused(stage)
    stage.report(*AWAY[2], DELISTED + hours(1))
    stage.report("delisting/p1", relisted(), DELISTED + hours(2))
    assert request.state.paused is not None
    stage.report("merchant/m1", eligible.MERCHANT, DELISTED + hours(3))
    assert request.deadlines == {"promotion_window": CLOSES + hours(3)}


def test_ix_13_the_same_news_twice_change_nothing() -> None:
    stage = platform()
    request = paused(stage)
    version = request.state.version
    stage.route("delisting/p1", DELISTED)
    stage.report("product/p1", eligible.product(title="green tea"), DELISTED + hours(1))
    assert request.state.version == version


@pytest.mark.parametrize("order", [("delisting/p1", "merchant/m1"), ("merchant/m1", "delisting/p1")])
def test_ix_13_ix_14_the_order_in_which_news_arrive_does_not_matter(order: tuple[str, str]) -> None:
    stage = platform()
    request = received(stage)
    stage.report("delisting/p1", delisted(), DELISTED, routed=False)
    stage.report("merchant/m1", AWAY[2][1], DELISTED, routed=False)
    for stream in order:
        stage.route(stream, DELISTED)
    assert request.count(m.PromotionPaused) == 1
    assert request.state.paused.since == DELISTED
    assert request.state.paused.because == "merchant_left"


def test_ix_13_ops_may_extend_what_the_product_has_to_come_back() -> None:
    stage = platform()
    request = paused(stage)
    request.issue(Extend(deadline="promotion_window", until=CLOSES + hours(24), reason=WHY), DELISTED + hours(1))
    stage.report("delisting/p1", relisted(), CLOSES + hours(20))
    assert request.deadlines == {"promotion_window": CLOSES + hours(20) + (CLOSES + hours(24) - DELISTED)}


def test_ix_30_both_ends_are_warned_of_with_the_words_for_each() -> None:
    stage = platform()
    request = paused(stage, CLOSES - hours(10))
    stage.report("delisting/p1", relisted(), CLOSES - hours(5))
    request.time_to(CLOSES)
    warnings = [one.event for one in request.history if isinstance(one.event, DeadlineApproaching)]
    assert [(one.due_at, one.then) for one in warnings[-2:]] == [(CLOSES, "cancel"), (CLOSES + hours(5), "breach")]


def test_ix_13_a_request_that_ops_reinstate_is_paused_where_its_product_is_away() -> None:
    stage = platform()
    request = received(stage)
    request.time_to(CLOSES + hours(2))
    stage.report("delisting/p1", delisted(), CLOSES + hours(3))
    assert request.status == "BREACHED"
    request.issue(m.Reinstate(reason=WHY), CLOSES + hours(10))
    assert request.state.paused is not None
    stage.report("delisting/p1", relisted(), CLOSES + hours(15))
    assert request.deadlines == {"promotion_window": CLOSES + hours(10) + hours(360) + hours(5)}


def test_ix_30_nobody_is_warned_of_the_past_when_the_clock_goes_on() -> None:
    stage = platform()
    request = paused(stage, CLOSES - hours(5))
    stage.report("delisting/p1", relisted(), CLOSES - hours(1))
    request.time_to(CLOSES + hours(4))
    assert request.deadlines == {"promotion_window": CLOSES + hours(4)}
    warned_of = [one.event.due_at for one in request.history if isinstance(one.event, DeadlineApproaching)]
    assert warned_of[-1] == CLOSES


def test_ix_13_a_product_that_went_only_after_the_end_does_not_pause_a_request_that_is_reinstated() -> None:
    stage = platform()
    request = received(stage)
    stage.report("delisting/p1", delisted(), CLOSES + MINUTE)
    request.time_to(CLOSES + hours(2))
    assert request.status == "BREACHED"
    stage.report("delisting/p1", relisted(), CLOSES + hours(5))
    request.issue(m.Reinstate(reason=WHY), CLOSES + hours(10))
    assert (request.state.paused, request.count(m.PromotionResumed)) == (None, 0)
    assert request.deadlines == {"promotion_window": CLOSES + hours(370)}


def test_sr_14_a_window_that_starts_anew_is_as_long_as_any() -> None:
    stage = platform()
    request = paused(stage)
    stage.report("delisting/p1", relisted(), DELISTED + hours(10))
    request.time_to(CLOSES + hours(12))
    request.issue(m.Reinstate(reason=WHY), CLOSES + hours(20))
    assert request.deadlines == {"promotion_window": CLOSES + hours(380)}


def test_ix_13_the_test_clock_moves_a_pause_with_it() -> None:
    stage = platform()
    request = received(stage)
    request.issue(Advance(by=hours(10)), RECEIVED + hours(1))
    stage.report("delisting/p1", delisted(), RECEIVED + hours(2))
    assert request.state.paused.since == RECEIVED + hours(12)
    stage.report("delisting/p1", relisted(), RECEIVED + hours(5))
    assert request.deadlines == {"promotion_window": CLOSES + hours(3)}


def test_ix_05_completion_stands_whatever_becomes_of_the_product() -> None:
    stage, request = with_video()
    request.time_to(JUDGED + hours(1))
    stage.report("delisting/p1", delisted(PUBLISHED), JUDGED + hours(2))
    assert request.status == "COMPLETED"


def test_another_products_delisting_is_none_of_this() -> None:
    stage = platform()
    request = received(stage)
    stage.report("delisting/p2", Delisting(merchant_id="m1", state="delisted", reason="prohibited"), DELISTED)
    assert request.state.paused is None


def test_ix_01_content_from_before_receipt_loses_the_time_of_a_pause_too() -> None:
    stage: Platform = platform()
    request = shipped(stage)
    arrival = SHIPPED + hours(20)
    stage.report("parcel/SF:1001", delivered(arrival), arrival)
    stage.report("video/v1", published(arrival), arrival)
    stage.report("delisting/p1", delisted(), arrival + hours(5))
    stage.report("delisting/p1", relisted(), arrival + hours(15))
    request.issue(m.ConfirmReceipt(), RECEIVED)
    assert request.last(m.ContentCounted).due_at == arrival + RETENTION + hours(10)
