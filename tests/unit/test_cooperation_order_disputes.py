"""What a dispute does to its order (CO-09, IX-22, IX-24, IX-30)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.agreement import Side, other
from luyue.domain.messages import Command
from luyue.domain.process import DeadlineApproaching, Extend
from tests.unit.cooperation_order_stories import (
    ACCEPTED,
    DAY,
    DELIVERED,
    DISPUTE,
    ENDED,
    LATEST,
    LIVE,
    OVERDUE,
    REJECTED,
    SECOND,
    WHY,
    asked,
    delivered,
    dispute,
    disputed,
    effective,
    end,
    ended,
    ending_rule,
    negotiation_over,
    on_air,
    overdue,
    platform,
    proposed,
    rejected,
    ruled,
)
from tests.unit.given_when_then import TICK, Process, hours
from tests.unit.sample_request_stories import live, refused, rules, stay

STANDINGS: dict[str, tuple[Callable[[], Process], datetime]] = {
    "in effect": (effective, ACCEPTED + hours(5)),
    "asked to cancel": (asked, ACCEPTED + hours(5)),
    "overdue": (overdue, OVERDUE + hours(5)),
    "on air": (on_air, LIVE + hours(5)),
    "ended": (ended, ENDED + hours(5)),
    "delivered": (delivered, DELIVERED + hours(5)),
    "negotiated": (rejected, REJECTED + hours(5)),
    "not agreed": (negotiation_over, REJECTED + 8 * DAY),
}
LASTING = 40 * DAY


@pytest.mark.parametrize("standing", STANDINGS)
def test_co_09_a_dispute_stops_every_deadline(standing: str) -> None:
    opened, at = STANDINGS[standing]
    order = opened()
    running = order.deadlines
    disputed(order, at)
    assert (order.status, order.deadlines, order.state.dispute_id) == ("DISPUTED", {}, DISPUTE)
    assert {one.deadline: one.remaining for one in order.state.paused} == {
        name: due_at - at for name, due_at in running.items()
    }
    assert order.time_to(at + LASTING) == []
    assert refused(order, Extend(deadline="latest_broadcast", until=at + 99 * DAY, reason=WHY), at).code == "status"


@pytest.mark.parametrize("standing", STANDINGS)
def test_ix_30_the_time_left_goes_on_from_resumption(standing: str) -> None:
    opened, at = STANDINGS[standing]
    order = opened()
    before, running = order.status, order.deadlines
    disputed(order, at)
    order.issue(ruled(), at + LASTING)
    assert order.status == before
    assert order.deadlines == {name: due_at + LASTING for name, due_at in running.items()}
    assert {one.deadline: one.until for one in order.last(m.OrderResumed).restarted} == order.deadlines
    due_at = min(order.deadlines.values())
    version = order.state.version
    order.time_to(due_at)
    assert all(isinstance(one.event, DeadlineApproaching) for one in order.history[version:])
    order.time_to(due_at + SECOND)
    assert order.history[-1].at == due_at
    assert not isinstance(order.history[-1].event, DeadlineApproaching)


def test_ix_30_time_is_stopped_again_and_extended_besides() -> None:
    order = disputed(effective(), ACCEPTED + hours(1))
    order.issue(ruled(), ACCEPTED + hours(3))
    order.issue(Extend(deadline="latest_broadcast", until=LATEST + DAY, reason=WHY), ACCEPTED + hours(3))
    order.issue(dispute(id="ds_2"), ACCEPTED + hours(4))
    order.issue(m.DisputeEnded(dispute_id="ds_2", outcome="resume"), ACCEPTED + hours(9))
    assert order.deadlines == {"latest_broadcast": LATEST + DAY + hours(5)}


def test_ix_30_nobody_is_warned_of_what_is_past() -> None:
    order = disputed(effective(), LATEST - hours(1))
    warned = order.count(DeadlineApproaching)
    order.issue(ruled(), LATEST + DAY)
    order.time_to(LATEST + DAY + hours(1))
    assert order.count(DeadlineApproaching) == warned == 1


@pytest.mark.parametrize("after", [timedelta(0), SECOND])
def test_co_09_a_dispute_and_the_verification_timer_cross(after: timedelta) -> None:
    order = delivered()
    opened = dispute()
    if after:
        assert refused(order, opened, DELIVERED + 14 * DAY + after).code == "status"
    else:
        disputed(order, DELIVERED + 14 * DAY)
        order.issue(ruled(), DELIVERED + 20 * DAY)
        assert order.deadlines == {"verification_window": DELIVERED + 20 * DAY}


def test_co_09_only_signed_orders_have_arbitration() -> None:
    assert refused(proposed(), dispute(), ACCEPTED).code == "status"


def test_co_09_one_dispute_at_a_time_and_only_that_one_is_ruled() -> None:
    order = disputed(delivered(), DELIVERED)
    assert refused(order, dispute(id="ds_2"), DELIVERED).code == "status"
    other_ruling = m.DisputeEnded(dispute_id="ds_2", outcome="resume")
    assert rules(refused(order, other_ruling, DELIVERED)) == ["CO-09"]
    assert refused(delivered(), ruled(), DELIVERED).code == "status"


@pytest.mark.parametrize("by", ["merchant", "creator"])
def test_ds_01_a_side_that_withdrew_never_asks_again_on_this_order(by: Side) -> None:
    order = delivered()
    order.issue(dispute(by), DELIVERED)
    withdrawn = m.DisputeEnded(dispute_id=DISPUTE, outcome="resume", withdrawn_by=by)
    order.issue(withdrawn, DELIVERED)
    assert rules(refused(order, dispute(by, "ds_2"), DELIVERED)) == ["DS-01"]
    order.issue(dispute(other(by), "ds_2"), DELIVERED)
    order.issue(m.DisputeEnded(dispute_id="ds_2", outcome="resume"), DELIVERED)
    assert rules(refused(order, dispute(by, "ds_3"), DELIVERED)) == ["DS-01"]
    assert order.state.linked == (f"dispute/{DISPUTE}", "dispute/ds_2")


def test_ds_01_what_was_ruled_may_be_disputed_again() -> None:
    order = disputed(delivered(), DELIVERED)
    order.issue(ruled(), DELIVERED)
    order.issue(dispute(id="ds_2"), DELIVERED)
    assert (order.status, order.state.dispute_id) == ("DISPUTED", "ds_2")


@pytest.mark.parametrize("in_default", ["merchant", "creator", None])
def test_co_09_a_ruling_cancels(in_default: Side | None) -> None:
    order = disputed(rejected(), REJECTED)
    order.issue(ruled("cancel", in_default), REJECTED + DAY)
    assert end(order) == ("ruling", "ruling", True, in_default)
    assert ending_rule(order) == "CO-09"


def test_co_09_a_ruling_accepts() -> None:
    order = disputed(rejected(), REJECTED)
    order.issue(ruled("complete"), REJECTED + DAY)
    assert (order.status, order.state.accepted_by) == ("COMPLETED", "ruling")
    assert ending_rule(order) == "CO-09"


def test_co_09_what_went_live_meanwhile_counts_after_the_dispute() -> None:
    stage = platform()
    order = disputed(effective(stage), ACCEPTED + hours(1))
    stage.report("live-session/l1", live(stay(LIVE, ENDED), ended=ENDED), ENDED)
    assert order.status == "DISPUTED"
    order.issue(m.Observe(source="live-session/l1"), ENDED)
    assert order.status == "DISPUTED"
    order.issue(ruled(), LATEST + DAY)
    broadcast = order.state.broadcast
    assert (order.status, broadcast.started_at, broadcast.ended_at, broadcast.late) == ("LIVE", LIVE, ENDED, False)
    assert order.deadlines == {"auto_delivery": LATEST + DAY}
    order.time_to(LATEST + DAY + TICK)
    assert order.status == "DELIVERED"


@pytest.mark.parametrize("by", ["merchant", "creator"])
def test_ix_22_confirming_a_request_settles_the_dispute_too(by: Side) -> None:
    for answer in (m.ConfirmCancellation(by=other(by)), m.RequestCancellation(by=other(by))):
        order = disputed(asked(by), ACCEPTED + hours(2))
        assert order.time_to(ACCEPTED + LASTING) == []
        assert refused(order, m.DeclineCancellation(by=other(by)), ACCEPTED + LASTING).code == "status"
        assert rules(refused(order, m.ConfirmCancellation(by=by), ACCEPTED + LASTING)) == ["CO-04"]
        order.issue(answer, ACCEPTED + LASTING)
        assert end(order) == ("agreement", "agreed", False, None)


@pytest.mark.parametrize("answer", [m.ConfirmCancellation(by="merchant"), m.RequestCancellation(by="merchant")])
def test_ix_17_what_went_live_before_the_confirmation_counts_during_a_dispute_too(answer: Command) -> None:
    stage = platform()
    order = disputed(asked("creator", stage=stage), ACCEPTED + hours(2))
    stage.report("live-session/l1", live(stay(LIVE)), LIVE)
    assert rules(refused(order, answer, LIVE + SECOND)) == ["IX-17"]
    assert order.status == "DISPUTED"
    order.issue(ruled(), LIVE + hours(1))
    assert (order.status, order.state.cancellation, order.state.broadcast.started_at) == ("LIVE", None, LIVE)


@pytest.mark.parametrize("answer", [m.ConfirmCancellation(by="merchant"), m.RequestCancellation(by="merchant")])
def test_ix_22_what_is_negotiated_after_a_broadcast_may_be_ended_by_agreement(answer: Command) -> None:
    stage = platform()
    order = rejected(stage)
    order.issue(m.RequestCancellation(by="creator"), REJECTED)
    disputed(order, REJECTED + hours(1))
    stage.report("live-session/l1", live(stay(LIVE)), REJECTED + hours(1))
    order.issue(answer, REJECTED + hours(2))
    assert end(order) == ("agreement", "agreed", False, None)


def test_ix_22_nobody_asks_to_cancel_during_a_dispute() -> None:
    order = disputed(effective(), ACCEPTED)
    assert refused(order, m.RequestCancellation(by="creator"), ACCEPTED).code == "status"


def test_ix_22_and_ix_24_a_ruling_on_a_closed_order_changes_nothing() -> None:
    settled = disputed(asked("creator"), ACCEPTED + hours(2))
    settled.issue(m.ConfirmCancellation(by="merchant"), ACCEPTED + hours(3))
    cancelled = disputed(delivered(), DELIVERED)
    cancelled.issue(ruled("cancel", "creator"), DELIVERED)
    for order in (settled, cancelled):
        version = order.state.version
        assert order.issue(ruled("complete"), DELIVERED + DAY) == []
        assert (order.status, order.state.version) == ("CANCELLED", version)
        stranger = m.DisputeEnded(dispute_id="ds_2", outcome="complete")
        assert refused(order, stranger, DELIVERED + DAY).code == "status"
