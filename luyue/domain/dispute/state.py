"""What a dispute is: its state, its claims, and the moments at which time acts on it."""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain.arbitration import Evidence, Outcome
from luyue.domain.dispute import messages as m
from luyue.domain.messages import Moment, Value
from luyue.domain.policy import Money, Policy
from luyue.domain.process import Deadline, Note, State

OPEN = "OPEN"
RULED = "RULED"
APPEALED = "APPEALED"
EVIDENCE_REQUESTED = "EVIDENCE_REQUESTED"
FINAL = "FINAL"
WITHDRAWN = "WITHDRAWN"
UNDECIDED = frozenset({OPEN, RULED, APPEALED, EVIDENCE_REQUESTED})
"""Every status that is not the end."""


class Brought(Evidence):
    """A piece of evidence with the side that brought it and when."""

    by: m.Side
    at: Moment


class Ruling(Value):
    outcome: Outcome
    in_default: m.Party | None
    deposit_used: Money | None
    reason: Note | None
    at: Moment
    appeal_until: Moment
    struck_at: Moment | None = None


class Dispute(State):
    """`appellant` is the side that appealed; `evidence_requested_at` stays set: more is requested only once (DS-03)."""

    subject: str = ""
    opened_by: m.Side | None = None
    creator_id: str | None = None
    merchant_id: str | None = None
    product_id: str | None = None
    claim: Note | None = None
    outcomes: tuple[Outcome, ...] = ()
    evidence: tuple[Brought, ...] = ()
    escalated_at: Moment | None = None
    ruling: Ruling | None = None
    appellant: m.Party | None = None
    appealed_at: Moment | None = None
    evidence_requested_at: Moment | None = None
    evidence_due_at: Moment | None = None
    deposit_return_requested_at: Moment | None = None

    def brought_by(self, side: m.Side) -> set[Evidence]:
        """The evidence that a side has brought so far."""
        return {Evidence(reference=one.reference, sha256=one.sha256) for one in self.evidence if one.by == side}

    @property
    def lost_by(self) -> m.Party | None:
        """The party that the ruling finds in default, unless it was struck (IX-24) or the parties settled (IX-22)."""
        if self.ruling is None or self.ruling.struck_at is not None or self.closed_reason == "settled":
            return None
        return self.ruling.in_default


def open_claim(dispute: Dispute | m.Open) -> str:
    """What only one dispute on a subject may hold, until it is ruled."""
    return f"dispute:{dispute.subject}"


def withdrawn_claim(dispute: Dispute | m.Open) -> str:
    """What a side holds for good that has withdrawn its dispute on a subject (DS-01)."""
    return f"dispute-withdrawn:{dispute.subject}:{dispute.opened_by}"


def deadlines(state: Dispute, policy: Policy) -> Sequence[Deadline]:
    """The moments at which time acts, for the status at hand; ruling and deciding an appeal are left to people."""

    def running(name: str, since: datetime, due_at: datetime, then: str) -> list[Deadline]:
        due_at = state.extended(name, due_at)
        return [Deadline(name=name, since=since, due_at=due_at, judged_at=due_at, then=then)]

    match state.status:
        case "OPEN" if state.escalated_at is None:
            assert state.created_at is not None
            return running("ruling_due", state.created_at, state.created_at + policy.ruling_due, "escalate")
        case "RULED":
            assert state.ruling is not None
            return running("appeal_window", state.ruling.at, state.ruling.appeal_until, "become_final")
        case "EVIDENCE_REQUESTED":
            since, due_at = state.evidence_requested_at, state.evidence_due_at
            assert since is not None
            assert due_at is not None
            return running("more_evidence_window", since, due_at, "close_appeal")
        case _:
            return []
