"""What every kind of process has in common: its decider, deadlines, warnings, extensions and the test clock.

`decide` and `act` are the only ways to new events; `fold` and `evolve` are the only way from events to a state.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from luyue.domain.facts import NOTHING_NEEDED, Facts, Needs
from luyue.domain.kind import Kind, Role, S, Summary
from luyue.domain.messages import Command, Event, Happened, Refusal, Text, Violation
from luyue.domain.outage import NO_OUTAGES, Move, Outages, holding, judgement
from luyue.domain.policy import Policy
from luyue.domain.process_state import ClockAdvance, Deadline, Extension, Note, State, deadline_key
from luyue.domain.shared_messages import (
    HORIZON,
    SHARED_COMMANDS,
    SHARED_EVENTS,
    Advance,
    ClockAdvanced,
    DeadlineApproaching,
    DeadlineExtended,
    Extend,
    Link,
    ProcessLinked,
    TimePassed,
)

__all__ = [
    "SHARED_COMMANDS",
    "SHARED_EVENTS",
    "Acting",
    "Advance",
    "ClockAdvance",
    "ClockAdvanced",
    "Deadline",
    "DeadlineApproaching",
    "DeadlineExtended",
    "Extend",
    "Extension",
    "Kind",
    "Link",
    "Note",
    "ProcessLinked",
    "Role",
    "S",
    "State",
    "Summary",
    "TimePassed",
    "act",
    "decide",
    "evolve",
    "fold",
    "held",
    "needs_to_act",
    "next_acting",
    "not_allowed",
]


@dataclass(frozen=True)
class Acting:
    """The next thing that time does: warn of a deadline at `at`, or act on it, or `move` it, strictly after `at`."""

    deadline: Deadline
    at: datetime
    warning: bool
    move: Move | None = None

    @property
    def id(self) -> str:
        """The command id of the decision: like any other it is made once."""
        if self.move is not None:
            return f"outage:{self.move.outage}:{self.deadline.key}"
        return f"{'warning' if self.warning else 'timer'}:{self.deadline.key}"

    @property
    def actor(self) -> str:
        """By whom the events are: the timer, or the outage for which there is more time."""
        return f"timer:{self.deadline.name}" if self.move is None else f"outage:{self.move.outage}"

    @property
    def then(self) -> str:
        """What happens."""
        return self.deadline.then if self.move is None else "extend"


def next_acting(kind: Kind[S], state: S, policy: Policy, outages: Outages = NO_OUTAGES) -> Acting | None:
    """What time does next to an open process, or None when it waits for nothing, or for the end of an outage."""
    actings = []
    for deadline in kind.deadlines(state, policy):
        if not outages:
            actings.append(Acting(deadline, deadline.judged_at, warning=False))
        elif (judged := judgement(state, deadline, outages, _latest_due(kind, state, deadline))) is not None:
            actings.append(Acting(deadline, judged.after, warning=False, move=judged.move))
        warn_at = deadline.due_at - policy.due_soon
        if _runs_since(state, deadline) < warn_at < deadline.due_at and _is_to_be_warned_of(state, deadline):
            actings.append(Acting(deadline, warn_at, warning=True))
    # What ends a process goes before what only gives it more time.
    return min(actings, key=lambda acting: (acting.at, acting.move is not None, acting.deadline.key), default=None)


def held(kind: Kind[S], state: S, policy: Policy, outages: Outages) -> list[Deadline]:
    """The deadlines of an open process that wait for the release of an outage, once they are due."""
    return [one for one in kind.deadlines(state, policy) if holding(state, one, outages)] if outages else []


def _latest_due(kind: Kind[S], state: S, deadline: Deadline) -> datetime | None:
    return kind.latest_due(state, deadline.name) if kind.latest_due is not None else None


def needs_to_act(kind: Kind[S], state: S, acting: Acting) -> Needs:
    """What `act` has to be given."""
    if acting.warning:
        return NOTHING_NEEDED
    if acting.move is None:
        return kind.needs(state, TimePassed(deadline=acting.deadline))
    extend = Extend(deadline=acting.deadline.name, until=acting.move.until, reason=acting.move.reason)
    return kind.needs(state, extend)


def _runs_since(state: State, deadline: Deadline) -> datetime:
    """When the deadline's present due time was set: an extension tells both sides of it by itself."""
    extensions = [one.at for one in state.extensions if (one.deadline, one.until) == (deadline.name, deadline.due_at)]
    return max([deadline.since, *extensions])


def _is_to_be_warned_of(state: State, deadline: Deadline) -> bool:
    return deadline.subject is None and deadline.key not in state.warned


def decide(kind: Kind[S], state: S, command: Command, facts: Facts, policy: Policy, at: datetime) -> list[Happened]:
    """What a command leads to at process time `at`; raises `Refusal`. Time must have been advanced to `at` before."""
    match command:
        case Extend():
            events: Sequence[Event] = _extend(kind, state, command, facts, policy, at)
        case Advance():
            events = _advance(kind, state, command, at)
        case Link():
            events = _link(state, command)
        case _:
            events = kind.decide(state, command, facts, policy, at)
    return [Happened(event=event, at=at) for event in events]


def act(kind: Kind[S], state: S, acting: Acting, facts: Facts, policy: Policy) -> list[Happened]:
    """What time does; dated the warning's moment, the deadline's due time, or the end of the outage that moves it.

    Only reports recorded by then count, so that the verdict does not hang on when it is carried out.
    """
    deadline = acting.deadline
    if acting.warning:
        warning = DeadlineApproaching(
            deadline=deadline.name, due_at=deadline.due_at, then=deadline.then, about=deadline.about
        )
        return [Happened(event=warning, at=acting.at)]
    in_time = tuple(one for one in facts.reports if state.process_time(one.recorded_at) <= acting.at)
    known = facts.model_copy(update={"reports": in_time})
    if acting.move is not None:
        return _moved(kind, state, deadline, acting.move, known, policy, acting.at)
    events = kind.decide(state, TimePassed(deadline=deadline), known, policy, deadline.due_at)
    return [Happened(event=event, at=deadline.due_at) for event in events]


def evolve(kind: Kind[S], state: S, happened: Happened) -> S:
    """The state after one more event."""
    event, at = happened.event, happened.at
    changes: dict[str, Any] = {
        "version": state.version + 1,
        "created_at": state.created_at or at,
        "last_at": max(state.last_at or at, at),
    }
    match event:
        case DeadlineApproaching():
            changes["warned"] = (*state.warned, deadline_key(event.deadline, event.due_at))
        case DeadlineExtended():
            extension = Extension(deadline=event.deadline, due_at=event.due_at, until=event.until, at=at)
            changes["extensions"] = (*state.extensions, extension)
        case ClockAdvanced():
            changes["clock"] = (*state.clock, ClockAdvance(wall_at=event.wall_at, by=event.by))
            # Whatever comes next is later, also a command that was issued before the advance.
            changes["last_at"] = max(state.last_at or at, at + event.by)
        case ProcessLinked():
            changes["linked"] = (*state.linked, event.process)
        case _:
            state = kind.evolve(state, event, at)
    return state.model_copy(update=changes)


def fold(kind: Kind[S], history: Iterable[Happened], state: S | None = None) -> S:
    """The state that a history leads to."""
    current = kind.state() if state is None else state
    for happened in history:
        current = evolve(kind, current, happened)
    return current


def not_allowed(state: State, command: str) -> Refusal:
    """The refusal of a command that the status forbids."""
    status = state.status or "NOT_STARTED"
    return Refusal(
        "status",
        (
            Violation(
                rule="status",
                message=Text(
                    zh=f"当前状态({status})不允许该操作({command})。",
                    en=f"{command} is not allowed in status {status}.",
                ),
                observed=status,
                remedy=Text(
                    zh="请先查看该流程的 allowed_actions,其中是当前可以执行的操作。",
                    en="See the process's allowed_actions for what can be done now.",
                ),
            ),
        ),
    )


def _extend(kind: Kind[S], state: S, command: Extend, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    extensible = [deadline for deadline in kind.deadlines(state, policy) if deadline.subject is None]
    if not extensible:
        raise not_allowed(state, "extend")
    deadline = next((one for one in extensible if one.name == command.deadline), None)
    if deadline is None:
        raise Refusal.of(
            "rule",
            "extend",
            zh=f"期限 {command.deadline} 当前未在计时,或不可延长。",
            en=f"The deadline {command.deadline} is not running or can't be extended.",
            observed=command.deadline,
            required=sorted(one.name for one in extensible),
        )
    earliest, latest = max(deadline.due_at, at), at + HORIZON
    if not earliest < command.until <= latest:
        raise Refusal.of(
            "rule",
            "extend",
            zh=f"新的到期时间须晚于原到期时间和当前时间,且距今不超过 {HORIZON.days} 天。",
            en=f"The new due time must be later than the old one and than now, within {HORIZON.days} days.",
            observed=command.until.isoformat(),
            required={"later_than": earliest.isoformat(), "at_most": latest.isoformat()},
        )
    extended = DeadlineExtended(
        deadline=deadline.name, due_at=deadline.due_at, until=command.until, reason=command.reason
    )
    return _extended(kind, state, extended, facts, policy, at)


def _moved(
    kind: Kind[S], state: S, deadline: Deadline, move: Move, facts: Facts, policy: Policy, at: datetime
) -> list[Happened]:
    extended = DeadlineExtended(
        deadline=deadline.name, due_at=deadline.due_at, until=move.until, reason=move.reason, outage=move.outage
    )
    return [Happened(event=event, at=at) for event in _extended(kind, state, extended, facts, policy, at)]


def _extended(
    kind: Kind[S], state: S, extended: DeadlineExtended, facts: Facts, policy: Policy, at: datetime
) -> Sequence[Event]:
    if kind.reconsider is None:
        return [extended]
    state = evolve(kind, state, Happened(event=extended, at=at))
    return [extended, *kind.reconsider(state, facts, policy, at)]


def _link(state: State, command: Link) -> Sequence[Event]:
    if not state.status:
        raise not_allowed(state, "link")
    return [] if command.process in state.linked else [ProcessLinked(process=command.process)]


def _advance(kind: Kind[S], state: S, command: Advance, at: datetime) -> Sequence[Event]:
    if not state.status or kind.summary(state).closed:
        raise not_allowed(state, "advance")
    by = command.by if command.by is not None else (command.to or at) - at
    most = HORIZON - state.advanced_by
    if not timedelta(0) < by <= most:
        raise Refusal.of(
            "rule",
            "test-clock",
            zh=f"测试时钟只能向前拨,累计不超过 {HORIZON.days} 天。",
            en=f"The test clock only moves forward, by {HORIZON.days} days in all.",
            observed=(at + by).isoformat(),
            required={"later_than": at.isoformat(), "at_most": (at + most).isoformat()},
        )
    return [ClockAdvanced(wall_at=state.wall_time(at), by=by)]
