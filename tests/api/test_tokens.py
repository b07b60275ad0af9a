"""What proves a token, and what does not: keys, algorithms, claims and times."""

import base64
import json
import time
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from luyue.api import token_keys, tokens
from luyue.api.token_keys import KeySet, Terms, UnknownKeyError, development_keys, keys_in
from luyue.api.tokens import Caller, InvalidTokenError
from tests.api.issuer import AUDIENCE, ISSUER, SigningKey, jwk, jwks, signed

TERMS = Terms(ISSUER, AUDIENCE, timedelta(hours=24))
RSA, EC, ED = (SigningKey.made(name, algorithm) for name, algorithm in (("r", "RS256"), ("e", "ES256"), ("d", "EdDSA")))
EVERY_KEY = KeySet(keys_in(jwks(RSA, EC, ED)), TERMS)
SECRET = "a secret for tests only, which is long enough"


@pytest.mark.parametrize("key", [RSA, EC, ED], ids=lambda key: key.algorithm)
def test_each_kind_of_key_proves_by_its_own_algorithm(key: SigningKey) -> None:
    assert EVERY_KEY.caller(key.token()) == Caller("ops", "li")
    party = key.token(role="creator", party_id="c1", aud=[AUDIENCE, "others"])
    assert EVERY_KEY.caller(party) == Caller("creator", "li", "c1")


def _public_pem(key: SigningKey) -> bytes:
    public = key.private.public_key()
    pem: bytes = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return pem


def _by_hmac_with(secret: bytes, header: dict[str, Any]) -> str:
    """What the library refuses to sign: a token whose secret is a public key."""

    def encoded(content: bytes) -> bytes:
        return base64.urlsafe_b64encode(content).rstrip(b"=")

    unsigned = jwt.decode(RSA.token(), options={"verify_signature": False})
    signing = encoded(json.dumps(header).encode()) + b"." + encoded(json.dumps(unsigned).encode())
    signature = jwt.get_algorithm_by_name("HS256").sign(signing, secret)
    return (signing + b"." + encoded(signature)).decode()


OTHER_EC, OTHER_RSA = SigningKey.made("e"), SigningKey.made("r", "RS256")
FORGED = {
    "by another key of that id": OTHER_EC.token(),
    "by another RSA key of that id": OTHER_RSA.token(),
    "by a key of another id": EC.token({"kid": "r"}),
    "by an algorithm that the key is not for": signed(RSA.private, "RS512", {"kid": "r"}, {}),
    "by PSS": signed(RSA.private, "PS256", {"kid": "r"}, {}),
    "by nothing": signed(None, "none", {"kid": "e"}, {}),
    "by nothing, without a kid": signed(None, "none", {}, {}),
    "by the public key as a secret": _by_hmac_with(_public_pem(RSA), {"alg": "HS256", "kid": "r", "typ": "JWT"}),
    "by a secret": signed(SECRET, "HS256", {"kid": "r"}, {}),
    "naming none of several keys": EC.token({"kid": None}),
    "with a key of its own": OTHER_EC.token({"jwk": OTHER_EC.public}),
    "with demands": EC.token({"crit": ["exp"]}),
    "cut off": EC.token()[:-10],
    "without a signature": EC.token().rpartition(".")[0] + ".",
    "of two parts": EC.token().rpartition(".")[0],
    "not ASCII": EC.token() + "令",
    "empty": "",
    "too long": EC.token(padding="x" * token_keys.LONGEST_TOKEN),
}


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED)
def test_forged(token: str) -> None:
    with pytest.raises(InvalidTokenError):
        EVERY_KEY.caller(token)


def test_a_changed_claim_is_seen() -> None:
    head, body, signature = EC.token().split(".")
    content = json.loads(base64.urlsafe_b64decode(body + "=="))
    forged = base64.urlsafe_b64encode(json.dumps({**content, "sub": "root"}).encode()).rstrip(b"=").decode()
    with pytest.raises(InvalidTokenError):
        EVERY_KEY.caller(f"{head}.{forged}.{signature}")


NOW = int(time.time())


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": None},
        {"iat": None},
        {"iss": None},
        {"aud": None},
        {"sub": None},
        {"role": None},
        {"iss": "https://elsewhere.example"},
        {"iss": [ISSUER]},
        {"aud": "elsewhere"},
        {"aud": []},
        {"aud": {"luyue-production": True}},
        {"exp": NOW - 3600, "iat": NOW - 7200},
        {"exp": "tomorrow"},
        {"exp": float("inf")},
        {"exp": float("nan")},
        {"exp": [NOW]},
        {"exp": 10**400},
        {"iat": float("-inf")},
        {"iat": NOW + 3600, "exp": NOW + 7200},
        {"nbf": NOW + 3600},
        {"iat": NOW, "exp": NOW + 24 * 3600 + 1},
        {"role": "admin"},
        {"role": ["ops"]},
        {"role": {"ops": 1}},
        {"sub": "two words"},
        {"sub": 7},
        {"role": "creator"},
        {"role": "merchant", "party_id": "../m1"},
        {"role": "merchant", "party_id": 7},
    ],
    # Their times differ from one test process to another, and its tests must have the same names.
    ids=lambda claims: "+".join(claims),
)
def test_claims_that_prove_nothing(claims: dict[str, Any]) -> None:
    with pytest.raises(InvalidTokenError):
        EVERY_KEY.caller(EC.token(**claims))


def test_clocks_may_differ_by_half_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = int(time.time())
    skew = int(token_keys.CLOCK_SKEW.total_seconds())
    assert skew == 30
    for good in ({"iat": now + skew - 5}, {"nbf": now + skew - 5}, {"iat": now - 600, "exp": now - skew + 5}):
        assert EVERY_KEY.caller(EC.token(**good)).role == "ops"
    for bad in ({"iat": now + skew + 5}, {"nbf": now + skew + 5}, {"iat": now - 600, "exp": now - skew}):
        with pytest.raises(InvalidTokenError):
            EVERY_KEY.caller(EC.token(**bad))


def test_what_was_proven_ends_with_its_token(monkeypatch: pytest.MonkeyPatch) -> None:
    over_at = int(time.time()) + 300
    token = EC.token(exp=over_at)
    assert EVERY_KEY.caller(token).role == "ops"
    monkeypatch.setattr(time, "time", lambda: over_at + token_keys.CLOCK_SKEW.total_seconds())
    with pytest.raises(InvalidTokenError):
        EVERY_KEY.caller(token)


def test_proofs_are_remembered_and_only_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_keys, "REMEMBERED", 2)
    proven = []
    decode = jwt.decode

    def counted(token: str, *arguments: Any, **options: Any) -> Any:
        proven.append(token)
        return decode(token, *arguments, **options)

    monkeypatch.setattr(token_keys.jwt, "decode", counted)
    keys = KeySet(keys_in(jwks(EC)), TERMS)
    first, second, third = (EC.token(sub=name) for name in ("a", "b", "c"))
    for token in (first, first, second, first, third, first, second):
        keys.caller(token)
    assert proven == [first, second, third, second]


def test_an_unknown_key_is_told_from_a_bad_token() -> None:
    with pytest.raises(UnknownKeyError):
        EVERY_KEY.caller(EC.token({"kid": "newer"}))
    with pytest.raises(InvalidTokenError) as raised:
        EVERY_KEY.caller(FORGED["by nothing"])
    assert not isinstance(raised.value, UnknownKeyError)


def test_a_lone_key_needs_no_id() -> None:
    named = KeySet(keys_in(jwks(EC)), TERMS)
    assert named.caller(EC.token({"kid": None})).role == "ops"
    unnamed = KeySet(keys_in(json.dumps({"keys": [jwk(EC.private.public_key())]}).encode()), TERMS)
    assert unnamed.caller(EC.token({"kid": None})).role == "ops"
    with pytest.raises(UnknownKeyError):
        unnamed.caller(EC.token())


def test_what_is_for_something_else_is_passed_over() -> None:
    others = [
        {"kty": "oct", "k": "c2VjcmV0", "kid": "o"},
        {**jwk(rsa.generate_private_key(65537, 1024).public_key()), "kid": "short"},
        {**jwk(ec.generate_private_key(ec.SECP384R1()).public_key()), "kid": "p384"},
        {**RSA.public, "kid": "enc", "use": "enc"},
        {**RSA.public, "kid": "ops", "key_ops": ["sign"]},
        {**RSA.public, "kid": "alg", "alg": "RS512"},
        {**EC.public, "kid": "private", "d": "c2VjcmV0"},
    ]
    keys = keys_in(json.dumps({"keys": [*others, EC.public]}).encode())
    assert set(keys) == {"e"}
    with pytest.raises(ValueError, match="no public key"):
        keys_in(json.dumps({"keys": others}).encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b"{}",
        b'{"keys": {}}',
        b'{"keys": null}',
        b'{"keys": []}',
        b'{"keys": [1]}',
        b'{"keys": [{}]}',
        b'{"keys": [{"kty": "EC", "crv": "P-256", "x": "!", "y": "!"}]}',
        b'{"keys": [{"kty": ["EC"]}]}',
        b'{"keys": ' + b"[" * 100_000,
        b"\xff\xfe",
        json.dumps({"keys": [EC.public, {**OTHER_EC.public, "kid": "e"}]}).encode(),
        json.dumps({"keys": [EC.public, jwk(RSA.private.public_key())]}).encode(),
        json.dumps({"keys": [{**EC.public, "kid": ["e"]}]}).encode(),
    ],
    ids=lambda content: repr(content[:40]),
)
def test_what_is_no_set_of_keys(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"no JWKS|no public key|a kid of its own"):
        keys_in(content)


def test_development_tokens_prove_by_the_secret_alone() -> None:
    keys = development_keys(SECRET)
    assert keys.caller(tokens.issue(SECRET, "merchant", "m1")) == Caller("merchant", "m1", "m1")
    for token in (tokens.issue(SECRET + "!", "ops"), EC.token(), EC.token({"kid": None})):
        with pytest.raises(InvalidTokenError):
            keys.caller(token)
    with pytest.raises(InvalidTokenError):
        EVERY_KEY.caller(tokens.issue(SECRET, "ops"))
