"""Words that nobody else uses, Latin and Chinese, in the place of what is personal; and the doors that take them."""

import base64
import json
import random
import re
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote


class PersonalWords:
    """What was said, each text once, so that it can be told which one is found somewhere.

    All share a stem in either script and a phone number: where none of these is in any form, no word is.
    """

    def __init__(self) -> None:
        self.latin = f"qx{uuid.uuid4().hex[:10]}"
        self.chinese = "".join(chr(random.randrange(0x4E00, 0x9FA5)) for _ in range(6))
        self.phone = f"1{uuid.uuid4().int % 10**10:010}"
        self.said: list[str] = []
        stems = (self.latin, self.chinese, self.phone)
        self._forms = tuple(form for stem in stems for form in _forms(stem))

    def say(self) -> str:
        """A text that has not been said yet, in both scripts."""
        number = len(self.said)
        text = f"{self.latin}{number:03}号{self.chinese}{chr(0x4E00 + number)}"
        self.said.append(text)
        return text

    def contact(self) -> dict[str, str]:
        return {"name": self.say(), "phone": self.phone, "region": f"浙江省杭州市{self.say()}", "address": self.say()}

    def are_in(self, content: bytes) -> bool:
        """Whether any is, also in part: in one script alone, escaped, quoted, in hexadecimal or in base64."""
        return any(form in content for form in self._forms)

    def found_in(self, content: str) -> set[str]:
        """Which of the texts are there as they were said."""
        return {text for text in self.said if text in content}


def _forms(stem: str) -> Iterator[bytes]:
    content = stem.encode()
    yield content
    yield json.dumps(stem)[1:-1].encode()
    yield quote(stem).encode()
    yield content.hex().encode()
    # As it stands in base64 depends on what stands before it.
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + content)
        yield whole[(0, 2, 3)[before] : len(whole) // 4 * 4 - 4]


def doors(document: dict[str, Any]) -> set[str]:
    """Every place in a request's body that takes words of no given form: `PUT /v1/contacts/{id} name`."""
    found = set()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {}) if isinstance(operation, dict) else {}
            for media in content.values():
                places = _free_texts(media["schema"], document["components"]["schemas"], frozenset())
                found |= {f"{method.upper()} {path} {'.'.join(place)}" for place in places}
    return found


Place = tuple[str, ...]


def _free_texts(schema: dict[str, Any], named: dict[str, Any], within: frozenset[str]) -> Iterator[Place]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in within:
            yield from _free_texts(named[name], named, within | {name})
        return
    for choice in [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]:
        yield from _free_texts(choice, named, within)
    if schema.get("type") == "string" and not schema.keys() & {"enum", "const", "format", "pattern"}:
        yield ()
    if schema.get("type") == "array":
        yield from (("[]", *place) for place in _free_texts(schema.get("items", {}), named, within))
    for name, field in schema.get("properties", {}).items():
        yield from ((name, *place) for place in _free_texts(field, named, within))
    if isinstance(others := schema.get("additionalProperties"), dict):
        yield from (("*", *place) for place in _free_texts(others, named, within))


def places_of(body: object, words: PersonalWords) -> Iterator[Place]:
    """Where a request's body says any of the words."""
    match body:
        case str() if words.are_in(body.encode()):
            yield ()
        case list():
            yield from (("[]", *place) for one in body for place in places_of(one, words))
        case dict():
            yield from ((name, *place) for name, one in body.items() for place in places_of(one, words))


class Addresses:
    """The addresses of the document, by which a request's is told."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._known = {path: re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))) for path in document["paths"]}

    def of(self, path: str) -> str:
        """The one with most words of its own that fits; the path itself where none does."""
        fitting = [known for known, pattern in self._known.items() if pattern.fullmatch(path)]
        return min(fitting, key=lambda known: known.count("{"), default=path)
