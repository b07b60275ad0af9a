"""Recorded journals: a stream's decisions with all that they were made from, out of Postgres or out of a file."""

from collections.abc import AsyncIterator, Mapping
from itertools import groupby
from typing import Annotated, Any

from pydantic import BeforeValidator

from luyue.domain.messages import Moment, Value
from luyue.domain.policy import Policy
from luyue.journal.inspection import Inspected, inspect
from luyue.journal.journal import Journal
from luyue.journal.policies import known_parameters
from luyue.journal.reports import RecordedReport, reports_of
from luyue.journal.seen import Seen


class RecordedEvent(Value):
    """An event of a decision; whose stream and position it has is said elsewhere."""

    version: int
    type: str
    schema_version: int
    data: Mapping[str, Any]
    occurred_at: Moment


class RecordedCommand(Value):
    name: str
    payload: Mapping[str, Any]


class Decision(Value):
    """What one command, or time, led to. `command` is None where time decided, or where none is on record."""

    id: str
    actor: str
    command: RecordedCommand | None
    seen: Seen
    recorded_at: Moment
    events: tuple[RecordedEvent, ...]


def _as_stored(policy: object) -> object:
    """A file may have been exported by newer code, as a stored version may have been added by it."""
    return known_parameters(policy) if isinstance(policy, Mapping) else policy


class Recording(Value):
    """A stream from its first decision to its last. `reports` are kept in files only."""

    stream: str
    policy: Annotated[Policy, BeforeValidator(_as_stored)]
    decisions: tuple[Decision, ...]
    reports: tuple[RecordedReport, ...] = ()


async def recordings(journal: Journal, *, only: str | None = None) -> AsyncIterator[Recording]:
    """The recordings of all processes in the journal, or of one; of facts there are none."""
    async for batch in inspect(journal.pool, only=only):
        for one in batch:
            if one.process is not None and one.events:
                policy = await journal.policies.version(one.process["policy_version"])
                yield Recording(stream=one.stream, policy=policy, decisions=_decisions(one))


async def export(journal: Journal, stream: str) -> Recording | None:
    """A recording that needs nothing else to be decided again, or None where there is no such process."""
    async for recording in recordings(journal, only=stream):
        versions: dict[str, int] = {}
        for decision in recording.decisions:
            for fact, version in decision.seen.facts.items():
                versions[fact] = max(versions.get(fact, 0), version)
        known = await reports_of(journal.pool, list(versions))
        reports = tuple(report for report in known if report.version <= versions[report.stream])
        return recording.model_copy(update={"reports": reports})
    return None


def _decisions(one: Inspected) -> tuple[Decision, ...]:
    commands = {command.command_id: command for command in one.commands}
    decisions = []
    for command_id, group in groupby(one.events, key=lambda event: event.command_id):
        events = list(group)
        command = commands.get(command_id)
        decisions.append(
            Decision(
                id=command_id,
                actor=events[0].actor,
                command=RecordedCommand(name=command.name, payload=command.payload) if command else None,
                seen=one.seen[events[0].version],
                recorded_at=events[0].recorded_at,
                events=tuple(
                    RecordedEvent(
                        version=event.version,
                        type=event.type,
                        schema_version=event.schema_version,
                        data=event.data,
                        occurred_at=event.occurred_at,
                    )
                    for event in events
                ),
            )
        )
    return tuple(decisions)
