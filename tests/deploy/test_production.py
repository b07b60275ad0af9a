"""Jobs, API and worker start in production with what the rendered chart tells them, as containers would be started.

Against real Postgres, with the accounts that the Compose file makes there, and a real Temporal server.
"""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx
import jwt
import pytest
from temporalio.client import Client

from luyue.devstack.child import Child, ProgramFailedError, run_to_end, tail
from luyue.devstack.layout import free_port
from luyue.devstack.postgres import binary_directory, throwaway_postgres
from luyue.devstack.temporal import throwaway_temporal
from tests import eligible
from tests.api.client import body_of
from tests.api.issuer import AUDIENCE, ISSUER, SigningKey, jwks
from tests.conftest import Eventually
from tests.deploy.chart import (
    SETS,
    Manifest,
    environment,
    local_command,
    manifests,
    pod_templates,
    template,
    written,
)
from tests.deploy.programs import DEPLOY

pytestmark = pytest.mark.release
KEY = SigningKey.made("current")
NAMESPACE = "luyue"


@pytest.fixture(scope="module")
async def own_postgres_url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a server on which nobody has migrated: accounts are of a server, not of a database."""
    async with throwaway_postgres(tmp_path_factory.mktemp("postgres").resolve()) as url:
        yield url


@pytest.fixture(scope="module")
def accounts(own_postgres_url: str, secrets: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The addresses of a database for its owner and for the service."""
    script = (DEPLOY / "compose" / "service_account.sh").read_text().replace("/run/secrets", str(secrets))
    copy = tmp_path_factory.mktemp("accounts") / "service_account.sh"
    copy.write_text(script)
    server = urlsplit(own_postgres_url)
    told = {
        "PATH": f"{binary_directory()}:/usr/bin:/bin",
        "PGHOST": str(server.hostname),
        "PGPORT": str(server.port),
        "POSTGRES_USER": str(server.username),
        "POSTGRES_DB": "deployed",
    }
    subprocess.run(["createdb", "--username", told["POSTGRES_USER"], "deployed"], env=told, check=True, timeout=60)
    subprocess.run(["sh", copy], env=told, check=True, timeout=60)
    place = f"{server.hostname}:{server.port}/deployed"
    password = (secrets / "service_password").read_text().strip()
    return f"postgresql://{server.username}@{place}", f"postgresql://luyue_login:{password}@{place}"


@pytest.fixture(scope="module")
async def temporal(
    temporal_program: Path, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[str]:
    """A server with the chart's namespace, which knows none of our search attributes yet."""
    async with throwaway_temporal(temporal_program, tmp_path_factory.mktemp("temporal")) as address:
        told = {"PATH": f"{temporal_program.parent}:/usr/bin:/bin", "HOME": "/nonexistent"}
        told |= {"TEMPORAL_ADDRESS": address, "TEMPORAL_NAMESPACE": NAMESPACE, "RETENTION": "72h"}
        words = [f"{name}={value}" for name, value in told.items()]
        await run_to_end(["/usr/bin/env", "-i", *words, "sh", str(DEPLOY / "compose" / "temporal_namespace.sh")])
        yield address


@pytest.fixture(scope="module")
def ports() -> dict[str, int]:
    names = ("LUYUE_API_PORT", "LUYUE_API_METRICS_PORT", "LUYUE_WORKER_METRICS_PORT", "LUYUE_TEMPORAL_METRICS_PORT")
    return {name: free_port() for name in names}


@pytest.fixture(scope="module")
def rendered(
    helm: Path, temporal: str, ports: dict[str, int], tmp_path_factory: pytest.TempPathFactory
) -> list[Manifest]:
    directory = tmp_path_factory.mktemp("values")
    (directory / "jwks.json").write_bytes(jwks(KEY))
    values = {
        "publicUrl": "https://luyue.example.com",
        "temporal": {"address": temporal, "namespace": NAMESPACE},
        "auth": {"jwks": str(directory / "jwks.json"), "issuer": ISSUER, "audience": AUDIENCE},
        "settings": {name: str(port) for name, port in ports.items()},
    }
    return manifests(template(helm, SETS["minimal"], written(directory / "values.json", values)))


class Pods:
    """Starts what the manifests make, each with its own environment and nothing of this process's."""

    def __init__(
        self, rendered: list[Manifest], accounts: tuple[str, str], secrets: Path, directory: Path, stack: AsyncExitStack
    ) -> None:
        self._rendered = rendered
        self._directory = directory
        self._stack = stack
        owner, service = accounts
        self._secrets = {
            ("luyue-owner-database", "url"): owner,
            ("luyue-database", "url"): service,
            ("luyue-digest", "key"): (secrets / "digest_key").read_text().strip(),
        }
        mounted = directory / "secrets" / "dossier"
        mounted.mkdir(parents=True)
        (mounted / "key.pem").write_text((secrets / "dossier_key").read_text())

    def log(self, name: str) -> Path:
        return self._directory / f"{name}.log"

    async def start(self, name: str) -> Child:
        told = environment(self._rendered, name, self._secrets)
        told = {variable: value.replace("/secrets/", f"{self._directory}/secrets/") for variable, value in told.items()}
        [container] = dict(pod_templates(self._rendered))[name]["spec"]["containers"]
        # As the image has it, and this clone's packages in place of the image's.
        told |= {"PATH": "/usr/bin:/bin", "PYTHONUNBUFFERED": "1", "HOME": "/nonexistent"}
        # Child adds to this process's own environment: `env -i` leaves nothing of it.
        words = [f"{variable}={value}" for variable, value in told.items()]
        command = ["/usr/bin/env", "-i", *words, sys.executable, "-m", "luyue.cli.main", *container["args"]]
        child = await Child.start(command, log=self.log(name))
        self._stack.push_async_callback(child.stop, 15, 30)
        return child

    async def run(self, name: str) -> str:
        """A job's output; it must succeed."""
        child = await self.start(name)
        assert await child.wait() == 0, tail(self.log(name))
        return self.log(name).read_text()


@asynccontextmanager
async def pods(
    rendered: list[Manifest], accounts: tuple[str, str], secrets: Path, directory: Path
) -> AsyncIterator[Pods]:
    async with AsyncExitStack() as stack:
        yield Pods(rendered, accounts, secrets, directory, stack)


async def answers(
    rendered: list[Manifest], ports: dict[str, int], http: httpx.AsyncClient, directory: Path, name: str, which: str
) -> bool:
    """What Kubernetes would find when it asks the pod."""
    [container] = dict(pod_templates(rendered))[name]["spec"]["containers"]
    probe = container[which]
    if "exec" in probe:
        words = [f"{variable}={port}" for variable, port in ports.items()]
        command = ["/usr/bin/env", "-i", f"PATH={directory}:/usr/bin:/bin", *words]
        try:
            await run_to_end([*command, *local_command(probe["exec"]["command"], directory)])
        except ProgramFailedError:
            return False
        return True
    asked = probe["httpGet"]
    variables = {"http": "LUYUE_API_PORT", "metrics": f"LUYUE_{name.rpartition('-')[2].upper()}_METRICS_PORT"}
    try:
        return (await http.get(f"http://127.0.0.1:{ports[variables[asked['port']]]}{asked['path']}")).status_code == 200
    except httpx.TransportError:
        return False


async def test_it_starts_and_works_in_production(
    rendered: list[Manifest],
    accounts: tuple[str, str],
    secrets: Path,
    temporal: str,
    ports: dict[str, int],
    tmp_path: Path,
    eventually: Eventually,
) -> None:
    async with pods(rendered, accounts, secrets, tmp_path) as started, httpx.AsyncClient(timeout=30) as http:
        assert "applied 0001" in await started.run("luyue-migrate")
        assert "added Status" in await started.run("luyue-search-attributes")

        worker = await started.start("luyue-worker")
        api = await started.start("luyue-api")

        async def passes(name: str, which: str) -> bool:
            assert worker.running, tail(started.log("luyue-worker"))
            assert api.running, tail(started.log("luyue-api"))
            return await answers(rendered, ports, http, tmp_path, name, which)

        for name in ("luyue-worker", "luyue-api"):
            for which in ("startupProbe", "livenessProbe", "readinessProbe"):
                await eventually(lambda name=name, which=which: passes(name, which))

        address = f"http://127.0.0.1:{ports['LUYUE_API_PORT']}"
        service = {"Authorization": f"Bearer {KEY.token(role='service', sub='shop')}"}
        product = body_of(eligible.product("m1"))
        assert (await http.put(f"{address}/v1/products/p1", json=product, headers=service)).status_code < 300
        order = {
            "merchant_id": "m1",
            "product_id": "p1",
            "paid_amount": "9.00",
            "paid_at": datetime.now(UTC).isoformat(),
        }
        order |= {"consignee_id": "k1", "region": "33", "ship_within": "PT48H"}
        placed = await http.post(f"{address}/v1/consumer-orders", json=order, headers=service)
        assert placed.status_code == 201, placed.text
        id = placed.json()["id"]

        # It is where the chart says, under the namespace's own name, and found by what the job registered.
        client = await Client.connect(temporal, namespace=NAMESPACE)
        await eventually(lambda: _is_found(client, f"consumer-order/{id}"))

        # What development has and production must not.
        advance = f"{address}/v1/test-clock/consumer-order/{id}/advance"
        ops = {"Authorization": f"Bearer {KEY.token(role='ops')}"}
        assert (await http.post(advance, json={"by": "PT1H"}, headers=ops)).status_code == 404
        secret = (secrets / "jwt_secret").read_text().strip()
        forged = jwt.encode({"sub": "x", "role": "ops", "exp": 9999999999}, secret, algorithm="HS256")
        listed = await http.get(f"{address}/v1/consumer-orders", headers={"Authorization": f"Bearer {forged}"})
        assert listed.status_code == 401

        # The account cannot change what has happened.
        connection = await asyncpg.connect(accounts[1], server_settings={"role": "luyue_service"})
        try:
            assert await connection.fetchval("select count(*) from events") > 0
            for statement in ("delete from events", "update events set type = 'x'", "drop table events"):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(statement)
        finally:
            await connection.close()

        for line in started.log("luyue-worker").read_text().splitlines():
            assert json.loads(line)["level"] in ("INFO", "WARNING"), line


async def _is_found(client: Client, id: str) -> bool:
    return [one.id async for one in client.list_workflows("`Status` = 'AWAITING_SHIPMENT'")] == [id]
