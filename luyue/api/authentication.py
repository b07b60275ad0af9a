"""Proves bearer tokens as the settings say: by the issuer's keys, outside production also by the development secret."""

from dataclasses import dataclass

import jwt

from luyue.api.jwks import Jwks, reader
from luyue.api.token_keys import KeySet, Terms, development_keys
from luyue.api.token_settings import TokenSettings
from luyue.api.tokens import DEVELOPMENT_ALGORITHM, Caller, InvalidTokenError


@dataclass(frozen=True)
class Authentication:
    """At least one of the two ways to prove a token."""

    development: KeySet | None
    issued: Jwks | None

    @classmethod
    def of(cls, settings: TokenSettings) -> "Authentication":
        """As the settings say, which have been checked."""
        development = development_keys(settings.jwt_secret) if settings.jwt_secret is not None else None
        if settings.jwks is None:
            return cls(development, None)
        assert settings.jwt_issuer is not None
        assert settings.jwt_audience is not None
        terms = Terms(settings.jwt_issuer, settings.jwt_audience, settings.jwt_longest_lifetime)
        return cls(development, Jwks(reader(settings.jwks), terms))

    async def caller(self, token: str) -> Caller:
        """The caller that a token names; raises `InvalidTokenError` or `KeysUnavailableError`."""
        if self.development is not None and (self.issued is None or _is_for_development(token)):
            return self.development.caller(token)
        if self.issued is None:
            raise InvalidTokenError("nothing proves tokens")
        return await self.issued.caller(token)

    async def keep_current(self) -> None:
        """Goes on reading the issuer's keys, if there are any to read."""
        if self.issued is not None:
            await self.issued.keep_reading()


def _is_for_development(token: str) -> bool:
    try:
        return jwt.get_unverified_header(token).get("alg") == DEVELOPMENT_ALGORITHM
    except jwt.InvalidTokenError:
        return False
