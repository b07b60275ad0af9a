"""Events of campaign entries that between them need every text of its notices."""

from collections.abc import Sequence
from datetime import timedelta

from luyue.domain.messages import Event
from luyue.domain.process import ClockAdvanced, Extend, ProcessLinked
from tests.unit.campaign_entry_stories import (
    DAY,
    OVER,
    REVIEW_DUE,
    WHY,
    completed,
    escalated,
    lapsed,
    left,
    refused_entry,
    registered,
    rejected,
    removed,
)
from tests.unit.given_when_then import START, Process


def _extended() -> Process:
    entry = registered()
    entry.issue(Extend(deadline="review_window", until=REVIEW_DUE + DAY, reason=WHY), entry.seen_at)
    return entry


def _too_late() -> Process:
    return registered(at=OVER)


STORIES: list[Process] = [
    standing()
    for standing in (escalated, completed, lapsed, rejected, left, removed, refused_entry, _too_late, _extended)
]


def _without_repeats(events: Sequence[Event]) -> list[Event]:
    return [event for number, event in enumerate(events) if event not in events[:number]]


EVENTS: Sequence[Event] = (
    *_without_repeats([one.event for entry in STORIES for one in entry.history]),
    ClockAdvanced(wall_at=START, by=timedelta(hours=1)),
    ProcessLinked(process="dispute/ds_1"),
)
