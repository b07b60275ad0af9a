"""`luyue show`: a process in the terminal: what has happened when and by whom, and what comes next by when."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from luyue.cli.event_words import event_in_words
from luyue.cli.newer_code import known_events
from luyue.cli.output import console, duration, moment
from luyue.cli.streams import kind_of, stream_of
from luyue.cli.surroundings import database_url, give_up
from luyue.domain.facts import Needs
from luyue.domain.outage import NO_OUTAGES, Outages, holding, wall_time
from luyue.domain.policy import Policy
from luyue.domain.process import Kind, Role, next_acting
from luyue.domain.process_state import State
from luyue.journal.gathering import gather
from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded, fold_recorded, happened
from luyue.journal.view import nearest_deadline


def run(id: str) -> None:
    """Prints the timeline of a process."""
    stream = stream_of(id)
    timeline = asyncio.run(_read(kind_of(stream), stream))
    if timeline is None:
        give_up(f"There is no {stream}.")
    print_timeline(timeline, console())


@dataclass(frozen=True)
class Timeline:
    """A process's events, the state that they lead to, and the policy that governs it, as read at `now`.

    `outages` are those that its overdue deadlines may have fallen into. `now` is wall-clock time.
    """

    kind: Kind[Any]
    events: Sequence[Recorded]
    state: State
    policy: Policy
    outages: Outages
    now: datetime


async def _read(kind: Kind[Any], stream: str) -> Timeline | None:
    journal = await Journal.open(database_url(), size=2)
    try:
        with known_events(stream):
            return await read_timeline(journal, kind, stream, now=datetime.now(UTC))
    finally:
        await journal.close()


async def read_timeline(journal: Journal, kind: Kind[Any], stream: str, *, now: datetime) -> Timeline | None:
    """The timeline of a process, or None where there is no such process. Raises `UnknownEvent`."""
    events = await journal.streams.history(stream)
    if not events:
        return None
    state = fold_recorded(kind, events)
    policy = await journal.policies.version(state.policy_version)
    outages = NO_OUTAGES
    nearest = nearest_deadline(kind, state, policy)
    if nearest is not None and (over_since := wall_time(state, nearest.due_at)) < now:
        outages = (await gather(journal.pool, stream, Needs(outages=(over_since, now)))).outages
    return Timeline(kind, events, state, policy, outages, now)


def print_timeline(timeline: Timeline, output: Console) -> None:
    """Status and parties, every event, how it ended, and what is to come."""
    kind, state = timeline.kind, timeline.state
    head = _head(kind, state)
    _print_head(head, kind, state, timeline.events[0].stream, output)
    table = Table("", box=None, padding=(0, 2, 0, 0))
    table.add_column("Process time (UTC)", no_wrap=True)
    # Ids are to be copied whole: nothing is cut off in a narrow terminal.
    table.add_column("Event, by whom, with what", overflow="fold")
    for event in timeline.events:
        said = event_in_words(happened(kind, event).event, but=head)
        what = Text.assemble((event.type, "bold"), "  ", event.actor, f"\n{said}" if said else "")
        table.add_row(str(event.version), moment(event.occurred_at), what)
    output.print(table)
    output.print()
    _print_ending(kind, state, timeline.policy, output)
    _print_next(timeline, output)
    _print_allowed(kind, state, output)


def _head(kind: Kind[Any], state: State) -> dict[str, str]:
    """Who and what every event is about."""
    summary = kind.summary(state)
    found = {
        "creator_id": summary.creator_id,
        "merchant_id": summary.merchant_id,
        "product_id": summary.product_id,
        "policy_version": state.policy_version,
    }
    return {name: value for name, value in found.items() if value}


def _print_head(head: Mapping[str, str], kind: Kind[Any], state: State, stream: str, output: Console) -> None:
    is_closed = kind.summary(state).closed
    status = f"{state.status} ({state.closed_reason})" if state.closed_reason else state.status
    output.print(Text.assemble((stream, "bold"), "  ", (status, "bold" if is_closed else "bold green")))
    about = {name.rpartition("_")[0]: value for name, value in head.items()} | {"version": str(state.version)}
    output.print("  ".join(f"{name} {value}" for name, value in about.items()))
    for linked in kind.belonging(stream.partition("/")[2], state):
        output.print(f"together with {linked}", soft_wrap=True)
    advanced = sum((advance.by for advance in state.clock), timedelta())
    if advanced:
        output.print(f"test clock: {duration(advanced)} ahead of the wall clock", style="yellow")
    output.print()


def _print_ending(kind: Kind[Any], state: State, policy: Policy, output: Console) -> None:
    """The rule that ended the process and what it says, for kinds whose end is put into words."""
    ending = kind.details(state, policy).get("ending")
    if ending:
        for language in ("zh", "en"):
            output.print(f"{ending['rule']}  {ending['wording'][language]}")
        output.print()


def _print_next(timeline: Timeline, output: Console) -> None:
    kind, state, policy = timeline.kind, timeline.state, timeline.policy
    now = state.process_time(timeline.now)
    deadlines = sorted(kind.deadlines(state, policy), key=lambda deadline: deadline.due_at)
    if not deadlines:
        output.print("Nothing more by itself." if not kind.summary(state).closed else "Closed: nothing more to come.")
        return
    table = Table("Next by itself", "Due (UTC)", "In", "Then", box=None, padding=(0, 2, 0, 0))
    acting = next_acting(kind, state, policy, timeline.outages)
    if acting is not None and acting.warning:
        table.add_row(f"warning of {acting.deadline.name}", moment(acting.at), _until(acting.at, now), "tell both")
    for deadline in deadlines:
        judged = deadline.judged_at - deadline.due_at
        grace = f" (judged {duration(judged)} later)" if judged else ""
        about = f"{deadline.name} {deadline.subject or ''}".strip()
        held_by = holding(state, deadline, timeline.outages) if deadline.due_at <= now else ()
        until = f"held by {', '.join(held_by)} until ops release it" if held_by else _until(deadline.due_at, now)
        table.add_row(about, moment(deadline.due_at), until, deadline.then + grace)
    output.print(table)


def _print_allowed(kind: Kind[Any], state: State, output: Console) -> None:
    roles: tuple[Role, ...] = ("creator", "merchant", "ops")
    allowed = [(role, ", ".join(kind.allowed_actions(state, role))) for role in roles]
    if any(actions for _, actions in allowed):
        output.print()
    for role, actions in allowed:
        if actions:
            output.print(f"{role} may {actions}")


def _until(at: datetime, now: datetime) -> str:
    return duration(at - now) if at > now else f"overdue by {duration(now - at)}"
