"""How each event changes a dispute."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from luyue.domain.arbitration import Evidence
from luyue.domain.dispute import messages as m
from luyue.domain.dispute import state as s
from luyue.domain.dispute.state import Brought, Dispute, Ruling
from luyue.domain.messages import Event


def evolve(state: Dispute, event: Event, at: datetime) -> Dispute:
    """The state after one more event of this kind."""
    changes: dict[str, Any]
    match event:
        case m.DisputeOpened():
            changes = {
                "status": s.OPEN,
                "subject": event.subject,
                "opened_by": event.opened_by,
                "creator_id": event.creator_id,
                "merchant_id": event.merchant_id,
                "product_id": event.product_id,
                "claim": event.claim,
                "outcomes": event.outcomes,
                "evidence": _with(state, event.evidence, event.opened_by, at),
                "policy_version": event.policy_version,
                "linked": (event.subject,),
            }
        case m.EvidenceAdded():
            answers = state.status == s.EVIDENCE_REQUESTED
            changes = {
                "status": s.APPEALED if answers else state.status,
                "evidence": _with(state, event.evidence, event.by, at),
            }
        case m.DisputeWithdrawn():
            changes = {"status": s.WITHDRAWN}
        case m.DisputeSettled():
            changes = {"status": s.WITHDRAWN, "closed_reason": "settled"}
        case m.DisputeEscalated():
            changes = {"escalated_at": at}
        case m.DisputeRuled():
            ruling = Ruling(
                outcome=event.outcome,
                in_default=event.in_default,
                deposit_used=event.deposit_used,
                reason=event.reason,
                at=at,
                appeal_until=event.appeal_until,
            )
            changes = {"status": s.RULED, "ruling": ruling}
        case m.RulingAppealed():
            changes = {
                "status": s.APPEALED,
                "appellant": event.by,
                "appealed_at": at,
                "evidence": _with(state, event.evidence, event.by, at),
            }
        case m.MoreEvidenceRequested():
            changes = {
                "status": s.EVIDENCE_REQUESTED,
                "evidence_requested_at": at,
                "evidence_due_at": event.due_at,
            }
        case m.RulingBecameFinal():
            changes = {"status": s.FINAL, "closed_reason": "not_appealed"}
        case m.AppealDismissed():
            changes = {"status": s.FINAL, "closed_reason": "appeal_dismissed"}
        case m.AppealLapsed():
            changes = {"status": s.FINAL, "closed_reason": "evidence_not_brought"}
        case m.RulingStruck():
            assert state.ruling is not None, "struck before it was made"
            struck = state.ruling.model_copy(update={"struck_at": at})
            changes = {"status": s.FINAL, "closed_reason": "ruling_struck", "ruling": struck}
        case m.DepositReturnRequested():
            changes = {"deposit_return_requested_at": at}
        case _:
            raise TypeError(f"a dispute knows no {event.type_name()}")
    return state.model_copy(update=changes)


def _with(state: Dispute, evidence: Sequence[Evidence], by: m.Side, at: datetime) -> tuple[Brought, ...]:
    """All evidence, in the order in which each side first brought it."""
    at_hand = state.brought_by(by)
    news = (one for one in dict.fromkeys(evidence) if one not in at_hand)
    return (*state.evidence, *(Brought(reference=one.reference, sha256=one.sha256, by=by, at=at) for one in news))
