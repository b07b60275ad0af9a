"""Events as they are shown to others, in answers of the API and in webhooks: as far as a role may read them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from luyue.domain.process import Role
from luyue.journal.feed import Cursor
from luyue.journal.streams import Recorded


class EventAnswer(BaseModel):
    """An event of a process; `cursor` is its place in the feed of all events."""

    id: str
    stream: str
    type: str
    version: int
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    command_id: str
    data: Mapping[str, Any]
    cursor: str


def hidden_from(role: Role) -> frozenset[str]:
    """The members of events and details that a role may not read: how the platform assessed a creator."""
    return frozenset({"evaluation", "violations"}) if role == "merchant" else frozenset()


def readable(content: Mapping[str, Any], role: Role) -> Mapping[str, Any]:
    """What a role may read of an event's data or a process's details."""
    hidden = hidden_from(role)
    return {name: value for name, value in content.items() if name not in hidden}


def event_answer(event: Recorded, role: Role) -> EventAnswer:
    """An event as it stands in the journal, as far as the role may read it."""
    return EventAnswer(
        id=event.id,
        stream=event.stream,
        type=event.type,
        version=event.version,
        occurred_at=event.occurred_at,
        recorded_at=event.recorded_at,
        actor=event.actor,
        command_id=event.command_id,
        data=readable(event.data, role),
        cursor=Cursor.after(event).encode(),
    )
