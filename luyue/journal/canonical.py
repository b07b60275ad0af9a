"""Canonical JSON (RFC 8785), and the hash that chains a stream's events."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import rfc8785

NO_HASH = bytes(32)


def instant(moment: datetime) -> str:
    """A moment as it is hashed: UTC with six decimals."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


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
    return hashlib.sha256(rfc8785.dumps(fields)).digest()


def digest(content: Any) -> bytes:
    """SHA-256 of a JSON value's canonical form."""
    return hashlib.sha256(rfc8785.dumps(content)).digest()
