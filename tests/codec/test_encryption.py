"""Encrypted payloads: they come back as they were, by the key that encrypted them and by no other, and unaltered."""

import json
from pathlib import Path

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.exceptions import ApplicationError

from luyue.temporal.connection import data_converter
from luyue.temporal.encryption import Encryption
from luyue.temporal.payload_keys import PayloadKeys
from luyue.temporal.settings import TemporalSettings
from luyue.workflows.messages import Outcome
from luyue.workflows.payloads import DATA_CONVERTER, UndecryptableError
from tests.codec.key_files import key, key_file

PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'{"creator_id": "c1"}')
OUTCOME = Outcome(version=3, result_version=2, status="SHIPPED", closed=False, merchant_id="m1")


@pytest.fixture
def encryption(tmp_path: Path) -> "Keyed":
    return Keyed(tmp_path)


class Keyed:
    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def with_keys(self, *ids: str) -> Encryption:
        return Encryption(PayloadKeys.read(key_file(self._directory / "keys.json", *ids)))


async def test_a_payload_comes_back_as_it_was(encryption: Keyed) -> None:
    codec = encryption.with_keys("a")
    encrypted = await codec.encode([PLAIN, PLAIN])
    assert await codec.decode(encrypted) == [PLAIN, PLAIN]
    assert all(b"c1" not in one.SerializeToString() for one in encrypted)


async def test_the_same_payload_never_looks_the_same(encryption: Keyed) -> None:
    [first, second] = await encryption.with_keys("a").encode([PLAIN, PLAIN])
    assert first.data != second.data


async def test_the_newest_key_encrypts_and_an_older_one_still_decrypts(encryption: Keyed) -> None:
    [old] = await encryption.with_keys("a").encode([PLAIN])
    rotated = encryption.with_keys("b", "a")
    [new] = await rotated.encode([PLAIN])
    assert (old.metadata["encryption-key-id"], new.metadata["encryption-key-id"]) == (b"a", b"b")
    assert await rotated.decode([old, new]) == [PLAIN, PLAIN]


async def test_where_keys_only_decrypt_nothing_is_encrypted(encryption: Keyed) -> None:
    [old] = await encryption.with_keys("a").encode([PLAIN])
    keys = PayloadKeys.parse(json.dumps({"keys": [key("a") | {"key_ops": ["decrypt"]}]}))
    codec = Encryption(keys)
    assert await codec.encode([PLAIN]) == [PLAIN]
    assert await codec.decode([old]) == [PLAIN]


async def test_a_key_that_is_gone_is_named(encryption: Keyed) -> None:
    [old] = await encryption.with_keys("a").encode([PLAIN])
    with pytest.raises(UndecryptableError, match="the key 'a', which LUYUE_PAYLOAD_KEYS does not hold"):
        await encryption.with_keys("b").decode([old])


async def test_what_was_never_encrypted_passes(encryption: Keyed) -> None:
    assert await encryption.with_keys("a").decode([PLAIN, Payload()]) == [PLAIN, Payload()]


async def test_what_was_altered_is_refused(encryption: Keyed) -> None:
    codec = encryption.with_keys("a", "b")
    [encrypted] = await codec.encode([PLAIN])
    for place in (0, 12, len(encrypted.data) - 1):
        altered = bytearray(encrypted.data)
        altered[place] ^= 1
        with pytest.raises(UndecryptableError, match="was altered"):
            await codec.decode([Payload(metadata=encrypted.metadata, data=bytes(altered))])
    for cut in (0, 5, 12, 20):
        with pytest.raises(UndecryptableError, match="was altered"):
            await codec.decode([Payload(metadata=encrypted.metadata, data=encrypted.data[:cut])])


async def test_the_id_of_another_key_is_refused(encryption: Keyed) -> None:
    codec = encryption.with_keys("a", "b")
    [encrypted] = await codec.encode([PLAIN])
    encrypted.metadata["encryption-key-id"] = b"b"
    with pytest.raises(UndecryptableError, match="was altered"):
        await codec.decode([encrypted])


def test_without_keys_the_converter_is_the_one_of_always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LUYUE_PAYLOAD_KEYS", raising=False)
    assert data_converter(TemporalSettings()) is DATA_CONVERTER


async def test_with_keys_messages_and_failures_are_encrypted(tmp_path: Path) -> None:
    converter = data_converter(TemporalSettings(payload_keys=key_file(tmp_path / "keys.json", "a")))
    payloads = await converter.encode([OUTCOME])
    assert b"SHIPPED" not in payloads[0].SerializeToString()
    assert await converter.decode(payloads, [Outcome]) == [OUTCOME]

    failure = Failure()
    await converter.encode_failure(ApplicationError("late by m1", OUTCOME, type="Refused"), failure)
    assert b"m1" not in failure.SerializeToString()
    assert failure.application_failure_info.type == "Refused"
    told = await converter.decode_failure(failure)
    assert isinstance(told, ApplicationError)
    assert told.message == "late by m1"


async def test_a_missing_key_is_told_in_plain_text(tmp_path: Path) -> None:
    converter = data_converter(TemporalSettings(payload_keys=key_file(tmp_path / "keys.json", "a")))
    failure = Failure()
    await converter.encode_failure(UndecryptableError("the key 'b'"), failure)
    assert failure.message == "the key 'b'"
