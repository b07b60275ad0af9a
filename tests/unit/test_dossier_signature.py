"""A signed dossier proves every byte of itself: nothing in it can be altered, rewritten, re-hashed or signed anew."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives import serialization
from hypothesis import given
from hypothesis import strategies as st

from luyue.dossier.chain import Chained, check_chain
from luyue.dossier.document import HASHED
from luyue.dossier.keys import PublicKeys
from luyue.dossier.signature import LARGEST, NotGenuine, check_signature, read, sign
from tests.unit.dossiers import DATA, STREAM, chained, dossier, keyring

KEYS = keyring()
SIGNED = sign(dossier(), KEYS)


def verified(content: bytes, trusted: PublicKeys = KEYS.proving) -> Chained:
    """Every check that there is."""
    file = read(content)
    check_signature(file, trusted)
    return check_chain(file)


def rewritten(change: Callable[[dict[str, Any]], object]) -> bytes:
    """The file with its content changed, as one that is canonical again."""
    content = json.loads(SIGNED)
    change(content)
    return rfc8785.dumps(content)


def test_a_dossier_as_it_was_made_is_genuine() -> None:
    found = verified(SIGNED)
    assert (found.process.stream, len(found.events), found.withheld) == (STREAM, 3, ())


def test_anybody_can_verify_it_by_the_standards_alone() -> None:
    content = json.loads(SIGNED)
    made, signature = content["dossier"], content["signature"]
    [jwk] = KEYS.published()["keys"]
    assert signature == {"algorithm": "Ed25519", "key_id": jwk["kid"], "value": signature["value"]}
    KEYS.proving[jwk["kid"]].verify(bytes.fromhex(signature["value"]), rfc8785.dumps(made))
    previous = made["chain"]["start"]
    assert made["chain"]["fields"] == list(HASHED)
    for event in made["events"]:
        known = {"previous": previous, "stream": made["process"]["stream"], **event}
        hashed = rfc8785.dumps({name: known[name] for name in made["chain"]["fields"]})
        assert sha256(hashed).hexdigest() == event["hash"]
        previous = event["hash"]
    assert previous == made["chain"]["head"]


def test_one_flipped_bit_in_any_byte_is_found() -> None:
    for place in range(len(SIGNED)):
        altered = bytearray(SIGNED)
        # Another bit from byte to byte, so that each of the eight is flipped in every part of the file.
        altered[place] ^= 1 << place % 8
        with pytest.raises(NotGenuine):
            verified(bytes(altered))


@given(st.data())
def test_no_byte_can_be_replaced_inserted_or_removed(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(SIGNED) - 1))
    other = data.draw(st.binary(min_size=0, max_size=3).filter(lambda other: other != SIGNED[place : place + 1]))
    with pytest.raises(NotGenuine):
        verified(SIGNED[:place] + other + SIGNED[place + 1 :])
    with pytest.raises(NotGenuine):
        verified(SIGNED[:place] + (other or b" ") + SIGNED[place:])


@pytest.mark.parametrize(
    "altered",
    [
        SIGNED + b"\n",
        b" " + SIGNED,
        b"\xef\xbb\xbf" + SIGNED,
        SIGNED.replace(b'":', b'": ', 1),
        json.dumps(json.loads(SIGNED)).encode(),
        json.dumps(json.loads(SIGNED), indent=2).encode(),
        SIGNED.replace(b'"made_for":"ops"', b'"made_for":"\\u006fps"'),
        SIGNED.replace(b'"made_for":"ops"', b'"made_for":"ops","made_for":"ops"'),
        SIGNED.replace(b'"schema_version":1,', b'"schema_version":1.0,'),
    ],
)
def test_another_way_of_writing_the_same_is_an_alteration(altered: bytes) -> None:
    assert altered != SIGNED
    with pytest.raises(NotGenuine):
        verified(altered)


def test_the_case_of_a_hex_digit_counts() -> None:
    content = json.loads(SIGNED)
    for hexadecimal in (content["signature"]["value"], content["dossier"]["chain"]["head"]):
        altered = SIGNED.replace(hexadecimal.encode(), hexadecimal.upper().encode())
        assert altered != SIGNED
        with pytest.raises(NotGenuine):
            verified(altered)


def test_a_rewritten_event_breaks_the_chain_and_the_signature() -> None:
    def rewrite(content: dict[str, Any]) -> None:
        content["dossier"]["events"][1]["data"]["by"] = "merchant"

    file = read(rewritten(rewrite))
    with pytest.raises(NotGenuine, match="something was altered"):
        check_signature(file, KEYS.proving)
    with pytest.raises(NotGenuine, match="broken at event 2"):
        check_chain(file)


def test_a_rewritten_chain_with_all_later_hashes_recomputed_is_found() -> None:
    first, second, third = DATA
    forged = chained(first, {**second, "by": "merchant"}, third)

    def rehash(content: dict[str, Any]) -> None:
        content["dossier"]["events"] = [event.model_dump(mode="json") for event in forged]
        content["dossier"]["chain"]["head"] = forged[-1].hash

    file = read(rewritten(rehash))
    assert check_chain(file).chain.head == forged[-1].hash
    with pytest.raises(NotGenuine, match="something was altered"):
        check_signature(file, KEYS.proving)


def test_a_dossier_signed_anew_with_another_key_is_found() -> None:
    others = keyring()
    with pytest.raises(NotGenuine, match=f"The key {others.signing_id} is none of the 1 trusted ones"):
        verified(sign(dossier(), others))
    # Under the name of a trusted key.
    file = rewritten(lambda content: content["signature"].update(json.loads(sign(dossier(), others))["signature"]))
    with pytest.raises(NotGenuine, match="something was altered"):
        verified(file.replace(others.signing_id.encode(), KEYS.signing_id.encode()))


def test_after_a_rotation_old_dossiers_and_new_ones_are_genuine() -> None:
    retired = KEYS.signing.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    rotated = keyring(retired.decode())
    assert verified(SIGNED, rotated.proving)
    assert verified(sign(dossier(), rotated), rotated.proving)
    assert [one["kid"] for one in rotated.published()["keys"]] == [rotated.signing_id, KEYS.signing_id]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda made: made["events"].pop(1), "event 2 is missing, 3 is in its place"),
        (lambda made: made["events"].pop(), "broken at its end"),
        (lambda made: made["events"].clear(), "broken at its end"),
        (lambda made: made["chain"].update(head="0" * 64), "broken at its end"),
        (lambda made: made["process"].update(stream="cooperation-order/co_2"), "broken at event 1"),
        (lambda made: made["events"][0].update(hash="zz"), "broken at event 1"),
        (lambda made: made["events"][2].update(actor="merchant:m1"), "broken at event 3"),
        (lambda made: made["events"][2].update(occurred_at="0001-01-01T00:00:00+23:59"), "broken at event 3"),
        (lambda made: made["events"][0].pop("actor"), "events.0.actor"),
        (lambda made: made.pop("events"), "events"),
        (lambda made: made.update(format="luyue-dossier/2"), "not of the format luyue-dossier/1"),
        (lambda made: made.pop("format"), "not of the format luyue-dossier/1"),
    ],
)
def test_what_a_chain_cannot_be(change: Callable[[dict[str, Any]], object], said: str) -> None:
    with pytest.raises(NotGenuine, match=said):
        check_chain(read(rewritten(lambda content: change(content["dossier"]))))


def test_events_with_something_withheld_are_taken_at_the_signatures_word() -> None:
    first, second, third = chained({"evaluation": {"secret": 1}, "form": "live"}, *DATA[1:])
    shown = first.model_copy(update={"data": {"form": "live"}, "withheld": ("evaluation",)})
    assert verified(sign(dossier((shown, second, third)), KEYS)).withheld == (1,)
    # Only those: the chain goes on from their hash.
    other = second.model_copy(update={"data": {}})
    with pytest.raises(NotGenuine, match="broken at event 2"):
        verified(sign(dossier((shown, other, third)), KEYS))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON"),
        (b"\x00\xff\xfe", "not UTF-8"),
        (SIGNED.decode().encode("utf-16"), "not UTF-8"),
        (b"nonsense", "not JSON"),
        (b"<!doctype html><html></html>", "Save the JSON instead of the page"),
        (b"[" * 100_000, "not JSON"),
        (b'{"dossier":' + b'{"a":' * 900 + b"1" + b"}" * 900 + b',"signature":{}}', "canonical|Its signature"),
        (b"[]", "exactly the members"),
        (b"{}", "exactly the members"),
        (b'{"dossier":{},"signature":{},"more":1}', "exactly the members"),
        (b'{"dossier":[],"signature":{}}', "is not an object"),
        (b'{"dossier":{"a":NaN},"signature":{}}', "cannot hold"),
        (b'{"dossier":{"a":"\\ud800"},"signature":{}}', "cannot hold"),
        (b'{"dossier":{"a":' + b"9" * 5000 + b'},"signature":{}}', "not JSON"),
        (b'{"dossier":{},"signature":{}}', "key_id, value"),
        (b'{"dossier":{},"signature":null}', "Its signature"),
        (b'{"dossier":{},"signature":{"algorithm":"none","key_id":"k","value":""}}', "algorithm, value"),
        (b" " * (LARGEST + 1), "more than 64 MiB"),
    ],
    ids=range(18),
)
def test_what_is_no_dossier_says_why(content: bytes, said: str) -> None:
    with pytest.raises(NotGenuine, match=said):
        read(content)


@given(st.binary(max_size=200))
def test_garbage_is_no_dossier(content: bytes) -> None:
    with pytest.raises(NotGenuine):
        read(content)


def test_great_numbers_are_written_in_one_way_and_verify() -> None:
    events = chained({"amounts": [1e20, 0.1, 1e-7, 2**53 - 1]})
    assert verified(sign(dossier(events), KEYS)).events[0].data["amounts"] == [1e20, 0.1, 1e-7, 2**53 - 1]


def test_the_same_content_is_the_same_file() -> None:
    assert sign(dossier(), KEYS) == SIGNED
