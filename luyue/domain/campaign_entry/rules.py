"""The rules of a campaign entry: what each command and each deadline leads to, or which rule refuses it."""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain.campaign_entry import messages as m
from luyue.domain.campaign_entry import refusals, registration
from luyue.domain.campaign_entry import state as s
from luyue.domain.campaign_entry.state import CampaignEntry
from luyue.domain.facts import Facts, Needs, closing_claim
from luyue.domain.messages import Command, Event
from luyue.domain.policy import Policy
from luyue.domain.process import TimePassed


def needs(state: CampaignEntry, command: Command) -> Needs:
    """Registering asks for everything that is checked; enrolling whether the shop is closing (IX-28)."""
    match command:
        case m.Register():
            return registration.needs(command.campaign_id, command.merchant_id, command.product_id)
        case m.Approve() if state.status == s.UNDER_REVIEW:
            return Needs(claim_prefixes=(closing_claim(state.merchant_id),))
        case _:
            return Needs()


def decide(state: CampaignEntry, command: Command, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    """The events that a command leads to; raises `Refusal`."""
    match state.status, command:
        case "", m.Register():
            return [registration.register(command, facts, policy, at)]
        case s.UNDER_REVIEW, m.Approve():
            refusals.check_the_shop_stays_open(state, facts)
            return _enrolled(state, at)
        case s.UNDER_REVIEW, m.Reject():
            assert state.event_until is not None
            found_by = s.rejection(state.campaign_id, state.merchant_id)
            return [
                m.EntryRejected(
                    found_by=found_by,
                    product_id=state.product_id,
                    another_until=state.event_until,
                    reason=command.reason,
                )
            ]
        case _, m.Leave() if state.status in s.OPEN:
            return [m.EntryLeft(found_by=_enrolment(state), merchant_id=state.merchant_id, reason=command.reason)]
        case ((s.ENROLLED | s.ACTIVE), m.Remove()):
            return [m.EntryRemoved(found_by=_enrolment(state), merchant_id=state.merchant_id, reason=command.reason)]
        case _, TimePassed():
            return [_time_passed(state, command)]
        case _:
            raise refusals.forbidden_by_status(state, command)


def _enrolled(state: CampaignEntry, at: datetime) -> Sequence[Event]:
    """IX-25: it takes part from the later of the event's start and the approval."""
    event = state.event
    enrolled = m.EntryEnrolled(
        found_by=_enrolment(state),
        merchant_id=state.merchant_id,
        effective_from=max(event.begins_at, at),
        effective_before=event.ends_at,
    )
    return [enrolled] if at < event.begins_at else [enrolled, m.EntryActivated()]


def _enrolment(state: CampaignEntry) -> str:
    return s.enrolment(state.campaign_id, state.product_id)


def _time_passed(state: CampaignEntry, command: TimePassed) -> Event:
    match command.deadline.name:
        case "review_window":
            return m.EntryEscalated()
        case "event_from":
            return m.EntryActivated()
        case "event_until":
            return m.EntryLapsed() if state.status == s.UNDER_REVIEW else m.EntryCompleted()
    raise AssertionError(f"a campaign entry has no deadline {command.deadline.name}")
