"""Temporal's web UI as a program of its own, for a server that has none: the one for production."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path

import httpx

from luyue.devstack.layout import LOOPBACK

_ENVIRONMENT = "luyue"


@dataclass(frozen=True)
class TemporalUi:
    """The UI on a loopback port; `directory` takes its configuration."""

    program: Path
    directory: Path
    port: int
    temporal_address: str

    async def prepare(self) -> None:
        """Writes the configuration."""
        self.directory.mkdir(parents=True, exist_ok=True)
        written = {
            "temporalGrpcAddress": self.temporal_address,
            "host": LOOPBACK,
            "port": self.port,
            "enableUi": True,
            "defaultNamespace": "default",
            "cors": {"cookieInsecure": True, "allowOrigins": [f"http://{LOOPBACK}:{self.port}"]},
        }
        (self.directory / f"{_ENVIRONMENT}.yaml").write_text(json.dumps(written, indent=2))

    def command(self) -> list[str]:
        return [
            str(self.program),
            "--root",
            str(self.directory.parent),
            "--config",
            self.directory.name,
            "--env",
            _ENVIRONMENT,
            "start",
        ]

    async def wait_until_ready(self) -> None:
        """Returns once its page is served. Waits without limit."""
        async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
            while True:
                try:
                    if (await client.get(f"http://{LOOPBACK}:{self.port}/", follow_redirects=True)).is_success:
                        return
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.1)
