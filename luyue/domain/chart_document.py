"""The state charts as a page for people: each kind as a Mermaid diagram, and who may do what in which status."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from luyue.domain.chart import START, Transition, statuses
from luyue.domain.policy import Policy
from luyue.domain.process import SHARED_EVENTS, Kind, Role, State

SHOWN: tuple[Role, ...] = ("creator", "merchant", "ops")
"""The roles that a page shows; a service may do what either party may."""

NOTHING = "–"


@dataclass(frozen=True)
class Standings:
    """A kind, and states that its processes come to: each status in every situation that makes a difference."""

    kind: Kind[Any]
    states: Sequence[State]


@dataclass(frozen=True)
class Allowed:
    """The commands that a role may send in every situation of a status, and those that it may send only in some."""

    always: Sequence[str]
    at_times: Sequence[str]


@dataclass(frozen=True)
class Situation:
    """A status: who may do what, and which deadlines may run with what they then do."""

    status: str
    closed: bool
    allowed: Mapping[Role, Allowed]
    deadlines: Mapping[str, Sequence[str]]


def chart_document(standings: Iterable[Standings], policy: Policy) -> str:
    """The whole page; `policy` says only which deadlines run, not how long."""
    shared = ", ".join(f"`{event.type_name()}`" for event in SHARED_EVENTS)
    sections = [
        "# State charts",
        "Made from the code by `make charts`: not to be edited. An arrow is an event that changes the status; no\n"
        "status changes otherwise, as tests show that let both parties, ops and time act at random. A status with an\n"
        "arrow to the end is closed. What leaves the status as it is in every kind:\n"
        f"{shared}.",
        "The tables say which commands a role may send: in every situation of a status or, *at times*, only in some\n"
        "of them. A service may send what either party may. The length of a deadline is the parameter of its name in\n"
        "`docs/rules.md`, unless the parties have agreed on it.",
        *(_section(one, policy) for one in standings),
    ]
    return "\n\n".join(sections) + "\n"


def situations(standings: Standings, policy: Policy) -> Sequence[Situation]:
    """What stands beside the chart, by status: the open ones first, else in the chart's order.

    Raises `ValueError` for a status in which no state stands.
    """
    kind = standings.kind
    found = []
    for status in statuses(kind.transitions):
        states = [state for state in standings.states if state.status == status]
        if not states:
            raise ValueError(f"{kind.name}: no state stands in {status}")
        deadlines = [one for state in states for one in kind.deadlines(state, policy)]
        found.append(
            Situation(
                status=status,
                closed=all(kind.summary(state).closed for state in states),
                allowed={role: _allowed(kind, states, role) for role in SHOWN},
                deadlines={
                    name: sorted({one.then for one in deadlines if one.name == name})
                    for name in sorted({one.name for one in deadlines})
                },
            )
        )
    return sorted(found, key=lambda row: row.closed)


def _allowed(kind: Kind[Any], states: Sequence[State], role: Role) -> Allowed:
    shown = [kind.allowed_actions(state, role) for state in states]
    every = list(dict.fromkeys(action for actions in shown for action in actions))
    always = [action for action in every if all(action in actions for actions in shown)]
    return Allowed(always=always, at_times=[action for action in every if action not in always])


def _section(standings: Standings, policy: Policy) -> str:
    kind = standings.kind
    rows = situations(standings, policy)
    moving = {one.event for one in kind.transitions}
    still = [f"`{event.type_name()}`" for event in kind.events if event not in moving]
    return "\n".join(
        [
            f"## {kind.name.replace('-', ' ').capitalize()}",
            "",
            *diagram(kind.transitions, closed=[row.status for row in rows if row.closed]),
            "",
            f"Events that leave the status as it is: {', '.join(still) or NOTHING}.",
            "",
            _row("Status", *(role.capitalize() for role in SHOWN), "Deadlines that run, and what then happens"),
            "|" + "---|" * (len(SHOWN) + 2),
            *(_row(*_cells(row)) for row in rows),
        ]
    )


def diagram(transitions: Iterable[Transition], closed: Iterable[str]) -> list[str]:
    """The lines of a Mermaid state diagram; events that lead the same way share an arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for one in transitions:
        arrows.setdefault((one.before, one.after), []).append(one.event.type_name())
    return [
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {_point(before)} --> {after}: {' or '.join(events)}" for (before, after), events in arrows.items()),
        *(f"    {status} --> [*]" for status in closed),
        "```",
    ]


def _point(status: str) -> str:
    return "[*]" if status == START else status


def _cells(row: Situation) -> Iterable[str]:
    yield f"`{row.status}`" + (" (closed)" if row.closed else "")
    for role in SHOWN:
        yield _commands(row.allowed[role])
    yield "<br>".join(f"`{name}`: {' or '.join(then)}" for name, then in row.deadlines.items()) or NOTHING


def _commands(allowed: Allowed) -> str:
    always, at_times = (", ".join(f"`{name}`" for name in names) for names in (allowed.always, allowed.at_times))
    return "<br>".join(part for part in (always, at_times and f"*at times* {at_times}") if part) or NOTHING


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
