"""Outages of the platform, as ops declare and release them, and when a deadline that falls into one is judged.

Nobody becomes late because the platform was away. From its beginning until its release an outage holds every deadline
that is due, or was yet to be judged, in it. With the release a deadline that was due in it moves by what ops give, so
that the time left goes on (IX-30); what was due before it, or cannot be extended, is judged with the facts known then.
"""

from collections.abc import Mapping
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

    def concerns(self, due_at: datetime, judged_at: datetime) -> bool:
        """Whether a deadline is due, or waits for reports of what was in time, while the platform is away."""
        return self.starts_at <= judged_at and (self.ends_at is None or due_at < self.ends_at)

    def moves(self, due_at: datetime) -> bool:
        """Whether the release gives more time to a deadline that the outage concerns: not if it was due before it."""
        return self.release is not None and self.release.extend_by > NO_TIME and self.starts_at <= due_at


def outage_stream(id: str) -> str:
    """The stream of an outage's reports: its declaration, and its release."""
    return f"outage/{id}"


Outages = Mapping[str, Outage]
"""Outages by their ids."""
NO_OUTAGES: Outages = {}


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

    A release gives at least the length of its outage, or nothing, so a deadline once moved never falls into it again.
    """
    due_at, judged_at = wall_time(state, deadline.due_at), wall_time(state, deadline.judged_at)
    concerning = {id: outages[id] for id in sorted(outages) if outages[id].concerns(due_at, judged_at)}
    released = [one.release.at for one in concerning.values() if one.release is not None]
    if len(released) < len(concerning):
        return None
    if not released:
        return Judgement(deadline.judged_at)
    released_at = state.process_time(max(released))
    for id, outage in concerning.items():
        if outage.moves(due_at) and deadline.subject is None:
            assert outage.release is not None
            until = deadline.due_at + outage.release.extend_by
            until = until if latest is None else min(until, latest)
            if until > deadline.due_at:
                return Judgement(released_at, Move(id, until, outage.reason))
    return Judgement(max(deadline.judged_at, released_at))


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
