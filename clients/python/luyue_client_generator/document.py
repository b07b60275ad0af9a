"""The service's OpenAPI document, reduced to what a client is made from: shapes and operations under /v1.

Limits on values are left out, since the service judges them; and answers take any text where today's service has a few
words, since it may know more tomorrow.
"""

import hashlib
import json
import re
from typing import Any

from luyue.api.app import create_app
from luyue.api.settings import ApiSettings
from luyue.dossier.keys import new_signing_key

Json = dict[str, Any]

_REFERENCE = "#/components/schemas/"
_KEPT = frozenset({"type", "format", "description", "required", "default", "$ref", "enum", "const"})
_VERBS = ("get", "put", "post", "delete", "patch")
_PAGE = re.compile(r"Page_(\w+)_")


def served_document() -> Json:
    """What `/openapi.json` answers in a sandbox, where there is also the test clock."""
    secret = "only so that the application can be put together"
    settings = ApiSettings(
        environment="sandbox",
        database_url="postgresql://unused",
        temporal_address="unused:0",
        jwt_secret=secret,
        digest_key=secret,
        dossier_key=new_signing_key(),
    )
    document: Json = json.loads(json.dumps(create_app(settings).openapi()))
    return document


def reduced(document: Json) -> Json:
    """The operations under /v1, and the schemas that their bodies and good answers need, by names fit for classes."""
    document = json.loads(_PAGE.sub(r"\1Page", json.dumps(document)))
    paths = {
        path: {verb: _operation(operation) for verb, operation in operations.items() if verb in _VERBS}
        for path, operations in document["paths"].items()
        if path.startswith("/v1/")
    }
    schemas = document["components"]["schemas"]
    listed = [operation for operations in paths.values() for operation in operations.values()]
    sent = _needed([operation["body"] for operation in listed], schemas)
    answered = _needed([[operation["answer"] for operation in listed], _reference("ProblemAnswer")], schemas)
    shapes = {name: _shape(schemas[name], is_sent=name in sent) for name in sorted(sent | answered)}
    return {"openapi": document["openapi"], "info": {"title": "Luyue", "version": "1"}, "paths": paths, **_in(shapes)}


def digest(reduced_document: Json) -> str:
    """A short digest that changes whenever the client has to."""
    text = json.dumps(reduced_document, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def class_name(schema: Json) -> str | None:
    """The class that a schema refers to, also where it may be null."""
    for one in (schema, *schema.get("anyOf", ())):
        if "$ref" in one:
            return str(one["$ref"]).removeprefix(_REFERENCE)
    return None


def _operation(operation: Json) -> Json:
    body = operation.get("requestBody", {})
    good = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    contents = good.get("content", {})
    return {
        "description": operation.get("description") or operation.get("summary", ""),
        "parameters": [
            {**{name: one[name] for name in ("name", "in", "required")}, "schema": _shape(one["schema"], is_sent=True)}
            for one in operation.get("parameters", ())
        ],
        "body": body.get("content", {}).get("application/json", {}).get("schema"),
        "body_is_required": body.get("required", False),
        # What may also be a page for people is handed on as it came.
        "answer": contents.get("application/json", {}).get("schema") if "text/html" not in contents else None,
        "is_empty": not contents,
    }


def _shape(schema: Json, *, is_sent: bool) -> Json:
    kept = {name: value for name, value in schema.items() if name in _KEPT}
    if "format" in kept:
        # A default is written as on the wire there, and the service fills it in anyway.
        kept.pop("default", None)
    if not is_sent and {"enum", "const"} & kept.keys():
        kept = {name: value for name, value in kept.items() if name not in ("enum", "const", "default")}
        kept.setdefault("type", "string")
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            kept[several] = [_shape(one, is_sent=is_sent) for one in schema[several]]
    for one in ("items", "additionalProperties"):
        if isinstance(schema.get(one), dict):
            kept[one] = _shape(schema[one], is_sent=is_sent)
        elif schema.get(one) is True:
            kept[one] = True
    if "properties" in schema:
        kept["properties"] = {name: _shape(one, is_sent=is_sent) for name, one in schema["properties"].items()}
    return kept


def _needed(part: Any, schemas: Json) -> set[str]:
    """The names of all schemas that a part of the document refers to, directly or through others."""
    found: set[str] = set()
    waiting = _named_in(part)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting |= _named_in(schemas[name])
    return found


def _named_in(part: Any) -> set[str]:
    return set(re.findall(rf'"{_REFERENCE}(\w+)"', json.dumps(part)))


def _reference(name: str) -> Json:
    return {"$ref": _REFERENCE + name}


def _in(shapes: Json) -> Json:
    return {"components": {"schemas": shapes}}
