"""The keys that sign dossiers and those that prove them: read from settings or files, published as a JWKS."""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from luyue.journal.canonical import digest

WELL_KNOWN = "/.well-known/luyue-dossier-keys.json"
"""Where a service publishes the keys that prove its dossiers."""

_PUBLIC = re.compile(r"-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----", re.DOTALL)
PublicKeys = Mapping[str, Ed25519PublicKey]
"""Public keys by their ids."""


@dataclass(frozen=True)
class Keyring:
    """The key that signs, and all that prove: its own public one, and those of keys that signed before it."""

    signing: Ed25519PrivateKey
    proving: PublicKeys

    @classmethod
    def of(cls, signing: str, retired: str | None = None) -> "Keyring":
        """From PEM texts or the paths of such files; raises ValueError, which never quotes a key."""
        private = signing_key(signing)
        earlier = retired_keys(retired) if retired else {}
        current = private.public_key()
        return cls(private, {key_id(current): current, **earlier})

    @property
    def signing_id(self) -> str:
        return key_id(self.signing.public_key())

    def published(self) -> dict[str, Any]:
        """The public keys as a JWKS (RFC 7517, RFC 8037), the current one first."""
        return {
            "keys": [_jwk(public) | {"use": "sig", "alg": "EdDSA", "kid": id} for id, public in self._current_first()]
        }

    def _current_first(self) -> Iterable[tuple[str, Ed25519PublicKey]]:
        return sorted(self.proving.items(), key=lambda entry: entry[0] != self.signing_id)


def new_signing_key() -> str:
    """A new private key, as PEM."""
    return (
        Ed25519PrivateKey.generate()
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )


def signing_key(given: str) -> Ed25519PrivateKey:
    """A private key from its PEM text or from a file with it; raises ValueError, which never quotes the key."""
    text = _text(given)
    try:
        key = serialization.load_pem_private_key(text.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(
            "must be an Ed25519 private key in PEM without a password, or the path of a file with one "
            "(make one by `openssl genpkey -algorithm ed25519 -out FILE`)"
        )
    return key


def public_keys(text: str) -> PublicKeys:
    """Public keys from a JWKS, or from one or several of them in PEM; raises ValueError."""
    found = _of_jwks(text) if text.lstrip().startswith("{") else _of_pem(text)
    if not found:
        raise ValueError("must hold Ed25519 public keys, as a JWKS or in PEM")
    return {key_id(key): key for key in found}


def retired_keys(given: str) -> PublicKeys:
    """As `public_keys`, from a text or from a file with it."""
    return public_keys(given if given.lstrip().startswith("{") else _text(given))


def key_id(key: Ed25519PublicKey) -> str:
    """The digest by which a key is named: its JWK thumbprint (RFC 7638)."""
    return _base64url(digest(_jwk(key)))


def _jwk(key: Ed25519PublicKey) -> dict[str, str]:
    return {"kty": "OKP", "crv": "Ed25519", "x": _base64url(key.public_bytes_raw())}


def _of_jwks(text: str) -> list[Ed25519PublicKey]:
    try:
        listed = json.loads(text)["keys"]
        wanted = [one for one in listed if (one["kty"], one["crv"]) == ("OKP", "Ed25519")]
        return [Ed25519PublicKey.from_public_bytes(base64.b64decode(f"{one['x']}=", "-_", True)) for one in wanted]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error):
        raise ValueError("is no JWKS with Ed25519 keys") from None


def _of_pem(text: str) -> list[Ed25519PublicKey]:
    if "PRIVATE KEY" in text:
        raise ValueError("must hold public keys, and has a private one")
    found = []
    for block in _PUBLIC.findall(text):
        try:
            key = serialization.load_pem_public_key(block.encode())
        except (ValueError, UnsupportedAlgorithm):
            key = None
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError("holds a key that is no Ed25519 public key")
        found.append(key)
    return found


def _text(given: str) -> str:
    if "-----BEGIN" in given:
        # Files of environment variables often cannot hold line breaks.
        return given.replace("\\n", "\n")
    try:
        return Path(given).expanduser().read_text()
    except UnicodeDecodeError:
        raise ValueError("the file is no text") from None
    except OSError as error:
        raise ValueError(f"the file cannot be read: {error.strerror}") from None


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
