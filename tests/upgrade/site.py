"""A place of work for a rehearsal: Postgres and Temporal that stay, and a worker and an API, each of one release."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest

from luyue.api import tokens
from luyue.devstack.child import Child, ready_or_dead, run_to_end
from luyue.devstack.keys import Keys, load_or_make_keys, make_dossier_key
from luyue.devstack.layout import LOOPBACK, free_port
from luyue.devstack.postgres import throwaway_postgres
from luyue.devstack.temporal import throwaway_temporal
from luyue.worker.worker import TASK_QUEUE, connect

UNTIL_IT_ENDS = 20.0
"""Seconds that a part has to end by itself, once asked to."""


@dataclass
class Site:
    """`token`, `secrets` and `api_url` are what those who take part in a scene ask of a stack."""

    directory: Path
    database_url: str
    temporal_address: str
    secrets: Keys
    api_port: int = field(default_factory=free_port)
    parts: dict[str, Child] = field(default_factory=dict)

    @property
    def api_url(self) -> str:
        return f"http://{LOOPBACK}:{self.api_port}"

    def token(self, role: str, party_id: str | None = None) -> str:
        return tokens.issue(self.secrets.jwt_secret, role, party_id)

    def environment(self, release: Path) -> dict[str, str]:
        """What a release's programs are told; they import its code, wherever they are started."""
        return {
            "LUYUE_ENVIRONMENT": "development",
            "LUYUE_DATABASE_URL": self.database_url,
            "LUYUE_TEMPORAL_ADDRESS": self.temporal_address,
            "LUYUE_API_HOST": LOOPBACK,
            "LUYUE_API_PORT": str(self.api_port),
            "LUYUE_JWT_SECRET": self.secrets.jwt_secret,
            "LUYUE_DIGEST_KEY": self.secrets.digest_key,
            "LUYUE_DOSSIER_KEY": str(self.directory / "dossier.pem"),
            "PYTHONPATH": str(release),
            "PYTHONSAFEPATH": "1",
        }

    async def imports(self, release: Path) -> Path:
        """From where a release's programs take their code."""
        asked = [sys.executable, "-c", "import luyue; print(luyue.__file__)"]
        return Path((await run_to_end(asked, environment=self.environment(release))).strip())

    async def migrate(self, release: Path) -> None:
        await run_to_end(_luyue("migrate"), environment=self.environment(release))

    @asynccontextmanager
    async def both_workers(self, release: Path) -> AsyncIterator[None]:
        """Replaces the worker by one of a release; in the context both serve."""
        before = self.parts.pop("worker", None)
        child = await self._start("worker", release)
        await ready_or_dead(child, lambda: self._asks_for_tasks(child), "worker", self._log("worker"))
        try:
            yield
        finally:
            if before is not None:
                await before.stop(signal.SIGTERM, within=UNTIL_IT_ENDS)

    async def api(self, release: Path) -> None:
        """Replaces the API by one of a release, at the same address."""
        if before := self.parts.pop("api", None):
            await before.stop(signal.SIGTERM, within=UNTIL_IT_ENDS)
        child = await self._start("api", release)
        await ready_or_dead(child, self._api_is_ready, "api", self._log("api"))

    async def close(self) -> None:
        for child in [*self.parts.values()]:
            await child.stop(signal.SIGTERM, within=UNTIL_IT_ENDS)

    async def _start(self, part: str, release: Path) -> Child:
        child = await Child.start(_luyue(part), log=self._log(part), environment=self.environment(release))
        self.parts[part] = child
        return child

    def _log(self, part: str) -> Path:
        return self.directory / f"{part}.log"

    async def _asks_for_tasks(self, worker: Child) -> None:
        client = await connect(self.temporal_address)
        request = DescribeTaskQueueRequest(
            namespace=client.namespace,
            task_queue=TaskQueue(name=TASK_QUEUE),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        )
        while True:
            described = await client.workflow_service.describe_task_queue(request)
            if any(poller.identity.startswith(f"{worker.pid}@") for poller in described.pollers):
                return
            await asyncio.sleep(0.05)

    async def _api_is_ready(self) -> None:
        async with httpx.AsyncClient(base_url=self.api_url, trust_env=False, timeout=5) as client:
            while True:
                try:
                    if (await client.get("/readyz")).status_code == 200:
                        return
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.05)


def _luyue(command: str) -> list[str]:
    return [sys.executable, "-m", "luyue.cli.main", command]


@asynccontextmanager
async def site(directory: Path, temporal_program: Path) -> AsyncIterator[Site]:
    """A site without any service yet."""
    make_dossier_key(directory / "dossier.pem")
    keys = load_or_make_keys(directory / "keys.json")
    async with throwaway_postgres(directory) as url, throwaway_temporal(temporal_program, directory) as address:
        made = Site(directory, url, address, keys)
        try:
            yield made
        finally:
            await made.close()
