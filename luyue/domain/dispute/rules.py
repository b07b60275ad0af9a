"""The rules of a dispute: what each command and each deadline leads to, or which rule refuses it."""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain.dispute import messages as m
from luyue.domain.dispute import refusals
from luyue.domain.dispute import state as s
from luyue.domain.dispute.state import Dispute
from luyue.domain.facts import Facts, Needs
from luyue.domain.messages import Command, Event
from luyue.domain.policy import Policy
from luyue.domain.process import TimePassed


def needs(state: Dispute, command: Command) -> Needs:
    """Opening asks whether the subject is disputed already, and whether this side has withdrawn before (DS-01)."""
    match command:
        case m.Open():
            return Needs(claim_prefixes=(s.open_claim(command), s.withdrawn_claim(command)))
        case _:
            return Needs()


def decide(state: Dispute, command: Command, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    """The events that a command leads to, none where it changes nothing; raises `Refusal`."""
    match state.status, command:
        case "", m.Open():
            return [_opened(command, facts, policy)]
        case ((s.OPEN | s.APPEALED | s.EVIDENCE_REQUESTED), m.AddEvidence()):
            return _add_evidence(state, command)
        case s.OPEN, m.Withdraw():
            if command.by != state.opened_by:
                raise refusals.withdrawn_by_another(state, command)
            return [m.DisputeWithdrawn(by=command.by, note=command.note)]
        case _, m.Settle() if state.status in s.UNDECIDED:
            return [m.DisputeSettled()]
        case _, m.Settle() if state.status:
            return []
        case s.OPEN, m.Rule():
            if command.outcome not in state.outcomes:
                raise refusals.impossible_outcome(state, command)
            return [m.DisputeRuled(**dict(command), appeal_until=at + policy.appeal_window)]
        case s.RULED, m.Appeal():
            if not command.evidence:
                raise refusals.appeal_without_evidence()
            return [m.RulingAppealed(**dict(command))]
        case s.APPEALED, m.DecideAppeal():
            return _decide_appeal(state, command, policy, at)
        case _, TimePassed():
            return [_time_passed(command)]
        case _:
            raise refusals.forbidden_by_status(state, command)


def _opened(command: m.Open, facts: Facts, policy: Policy) -> Event:
    if command.subject.startswith("sample-request/") and command.opened_by != "ops":
        raise refusals.sample_requests_are_disputed_by_ops(command)
    if s.withdrawn_claim(command) in facts.claims:
        raise refusals.withdrawn_before(command)
    if s.open_claim(command) in facts.claims:
        raise refusals.disputed_already(command)
    return m.DisputeOpened(**dict(command), policy_version=policy.version)


def _add_evidence(state: Dispute, command: m.AddEvidence) -> Sequence[Event]:
    """DS-03: what is requested is asked of the appellant, and must be more than what is at hand."""
    is_requested = state.status == s.EVIDENCE_REQUESTED
    if is_requested and command.by != state.appellant:
        raise refusals.evidence_of_another(state, command)
    at_hand = state.brought_by(command.by)
    news = tuple(one for one in dict.fromkeys(command.evidence) if one not in at_hand)
    if not news:
        if is_requested:
            raise refusals.nothing_more()
        return []
    return [m.EvidenceAdded(by=command.by, evidence=news)]


def _decide_appeal(state: Dispute, command: m.DecideAppeal, policy: Policy, at: datetime) -> Sequence[Event]:
    match command.decision:
        case "upheld":
            return [m.AppealDismissed(reason=command.reason)]
        case "struck":
            assert state.ruling is not None
            struck = m.RulingStruck(reason=command.reason)
            return [struck, m.DepositReturnRequested(amount=state.ruling.deposit_used)]
        case "needs_more_evidence":
            if state.evidence_requested_at is not None:
                raise refusals.requested_before(state)
            return [m.MoreEvidenceRequested(reason=command.reason, due_at=at + policy.more_evidence_window)]


def _time_passed(command: TimePassed) -> Event:
    match command.deadline.name:
        case "ruling_due":
            return m.DisputeEscalated()
        case "appeal_window":
            return m.RulingBecameFinal()
        case "more_evidence_window":
            return m.AppealLapsed()
    raise AssertionError(f"a dispute has no deadline {command.deadline.name}")
