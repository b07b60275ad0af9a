"""What the codec server is told by its environment (`LUYUE_…`)."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from luyue.api.token_settings import TokenSettings
from luyue.temporal.payload_keys import PayloadKeys


class CodecSettings(TokenSettings):
    """`payload_keys` is the file that API and worker have too; `codec_origins` are the addresses at which browsers have
    Temporal's UI, separated by commas: pages from elsewhere are not answered; `temporal_namespace` is the one served.
    """

    payload_keys: Path
    temporal_namespace: str = "default"
    codec_host: str = "127.0.0.1"
    codec_port: int = Field(8234, ge=0, le=65535)
    codec_origins: str = ""

    @field_validator("payload_keys")
    @classmethod
    def _holds_keys(cls, given: Path) -> Path:
        PayloadKeys.read(given)
        return given

    @field_validator("codec_origins")
    @classmethod
    def _are_origins(cls, given: str) -> str:
        for origin in _separated(given):
            parts = urlsplit(origin)
            if (
                parts.scheme not in ("http", "https")
                or not parts.netloc
                or origin != f"{parts.scheme}://{parts.netloc}"
            ):
                raise ValueError(f"{origin!r} is no origin such as https://temporal.example.com")
        return given

    @property
    def origins(self) -> list[str]:
        return _separated(self.codec_origins)


def _separated(given: str) -> list[str]:
    return [origin.strip() for origin in given.split(",") if origin.strip()]
