"""Keys that prove tokens, and the proof. Where keys come from is `jwks`'s matter."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from luyue.api.tokens import (
    AUDIENCE,
    DEVELOPMENT_ALGORITHM,
    ISSUER,
    LIFETIME_SECONDS,
    Caller,
    InvalidTokenError,
    caller_in,
)

CLOCK_SKEW = timedelta(seconds=30)
"""How far the issuer's clock may be from ours."""

LONGEST_TOKEN = 8192
"""Characters."""

REMEMBERED = 4000
"""Tokens whose proof is remembered, the least used forgotten first: a caller sends the same one again and again."""

_ALGORITHMS = {("RSA", None): "RS256", ("EC", "P-256"): "ES256", ("OKP", "Ed25519"): "EdDSA"}
_FEWEST_RSA_BITS = 2048
_REQUIRED = ["sub", "role", "iss", "aud", "iat", "exp"]


class UnknownKeyError(InvalidTokenError):
    """The token names a key that is not among those known."""


@dataclass(frozen=True)
class Key:
    """A key and the one algorithm that it proves tokens by."""

    algorithm: str
    material: Any


@dataclass(frozen=True)
class Terms:
    """What a token must say: who issued it, whom it is for, no longer lifetime, and one of these algorithms."""

    issuer: str
    audience: str
    longest_lifetime: timedelta
    algorithms: frozenset[str] = frozenset(_ALGORITHMS.values())


class KeySet:
    """Keys by their ids, and what tokens they have proven: with a set, what it has proven is forgotten."""

    def __init__(self, keys: Mapping[str | None, Key], terms: Terms) -> None:
        self._keys = keys
        self._terms = terms
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._prove)

    def caller(self, token: str) -> Caller:
        """The caller that a token names; raises `InvalidTokenError`. Times are judged by the wall clock."""
        if len(token) > LONGEST_TOKEN:
            raise InvalidTokenError("too long")
        caller, expires_at = self._remembered(token)
        if expires_at + CLOCK_SKEW.total_seconds() <= time.time():
            raise InvalidTokenError("over")
        return caller

    def _prove(self, token: str) -> tuple[Caller, float]:
        try:
            key = self._key(jwt.get_unverified_header(token))
            claims = jwt.decode(
                token,
                key.material,
                algorithms=[key.algorithm],
                audience=self._terms.audience,
                issuer=self._terms.issuer,
                leeway=CLOCK_SKEW,
                options={"require": _REQUIRED},
            )
            issued_at, expires_at = float(claims["iat"]), float(claims["exp"])
        # A number that is none, or is infinite, is no invalid token to the library.
        except (jwt.InvalidTokenError, ValueError, TypeError, ArithmeticError, RecursionError) as error:
            raise InvalidTokenError(str(error)) from None
        if expires_at - issued_at > self._terms.longest_lifetime.total_seconds():
            raise InvalidTokenError("valid for too long")
        return caller_in(claims), expires_at

    def _key(self, header: Mapping[str, Any]) -> Key:
        if "crit" in header:
            raise InvalidTokenError("it demands extensions")
        if header.get("alg") not in self._terms.algorithms:
            raise InvalidTokenError("its algorithm is not among those allowed")
        id = header.get("kid")
        if id is None and len(self._keys) == 1:
            [key] = self._keys.values()
        elif id is None:
            raise InvalidTokenError("it names none of several keys")
        elif id in self._keys:
            key = self._keys[id]
        else:
            raise UnknownKeyError("no such key")
        if header["alg"] != key.algorithm:
            raise InvalidTokenError("its key is for another algorithm")
        return key


def development_keys(secret: str) -> KeySet:
    """The secret that proves development tokens."""
    lifetime, algorithms = timedelta(seconds=LIFETIME_SECONDS), frozenset({DEVELOPMENT_ALGORITHM})
    terms = Terms(ISSUER, AUDIENCE, lifetime, algorithms)
    return KeySet({None: Key(DEVELOPMENT_ALGORITHM, secret)}, terms)


def keys_in(jwks: bytes) -> dict[str | None, Key]:
    """The keys of a JWKS (RFC 7517) that can prove tokens, by their ids; those for something else are left out.

    Raises ValueError where there is none, where an id is there twice, or where one of several has none.
    """
    try:
        entries = json.loads(jwks)["keys"]
        usable = [(_id_of(entry), key) for entry in entries if (key := _key_in(entry)) is not None]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, jwt.PyJWTError):
        raise ValueError("it is no JWKS that can be read") from None
    if not usable:
        raise ValueError("it holds no public key for RS256 (2048 bits or more), ES256 or EdDSA (Ed25519)")
    keys = dict(usable)
    if len(keys) < len(usable) or (None in keys and len(keys) > 1):
        raise ValueError("several keys need a kid of its own each")
    return keys


def _id_of(entry: Mapping[str, Any]) -> str | None:
    id = entry.get("kid")
    if id is not None and not isinstance(id, str):
        raise ValueError("a kid is a text")
    return id


def _key_in(entry: Mapping[str, Any]) -> Key | None:
    algorithm = _ALGORITHMS.get((entry["kty"], entry.get("crv")))
    is_for_proving = entry.get("use", "sig") == "sig" and "verify" in entry.get("key_ops", ["verify"])
    # A private key that lies about proves nothing any more.
    if algorithm is None or entry.get("alg", algorithm) != algorithm or not is_for_proving or "d" in entry:
        return None
    material = jwt.PyJWK(dict(entry), algorithm).key
    if isinstance(material, RSAPublicKey) and material.key_size < _FEWEST_RSA_BITS:
        return None
    return Key(algorithm, material)
