"""Where disputes stand when a test begins: creator c1 asks for arbitration with merchant m1 on order co_1."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from luyue.domain.arbitration import Evidence
from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute import messages as m
from luyue.domain.messages import Command, Refusal
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import Note
from tests.unit.given_when_then import START, Platform, Process, hours

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
OPENED = START
RULED = OPENED + 5 * DAY
APPEALED = RULED + 3 * DAY
REQUESTED = APPEALED + 2 * DAY
ANSWERED = REQUESTED + DAY
RULING_DUE = OPENED + 15 * DAY
APPEAL_ENDS = RULED + 7 * DAY
EVIDENCE_ENDS = REQUESTED + 3 * DAY
ORDER = "cooperation-order/co_1"
CLAIM = Note(id="claim-1", digest="digest-1")
WHY = Note(id="note-1", digest="digest-2")


def platform(**changes: object) -> Platform:
    return Platform(DEFAULT_POLICY.model_copy(update=changes))


def piece(number: int = 1) -> Evidence:
    return Evidence(reference=f"evidence/ev_{number}", sha256=f"{number:064x}")


def opening(by: m.Side = "creator", subject: str = ORDER, **changes: Any) -> m.Open:
    given: dict[str, Any] = {
        "subject": subject,
        "opened_by": by,
        "creator_id": "c1",
        "merchant_id": "m1",
        "product_id": "p1",
        "claim": CLAIM,
        "evidence": (piece(),),
    }
    return m.Open(**given | changes)


def ruling(in_default: m.Party | None = "merchant", outcome: m.Outcome = "cancel") -> m.Rule:
    return m.Rule(outcome=outcome, in_default=in_default, reason=WHY)


def appeal(by: m.Party = "merchant", *pieces: Evidence) -> m.Appeal:
    return m.Appeal(by=by, evidence=pieces or (piece(2),))


def evidence(by: m.Side, number: int) -> m.AddEvidence:
    return m.AddEvidence(by=by, evidence=(piece(number),))


def decision(decided: m.Decision) -> m.DecideAppeal:
    return m.DecideAppeal(decision=decided, reason=WHY)


def new_dispute(stage: Platform | None = None) -> Process:
    """Reports concern no dispute: what it observes is never used."""
    return Process(stage or platform(), DISPUTE, lambda stream: m.Settle())


def opened(stage: Platform | None = None, command: m.Open | None = None, at: datetime = OPENED) -> Process:
    dispute = new_dispute(stage)
    dispute.issue(command or opening(), at)
    return dispute


def escalated(stage: Platform | None = None) -> Process:
    dispute = opened(stage)
    dispute.time_to(RULING_DUE + hours(1))
    return dispute


def ruled(stage: Platform | None = None, command: m.Rule | None = None) -> Process:
    dispute = opened(stage)
    dispute.issue(command or ruling(), RULED)
    return dispute


def appealed(stage: Platform | None = None, command: m.Rule | None = None) -> Process:
    """The merchant, found in default, appeals."""
    dispute = ruled(stage, command)
    dispute.issue(appeal(), APPEALED)
    return dispute


def requested(stage: Platform | None = None) -> Process:
    """The merchant's evidence is too thin."""
    dispute = appealed(stage)
    dispute.issue(decision("needs_more_evidence"), REQUESTED)
    return dispute


def answered(stage: Platform | None = None) -> Process:
    """The merchant has brought more evidence."""
    dispute = requested(stage)
    dispute.issue(evidence("merchant", 3), ANSWERED)
    return dispute


def withdrawn(stage: Platform | None = None) -> Process:
    dispute = opened(stage)
    dispute.issue(m.Withdraw(by="creator"), OPENED + DAY)
    return dispute


def settled(stage: Platform | None = None) -> Process:
    dispute = opened(stage)
    dispute.issue(m.Settle(), OPENED + DAY)
    return dispute


def not_appealed(stage: Platform | None = None) -> Process:
    dispute = ruled(stage)
    dispute.time_to(APPEAL_ENDS + SECOND)
    return dispute


def dismissed(stage: Platform | None = None) -> Process:
    dispute = appealed(stage)
    dispute.issue(decision("upheld"), REQUESTED)
    return dispute


def lapsed(stage: Platform | None = None) -> Process:
    dispute = requested(stage)
    dispute.time_to(EVIDENCE_ENDS + SECOND)
    return dispute


def struck(stage: Platform | None = None) -> Process:
    dispute = appealed(stage)
    dispute.issue(decision("struck"), REQUESTED)
    return dispute


def refused(dispute: Process, command: Command, at: datetime) -> Refusal:
    """The refusal that a command meets."""
    with pytest.raises(Refusal) as caught:
        dispute.issue(command, at)
    return caught.value


def refused_by(dispute: Process, command: Command, at: datetime) -> tuple[str, list[str]]:
    """The code of the refusal that a command meets, and the rules that it names."""
    refusal = refused(dispute, command, at)
    assert all(one.message.zh and one.message.en for one in refusal.violations)
    return refusal.code, [one.rule for one in refusal.violations]
