"""The files under histories/ and journals/, read back."""

import base64
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from luyue.domain.messages import Happened
from luyue.domain.process import Kind, State, evolve
from luyue.journal.recordings import Recording
from luyue.journal.streams import typed_event
from luyue.worker.kinds import KINDS
from luyue.workflows.messages import Outcome

HISTORIES = sorted(Path(__file__).with_name("histories").glob("*.json"))
JOURNALS = sorted(Path(__file__).with_name("journals").glob("*.json"))


def kind_of(stream: str) -> Kind[Any]:
    return next(declared.kind for declared in KINDS if declared.kind.name == stream.partition("/")[0])


@cache
def history(file: Path) -> list[dict[str, Any]]:
    """A history's events."""
    events: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["events"]
    return events


def stream_of(file: Path) -> str:
    """The stream whose workflow a history is of."""
    stream: str = history(file)[0]["workflowExecutionStartedEventAttributes"]["workflowId"]
    return stream


def outcomes(file: Path) -> Iterator[Outcome]:
    """What each turn of a history ended with."""
    for event in history(file):
        details = event.get("markerRecordedEventAttributes", {}).get("details", {})
        for payload in details.get("result", {}).get("payloads", []):
            yield Outcome.model_validate_json(base64.b64decode(payload["data"]))


@cache
def recording(file: Path) -> Recording:
    """A journal, with all that its decisions were made from."""
    return Recording.model_validate_json(file.read_text(encoding="utf-8"))


def states(file: Path) -> Iterator[State]:
    """What a journal's process was after each of its events."""
    kind = kind_of(recording(file).stream)
    state: State = kind.state()
    for decision in recording(file).decisions:
        for event in decision.events:
            typed = typed_event(kind, event.type, event.schema_version, event.data)
            state = evolve(kind, state, Happened(event=typed, at=event.occurred_at))
            yield state
