"""The row that shows a process, and whom it listens to, against a fold of its events by the checker's own tables."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.chaos.checker.claims import claim
from tests.chaos.checker.clocks import duration, moment
from tests.chaos.checker.evidence import Event, Process
from tests.chaos.checker.listening import subjects
from tests.chaos.checker.parties import parties
from tests.chaos.checker.reasons import closed_reason
from tests.chaos.checker.records import on_record
from tests.chaos.checker.running import clocks_after
from tests.chaos.checker.statuses import CLOSED, statuses
from tests.chaos.checker.wrong import Wrong

MOMENTS = ("created_at", "last_at")
"""What the state has as text."""


def check(
    process: Process, events: Sequence[Event], policy: Mapping[str, Any], listens: frozenset[str]
) -> Iterator[Wrong]:
    """Every column of the row, what of the state is the row's too, and the listeners."""
    kind, stream = events[0].kind, process.stream
    status = statuses(events)[-1]
    running = clocks_after(events, policy).due
    due_at = min(running.values(), default=None)
    names = {name for (name, _), at in running.items() if at == due_at}
    record = on_record(events)
    expected = {
        "kind": kind.replace("-", "_"),
        "id": stream.partition("/")[2],
        "version": events[-1].version,
        "hash": events[-1].hash,
        "status": status,
        "closed_reason": closed_reason(events),
        "closed": status in CLOSED[kind],
        **parties(events[0]),
        "policy_version": events[0].data["policy_version"],
        "next_deadline_at": due_at,
        "claim": claim(status, events),
        "record_of": record.of,
        "record_what": record.what,
        "record_at": record.at,
        "record_points": record.points,
        "created_at": events[0].occurred_at,
        "updated_at": last_at(events),
    }
    for name, value in expected.items():
        found = getattr(process, name)
        if found != value:
            yield Wrong("view", stream, f"{name} is {found}, and the events say {value}")
    if process.next_deadline not in (names if names else (None,)):
        yield Wrong("view", stream, f"next deadline is {process.next_deadline}, and the events say {names or 'none'}")
    yield from _state(process, {**expected, "last_at": expected["updated_at"]})
    if listens != (heard := subjects(status, events)):
        yield Wrong("view", stream, f"listens to {sorted(listens)}, and the events say {sorted(heard)}")


def last_at(events: Sequence[Event]) -> datetime:
    """The process's time after its events: the latest of them, and what its test clock was moved to."""
    latest = events[0].occurred_at
    for event in events:
        ahead = duration(event.data["by"]) if event.type == "ClockAdvanced" else timedelta(0)
        latest = max(latest, event.occurred_at + ahead)
    return latest


def _state(process: Process, expected: Mapping[str, Any]) -> Iterator[Wrong]:
    """What the kept state has in common with the row: a state of another process, or of another time, differs there."""
    always = ("version", "status", "closed_reason", "policy_version", *MOMENTS)
    own = [name for name in ("creator_id", "merchant_id", "product_id") if name in process.state]
    for name in (*always, *own):
        found = process.state.get(name)
        if name in MOMENTS and found is not None:
            found = moment(found)
        # A party that there is none of is an empty name in some states.
        if (found or None) != expected[name]:
            yield Wrong("view", process.stream, f"the state's {name} is {found}, and the events say {expected[name]}")
