"""The file with payload keys: what it may hold, and what is said of one that cannot be used."""

import json
from pathlib import Path
from typing import Any

import pytest

from luyue.temporal.payload_keys import PayloadKeys, new_payload_key
from tests.codec.key_files import key, key_file


def test_the_first_key_encrypts_and_all_are_known(tmp_path: Path) -> None:
    keys = PayloadKeys.read(key_file(tmp_path / "keys.json", "2026-11", "2026-05"))
    assert keys.newest == "2026-11"
    assert set(keys.ciphers) == {"2026-11", "2026-05"}


def test_a_key_may_only_decrypt() -> None:
    only_decrypts = {"key_ops": ["decrypt"]}
    assert PayloadKeys.parse(json.dumps({"keys": [key("a") | only_decrypts]})).newest is None
    assert PayloadKeys.parse(json.dumps({"keys": [key("a") | only_decrypts, key("b")]})).newest == "b"


def test_every_new_key_is_another() -> None:
    assert new_payload_key("a")["k"] != new_payload_key("a")["k"]


@pytest.mark.parametrize("id", ["", "a b", "ü", "a" * 65, "a/b"])
def test_what_cannot_be_an_id_is_refused(id: str) -> None:
    with pytest.raises(ValueError, match="an id is"):
        new_payload_key(id)
    with pytest.raises(ValueError, match=r"keys\[0\].kid"):
        PayloadKeys.parse(json.dumps({"keys": [key("a") | {"kid": id}]}))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no JWK Set"),
        ("[]", "no JWK Set"),
        ('{"keys": {}}', "no JWK Set"),
        ("[" * 100_000, "no JWK Set"),
        ('{"keys": []}', "holds no key"),
        ('{"keys": [1]}', r"keys\[0\]: it is no JWK"),
    ],
)
def test_a_file_that_holds_no_keys_says_so(content: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        PayloadKeys.parse(content)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kty": "RSA"}, r"keys\[1\]: \"kty\""),
        ({"alg": "A128GCM"}, r"keys\[1\]: \"kty\""),
        ({"k": "c2hvcnQ"}, r"keys\[1\]\.k: 32 bytes"),
        ({"k": "!" * 43}, r"keys\[1\]\.k: 32 bytes"),
        ({"k": "ü" * 43}, r"keys\[1\]\.k: 32 bytes"),
        ({"k": None}, r"keys\[1\]\.k: 32 bytes"),
        ({"key_ops": ["encrypt"]}, r"keys\[1\]\.key_ops"),
        ({"key_ops": ["sign", "decrypt"]}, r"keys\[1\]\.key_ops"),
        ({"key_ops": "decrypt"}, r"keys\[1\]\.key_ops"),
        ({"key_ops": [[]]}, r"keys\[1\]\.key_ops"),
        ({"kid": "a"}, r"keys\[1\]\.kid: another key has the id a"),
    ],
)
def test_a_key_that_cannot_be_used_is_named(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        PayloadKeys.parse(json.dumps({"keys": [key("a"), key("b") | wrong]}))


def test_what_is_said_of_a_file_holds_nothing_of_it(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    material = key("a")["k"][:-4]
    path.write_text(json.dumps({"keys": [key("a") | {"k": material}]}))
    with pytest.raises(ValueError, match="32 bytes") as refused:
        PayloadKeys.read(path)
    assert material not in str(refused.value)


def test_a_missing_file_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read: No such file"):
        PayloadKeys.read(tmp_path / "absent.json")
