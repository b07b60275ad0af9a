"""Temporal as in production on this machine: the server for clusters, with Postgres beneath it, to kill at will."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
from google.protobuf.duration_pb2 import Duration
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from luyue.devstack import temporal
from luyue.devstack.child import Child, ready_or_dead, run_to_end
from luyue.devstack.layout import LOOPBACK, StackUnavailableError
from luyue.devstack.temporal_configuration import (
    DATABASE,
    VISIBILITY_DATABASE,
    DatabaseAddress,
    ServerPorts,
    ServerTls,
    configuration,
    dynamic_configuration,
)
from luyue.devstack.temporal_server import TemporalPrograms
from luyue.workflows.search_attributes import SEARCH_ATTRIBUTES

RETENTION_DAYS = 7
READY_WITHIN = 180.0

Connect = Callable[[str], Awaitable[Client]]


async def _in_plain_text(address: str) -> Client:
    return await Client.connect(address, namespace=temporal.NAMESPACE)


@dataclass(frozen=True)
class ProductionServer:
    """One server with all of Temporal's services. Its data are two databases on the Postgres at `postgres_url`.

    `directory` takes its configuration; `connect` gives a client that may administer it.
    """

    programs: TemporalPrograms
    directory: Path
    postgres_url: str
    ports: ServerPorts = field(default_factory=ServerPorts.free)
    tls: ServerTls | None = None
    connect: Connect = _in_plain_text

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.ports.frontend}"

    async def prepare(self) -> None:
        """Writes the configuration, and makes the databases or brings them to this version's schema."""
        self.directory.mkdir(parents=True, exist_ok=True)
        database = DatabaseAddress.of(self.postgres_url)
        limits = self.directory / "limits.yaml"
        limits.write_text(json.dumps(dynamic_configuration(), indent=2))
        self._configuration_file.write_text(
            json.dumps(configuration(database, self.ports, limits, self.tls), indent=2), encoding="utf-8"
        )
        # Of one Postgres: two that begin with making a database would each wait for the other's template.
        await self._bring_to_schema(DATABASE, ["--schema-name", "postgresql/v12/temporal"])
        await self._bring_to_schema(VISIBILITY_DATABASE, ["--schema-dir", str(self.programs.visibility_schema)])

    def command(self) -> list[str]:
        return [
            str(self.programs.server),
            "--config-file",
            str(self._configuration_file),
            "--allow-no-auth",
            "start",
        ]

    async def wait_until_ready(self) -> None:
        """Returns once the namespace is there and can be searched by all attributes. Waits without limit."""
        while True:
            try:
                client = await self.connect(self.address)
                await _register_namespace(client)
                await temporal.register_search_attributes(client)
                # What was registered a moment ago is not known to all parts yet.
                for key in SEARCH_ATTRIBUTES:
                    await client.count_workflows(f"`{key.name}` is null")
                return
            except (RPCError, RuntimeError):
                await asyncio.sleep(0.2)

    async def drop_data(self) -> None:
        """Drops both databases, as if Temporal's storage were lost. The server must not run."""
        connection = await asyncpg.connect(self.postgres_url, timeout=10)
        try:
            for database in (DATABASE, VISIBILITY_DATABASE):
                await connection.execute(f"drop database if exists {database} with (force)")
        finally:
            await connection.close()

    @property
    def _configuration_file(self) -> Path:
        return self.directory / "server.yaml"

    async def _bring_to_schema(self, database: str, schema: list[str]) -> None:
        if not await self._has_versions(database):
            await self._run_sql_tool(database, "setup-schema", "--version", "0.0")
        await self._run_sql_tool(database, "update-schema", *schema)

    async def _has_versions(self, database: str) -> bool:
        """Makes the database if there is none; whether its schema has a version already."""
        connection = await asyncpg.connect(self.postgres_url, timeout=10)
        try:
            if not await connection.fetchval("select true from pg_database where datname = $1", database):
                await connection.execute(f"create database {database}")
        finally:
            await connection.close()
        connection = await asyncpg.connect(self.postgres_url, database=database, timeout=10)
        try:
            return await connection.fetchval("select to_regclass('schema_version')") is not None
        finally:
            await connection.close()

    async def _run_sql_tool(self, database: str, *arguments: str) -> None:
        at = DatabaseAddress.of(self.postgres_url)
        where = ["--plugin", "postgres12_pgx", "--endpoint", at.host, "--port", str(at.port), "--user", at.user]
        command = [str(self.programs.sql_tool), *where, "--database", database, *arguments]
        await run_to_end(command, environment={"SQL_PASSWORD": at.password})


class RunningServer:
    """A server that can be killed and started again; its data stay."""

    def __init__(self, server: ProductionServer) -> None:
        self.server = server
        self._child: Child | None = None

    @property
    def address(self) -> str:
        return self.server.address

    @property
    def log(self) -> Path:
        return self.server.directory / "server.log"

    @property
    def pid(self) -> int | None:
        """None while it does not run."""
        return self._child.pid if self._child is not None and self._child.running else None

    async def start(self) -> None:
        """Starts it and waits until it is ready; raises StackUnavailableError if it dies or takes too long."""
        if self.pid is not None:
            raise StackUnavailableError("The server is running.")
        await self.server.prepare()
        child = self._child = await Child.start(self.server.command(), log=self.log)
        await ready_or_dead(child, self.server.wait_until_ready, "Temporal's server", self.log, READY_WITHIN)

    async def stop(self) -> None:
        """Asks it to end, and waits until it has."""
        if self._child is not None:
            await self._child.stop(temporal.STOP_SIGNAL, within=15)

    async def kill(self) -> None:
        """Kills it at once, as kill -9 does."""
        if self._child is not None:
            await self._child.stop(signal.SIGKILL, within=5)


@asynccontextmanager
async def production_temporal(
    programs: TemporalPrograms,
    directory: Path,
    postgres_url: str,
    *,
    tls: ServerTls | None = None,
    connect: Connect = _in_plain_text,
) -> AsyncIterator[RunningServer]:
    """A ready server for the length of the context; its data stay in its two databases."""
    running = RunningServer(ProductionServer(programs, directory, postgres_url, tls=tls, connect=connect))
    try:
        await running.start()
        yield running
    finally:
        await running.kill()


async def _register_namespace(client: Client) -> None:
    try:
        await client.workflow_service.register_namespace(
            RegisterNamespaceRequest(
                namespace=client.namespace,
                workflow_execution_retention_period=Duration(seconds=RETENTION_DAYS * 24 * 3600),
            )
        )
    except RPCError as error:
        if error.status != RPCStatusCode.ALREADY_EXISTS:
            raise
