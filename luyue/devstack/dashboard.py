"""A stack that tells its metrics to a Prometheus beside it, and the dashboard's panels with what Prometheus knows."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from luyue.devstack.console import Steps
from luyue.devstack.dashboard_page import page
from luyue.devstack.dashboard_panels import Line, Panel, read_lines, read_panels
from luyue.devstack.go_tools import go_tool
from luyue.devstack.layout import LOOPBACK, free_port
from luyue.devstack.prometheus import PROMETHEUS, PrometheusServer
from luyue.devstack.supervisor import Supervisor

SHOWN = 600.0
"""How many seconds of the past the panels show."""


@dataclass(frozen=True)
class Metrics:
    """On which ports a stack's programs tell their metrics."""

    api: int
    worker: int
    temporal_sdk: int

    @classmethod
    def on_free_ports(cls) -> "Metrics":
        return cls(free_port(), free_port(), free_port())

    @property
    def settings(self) -> dict[str, str]:
        """What the stack's programs are told."""
        return {
            "LUYUE_API_METRICS_PORT": str(self.api),
            "LUYUE_WORKER_METRICS_PORT": str(self.worker),
            "LUYUE_TEMPORAL_METRICS_PORT": str(self.temporal_sdk),
        }

    @property
    def jobs(self) -> dict[str, int]:
        """What Prometheus scrapes, by the names that the alerts know."""
        return {"luyue-api": self.api, "luyue-worker": self.worker, "luyue-temporal-sdk": self.temporal_sdk}


@asynccontextmanager
async def prometheus_beside(metrics: Metrics, directory: Path, steps: Steps) -> AsyncIterator[str]:
    """Runs Prometheus for the length of the context and yields its address; `directory` keeps its data and log."""
    program = await go_tool(steps, PROMETHEUS)
    server = PrometheusServer(program, directory, free_port(), metrics.jobs)
    supervisor = Supervisor(directory, steps.say, lambda: None)
    try:
        with steps.step(f"Prometheus on {LOOPBACK}:{server.port}"):
            directory.mkdir(parents=True, exist_ok=True)
            await supervisor.start(server.part())
        yield server.url
    finally:
        await supervisor.stop()


@asynccontextmanager
async def dashboard_served(prometheus_url: str) -> AsyncIterator[str]:
    """Serves the page on a loopback port for the length of the context, and yields its address."""
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:

        async def shown(_request: Request) -> HTMLResponse:
            panels = read_panels()
            lines = await asyncio.gather(*(read_lines(panel, prometheus_url, client, SHOWN) for panel in panels))
            told: list[tuple[Panel, list[Line]]] = list(zip(panels, lines, strict=True))
            return HTMLResponse(page(told, f"the last {SHOWN / 60:.0f} minutes, by Prometheus"))

        port = free_port()
        app = Starlette(routes=[Route("/", shown)])
        server = _Server(uvicorn.Config(app, host=LOOPBACK, port=port, log_config=None, access_log=False))
        serving = asyncio.create_task(server.serve())
        try:
            while not server.started and not serving.done():
                await asyncio.sleep(0.02)
            yield f"http://{LOOPBACK}:{port}/"
        finally:
            server.should_exit = True
            await serving


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs the stack."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
