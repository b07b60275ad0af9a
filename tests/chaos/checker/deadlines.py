"""Deadlines: each one that ran out has fired, once, dated when it was due, and not before that."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.chaos.checker.clocks import Clocks, duration, moment
from tests.chaos.checker.evidence import Event, decisions
from tests.chaos.checker.running import grace, turn
from tests.chaos.checker.wrong import Wrong

LATEST = timedelta(seconds=10)
"""How long after it was due a deadline may still be on its way when all has settled."""


def check(stream: str, events: Sequence[Event], policy: Mapping[str, Any], read_at: datetime) -> Iterator[Wrong]:
    """Of one process; `read_at` is the database's clock when the journal was read."""
    clocks = Clocks(policy)
    ahead = timedelta(0)
    decided = decisions(events)
    fired = Counter(id for id, _ in decided if id.startswith(("timer:", "warning:", "outage:")))
    for id, times in fired.items():
        if times > 1:
            yield Wrong("deadline fired twice", stream, f"{id}: {times} times")
    for id, group in decided:
        first = group[0]
        if id.startswith("timer:"):
            yield from _fired(stream, id, first, clocks, ahead)
        elif id.startswith("warning:"):
            if first.recorded_at + ahead < first.occurred_at:
                yield Wrong("warned early", stream, f"{id} was recorded {first.recorded_at.isoformat()}")
        elif not id.startswith("outage:"):
            yield from _passed_over(stream, first, clocks)
        for event in group:
            turn(clocks, event)
            if event.type == "ClockAdvanced":
                ahead += duration(event.data["by"])
    kind = stream.partition("/")[0]
    for (name, subject), due_at in clocks.due.items():
        if due_at + grace(kind, name, clocks) < read_at + ahead - LATEST:
            yield Wrong("deadline not fired", stream, f"{name} {subject} was due {due_at.isoformat()}")


def _fired(stream: str, id: str, event: Event, clocks: Clocks, ahead: timedelta) -> Iterator[Wrong]:
    name, due, *_ = id.removeprefix("timer:").split("@", 2)
    due_at = moment(due)
    ran = {at for (running, _), at in clocks.due.items() if running == name}
    if due_at not in ran:
        running = ", ".join(f"{key[0]} {at.isoformat()}" for key, at in clocks.due.items()) or "nothing"
        yield Wrong("deadline that did not run", stream, f"{id} fired, and there ran {running}")
    if event.occurred_at != due_at or event.actor != f"timer:{name}":
        yield Wrong("deadline misdated", stream, f"{id} is dated {event.occurred_at.isoformat()} by {event.actor}")
    judged_at = due_at + grace(event.kind, name, clocks)
    if event.recorded_at + ahead <= judged_at:
        yield Wrong("deadline fired early", stream, f"{id} was recorded {event.recorded_at.isoformat()}")


def _passed_over(stream: str, event: Event, clocks: Clocks) -> Iterator[Wrong]:
    for (name, _), due_at in clocks.due.items():
        if due_at + grace(event.kind, name, clocks) < event.occurred_at:
            why = f"{event.type} at {event.occurred_at.isoformat()} went before {name}, due {due_at.isoformat()}"
            yield Wrong("deadline passed over", stream, why)
