"""Bearer tokens: issued by the development stack and in tests, verified for every request."""

import re
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

import jwt
from pydantic import TypeAdapter, ValidationError

from luyue.domain.messages import Identifier
from luyue.domain.process import Role

ISSUER = "luyue-dev"
AUDIENCE = "luyue"
LIFETIME_SECONDS = 30 * 24 * 3600
_ALGORITHM = "HS256"
_REQUIRED = ["sub", "role", "iss", "aud", "iat", "exp"]
# It becomes part of an event's actor.
_SUBJECT = re.compile(r"[!-~]{1,128}")
_IDENTIFIER: TypeAdapter[str] = TypeAdapter(Identifier)


class InvalidTokenError(Exception):
    """The token proves nothing: it is malformed, forged, over, or for somebody else."""


@dataclass(frozen=True)
class Caller:
    """Who sent a request. `party_id` is the creator or merchant it acts for; services and ops act for themselves."""

    role: Role
    subject: str
    party_id: str | None = None

    @property
    def actor(self) -> str:
        """The caller as events name it."""
        return f"{self.role}:{self.party_id or self.subject}"


def can_be_subject(subject: str) -> bool:
    """Whether a token may be about this subject."""
    return _SUBJECT.fullmatch(subject) is not None


def issue(secret: str, role: str, party_id: str | None = None, subject: str | None = None) -> str:
    """A token for `role`, valid for 30 days; `party_id` is the creator or merchant that its bearer acts for."""
    now = int(time.time())
    claims = {
        "sub": subject or party_id or role,
        "role": role,
        "party_id": party_id,
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + LIFETIME_SECONDS,
    }
    return jwt.encode(
        {name: value for name, value in claims.items() if value is not None}, secret, algorithm=_ALGORITHM
    )


def verify(secret: str, token: str) -> Caller:
    """The caller that a token names; raises `InvalidTokenError`. Times are judged by the wall clock."""
    caller, expires_at = _proven(secret, token)
    if expires_at <= time.time():
        raise InvalidTokenError("over")
    return caller


@lru_cache(maxsize=10_000)
def _proven(secret: str, token: str) -> tuple[Caller, int]:
    """Whom a token names and until when; the same token comes with every request of its bearer."""
    try:
        claims = jwt.decode(
            token, secret, algorithms=[_ALGORITHM], audience=AUDIENCE, issuer=ISSUER, options={"require": _REQUIRED}
        )
    except jwt.InvalidTokenError as error:
        raise InvalidTokenError(str(error)) from None
    role, subject, party_id = claims["role"], claims["sub"], claims.get("party_id")
    if role not in get_args(Role):
        raise InvalidTokenError("unknown role")
    if not isinstance(subject, str) or not can_be_subject(subject):
        raise InvalidTokenError("unusable sub")
    if role in ("service", "ops"):
        return Caller(role, subject), claims["exp"]
    try:
        return Caller(role, subject, _IDENTIFIER.validate_python(party_id, strict=True)), claims["exp"]
    except ValidationError:
        raise InvalidTokenError("a creator or merchant needs a party_id") from None
