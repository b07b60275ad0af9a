"""What the state of every process has, whatever its kind: versions, times, the test clock, extensions; and deadlines.

How time and commands change a state is in process.py.
"""

from datetime import datetime, timedelta

from pydantic import Field

from luyue.domain.messages import Identifier, Moment, Value


class Note(Value):
    """A text kept in an erasable table: its id there and its keyed digest."""

    id: Identifier
    digest: str = Field(min_length=1, max_length=128)


class ClockAdvance(Value):
    """From the wall-clock time `wall_at` the process's time is later by `by`."""

    wall_at: Moment
    by: timedelta


class Extension(Value):
    """Made at process time `at`: the deadline that was due at `due_at` is due at `until`."""

    deadline: str
    due_at: Moment
    until: Moment
    at: Moment


class State(Value):
    """What a process is, folded from its events. `status` is empty before the first event.

    `linked` are the streams of the processes that belong together with this one.
    """

    status: str = ""
    closed_reason: str | None = None
    version: int = 0
    created_at: Moment | None = None
    last_at: Moment | None = None
    policy_version: str | None = None
    clock: tuple[ClockAdvance, ...] = ()
    extensions: tuple[Extension, ...] = ()
    warned: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()

    def process_time(self, wall: datetime) -> datetime:
        """The process's time at a wall-clock time: later by every advance of the test clock made until then."""
        return wall + sum((advance.by for advance in self.clock if advance.wall_at <= wall), timedelta())

    def wall_time(self, moment: datetime) -> datetime:
        """The wall-clock time of a process time that is not before the last advance of the test clock."""
        return moment - self.advanced_by

    @property
    def advanced_by(self) -> timedelta:
        """How much later than the wall clock the process's time is since the last advance of the test clock."""
        return sum((advance.by for advance in self.clock), timedelta())

    def extended(self, deadline: str, due_at: datetime) -> datetime:
        """A deadline's due time with what ops have added to it."""
        for extension in self.extensions:
            if extension.deadline == deadline and extension.due_at == due_at:
                due_at = extension.until
        return due_at


class Deadline(Value):
    """A moment at which time itself acts, strictly after `judged_at`; what it does is dated `due_at`.

    `name` is the policy parameter's; `since` is when the clock started. What only measures something (`subject`, in
    which deadlines of one name differ) asks nothing of anybody: nobody is warned of it and it can't be extended.
    `about` is what a warning names besides, such as a statement's month.
    """

    name: str
    due_at: Moment
    then: str
    since: Moment
    judged_at: Moment
    subject: str | None = None
    about: str | None = None

    @property
    def key(self) -> str:
        key = deadline_key(self.name, self.due_at)
        return f"{key}@{self.subject}" if self.subject else key


def deadline_key(name: str, due_at: datetime) -> str:
    """What tells a deadline from every other of a process, and from itself before an extension."""
    return f"{name}@{due_at.isoformat()}"
