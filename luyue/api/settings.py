"""What the API process is told by its environment (`LUYUE_…`)."""

from datetime import timedelta

from pydantic import Field, field_validator
from pydantic_settings import SettingsConfigDict

from luyue.api.token_settings import TokenSettings
from luyue.dossier.keys import retired_keys, signing_key
from luyue.temporal.settings import TemporalSettings


class ApiSettings(TemporalSettings, TokenSettings):
    """Production unless said otherwise, so that a forgotten variable never opens the test clock.

    `digest_key` keys the digests of free texts and request bodies; `dossier_key` signs dossiers (an Ed25519 private key
    in PEM, or the path of a file with one), and `dossier_retired_keys` are the public keys of those that signed before
    it (in PEM or as a JWKS, or the path of a file with them); `public_url` is where clients reach the API;
    `requests_per_second` and `requests_burst` limit each caller in this process: at an even pace, and at once;
    `streams_per_caller` and `streams_at_once` bound the event streams that are open in this process;
    `answer_patience` is how long a process may take to answer, and a repeat waits for the answer to the first;
    `metrics_host` and `api_metrics_port` are where Prometheus reads metrics, without a port nowhere; whoever reaches
    them is not asked who it is. Traces are told by OpenTelemetry's own variables (`luyue.telemetry`).
    """

    model_config = SettingsConfigDict(env_prefix="LUYUE_", hide_input_in_errors=True)

    database_url: str
    database_connections: int = Field(16, ge=2, le=200)
    temporal_ui_url: str = "http://127.0.0.1:8233"
    task_queue: str = "luyue"
    api_host: str = "127.0.0.1"
    api_port: int = Field(8080, ge=0, le=65535)
    metrics_host: str = "127.0.0.1"
    api_metrics_port: int | None = Field(None, ge=1, le=65535)
    public_url: str | None = None
    requests_per_second: float = Field(500, gt=0)
    requests_burst: int = Field(2000, ge=1)
    streams_per_caller: int = Field(8, ge=1)
    streams_at_once: int = Field(200, ge=1)
    answer_patience: timedelta = Field(timedelta(seconds=10), gt=timedelta(0))
    digest_key: str = Field(min_length=32)
    dossier_key: str
    dossier_retired_keys: str | None = None

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
