"""Decides recorded journals again by today's rules and says which decisions come out otherwise.

Each decision is made again from the recorded state before it, so that one difference does not drag others along.
Commands that were refused or changed nothing left no event, and are not made again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from luyue.domain import process
from luyue.domain.facts import NOTHING_KNOWN, Facts, Needs
from luyue.domain.messages import Happened, Refusal
from luyue.domain.outage import outage_stream
from luyue.domain.policy import Policy
from luyue.domain.process import Acting, Kind
from luyue.domain.process_state import State
from luyue.journal.recordings import Decision, RecordedEvent, Recording
from luyue.journal.reports import Reports, facts_as_seen
from luyue.journal.streams import UnknownEvent, typed_event


@dataclass(frozen=True)
class Otherwise:
    """A decision that comes out otherwise today, by the version of its first event."""

    stream: str
    version: int
    recorded: str
    today: str


async def decide_again(
    kind: Kind[Any], recording: Recording, reports: Reports, changes: Mapping[str, Any] | None = None
) -> list[Otherwise]:
    """All decisions of a stream again; `changes` are parameters of the policy that are to be otherwise.

    Under changed parameters an evaluation names other bounds, which alone is not another decision.
    """
    policy = recording.policy
    if changes:
        policy = Policy.model_validate(policy.model_dump() | dict(changes) | {"version": policy.version})
    state: State = kind.state()
    found: list[Otherwise] = []
    for decision in recording.decisions:
        try:
            recorded = [_happened(kind, event) for event in decision.events]
        except (UnknownEvent, ValidationError) as error:
            found.append(_otherwise(recording, decision, f"cannot be read: {error}"))
            break
        today = await _decide(kind, state, decision, reports, policy)
        if isinstance(today, str):
            found.append(_otherwise(recording, decision, today))
        elif today != recorded and not (changes and _without_evaluations(today) == _without_evaluations(recorded)):
            found.append(_differing(recording, decision, recorded, today))
        state = process.fold(kind, recorded, state)
    return found


async def _decide(
    kind: Kind[Any], state: State, decision: Decision, reports: Reports, policy: Policy
) -> list[Happened] | str:
    """What comes out today, or why nothing does."""
    at = decision.events[0].occurred_at
    outages = (await _seen_outages(decision, reports)).outages
    acting = process.next_acting(kind, state, policy, outages) if state.version else None
    if decision.command is None:
        return await _act(kind, state, decision, acting, reports, policy)
    if acting is not None and acting.at < at:
        return f"before it {_due(acting)}"
    command_type = kind.command_type(decision.command.name)
    if command_type is None:
        return f"there is no command {decision.command.name}"
    try:
        command = command_type.model_validate(decision.command.payload)
        needs = kind.needs(state, command)
        facts = facts_as_seen(needs, decision.seen, decision.recorded_at, await reports.about(needs))
        return process.decide(kind, state, command, facts, policy, at)
    except ValidationError as error:
        return f"{decision.command.name} cannot be read: {error}"
    except Refusal as refusal:
        return f"{decision.command.name} is refused: {refusal}"


async def _act(
    kind: Kind[Any], state: State, decision: Decision, acting: Acting | None, reports: Reports, policy: Policy
) -> list[Happened] | str:
    if acting is None:
        return "nothing is due"
    if decision.id != acting.id:
        return _due(acting)
    needs = process.needs_to_act(kind, state, acting)
    facts = facts_as_seen(needs, decision.seen, decision.recorded_at, await reports.about(needs))
    return process.act(kind, state, acting, facts, policy)


async def _seen_outages(decision: Decision, reports: Reports) -> Facts:
    seen = tuple(stream for stream in decision.seen.facts if stream.startswith(outage_stream("")))
    if not seen:
        return NOTHING_KNOWN
    needs = Needs(streams=seen)
    return facts_as_seen(needs, decision.seen, decision.recorded_at, await reports.about(needs))


def _due(acting: Acting) -> str:
    return f"{'a warning of ' if acting.warning else ''}{acting.deadline.name} is due at {acting.at.isoformat()}"


def _happened(kind: Kind[Any], event: RecordedEvent) -> Happened:
    typed = typed_event(kind, event.type, event.schema_version, event.data)
    return Happened(event=typed, at=event.occurred_at)


def _otherwise(recording: Recording, decision: Decision, today: str) -> Otherwise:
    recorded = "; ".join(
        _described(event.type, {**event.data, "evaluation": None}, event.occurred_at) for event in decision.events
    )
    return Otherwise(recording.stream, decision.events[0].version, recorded, today)


def _differing(
    recording: Recording, decision: Decision, recorded: Sequence[Happened], today: Sequence[Happened]
) -> Otherwise:
    """Both sides in words: evaluations, which are long, only where nothing else differs."""
    shown = [_without_evaluations(recorded), _without_evaluations(today)]
    before, now = shown if shown[0] != shown[1] else (recorded, today)
    return Otherwise(recording.stream, decision.events[0].version, _all_described(before), _all_described(now))


def _without_evaluations(events: Sequence[Happened]) -> list[Happened]:
    return [
        one.model_copy(update={"event": one.event.model_copy(update={"evaluation": None})})
        if "evaluation" in type(one.event).model_fields
        else one
        for one in events
    ]


def _all_described(events: Sequence[Happened]) -> str:
    described = (_described(e.event.type_name(), e.event.model_dump(mode="json"), e.at) for e in events)
    return "; ".join(described) or "nothing happens"


def _described(name: str, data: Mapping[str, Any], at: datetime) -> str:
    known = ", ".join(f"{field}={value}" for field, value in data.items() if value is not None)
    return f"{name}({known}) at {at.isoformat()}"
