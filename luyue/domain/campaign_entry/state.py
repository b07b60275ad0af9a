"""What a campaign entry is: its state, its claims, and the moments at which time acts on it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from luyue.domain.evaluation import Check
from luyue.domain.facts.campaigns import Benefit, Period, through
from luyue.domain.messages import Moment, Violation
from luyue.domain.policy import Policy
from luyue.domain.process import Deadline, Note, State

UNDER_REVIEW = "UNDER_REVIEW"
ENROLLED = "ENROLLED"
ACTIVE = "ACTIVE"
COMPLETED = "COMPLETED"
REFUSED = "REFUSED"
REJECTED = "REJECTED"
LEFT = "LEFT"
REMOVED = "REMOVED"
LAPSED = "LAPSED"
OPEN = frozenset({UNDER_REVIEW, ENROLLED, ACTIVE})
CLOSED = frozenset({COMPLETED, REFUSED, REJECTED, LEFT, REMOVED, LAPSED})

INSTANT = timedelta(microseconds=1)
"""The step of process time: what is due an instant before a window's end acts when the window is over."""


class CampaignEntry(State):
    """`reason` is what was said when the entry was rejected, left or removed."""

    campaign_id: str = ""
    merchant_id: str = ""
    product_id: str = ""
    registration_from: Moment | None = None
    registration_until: Moment | None = None
    event_from: Moment | None = None
    event_until: Moment | None = None
    benefits: tuple[Benefit, ...] = ()
    warehousing_needed: bool = False
    checks: tuple[Check, ...] = ()
    violations: tuple[Violation, ...] = ()
    review_due_at: Moment | None = None
    escalated_at: Moment | None = None
    enrolled_at: Moment | None = None
    effective_from: Moment | None = None
    reason: Note | None = None

    @property
    def event(self) -> Period:
        """When the campaign runs (CE-01), as it was configured when the product was registered."""
        assert self.event_from is not None, "never registered"
        assert self.event_until is not None, "never registered"
        return through(self.event_from, self.event_until)


def open_claim(campaign_id: str, product_id: str) -> str:
    """What only one open entry of a product in a campaign may hold."""
    return f"campaign-entry:{campaign_id}:{product_id}"


def rejected_claim(campaign_id: str, merchant_id: str, product_id: str) -> str:
    """What an entry holds for good whose product was rejected at review (CE-04)."""
    return f"campaign-rejected:{campaign_id}:{merchant_id}:{product_id}"


def enrolment(campaign_id: str, product_id: str) -> str:
    """How the events are found that enrol a product in a campaign, or end that (IX-26)."""
    return f"enrolment:{campaign_id}:{product_id}"


def rejection(campaign_id: str, merchant_id: str) -> str:
    """How the events are found by which a merchant's products were rejected in a campaign (CE-04)."""
    return f"rejected:{campaign_id}:{merchant_id}"


def review_due_at(state: CampaignEntry) -> datetime:
    """When an entry not reviewed is escalated (CE-03)."""
    assert state.review_due_at is not None, "never registered"
    return state.extended("review_window", state.review_due_at)


def deadlines(state: CampaignEntry, _policy: Policy) -> Sequence[Deadline]:
    """The moments at which time acts, for the status at hand; a review is left to people (CE-03)."""
    match state.status:
        case "UNDER_REVIEW":
            found = [_deadline(state, "event_until", "lapse")]
            if state.escalated_at is None:
                since, due_at = state.created_at, review_due_at(state)
                assert since is not None
                found.append(
                    Deadline(name="review_window", since=since, due_at=due_at, judged_at=due_at, then="escalate")
                )
            return found
        case "ENROLLED":
            return [_deadline(state, "event_from", "activate")]
        case "ACTIVE":
            return [_deadline(state, "event_until", "complete")]
        case _:
            return []


def _deadline(state: CampaignEntry, name: str, then: str) -> Deadline:
    """The event's begin or end. It is the campaign's (`subject`): no party is asked for anything, nor can extend it."""
    assert state.created_at is not None
    due_at = state.event.begins_at if name == "event_from" else state.event.ends_at - INSTANT
    return Deadline(
        name=name,
        since=state.created_at,
        due_at=due_at,
        judged_at=due_at,
        then=then,
        subject=f"campaign/{state.campaign_id}",
    )
