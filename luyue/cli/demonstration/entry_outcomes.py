"""What each story of a campaign entry must come to."""

from datetime import datetime, timedelta
from typing import Any

from luyue.cli.demonstration.outcomes import Expected, Fires
from luyue.domain.campaign_entry import CAMPAIGN_ENTRY
from luyue.journal.streams import Recorded


def _event_is_over(registered: Recorded) -> datetime:
    """The window's last second counts whole (CE-01): the last microsecond of it."""
    return datetime.fromisoformat(registered.data["event_until"]) + timedelta(seconds=1, microseconds=-1)


def _expected(rule: str, story: str, status: str, fires: tuple[Fires, ...] = (), **details: Any) -> Expected:
    return Expected(
        kind=CAMPAIGN_ENTRY,
        rule=rule,
        story=story,
        status=status,
        fires=fires,
        details=tuple(details.items()),
    )


REVIEW_OVERDUE = _expected(
    "CE-03",
    "nobody reviews it",
    # The clock decides nothing: it is escalated.
    "UNDER_REVIEW",
    (Fires("review_window", clock_starts_with="EntryRegistered", leads_to="EntryEscalated"),),
)
TOOK_PART = _expected(
    "CE-01",
    "takes part in the event",
    "COMPLETED",
    (
        Fires("event_from", clock_starts_with="EntryRegistered", until="event_from", leads_to="EntryActivated"),
        Fires("event_until", clock_starts_with="EntryRegistered", until=_event_is_over, leads_to="EntryCompleted"),
    ),
)
LEFT = _expected("CE-07", "leaves in the event", "LEFT")
LAPSED = _expected(
    "IX-25",
    "not reviewed by the end",
    "LAPSED",
    (Fires("event_until", clock_starts_with="EntryRegistered", until=_event_is_over, leads_to="EntryLapsed"),),
)
