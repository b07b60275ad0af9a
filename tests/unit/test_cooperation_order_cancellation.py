"""Cancelling an order in effect: by agreement, by one side alone, by the system (CO-04, CO-05, IX-14, IX-17..IX-19)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.agreement import Side, other
from luyue.domain.messages import Command
from luyue.domain.process import Extend
from tests import eligible
from tests.unit.cooperation_order_stories import (
    ASKED,
    DAY,
    LATEST,
    LIVE,
    OVERDUE,
    SECOND,
    WHY,
    asked,
    effective,
    end,
    ending_rule,
    overdue,
    platform,
)
from tests.unit.given_when_then import Process, hours
from tests.unit.sample_request_stories import live, refused, rules, stay

ANSWER_DUE = ASKED + hours(72)
CLOSES = LATEST + 7 * DAY
SIDES: list[Side] = ["merchant", "creator"]
GO_LIVE = m.GoLive(live_session_id="l1")
BY_AGREEMENT = ("agreement", "agreed", False, None)


@pytest.mark.parametrize("by", SIDES)
def test_co_04_the_other_side_confirms_and_the_terms_are_void(by: Side) -> None:
    order = asked(by)
    assert order.status == "EFFECTIVE"
    assert order.deadlines["cancellation_response"] == ANSWER_DUE
    assert rules(refused(order, m.ConfirmCancellation(by=by), ASKED)) == ["CO-04"]
    assert rules(refused(order, m.DeclineCancellation(by=by), ASKED)) == ["CO-04"]
    order.issue(m.ConfirmCancellation(by=other(by)), ASKED + hours(1))
    assert end(order) == BY_AGREEMENT
    assert ending_rule(order) == "CO-04"


def test_co_04_nothing_is_confirmed_or_declined_that_nobody_asked_for() -> None:
    for answer in (m.ConfirmCancellation(by="merchant"), m.DeclineCancellation(by="merchant")):
        assert refused(effective(), answer, ASKED).code == "status"


def test_co_04_asking_again_for_oneself_changes_nothing() -> None:
    order = asked("creator")
    assert order.issue(m.RequestCancellation(by="creator"), ASKED + hours(1)) == []
    assert order.deadlines["cancellation_response"] == ANSWER_DUE


@pytest.mark.parametrize("first", SIDES)
def test_ix_19_both_sides_ask_which_is_an_agreement(first: Side) -> None:
    order = asked(first)
    order.issue(m.RequestCancellation(by=other(first)), ASKED)
    assert end(order) == BY_AGREEMENT


@pytest.mark.parametrize("by", SIDES)
def test_co_05_declined_the_order_goes_on_and_may_be_asked_again(by: Side) -> None:
    order = asked(by)
    order.issue(m.DeclineCancellation(by=other(by)), ASKED + hours(1))
    assert (order.status, order.state.cancellation) == ("EFFECTIVE", None)
    assert order.deadlines == {"latest_broadcast": LATEST}
    order.issue(m.RequestCancellation(by=by), ASKED + hours(2))
    assert order.deadlines["cancellation_response"] == ASKED + hours(74)


@pytest.mark.parametrize("by", SIDES)
def test_co_05_unanswered_the_requester_is_in_default(by: Side) -> None:
    order = asked(by)
    order.time_to(ANSWER_DUE)
    assert order.status == "EFFECTIVE"
    order.time_to(ANSWER_DUE + SECOND)
    assert end(order) == ("one_sided", "cancellation_unanswered", True, by)
    assert order.dated(m.OrderCancelled) == [ANSWER_DUE]
    assert ending_rule(order) == "CO-05"


@pytest.mark.parametrize(("after", "agreed"), [(timedelta(0), True), (SECOND, False)])
def test_co_05_an_answer_exactly_at_the_due_time_is_in_time(after: timedelta, agreed: bool) -> None:
    order = asked("creator")
    confirm = m.ConfirmCancellation(by="merchant")
    if agreed:
        order.issue(confirm, ANSWER_DUE + after)
        assert end(order) == BY_AGREEMENT
    else:
        assert refused(order, confirm, ANSWER_DUE + after).code == "status"
        assert end(order)[0] == "one_sided"


@pytest.mark.parametrize("by", SIDES)
def test_co_05_unanswered_after_the_latest_time_the_creator_is_in_default(by: Side) -> None:
    order = asked(by, LATEST - hours(1))
    order.time_to(LATEST + hours(72))
    assert end(order) == ("one_sided", "cancellation_unanswered", True, "creator")


@pytest.mark.parametrize("after", [timedelta(0), SECOND])
def test_co_05_the_merchant_may_cancel_alone_once_the_latest_time_is_over(after: timedelta) -> None:
    order = effective()
    cancel = m.Cancel(by="merchant")
    if not after:
        refusal = refused(order, cancel, LATEST)
        assert (refusal.code, rules(refusal)) == ("rule", ["CO-05"])
        assert order.status == "EFFECTIVE"
    else:
        order.issue(cancel, LATEST + after)
        assert order.dated(m.LatestBroadcastPassed) == [LATEST]
        assert end(order) == ("one_sided", "latest_broadcast_missed", True, "creator")
        assert ending_rule(order) == "CO-05"


def test_co_05_the_creator_can_never_cancel_alone_for_being_late() -> None:
    assert rules(refused(overdue(), m.Cancel(by="creator"), OVERDUE)) == ["IX-14"]


def test_co_05_the_system_closes_an_overdue_order() -> None:
    order = overdue()
    assert order.deadlines == {"overdue_close": CLOSES}
    order.time_to(CLOSES)
    assert order.status == "EFFECTIVE"
    order.time_to(CLOSES + SECOND)
    assert end(order) == ("system", "overdue", True, "creator")
    assert order.dated(m.OrderCancelled) == [CLOSES]
    assert ending_rule(order) == "CO-05"


def test_co_05_going_live_late_is_possible_until_somebody_cancels() -> None:
    order = overdue()
    order.issue(GO_LIVE, CLOSES)
    assert (order.status, order.state.broadcast.late) == ("LIVE", True)
    order = overdue()
    order.issue(m.Cancel(by="merchant"), OVERDUE)
    assert refused(order, GO_LIVE, OVERDUE).code == "status"


def test_co_05_ops_extend_the_latest_time_and_the_close_follows() -> None:
    order = effective()
    order.issue(Extend(deadline="latest_broadcast", until=LATEST + DAY, reason=WHY), ASKED)
    order.time_to(LATEST + hours(1))
    assert rules(refused(order, m.Cancel(by="merchant"), LATEST + hours(1))) == ["CO-05"]
    order.time_to(LATEST + DAY + SECOND)
    assert order.deadlines == {"overdue_close": CLOSES + DAY}
    assert order.state.signed.latest_broadcast_at == LATEST


@pytest.mark.parametrize("by", SIDES)
def test_ix_17_going_live_lets_a_request_lapse(by: Side) -> None:
    order = asked(by)
    assert [type(one) for one in order.issue(GO_LIVE, ASKED)] == [m.CancellationLapsed, m.BroadcastStarted]
    assert (order.status, order.state.cancellation) == ("LIVE", None)
    assert refused(order, m.ConfirmCancellation(by=other(by)), ASKED).code == "status"


def test_ix_17_confirmed_first_nobody_can_go_live() -> None:
    order = asked("creator")
    order.issue(m.ConfirmCancellation(by="merchant"), ASKED)
    assert refused(order, GO_LIVE, ASKED).code == "status"
    assert end(order) == BY_AGREEMENT


ANSWERS: list[Callable[[], m.ConfirmCancellation | m.RequestCancellation]] = [
    lambda: m.ConfirmCancellation(by="merchant"),
    lambda: m.RequestCancellation(by="merchant"),
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_ix_17_a_broadcast_on_record_counts_before_it_reaches_the_order(answer: Callable[[], Command]) -> None:
    stage = platform()
    order = asked("creator", LIVE - hours(1), stage)
    stage.report("live-session/l1", live(stay(LIVE)), LIVE + SECOND, routed=False)
    assert rules(refused(order, answer(), LIVE + SECOND)) == ["IX-17"]
    stage.route("live-session/l1", LIVE + 2 * SECOND)
    assert (order.status, order.state.cancellation) == ("LIVE", None)


def test_ix_17_a_broadcast_on_record_goes_before_the_timer_of_a_request() -> None:
    stage = platform()
    order = asked("creator", stage=stage)
    stage.report("live-session/l1", live(stay(ANSWER_DUE)), ANSWER_DUE, routed=False)
    order.time_to(ANSWER_DUE + SECOND)
    assert (order.status, order.state.broadcast.started_at) == ("LIVE", ANSWER_DUE)


def test_co_05_a_broadcast_on_record_goes_before_the_latest_time_and_the_close() -> None:
    stage = platform()
    order = effective(stage)
    stage.report("live-session/l1", live(stay(LATEST)), LATEST, routed=False)
    assert order.count(m.LatestBroadcastPassed) == 0
    assert refused(order, m.Cancel(by="merchant"), LATEST + SECOND).code == "status"
    assert (order.status, order.state.broadcast.late) == ("LIVE", False)


def test_co_05_a_late_broadcast_on_record_stops_the_merchant_too() -> None:
    stage = platform()
    order = overdue(stage)
    stage.report("live-session/l1", live(stay(OVERDUE)), OVERDUE, routed=False)
    assert rules(refused(order, m.Cancel(by="merchant"), OVERDUE + SECOND)) == ["CO-05"]


@pytest.mark.parametrize("by", SIDES)
def test_ix_18_a_request_stands_when_the_latest_time_passes(by: Side) -> None:
    order = asked(by, LATEST - hours(1))
    order.time_to(OVERDUE)
    assert order.status == "EFFECTIVE"
    assert order.deadlines == {"cancellation_response": LATEST + hours(71), "overdue_close": CLOSES}
    order.issue(m.ConfirmCancellation(by=other(by)), OVERDUE)
    assert end(order) == BY_AGREEMENT


@pytest.mark.parametrize("by", SIDES)
def test_ix_18_the_merchant_may_also_cancel_alone(by: Side) -> None:
    order = asked(by, LATEST - hours(1))
    order.issue(m.Cancel(by="merchant"), OVERDUE)
    assert end(order) == ("one_sided", "latest_broadcast_missed", True, "creator")


@pytest.mark.parametrize("change", [{"shop_opened": False}, {"meets_alliance_standard": False}])
def test_ix_14_when_the_merchant_leaves_the_creator_may_cancel_alone(change: dict[str, bool]) -> None:
    stage = platform()
    order = effective(stage)
    assert rules(refused(order, m.Cancel(by="creator"), ASKED)) == ["IX-14"]
    stage.report("merchant/m1", eligible.MERCHANT.model_copy(update=change), ASKED)
    assert rules(refused(order, m.Cancel(by="merchant"), ASKED)) == ["CO-05"]
    order.issue(m.Cancel(by="creator"), ASKED)
    assert end(order) == ("one_sided", "merchant_left", True, "merchant")
    assert ending_rule(order) == "IX-14"


def test_ix_14_the_creator_is_shown_that_the_merchant_has_left_and_come_back() -> None:
    stage = platform()
    order: Process = effective(stage)
    for opened in (False, True):
        stage.report("merchant/m1", eligible.MERCHANT.model_copy(update={"shop_opened": opened}), ASKED)
        order.issue(m.Observe(source="merchant/m1"), ASKED)
        assert ("cancel" in order.kind.allowed_actions(order.state, "creator")) is not opened
    assert rules(refused(order, m.Cancel(by="creator"), ASKED)) == ["IX-14"]
