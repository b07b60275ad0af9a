"""Events and states change by version: what was written is read for ever, and older code sees what it does not know."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from luyue.domain.messages import Event
from luyue.domain.process import SHARED_EVENTS, Kind
from luyue.journal.streams import typed_event
from luyue.worker.kinds import KINDS
from tests.replay.recorded import JOURNALS
from tests.structure.event_shapes import changed, kept, shapes
from tests.workflow.newer_toy_kind import NEWER_LOAN
from tests.workflow.test_upcast_events import LATER
from tests.workflow.toy_kind import LOAN

ALL = [declared.kind for declared in KINDS]


def samples() -> dict[tuple[str, str, int], dict[str, Any]]:
    """One event of each kind, type and version that was ever recorded."""
    found = {}
    for file in JOURNALS:
        recording = json.loads(file.read_text(encoding="utf-8"))
        kind = recording["stream"].partition("/")[0]
        for decision in recording["decisions"]:
            for event in decision["events"]:
                found[kind, event["type"], event["schema_version"]] = event["data"]
    return found


SAMPLES = samples()


def old_versions(events: Iterable[type[Event]]) -> list[tuple[type[Event], int]]:
    return [(event, version) for event in events for version in range(1, event.schema_version)]


def test_no_shape_changes_under_its_number() -> None:
    assert changed(kept(), shapes(ALL)) == [], (
        "raise `schema_version` and declare an upcast, raise `state_shape` of the kinds that fold it, "
        "then run `python -m tests.structure.event_shapes`"
    )


def test_a_new_event_and_a_changed_one_would_be_seen() -> None:
    committed = shapes([LOAN])
    in_disguise = replace(NEWER_LOAN, state_shape=1)
    assert changed(committed, shapes([in_disguise])) == ["loan: BookInsured v1", "loan: folded into v1"]
    assert changed(committed, shapes([LATER])) == ["loan: BookBorrowed v3", "loan: state v2", "loan: folded into v2"]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_rows_of_an_earlier_shape_are_taken_as_they_are_only_if_the_state_looks_the_same(kind: Kind[Any]) -> None:
    readable = range(kind.oldest_shape or kind.state_shape, kind.state_shape + 1)
    assert len({kept()[kind.name][f"state v{number}"] for number in readable}) == 1


@pytest.mark.parametrize("kind", [*ALL, LATER], ids=lambda kind: kind.name)
def test_every_old_version_has_an_upcast(kind: Kind[Any]) -> None:
    lacking = [
        f"{event.type_name()} v{version}"
        for event, version in old_versions((*kind.events, *SHARED_EVENTS))
        if version not in event.upcasts
    ]
    assert lacking == []


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_every_old_version_was_recorded(kind: Kind[Any]) -> None:
    recorded = {(event.type_name(), version) for event, version in old_versions(kind.events)}
    assert recorded <= {(name, version) for of, name, version in SAMPLES if of == kind.name}


def test_every_old_version_of_shared_events_was_recorded() -> None:
    recorded = {(event.type_name(), version) for event, version in old_versions(SHARED_EVENTS)}
    assert recorded <= {(name, version) for _, name, version in SAMPLES}


@pytest.mark.parametrize(
    ("kind", "name", "version"), SAMPLES, ids=lambda value: value if isinstance(value, str) else f"v{value}"
)
def test_whatever_was_recorded_is_read(kind: str, name: str, version: int) -> None:
    found = next(one for one in ALL if one.name == kind)
    assert typed_event(found, name, version, SAMPLES[kind, name, version]).type_name() == name
