"""The state chart of campaign entries."""

from luyue.domain.campaign_entry import messages as m
from luyue.domain.campaign_entry import state as s
from luyue.domain.chart import START, Transition

TRANSITIONS = (
    Transition(START, m.EntryRegistered, s.UNDER_REVIEW),
    Transition(START, m.EntryRefused, s.REFUSED),
    Transition(s.UNDER_REVIEW, m.EntryEnrolled, s.ENROLLED),
    Transition(s.UNDER_REVIEW, m.EntryRejected, s.REJECTED),
    Transition(s.UNDER_REVIEW, m.EntryLeft, s.LEFT),
    Transition(s.UNDER_REVIEW, m.EntryLapsed, s.LAPSED),
    Transition(s.ENROLLED, m.EntryActivated, s.ACTIVE),
    Transition(s.ENROLLED, m.EntryLeft, s.LEFT),
    Transition(s.ENROLLED, m.EntryRemoved, s.REMOVED),
    Transition(s.ACTIVE, m.EntryCompleted, s.COMPLETED),
    Transition(s.ACTIVE, m.EntryLeft, s.LEFT),
    Transition(s.ACTIVE, m.EntryRemoved, s.REMOVED),
)
