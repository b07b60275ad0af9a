"""Who a caller is, and what a bearer token must say to name one. Keys are another matter: `token_keys`."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

import jwt
from pydantic import TypeAdapter, ValidationError

from luyue.domain.messages import Identifier
from luyue.domain.process import Role

ISSUER = "luyue-dev"
AUDIENCE = "luyue"
LIFETIME_SECONDS = 30 * 24 * 3600
DEVELOPMENT_ALGORITHM = "HS256"
"""Development tokens: theirs is the one secret key, which production refuses."""

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
    def creator_id(self) -> str | None:
        """The creator that it acts for, if any."""
        return self.party_id if self.role == "creator" else None

    @property
    def merchant_id(self) -> str | None:
        """The merchant that it acts for, if any."""
        return self.party_id if self.role == "merchant" else None

    @property
    def actor(self) -> str:
        """The caller as events name it."""
        return f"{self.role}:{self.party_id or self.subject}"


def can_be_subject(subject: str) -> bool:
    """Whether a token may be about this subject."""
    return _SUBJECT.fullmatch(subject) is not None


def caller_in(claims: Mapping[str, Any]) -> Caller:
    """The caller that proven claims name; raises `InvalidTokenError`."""
    subject, party_id = claims.get("sub"), claims.get("party_id")
    role: Role | None = next((known for known in get_args(Role) if known == claims.get("role")), None)
    if role is None:
        raise InvalidTokenError("unknown role")
    if not isinstance(subject, str) or not can_be_subject(subject):
        raise InvalidTokenError("unusable sub")
    if role in ("service", "ops"):
        return Caller(role, subject)
    try:
        return Caller(role, subject, _IDENTIFIER.validate_python(party_id, strict=True))
    except ValidationError:
        raise InvalidTokenError("a creator or merchant needs a party_id") from None


def issue(secret: str, role: str, party_id: str | None = None, subject: str | None = None) -> str:
    """A development token for `role`, valid for 30 days; `party_id` is the creator or merchant its bearer acts for."""
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
        {name: value for name, value in claims.items() if value is not None}, secret, algorithm=DEVELOPMENT_ALGORITHM
    )
