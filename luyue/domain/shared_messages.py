"""The commands and events that every kind of process shares: time itself, extensions and the test clock."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints, model_validator

from luyue.domain.messages import Command, Event, Moment, Upcast
from luyue.domain.process_state import Deadline, Note
from luyue.domain.upcasting import unchanged

ProcessStream = Annotated[
    str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*/[A-Za-z0-9][A-Za-z0-9._~-]*$", max_length=160)
]
"""The name of a process's stream (`dispute/ds_1`), as commands and events refer to it."""

HORIZON = timedelta(days=3660)
"""How far a test clock may be advanced in all, and a deadline extended at once: no moment ever leaves the calendar."""


class TimePassed(Command):
    """Time as a command: this deadline is over, and all facts dated up to it are at hand."""

    deadline: Deadline


class Extend(Command):
    """Ops give a deadline a later due time. Its name has no room for free text, which could not be erased."""

    deadline: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,64}$")]
    until: Moment
    reason: Note


class Advance(Command):
    """Moves the test clock forward, by a duration or to a moment of the process's time."""

    by: timedelta | None = Field(None, gt=timedelta(0), le=HORIZON)
    to: Moment | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "Advance":
        if (self.by is None) == (self.to is None):
            raise ValueError("give either `by` or `to`")
        return self


class Link(Command):
    """Another process belongs to this one; `process` is its stream. Told by the router, also to what is closed."""

    process: ProcessStream


class DeadlineApproaching(Event):
    """An automatic transition is near: both sides are told. `about` is there where it is one of several of a name."""

    deadline: str
    due_at: Moment
    then: str
    about: Annotated[str | None, Field(exclude_if=lambda about: about is None)] = None


class DeadlineExtended(Event):
    """Ops have given a deadline a later due time: one by one, or with the end of the outage that it was due in."""

    schema_version: ClassVar[int] = 2
    upcasts: ClassVar[Mapping[int, Upcast]] = {1: unchanged}

    deadline: str
    due_at: Moment
    until: Moment
    reason: Note
    outage: Annotated[str | None, Field(exclude_if=lambda outage: outage is None)] = None


class ClockAdvanced(Event):
    """The test clock was moved: from the wall-clock time `wall_at` the time of the process is later by `by`."""

    wall_at: Moment
    by: timedelta


class ProcessLinked(Event):
    """Another process, such as a dispute, belongs to this one. `process` is its stream."""

    process: ProcessStream


SHARED_COMMANDS: Mapping[str, type[Command]] = {"extend": Extend, "advance": Advance, "link": Link}
SHARED_EVENTS: tuple[type[Event], ...] = (DeadlineApproaching, DeadlineExtended, ClockAdvanced, ProcessLinked)
