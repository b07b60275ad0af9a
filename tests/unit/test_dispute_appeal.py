"""DS-02 to DS-04 and IX-24: from the ruling to the final outcome."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from luyue.domain.dispute import messages as m
from luyue.domain.messages import Command
from luyue.domain.process import DeadlineApproaching, Extend
from tests.unit.dispute_stories import (
    ANSWERED,
    APPEAL_ENDS,
    APPEALED,
    DAY,
    EVIDENCE_ENDS,
    REQUESTED,
    RULED,
    SECOND,
    WHY,
    answered,
    appeal,
    appealed,
    decision,
    dismissed,
    evidence,
    lapsed,
    not_appealed,
    opened,
    piece,
    platform,
    refused_by,
    requested,
    ruled,
    ruling,
    struck,
)
from tests.unit.given_when_then import TICK, Process, hours


@pytest.mark.parametrize("by", ["merchant", "creator"])
@pytest.mark.parametrize("at", [RULED, APPEAL_ENDS])
def test_ds_02_either_party_may_appeal_until_exactly_7_days_after_the_ruling(by: m.Party, at: Any) -> None:
    dispute = ruled()
    dispute.issue(appeal(by, piece(7)), at)
    assert (dispute.status, dispute.state.appellant, dispute.state.appealed_at) == ("APPEALED", by, at)
    assert dispute.state.evidence[-1].reference == "evidence/ev_7"
    assert (dispute.state.evidence[-1].by, dispute.state.evidence[-1].at) == (by, at)
    dispute.time_to(APPEAL_ENDS + 1_000 * DAY)
    assert dispute.status == "APPEALED"


def test_ds_02_a_ruling_that_nobody_appealed_against_in_7_days_is_final() -> None:
    dispute = ruled()
    dispute.time_to(APPEAL_ENDS)
    assert (dispute.status, dispute.deadlines) == ("RULED", {"appeal_window": APPEAL_ENDS})
    dispute.time_to(APPEAL_ENDS + SECOND)
    assert (dispute.status, dispute.state.closed_reason) == ("FINAL", "not_appealed")
    assert dispute.dated(m.RulingBecameFinal) == [APPEAL_ENDS]
    assert (dispute.summary.closed, dispute.state.lost_by) == (True, "merchant")


@pytest.mark.parametrize("late", [TICK, SECOND])
def test_ds_02_crossing_an_appeal_after_the_windows_end_meets_a_final_ruling(late: timedelta) -> None:
    dispute = ruled()
    assert refused_by(dispute, appeal(), APPEAL_ENDS + late) == ("status", ["DS-02"])
    assert (dispute.status, dispute.state.appellant) == ("FINAL", None)


def test_ds_02_crossing_an_appeal_in_time_counts_however_late_it_is_carried_out() -> None:
    dispute = ruled()
    dispute.issue(appeal(), APPEAL_ENDS, now=APPEAL_ENDS + 30 * DAY)
    assert (dispute.status, dispute.count(m.RulingBecameFinal)) == ("APPEALED", 0)


def test_ds_02_an_appeal_needs_evidence() -> None:
    dispute = ruled()
    assert refused_by(dispute, m.Appeal(by="merchant"), APPEALED) == ("rule", ["DS-02"])
    assert dispute.status == "RULED"


def test_ds_02_an_appeal_is_made_once_by_whomever() -> None:
    for standing, at in ((appealed, APPEALED), (requested, REQUESTED), (answered, ANSWERED)):
        for by in ("merchant", "creator"):
            assert refused_by(standing(), appeal(by), at) == ("status", ["DS-02"])


def test_ds_02_crossing_appeals_of_both_parties_the_first_is_the_one() -> None:
    orders: tuple[tuple[m.Party, m.Party], ...] = (("merchant", "creator"), ("creator", "merchant"))
    for first, second in orders:
        dispute = ruled()
        dispute.issue(appeal(first), APPEALED)
        assert refused_by(dispute, appeal(second), APPEALED) == ("status", ["DS-02"])
        assert dispute.state.appellant == first


def test_ds_02_there_is_no_appeal_without_a_ruling() -> None:
    assert refused_by(opened(), appeal(), RULED) == ("status", ["DS-02"])


@pytest.mark.parametrize(
    ("standing", "rule"), [(not_appealed, "DS-02"), (dismissed, "DS-02"), (struck, "DS-02"), (lapsed, "DS-03")]
)
def test_ds_02_the_outcome_stands(standing: Any, rule: str) -> None:
    dispute: Process = standing()
    for by in ("merchant", "creator"):
        assert refused_by(dispute, appeal(by), dispute.seen_at) == ("status", [rule])
    assert refused_by(dispute, ruling("creator"), dispute.seen_at) == ("status", ["DS-02"])


def test_ds_02_a_ruling_is_not_ruled_again_and_evidence_comes_with_an_appeal() -> None:
    assert refused_by(ruled(), ruling("creator"), RULED) == ("status", ["DS-02"])
    assert refused_by(ruled(), evidence("merchant", 2), RULED) == ("status", ["DS-02"])


def test_ds_02_an_appeal_that_fails_leaves_the_ruling_for_good() -> None:
    dispute = dismissed()
    assert (dispute.status, dispute.state.closed_reason) == ("FINAL", "appeal_dismissed")
    assert dispute.last(m.AppealDismissed).reason == WHY
    assert (dispute.state.lost_by, dispute.count(m.DepositReturnRequested)) == ("merchant", 0)


def test_ds_02_both_sides_and_ops_add_evidence_to_an_appeal() -> None:
    dispute = appealed()
    sides: tuple[m.Side, ...] = ("creator", "merchant", "ops")
    for number, by in enumerate(sides, start=5):
        dispute.issue(evidence(by, number), APPEALED + DAY)
    assert (dispute.status, len(dispute.state.evidence)) == ("APPEALED", 5)


def test_ds_03_too_thin_evidence_can_be_added_to_until_exactly_3_days_from_the_notice() -> None:
    dispute = requested()
    assert (dispute.status, dispute.deadlines) == ("EVIDENCE_REQUESTED", {"more_evidence_window": EVIDENCE_ENDS})
    assert dispute.last(m.MoreEvidenceRequested).reason == WHY
    dispute.issue(evidence("merchant", 3), EVIDENCE_ENDS)
    dispute.time_to(EVIDENCE_ENDS + 1_000 * DAY)
    assert (dispute.status, dispute.count(m.AppealLapsed)) == ("APPEALED", 0)
    assert dispute.state.evidence[-1].reference == "evidence/ev_3"


def test_ds_03_the_appeal_closes_when_no_more_evidence_came_in_3_days() -> None:
    dispute = requested()
    dispute.time_to(EVIDENCE_ENDS)
    assert dispute.status == "EVIDENCE_REQUESTED"
    dispute.time_to(EVIDENCE_ENDS + SECOND)
    assert (dispute.status, dispute.state.closed_reason) == ("FINAL", "evidence_not_brought")
    assert dispute.dated(m.AppealLapsed) == [EVIDENCE_ENDS]
    assert (dispute.state.lost_by, dispute.count(m.DepositReturnRequested)) == ("merchant", 0)


@pytest.mark.parametrize("late", [TICK, SECOND])
def test_ds_03_crossing_evidence_after_the_windows_end_meets_a_closed_appeal(late: timedelta) -> None:
    dispute = requested()
    assert refused_by(dispute, evidence("merchant", 3), EVIDENCE_ENDS + late) == ("status", ["DS-03"])
    assert (dispute.status, len(dispute.state.evidence)) == ("FINAL", 2)


def test_ds_03_crossing_evidence_in_time_counts_however_late_it_is_carried_out() -> None:
    dispute = requested()
    dispute.issue(evidence("merchant", 3), EVIDENCE_ENDS, now=EVIDENCE_ENDS + 30 * DAY)
    assert (dispute.status, dispute.count(m.AppealLapsed)) == ("APPEALED", 0)


def test_ds_03_more_evidence_is_awaited_from_the_appellant_only() -> None:
    dispute = requested()
    for by in ("creator", "ops"):
        assert refused_by(dispute, evidence(by, 3), ANSWERED) == ("rule", ["DS-03"])
    assert dispute.status == "EVIDENCE_REQUESTED"


def test_ds_03_what_was_brought_before_is_not_more() -> None:
    dispute = requested()
    assert refused_by(dispute, evidence("merchant", 2), ANSWERED) == ("rule", ["DS-03"])
    dispute.issue(evidence("merchant", 1), ANSWERED)
    assert dispute.status == "APPEALED"


def test_ds_03_more_evidence_is_requested_once() -> None:
    dispute = answered()
    assert refused_by(dispute, decision("needs_more_evidence"), ANSWERED) == ("rule", ["DS-03"])
    outcomes: tuple[tuple[m.Decision, str], ...] = (("upheld", "appeal_dismissed"), ("struck", "ruling_struck"))
    for decided, reason in outcomes:
        dispute = answered()
        dispute.issue(decision(decided), ANSWERED + DAY)
        assert (dispute.status, dispute.state.closed_reason) == ("FINAL", reason)


@pytest.mark.parametrize("decided", ["upheld", "struck", "needs_more_evidence"])
@pytest.mark.parametrize("standing", [opened, ruled, requested, not_appealed, dismissed, lapsed, struck])
def test_ds_03_only_an_appeal_that_waits_for_it_is_decided(standing: Any, decided: m.Decision) -> None:
    dispute: Process = standing()
    code, _ = refused_by(dispute, decision(decided), dispute.seen_at)
    assert code == "status"


def test_ds_03_crossing_evidence_and_the_request_for_it() -> None:
    before = appealed()
    before.issue(evidence("merchant", 3), REQUESTED)
    before.issue(decision("needs_more_evidence"), REQUESTED)
    assert before.status == "EVIDENCE_REQUESTED"
    after = requested()
    after.issue(evidence("merchant", 3), REQUESTED)
    assert after.status == "APPEALED"


def test_ds_04_an_appeal_that_succeeds_strikes_the_ruling_and_starts_the_deposits_return() -> None:
    made = m.Rule(outcome="cancel", in_default="merchant", deposit_used=Decimal("300.00"))
    dispute = appealed(command=made)
    events = dispute.issue(decision("struck"), REQUESTED)
    assert events == [m.RulingStruck(reason=WHY), m.DepositReturnRequested(amount=Decimal("300.00"))]
    assert (dispute.status, dispute.state.closed_reason) == ("FINAL", "ruling_struck")
    assert dispute.state.ruling.struck_at == REQUESTED
    assert dispute.state.deposit_return_requested_at == REQUESTED


def test_ds_04_a_person_finds_out_what_is_to_be_returned_where_the_ruling_does_not_say() -> None:
    assert struck().last(m.DepositReturnRequested).amount is None


def test_ix_24_a_struck_ruling_is_corrected_on_the_dispute_and_the_record() -> None:
    dispute = struck()
    assert dispute.state.lost_by is None
    shown = dispute.kind.details(dispute.state, dispute.policy)
    assert shown["lost_by"] is None
    assert (shown["ruling"]["in_default"], shown["ruling"]["struck_at"]) == ("merchant", "2024-03-11T01:00:00Z")
    assert dispute.count(m.DisputeRuled) == 1


@pytest.mark.parametrize(
    ("standing", "name", "due_at", "then"),
    [
        (ruled, "appeal_window", APPEAL_ENDS, "become_final"),
        (requested, "more_evidence_window", EVIDENCE_ENDS, "close_appeal"),
    ],
)
def test_both_sides_are_warned_and_ops_may_extend(standing: Any, name: str, due_at: Any, then: str) -> None:
    dispute: Process = standing()
    dispute.time_to(due_at)
    warning = dispute.last(DeadlineApproaching)
    assert (warning.deadline, warning.then) == (name, then)
    assert dispute.dated(DeadlineApproaching) == [due_at - hours(6)]
    dispute.issue(Extend(deadline=name, until=due_at + DAY, reason=WHY), due_at)
    dispute.time_to(due_at + DAY)
    assert not dispute.summary.closed
    dispute.time_to(due_at + DAY + SECOND)
    assert (dispute.status, dispute.state.last_at) == ("FINAL", due_at + DAY)


def test_the_parameters_of_the_policy_say_how_long_the_windows_are() -> None:
    stage = platform(appeal_window=4 * DAY, more_evidence_window=timedelta(hours=1))
    assert ruled(stage).deadlines == {"appeal_window": RULED + 4 * DAY}
    other = platform(more_evidence_window=timedelta(hours=1))
    assert requested(other).deadlines == {"more_evidence_window": REQUESTED + hours(1)}


@pytest.mark.parametrize("command", [m.Withdraw(by="creator"), appeal(), ruling(), evidence("merchant", 8)])
def test_nothing_is_done_to_a_final_dispute(command: Command) -> None:
    for standing in (not_appealed, dismissed, lapsed, struck):
        dispute: Process = standing()
        code, _ = refused_by(dispute, command, dispute.seen_at)
        assert code == "status"
