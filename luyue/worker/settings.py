"""What the worker process is told by its environment (`LUYUE_…`)."""

from typing import Literal

from pydantic import AnyHttpUrl, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class WorkerSettings(BaseSettings):
    """Production unless said otherwise, so that a forgotten variable never opens the test clock."""

    model_config = SettingsConfigDict(env_prefix="LUYUE_")

    environment: Literal["development", "sandbox", "production"] = "production"
    database_url: str
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "default"
    task_queue: str = "luyue"
    database_connections: int = Field(16, ge=2, le=200)
    sms_gateway_url: AnyHttpUrl | None = None
    sms_gateway_token: SecretStr | None = None
    sms_language: Literal["zh-CN", "en"] = "zh-CN"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def test_clock(self) -> bool:
        """Whether processes may be moved forward in time."""
        return self.environment != "production"
