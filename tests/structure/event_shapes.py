"""What shapes of events and states releases have written: kept in event_shapes.json, added to and never changed.

`python -m tests.structure.event_shapes` adds those of new versions.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from luyue.domain.messages import Event
from luyue.domain.process import SHARED_EVENTS, Kind
from luyue.worker.kinds import KINDS

FILE = Path(__file__).with_name("event_shapes.json")
SHARED = "every kind"
WORDS = ("title", "description")


def shape(model: type[BaseModel]) -> str:
    """A digest of what a model's JSON looks like, whatever its documentation says."""
    schema = _without_words(model.model_json_schema(mode="serialization"))
    return hashlib.sha256(json.dumps(schema, sort_keys=True).encode()).hexdigest()[:16]


def _without_words(schema: Any) -> Any:
    match schema:
        case dict():
            # A field may be called `title`: then what it holds is a schema of its own.
            return {
                name: _without_words(part)
                for name, part in schema.items()
                if not (name in WORDS and isinstance(part, str))
            }
        case list():
            return [_without_words(part) for part in schema]
    return schema


def shapes(kinds: Iterable[Kind[Any]]) -> dict[str, dict[str, str]]:
    """By kind, the shapes of today: of each event type in its version, of the state in its, and what that is of."""
    found = {SHARED: _versions(SHARED_EVENTS)}
    for kind in kinds:
        found[kind.name] = _versions(kind.events)
        found[kind.name][f"state v{kind.state_shape}"] = shape(kind.state)
        found[kind.name][f"folded into v{kind.state_shape}"] = _types((*kind.events, *SHARED_EVENTS))
    return found


def _versions(events: Iterable[type[Event]]) -> dict[str, str]:
    return {f"{event.type_name()} v{event.schema_version}": shape(event) for event in events}


def _types(events: Iterable[type[Event]]) -> str:
    """Code that knows fewer types must see by the shape's number that it can't take a row's state as it is."""
    names = " ".join(sorted(event.type_name() for event in events))
    return hashlib.sha256(names.encode()).hexdigest()[:16]


def kept() -> dict[str, dict[str, str]]:
    """What has been committed."""
    read: dict[str, dict[str, str]] = json.loads(FILE.read_text(encoding="utf-8"))
    return read


def changed(committed: dict[str, dict[str, str]], today: dict[str, dict[str, str]]) -> list[str]:
    """What is otherwise today under the same number, and what nobody has kept yet."""
    return [
        f"{kind}: {name}"
        for kind, found in today.items()
        for name, digest in found.items()
        if committed.get(kind, {}).get(name) != digest
    ]


def main() -> None:
    """Adds what is new; what is there stays, for it has been written."""
    committed, today = kept() if FILE.exists() else {}, shapes(declared.kind for declared in KINDS)
    together = {kind: {**found, **committed.get(kind, {})} for kind, found in today.items()}
    FILE.write_text(json.dumps(together, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
