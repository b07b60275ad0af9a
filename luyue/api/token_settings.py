"""What a process is told about the bearer tokens that it is shown (`LUYUE_…`)."""

from datetime import timedelta
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from luyue.api.jwks import check_place


class TokenSettings(BaseSettings):
    """`jwt_secret` proves development tokens, never in production; `jwks` is the file or https address of the keys that
    prove all others, which `jwt_issuer` has issued for `jwt_audience`, for at most `jwt_longest_lifetime`.
    """

    model_config = SettingsConfigDict(env_prefix="LUYUE_", hide_input_in_errors=True)

    environment: Literal["development", "sandbox", "production"] = "production"
    jwt_secret: str | None = Field(None, min_length=32, validate_default=True)
    jwt_issuer: str | None = Field(None, min_length=1)
    jwt_audience: str | None = Field(None, min_length=1)
    jwt_longest_lifetime: timedelta = Field(timedelta(hours=24), gt=timedelta(0))
    jwks: str | None = Field(None, validate_default=True)

    @field_validator("jwt_secret", "jwt_issuer", "jwt_audience", "jwks", mode="before")
    @classmethod
    def _left_out(cls, given: str | None) -> str | None:
        return given or None

    @field_validator("jwt_secret")
    @classmethod
    def _is_for_development(cls, given: str | None, info: ValidationInfo) -> str | None:
        if given is not None and info.data.get("environment") == "production":
            raise ValueError("signs development tokens and is refused in production: remove it, set LUYUE_JWKS")
        return given

    @field_validator("jwks")
    @classmethod
    def _authenticates(cls, given: str | None, info: ValidationInfo) -> str | None:
        is_production = info.data.get("environment") == "production"
        if given is None:
            if is_production:
                raise ValueError("set it, LUYUE_JWT_ISSUER and LUYUE_JWT_AUDIENCE: nobody could prove who they are")
            if "jwt_secret" in info.data and info.data["jwt_secret"] is None:
                raise ValueError("set it, or LUYUE_JWT_SECRET for development: nobody could prove who they are")
            return None
        check_place(given, is_production=is_production)
        missing = [name for name in ("jwt_issuer", "jwt_audience") if info.data.get(name) is None]
        if missing:
            raise ValueError("needs " + " and ".join(f"LUYUE_{name.upper()}" for name in missing) + " besides")
        return given
