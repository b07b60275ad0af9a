"""Canonical JSON (RFC 8785) and the hash that chains a stream's events, written anew from the RFC and the guide."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC
from decimal import Decimal
from typing import Any

from tests.chaos.checker.evidence import Event
from tests.chaos.checker.wrong import Wrong

BEFORE_THE_FIRST = bytes(32)


def canonical(value: Any) -> str:
    """A JSON value's canonical form: keys by their UTF-16 code units, numbers as ECMAScript writes them."""
    match value:
        case None | bool():
            return json.dumps(value)
        case str():
            return json.dumps(value, ensure_ascii=False)
        case int():
            return str(value) if abs(value) < 10**21 else number(float(value))
        case float():
            return number(value)
        case list() | tuple():
            return "[" + ",".join(canonical(one) for one in value) + "]"
        case dict():
            keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
            return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    raise TypeError(f"no JSON value: {value!r}")


def number(value: float) -> str:
    """A fraction as `Number.prototype.toString` writes it."""
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(exponent, int)
    text, point = "".join(map(str, digits)), len(digits) + exponent
    if 0 < point <= 21:
        written = text[:point] + "." + text[point:]
    elif -6 < point <= 0:
        written = "0." + "0" * -point + text
    else:
        mantissa = text[0] + ("." + text[1:] if len(text) > 1 else "")
        written = f"{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return ("-" if sign else "") + written


def hash_of(event: Event, previous: bytes) -> bytes:
    """What an event's hash must be after the one before it."""
    content = {
        "previous": previous.hex(),
        "stream": event.stream,
        "version": event.version,
        "id": event.id,
        "type": event.type,
        "schema_version": event.schema_version,
        "data": event.data,
        "actor": event.actor,
        "command_id": event.command_id,
        "occurred_at": event.occurred_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }
    return hashlib.sha256(canonical(content).encode()).digest()


def check(stream: str, events: Sequence[Event]) -> Iterator[Wrong]:
    """Versions without a gap, each event's hash that of its content after the one before."""
    previous = BEFORE_THE_FIRST
    for number_, event in enumerate(events, start=1):
        if event.version != number_:
            yield Wrong("gap", stream, f"version {event.version} where {number_} belongs")
            return
        if event.hash != hash_of(event, previous):
            yield Wrong("chain", stream, f"the hash of version {event.version} is not that of its content")
        previous = event.hash
