"""SR-10 with IX-01, IX-07, IX-08, IX-11 and IX-30: receipt, by hand and by itself."""

from luyue.domain.facts import ParcelTracks, Track
from luyue.domain.process import DeadlineApproaching, Extend
from luyue.domain.sample_request import messages as m
from tests.unit.given_when_then import TICK, hours
from tests.unit.sample_request_stories import (
    APPROVED,
    CLOSES,
    RECEIVED,
    RETENTION,
    SHIPPED,
    WHY,
    apply,
    approved,
    delivered,
    live,
    platform,
    published,
    received,
    refused,
    ship,
    shipped,
    stay,
)

DUE = SHIPPED + hours(168)


def test_sr_10_the_creator_confirms_receipt_and_the_promotion_window_starts() -> None:
    request = received()
    assert (request.status, request.state.received_automatically) == ("CONTENT_PENDING", False)
    assert request.deadlines == {"promotion_window": RECEIVED + hours(360)}


def test_sr_10_receipt_confirmed_at_168_hours_is_the_creators() -> None:
    request = shipped()
    request.issue(m.ConfirmReceipt(), DUE)
    assert not request.state.received_automatically


def test_sr_10_and_sr_11_receipt_confirms_itself_and_starts_the_window_when_it_was_due() -> None:
    request = shipped()
    request.time_to(DUE)
    assert request.status == "SHIPPED"
    request.time_to(DUE + TICK)
    assert (request.status, request.state.received_automatically) == ("CONTENT_PENDING", True)
    assert request.dated(m.ReceiptConfirmed) == [DUE]
    assert request.deadlines == {"promotion_window": DUE + hours(360)}


def test_sr_11_a_belated_automatic_receipt_still_starts_the_window_when_it_was_due() -> None:
    request = shipped()
    request.time_to(DUE + hours(50))
    assert request.state.received_at == DUE
    assert request.deadlines == {"promotion_window": DUE + hours(360)}


def test_ix_07_receipt_before_shipping_is_refused_by_the_status() -> None:
    assert refused(approved(), m.ConfirmReceipt(), APPROVED + hours(1)).code == "status"


def test_ix_07_receipt_before_the_delivered_track_is_allowed() -> None:
    stage = platform()
    request = shipped(stage)
    stage.report("parcel/SF:1001", ParcelTracks(tracks=(Track(at=SHIPPED, kind="pickup"),)), SHIPPED + hours(1))
    request.issue(m.ConfirmReceipt(), SHIPPED + hours(2))
    assert request.status == "CONTENT_PENDING"


def test_ix_08_a_report_of_non_receipt_stops_the_clock_for_good() -> None:
    request = shipped()
    request.issue(m.ReportNonReceipt(), DUE - hours(10))
    request.time_to(DUE + hours(10_000))
    assert request.status == "SHIPPED"
    assert request.deadlines == {}
    assert request.kind.details(request.state, request.policy)["receipt_clock_stopped"]


def test_ix_08_non_receipt_at_exactly_the_due_time_is_in_time() -> None:
    request = shipped()
    request.issue(m.ReportNonReceipt(), DUE)
    assert request.status == "SHIPPED"
    assert request.last(m.NonReceiptReported).remaining == hours(0)


def test_ix_08_ops_decide_that_the_sample_never_arrived() -> None:
    request = shipped()
    request.issue(m.ReportNonReceipt(), SHIPPED + hours(100))
    request.issue(m.Cancel(reason=WHY), SHIPPED + hours(200))
    assert (request.status, request.state.closed_reason) == ("CANCELLED", "not_received")


def test_ix_08_the_creator_may_confirm_after_all() -> None:
    request = shipped()
    request.issue(m.ReportNonReceipt(), SHIPPED + hours(100))
    request.issue(m.ConfirmReceipt(), SHIPPED + hours(500))
    assert (request.status, request.state.received_at) == ("CONTENT_PENDING", SHIPPED + hours(500))


def test_ix_08_the_clock_is_stopped_only_once() -> None:
    request = shipped()
    request.issue(m.ReportNonReceipt(), SHIPPED + hours(100))
    assert refused(request, m.ReportNonReceipt(), SHIPPED + hours(101)).code == "status"


def test_ix_30_the_time_left_goes_on_from_resumption_and_the_new_due_time_is_an_event() -> None:
    request = shipped()
    request.issue(m.ReportNonReceipt(), DUE - hours(10))
    request.issue(m.Reinstate(reason=WHY), DUE + hours(100))
    assert request.last(m.ReceiptClockResumed).due_at == DUE + hours(110)
    assert request.deadlines == {"receipt_window": DUE + hours(110)}
    request.time_to(DUE + hours(110))
    assert request.status == "SHIPPED"
    request.time_to(DUE + hours(110) + TICK)
    assert request.state.received_at == DUE + hours(110)


def test_ix_30_nobody_is_warned_of_less_time_left_than_a_warning_gives() -> None:
    request = shipped()
    request.issue(m.ReportNonReceipt(), DUE - hours(5))
    request.issue(m.Reinstate(reason=WHY), DUE + hours(100))
    request.time_to(DUE + hours(105))
    assert request.dated(DeadlineApproaching) == [DUE - hours(6)]


def test_ix_30_a_clock_stopped_twice_loses_no_time() -> None:
    request = shipped()
    request.issue(m.ReportNonReceipt(), DUE - hours(10))
    request.issue(m.Reinstate(reason=WHY), DUE)
    request.issue(m.ReportNonReceipt(), DUE + hours(4))
    request.issue(m.Reinstate(reason=WHY), DUE + hours(20))
    assert request.deadlines == {"receipt_window": DUE + hours(26)}


def test_ix_30_what_ops_added_before_the_stop_is_part_of_the_time_left() -> None:
    request = shipped()
    request.issue(Extend(deadline="receipt_window", until=DUE + hours(24), reason=WHY), SHIPPED + hours(1))
    request.issue(m.ReportNonReceipt(), DUE)
    request.issue(m.Reinstate(reason=WHY), DUE + hours(100))
    assert request.deadlines == {"receipt_window": DUE + hours(124)}


def test_ix_30_a_resumed_clock_that_was_stopped_when_due_acts_right_after() -> None:
    request = shipped()
    request.issue(m.ReportNonReceipt(), DUE)
    request.issue(m.Reinstate(reason=WHY), DUE + hours(5))
    assert request.status == "SHIPPED"
    request.time_to(DUE + hours(5) + TICK)
    assert request.state.received_at == DUE + hours(5)


def test_ix_08_a_running_clock_is_not_reinstated() -> None:
    assert refused(shipped(), m.Reinstate(reason=WHY), SHIPPED + hours(1)).code == "status"


def test_ix_01_a_video_before_receipt_does_not_count() -> None:
    stage = platform()
    request = shipped(stage)
    stage.report("video/v1", published(SHIPPED + hours(24)), SHIPPED + hours(24))
    request.issue(m.ConfirmReceipt(), RECEIVED)
    assert request.state.contents == ()
    refusal = refused(request, m.LinkVideo(video_id="v1"), RECEIVED + hours(1))
    assert [violation.rule for violation in refusal.violations] == ["IX-01"]


def test_ix_01_a_track_that_shows_delivery_earlier_lets_content_count_from_then() -> None:
    stage = platform()
    request = shipped(stage)
    arrival = SHIPPED + hours(20)
    stage.report("parcel/SF:1001", delivered(arrival), arrival + hours(1))
    assert request.state.shipment.delivered_at == arrival
    stage.report("video/v1", published(arrival), arrival + hours(2))
    request.issue(m.ConfirmReceipt(), RECEIVED)
    assert [(one.content, one.since) for one in request.state.contents] == [("video/v1", arrival)]
    assert request.deadlines["promotion_window"] == RECEIVED + hours(360)


def test_ix_01_an_automatic_receipt_counts_content_since_the_delivery_as_well() -> None:
    stage = platform()
    request = shipped(stage)
    arrival = SHIPPED + hours(20)
    stage.report("parcel/SF:1001", delivered(arrival), arrival)
    stage.report("video/v1", published(arrival + hours(1)), arrival + hours(1))
    request.time_to(DUE + TICK)
    assert [(one.content, one.since) for one in request.state.contents] == [("video/v1", arrival + hours(1))]


def test_ix_01_a_video_one_tick_before_the_delivery_does_not_count() -> None:
    stage = platform()
    request = shipped(stage)
    arrival = SHIPPED + hours(20)
    stage.report("parcel/SF:1001", delivered(arrival), arrival + hours(1))
    stage.report("video/v1", published(arrival - TICK), arrival + hours(2))
    request.issue(m.ConfirmReceipt(), RECEIVED)
    assert request.state.contents == ()


def test_ix_01_a_track_reported_after_receipt_counts_as_well() -> None:
    stage = platform()
    request = shipped(stage)
    arrival = SHIPPED + hours(20)
    stage.report("video/v1", published(arrival + hours(1)), arrival + hours(2))
    request.issue(m.ConfirmReceipt(), RECEIVED)
    stage.report("parcel/SF:1001", delivered(arrival), RECEIVED + hours(5))
    assert request.state.shipment.delivered_at == arrival
    assert [one.content for one in request.state.contents] == ["video/v1"]


def test_ix_01_a_delivery_that_the_track_shows_after_receipt_takes_nothing_away() -> None:
    stage = platform()
    request = received(stage)
    stage.report("parcel/SF:1001", delivered(RECEIVED + hours(5)), RECEIVED + hours(5))
    stage.report("video/v1", published(RECEIVED), RECEIVED + hours(6))
    assert [one.content for one in request.state.contents] == ["video/v1"]


def test_ix_01_the_earliest_delivery_counts_in_whatever_order_tracks_come() -> None:
    stage = platform()
    request = shipped(stage)
    for arrival in (30, 20, 25):
        stage.report("parcel/SF:1001", delivered(SHIPPED + hours(arrival)), SHIPPED + hours(40))
    assert request.state.shipment.delivered_at == SHIPPED + hours(20)
    assert request.count(m.ParcelDelivered) == 2


def test_ix_01_a_delivery_before_approval_is_not_this_samples() -> None:
    stage = platform()
    request = shipped(stage)
    stage.report("parcel/SF:1001", delivered(APPROVED - TICK), SHIPPED + hours(1))
    assert request.state.shipment.delivered_at is None
    stage.report("parcel/SF:1001", delivered(APPROVED), SHIPPED + hours(1))
    assert request.state.shipment.delivered_at == APPROVED


def test_ix_01_only_a_delivered_track_shows_delivery() -> None:
    stage = platform()
    request = shipped(stage)
    tracks = ParcelTracks(tracks=(Track(at=SHIPPED + hours(20), kind="out_for_delivery"),))
    stage.report("parcel/SF:1001", tracks, SHIPPED + hours(20))
    assert request.state.shipment.delivered_at is None


def test_ix_01_a_track_known_before_the_number_was_uploaded_counts_at_receipt() -> None:
    stage = platform()
    request = approved(stage)
    arrival = APPROVED + hours(10)
    stage.report("parcel/SF:1001", delivered(arrival), APPROVED + hours(11))
    request.issue(ship(), APPROVED + hours(30))
    request.issue(m.ConfirmReceipt(), APPROVED + hours(40))
    assert request.state.shipment.delivered_at == arrival


def test_ix_01_a_wrong_numbers_delivery_is_forgotten_with_the_number() -> None:
    stage = platform()
    request = shipped(stage)
    stage.report("parcel/SF:1001", delivered(SHIPPED + hours(2)), SHIPPED + hours(3))
    request.issue(m.CorrectShipment(carrier="SF", tracking_no="2002"), SHIPPED + hours(4))
    request.issue(m.ConfirmReceipt(), RECEIVED)
    assert request.state.shipment.delivered_at is None


def test_ix_01_a_retention_over_before_receipt_is_confirmed_fulfils_at_receipt() -> None:
    stage = platform(receipt_window=hours(400))
    request = shipped(stage)
    stage.report("parcel/SF:1001", delivered(SHIPPED + hours(20)), SHIPPED + hours(20))
    stage.report("video/v1", published(SHIPPED + hours(24)), SHIPPED + hours(24))
    request.issue(m.ConfirmReceipt(), SHIPPED + hours(300))
    assert request.status == "COMPLETED"
    assert request.state.fulfilled_at == SHIPPED + hours(24) + RETENTION


def test_ix_01_of_a_live_session_only_what_follows_receipt_counts() -> None:
    stage = platform()
    request = shipped(stage)
    request.issue(m.ConfirmReceipt(), RECEIVED)
    stage.report("live-session/l1", live(stay(RECEIVED - hours(1), RECEIVED + hours(0.05) - TICK)), RECEIVED + hours(1))
    assert request.status == "CONTENT_PENDING"
    stage.report("live-session/l2", live(stay(RECEIVED - hours(1), RECEIVED + hours(0.05))), RECEIVED + hours(1))
    assert request.status == "COMPLETED"


def test_ix_11_two_samples_in_one_parcel() -> None:
    stage = platform()
    one, other = shipped(stage), shipped(stage, apply("p2"))
    stage.report("parcel/SF:1001", delivered(SHIPPED + hours(20)), SHIPPED + hours(21))
    assert [request.state.shipment.delivered_at for request in (one, other)] == [SHIPPED + hours(20)] * 2
    one.issue(m.ConfirmReceipt(), RECEIVED)
    assert (one.status, other.status) == ("CONTENT_PENDING", "SHIPPED")


def test_content_reported_while_receipt_is_being_confirmed_is_not_lost() -> None:
    stage = platform()
    request = shipped(stage)
    stage.report("video/v1", published(DUE + TICK), DUE + TICK)
    assert [one.content for one in request.state.contents] == ["video/v1"]
    assert request.deadlines["promotion_window"] == CLOSES - RECEIVED + DUE
