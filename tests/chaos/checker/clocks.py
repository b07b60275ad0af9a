"""Clocks that run towards deadlines, and what an event may do to them. Times are those of the process.

A clock is named by its deadline, with a subject where several of one name run.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from tests.chaos.checker.evidence import Event

_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")


def duration(text: str) -> timedelta:
    """An ISO 8601 duration of days to seconds."""
    match = _DURATION.fullmatch(text)
    assert match is not None, f"not a duration: {text}"
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def moment(text: str) -> datetime:
    """An RFC 3339 time."""
    return datetime.fromisoformat(text)


@dataclass
class Clocks:
    """The deadlines that run, by name and subject, with when each is due; and what later events refer to."""

    policy: Mapping[str, Any]
    due: dict[tuple[str, str], datetime] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    def window(self, parameter: str) -> timedelta:
        return duration(self.policy[parameter])

    def start(self, name: str, due_at: datetime, subject: str = "") -> None:
        self.due[name, subject] = due_at

    def stop(self, *names: str, subject: str | None = None) -> None:
        for name, of in list(self.due):
            if (not names or name in names) and subject in (None, of):
                del self.due[name, of]


Change: TypeAlias = Callable[[Clocks, Event], None]


def nothing(_clocks: Clocks, _event: Event) -> None:
    """The clocks run on."""


def stops(*names: str) -> Change:
    """Stops these; all, where none is named."""
    return lambda clocks, _event: clocks.stop(*names)


def only(*names: str) -> Change:
    """Stops all others, and starts these, each as long as the policy says."""

    def change(clocks: Clocks, event: Event) -> None:
        clocks.stop()
        for name in names:
            clocks.start(name, event.occurred_at + clocks.window(name))

    return change


def only_until(name: str, where: str) -> Change:
    """Stops all others, and starts one until a time that the event says."""

    def change(clocks: Clocks, event: Event) -> None:
        clocks.stop()
        if event.data[where] is not None:
            clocks.start(name, moment(event.data[where]))

    return change
