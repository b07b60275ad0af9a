"""docs/schemas/ says what the code says, and what is really sent and recorded is valid by it."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from luyue.api.document.message_schemas import DIALECT, schemas, without_words
from luyue.api.kinds import SERVED
from luyue.domain.process import SHARED_COMMANDS, SHARED_EVENTS
from scripts.write_schemas import FOLDER, written
from tests.replay.recorded import JOURNALS

MADE = schemas()
NOTE = {"id": "txt_1", "digest": "0a"}


def _valid(file: str, name: str, message: Any) -> bool:
    schema = {"$ref": f"#/$defs/{name}", "$defs": MADE[file]["$defs"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid(message)


def test_the_files_are_up_to_date() -> None:
    kept = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.json")}
    assert kept == written(), "docs/schemas is stale: run `make schemas`"


def test_every_message_of_every_kind_has_a_schema_with_words() -> None:
    assert list(without_words()) == []
    for served in SERVED:
        kind = served.kind
        signals, events = MADE[f"{kind.name}.signals.json"], MADE[f"{kind.name}.events.json"]
        for schema, names in (
            (signals, {*kind.commands, *SHARED_COMMANDS}),
            (events, {event.type_name() for event in (*kind.events, *SHARED_EVENTS)}),
        ):
            assert schema["$schema"] == DIALECT
            assert schema["$id"].endswith(".json")
            assert {one["$ref"].rpartition("/")[2] for one in schema["oneOf"]} == names
            for name in names:
                assert schema["$defs"][name]["title"] == name
                assert schema["$defs"][name]["description"]
            jsonschema_rs.meta.validate(schema)


def test_a_payload_may_say_who_and_when() -> None:
    file = "sample-request.signals.json"
    who = {"actor": "service:erp", "at": "2026-03-02T09:00:00Z", "command_id": "7", "if_version": 3}
    assert _valid(file, "approve", {})
    assert _valid(file, "approve", {"note": NOTE, **who})
    assert _valid(file, "ship", {"carrier": "SF", "tracking_no": "SF12345", **who})
    assert not _valid(file, "ship", {"carrier": "SF"})
    assert not _valid(file, "approve", {"actor": "nobody in particular"})
    assert not _valid(file, "approve", {"else": 1})


@pytest.mark.parametrize("journal", JOURNALS, ids=lambda path: Path(path).stem)
def test_what_was_recorded_is_valid(journal: Path) -> None:
    recording = json.loads(journal.read_text(encoding="utf-8"))
    kind = recording["stream"].partition("/")[0]
    signals, events = (MADE[f"{kind}.{what}.json"]["$defs"] for what in ("signals", "events"))
    for decision in recording["decisions"]:
        command = decision["command"]
        if command is not None and command["name"] in signals:
            _check({"$ref": f"#/$defs/{command['name']}", "$defs": signals}, command["payload"])
        for event in decision["events"]:
            data = events[event["type"]]["properties"]["data"]
            _check({**data, "$defs": events}, event["data"])


def _check(schema: dict[str, Any], message: Any) -> None:
    faults = jsonschema_rs.Draft202012Validator(schema, validate_formats=True).iter_errors(message)
    assert [fault.message for fault in faults] == []
