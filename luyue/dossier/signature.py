"""A signed dossier as a file: exactly the canonical JSON (RFC 8785) of the dossier and its signature (Ed25519).

What is signed is the canonical JSON of the member `dossier`. There is one way to write it down, so any other byte in
the file is an alteration: also a space, or a hex digit in another case.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import rfc8785
from cryptography.exceptions import InvalidSignature
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from luyue.dossier.document import Dossier
from luyue.dossier.keys import Keyring, PublicKeys

LARGEST = 64 * 1024 * 1024
"""Bytes; no file longer than that is read as a dossier."""
_EXACT = 2**53


class NotGenuine(Exception):
    """The file does not prove what it says; the message tells a person why."""


class Signature(BaseModel):
    """`key_id` names the key, `value` is the signature in lower-case hexadecimal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    algorithm: Literal["Ed25519"] = "Ed25519"
    key_id: str
    value: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{128}$")]


class DossierFile(BaseModel):
    """A dossier and its signature."""

    dossier: Dossier
    signature: Signature


@dataclass(frozen=True)
class SignedContent:
    """A file that is written as it must be; whether its signature holds is another question."""

    dossier: Mapping[str, Any]
    signed: bytes
    signature: Signature


def sign(dossier: Dossier, keys: Keyring) -> bytes:
    """The file of a dossier."""
    content = dossier.model_dump(mode="json")
    value = keys.signing.sign(rfc8785.dumps(content)).hex()
    signature = Signature(key_id=keys.signing_id, value=value)
    return rfc8785.dumps({"dossier": content, "signature": signature.model_dump()})


def read(content: bytes) -> SignedContent:
    """Takes a file apart; raises `NotGenuine` unless it is written exactly as a signed dossier is."""
    if len(content) > LARGEST:
        raise NotGenuine(f"This is no dossier: the file has more than {LARGEST // 1024**2} MiB.")
    try:
        parsed = json.loads(content.decode(), parse_int=_whole)
    except UnicodeDecodeError:
        raise NotGenuine("This is no dossier: the file is not UTF-8.") from None
    except (ValueError, RecursionError):
        hint = " Save the JSON instead of the page." if content.lstrip()[:1] == b"<" else ""
        raise NotGenuine(f"This is no dossier: the file is not JSON.{hint}") from None
    if not isinstance(parsed, dict) or parsed.keys() != {"dossier", "signature"}:
        raise NotGenuine("This is no dossier: it must have exactly the members `dossier` and `signature`.")
    if not isinstance(parsed["dossier"], dict):
        raise NotGenuine("This is no dossier: its member `dossier` is not an object.")
    try:
        signed, signature = rfc8785.dumps(parsed["dossier"]), rfc8785.dumps(parsed["signature"])
    except (rfc8785.CanonicalizationError, RecursionError):
        raise NotGenuine("This is no dossier: it has values that canonical JSON cannot hold.") from None
    if content != b'{"dossier":' + signed + b',"signature":' + signature + b"}":
        raise NotGenuine(
            "The file is not the canonical JSON of what it says: it was altered, or saved anew by another program."
        )
    try:
        return SignedContent(parsed["dossier"], signed, Signature.model_validate(parsed["signature"]))
    except ValidationError as error:
        where = ", ".join(".".join(map(str, one["loc"])) or "all of it" for one in error.errors())
        raise NotGenuine(f"Its signature is not written as one of Ed25519 is: {where}.") from None


def check_signature(file: SignedContent, trusted: PublicKeys) -> None:
    """Raises `NotGenuine` unless one of the trusted keys has signed every byte of the dossier."""
    key = trusted.get(file.signature.key_id)
    if key is None:
        raise NotGenuine(f"The key {file.signature.key_id} is none of the {len(trusted)} trusted ones.")
    try:
        key.verify(bytes.fromhex(file.signature.value), file.signed)
    except InvalidSignature:
        raise NotGenuine(
            f"The signature is not that of the key {file.signature.key_id} on this content: something was altered."
        ) from None


def _whole(digits: str) -> int | float:
    # The numbers of canonical JSON are floats', which it writes without a fraction as long as they are not too great.
    number = float(digits)
    if math.isinf(number):
        raise ValueError("too great a number")
    return int(digits) if abs(number) < _EXACT else number
