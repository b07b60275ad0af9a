"""Outages of the platform, as ops declare and release them, and when a deadline that falls into one is judged.

Nobody becomes late because the platform was away. From its beginning until its release an outage holds every deadline
that is due, or was yet to be judged, in it. With the release a deadline that was due in it moves by what ops give, so
that the time left goes on (IX-30); what was due before it, or cannot be extended, is judged with the facts known then.
Outages that overlap or touch were one to whoever waited: what was due in any of them moves by all of it, and once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import model_validator

from luyue.domain.durations import LONGEST, Margin
from luyue.domain.messages import Moment, Refusal, Value
from luyue.domain.process_state import Deadline, Note, State

ID_PREFIX = "ou"
NO_TIME = timedelta(0)


class Release(Value):
    """Ops let deadlines go on from `at`; those due in the outage are due later by `extend_by`, by none: they act."""

    at: Moment
    extend_by: Margin


class Outage(Value):
    """The platform was away from `starts_at` up to, and not with, `ends_at`. Times are wall-clock times.

    Until its release an outage without an end goes on. The reason is a text that can be erased.
    """

    starts_at: Moment
    ends_at: Moment | None = None
    reason: Note
    release: Release | None = None

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> "Outage":
        if self.ends_at is not None and self.ends_at < self.starts_at:
            raise ValueError("an outage ends after its start")
        return self

    @property
    def gives_none(self) -> bool:
        """Whether it was released without more time for what was due in it."""
        return self.release is not None and self.release.extend_by == NO_TIME


def outage_stream(id: str) -> str:
    """The stream of an outage's reports: its declaration, and its release."""
    return f"outage/{id}"


Outages = Mapping[str, Outage]
"""Outages by their ids."""
NO_OUTAGES: Outages = {}


@dataclass(frozen=True)
class Away:
    """A stretch of time without the platform: outages, in order, each of which overlaps or touches those before it."""

    outages: Outages

    @property
    def starts_at(self) -> datetime:
        return min(one.starts_at for one in self.outages.values())

    @property
    def ends_at(self) -> datetime | None:
        """None while no end is known."""
        ends = [one.ends_at for one in self.outages.values() if one.ends_at is not None]
        return max(ends) if len(ends) == len(self.outages) else None

    @property
    def unreleased(self) -> list[str]:
        """The ids of those outages that still hold what is due in any of them."""
        return [id for id, one in self.outages.items() if one.release is None]

    @property
    def released_at(self) -> datetime | None:
        """When the last was released; None while one is not."""
        releases = [one.release.at for one in self.outages.values() if one.release is not None]
        return max(releases) if len(releases) == len(self.outages) else None

    @property
    def extend_by(self) -> timedelta:
        """What the releases give: the time from the first start to the last end, or more where one of them does."""
        given = [one.release.extend_by for one in self.outages.values() if one.release is not None]
        if self.ends_at is None or NO_TIME in given:
            return NO_TIME
        return max(*given, self.ends_at - self.starts_at, NO_TIME)

    def concerns(self, due_at: datetime, judged_at: datetime) -> bool:
        """Whether a deadline is due, or waits for reports of what was in time, while the platform is away."""
        return self.starts_at <= judged_at and (self.ends_at is None or due_at < self.ends_at)

    def outage_at(self, moment: datetime) -> str:
        """The first outage that had begun and not ended at a moment of this time."""
        return next(
            id
            for id, one in self.outages.items()
            if one.starts_at <= moment and (one.ends_at is None or moment < one.ends_at)
        )


def times_away(outages: Outages) -> list[Away]:
    """Outages put together, whatever order they were declared or released in, by when they started.

    One that gives no more time stands alone: ops have said that what was due in it acts.
    """
    alone: list[Away] = []
    together: list[Away] = []
    for id in sorted(outages, key=lambda id: (outages[id].starts_at, id)):
        outage = outages[id]
        if outage.gives_none:
            alone.append(Away({id: outage}))
        elif together and _reaches(together[-1], outage.starts_at):
            together[-1] = Away({**together[-1].outages, id: outage})
        else:
            together.append(Away({id: outage}))
    return sorted(alone + together, key=lambda away: away.starts_at)


def _reaches(away: Away, moment: datetime) -> bool:
    return away.ends_at is None or moment <= away.ends_at


def holding(state: State, deadline: Deadline, outages: Outages) -> list[str]:
    """The outages whose release a deadline waits for."""
    return [id for away in _concerning(state, deadline, outages) for id in away.unreleased]


def _concerning(state: State, deadline: Deadline, outages: Outages) -> Sequence[Away]:
    due_at, judged_at = wall_time(state, deadline.due_at), wall_time(state, deadline.judged_at)
    return [away for away in times_away(outages) if away.concerns(due_at, judged_at)]


@dataclass(frozen=True)
class Move:
    """A deadline's new due time in the process's time, for an outage."""

    outage: str
    until: datetime
    reason: Note


@dataclass(frozen=True)
class Judgement:
    """After when, in the process's time, a deadline acts, or is given more time instead."""

    after: datetime
    move: Move | None = None


def judgement(state: State, deadline: Deadline, outages: Outages, latest: datetime | None = None) -> Judgement | None:
    """When a deadline is judged; None while an outage holds it. `latest` is up to when it may be extended at all.

    Releases give at least the time that the platform was away, so a deadline once moved by all of it is due after it.
    """
    concerning = _concerning(state, deadline, outages)
    releases = [away.released_at for away in concerning if away.released_at is not None]
    if len(releases) < len(concerning):
        return None
    if not releases:
        return Judgement(deadline.judged_at)
    released_at, due_at = state.process_time(max(releases)), wall_time(state, deadline.due_at)
    for away in concerning:
        if away.starts_at <= due_at and deadline.subject is None:
            until = deadline.due_at + away.extend_by - _given_before(state, deadline, away)
            until = until if latest is None else min(until, latest)
            if until > deadline.due_at:
                id = away.outage_at(due_at)
                return Judgement(released_at, Move(id, until, outages[id].reason))
    return Judgement(max(deadline.judged_at, released_at))


def _given_before(state: State, deadline: Deadline, away: Away) -> timedelta:
    """What a deadline was given by some of these outages before the others were known: its extension bears their time.

    What ops have given it besides stays.
    """
    releases = {state.process_time(one.release.at) for one in away.outages.values() if one.release is not None}
    due_at, given = deadline.due_at, NO_TIME
    for extension in reversed(state.extensions):
        if (extension.deadline, extension.until) == (deadline.name, due_at):
            due_at = extension.due_at
            if extension.at in releases:
                given += extension.until - extension.due_at
    return given


def wall_time(state: State, moment: datetime) -> datetime:
    """When a process's time came to a moment by the wall clock: over what an advance skipped, when it was made."""
    advanced = NO_TIME
    for advance in state.clock:
        if moment < advance.wall_at + advanced:
            break
        if moment < advance.wall_at + advanced + advance.by:
            return advance.wall_at
        advanced += advance.by
    return moment - advanced


def released(outage: Outage, at: datetime, ends_at: datetime | None, extend_by: timedelta | None) -> Outage:
    """The outage with its release at `at`; raises `Refusal`.

    By default it ended when it was declared to, at the latest now, and deadlines get as much time as it took.
    """
    last = at if outage.ends_at is None else min(at, outage.ends_at)
    ends_at = max(outage.starts_at, last) if ends_at is None else ends_at
    if not outage.starts_at <= ends_at <= max(outage.starts_at, last):
        raise _invalid(
            "ends_at",
            "须不早于故障开始,且不晚于当前时间和申报的结束时间",
            "it must not be before the outage's start, nor after now or the end that was declared",
        )
    length = ends_at - outage.starts_at
    extend_by = length if extend_by is None else extend_by
    if extend_by > LONGEST:
        raise _invalid("extend_by", f"最长 {LONGEST.days} 天", f"at most {LONGEST.days} days")
    if NO_TIME < extend_by < length:
        raise _invalid(
            "extend_by",
            "须不短于故障时长;或为 PT0S,表示不延长",
            "it must be at least the length of the outage, or PT0S so that what is due acts",
        )
    release = Release(at=at, extend_by=extend_by)
    return outage.model_copy(update={"ends_at": ends_at, "release": release})


def _invalid(field: str, zh: str, en: str) -> Refusal:
    return Refusal.of("invalid", f"field:{field}", zh=f"字段 {field} 无效:{zh}", en=f"{field}: {en}")
