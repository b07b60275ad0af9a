"""Prometheus on loopback beside a development stack, and promtool: built by Go, without the discovery of clouds."""

import asyncio
import json
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from luyue.devstack.go_tools import GoTool
from luyue.devstack.layout import LOOPBACK
from luyue.devstack.supervisor import Part

VERSION = "v0.313.5"
"""Of the Go module: Prometheus 3.13.5."""
_TAGS = ("remove_all_sd", "enable_dns_sd")

PROMTOOL = GoTool("promtool", "github.com/prometheus/prometheus/cmd/promtool", VERSION, _TAGS)
PROMETHEUS = GoTool("prometheus", "github.com/prometheus/prometheus/cmd/prometheus", VERSION, _TAGS)

RULES = Path(__file__).parents[2] / "deploy/prometheus/alert_rules.yml"
SCRAPED_EVERY = 1
"""Seconds: a dashboard is to have something to show soon after it was started."""


@dataclass(frozen=True)
class PrometheusServer:
    """One Prometheus with the alert rules; `scraped` are the ports of metrics on loopback by the names of jobs."""

    program: Path
    directory: Path
    port: int
    scraped: Mapping[str, int]

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def part(self) -> Part:
        """How a supervisor runs it."""
        command = [
            str(self.program),
            f"--config.file={self._configuration}",
            f"--web.listen-address={LOOPBACK}:{self.port}",
        ]
        command += [f"--storage.tsdb.path={self.directory / 'data'}", "--log.level=warn"]
        return Part("prometheus", command, prepare=self._prepare, ready=self._ready, stop_signal=signal.SIGTERM)

    @property
    def _configuration(self) -> Path:
        return self.directory / "prometheus.json"

    async def _prepare(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        jobs = [
            {"job_name": job, "static_configs": [{"targets": [f"{LOOPBACK}:{port}"]}]}
            for job, port in self.scraped.items()
        ]
        every = f"{SCRAPED_EVERY}s"
        whole = {"scrape_interval": every, "scrape_timeout": every, "evaluation_interval": every}
        # JSON is YAML.
        document = {"global": whole, "rule_files": [str(RULES)], "scrape_configs": jobs}
        self._configuration.write_text(json.dumps(document))

    async def _ready(self) -> None:
        async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
            while True:
                try:
                    if (await client.get(f"{self.url}/-/ready")).status_code == 200:
                        return
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.05)


async def query(prometheus_url: str, client: httpx.AsyncClient, path: str, **parameters: str) -> list[dict[str, Any]]:
    """The series that Prometheus answers a query with; raises httpx.HTTPError, or ValueError with what is wrong."""
    answer = await client.get(f"{prometheus_url}/api/v1/{path}", params=parameters)
    told = answer.json()
    if told.get("status") != "success":
        raise ValueError(told.get("error", answer.status_code))
    series: list[dict[str, Any]] = told["data"]["result"]
    return series
