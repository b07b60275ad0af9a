"""What the API process is told by its environment (`LUYUE_…`)."""

from datetime import timedelta
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from luyue.api.jwks import check_place
from luyue.dossier.keys import retired_keys, signing_key


class ApiSettings(BaseSettings):
    """Production unless said otherwise, so that a forgotten variable never opens the test clock.

    `digest_key` keys the digests of free texts and request bodies; `dossier_key` signs dossiers (an Ed25519 private key
    in PEM, or the path of a file with one), and `dossier_retired_keys` are the public keys of those that signed before
    it (in PEM or as a JWKS, or the path of a file with them); `public_url` is where clients reach the API;
    `jwt_secret` proves development tokens, never in production; `jwks` is the file or https address of the keys that
    prove all others, which `jwt_issuer` has issued for `jwt_audience`, for at most `jwt_longest_lifetime`;
    `requests_per_second` and `requests_burst` limit each caller in this process: at an even pace, and at once;
    `streams_per_caller` and `streams_at_once` bound the event streams that are open in this process;
    `answer_patience` is how long a process may take to answer, and a repeat waits for the answer to the first.
    """

    model_config = SettingsConfigDict(env_prefix="LUYUE_", hide_input_in_errors=True)

    environment: Literal["development", "sandbox", "production"] = "production"
    database_url: str
    database_connections: int = Field(16, ge=2, le=200)
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "default"
    temporal_ui_url: str = "http://127.0.0.1:8233"
    task_queue: str = "luyue"
    api_host: str = "127.0.0.1"
    api_port: int = Field(8080, ge=0, le=65535)
    public_url: str | None = None
    requests_per_second: float = Field(500, gt=0)
    requests_burst: int = Field(2000, ge=1)
    streams_per_caller: int = Field(8, ge=1)
    streams_at_once: int = Field(200, ge=1)
    answer_patience: timedelta = Field(timedelta(seconds=10), gt=timedelta(0))
    jwt_secret: str | None = Field(None, min_length=32, validate_default=True)
    jwt_issuer: str | None = Field(None, min_length=1)
    jwt_audience: str | None = Field(None, min_length=1)
    jwt_longest_lifetime: timedelta = Field(timedelta(hours=24), gt=timedelta(0))
    jwks: str | None = Field(None, validate_default=True)
    digest_key: str = Field(min_length=32)
    dossier_key: str
    dossier_retired_keys: str | None = None

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

    @field_validator("dossier_key")
    @classmethod
    def _signs(cls, given: str) -> str:
        signing_key(given)
        return given

    @field_validator("dossier_retired_keys")
    @classmethod
    def _prove(cls, given: str | None) -> str | None:
        if given:
            retired_keys(given)
        return given or None

    @property
    def test_clock(self) -> bool:
        """Whether processes may be moved forward in time."""
        return self.environment != "production"

    @property
    def address(self) -> str:
        """The API's own address, without a slash at its end."""
        return (self.public_url or f"http://{self.api_host}:{self.api_port}").rstrip("/")
