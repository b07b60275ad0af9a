"""The keys of dossiers: which forms are taken, how they are named and published, and that none is ever quoted."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from luyue.api.settings import ApiSettings
from luyue.dossier.keys import Keyring, key_id, new_signing_key, public_keys, retired_keys, signing_key

PEM = new_signing_key()
PUBLIC = signing_key(PEM).public_key()
SETTINGS: dict[str, Any] = {
    "environment": "sandbox",
    "database_url": "postgresql://nowhere",
    "jwt_secret": "x" * 32,
    "digest_key": "y" * 32,
}


def public_pem(key: ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey = PUBLIC) -> str:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def private_pem(key: Any, encryption: Any = None) -> str:
    encrypted = encryption or serialization.NoEncryption()
    text: bytes = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encrypted)
    return text.decode()


def test_a_key_is_named_by_its_thumbprint() -> None:
    # The example of RFC 8037, appendix A.
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    [name] = public_keys(json.dumps({"keys": [jwk]}))
    assert name == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_a_private_key_is_taken_as_text_or_as_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_text(PEM)
    for given in (PEM, PEM.replace("\n", "\\n"), str(file)):
        assert key_id(signing_key(given).public_key()) == key_id(PUBLIC)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "cannot be read"),
        ("nowhere.pem", "cannot be read: No such file"),
        ("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----", "must be an Ed25519 private key"),
        (public_pem(), "must be an Ed25519 private key"),
        (private_pem(ec.generate_private_key(ec.SECP256R1())), "must be an Ed25519 private key"),
        (
            private_pem(ed25519.Ed25519PrivateKey.generate(), serialization.BestAvailableEncryption(b"x")),
            "without a password",
        ),
    ],
    ids=range(6),
)
def test_what_cannot_sign_is_refused_without_being_quoted(given: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as raised:
        signing_key(given)
    assert "c2VjcmV0" not in str(raised.value)
    with pytest.raises(ValueError, match=said) as raised:
        ApiSettings(**SETTINGS, dossier_key=given)
    assert "c2VjcmV0" not in str(raised.value)


def test_the_service_does_not_start_without_a_key() -> None:
    with pytest.raises(ValueError, match="dossier_key"):
        ApiSettings(**SETTINGS)
    settings = ApiSettings(**SETTINGS, dossier_key=PEM, dossier_retired_keys="")
    assert settings.dossier_retired_keys is None
    with pytest.raises(ValueError, match="has a private one"):
        ApiSettings(**SETTINGS, dossier_key=PEM, dossier_retired_keys=PEM)


def test_retired_keys_come_from_pem_or_a_jwks_as_text_or_file(tmp_path: Path) -> None:
    earlier = [signing_key(new_signing_key()).public_key() for _ in range(2)]
    names = {key_id(key) for key in earlier}
    pem = "".join(f"# until then\n{public_pem(key)}" for key in earlier)
    jwks = json.dumps(Keyring(signing_key(PEM), {key_id(key): key for key in earlier}).published())
    for number, text in enumerate((pem, jwks)):
        file = tmp_path / str(number)
        file.write_text(text)
        assert retired_keys(text).keys() == retired_keys(str(file)).keys() == names
    keys = Keyring.of(PEM, pem)
    assert keys.proving.keys() == names | {key_id(PUBLIC)}


def test_a_jwks_may_hold_keys_of_other_kinds() -> None:
    [published] = Keyring.of(PEM).published()["keys"]
    assert published == {**published, "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA"}
    others = [{"kty": "RSA", "crv": "", "n": "x"}, published | {"kid": "under another name"}]
    assert list(public_keys(json.dumps({"keys": others}))) == [key_id(PUBLIC)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "/etc/passwd",
        "{",
        "{}",
        '{"keys": {}}',
        '{"keys": []}',
        '{"keys": [1]}',
        '{"keys": [{}]}',
        '{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}]}',
        '{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": 1}]}',
        '{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "' + "é" * 43 + '"}]}',
        PEM,
        public_pem(ec.generate_private_key(ec.SECP256R1()).public_key()),
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
    ],
    ids=range(15),
)
def test_what_holds_no_keys_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="key"):
        public_keys(text)
