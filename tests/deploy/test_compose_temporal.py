"""Temporal as the Compose file starts it: its schema, its server and its namespace."""

import asyncio
import json
import os
import re
import signal
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
from temporalio.api.workflowservice.v1 import ListNamespacesRequest
from temporalio.client import Client
from temporalio.service import RPCError

from luyue.devstack.child import Child, ready_or_dead, run_to_end
from luyue.devstack.console import Silent
from luyue.devstack.layout import free_port
from luyue.devstack.postgres import throwaway_postgres
from luyue.devstack.temporal_server import MODULE, TOOLCHAIN, VERSION, temporal_programs
from tests.deploy.compose import COMPOSE, Project

MakeSchema = Callable[[], Awaitable[None]]


@pytest.fixture
async def temporal_postgres_url(tmp_path: Path) -> AsyncIterator[str]:
    """The address of a server that is Temporal's alone: on the session's, other tests have its databases."""
    async with throwaway_postgres(tmp_path.resolve() / "postgres") as url:
        yield url


@pytest.fixture
async def temporal_module() -> Path:
    """The source of Temporal's server, with its schemas and what its images are made from."""
    fetched = await run_to_end(
        ["go", "mod", "download", "-json", f"{MODULE}@{VERSION}"], environment={"GOTOOLCHAIN": TOOLCHAIN}
    )
    return Path(json.loads(fetched)["Dir"])


@pytest.fixture
async def make_schema(temporal_postgres_url: str, temporal_module: Path, tmp_path: Path) -> MakeSchema:
    """Does what the service `temporal-schema` does, on a Postgres as its image makes it."""
    programs = await temporal_programs(Silent())
    versions = tmp_path / "schema"
    versions.mkdir()
    (versions / "temporal").symlink_to(temporal_module / "schema/postgresql/v12/temporal/versioned")
    (versions / "visibility").symlink_to(programs.visibility_schema)
    (tmp_path / "temporal_password").write_text("temporal\n")
    (tmp_path / "temporal-sql-tool").symlink_to(programs.sql_tool)

    server = urlsplit(temporal_postgres_url)
    script = (COMPOSE / "temporal_schema.sh").read_text()
    for there, here in (
        ("/run/secrets", str(tmp_path)),
        ("--ep temporal-postgres -p 5432", f"--ep {server.hostname} -p {server.port}"),
        ("/etc/temporal/schema/postgresql/v12/$part/versioned", f"{versions}/$part"),
    ):
        assert there in script
        script = script.replace(there, here)
    (tmp_path / "temporal_schema.sh").write_text(script)
    owner = await asyncpg.connect(temporal_postgres_url)
    await owner.execute("create role temporal superuser login password 'temporal'")
    await owner.execute("create database temporal owner temporal")
    await owner.close()

    async def make() -> None:
        await run_to_end(
            ["sh", str(tmp_path / "temporal_schema.sh")], environment={"PATH": f"{tmp_path}:{os.environ['PATH']}"}
        )

    return make


@pytest.mark.release
async def test_temporals_schema_is_made_and_made_again(make_schema: MakeSchema, temporal_postgres_url: str) -> None:
    for _ in range(2):
        await make_schema()
    server = urlsplit(temporal_postgres_url)
    for database, table in (("temporal", "executions"), ("temporal_visibility", "executions_visibility")):
        connection = await asyncpg.connect(f"postgresql://temporal@{server.hostname}:{server.port}/{database}")
        assert await connection.fetchval("select to_regclass($1)", table) == table
        await connection.close()


@pytest.mark.release
async def test_temporal_starts_with_what_it_is_told(
    project: Project, make_schema: MakeSchema, temporal_postgres_url: str, temporal_module: Path, tmp_path: Path
) -> None:
    await make_schema()
    service = project["services"]["temporal"]
    postgres = urlsplit(temporal_postgres_url)
    ports = [free_port() for _ in range(10)]
    # Several servers share this machine, where containers have addresses of their own.
    elsewhere = {"POSTGRES_SEEDS": str(postgres.hostname), "DB_PORT": str(postgres.port), "BIND_ON_IP": "127.0.0.1"}
    elsewhere["PROMETHEUS_ENDPOINT"] = f"127.0.0.1:{ports.pop()}"
    assert elsewhere.keys() <= service["environment"].keys()
    for part in ("FRONTEND", "HISTORY", "MATCHING", "WORKER"):
        elsewhere |= {f"{part}_GRPC_PORT": str(ports.pop()), f"{part}_MEMBERSHIP_PORT": str(ports.pop())}
    elsewhere["FRONTEND_HTTP_PORT"] = str(ports.pop())

    image = tmp_path / "image"
    image.mkdir()
    (image / "temporal-server").symlink_to((await temporal_programs(Silent())).server)
    # The image's shell knows what this machine's may not.
    entrypoint = (temporal_module / "docker/scripts/sh/entrypoint.sh").read_text()
    (image / "entrypoint.sh").write_text(entrypoint.replace("#!/bin/sh", "#!/usr/bin/env bash", 1))
    (image / "entrypoint.sh").chmod(0o755)
    mounted = {one["target"]: one["source"] for one in service.get("volumes", ())}
    mounted |= {"/etc/temporal/entrypoint.sh": str(image / "entrypoint.sh"), "/run/secrets": str(tmp_path)}

    def here(told: str) -> str:
        for there, source in mounted.items():
            told = told.replace(there, source)
        return told

    told = {name: here(value) for name, value in (service["environment"] | elsewhere).items()}
    told["PATH"] = f"{image}:/usr/bin:/bin"
    # What it finds in its working directory would go before what is built into it.
    command = ["/usr/bin/env", "-i", f"--chdir={image}", *(f"{name}={value}" for name, value in told.items())]
    command += [here(word) for word in service["entrypoint"]]
    log = tmp_path / "temporal.log"
    server = await Child.start(command, log=log)

    async def answers() -> None:
        while True:
            try:
                client = await Client.connect(f"127.0.0.1:{told['FRONTEND_GRPC_PORT']}")
                # Asks its database, by which it is more than a port that is open.
                await client.workflow_service.list_namespaces(ListNamespacesRequest())
                return
            # The SDK raises bare RuntimeErrors where nobody listens yet.
            except (RPCError, RuntimeError):
                await asyncio.sleep(0.2)

    try:
        await ready_or_dead(server, answers, "Temporal's server", log, within=120)
    finally:
        await server.stop(signal.SIGTERM, within=15)


def test_the_namespace_is_made_and_made_again(temporal_program: Path, temporal_address: str, tmp_path: Path) -> None:
    def make(retention: str) -> None:
        environment = {
            "PATH": f"{temporal_program.parent}:/usr/bin:/bin",
            "HOME": str(tmp_path),
            "TEMPORAL_ADDRESS": temporal_address,
            "TEMPORAL_NAMESPACE": "made-by-compose",
            "RETENTION": retention,
        }
        subprocess.run(["sh", COMPOSE / "temporal_namespace.sh"], env=environment, check=True, timeout=120)

    def described() -> str:
        command = [temporal_program, "operator", "namespace", "describe", "--namespace", "made-by-compose"]
        ran = subprocess.run(
            [*command, "--address", temporal_address], capture_output=True, text=True, check=True, timeout=60
        )
        return re.sub(r"\s+", " ", ran.stdout)

    make("168h")
    assert "168h0m0s" in described()
    make("72h")
    assert "72h0m0s" in described()
