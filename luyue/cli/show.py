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
from luyue.cli.output import console, duration, moment
from luyue.cli.streams import kind_of, stream_of
from luyue.cli.surroundings import database_url, give_up
from luyue.domain.policy import Policy
from luyue.domain.process import Kind, Role, next_acting
from luyue.domain.process_state import State
from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded, fold_recorded, happened


def run(id: str) -> None:
    """Prints the timeline of a process."""
    stream = stream_of(id)
    timeline = asyncio.run(_read(kind_of(stream), stream))
    if timeline is None:
        give_up(f"There is no {stream}.")
    print_timeline(timeline, console(), now=datetime.now(UTC))


@dataclass(frozen=True)
class Timeline:
    """A process's events, the state that they lead to, and the policy that governs it."""

    kind: Kind[Any]
    events: Sequence[Recorded]
    state: State
    policy: Policy


async def _read(kind: Kind[Any], stream: str) -> Timeline | None:
    journal = await Journal.open(database_url(), size=2)
    try:
        return await read_timeline(journal, kind, stream)
    finally:
        await journal.close()


async def read_timeline(journal: Journal, kind: Kind[Any], stream: str) -> Timeline | None:
    """The timeline of a process, or None where there is no such process."""
    events = await journal.streams.history(stream)
    if not events:
        return None
    state = fold_recorded(kind, events)
    return Timeline(kind, events, state, await journal.policies.version(state.policy_version))


def print_timeline(timeline: Timeline, output: Console, *, now: datetime) -> None:
    """Status and parties, every event, how it ended, and what is to come; `now` is wall-clock time."""
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
    _print_next(kind, state, timeline.policy, output, state.process_time(now))
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


def _print_next(kind: Kind[Any], state: State, policy: Policy, output: Console, now: datetime) -> None:
    deadlines = sorted(kind.deadlines(state, policy), key=lambda deadline: deadline.due_at)
    if not deadlines:
        output.print("Nothing more by itself." if not kind.summary(state).closed else "Closed: nothing more to come.")
        return
    table = Table("Next by itself", "Due (UTC)", "In", "Then", box=None, padding=(0, 2, 0, 0))
    acting = next_acting(kind, state, policy)
    if acting is not None and acting.warning:
        table.add_row(f"warning of {acting.deadline.name}", moment(acting.at), _until(acting.at, now), "tell both")
    for deadline in deadlines:
        judged = deadline.judged_at - deadline.due_at
        grace = f" (judged {duration(judged)} later)" if judged else ""
        about = f"{deadline.name} {deadline.subject or ''}".strip()
        table.add_row(about, moment(deadline.due_at), _until(deadline.due_at, now), deadline.then + grace)
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
