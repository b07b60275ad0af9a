"""Verifying a delivery, and what follows a failed verification (CO-07, CO-08)."""

from datetime import timedelta

import pytest

from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.agreement import Side, other
from luyue.domain.messages import Command
from tests.unit.cooperation_order_stories import (
    DAY,
    DELIVERED,
    LATEST,
    NEW_LATEST,
    REJECTED,
    SECOND,
    WHY,
    delivered,
    end,
    ending_rule,
    negotiation_over,
    on_air,
    overdue,
    platform,
    propose,
    rebroadcast,
    rejected,
)
from tests.unit.given_when_then import TICK, Process, hours
from tests.unit.sample_request_stories import live, refused, rules, stay

VERIFIED_BY = DELIVERED + 14 * DAY
NEGOTIATED_BY = REJECTED + 7 * DAY
CLOSES = REJECTED + 14 * DAY
LATER = REJECTED + hours(1)
SIDES: list[Side] = ["merchant", "creator"]


def accepted_by(order: Process) -> str:
    assert (order.status, order.state.terms_binding, order.state.in_default) == ("COMPLETED", True, None)
    return str(order.state.accepted_by)


def test_co_07_the_merchant_verifies() -> None:
    order = delivered()
    order.issue(m.Verify(), DELIVERED + hours(1))
    assert accepted_by(order) == "merchant"
    assert ending_rule(order) == "CO-07"


def test_co_07_unverified_the_delivery_is_accepted() -> None:
    order = delivered()
    order.time_to(VERIFIED_BY)
    assert order.status == "DELIVERED"
    order.time_to(VERIFIED_BY + SECOND)
    assert accepted_by(order) == "timeout"
    assert order.dated(m.OrderCompleted) == [VERIFIED_BY]
    assert ending_rule(order) == "CO-07"


@pytest.mark.parametrize("command", [m.Verify(), m.RejectDelivery(reason=WHY)])
@pytest.mark.parametrize("after", [timedelta(0), SECOND])
def test_co_07_the_merchants_word_and_the_timer_cross(command: Command, after: timedelta) -> None:
    order = delivered()
    if after:
        assert refused(order, command, VERIFIED_BY + after).code == "status"
        assert accepted_by(order) == "timeout"
    else:
        order.issue(command, VERIFIED_BY)
        assert order.state.accepted_by != "timeout"
        assert order.status in ("COMPLETED", "CHANGES_REQUESTED")


def test_co_07_nothing_is_verified_before_it_is_delivered() -> None:
    assert refused(on_air(), m.Verify(), DELIVERED).code == "status"


def test_co_08_a_failed_verification_opens_a_negotiation() -> None:
    order = rejected()
    assert (order.status, order.state.rejection_reason) == ("CHANGES_REQUESTED", WHY)
    assert order.deadlines == {"rebroadcast_negotiation": NEGOTIATED_BY}


def test_co_08_the_merchant_may_verify_after_all_to_the_very_end() -> None:
    for order, at in ((rejected(), LATER), (negotiation_over(), CLOSES)):
        order.issue(m.Verify(), at)
        assert accepted_by(order) == "merchant"


@pytest.mark.parametrize("by", SIDES)
def test_co_08_either_side_proposes_and_the_other_agrees(by: Side) -> None:
    order = rejected()
    order.issue(propose(by), LATER)
    assert rules(refused(order, m.AgreeRebroadcast(by=by), LATER)) == ["CO-08"]
    assert rules(refused(order, m.DeclineRebroadcast(by=by), LATER)) == ["CO-08"]
    order.issue(m.AgreeRebroadcast(by=other(by)), LATER)
    assert (order.status, order.state.rebroadcasts, order.state.broadcast) == ("EFFECTIVE", 1, None)
    assert order.deadlines == {"latest_broadcast": NEW_LATEST}
    assert order.state.signed.latest_broadcast_at == LATEST


@pytest.mark.parametrize("by", SIDES)
def test_co_08_declined_the_negotiation_goes_on(by: Side) -> None:
    order = rejected()
    order.issue(propose(by), LATER)
    order.issue(m.DeclineRebroadcast(by=other(by)), LATER)
    assert (order.status, order.state.proposal) == ("CHANGES_REQUESTED", None)
    assert order.deadlines == {"rebroadcast_negotiation": NEGOTIATED_BY}
    assert refused(order, m.AgreeRebroadcast(by=other(by)), LATER).code == "status"


@pytest.mark.parametrize("by", SIDES)
def test_co_08_a_counter_proposal_replaces_and_the_same_time_agrees(by: Side) -> None:
    order = rejected()
    order.issue(propose(by), LATER)
    order.issue(propose(other(by), NEW_LATEST + DAY), LATER)
    assert order.state.proposal.by == other(by)
    assert order.issue(propose(other(by), NEW_LATEST + DAY), LATER) == []
    order.issue(propose(by, NEW_LATEST + DAY), LATER)
    assert order.deadlines == {"latest_broadcast": NEW_LATEST + DAY}


def test_co_08_whoever_names_the_time_agrees_to_no_other() -> None:
    order = rejected()
    order.issue(propose("creator"), LATER)
    order.issue(propose("creator", NEW_LATEST + DAY), LATER)
    agree = m.AgreeRebroadcast(by="merchant", latest_broadcast_at=NEW_LATEST)
    [violation] = refused(order, agree, LATER).violations
    assert violation.rule == "CO-08"
    assert violation.observed == NEW_LATEST.isoformat()
    assert violation.required == (NEW_LATEST + DAY).isoformat()
    order.issue(agree.model_copy(update={"latest_broadcast_at": NEW_LATEST + DAY}), LATER)
    assert order.status == "EFFECTIVE"


def test_co_08_the_new_latest_time_is_in_the_future_when_proposed_and_when_agreed() -> None:
    order = rejected()
    assert rules(refused(order, propose("creator", LATER), LATER)) == ["CO-08"]
    order.issue(propose("creator", LATER + TICK), LATER)
    assert rules(refused(order, m.AgreeRebroadcast(by="merchant"), LATER + TICK)) == ["CO-08"]
    assert order.status == "CHANGES_REQUESTED"


def test_co_08_only_a_new_broadcast_fulfils_the_order_then() -> None:
    stage = platform()
    order = rebroadcast(stage)
    agreed_at = order.state.in_effect_since
    stage.report("live-session/l1", live(stay(agreed_at - TICK)), agreed_at)
    assert order.status == "EFFECTIVE"
    stage.report("live-session/l2", live(stay(agreed_at)), agreed_at)
    assert order.status == "LIVE"
    order.issue(m.Deliver(), agreed_at + hours(1))
    order.issue(m.Verify(), agreed_at + hours(2))
    assert accepted_by(order) == "merchant"


def test_co_08_a_missed_rebroadcast_is_overdue_like_a_broadcast() -> None:
    order = rebroadcast()
    order.time_to(NEW_LATEST + SECOND)
    assert order.state.overdue
    order.issue(m.Cancel(by="merchant"), NEW_LATEST + SECOND)
    assert end(order) == ("one_sided", "latest_broadcast_missed", True, "creator")


def test_co_08_a_rebroadcast_begins_anew_after_a_late_broadcast() -> None:
    order = overdue()
    order.issue(m.GoLive(live_session_id="l1"), LATEST + hours(1))
    order.issue(m.Deliver(), LATEST + hours(2))
    order.issue(m.RejectDelivery(reason=WHY), LATEST + hours(3))
    order.issue(propose("creator", LATEST + DAY), LATEST + hours(4))
    order.issue(m.AgreeRebroadcast(by="merchant"), LATEST + hours(4))
    assert (order.state.overdue, order.deadlines) == (False, {"latest_broadcast": LATEST + DAY})
    assert (order.state.proposal, order.state.delivery) == (None, None)
    assert rules(refused(order, m.Cancel(by="merchant"), LATEST + hours(5))) == ["CO-05"]


def test_co_08_there_are_three_rebroadcasts_at_most() -> None:
    order = rejected()
    for turn in range(3):
        at = REJECTED + turn * DAY
        order.issue(propose("creator", at + hours(9)), at + hours(1))
        order.issue(m.AgreeRebroadcast(by="merchant"), at + hours(1))
        order.issue(m.GoLive(live_session_id=f"l{turn + 2}"), at + hours(2))
        order.issue(m.Deliver(), at + hours(3))
        order.issue(m.RejectDelivery(reason=WHY), at + hours(4))
        assert order.state.rebroadcasts == turn + 1
    refusal = refused(order, propose("creator", CLOSES), REJECTED + 3 * DAY)
    assert (refusal.code, rules(refusal)) == ("rule", ["CO-08"])
    order.issue(m.Verify(), REJECTED + 3 * DAY)
    assert accepted_by(order) == "merchant"


def test_co_08_the_negotiation_ends_and_then_the_system_closes_the_order() -> None:
    order = rejected()
    order.issue(propose("creator"), LATER)
    order.time_to(NEGOTIATED_BY)
    assert not order.state.negotiation_ended
    order.time_to(NEGOTIATED_BY + SECOND)
    assert order.dated(m.NegotiationEnded) == [NEGOTIATED_BY]
    assert (order.state.proposal, order.deadlines) == (None, {"negotiation_close": CLOSES})
    order.time_to(CLOSES)
    assert order.status == "CHANGES_REQUESTED"
    order.time_to(CLOSES + SECOND)
    assert end(order) == ("system", "negotiation_failed", True, "creator")
    assert order.dated(m.OrderCancelled) == [CLOSES]
    assert ending_rule(order) == "CO-08"


@pytest.mark.parametrize("after", [timedelta(0), SECOND])
def test_co_08_agreeing_and_the_end_of_the_negotiation_cross(after: timedelta) -> None:
    order = rejected()
    order.issue(propose("creator", CLOSES), LATER)
    agree = m.AgreeRebroadcast(by="merchant")
    if after:
        assert refused(order, agree, NEGOTIATED_BY + after).code == "status"
        assert refused(order, propose("creator", CLOSES), NEGOTIATED_BY + after).code == "status"
    else:
        order.issue(agree, NEGOTIATED_BY)
        assert order.status == "EFFECTIVE"


@pytest.mark.parametrize("by", SIDES)
def test_co_08_the_sides_may_agree_to_end_also_when_the_negotiation_is_over(by: Side) -> None:
    for order, at in ((rejected(), LATER), (negotiation_over(), CLOSES)):
        order.issue(m.RequestCancellation(by=by), at)
        order.issue(m.ConfirmCancellation(by=other(by)), at)
        assert end(order) == ("agreement", "agreed", False, None)


@pytest.mark.parametrize("by", SIDES)
def test_co_08_silence_on_a_wish_to_end_is_no_one_sided_cancellation(by: Side) -> None:
    order = rejected()
    order.issue(m.RequestCancellation(by=by), LATER)
    assert order.deadlines == {"rebroadcast_negotiation": NEGOTIATED_BY}
    order.issue(m.DeclineCancellation(by=other(by)), LATER)
    order.issue(m.RequestCancellation(by=by), LATER)
    order.time_to(CLOSES + SECOND)
    assert end(order) == ("system", "negotiation_failed", True, "creator")


def test_co_08_agreeing_to_a_rebroadcast_answers_a_wish_to_end() -> None:
    order = rejected()
    order.issue(m.RequestCancellation(by="creator"), LATER)
    order.issue(propose("merchant"), LATER)
    agreed = order.issue(m.AgreeRebroadcast(by="creator"), LATER)
    assert [type(one) for one in agreed] == [m.CancellationLapsed, m.RebroadcastAgreed]
    assert order.deadlines == {"latest_broadcast": NEW_LATEST}
