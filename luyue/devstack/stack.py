"""The whole development stack: Postgres and Temporal together, then migrations, then the worker and the API."""

import asyncio
import sys
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Literal

import httpx

from luyue.api import tokens
from luyue.devstack import postgres, temporal
from luyue.devstack.child import run_to_end
from luyue.devstack.console import Steps
from luyue.devstack.environment_file import write_environment_file
from luyue.devstack.keys import Keys, load_or_make_keys, make_dossier_key
from luyue.devstack.layout import LOOPBACK, Layout, StackUnavailableError, free_port
from luyue.devstack.production_temporal import READY_WITHIN, ProductionServer
from luyue.devstack.supervisor import Part, Supervisor
from luyue.devstack.temporal_cli import temporal_cli
from luyue.devstack.temporal_configuration import ServerPorts
from luyue.devstack.temporal_server import temporal_programs
from luyue.devstack.temporal_ui import TemporalUi

PartName = Literal["api", "worker", "temporal", "postgres"]
NO_SETTINGS: Mapping[str, str] = MappingProxyType({})
PARTS: tuple[PartName, ...] = ("api", "worker", "temporal", "postgres")


class Stack:
    """A running stack: its addresses, its keys and its process ids."""

    def __init__(self, layout: Layout, keys: Keys, steps: Steps, settings: Mapping[str, str] = NO_SETTINGS) -> None:
        self.layout = layout
        self._settings = settings
        self.secrets = keys
        self._ready = False
        self._steps = steps
        self._postgres = postgres.PostgresServer(layout.postgres_directory, layout.ports.postgres)
        self._supervisor = Supervisor(layout.log_directory, steps.say, self._write_environment_file)

    @property
    def api_url(self) -> str:
        return f"http://{LOOPBACK}:{self.layout.ports.api}"

    @property
    def temporal_address(self) -> str:
        return self.layout.external_temporal_address or f"{LOOPBACK}:{self.layout.ports.temporal}"

    @property
    def temporal_ui_url(self) -> str:
        if self.layout.external_temporal_address is None:
            return f"http://{LOOPBACK}:{self.layout.ports.temporal_ui}"
        host = self.layout.external_temporal_address.rsplit(":", 1)[0]
        return self.layout.external_temporal_ui_url or f"http://{host}:8233"

    @property
    def database_url(self) -> str:
        return self.layout.external_database_url or self._postgres.url

    @property
    def environment(self) -> dict[str, str]:
        """What the stack's own programs are told by their environment."""
        return {
            "LUYUE_ENVIRONMENT": "development",
            "LUYUE_DATABASE_URL": self.database_url,
            "LUYUE_TEMPORAL_ADDRESS": self.temporal_address,
            "LUYUE_TEMPORAL_UI_URL": self.temporal_ui_url,
            "LUYUE_API_HOST": LOOPBACK,
            "LUYUE_API_PORT": str(self.layout.ports.api),
            "LUYUE_JWT_SECRET": self.secrets.jwt_secret,
            "LUYUE_DIGEST_KEY": self.secrets.digest_key,
            "LUYUE_DOSSIER_KEY": str(self.layout.dossier_key_file),
            "PYTHONUNBUFFERED": "1",
            **self._settings,
        }

    def pid(self, part: PartName) -> int | None:
        """The process id of a part; None if it runs elsewhere, or is being started again."""
        return self._supervisor.pid(part)

    def token(self, role: str, party_id: str | None = None) -> str:
        """A development token for this stack's API."""
        return tokens.issue(self.secrets.jwt_secret, role, party_id)

    async def start(self) -> None:
        """Starts everything; when it returns, the API is ready and the environment file is there."""
        await _together(self._start_postgres(), self._start_temporal())
        await _together(self._start_worker(), self._start_api())
        self._ready = True
        self._write_environment_file()

    async def stop(self) -> None:
        self._ready = False
        self.layout.environment_file.unlink(missing_ok=True)
        await self._supervisor.stop()

    async def _start_postgres(self) -> None:
        if self.layout.external_database_url is None:
            with self._steps.step(f"PostgreSQL on {LOOPBACK}:{self.layout.ports.postgres}"):
                await self._start_postgres_server("postgres", self._postgres)
        with self._steps.step("Database migrated"):
            await run_to_end(_luyue("migrate"), environment=self.environment)

    async def _start_postgres_server(self, name: str, server: postgres.PostgresServer) -> None:
        await server.prepare()
        part = Part(
            name=name,
            command=server.command(),
            account=server.account,
            prepare=server.prepare,
            clear=server.end_leftovers,
            ready=server.wait_until_ready,
            stop_signal=postgres.STOP_SIGNAL,
            death_signal=postgres.DEATH_SIGNAL,
        )
        await self._supervisor.start(part)

    async def _start_temporal(self) -> None:
        address = self.layout.external_temporal_address
        if address is not None:
            with self._steps.step(f"Temporal at {address}"):
                try:
                    await asyncio.wait_for(temporal.wait_until_ready(address), 30)
                except TimeoutError:
                    raise StackUnavailableError(f"No Temporal server answers at TEMPORAL_ADDRESS={address}.") from None
            return
        if self.layout.production_temporal:
            await self._start_production_temporal()
            return
        program = await temporal_cli(self._steps)
        ports = self.layout.ports
        server = temporal.TemporalServer(program, ports.temporal, ports.temporal_ui, self.layout.temporal_database)
        with self._steps.step(f"Temporal on {server.address}"):
            part = Part(
                name="temporal",
                command=server.command(),
                prepare=server.prepare,
                ready=lambda: temporal.wait_until_ready(server.address),
                stop_signal=temporal.STOP_SIGNAL,
                stop_within=5,
            )
            await self._supervisor.start(part)

    async def _start_production_temporal(self) -> None:
        ports, directory = self.layout.ports, self.layout.state_directory / "temporal"
        programs = await temporal_programs(self._steps)
        # Of its own: any long transaction on a server that both share would hold up our feed.
        storage = postgres.PostgresServer(self.layout.state_directory / "temporal-postgres", free_port())
        server = ProductionServer(programs, directory, storage.url, ServerPorts.free(ports.temporal))
        with self._steps.step(f"Temporal's production server on {server.address}"):
            await self._start_postgres_server("temporal-postgres", storage)
            part = Part(
                name="temporal",
                command=server.command(),
                prepare=server.prepare,
                ready=server.wait_until_ready,
                ready_within=READY_WITHIN,
                stop_signal=temporal.STOP_SIGNAL,
                stop_within=15,
            )
            await self._supervisor.start(part)
        ui = TemporalUi(programs.ui, directory / "ui", ports.temporal_ui, server.address)
        with self._steps.step(f"Temporal's web UI on {self.temporal_ui_url}"):
            await self._supervisor.start(
                Part("temporal-ui", ui.command(), prepare=ui.prepare, ready=ui.wait_until_ready)
            )

    async def _start_worker(self) -> None:
        # It is ready when the API's readiness says that somebody polls the task queue.
        await self._supervisor.start(Part("worker", _luyue("worker"), self.environment))

    async def _start_api(self) -> None:
        with self._steps.step(f"Worker, and API on {LOOPBACK}:{self.layout.ports.api}"):
            await self._supervisor.start(Part("api", _luyue("api"), self.environment, ready=self._api_ready))

    async def _api_ready(self) -> None:
        async with httpx.AsyncClient(base_url=self.api_url, trust_env=False, timeout=5) as client:
            while True:
                try:
                    if (await client.get("/readyz")).status_code == 200:
                        return
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.05)

    def _write_environment_file(self) -> None:
        if not self._ready:
            return
        values = {
            "LUYUE_API_URL": self.api_url,
            "LUYUE_TEMPORAL_ADDRESS": self.temporal_address,
            "LUYUE_TEMPORAL_UI_URL": self.temporal_ui_url,
            "LUYUE_DATABASE_URL": self.database_url,
            "LUYUE_TOKEN_SERVICE": self.token("service"),
            "LUYUE_TOKEN_OPS": self.token("ops"),
        }
        values |= {f"LUYUE_PID_{part.upper()}": str(self.pid(part) or "") for part in PARTS}
        write_environment_file(self.layout.environment_file, values)


@asynccontextmanager
async def running_stack(
    layout: Layout, *, echo: Steps, settings: Mapping[str, str] = NO_SETTINGS
) -> AsyncIterator[Stack]:
    """A ready stack for the length of the context; nothing of it runs afterwards, its data stays.

    `settings` are more of the environment of its own programs.
    Raises StackUnavailableError, with what to change, if it cannot run here.
    """
    with layout.locked():
        await asyncio.to_thread(layout.check_ports)
        # Left by a stack that was killed.
        layout.environment_file.unlink(missing_ok=True)
        make_dossier_key(layout.dossier_key_file)
        stack = Stack(layout, load_or_make_keys(layout.secrets_file), echo, settings)
        try:
            await stack.start()
            yield stack
        finally:
            with echo.step("Everything stopped"):
                await stack.stop()


def _luyue(command: str) -> list[str]:
    return [sys.executable, "-m", "luyue.cli.main", command]


async def _together(*work: Coroutine[None, None, None]) -> None:
    """Does all at once; the first failure ends the rest and is raised alone."""
    try:
        async with asyncio.TaskGroup() as group:
            for piece in work:
                group.create_task(piece)
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
