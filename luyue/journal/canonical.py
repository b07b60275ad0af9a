"""Canonical JSON (RFC 8785), and the hash that chains a stream's events."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import rfc8785

NO_HASH = bytes(32)
LARGEST_INTEGER = 2**53 - 1
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def canonical(content: Any) -> bytes:
    """A JSON value's canonical form."""
    if _is_plain(content):
        return _encode(content).encode()
    return rfc8785.dumps(content)


def _is_plain(content: Any) -> bool:
    """Whether Python's own encoder, several times as fast, gives the canonical form of this.

    The two differ on fractions, on which integers they take, and on the order of keys beyond ASCII.
    """
    kind = type(content)
    if kind is str or content is None or kind is bool:
        return True
    if kind is int:
        return bool(-LARGEST_INTEGER <= content <= LARGEST_INTEGER)
    if kind is dict:
        for key, value in content.items():
            if type(key) is not str or not key.isascii():
                return False
            if type(value) is not str and not _is_plain(value):
                return False
        return True
    return (kind is list or kind is tuple) and all(map(_is_plain, content))


def instant(moment: datetime) -> str:
    """A moment as it is hashed: UTC with six decimals."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def chain_hash(
    previous: bytes,
    *,
    stream: str,
    version: int,
    id: str,
    type: str,
    schema_version: int,
    data: Any,
    actor: str,
    command_id: str,
    occurred_at: datetime,
) -> bytes:
    """The hash of an event over its named fields and the hash before it; position and recorded_at stay out."""
    fields = {
        "previous": previous.hex(),
        "stream": stream,
        "version": version,
        "id": id,
        "type": type,
        "schema_version": schema_version,
        "data": data,
        "actor": actor,
        "command_id": command_id,
        "occurred_at": instant(occurred_at),
    }
    return hashlib.sha256(canonical(fields)).digest()


def digest(content: Any) -> bytes:
    """SHA-256 of a JSON value's canonical form."""
    return hashlib.sha256(canonical(content)).digest()
