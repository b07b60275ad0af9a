"""How each event changes a campaign entry."""

from datetime import datetime
from typing import Any

from luyue.domain.campaign_entry import messages as m
from luyue.domain.campaign_entry import state as s
from luyue.domain.campaign_entry.state import CampaignEntry
from luyue.domain.messages import Event


def evolve(state: CampaignEntry, event: Event, at: datetime) -> CampaignEntry:
    """The state after one more event of this kind."""
    changes: dict[str, Any]
    match event:
        case m.EntryRegistered():
            changes = {
                "status": s.UNDER_REVIEW,
                "campaign_id": event.campaign_id,
                "merchant_id": event.merchant_id,
                "product_id": event.product_id,
                "registration_from": event.registration_from,
                "registration_until": event.registration_until,
                "event_from": event.event_from,
                "event_until": event.event_until,
                "benefits": event.benefits,
                "warehousing_needed": event.warehousing_needed,
                "checks": event.evaluation.checks,
                "review_due_at": event.review_due_at,
                "policy_version": event.policy_version,
            }
        case m.EntryRefused():
            changes = {
                "status": s.REFUSED,
                "campaign_id": event.campaign_id,
                "merchant_id": event.merchant_id,
                "product_id": event.product_id,
                "checks": event.evaluation.checks,
                "violations": event.violations,
                "policy_version": event.policy_version,
            }
        case m.EntryEscalated():
            changes = {"escalated_at": at}
        case m.EntryEnrolled():
            changes = {"status": s.ENROLLED, "enrolled_at": at, "effective_from": event.effective_from}
        case m.EntryRejected():
            changes = {"status": s.REJECTED, "reason": event.reason}
        case m.EntryActivated():
            changes = {"status": s.ACTIVE}
        case m.EntryCompleted():
            changes = {"status": s.COMPLETED}
        case m.EntryLapsed():
            changes = {"status": s.LAPSED}
        case m.EntryLeft():
            changes = {"status": s.LEFT, "reason": event.reason}
        case m.EntryRemoved():
            changes = {"status": s.REMOVED, "reason": event.reason}
        case _:
            raise TypeError(f"a campaign entry knows no {event.type_name()}")
    return state.model_copy(update=changes)
