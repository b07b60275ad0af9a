"""An example of every body that is sent or answered, made from its schema and the values of `example_values`."""

import re
from collections.abc import Mapping
from typing import Any

from luyue.api.document.example_facts import MOMENT
from luyue.api.document.example_values import IDS, MEMBERS, OF_KINDS, SCHEMAS


def add_examples(document: dict[str, Any]) -> None:
    """Gives each body, each answer and each parameter that must be given an example."""
    made = Examples(document["components"]["schemas"])
    for path, methods in [*document["paths"].items(), *document.get("webhooks", {}).items()]:
        collection = path.removeprefix("/v1/").partition("/")[0]
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                if parameter.get("required"):
                    parameter["example"] = _parameter(made, collection, parameter)
            for content in operation.get("requestBody", {}).get("content", {}).values():
                content["example"] = made.of(content["schema"])
            for answer in operation["responses"].values():
                for content in answer.get("content", {}).values():
                    if "schema" in content and "example" not in content:
                        content["example"] = _of_collection(made.of(content["schema"]), collection)


class Examples:
    """Examples by schemas, which may refer to those of the document."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas

    def of(self, schema: Mapping[str, Any], name: str = "") -> Any:
        """An example by a schema, of a member or parameter of a name."""
        if "$ref" in schema:
            return self._named(schema["$ref"].rpartition("/")[2], name)
        if schema.get("examples"):
            return schema["examples"][0]
        if "const" in schema:
            return schema["const"]
        told = MEMBERS.get(name)
        if name in MEMBERS and self.allows(schema, told):
            return told
        if "enum" in schema:
            return schema["enum"][0]
        for choices in ("anyOf", "oneOf", "allOf"):
            if choices in schema:
                return self.of(schema[choices][0], name)
        return self._of_type(schema, name)

    def _named(self, title: str, name: str) -> Any:
        if title in SCHEMAS:
            return SCHEMAS[title]
        made = self.of(self._schemas[title], name)
        told = SCHEMAS.get(title.removeprefix("Stored"))
        return made if told is None else {**made, **told}

    def allows(self, schema: Mapping[str, Any], value: Any) -> bool:
        """Whether a simple value goes with a schema."""
        if "anyOf" in schema:
            return any(self.allows(one, value) for one in schema["anyOf"])
        if "enum" in schema:
            return value in schema["enum"]
        match value:
            case None:
                return schema.get("type") == "null"
            case str():
                is_text = schema.get("type") == "string" and len(value) >= schema.get("minLength", 0)
                is_time = bool(re.match(r"\d{4}-\d\d-\d\dT", value))
                is_duration = bool(re.match(r"PT?\d", value))
                right = {"date-time": is_time, "duration": is_duration}.get(schema.get("format", ""), not is_duration)
                return is_text and right and re.search(schema.get("pattern", ""), value) is not None
            case list():
                return schema.get("type") == "array" and all(self.allows(schema["items"], one) for one in value)
        return False

    def _of_type(self, schema: Mapping[str, Any], name: str) -> Any:
        match schema.get("type"):
            case "object":
                return {
                    member: self.of(part, member)
                    for member, part in schema.get("properties", {}).items()
                    if member in schema.get("required", ()) or member in MEMBERS
                }
            case "array":
                return [self.of(schema["items"], name)]
            case "integer" | "number":
                return max(1, int(schema.get("minimum", 1)))
            case "boolean":
                return True
            case "string":
                return _text(schema, name)
        return None


def _text(schema: Mapping[str, Any], name: str) -> str:
    match schema.get("format"):
        case "date-time":
            return MOMENT
        case "duration":
            return "PT48H"
        case "uuid":
            return str(MEMBERS["event_id"])
    if "pattern" not in schema and not schema.get("minLength"):
        return name.replace("_", "-") or "text"
    return next(
        text for text in ("1", "0.15", "11", "0" * 64, "0" * 128, "A") if re.search(schema.get("pattern", ""), text)
    )


def _parameter(made: Examples, collection: str, parameter: dict[str, Any]) -> Any:
    if parameter["name"] == "id" and collection in IDS:
        return IDS[collection]
    if parameter["name"] == "kind":
        return "sample-request"
    return made.of(parameter["schema"], parameter["name"])


def _of_collection(example: Any, collection: str) -> Any:
    """An example as it is in a collection: a process of its kind, with its id."""
    if not isinstance(example, dict):
        return example
    if "items" in example:
        return {**example, "items": [_of_collection(item, collection) for item in example["items"]]}
    if example == SCHEMAS["ProcessAnswer"]:
        return {**example, **OF_KINDS.get(collection, {})}
    if example.get("id") == "id" and collection in IDS:
        return {**example, "id": IDS[collection]}
    return example
