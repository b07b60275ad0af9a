"""Encrypts payloads before they leave this process for Temporal, and decrypts what comes back: AES-256-GCM.

Search attributes, ids, the names of types, signals, updates, activities and of failures' types are no payloads: they
stay readable.
"""

import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.converter import (
    DefaultFailureConverter,
    DefaultFailureConverterWithEncodedAttributes,
    PayloadCodec,
    PayloadConverter,
)

from luyue.temporal.payload_keys import ALGORITHM, PayloadKeys
from luyue.workflows.payloads import ENCRYPTED, UndecryptableError

KEY_ID = "encryption-key-id"
CIPHER = "encryption-cipher"
NONCE_BYTES = 12


class Encryption(PayloadCodec):
    """The newest key encrypts, every key decrypts. What was never encrypted passes: signals by Temporal's command."""

    def __init__(self, keys: PayloadKeys) -> None:
        self._ciphers = {id.encode(): cipher for id, cipher in keys.ciphers.items()}
        self._newest = keys.newest.encode() if keys.newest is not None else None

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        if self._newest is None:
            return list(payloads)
        return [self._encrypted(payload, self._newest) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Raises `UndecryptableError`."""
        return [self._decrypted(payload) for payload in payloads]

    def _encrypted(self, payload: Payload, id: bytes) -> Payload:
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self._ciphers[id].encrypt(nonce, payload.SerializeToString(), None)
        metadata = {"encoding": ENCRYPTED, CIPHER: ALGORITHM.encode(), KEY_ID: id}
        return Payload(metadata=metadata, data=nonce + sealed)

    def _decrypted(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCRYPTED:
            return payload
        id = payload.metadata.get(KEY_ID, b"")
        cipher = self._ciphers.get(id)
        if cipher is None:
            raise UndecryptableError(
                f"a payload is encrypted with the key {_readable(id)}, which LUYUE_PAYLOAD_KEYS does not hold"
            )
        nonce, sealed = payload.data[:NONCE_BYTES], payload.data[NONCE_BYTES:]
        try:
            return Payload.FromString(cipher.decrypt(nonce, sealed, None))
        except (InvalidTag, ValueError):
            raise UndecryptableError(
                f"a payload encrypted with the key {_readable(id)} was altered, or the key is another one of that id"
            ) from None


class EncryptedFailures(DefaultFailureConverterWithEncodedAttributes):
    """What failures say is encrypted too, but for a missing key: who has to find it may not have any other either."""

    def to_failure(self, exception: BaseException, payload_converter: PayloadConverter, failure: Failure) -> None:
        """Writes the exception into `failure`."""
        if isinstance(exception, UndecryptableError):
            DefaultFailureConverter().to_failure(exception, payload_converter, failure)
        else:
            super().to_failure(exception, payload_converter, failure)


def _readable(id: bytes) -> str:
    return repr(id.decode("ascii", errors="replace")[:64])
