"""DS-01 and IX-22: from asking for arbitration to the ruling, the withdrawal or the settlement."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute import messages as m
from luyue.domain.policy import DEFAULT_POLICY
from tests.unit.dispute_stories import (
    CLAIM,
    DAY,
    OPENED,
    ORDER,
    RULED,
    WHY,
    answered,
    appeal,
    appealed,
    escalated,
    evidence,
    new_dispute,
    not_appealed,
    opened,
    opening,
    piece,
    platform,
    refused,
    refused_by,
    requested,
    ruled,
    ruling,
    settled,
    struck,
    withdrawn,
)
from tests.unit.given_when_then import Process


@pytest.mark.parametrize("by", ["creator", "merchant", "ops"])
def test_ds_01_either_side_of_an_order_and_ops_may_ask_for_arbitration(by: m.Side) -> None:
    dispute = opened(command=opening(by))
    state = dispute.state
    assert (dispute.status, state.subject, state.opened_by, state.claim) == ("OPEN", ORDER, by, CLAIM)
    assert [(one.reference, one.sha256, one.by, one.at) for one in state.evidence] == [
        ("evidence/ev_1", piece().sha256, by, OPENED)
    ]
    assert state.policy_version == DEFAULT_POLICY.version
    summary = dispute.summary
    assert (summary.creator_id, summary.merchant_id, summary.product_id) == ("c1", "m1", "p1")


def test_co_09_a_dispute_on_a_sample_request_is_opened_by_ops_only() -> None:
    subject = "sample-request/sr_1"
    assert opened(command=opening("ops", subject)).status == "OPEN"
    for by in ("creator", "merchant"):
        assert refused_by(new_dispute(), opening(by, subject), OPENED) == ("rule", ["CO-09"])


def test_ds_01_the_claim_and_evidence_are_references_and_no_texts() -> None:
    assert opened(command=opening(evidence=())).state.evidence == ()
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("subject", {"subject": "campaign-entry/ce_1"}),
        ("subject", {"subject": "cooperation-order/"}),
        ("subject", {"subject": "cooperation-order/co_1 of Li"}),
        ("opened_by", {"opened_by": "service"}),
        ("claim", {"claim": "he never paid"}),
        ("evidence", {"evidence": [{"reference": "chat of Li", "sha256": "0" * 64}]}),
        ("evidence", {"evidence": [{"reference": "ev_1", "sha256": "0" * 63}]}),
        ("evidence", {"evidence": [{"reference": "ev_1", "sha256": "A" * 64}]}),
        ("evidence", {"evidence": [piece(number) for number in range(51)]}),
    ]
    for field, given in wrong:
        with pytest.raises(ValidationError) as caught:
            opening(**given)
        assert {error["loc"][0] for error in caught.value.errors()} == {field}, given


def test_ds_01_both_sides_and_ops_add_evidence_until_the_ruling_each_piece_once() -> None:
    dispute = opened()
    sides: tuple[m.Side, ...] = ("creator", "merchant", "ops")
    for number, by in enumerate(sides, start=2):
        dispute.issue(evidence(by, number), OPENED + DAY)
    dispute.issue(m.AddEvidence(by="merchant", evidence=(piece(3), piece(9), piece(9))), OPENED + 2 * DAY)
    assert dispute.last(m.EvidenceAdded).evidence == (piece(9),)
    before = dispute.state.version
    assert dispute.issue(evidence("merchant", 9), OPENED + 2 * DAY) == []
    assert dispute.state.version == before
    assert [(one.by, one.reference) for one in dispute.state.evidence] == [
        ("creator", "evidence/ev_1"),
        ("creator", "evidence/ev_2"),
        ("merchant", "evidence/ev_3"),
        ("ops", "evidence/ev_4"),
        ("merchant", "evidence/ev_9"),
    ]
    assert dispute.status == "OPEN"


def test_ds_01_the_same_piece_twice_is_one() -> None:
    dispute = opened(command=opening(evidence=(piece(1), piece(1))))
    dispute.issue(ruling(), RULED)
    dispute.issue(appeal("creator", piece(1), piece(2), piece(2)), RULED)
    assert [one.reference for one in dispute.state.evidence] == ["evidence/ev_1", "evidence/ev_2"]
    assert dispute.state.evidence[0].at == OPENED


def test_ds_01_what_one_side_has_brought_the_other_may_bring_too() -> None:
    dispute = opened()
    dispute.issue(evidence("merchant", 1), OPENED + DAY)
    assert [one.by for one in dispute.state.evidence] == ["creator", "merchant"]


def test_ds_01_the_side_that_asked_may_withdraw() -> None:
    dispute = opened()
    dispute.issue(m.Withdraw(by="creator", note=WHY), OPENED + DAY)
    assert (dispute.status, dispute.state.closed_reason, dispute.summary.closed) == ("WITHDRAWN", None, True)
    assert dispute.last(m.DisputeWithdrawn) == m.DisputeWithdrawn(by="creator", note=WHY)


@pytest.mark.parametrize("asked", ["creator", "merchant", "ops"])
def test_ds_01_nobody_else_may_withdraw(asked: m.Side) -> None:
    for by in {"creator", "merchant", "ops"} - {asked}:
        dispute = opened(command=opening(asked))
        assert refused_by(dispute, m.Withdraw(by=by), OPENED + DAY) == ("rule", ["DS-01"])
        assert dispute.status == "OPEN"


def test_ds_01_withdrawn_it_is_never_asked_for_again_by_this_side_on_this_subject() -> None:
    stage = platform()
    assert withdrawn(stage).summary.claim == f"dispute-withdrawn:{ORDER}:creator"
    years_later = OPENED + 3_000 * DAY
    assert refused_by(new_dispute(stage), opening(), years_later) == ("rule", ["DS-01"])
    assert opened(stage, opening(subject="cooperation-order/co_2"), years_later).status == "OPEN"
    other_side = opened(stage, opening("merchant"), years_later)
    assert other_side.status == "OPEN"
    other_side.issue(m.Withdraw(by="merchant"), years_later)
    for by in ("creator", "merchant"):
        assert refused_by(new_dispute(stage), opening(by), years_later + DAY) == ("rule", ["DS-01"])
    assert opened(stage, opening("ops"), years_later).status == "OPEN"


def test_ds_01_a_subject_whose_id_another_ones_begins_with_is_another_subject() -> None:
    stage = platform()
    opened(stage, opening(subject=f"{ORDER}0"))
    withdrawn_elsewhere = opened(stage, opening(subject=f"{ORDER}1"))
    withdrawn_elsewhere.issue(m.Withdraw(by="creator"), OPENED + DAY)
    assert opened(stage).status == "OPEN"


@pytest.mark.parametrize("standing", [opened, escalated])
def test_ds_01_one_dispute_on_a_subject(standing: Any) -> None:
    stage = platform()
    first: Process = standing(stage)
    assert first.summary.claim == f"dispute:{ORDER}"
    for by in ("creator", "merchant", "ops"):
        assert refused_by(new_dispute(stage), opening(by), first.seen_at) == ("rule", ["DS-01"])


@pytest.mark.parametrize("standing", [ruled, appealed, requested, answered, not_appealed, struck])
def test_ds_01_what_was_ruled_may_be_disputed_again(standing: Any) -> None:
    stage = platform()
    first: Process = standing(stage)
    assert first.summary.claim is None
    assert opened(stage, opening(), first.seen_at).status == "OPEN"


def test_a_refused_opening_starts_nothing() -> None:
    stage = platform()
    opened(stage)
    second = new_dispute(stage)
    refused(second, opening("merchant"), OPENED + DAY)
    assert (second.state, second.history) == (DISPUTE.state(), [])


def test_ds_01_crossing_withdraw_before_rule() -> None:
    dispute = opened()
    dispute.issue(m.Withdraw(by="creator"), RULED)
    assert refused_by(dispute, ruling(), RULED) == ("status", ["DS-01"])
    assert (dispute.status, dispute.state.ruling) == ("WITHDRAWN", None)


def test_ds_01_crossing_rule_before_withdraw() -> None:
    dispute = opened()
    dispute.issue(ruling(), RULED)
    assert refused_by(dispute, m.Withdraw(by="creator"), RULED) == ("status", ["DS-01"])
    assert (dispute.status, dispute.summary.claim) == ("RULED", None)


def test_ix_22_a_cancellation_confirmed_during_the_dispute_settles_it() -> None:
    stage = platform()
    dispute = settled(stage)
    assert (dispute.status, dispute.state.closed_reason) == ("WITHDRAWN", "settled")
    assert refused_by(dispute, ruling(), RULED) == ("status", ["DS-01"])
    assert refused_by(new_dispute(stage), opening(), RULED) == ("rule", ["DS-01"])


@pytest.mark.parametrize("standing", [ruled, appealed, requested])
def test_ix_22_an_agreement_that_reached_the_order_before_the_ruling_stands(standing: Any) -> None:
    dispute: Process = standing()
    assert dispute.state.lost_by == "merchant"
    dispute.issue(m.Settle(), dispute.seen_at)
    assert (dispute.status, dispute.state.closed_reason, dispute.state.lost_by) == ("WITHDRAWN", "settled", None)
    assert dispute.deadlines == {}


@pytest.mark.parametrize("standing", [not_appealed, withdrawn, settled, struck])
def test_ix_22_a_settlement_that_comes_after_the_end_of_the_dispute_takes_nothing_back(standing: Any) -> None:
    dispute: Process = standing()
    before = dispute.state
    assert dispute.issue(m.Settle(), dispute.seen_at) == []
    assert dispute.state == before


def test_ix_22_a_settlement_starts_nothing() -> None:
    assert refused(new_dispute(), m.Settle(), OPENED).code == "status"


def test_a_ruling_says_what_becomes_of_the_subject_who_is_in_default_and_what_it_takes_of_a_deposit() -> None:
    command = m.Rule(outcome="complete", in_default="merchant", deposit_used=Decimal("300.00"), reason=WHY)
    ruling_made = ruled(command=command).state.ruling
    assert (ruling_made.outcome, ruling_made.in_default) == ("complete", "merchant")
    assert (ruling_made.deposit_used, ruling_made.reason, ruling_made.at) == (Decimal("300.00"), WHY, RULED)
    for wrong in (
        {"outcome": "forget"},
        {"outcome": "resume", "in_default": "ops"},
        {"outcome": "resume", "deposit_used": 300.0},
        {"outcome": "resume", "deposit_used": "-1"},
        {"outcome": "resume", "deposit_used": "0.001"},
    ):
        with pytest.raises(ValidationError):
            m.Rule.model_validate(wrong)


@pytest.mark.parametrize("party", ["merchant", "creator", None])
def test_ds_02_the_party_in_default_has_lost_the_dispute(party: m.Party | None) -> None:
    dispute = ruled(command=ruling(party))
    assert dispute.state.lost_by == party
    assert dispute.kind.details(dispute.state, dispute.policy)["lost_by"] == party
    assert opened().state.lost_by is None
