"""What the API process is told by its environment (`LUYUE_…`)."""

from datetime import timedelta
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ApiSettings(BaseSettings):
    """Production unless said otherwise, so that a forgotten variable never opens the test clock.

    `digest_key` keys the digests of free texts and request bodies; `public_url` is where clients reach the API;
    `answer_patience` is how long a process may take to answer, and a repeat waits for the answer to the first.
    """

    model_config = SettingsConfigDict(env_prefix="LUYUE_")

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
    answer_patience: timedelta = Field(timedelta(seconds=10), gt=timedelta(0))
    jwt_secret: str = Field(min_length=32)
    digest_key: str = Field(min_length=32)

    @property
    def test_clock(self) -> bool:
        """Whether processes may be moved forward in time."""
        return self.environment != "production"

    @property
    def address(self) -> str:
        """The API's own address, without a slash at its end."""
        return (self.public_url or f"http://{self.api_host}:{self.api_port}").rstrip("/")
