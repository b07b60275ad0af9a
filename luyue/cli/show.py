"""`luyue show`: a process in the terminal: what has happened when and by whom, and what comes next by when."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from luyue.cli.output import console, duration, moment
from luyue.cli.streams import kind_of, stream_of
from luyue.cli.surroundings import database_url, give_up
from luyue.domain.policy import Policy
from luyue.domain.process import Kind, Role, next_acting
from luyue.domain.process_state import State
from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded, fold_recorded


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
    """Status and parties, every event, and what is to come; `now` is wall-clock time."""
    kind, state = timeline.kind, timeline.state
    _print_head(kind, state, timeline.events[0].stream, output)
    table = Table("", "Process time (UTC)", "Event", "By", "With", box=None, padding=(0, 2, 0, 0))
    for event in timeline.events:
        table.add_row(str(event.version), moment(event.occurred_at), event.type, event.actor, _details(event.data))
    output.print(table)
    _print_next(kind, state, timeline.policy, output, state.process_time(now))


def _print_head(kind: Kind[Any], state: State, stream: str, output: Console) -> None:
    summary = kind.summary(state)
    status = f"{state.status} ({state.closed_reason})" if state.closed_reason else state.status
    output.print(Text.assemble((stream, "bold"), "  ", (status, "bold green" if not summary.closed else "bold")))
    parties = {
        "creator": summary.creator_id,
        "merchant": summary.merchant_id,
        "product": summary.product_id,
        "policy": state.policy_version,
        "version": str(state.version),
    }
    output.print("  ".join(f"{name} {value}" for name, value in parties.items() if value))
    advanced = sum((advance.by for advance in state.clock), timedelta())
    if advanced:
        output.print(f"test clock: {duration(advanced)} ahead of the wall clock", style="yellow")
    output.print()


def _print_next(kind: Kind[Any], state: State, policy: Policy, output: Console, now: datetime) -> None:
    output.print()
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
    roles: tuple[Role, ...] = ("creator", "merchant", "ops")
    allowed = ((role, ", ".join(kind.allowed_actions(state, role))) for role in roles)
    output.print("\n" + "\n".join(f"{role} may {actions}" for role, actions in allowed if actions))


def _until(at: datetime, now: datetime) -> str:
    return duration(at - now) if at > now else f"overdue by {duration(now - at)}"


def _details(data: Mapping[str, Any]) -> str:
    """An event's data in a line; notes are kept elsewhere, so only their ids show; `explain` tells of evaluations."""
    return ", ".join(
        f"{name}={value.get('id', value) if isinstance(value, dict) else value}"
        for name, value in data.items()
        if value is not None and name != "evaluation"
    )
