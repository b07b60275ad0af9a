"""The keys that encrypt payloads: a JWK Set (RFC 7517) of symmetric keys in a file, the first of which encrypts.

A key with `"key_ops": ["decrypt"]` never encrypts: so keys can be everywhere before the first payload needs them.
"""

import base64
import binascii
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ALGORITHM = "A256GCM"
KEY_BYTES = 32
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_OPERATIONS = ("encrypt", "decrypt")


@dataclass(frozen=True)
class PayloadKeys:
    """Ciphers by the ids of their keys. `newest` encrypts, if any does; every one decrypts what it has encrypted."""

    newest: str | None
    ciphers: Mapping[str, AESGCM]

    @classmethod
    def read(cls, path: Path) -> "PayloadKeys":
        """The keys in a file; raises ValueError saying what is wrong with it, and never a part of it."""
        try:
            content = path.read_text(encoding="utf-8")
        except OSError as error:
            raise ValueError(f"the file cannot be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise ValueError("the file is no JWK Set in JSON") from None
        return cls.parse(content)

    @classmethod
    def parse(cls, content: str) -> "PayloadKeys":
        """The keys in a JWK Set; raises ValueError."""
        try:
            entries = json.loads(content)["keys"]
            if not isinstance(entries, list):
                raise TypeError
        except (ValueError, TypeError, KeyError, RecursionError):
            raise ValueError("the file is no JWK Set in JSON") from None
        if not entries:
            raise ValueError("the JWK Set holds no key")
        newest: str | None = None
        ciphers: dict[str, AESGCM] = {}
        for number, entry in enumerate(entries):
            id, cipher = _key_in(entry, f"keys[{number}]")
            if id in ciphers:
                raise ValueError(f"keys[{number}].kid: another key has the id {id}")
            ciphers[id] = cipher
            if newest is None and "encrypt" in entry.get("key_ops", _OPERATIONS):
                newest = id
        return cls(newest, ciphers)


def new_payload_key(id: str) -> dict[str, str]:
    """A new key as an entry of a JWK Set; raises ValueError for an id that cannot be one."""
    if not _ID.fullmatch(id):
        raise ValueError("an id is 1 to 64 letters, digits, dots, hyphens and underscores")
    material = base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).rstrip(b"=").decode()
    return {"kid": id, "kty": "oct", "alg": ALGORITHM, "k": material}


def _key_in(entry: Any, at: str) -> tuple[str, AESGCM]:
    if not isinstance(entry, dict):
        raise ValueError(f"{at}: it is no JWK")
    id, material = entry.get("kid"), entry.get("k")
    if not isinstance(id, str) or not _ID.fullmatch(id):
        raise ValueError(f"{at}.kid: 1 to 64 letters, digits, dots, hyphens and underscores are wanted")
    if entry.get("kty") != "oct" or entry.get("alg", ALGORITHM) != ALGORITHM:
        raise ValueError(f'{at}: "kty" must be "oct" and "alg" "{ALGORITHM}"')
    operations = entry.get("key_ops", _OPERATIONS)
    if (
        not isinstance(operations, list | tuple)
        or "decrypt" not in operations
        or not all(one in _OPERATIONS for one in operations)
    ):
        raise ValueError(f'{at}.key_ops: ["decrypt"] or ["encrypt", "decrypt"] is wanted')
    try:
        key = base64.b64decode(str(material) + "=" * (-len(str(material)) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"{at}.k: {KEY_BYTES} bytes in base64url are wanted")
    return id, AESGCM(key)
