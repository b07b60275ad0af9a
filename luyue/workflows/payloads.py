"""How values travel in payloads: as JSON by Pydantic, through one converter for the whole process.

The SDK makes a converter for each workflow and each activation; with Pydantic's each would learn all types anew.
"""

from typing import Any

from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultPayloadConverter,
    EncodingPayloadConverter,
    JSONPlainPayloadConverter,
)

ENCRYPTED = b"binary/encrypted"


class UndecryptableError(RuntimeError):
    """A payload that this process cannot decrypt; the message says which key is missing, or that it was altered."""


class _Encrypted(EncodingPayloadConverter):
    """What comes in encrypted where there are no keys: it is told by name, and nothing is made of it."""

    @property
    def encoding(self) -> str:
        return ENCRYPTED.decode()

    def to_payload(self, value: Any) -> Payload | None:
        return None

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        raise UndecryptableError("a payload is encrypted, and LUYUE_PAYLOAD_KEYS is not set")


_JSON = PydanticJSONPlainPayloadConverter()
_ENCRYPTED = _Encrypted()
_CONVERTERS = (
    *(
        _JSON if isinstance(one, JSONPlainPayloadConverter) else one
        for one in DefaultPayloadConverter.default_encoding_payload_converters
    ),
    _ENCRYPTED,
)


class Payloads(CompositePayloadConverter):
    """Pydantic's payload converter, quick to make."""

    def __init__(self) -> None:
        super().__init__(*_CONVERTERS)


def check_decrypted(payload: Payload) -> None:
    """For raw payloads, which no converter sees; raises `UndecryptableError`, which fails the workflow's task.

    Else a command would be taken for an unreadable one, and be lost.
    """
    if payload.metadata.get("encoding") == ENCRYPTED:
        _ENCRYPTED.from_payload(payload)


DATA_CONVERTER = DataConverter(payload_converter_class=Payloads)
