"""Going live, the broadcast's end, evidence and delivery (CO-06, IX-20, IX-21), by the creator's word or reports."""

from datetime import datetime, timedelta

import pytest

from luyue.domain.cooperation_order import messages as m
from luyue.domain.facts import LiveSession
from tests.unit.cooperation_order_stories import (
    ACCEPTED,
    DAY,
    DELIVERED,
    ENDED,
    LATEST,
    LIVE,
    MINUTE,
    SECOND,
    WHY,
    effective,
    ended,
    offer,
    on_air,
    platform,
)
from tests.unit.given_when_then import TICK, Platform, Process, hours
from tests.unit.sample_request_stories import live, published, refused, rules, stay, taken_down

THREE = 3 * MINUTE
CEILING = LIVE + hours(24)


def video_order(stage: Platform) -> Process:
    return effective(stage, offer(form="video"))


def shown(order: Process) -> set[tuple[str, str]]:
    return {(one.product_id, one.content) for one in order.state.evidence}


def session(*products: str, since: datetime = LIVE, until: datetime | None = None, over: bool = False) -> LiveSession:
    cart = (stay(since, until, explained=False, product=product) for product in products)
    return live(*cart, ended=until if over else None)


def test_co_06_the_creator_goes_live_ends_and_delivers() -> None:
    order = effective()
    order.issue(m.GoLive(live_session_id="l1"), LIVE)
    broadcast = order.state.broadcast
    assert (order.status, broadcast.started_at, broadcast.late, broadcast.reported) == ("LIVE", LIVE, False, False)
    assert order.deadlines == {"broadcast_ceiling": CEILING}
    order.issue(m.EndBroadcast(), ENDED)
    assert order.deadlines == {"auto_delivery": ENDED + hours(72)}
    order.issue(m.Deliver(note=WHY, live_session_ids=("l1",)), DELIVERED)
    assert order.status == "DELIVERED"
    assert order.state.delivery.live_session_ids == ("l1",)
    assert order.deadlines == {"verification_window": DELIVERED + 14 * DAY}


def test_co_06_a_broadcast_that_is_delivered_is_over() -> None:
    order = on_air()
    assert [type(one) for one in order.issue(m.Deliver(), ENDED)] == [m.BroadcastEnded, m.OrderDelivered]
    assert order.state.broadcast.ended_at == ENDED


def test_co_06_the_system_delivers_after_the_broadcasts_end() -> None:
    order = ended()
    due_at = ENDED + hours(72)
    order.time_to(due_at)
    assert order.status == "LIVE"
    order.time_to(due_at + SECOND)
    assert (order.status, order.state.delivery.automatic) == ("DELIVERED", True)
    assert order.dated(m.OrderDelivered) == [due_at]
    assert order.deadlines == {"verification_window": due_at + 14 * DAY}


def test_co_06_delivering_exactly_when_the_system_would_is_the_creators() -> None:
    order = ended()
    order.issue(m.Deliver(), ENDED + hours(72))
    assert order.state.delivery.automatic is False
    order = ended()
    assert refused(order, m.Deliver(), ENDED + hours(72) + SECOND).code == "status"


def test_co_06_nothing_is_delivered_before_it_was_live() -> None:
    assert refused(effective(), m.Deliver(), LIVE).code == "status"


def test_ix_20_a_broadcast_never_marked_ended_is_deemed_ended() -> None:
    order = on_air()
    order.time_to(CEILING)
    assert order.count(m.BroadcastEnded) == 0
    order.time_to(CEILING + SECOND)
    assert (order.state.broadcast.ended_at, order.state.broadcast.deemed_ended) == (CEILING, True)
    assert order.dated(m.BroadcastEnded) == [CEILING]
    assert order.deadlines == {"auto_delivery": CEILING + hours(72)}
    assert refused(order, m.EndBroadcast(), CEILING + SECOND).code == "status"


def test_co_06_stated_times_start_the_clocks() -> None:
    order = effective()
    order.issue(m.GoLive(live_session_id="l1", started_at=LIVE), LIVE + hours(1))
    assert order.deadlines == {"broadcast_ceiling": CEILING}
    order.issue(m.EndBroadcast(ended_at=ENDED), ENDED + hours(1))
    assert order.deadlines == {"auto_delivery": ENDED + hours(72)}


def test_co_06_stated_times_lie_between_what_came_before_and_now() -> None:
    order = effective()
    for wrong in (ACCEPTED - TICK, LIVE + TICK):
        assert rules(refused(order, m.GoLive(live_session_id="l1", started_at=wrong), LIVE)) == ["CO-06"]
    order.issue(m.GoLive(live_session_id="l1", started_at=ACCEPTED), ACCEPTED)
    for wrong in (ACCEPTED - TICK, LIVE + TICK):
        assert rules(refused(order, m.EndBroadcast(ended_at=wrong), LIVE)) == ["CO-06"]


def test_co_06_what_time_does_is_not_dated_before_it_was_known() -> None:
    order = effective()
    told = LIVE + 5 * DAY
    order.issue(m.GoLive(live_session_id="l1", started_at=LIVE), told)
    assert order.deadlines == {"broadcast_ceiling": told}
    order.issue(m.EndBroadcast(ended_at=ENDED), told)
    assert order.deadlines == {"auto_delivery": told}
    assert order.status == "LIVE"
    order.time_to(told + SECOND)
    assert order.dated(m.OrderDelivered) == [told]


def test_co_06_a_stated_time_does_not_undo_lateness_but_a_report_does() -> None:
    order = effective()
    order.issue(m.GoLive(live_session_id="l1", started_at=LATEST), LATEST + SECOND)
    assert (order.state.broadcast.late, order.state.overdue) == (True, True)
    stage = platform()
    order = effective(stage)
    stage.report("live-session/l1", session("p1", since=LATEST), LATEST + SECOND, routed=False)
    order.issue(m.GoLive(live_session_id="l1"), LATEST + SECOND)
    broadcast = order.state.broadcast
    assert (broadcast.started_at, broadcast.late, broadcast.reported) == (LATEST, False, True)
    assert order.state.overdue is False


def test_co_06_going_live_names_content_of_the_agreed_form_by_the_creator() -> None:
    stage = platform()
    order = effective(stage)
    both = m.GoLive(live_session_id="l1", video_id="v1")
    for command in (m.GoLive(), m.GoLive(video_id="v1"), both):
        assert rules(refused(order, command, LIVE)) == ["CO-06"]
    by_another = session("p1").model_copy(update={"creator_id": "c2"})
    stage.report("live-session/l1", by_another, LIVE)
    assert rules(refused(order, m.GoLive(live_session_id="l1"), LIVE)) == ["CO-06"]
    order.issue(m.GoLive(live_session_id="l2"), LIVE)
    assert rules(refused(order, m.Deliver(live_session_ids=("l2", "l1")), ENDED)) == ["CO-06"]


def test_co_06_a_reported_session_with_a_promised_product_goes_live_and_ends_by_itself() -> None:
    stage = platform()
    order = effective(stage)
    stage.report("live-session/l1", session("p7"), LIVE + MINUTE)
    assert order.status == "EFFECTIVE"
    stage.report("live-session/l2", session("p1"), LIVE + MINUTE)
    broadcast = order.state.broadcast
    assert (order.status, broadcast.content, broadcast.started_at) == ("LIVE", "live-session/l2", LIVE)
    assert order.deadlines == {"broadcast_ceiling": CEILING}
    stage.report("live-session/l1", session("p1", until=ENDED, over=True), ENDED)
    assert order.count(m.BroadcastEnded) == 0
    stage.report("live-session/l2", session("p1", until=ENDED, over=True), ENDED + MINUTE)
    assert order.state.broadcast.ended_at == ENDED
    assert order.deadlines == {"auto_delivery": ENDED + hours(72)}


def test_co_06_a_start_that_is_still_to_come_is_none_yet() -> None:
    stage = platform()
    order = effective(stage)
    stage.report("live-session/l1", session("p1", since=LIVE + TICK), LIVE)
    assert order.status == "EFFECTIVE"
    order.time_to(LATEST + SECOND)
    assert (order.status, order.state.broadcast.started_at) == ("LIVE", LIVE + TICK)


@pytest.mark.parametrize(("lasting", "is_enough"), [(THREE, True), (THREE - TICK, False)])
def test_co_06_a_promised_product_shown_for_three_minutes_is_evidence(lasting: timedelta, is_enough: bool) -> None:
    stage = platform()
    order = effective(stage)
    stage.report("live-session/l1", session("p1", "p7", until=LIVE + lasting), LIVE + hours(1))
    assert shown(order) == ({("p1", "live-session/l1")} if is_enough else set())


def test_co_06_several_short_stays_do_not_add_up() -> None:
    stage = platform()
    order = effective(stage)
    stays = [stay(LIVE + number * THREE, LIVE + number * THREE + 2 * MINUTE) for number in range(4)]
    stage.report("live-session/l1", live(*stays), LIVE + hours(1))
    assert (order.status, shown(order)) == ("LIVE", set())


def test_co_06_a_stay_that_goes_on_is_evidence_once_its_end_would_have_been_reported() -> None:
    stage = platform()
    order = effective(stage)
    stage.report("live-session/l1", session("p1"), LIVE)
    at = LIVE + THREE + hours(1)
    order.issue(m.Observe(source="live-session/l1"), at - TICK)
    assert shown(order) == set()
    order.issue(m.Observe(source="live-session/l1"), at)
    assert shown(order) == {("p1", "live-session/l1")}


def test_co_06_evidence_is_read_again_on_delivery_and_completed_after_it() -> None:
    stage = platform()
    order = on_air(stage)
    over = LIVE + THREE
    stage.report("live-session/l1", session("p1", until=over, over=True), over, routed=False)
    delivered = order.issue(m.Deliver(), over + MINUTE)
    assert [type(one) for one in delivered] == [m.ProductShown, m.BroadcastEnded, m.OrderDelivered]
    stage.report("live-session/l2", session("p2", until=over, over=True), over + hours(1))
    assert order.status == "DELIVERED"
    assert shown(order) == {("p1", "live-session/l1"), ("p2", "live-session/l2")}
    before = order.state.version
    order.issue(m.Observe(source="live-session/l2"), over + hours(2))
    assert order.state.version == before


def test_co_06_the_end_on_record_goes_before_the_ceiling_and_the_creators_word() -> None:
    stage = platform()
    order = on_air(stage)
    stage.report("live-session/l1", session("p1", until=ENDED, over=True), ENDED, routed=False)
    order.issue(m.EndBroadcast(ended_at=ENDED + hours(1)), ENDED + hours(2))
    assert order.state.broadcast.ended_at == ENDED
    stage = platform()
    order = on_air(stage)
    stage.report("live-session/l1", session("p1", until=ENDED, over=True), ENDED, routed=False)
    order.time_to(CEILING + SECOND)
    assert (order.state.broadcast.ended_at, order.state.broadcast.deemed_ended) == (ENDED, False)


def test_co_06_an_end_that_is_still_to_come_is_none_yet() -> None:
    stage = platform()
    order = on_air(stage)
    stage.report("live-session/l1", session("p1", until=ENDED, over=True), ENDED - TICK)
    assert order.count(m.BroadcastEnded) == 0
    order.issue(m.Observe(source="live-session/l1"), ENDED)
    assert order.state.broadcast.ended_at == ENDED


def test_co_06_a_session_turns_out_to_be_another_creators() -> None:
    stage = platform()
    order = effective(stage)
    announced = session("p1", since=LIVE + hours(1))
    stage.report("live-session/l1", announced, LIVE)
    stage.report("live-session/l1", session("p1").model_copy(update={"creator_id": "c2"}), LIVE)
    assert order.status == "EFFECTIVE"


def test_co_06_going_live_takes_in_what_was_reported_already() -> None:
    stage = platform()
    order = effective(stage)
    stage.report("live-session/l1", session("p1", until=ENDED, over=True), ENDED, routed=False)
    went = order.issue(m.GoLive(live_session_id="l1"), ENDED)
    assert [type(one) for one in went] == [m.BroadcastStarted, m.ProductShown, m.BroadcastEnded]


def test_ix_21_a_published_video_is_live_and_its_delivery_counts_from_publishing() -> None:
    stage = platform()
    order = video_order(stage)
    stage.report("live-session/l1", session("p1"), LIVE)
    stage.report("video/v1", published(ACCEPTED - hours(1), since=ACCEPTED - hours(1)), LIVE)
    assert order.status == "EFFECTIVE"
    stage.report("video/v2", published(LIVE), LIVE + MINUTE)
    broadcast = order.state.broadcast
    assert (order.status, broadcast.content, broadcast.started_at) == ("LIVE", "video/v2", LIVE)
    assert order.deadlines == {"auto_delivery": LIVE + hours(72)}
    assert shown(order) == {("p1", "video/v2")}
    assert refused(order, m.EndBroadcast(), LIVE + hours(1)).code == "status"
    order.time_to(LIVE + hours(72) + SECOND)
    assert order.dated(m.OrderDelivered) == [LIVE + hours(72)]


def test_ix_21_the_creator_says_which_video_was_published() -> None:
    order = video_order(platform())
    assert rules(refused(order, m.GoLive(live_session_id="l1"), LIVE)) == ["IX-21"]
    order.issue(m.GoLive(video_id="v1", started_at=LIVE), LIVE + hours(1))
    assert order.deadlines == {"auto_delivery": LIVE + hours(72)}


def test_ix_21_a_video_taken_down_again_was_published_all_the_same() -> None:
    stage = platform(retention_may_outlast_window=False)
    order = video_order(stage)
    stage.report("video/v1", published(LIVE), LIVE, routed=False)
    stage.report("video/v1", taken_down(LIVE + MINUTE), LIVE + MINUTE)
    assert (order.status, order.state.broadcast.started_at) == ("LIVE", LIVE)
