"""Ids that a repeated request comes by again: of commands, of the processes they start, of texts; and keyed digests."""

import hashlib
import hmac
from datetime import datetime

from luyue.domain.process import Note
from luyue.journal.canonical import digest
from luyue.journal.idempotency import Slot

# Crockford's base 32: sorts as the numbers do, and has no letters that look alike.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_CHARACTERS = 26


def command_id(slot: Slot) -> str:
    """The id by which a process knows a command for good: who sent what to which process under which key."""
    return digest([slot.caller, slot.path, slot.key]).hex()


def process_id(prefix: str, received_at: datetime, command_id: str) -> str:
    """The id of the process that a command starts; later ones sort after earlier ones, to the millisecond."""
    milliseconds = int(received_at.timestamp() * 1000)
    tail = int.from_bytes(hashlib.sha256(command_id.encode()).digest()[:10], "big")
    return f"{prefix}_{_base32(milliseconds << 80 | tail)}"


def note(key: str, command_id: str, field: str, text: str) -> Note:
    """How a command refers to a text: an id, and a digest that says nothing without the key."""
    id = f"txt_{_base32(int.from_bytes(hashlib.sha256(f'{command_id}/{field}'.encode()).digest()[:16], 'big'))}"
    return Note(id=id, digest=keyed_digest(key, f"{id}\n{text}".encode()).hex())


def keyed_digest(key: str, content: bytes) -> bytes:
    """HMAC-SHA256."""
    return hmac.digest(key.encode(), content, "sha256")


def _base32(number: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_CHARACTERS)))
