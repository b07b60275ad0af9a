"""JSON Schemas of what travels without HTTP: the signals and updates that processes take, and the events they give."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, create_model

from luyue.api.kinds import SERVED, Served
from luyue.domain.messages import Command, Value
from luyue.domain.process import SHARED_COMMANDS, SHARED_EVENTS, Kind
from luyue.journal.readable import EventAnswer, hidden_from
from luyue.workflows.messages import Envelope

DIALECT = "https://json-schema.org/draft/2020-12/schema"
BASE = "https://luyue.example/schemas/"
_DURATION = r"^P(?=.)([0-9]+W)?([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+([.][0-9]{1,6})?S)?)?$"
_WHO_AND_WHEN = {
    "actor": "Who sends it: a role, `:` and an id. Who it is that may send what is the sender's to see to.",
    "at": "When it was issued, by the wall clock; by default when the process takes it.",
    "command_id": "The id by which the command is known for good: the same again is carried out once.",
    "if_version": "The version of the process that the command is meant for; at another it is refused.",
}


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by the name of its file."""
    made: dict[str, dict[str, Any]] = {}
    for served in SERVED:
        kind = served.kind
        made[f"{kind.name}.signals.json"] = _signals(served)
        made[f"{kind.name}.events.json"] = _events(kind)
    return made


def _signals(served: Served) -> dict[str, Any]:
    """The commands of a kind by name: `$defs` has each one's payload, one plain JSON object."""
    kind = served.kind
    commands = {**kind.commands, **SHARED_COMMANDS}
    parts, payloads = _together({name: _payload(kind, name, command) for name, command in commands.items()})
    for name, payload in payloads.items():
        payload["title"] = name
        payload["description"] = _words(commands[name])
    return {
        "$schema": DIALECT,
        "$id": f"{BASE}{kind.name}.signals.json",
        "title": f"Signals and updates of a {kind.name}",
        "description": f"What the workflow `{kind.name}/{{id}}` takes: the name of the signal or update, which is a "
        f"member of `$defs`, and one JSON object. `{served.opens_with}` begins it. Beside the command's own members an "
        "object may have `actor`, `at`, `command_id` and `if_version`.",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in payloads],
        "$defs": {**payloads, **parts},
    }


def _payload(kind: Kind[Any], name: str, command: type[Command]) -> type[BaseModel]:
    about = {
        member: (field.annotation, field)
        for member, field in ((member, Envelope.model_fields[member]) for member in _WHO_AND_WHEN)
    }
    return create_model(f"{kind.title}{command.__name__}", __base__=command, **about)  # type: ignore[call-overload, no-any-return]


def _events(kind: Kind[Any]) -> dict[str, Any]:
    """The events of a kind by type, as the feed, streams and webhooks carry them."""
    events = {event.type_name(): event for event in (*kind.events, *SHARED_EVENTS)}
    parts, data = _together(dict(events))
    for schema in (*parts.values(), *data.values()):
        _open(schema)
    envelope = EventAnswer.model_json_schema(mode="serialization")
    types: dict[str, Any] = {}
    for name, event in events.items():
        properties = {**envelope["properties"], "type": {"const": name}, "data": data[name]}
        types[name] = {
            "title": name,
            "description": _words(event),
            "x-schema-version": event.schema_version,
            "type": "object",
            "properties": properties,
            "required": envelope["required"],
        }
    return {
        "$schema": DIALECT,
        "$id": f"{BASE}{kind.name}.events.json",
        "title": f"Events of a {kind.name}",
        "description": "Events as the feed, its stream and webhooks carry them, by type. `x-schema-version` is the "
        "version of the type's data. Ignore unknown types and members: there will be new ones.",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in types],
        "$defs": {**types, **parts},
    }


def _open(schema: dict[str, Any]) -> None:
    """Readers are to ignore what they do not know, and do without what is kept from merchants."""
    schema.pop("additionalProperties", None)
    required = [member for member in schema.pop("required", ()) if member not in hidden_from("merchant")]
    if required:
        schema["required"] = required


def _together(models: Mapping[str, type[BaseModel]]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The schemas' common parts, and each schema without them."""
    parts: dict[str, Any] = {}
    whole: dict[str, dict[str, Any]] = {}
    for name, model in models.items():
        schema = model.model_json_schema(by_alias=False, ref_template="#/$defs/{model}")
        schema = _with_fractions(schema)
        parts |= schema.pop("$defs", {})
        _describe(schema)
        whole[name] = schema
    assert not parts.keys() & whole.keys(), "a part is named like a message"
    return dict(sorted(parts.items())), whole


def _with_fractions(schema: Any) -> Any:
    """Durations as ISO 8601 has them, with fractions of a second: the format `duration` knows none."""
    if isinstance(schema, list):
        return [_with_fractions(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "duration":
        return {**{name: part for name, part in schema.items() if name != "format"}, "pattern": _DURATION}
    return {name: _with_fractions(part) for name, part in schema.items()}


def _describe(schema: dict[str, Any]) -> None:
    for member, words in _WHO_AND_WHEN.items():
        if member in schema.get("properties", {}):
            schema["properties"][member]["description"] = words


def _words(message: type[Value]) -> str:
    return " ".join((message.__doc__ or "").split())


def without_words() -> Iterator[str]:
    """The messages that say nothing of themselves."""
    for served in SERVED:
        messages = [*served.kind.commands.values(), *SHARED_COMMANDS.values(), *served.kind.events, *SHARED_EVENTS]
        yield from (message.__name__ for message in messages if not _words(message))
