"""What a campaign entry shows of itself: to lists and the database, to merchant and ops, and as a process answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from luyue.domain.campaign_entry import state as s
from luyue.domain.campaign_entry.endings import ending
from luyue.domain.campaign_entry.state import CampaignEntry
from luyue.domain.policy import Policy
from luyue.domain.process import Role, Summary


def summary(state: CampaignEntry) -> Summary:
    """Merchant, product and claim. A rejected product is kept out of the campaign for good (CE-04)."""
    claim = None
    if state.status in s.OPEN:
        claim = s.open_claim(state.campaign_id, state.product_id)
    elif state.status == s.REJECTED:
        claim = s.rejected_claim(state.campaign_id, state.merchant_id, state.product_id)
    return Summary(
        closed=state.status not in s.OPEN,
        merchant_id=state.merchant_id or None,
        product_id=state.product_id or None,
        claim=claim,
    )


def allowed_actions(state: CampaignEntry, role: Role) -> Sequence[str]:
    """The commands that the status allows a role; services may do what merchants may."""
    if role == "creator" or state.status not in s.OPEN:
        return []
    if role != "ops":
        return ["leave"]
    if state.status != s.UNDER_REVIEW:
        return ["remove"]
    return ["approve", "reject"] if state.escalated_at else ["approve", "reject", "extend"]


def details(state: CampaignEntry, _policy: Policy) -> Mapping[str, Any]:
    """The part of a process answer that only this kind has.

    Times are in UTC; an `until` names the last second of a window, which counts whole (CE-01). `checks` are what was
    found on registering, with words where a rule was not met; `ending` is the rule behind the end.
    """
    shown = state.model_dump(
        mode="json",
        include={
            "campaign_id",
            "registration_from",
            "registration_until",
            "event_from",
            "event_until",
            "benefits",
            "warehousing_needed",
            "escalated_at",
            "enrolled_at",
            "effective_from",
            "checks",
        },
    )
    closing = ending(state)
    return {
        **shown,
        "reason_id": state.reason.id if state.reason else None,
        "ending": closing.model_dump(mode="json") if closing else None,
    }
