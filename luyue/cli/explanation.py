"""What the record says of why: a process's first event, a shipment's last finding, a decision. No words are here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from luyue.domain.evaluation import Evaluation
from luyue.domain.facts import Decided
from luyue.domain.messages import Violation
from luyue.domain.process import Kind, State, Summary
from luyue.domain.shipment import SHIPMENT
from luyue.domain.shipment import messages as shipment
from luyue.domain.shipment.findings import Finding
from luyue.journal.streams import Recorded, fold_recorded, happened

_OF_FINDINGS = (
    shipment.ShipmentWarned,
    shipment.ShipmentFindingsChanged,
    shipment.ShipmentCleared,
    shipment.ShipmentViolated,
)
"""The events that say what looks fake about a shipment (SH-06)."""


@dataclass(frozen=True)
class Explanation:
    """A process's first event, what a shipment was last found to be, or a decision: whose, and what the rules said.

    `by` is the phrase for who caused the event. `version` is a decision's. `instead` are the phrases that stand where
    no evaluation was kept, or none was made, and before `violations` or `findings`.
    """

    event: Recorded
    parties: Mapping[str, str | None]
    policy_version: str
    evaluation: Evaluation | None
    by: str = "asked"
    version: int | None = None
    instead: Sequence[str] = ()
    violations: Sequence[Violation] = ()
    findings: Sequence[Finding] = ()


def decision_explained(event: Recorded) -> Explanation:
    """What a decision on cart access or on a showcase's product says."""
    decided = Decided.model_validate_json(json.dumps(event.data))
    creator_id, _, product_id = event.stream.partition("/")[2].partition(":")
    return Explanation(
        event=event,
        parties={"creator": creator_id, "product": product_id},
        policy_version=decided.evaluation.policy_version,
        evaluation=decided.evaluation,
        version=event.version,
    )


def explained(kind: Kind[Any], events: Sequence[Recorded]) -> Explanation | None:
    """What a process's first event says, or None where there is none. Raises `UnknownEvent`."""
    if not events:
        return None
    first = happened(kind, events[0]).event
    state = fold_recorded(kind, events[:1])
    violations: Sequence[Violation] = getattr(first, "violations", ())
    weighed = "evaluation" in type(first).model_fields
    return Explanation(
        event=events[0],
        parties=_parties(kind, state),
        policy_version=state.policy_version or "",
        evaluation=getattr(first, "evaluation", None),
        instead=("unweighed",) if not weighed else ("not_kept", "violations") if violations else ("not_kept",),
        violations=violations,
    )


def shipment_explained(events: Sequence[Recorded]) -> Explanation | None:
    """What looks fake about a shipment, or None where there is no such shipment.

    That is what its last event says which does: that it looks fake, that it does so no longer, or that it began.
    Raises `UnknownEvent`.
    """
    if not events:
        return None
    # All are read: one that is not known may say something else of what looks fake.
    known = [(event, happened(SHIPMENT, event).event) for event in events]
    telling = [(event, typed) for event, typed in known if isinstance(typed, _OF_FINDINGS)]
    last, said = telling[-1] if telling else known[0]
    state = fold_recorded(SHIPMENT, events[:1])
    findings: Sequence[Finding] = getattr(said, "findings", ())
    phrase = "looks_fake" if findings else "fake_no_longer" if telling else "never_fake"
    return Explanation(
        event=last,
        parties=_parties(SHIPMENT, state),
        policy_version=state.policy_version or "",
        evaluation=None,
        by="caused",
        instead=(phrase,),
        findings=findings,
    )


def _parties(kind: Kind[Any], state: State) -> Mapping[str, str | None]:
    parties: Summary = kind.summary(state)
    return {"creator": parties.creator_id, "merchant": parties.merchant_id, "product": parties.product_id}
