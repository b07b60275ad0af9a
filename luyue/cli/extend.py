"""`luyue extend`: gives every deadline that is due in a stretch of time more of it, such as after an outage.

The deadlines are read from the journal; ops' command `extend` goes through the API, once for each. A repetition finds
what this has moved already, so it can be stopped at any time and called again.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import typer
from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from rich.table import Table

from luyue.cli.newer_code import unreadable
from luyue.cli.ops_client import OpsClient, Refused
from luyue.cli.output import console, duration, moment
from luyue.cli.surroundings import address_of, database_url, give_up
from luyue.cli.watching import progress
from luyue.domain.durations import Window
from luyue.domain.messages import Moment
from luyue.domain.policy import Policy
from luyue.domain.process import Deadline, Kind
from luyue.domain.process_state import Extension, State
from luyue.journal.canonical import digest
from luyue.journal.journal import Journal
from luyue.journal.processes import Filter, Place, ProcessRow
from luyue.journal.streams import UnknownEvent
from luyue.worker.kinds import KINDS

AT_ONCE = 8
PAGE = 200
REASON = "Platform outage"

Fate = Literal["extended", "moved along"]


@dataclass(frozen=True)
class Call:
    """What is asked for: deadlines due from `begins_at` on and before `ends_at`, later by `by`."""

    begins_at: datetime
    ends_at: datetime
    by: timedelta
    reason: str

    def names(self, due_at: datetime) -> bool:
        return self.begins_at <= due_at < self.ends_at

    def is_mine(self, extension: Extension) -> bool:
        """Whether an extension is what this call leads to, whoever made it."""
        return self.names(extension.due_at) and extension.until - extension.due_at == self.by


@dataclass(frozen=True)
class Found:
    """A deadline that the call names. `is_moved`: by this call; `obstacle`: why the command can't name it yet."""

    stream: str
    deadline: str
    due_at: datetime
    until: datetime
    is_moved: bool = False
    obstacle: str | None = None


def run(between: tuple[str, str], by: str, kind: str | None, reason: str, *, dry_run: bool) -> None:
    """Prints what is due then, extends it unless this is a dry run, and ends with 1 if anything was refused."""
    call = Call(_moment(between[0]), _moment(between[1]), _length(by), reason.strip() or give_up("--reason is empty."))
    if call.begins_at >= call.ends_at:
        give_up("--due-between: the second time must be later than the first.")
    kinds = [one.kind for one in KINDS if kind in (None, one.kind.name)]
    if not kinds:
        give_up(f"There is no kind of process called {kind}: {', '.join(one.kind.name for one in KINDS)}.")
    # What is missing is said before anything is done.
    target = None if dry_run else (address_of("LUYUE_API_URL"), address_of("LUYUE_TOKEN_OPS"))
    found, unread = asyncio.run(_read(call, kinds))
    _print_found(found)
    moved, output = sum(one.is_moved for one in found), console()
    if target is None:
        to_do = len(found) - moved
        output.print(f"{to_do} to extend by {duration(call.by)}, {moved} moved already; nothing was done.")
        _print_refused(unread, output)
        raise typer.Exit(1 if unread else 0)
    fates = _extend_all(call, kinds, found, *target)
    refused = [*unread, *(one for one in fates if isinstance(one, Refused))]
    extended, along = fates.count("extended"), fates.count("moved along")
    output.print(f"{extended} extended, {moved + along} moved already, {len(refused)} refused")
    _print_refused(refused, output)
    raise typer.Exit(1 if refused else 0)


def _print_refused(refused: Sequence[Refused], output: Console) -> None:
    for one in refused:
        output.print(f"{one.what}: {one.why}", style="red", soft_wrap=True)


def _extend_all(
    call: Call, kinds: Sequence[Kind[Any]], found: Sequence[Found], api_url: str, token: str
) -> list[Fate | Refused]:
    """Extends what was found, and then what stood behind another of its name, as long as that gets any further."""
    fates: list[Fate | Refused] = []
    while True:
        ready = [one for one in found if not one.is_moved and one.obstacle is None]
        behind = [one for one in found if one.obstacle is not None]
        news = asyncio.run(_extend(call, ready, api_url, token))
        fates += news
        if not behind or "extended" not in news:
            return [*fates, *(Refused(f"{one.stream} {one.deadline}", one.obstacle or "") for one in behind)]
        streams = {one.stream for one in behind}
        tried = {(one.stream, one.deadline, one.due_at) for one in ready}
        again = (one for one in asyncio.run(_read(call, kinds))[0] if one.stream in streams)
        found = [one for one in again if (one.stream, one.deadline, one.due_at) not in tried]


async def _read(call: Call, kinds: Sequence[Kind[Any]]) -> tuple[list[Found], list[Refused]]:
    journal = await Journal.open(database_url(), size=2)
    try:
        return await find(journal, call, kinds)
    finally:
        await journal.close()


async def find(journal: Journal, call: Call, kinds: Sequence[Kind[Any]]) -> tuple[list[Found], list[Refused]]:
    """The deadlines that the call names, of open processes; each process's in the order in which they are due.

    And the processes that have a deadline due by then, of which one cannot know which, as newer code wrote them.
    """
    found: list[Found] = []
    unread: list[Refused] = []
    for kind in kinds:
        # What was moved by this call is due later by as much.
        async for row in _open_rows(journal, kind, call.ends_at + call.by):
            try:
                state = await journal.processes.state(kind, row)
            except UnknownEvent as unknown:
                unread.append(Refused(row.stream, unreadable(unknown)))
                continue
            found += named(call, kind, row.stream, state, await journal.policies.version(row.policy_version))
    return found, unread


def named(call: Call, kind: Kind[Any], stream: str, state: State, policy: Policy) -> Iterator[Found]:
    """The deadlines of one process that the call names."""
    before = state.model_copy(update={"extensions": tuple(one for one in state.extensions if not call.is_mine(one))})
    as_they_were = {(one.name, one.due_at) for one in _extensible(kind, before, policy)}
    running = _extensible(kind, state, policy)
    for deadline in sorted(running, key=lambda one: one.due_at):
        due_at, moved = deadline.due_at, deadline.due_at + call.by
        if (deadline.name, due_at) not in as_they_were:
            yield Found(stream, deadline.name, due_at - call.by, due_at, is_moved=True)
        elif call.names(due_at):
            # The command names a deadline by its name alone, and means the first.
            first = next(one for one in running if one.name == deadline.name)
            obstacle = None if first == deadline else f"the command would extend the one due {moment(first.due_at)}"
            yield Found(stream, deadline.name, due_at, moved, obstacle=obstacle)


def _extensible(kind: Kind[Any], state: State, policy: Policy) -> list[Deadline]:
    return [one for one in kind.deadlines(state, policy) if one.subject is None]


async def _open_rows(journal: Journal, kind: Kind[Any], due_before: datetime) -> AsyncIterator[ProcessRow]:
    """Open processes with any deadline due before a moment: then the nearest is."""
    place: Place | None = None
    while True:
        wanted = Filter(due_before=due_before)
        rows = await journal.processes.page(kind.name, wanted, "next_deadline_at", place, PAGE)
        for row in rows:
            yield row
        if len(rows) < PAGE:
            return
        last = rows[-1]
        assert last.next_deadline_at is not None, "such rows alone are listed"
        place = Place(last.next_deadline_at, last.id)


def _print_found(found: Sequence[Found]) -> None:
    table = Table("Process", "Deadline", "Due now (UTC)", "Due then (UTC)", "", box=None, padding=(0, 2, 0, 0))
    for one in found:
        now = one.until if one.is_moved else one.due_at
        note = "moved already" if one.is_moved else "after another" if one.obstacle else ""
        table.add_row(one.stream, one.deadline, moment(now), moment(one.until), note)
    console().print(table)


async def _extend(call: Call, to_do: Sequence[Found], api_url: str, token: str) -> list[Fate | Refused]:
    """Sends the commands, those of a process one after the other, and tells what became of each."""
    of_process: dict[str, list[Found]] = {}
    for one in to_do:
        of_process.setdefault(one.stream, []).append(one)
    fates: list[Fate | Refused] = []
    places = asyncio.Semaphore(AT_ONCE)
    with progress("Deadlines", len(to_do)) as done:

        async def extend(client: OpsClient, deadlines: Sequence[Found]) -> None:
            async with places:
                shown: list[tuple[str, datetime]] | None = None
                for one in deadlines:
                    # One that runs from another has moved with it.
                    if shown is not None and (one.deadline, one.due_at) not in shown:
                        fates.append("moved along")
                        continue
                    answer = await client.extend(one.stream, one.deadline, one.until, call.reason, _key(call, one))
                    fates.append(answer if isinstance(answer, Refused) else "extended")
                    shown = shown if isinstance(answer, Refused) else answer
                    done(len(fates))

        async with OpsClient(api_url, token) as client, asyncio.TaskGroup() as group:
            for deadlines in of_process.values():
                group.create_task(extend(client, deadlines))
    return fates


def _key(call: Call, one: Found) -> str:
    """The same for the same extension, so that however often it is sent it is one command."""
    return digest(["luyue extend", one.stream, one.deadline, one.until.isoformat(), call.reason]).hex()


def _moment(text: str) -> datetime:
    try:
        return TypeAdapter(Moment).validate_python(text)
    except ValidationError as error:
        give_up(f"--due-between: {error.errors()[0]['msg']}; write it as 2026-01-01T00:00:00+08:00.")


def _length(text: str) -> timedelta:
    try:
        return TypeAdapter[timedelta](Window).validate_python(text)
    except ValidationError as error:
        give_up(f"--by: {error.errors()[0]['msg']}.")
