"""The commands and events of a dispute. Texts are referred to, never contained.

`rule` and `decide-appeal` come from ops alone; `open` comes from the router or, for what only ops may dispute, from
them; `settle` from the router.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from luyue.domain.arbitration import EVERY_OUTCOME, Outcome, Outcomes, Pieces
from luyue.domain.messages import Command, Event, Identifier, Moment, Sender
from luyue.domain.policy import Money
from luyue.domain.process import Note

Party = Literal["merchant", "creator"]
Side = Literal["merchant", "creator", "ops"]
Sending = Annotated[Side, Sender()]
SendingParty = Annotated[Party, Sender()]
Decision = Literal["upheld", "struck", "needs_more_evidence"]
"""Of the ruling: it stands, it is struck, or the appellant's evidence is too thin to say (DS-03)."""
ClosedReason = Literal["settled", "not_appealed", "appeal_dismissed", "evidence_not_brought", "ruling_struck"]

Subject = Annotated[
    str,
    StringConstraints(pattern=r"^(cooperation-order|sample-request)/[A-Za-z0-9][A-Za-z0-9._~-]*$", max_length=160),
]
"""The stream of the order or sample request that the dispute is about."""


class Open(Command):
    """Arbitration is asked for (DS-01). The parties are the subject's; whoever sends this knows them from there.

    `outcomes`: what may be ruled on the subject as it stands (CO-09).
    """

    subject: Subject
    opened_by: Side
    creator_id: Identifier
    merchant_id: Identifier
    product_id: Identifier | None = None
    claim: Note
    evidence: Pieces = ()
    outcomes: Outcomes = EVERY_OUTCOME


class AddEvidence(Command):
    """A side brings evidence."""

    by: Sending
    evidence: Annotated[Pieces, Field(min_length=1)]


class Withdraw(Command):
    """The side that asked for arbitration no longer wants it (DS-01)."""

    by: Sending
    note: Note | None = None


class Settle(Command):
    """The subject was cancelled by agreement: nothing is left to rule on, and what is ruled no longer counts (IX-22).

    Where ruling and agreement cross, the one that reaches the subject first decides.
    """


class Rule(Command):
    """Ops rule. `deposit_used`: what the ruling takes from a deposit, in yuan, where it says so (DS-02, DS-04)."""

    outcome: Outcome
    in_default: Party | None = None
    deposit_used: Money | None = None
    reason: Note | None = None


class Appeal(Command):
    """A party does not accept the ruling: once, and the outcome stands (DS-02)."""

    by: SendingParty
    evidence: Pieces = ()
    note: Note | None = None


class DecideAppeal(Command):
    """Ops decide an appeal (DS-02 to DS-04)."""

    decision: Decision
    reason: Note | None = None


class DisputeOpened(Event):
    """Arbitration was asked for, on `subject` (DS-01); one of `outcomes` is ruled (CO-09)."""

    subject: Subject
    opened_by: Side
    creator_id: Identifier
    merchant_id: Identifier
    product_id: Identifier | None
    claim: Note
    evidence: Pieces
    outcomes: Outcomes
    policy_version: str


class EvidenceAdded(Event):
    """Where more evidence was requested for an appeal, the appeal is to be decided again (DS-03)."""

    by: Side
    evidence: Pieces


class DisputeWithdrawn(Event):
    """Never again on this subject by this side (DS-01)."""

    by: Side
    note: Note | None


class DisputeSettled(Event):
    """The parties agreed before a ruling had reached the subject (IX-22)."""


class DisputeEscalated(Event):
    """No ruling in time: an item for whoever stands above the arbiter; the clock decides nothing (IX-23)."""


class DisputeRuled(Event):
    """The ruling takes effect; the subject follows it at once (CO-09). An appeal is possible until `appeal_until`."""

    outcome: Outcome
    in_default: Party | None
    deposit_used: Money | None
    reason: Note | None
    appeal_until: Moment


class RulingAppealed(Event):
    """A party does not accept the ruling (DS-02)."""

    by: Party
    evidence: Pieces
    note: Note | None


class MoreEvidenceRequested(Event):
    """The appellant's evidence is too thin; more is to be brought until `due_at` (DS-03)."""

    reason: Note | None
    due_at: Moment


class RulingBecameFinal(Event):
    """Nobody appealed in time (DS-02)."""


class AppealDismissed(Event):
    """The ruling stands, for good (DS-02)."""

    reason: Note | None


class AppealLapsed(Event):
    """The evidence requested was not brought in time: closed, and no further appeal (DS-03)."""


class RulingStruck(Event):
    """The appeal succeeded: the ruling is corrected here and on the record; its subject stays as it is (IX-24)."""

    reason: Note | None


class DepositReturnRequested(Event):
    """An item for a person, who returns the deposit (DS-04). `amount`: in yuan, where the ruling stated it."""

    amount: Money | None


EVENTS: tuple[type[Event], ...] = (
    DisputeOpened,
    EvidenceAdded,
    DisputeWithdrawn,
    DisputeSettled,
    DisputeEscalated,
    DisputeRuled,
    RulingAppealed,
    MoreEvidenceRequested,
    RulingBecameFinal,
    AppealDismissed,
    AppealLapsed,
    RulingStruck,
    DepositReturnRequested,
)

COMMANDS: dict[str, type[Command]] = {
    "open": Open,
    "add-evidence": AddEvidence,
    "withdraw": Withdraw,
    "settle": Settle,
    "rule": Rule,
    "appeal": Appeal,
    "decide-appeal": DecideAppeal,
}
