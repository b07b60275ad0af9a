"""What the worker process is told by its environment (`LUYUE_…`)."""

from typing import Literal

from pydantic import AnyHttpUrl, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from luyue.temporal.settings import TemporalSettings


class WorkerSettings(TemporalSettings):
    """Production unless said otherwise, so that a forgotten variable never opens the test clock.

    With a `build_id`, such as a release's number, the worker is a version of the deployment `luyue`, and idle until
    that is the current one (docs/upgrading.md).

    Metrics are served to Prometheus at `metrics_host`, to whoever reaches the ports: the worker's own, and those of
    Temporal's SDK. Without a port there are none. Traces are told by OpenTelemetry's own variables (`luyue.telemetry`).
    """

    model_config = SettingsConfigDict(env_prefix="LUYUE_")

    environment: Literal["development", "sandbox", "production"] = "production"
    database_url: str
    task_queue: str = "luyue"
    build_id: str | None = Field(None, pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$")
    database_connections: int = Field(16, ge=2, le=200)
    sms_gateway_url: AnyHttpUrl | None = None
    sms_gateway_token: SecretStr | None = None
    sms_language: Literal["zh-CN", "en"] = "zh-CN"
    metrics_host: str = "127.0.0.1"
    worker_metrics_port: int | None = Field(None, ge=1, le=65535)
    temporal_metrics_port: int | None = Field(None, ge=1, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def test_clock(self) -> bool:
        """Whether processes may be moved forward in time."""
        return self.environment != "production"
