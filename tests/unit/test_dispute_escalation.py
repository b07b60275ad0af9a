"""IX-23: a ruling that does not come in time is escalated, and never made by the clock."""

from datetime import timedelta

from luyue.domain.dispute import messages as m
from luyue.domain.process import DeadlineApproaching, Extend
from tests.unit.dispute_stories import (
    DAY,
    OPENED,
    ORDER,
    RULING_DUE,
    SECOND,
    WHY,
    escalated,
    evidence,
    opened,
    platform,
    refused,
    ruling,
)
from tests.unit.given_when_then import TICK, hours


def test_ix_23_a_dispute_is_escalated_when_no_ruling_has_come_in_15_days_and_stays_open() -> None:
    dispute = opened()
    dispute.time_to(RULING_DUE)
    assert dispute.count(m.DisputeEscalated) == 0
    dispute.time_to(RULING_DUE + SECOND)
    assert dispute.dated(m.DisputeEscalated) == [RULING_DUE]
    assert (dispute.status, dispute.state.escalated_at) == ("OPEN", RULING_DUE)
    dispute.time_to(RULING_DUE + 3_000 * DAY)
    assert (dispute.status, dispute.count(m.DisputeEscalated), dispute.deadlines) == ("OPEN", 1, {})
    assert dispute.summary.claim == f"dispute:{ORDER}"


def test_ix_23_a_ruling_exactly_when_it_is_due_is_in_time() -> None:
    dispute = opened()
    dispute.issue(ruling(), RULING_DUE)
    dispute.time_to(RULING_DUE + SECOND)
    assert (dispute.status, dispute.count(m.DisputeEscalated)) == ("RULED", 0)


def test_ix_23_a_ruling_a_moment_later_meets_the_escalation_and_counts_all_the_same() -> None:
    dispute = opened()
    dispute.issue(ruling(), RULING_DUE + TICK)
    assert (dispute.status, dispute.state.escalated_at) == ("RULED", RULING_DUE)


def test_ix_23_an_escalated_dispute_can_be_ruled_withdrawn_settled_and_takes_evidence() -> None:
    later = RULING_DUE + DAY
    dispute = escalated()
    dispute.issue(evidence("merchant", 2), later)
    for command, status in (
        (ruling(), "RULED"),
        (m.Withdraw(by="creator"), "WITHDRAWN"),
        (m.Settle(), "WITHDRAWN"),
    ):
        dispute = escalated()
        dispute.issue(command, later)
        assert dispute.status == status


def test_ix_23_ops_may_extend_the_time_to_rule_until_the_escalation() -> None:
    dispute = opened()
    until = RULING_DUE + 5 * DAY
    dispute.issue(Extend(deadline="ruling_due", until=until, reason=WHY), RULING_DUE)
    dispute.time_to(until)
    assert dispute.count(m.DisputeEscalated) == 0
    dispute.time_to(until + SECOND)
    assert dispute.dated(m.DisputeEscalated) == [until]
    again = Extend(deadline="ruling_due", until=until + DAY, reason=WHY)
    assert refused(dispute, again, until + SECOND).code == "status"


def test_both_sides_are_warned_before_the_escalation() -> None:
    dispute = opened()
    dispute.time_to(RULING_DUE)
    warning = dispute.last(DeadlineApproaching)
    assert (warning.deadline, warning.then) == ("ruling_due", "escalate")
    assert dispute.dated(DeadlineApproaching) == [RULING_DUE - hours(6)]


def test_the_parameter_of_the_policy_says_when_a_ruling_is_due() -> None:
    dispute = opened(platform(ruling_due=timedelta(days=1)))
    assert dispute.deadlines == {"ruling_due": OPENED + DAY}
