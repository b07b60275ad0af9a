"""Content that is on air already when an order takes effect, and content that its reports contradict (CO-06, CO-08)."""

from datetime import datetime, timedelta

import pytest

from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order import state as s
from luyue.domain.facts import LiveSession
from tests.unit.cooperation_order_stories import (
    ACCEPTED,
    ENDED,
    LIVE,
    MINUTE,
    REJECTED,
    SECOND,
    WHY,
    effective,
    offer,
    on_air,
    platform,
    propose,
    proposed,
    rejected,
)
from tests.unit.given_when_then import TICK, Process, hours
from tests.unit.sample_request_stories import live, published, refused, rules, stay

BEFORE = ACCEPTED - hours(1)
AGREED = REJECTED + hours(2)


def session(*products: str, since: datetime = LIVE, until: datetime | None = None, over: bool = False) -> LiveSession:
    stays = (stay(since, until, explained=False, product=product) for product in products)
    return live(*stays, started=since, ended=until if over else None)


def agreed(order: Process, at: datetime = AGREED) -> None:
    order.issue(propose("creator"), at)
    order.issue(m.AgreeRebroadcast(by="merchant"), at)


def test_co_06_a_session_that_straddles_acceptance_counts_from_it_on() -> None:
    stage = platform()
    order = proposed(stage)
    stage.report("live-session/l1", session("p1", since=BEFORE), BEFORE)
    went = order.issue(m.Accept(), ACCEPTED)
    assert [type(one) for one in went] == [m.OrderAccepted, m.BroadcastStarted]
    broadcast = order.state.broadcast
    assert (order.status, broadcast.started_at, broadcast.reported, broadcast.late) == ("LIVE", ACCEPTED, True, False)
    stage.report("live-session/l1", session("p1", since=BEFORE, until=ACCEPTED + 3 * MINUTE), ACCEPTED + hours(1))
    [shown] = order.state.evidence
    assert (shown.since, shown.until) == (ACCEPTED, ACCEPTED + 3 * MINUTE)


def test_co_06_the_part_before_acceptance_is_no_evidence() -> None:
    stage = platform()
    order = effective(stage)
    until = ACCEPTED + 3 * MINUTE - TICK
    stage.report("live-session/l1", session("p1", since=BEFORE, until=until), LIVE)
    assert (order.status, order.state.evidence) == ("LIVE", ())


@pytest.mark.parametrize(("after", "status"), [(timedelta(0), "EFFECTIVE"), (TICK, "LIVE")])
def test_co_06_what_was_over_when_the_order_took_effect_is_not_the_orders(after: timedelta, status: str) -> None:
    for over in (True, False):
        stage = platform()
        order = effective(stage)
        stage.report("live-session/l1", session("p1", since=BEFORE, until=ACCEPTED + after, over=over), LIVE)
        assert order.status == status


def test_ix_21_a_video_published_before_acceptance_does_not_count() -> None:
    stage = platform()
    order = proposed(stage, offer(form="video"))
    stage.report("video/v1", published(BEFORE, since=BEFORE), BEFORE)
    order.issue(m.Accept(), ACCEPTED)
    assert order.status == "EFFECTIVE"


def test_co_08_an_earlier_broadcast_that_goes_on_is_no_rebroadcast() -> None:
    stage = platform()
    order = rejected(stage)
    for content in ("live-session/l1", "live-session/l2"):
        stage.report(content, session("p1", since=LIVE), AGREED, routed=False)
    agreed(order)
    # l2 was never the order's: what follows the agreement counts.
    broadcast = order.state.broadcast
    assert (order.status, broadcast.content, broadcast.started_at) == ("LIVE", "live-session/l2", AGREED)
    assert order.state.earlier_broadcasts == ("live-session/l1",)


def test_co_08_evidence_of_an_earlier_broadcast_is_no_rebroadcast_either() -> None:
    stage = platform()
    order = on_air(stage)
    stage.report("live-session/l2", session("p2"), LIVE + hours(2), routed=False)
    order.issue(m.Deliver(), ENDED)
    order.issue(m.RejectDelivery(reason=WHY), REJECTED)
    agreed(order)
    assert (order.status, order.state.earlier_broadcasts) == ("EFFECTIVE", ("live-session/l1", "live-session/l2"))
    stage.report("live-session/l2", session("p2", until=AGREED + hours(1)), AGREED + hours(1))
    assert order.status == "EFFECTIVE"


@pytest.mark.parametrize("reported", [True, False])
def test_co_08_going_live_names_new_content(reported: bool) -> None:
    stage = platform()
    order = rejected(stage)
    agreed(order)
    if reported:
        stage.report("live-session/l1", session("p1", since=AGREED), AGREED)
    assert rules(refused(order, m.GoLive(live_session_id="l1"), AGREED + SECOND)) == ["CO-06"]
    order.issue(m.GoLive(live_session_id="l3"), AGREED + SECOND)
    assert order.status == s.LIVE


@pytest.mark.parametrize("stated", [None, ENDED])
def test_co_06_a_session_reported_ended_before_cannot_go_live(stated: datetime | None) -> None:
    stage = platform()
    order = effective(stage)
    stage.report("live-session/l1", session("p7", until=ENDED, over=True), ENDED)
    refusal = refused(order, m.GoLive(live_session_id="l1", started_at=stated), ENDED)
    assert rules(refusal) == ["CO-06"]
    assert refusal.violations[0].observed == {"ended_at": ENDED.isoformat()}
    assert refusal.violations[0].required == {"later_than": ENDED.isoformat()}
    assert order.status == "EFFECTIVE"


def test_co_06_a_session_that_went_on_longer_than_is_claimed_is_believed_and_ends_as_reported() -> None:
    stage = platform()
    order = effective(stage)
    stage.report("live-session/l1", session("p7", until=ENDED, over=True), ENDED)
    went = order.issue(m.GoLive(live_session_id="l1", started_at=ENDED - TICK), ENDED + hours(1))
    assert [type(one) for one in went] == [m.BroadcastStarted, m.BroadcastEnded]
    assert order.state.broadcast.ended_at == ENDED


def test_ix_20_the_ceiling_finds_the_reported_end_of_a_session_without_the_product() -> None:
    stage = platform()
    order = on_air(stage)
    stage.report("live-session/l1", session("p7", until=ENDED, over=True), ENDED)
    assert order.state.broadcast.ended_at is None
    order.time_to(LIVE + hours(24) + SECOND)
    assert (order.state.broadcast.ended_at, order.state.broadcast.deemed_ended) == (ENDED, False)


def test_ix_20_an_end_reported_after_the_ceiling_does_not_move_it() -> None:
    stage = platform()
    order = on_air(stage)
    ceiling = LIVE + hours(24)
    stage.report("live-session/l1", session("p7", until=ENDED, over=True), ceiling + TICK)
    order.time_to(ceiling + SECOND)
    assert (order.state.broadcast.ended_at, order.state.broadcast.deemed_ended) == (ceiling, True)


def test_co_06_the_creators_word_of_the_end_gives_way_to_the_report() -> None:
    for command in (m.EndBroadcast(), m.Deliver()):
        stage = platform()
        order = on_air(stage)
        stage.report("live-session/l1", session("p7", until=ENDED, over=True), ENDED)
        order.issue(command, ENDED + hours(1))
        assert order.state.broadcast.ended_at == ENDED
