"""What must hold of one stream: versions without a gap, a whole chain of hashes, and rows that say what its events say.

Pure checks over what `inspection` has read.
"""

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from luyue.domain.facts import FACTS, subjects_of
from luyue.domain.policy import Policy
from luyue.domain.process import Kind, S
from luyue.journal.canonical import NO_HASH, chain_hash, digest
from luyue.journal.inspection import Inspected
from luyue.journal.view import view_row

# What the ids of time's own decisions start with: these have no command.
OF_TIME = ("timer:", "warning:", "outage:")


@dataclass(frozen=True)
class Difference:
    """Something that is not as it must be; `where` names an event's version or what is derived from the events."""

    stream: str
    where: str
    found: str
    expected: str


def chain_differences(one: Inspected) -> Iterator[Difference]:
    """Missing versions, and events whose hash is not that of their content after the event before."""
    previous = NO_HASH
    for number, event in enumerate(one.events, start=1):
        if event.version != number:
            yield Difference(one.stream, f"event {number}", f"version {event.version}", f"version {number}")
            return
        expected = chain_hash(
            previous,
            stream=event.stream,
            version=event.version,
            id=event.id,
            type=event.type,
            schema_version=event.schema_version,
            data=event.data,
            actor=event.actor,
            command_id=event.command_id,
            occurred_at=event.occurred_at,
        )
        if event.hash != expected:
            yield _differing(one.stream, f"event {number} hash", event.hash, expected)
        previous = event.hash


def command_differences(one: Inspected) -> Iterator[Difference]:
    """Commands without their events, events without their command, payloads that are not what was digested."""
    on_record = {command.command_id for command in one.commands}
    issued = [e for e in one.events if e.command_id in on_record or not e.command_id.startswith(OF_TIME)]
    ranges: dict[str, tuple[int, int]] = {}
    for command_id, group in groupby(issued, key=lambda event: event.command_id):
        led_to = [event.version for event in group]
        ranges[command_id] = (led_to[0], led_to[-1])
    for command in one.commands:
        where = f"command {command.command_id}"
        found = (command.first_version, command.last_version)
        if found != (led := ranges.pop(command.command_id, None)):
            yield _differing(one.stream, f"{where} events", found, led)
        if command.payload_digest != (expected := digest(command.payload)):
            yield _differing(one.stream, f"{where} digest", command.payload_digest, expected)
    for command_id, versions in ranges.items():
        yield _differing(one.stream, f"command {command_id}", None, versions)


def row_differences(kind: Kind[S], one: Inspected, state: S, policy: Policy) -> Iterator[Difference]:
    """Where a process's row, its state, its claim or its listeners are not what its events lead to."""
    assert one.process is not None
    row = view_row(kind, one.stream.partition("/")[2], kind.state(), state, policy)
    expected = dataclasses.asdict(row) | {
        "version": state.version,
        "hash": one.events[-1].hash,
        "listens": sorted(kind.summary(state).subjects),
    }
    found = {**one.process, "listens": sorted(one.listens)}
    for part in ("state", "state_shape"):
        expected_part = expected.pop(part)
        # A state of another shape was written by another release; the next command folds the events anew.
        if part == "state" and kind.reads(found["state_shape"]):
            yield from _state_differences(one.stream, found["state"], json.loads(expected_part))
    for name, value in expected.items():
        if found[name] != value:
            yield _differing(one.stream, f"row {name}", found[name], value)


def _state_differences(stream: str, found: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[Difference]:
    for name in sorted(found.keys() | expected.keys()):
        if found.get(name) != expected.get(name):
            yield _differing(stream, f"state {name}", found.get(name), expected.get(name))


def fact_differences(one: Inspected) -> Iterator[Difference]:
    """A fact's chain, and whether its row shows the newest report."""
    yield from chain_differences(one)
    if one.fact is None or not one.events:
        yield _differing(one.stream, "fact row" if one.fact is None else "events", None, "as many as the other")
        return
    newest = one.events[-1]
    expected = {"version": newest.version, "fact": newest.data, "hash": newest.hash, "recorded_at": newest.occurred_at}
    for name, value in expected.items():
        if one.fact[name] != value:
            yield _differing(one.stream, f"fact {name}", one.fact[name], value)


def subjects(one: Inspected) -> set[tuple[str, str]]:
    """By which subjects a fact must be found, as pairs with its stream."""
    reported = (FACTS[one.kind].model_validate_json(json.dumps(event.data)) for event in one.events)
    return {(subject, one.stream) for fact in reported for subject in subjects_of(one.stream, fact)}


def _differing(stream: str, where: str, found: object, expected: object) -> Difference:
    return Difference(stream, where, _shown(found), _shown(expected))


def _shown(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bytes():
            return value.hex()[:16] + "…"
        case datetime():
            return value.isoformat()
        case (first, last):
            return f"{first} to {last}"
        case str():
            return value
        case _:
            return json.dumps(value, ensure_ascii=False, default=str)
