"""`luyue outage`: declares outages, releases and lists them. It needs Postgres alone: whatever else may be away."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import typer
from pydantic import TypeAdapter, ValidationError
from rich.table import Table

from luyue.api import identifiers
from luyue.api.bodies import FreeText
from luyue.cli.newer_code import unreadable
from luyue.cli.output import console, duration, moment
from luyue.cli.streams import kind_of
from luyue.cli.surroundings import database_url, digest_key, give_up
from luyue.cli.watching import progress
from luyue.domain.durations import Margin
from luyue.domain.messages import Moment, Refusal
from luyue.domain.outage import ID_PREFIX, Outage, Outages, holding, judgement, released
from luyue.journal.canonical import digest
from luyue.journal.journal import Journal
from luyue.journal.outages import AlreadyReleased, DeclaredOutage, OutageRegister, overdue_streams
from luyue.journal.streams import UnknownEvent
from luyue.worker.kinds import KINDS

BY = "ops:command-line"
PATIENCE = 60.0
PAUSE = 0.5
PAGE = 200


@dataclass(frozen=True)
class Held:
    """A deadline that an outage concerns, and when it goes on: with a new due time, or, without one, by acting."""

    stream: str
    deadline: str
    due_at: datetime
    until: datetime | None
    after: datetime | None


def declare(reason: str, starts_at: str | None, ends_at: str | None) -> None:
    """Declares an outage and prints its id."""
    text = _given(FreeText, reason, "--reason")
    now = datetime.now(UTC)
    begins_at = _given(Moment, starts_at, "--from") if starts_at is not None else now
    until = _given(Moment, ends_at, "--until") if ends_at is not None else None
    if until is not None and until <= begins_at:
        give_up("--until: it must be after the outage's start.")
    command_id = digest(["luyue outage declare", str(uuid.uuid4())]).hex()
    note = identifiers.note(digest_key(), command_id, "reason", text)
    outage = Outage(starts_at=begins_at, ends_at=until, reason=note)
    id = identifiers.process_id(ID_PREFIX, now, command_id)

    async def store() -> None:
        async with _journal() as journal:
            await OutageRegister(journal.pool).declare(id, outage, text, actor=BY, command_id=command_id, at=now)

    asyncio.run(store())
    span = f"from {moment(begins_at)}" + (f" until {moment(until)}" if until else "")
    console().print(f"✓ outage {id} declared {span}: what is due in it is held until its release", style="green")


def release(id: str, ends_at: str | None, extend_by: str | None, *, dry_run: bool) -> None:
    """Shows what an outage holds and what becomes of it, releases it, and waits until all of that goes on."""
    until = _given(Moment, ends_at, "--until") if ends_at is not None else None
    by = _given(Margin, extend_by, "--extend-by") if extend_by is not None else None
    raise typer.Exit(asyncio.run(_release(id, until, by, dry_run=dry_run)))


async def _release(id: str, until: datetime | None, by: timedelta | None, *, dry_run: bool) -> int:
    async with _journal() as journal:
        register = OutageRegister(journal.pool)
        found = await register.find(id) or give_up(f"There is no outage {id}.")
        if found.outage.release is not None:
            give_up(f"The outage {id} was released at {moment(found.outage.release.at)}.")
        outage = _as_released(found.outage, until, by)
        begun = {one.id: one.outage async for one in _all(register) if one.outage.starts_at <= datetime.now(UTC)}
        outages = {**begun, id: found.outage}
        held, unread = await held_by(journal, id, outages, outage)
        _print_held(held)
        output = console()
        for stream, why in unread.items():
            output.print(f"{stream} {why}", style="red", soft_wrap=True)
        assert outage.release is not None
        if dry_run:
            length = duration(outage.release.extend_by)
            output.print(f"Deadlines: {len(held)}. Those due in the outage would get {length}. Nothing was done.")
            return 0
        command_id = digest(["luyue outage release", id, str(uuid.uuid4())]).hex()
        try:
            # As of now: up to here the outage has held whatever came due, also while that was read.
            now = datetime.now(UTC)
            found = await register.release(id, ends_at=until, extend_by=by, actor=BY, command_id=command_id, at=now)
        except AlreadyReleased:
            give_up(f"The outage {id} was released meanwhile.")
        except Refusal as refusal:
            give_up("; ".join(one.message.en for one in refusal.violations))
        outage = found.outage
        assert outage.release is not None
        length = duration(outage.release.extend_by)
        output.print(f"✓ outage {id} released; what was due in it gets {length}", style="green")
        waiting = await _until_all_go_on(journal, id, outages, outage)
    if waiting:
        output.print(f"{len(waiting)} still to go on, once a worker tells them. Is one running?", style="red")
        for one in waiting:
            output.print(f"{one.stream} {one.deadline}", style="red")
    return 1 if waiting else 0


def _as_released(outage: Outage, until: datetime | None, by: timedelta | None) -> Outage:
    """The outage as it would be, were it released now."""
    try:
        return released(outage, datetime.now(UTC), until, by)
    except Refusal as refusal:
        give_up("; ".join(one.message.en for one in refusal.violations))


async def held_by(journal: Journal, id: str, outages: Outages, outage: Outage) -> tuple[list[Held], dict[str, str]]:
    """The overdue deadlines of open processes that an outage holds, with what its release makes of them.

    `outages` are all as they were before it, `outage` is this one as released: up to then it held also what was due
    after its end. And the overdue processes that it may hold, each with why one cannot tell: newer code wrote them.
    """
    found: list[Held] = []
    unread: dict[str, str] = {}
    now, kinds = datetime.now(UTC), [declared.kind.name for declared in KINDS]
    async for streams in overdue_streams(journal.pool, kinds, now):
        for stream in streams:
            row = await journal.processes.find(stream)
            kind = kind_of(stream)
            if row is None or row.closed:
                continue
            try:
                state = await journal.processes.state(kind, row)
            except UnknownEvent as unknown:
                unread[stream] = unreadable(unknown)
                continue
            policy = await journal.policies.version(row.policy_version)
            for one in kind.deadlines(state, policy):
                if one.due_at >= state.process_time(now) or id not in holding(state, one, outages):
                    continue
                latest = kind.latest_due(state, one.name) if kind.latest_due is not None else None
                judged = judgement(state, one, {**outages, id: outage}, latest)
                until = judged.move.until if judged is not None and judged.move is not None else None
                after = state.wall_time(judged.after) if judged is not None else None
                found.append(Held(stream, one.name, one.due_at, until, after))
    return found, unread


async def _until_all_go_on(journal: Journal, id: str, outages: Outages, outage: Outage) -> list[Held]:
    """Waits a while for the workers, and returns what then still stands though nothing holds it any more."""
    give_up_at = time.monotonic() + PATIENCE
    at_first, _ = await held_by(journal, id, outages, outage)
    with progress("Deadlines", len(at_first)) as done:
        while True:
            held, _ = await held_by(journal, id, outages, outage)
            now = datetime.now(UTC)
            waiting = [one for one in held if one.after is not None and one.after < now]
            done(max(len(at_first) - len(waiting), 0))
            if not waiting or time.monotonic() > give_up_at:
                return waiting
            await asyncio.sleep(PAUSE)


def show_all() -> None:
    """Prints every outage."""

    async def read() -> list[DeclaredOutage]:
        async with _journal() as journal:
            return [one async for one in _all(OutageRegister(journal.pool))]

    table = Table("Outage", "From (UTC)", "Until (UTC)", "Declared", "Released", "Gave", "Reason", box=None)
    for one in asyncio.run(read()):
        outage, given = one.outage, one.outage.release
        table.add_row(
            one.id,
            moment(outage.starts_at),
            moment(outage.ends_at) if outage.ends_at else "",
            f"{moment(one.declared_at)} {one.declared_by}",
            f"{moment(given.at)} {one.released_by}" if given else "not yet",
            duration(given.extend_by) if given else "",
            one.reason or "(erased)",
        )
    console().print(table)


async def unreleased(register: OutageRegister) -> dict[str, Outage]:
    """The outages that still hold what is due in them, the last declared first."""
    return {one.id: one.outage async for one in _all(register) if one.outage.release is None}


async def _all(register: OutageRegister) -> AsyncIterator[DeclaredOutage]:
    before = ""
    while True:
        found = await register.page(before, PAGE)
        for one in found:
            yield one
        if len(found) < PAGE:
            return
        before = found[-1].id


@asynccontextmanager
async def _journal() -> AsyncIterator[Journal]:
    journal = await Journal.open(database_url(), size=2)
    try:
        yield journal
    finally:
        await journal.close()


def _print_held(held: Sequence[Held]) -> None:
    table = Table("Process", "Deadline", "Due now (UTC)", "Due then (UTC)", box=None, padding=(0, 2, 0, 0))
    for one in held:
        then = moment(one.until) if one.until else "held by another" if one.after is None else "acts"
        table.add_row(one.stream, one.deadline, moment(one.due_at), then)
    console().print(table)


def _given(kind: Any, text: str, option: str) -> Any:
    try:
        return TypeAdapter(kind).validate_python(text)
    except ValidationError as error:
        give_up(f"{option}: {error.errors()[0]['msg']}.")
