"""Writes the client's operations: for each collection a module with a class of methods, plain and async."""

import re
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from luyue_client_generator.document import Json, class_name

WORDS = {
    "POST /v1/webhooks/{id}/deliveries/redeliver": "redeliver_parked",
}
"""Names where the path alone would give two operations of a collection the same."""
PARAGRAPH = 104
_HEADERS = {"Idempotency-Key": ("idempotency_key", "str | None"), "If-Match": ("if_version", "int | None")}
"""Headers that operations take, as parameters; the client fills in or leaves out the others."""
_SCALARS = {"integer": "int", "boolean": "bool", "number": "float", "string": "str"}


@dataclass(frozen=True)
class Parameter:
    """A parameter of a method; `wire` is its name in the contract, `place` path, query or header."""

    name: str
    type: str
    place: str
    wire: str
    is_required: bool


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    name: str
    description: str
    parameters: tuple[Parameter, ...]
    body: str | None
    body_is_required: bool
    answer: str
    """A type as the module writes it: a model, `bytes`, `None`."""
    item: str | None
    """What a list lists."""


def modules(document: Json) -> dict[str, str]:
    """The text of each module by its name, from the reduced document."""
    collections: dict[str, list[Operation]] = defaultdict(list)
    for path, operations in document["paths"].items():
        for verb, operation in operations.items():
            collection = _snake(path.split("/")[2])
            collections[collection].append(_read(verb.upper(), path, operation, document))
    written = {name: _module(name, operations) for name, operations in sorted(collections.items())}
    return {**written, "__init__": _index(sorted(collections))}


def _read(method: str, path: str, operation: Json, document: Json) -> Operation:
    parameters = [found for one in operation["parameters"] if (found := _parameter(one)) is not None]
    answer = class_name(operation["answer"]) if operation["answer"] else None
    item = None
    properties = document["components"]["schemas"][answer].get("properties", {}) if answer else {}
    if "next_page_token" in properties:
        item = class_name(properties["items"]["items"])
    return Operation(
        method,
        path,
        _method_name(method, path, document["paths"], is_list=item is not None),
        operation["description"],
        tuple(parameters),
        class_name(operation["body"]) if operation["body"] else None,
        operation["body_is_required"],
        f"models.{answer}" if answer else "None" if operation["is_empty"] else "bytes",
        f"models.{item}" if item else None,
    )


def _parameter(declared: Json) -> Parameter | None:
    wire, place, is_required = declared["name"], declared["in"], declared["required"]
    if place == "header":
        found = _HEADERS.get(wire)
        return Parameter(found[0], found[1], place, wire, False) if found else None
    type_ = _type(declared["schema"])
    if not is_required:
        type_ = f"{type_.removesuffix(' | None')} | None"
    return Parameter(_snake(wire), type_, place, wire, is_required)


def _type(schema: Json) -> str:
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(one) for one in schema["anyOf"]))
    if "enum" in schema:
        return f"Literal[{', '.join(repr(one) for one in schema['enum'])}]"
    if "const" in schema:
        return f"Literal[{schema['const']!r}]"
    if schema.get("type") == "array":
        return f"Sequence[{_type(schema['items'])}]"
    if schema.get("type") == "null":
        return "None"
    if schema.get("format") == "date-time":
        return "datetime"
    return _SCALARS[schema["type"]]


def _method_name(method: str, path: str, paths: Mapping[str, Any], *, is_list: bool) -> str:
    """A command is called by its own word; reads and the rest after what they do, and to which part."""
    if found := WORDS.get(f"{method} {path}"):
        return found
    parts = path.split("/")[3:]
    words = [_snake(part) for part in parts if not part.startswith("{")]
    if method == "POST" and "get" not in paths[path] and words:
        return words[-1]
    verb = {"GET": "list" if is_list else "get", "PUT": "put", "DELETE": "delete", "POST": "add" if words else "create"}
    return "_".join([verb[method], *words])


def _module(collection: str, operations: list[Operation]) -> str:
    names = [operation.name for operation in operations]
    twice = {name for name in names if names.count(name) > 1}
    assert not twice, f"{collection} has more than one {', '.join(sorted(twice))}: give them words of their own"
    title = _class(collection)
    plain, waited = (_methods(operations, is_async=is_async) for is_async in (False, True))
    what = collection.replace("_", " ")
    return f'''"""Operations on {what}. Made by `make client`: not to be edited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from luyue_client import models
from luyue_client.calls import Call, quoted
from luyue_client.pages import AsyncPages, Pages

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class {title}:
    """Operations on {what}."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

{plain}

class Async{title}:
    """Operations on {what}."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

{waited}'''


def _methods(operations: Iterable[Operation], *, is_async: bool) -> str:
    return "\n".join(_method(operation, is_async=is_async) for operation in operations)


def _method(operation: Operation, *, is_async: bool) -> str:
    pages = "AsyncPages" if is_async else "Pages"
    answer = f"{pages}[{operation.item}]" if operation.item else operation.answer
    waits = is_async and operation.item is None
    call = _call(operation)
    if operation.item is not None:
        result = f"return {pages}(self._luyue, {call})"
    else:
        result = f"return {'await ' if waits else ''}self._luyue.send({call})"
        if operation.answer == "None":
            result = result.removeprefix("return ")
    signature = f"{'async ' if waits else ''}def {operation.name}({_signature(operation)}) -> {answer}:"
    return textwrap.indent(f"{signature}\n{_docstring(operation)}    {result}\n", "    ")


def _signature(operation: Operation) -> str:
    positional = [f"{one.name}: {one.type}" for one in operation.parameters if one.place == "path"]
    if operation.body is not None:
        positional.append(f"body: models.{operation.body}" + ("" if operation.body_is_required else " | None = None"))
    named = sorted((one for one in operation.parameters if one.place != "path"), key=lambda one: not one.is_required)
    written = [f"{one.name}: {one.type}" + ("" if one.is_required else " = None") for one in named]
    return ", ".join(["self", *positional, *(["*"] if written else []), *written])


def _docstring(operation: Operation) -> str:
    paragraphs = [" ".join(paragraph.split()) for paragraph in operation.description.strip().split("\n\n")]
    text = "\n\n".join(textwrap.fill(paragraph, PARAGRAPH) for paragraph in paragraphs if paragraph)
    text = (text or operation.name).replace("\\", "\\\\")
    end = "\n" if "\n" in text else ""
    return textwrap.indent(f'"""{text}{end}"""\n', "    ")


def _call(operation: Operation) -> str:
    path = re.sub(r"{(\w+)}", lambda found: "{quoted(" + found[1] + ")}", operation.path)
    arguments = [repr(operation.method), f'f"{path}"' if "{" in path else f'"{path}"']
    answer = operation.answer
    arguments.append("type(None)" if answer == "None" else answer)
    query = [f'"{one.wire}": {one.name}' for one in operation.parameters if one.place == "query"]
    if query:
        arguments.append(f"query={{{', '.join(query)}}}")
    if operation.body is not None:
        arguments.append("body=body")
    arguments += [f"{one.name}={one.name}" for one in operation.parameters if one.place == "header"]
    return f"Call({', '.join(arguments)})"


def _index(collections: list[str]) -> str:
    imports = "\n".join(
        f"from luyue_client.operations.{name} import {_class(name)}, Async{_class(name)}" for name in collections
    )
    plain = "\n".join(f"        self.{name} = {_class(name)}(luyue)" for name in collections)
    waited = "\n".join(f"        self.{name} = Async{_class(name)}(luyue)" for name in collections)
    return f'''"""Every collection of the service. Made by `make client`: not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

{imports}

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Collections:
    """The service's collections, each with its operations."""

    def _collect(self, luyue: Luyue) -> None:
{plain}


class AsyncCollections:
    """The service's collections, each with its operations."""

    def _collect(self, luyue: AsyncLuyue) -> None:
{waited}
'''


def _snake(words: str) -> str:
    return words.replace("-", "_").lower()


def _class(collection: str) -> str:
    return "".join(word.capitalize() for word in collection.split("_"))
