"""What every kind of process has in common: its decider, deadlines, warnings, extensions and the test clock.

`advance_to` and `decide` are the only ways to new events; `fold` is the only way from events to a state.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Literal, TypeVar

from pydantic import Field, model_validator

from luyue.domain.facts import Facts, Needs
from luyue.domain.messages import Command, Event, Happened, Identifier, Moment, Refusal, Text, Value, Violation
from luyue.domain.policy import Policy

Role = Literal["creator", "merchant", "service", "ops"]


class Note(Value):
    """A text kept in an erasable table: its id there and its keyed digest."""

    id: Identifier
    digest: str = Field(min_length=1, max_length=128)


class ClockAdvance(Value):
    wall_at: Moment
    by: timedelta


class Extension(Value):
    deadline: str
    due_at: Moment
    until: Moment


class State(Value):
    """What a process is, folded from its events. `status` is empty before the first event."""

    status: str = ""
    closed_reason: str | None = None
    version: int = 0
    created_at: Moment | None = None
    last_at: Moment | None = None
    policy_version: str | None = None
    clock: tuple[ClockAdvance, ...] = ()
    extensions: tuple[Extension, ...] = ()
    warned: tuple[str, ...] = ()

    def process_time(self, wall: datetime) -> datetime:
        """The process's time at a wall-clock time: later by every advance of the test clock made until then."""
        return wall + sum((advance.by for advance in self.clock if advance.wall_at <= wall), timedelta())

    def wall_time(self, moment: datetime) -> datetime:
        """The wall-clock time of a process time that is not before the last advance of the test clock."""
        return moment - sum((advance.by for advance in self.clock), timedelta())

    def extended(self, deadline: str, due_at: datetime) -> datetime:
        """A deadline's due time with what ops have added to it."""
        for extension in self.extensions:
            if extension.deadline == deadline and extension.due_at == due_at:
                due_at = extension.until
        return due_at


class Deadline(Value):
    """A moment at which time itself acts, strictly after `judged_at`; what it does is dated `due_at`.

    `name` is the policy parameter's; `subject` tells deadlines of one name apart; `since` is when the clock started.
    """

    name: str
    due_at: Moment
    then: str
    since: Moment
    judged_at: Moment
    subject: str | None = None
    warns: bool = True

    @property
    def key(self) -> str:
        return f"{self.name}@{self.due_at.isoformat()}" + (f"@{self.subject}" if self.subject else "")


class TimePassed(Command):
    """Time as a command: this deadline is over, and all facts dated up to it are at hand."""

    deadline: Deadline


class Extend(Command):
    """Ops give a deadline a later due time."""

    deadline: str
    until: Moment
    reason: Note


class Advance(Command):
    """Moves the test clock forward, by a duration or to a moment of the process's time."""

    by: timedelta | None = Field(None, gt=timedelta(0), le=timedelta(days=3660))
    to: Moment | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "Advance":
        if (self.by is None) == (self.to is None):
            raise ValueError("give either `by` or `to`")
        return self


class DeadlineApproaching(Event):
    """An automatic transition is near: both sides are told."""

    deadline: str
    due_at: Moment
    then: str


class DeadlineExtended(Event):
    deadline: str
    due_at: Moment
    until: Moment
    reason: Note


class ClockAdvanced(Event):
    wall_at: Moment
    by: timedelta


SHARED_COMMANDS: Mapping[str, type[Command]] = {"extend": Extend, "advance": Advance}
SHARED_EVENTS: tuple[type[Event], ...] = (DeadlineApproaching, DeadlineExtended, ClockAdvanced)


class Summary(Value):
    """What lists, search and the database need of a state.

    `claim` is what may exist only once; `subjects` are those whose reports concern the process.
    """

    closed: bool
    creator_id: str | None = None
    merchant_id: str | None = None
    product_id: str | None = None
    claim: str | None = None
    subjects: frozenset[str] = frozenset()


S = TypeVar("S", bound=State)


@dataclass(frozen=True)
class Kind(Generic[S]):
    """One kind of process: its decider and how it is shown. `name` is the stream's and the workflow id's first part."""

    name: str
    id_prefix: str
    state: type[S]
    state_shape: int
    commands: Mapping[str, type[Command]]
    events: tuple[type[Event], ...]
    decide: Callable[[S, Command, Facts, Policy, datetime], Sequence[Event]]
    evolve: Callable[[S, Event, datetime], S]
    deadlines: Callable[[S, Policy], Sequence[Deadline]]
    needs: Callable[[S, Command], Needs]
    summary: Callable[[S], Summary]
    allowed_actions: Callable[[S, Role], Sequence[str]]
    details: Callable[[S, Policy], Mapping[str, Any]]

    def command_type(self, name: str) -> type[Command] | None:
        return self.commands.get(name) or SHARED_COMMANDS.get(name)

    def event_type(self, name: str) -> type[Event] | None:
        return next((event for event in (*self.events, *SHARED_EVENTS) if event.type_name() == name), None)

    def stream(self, id: str) -> str:
        """The stream's name, which is the workflow's id."""
        return f"{self.name}/{id}"


@dataclass(frozen=True)
class Acting:
    """The next thing that time does: warn of a deadline at `at`, or act on it strictly after `at`."""

    deadline: Deadline
    at: datetime
    warning: bool


def next_acting(kind: Kind[S], state: S, policy: Policy) -> Acting | None:
    """What time does next to an open process, or None when it waits for nothing."""
    actings = []
    for deadline in kind.deadlines(state, policy):
        actings.append(Acting(deadline, deadline.judged_at, warning=False))
        warn_at = deadline.due_at - policy.due_soon
        if deadline.warns and deadline.since < warn_at < deadline.due_at and deadline.key not in state.warned:
            actings.append(Acting(deadline, warn_at, warning=True))
    return min(actings, key=lambda acting: (acting.at, not acting.warning, acting.deadline.key), default=None)


def decide(kind: Kind[S], state: S, command: Command, facts: Facts, policy: Policy, at: datetime) -> list[Happened]:
    """What a command leads to at process time `at`; raises `Refusal`. Time must have been advanced to `at` before."""
    match command:
        case Extend():
            events: Sequence[Event] = _extend(kind, state, command, policy, at)
        case Advance():
            events = _advance(kind, state, command, at)
        case _:
            events = kind.decide(state, command, facts, policy, at)
    return [Happened(event=event, at=at) for event in events]


def act(kind: Kind[S], state: S, acting: Acting, facts: Facts, policy: Policy) -> list[Happened]:
    """What time does; dated the warning's moment or the deadline's due time."""
    deadline = acting.deadline
    if acting.warning:
        warning = DeadlineApproaching(deadline=deadline.name, due_at=deadline.due_at, then=deadline.then)
        return [Happened(event=warning, at=acting.at)]
    events = kind.decide(state, TimePassed(deadline=deadline), facts, policy, deadline.due_at)
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
            approached = [d for d in (f"{event.deadline}@{event.due_at.isoformat()}",) if d not in state.warned]
            changes["warned"] = (*state.warned, *approached)
        case DeadlineExtended():
            extension = Extension(deadline=event.deadline, due_at=event.due_at, until=event.until)
            changes["extensions"] = (*state.extensions, extension)
        case ClockAdvanced():
            changes["clock"] = (*state.clock, ClockAdvance(wall_at=event.wall_at, by=event.by))
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
            ),
        ),
    )


def _extend(kind: Kind[S], state: S, command: Extend, policy: Policy, at: datetime) -> Sequence[Event]:
    if not state.status:
        raise not_allowed(state, "extend")
    running = [deadline for deadline in kind.deadlines(state, policy) if deadline.name == command.deadline]
    if not running:
        raise Refusal.of(
            "rule",
            "extend",
            zh=f"期限 {command.deadline} 当前未在计时。",
            en=f"The deadline {command.deadline} is not running.",
            observed=command.deadline,
            required=sorted({deadline.name for deadline in kind.deadlines(state, policy)}),
        )
    deadline = min(running, key=lambda one: one.due_at)
    if command.until <= max(deadline.due_at, at):
        raise Refusal.of(
            "rule",
            "extend",
            zh="新的到期时间须晚于原到期时间和当前时间。",
            en="The new due time must be later than the old one and than now.",
            observed=command.until.isoformat(),
            required=max(deadline.due_at, at).isoformat(),
        )
    return [
        DeadlineExtended(deadline=deadline.name, due_at=deadline.due_at, until=command.until, reason=command.reason)
    ]


def _advance(kind: Kind[S], state: S, command: Advance, at: datetime) -> Sequence[Event]:
    if not state.status or kind.summary(state).closed:
        raise not_allowed(state, "advance")
    by = command.by if command.by is not None else (command.to or at) - at
    if by <= timedelta(0):
        raise Refusal.of(
            "rule",
            "test-clock",
            zh="测试时钟只能向前拨。",
            en="The test clock only moves forward.",
            observed=command.to.isoformat() if command.to else None,
            required=at.isoformat(),
        )
    return [ClockAdvanced(wall_at=state.wall_time(at), by=by)]
