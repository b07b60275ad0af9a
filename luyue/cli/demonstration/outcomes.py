"""What a process of a story must come to, and the judgement on what Postgres says it came to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from luyue.domain.policy import Policy
from luyue.domain.process import Kind
from luyue.journal.streams import Recorded
from luyue.worker.router import ACTOR as ROUTER

_DURATION = TypeAdapter(timedelta)


@dataclass(frozen=True)
class Fires:
    """A deadline that a process runs into, and the event that it leads to.

    Its clock starts with the event `clock_starts_with`, or at the time that this event's data has under `since`. It is
    up after the policy parameter of the deadline's name or the duration that the event's data has under `lasts`, or at
    the time that they have under `until` or that it works out. `told`: it is another process's, of which this one is
    told, then or later.
    """

    deadline: str
    clock_starts_with: str
    leads_to: str
    since: str | None = None
    lasts: str | None = None
    until: str | Callable[[Recorded], datetime] | None = None
    told: bool = False


@dataclass(frozen=True)
class Expected:
    """What becomes of one process of a story; where `fires` is empty, no deadline may fire.

    `details` are of the process answer, `reported` the events that reports of facts bring about by themselves.
    """

    kind: Kind[Any]
    rule: str
    story: str
    status: str
    closed_reason: str | None = None
    fires: tuple[Fires, ...] = ()
    details: tuple[tuple[str, Any], ...] = ()
    reported: tuple[str, ...] = ()


@dataclass(frozen=True)
class Elapsed:
    """A deadline that fired, at which time of the process, and how long its clock had run, if it runs for so long."""

    deadline: str
    at: datetime
    after: timedelta | None


@dataclass(frozen=True)
class Became:
    """A process's end as Postgres has it; `wrong` says what is not as expected."""

    expected: Expected
    stream: str
    fired: tuple[Elapsed, ...]
    status: str
    closed_reason: str | None
    details: tuple[tuple[str, Any], ...]
    wrong: tuple[str, ...]


def judge(
    expected: Expected,
    stream: str,
    events: Sequence[Recorded],
    status: str,
    closed_reason: str | None,
    details: Mapping[str, Any],
    policy: Policy,
) -> Became:
    """Compares a process's events, status and details in Postgres with what was expected."""
    found = {"status": status, "closed_reason": closed_reason}
    found |= {path: _at(details, path) for path, _ in expected.details}
    wanted = {"status": expected.status, "closed_reason": expected.closed_reason, **dict(expected.details)}
    wrong = [f"{name} is {found[name]}, not {value}" for name, value in wanted.items() if found[name] != value]
    fired: list[Elapsed] = []
    for one in expected.fires:
        elapsed, faults = _fired(one, events, policy)
        fired += [elapsed] if elapsed else []
        wrong += faults
    if not expected.fires:
        unwanted = [event.actor.removeprefix("timer:") for event in events if _by_time(event)]
        wrong += [f"the deadline {deadline} fired, and none should" for deadline in unwanted]
    of_reports = {event.type for event in events if event.actor == ROUTER}
    wrong += [f"no report led to {type} by itself" for type in expected.reported if type not in of_reports]
    shown = tuple((path, found[path]) for path, _ in expected.details)
    return Became(expected, stream, tuple(fired), status, closed_reason, shown, tuple(wrong))


def _fired(one: Fires, events: Sequence[Recorded], policy: Policy) -> tuple[Elapsed | None, list[str]]:
    """The deadline as it fired, and what is wrong with that."""
    event = next((event for event in events if event.actor == f"timer:{one.deadline}" and _by_time(event)), None)
    if event is None:
        return None, [f"the deadline {one.deadline} did not fire"]
    wrong = []
    if event.type != one.leads_to:
        wrong.append(f"the deadline {one.deadline} led to {event.type}, not {one.leads_to}")
    started = next((event for event in events if event.type == one.clock_starts_with), None)
    if started is None:
        return Elapsed(one.deadline, event.occurred_at, None), [*wrong, f"there is no {one.clock_starts_with}"]
    if one.until:
        due_at = _moment(started, one.until) if isinstance(one.until, str) else one.until(started)
        if event.occurred_at < due_at or (event.occurred_at > due_at and not one.told):
            wrong.append(f"{one.deadline} fired at {event.occurred_at}, not at {due_at}")
        return Elapsed(one.deadline, event.occurred_at, None), wrong
    after = event.occurred_at - (_moment(started, one.since) if one.since else started.occurred_at)
    due = _DURATION.validate_python(_at(started.data, one.lasts)) if one.lasts else getattr(policy, one.deadline)
    if after != due:
        wrong.append(f"{one.deadline} fired {after} after {one.clock_starts_with}, not {due}")
    return Elapsed(one.deadline, event.occurred_at, after), wrong


def _by_time(event: Recorded) -> bool:
    """Whether time did this; a warning does nothing."""
    return event.actor.startswith("timer:") and event.type != "DeadlineApproaching"


def _moment(event: Recorded, path: str) -> datetime:
    return datetime.fromisoformat(_at(event.data, path))


def _at(values: Mapping[str, Any], path: str) -> Any:
    """The value at a path (`terms.latest_broadcast_at`), None where there is none."""
    found: Any = values
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
