"""The stack that chaos rages in: each part a process of its own, each connection through a proxy that can spoil it.

Postgres keeps its data on a small file system of its own where this may be mounted, so that a disk can be filled; the
second worker has a clock of its own where there is libfaketime.
"""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from luyue.api import tokens
from luyue.devstack import postgres
from luyue.devstack.child import run_to_end
from luyue.devstack.console import Steps
from luyue.devstack.go_tools import go_tool
from luyue.devstack.keys import Keys, load_or_make_keys, make_dossier_key
from luyue.devstack.layout import LOOPBACK, Layout, Ports, free_port
from luyue.devstack.production_temporal import READY_WITHIN
from luyue.devstack.supervisor import Part, Supervisor
from tests.chaos.proxies import TOXIPROXY, Proxies
from tests.chaos.temporals import Temporal, Which, postgres_part, temporal
from tests.chaos.timekeeper import Clock, fake_time_library

WORKERS = ("worker-1", "worker-2")
SKEWED = "worker-2"
"""The worker whose clock can be jumped."""
LINKS = {
    **{f"{part} to postgres": (part, "postgres") for part in (*WORKERS, "api")},
    **{f"{part} to temporal": (part, "temporal") for part in (*WORKERS, "api")},
    "clients to api": ("clients", "api"),
}
DISK = "640m"
POSTGRES_SETTINGS = ("max_wal_size=64MB", "min_wal_size=32MB", "checkpoint_timeout=30s", "restart_after_crash=on")


class Town:
    """A running stack: where its parts are, and what can be done to them."""

    def __init__(self, layout: Layout, temporal: Temporal, proxies: Path) -> None:
        self.layout = layout
        self.keys: Keys = load_or_make_keys(self.layout.secrets_file)
        make_dossier_key(self.layout.dossier_key_file)
        self.disk = self.layout.state_directory / "disk"
        self._postgres = postgres.PostgresServer(self.disk / "postgres", layout.ports.postgres)
        self._temporal = temporal
        self.proxies = Proxies(proxies, free_port())
        self.supervisor = Supervisor(self.layout.log_directory, lambda _line: None, lambda: None)
        library = fake_time_library()
        self.clock = Clock(self.layout.state_directory / "clock", library) if library is not None else None
        self.has_small_disk = False

    @property
    def database_url(self) -> str:
        """Past all proxies, as those are who look on."""
        return self._postgres.url

    @property
    def temporal_address(self) -> str:
        return self._temporal.server.address

    @property
    def api_url(self) -> str:
        """As clients reach it."""
        return f"http://{LOOPBACK}:{self.proxies.port('clients to api')}"

    def token(self, role: str, party_id: str | None = None) -> str:
        return tokens.issue(self.keys.jwt_secret, role, party_id)

    def environment(self, part: str) -> dict[str, str]:
        """What a part is told, which reaches the others through its own proxies."""
        pg, tp = self.proxies.port(f"{part} to postgres"), self.proxies.port(f"{part} to temporal")
        return {
            "LUYUE_ENVIRONMENT": "development",
            "LUYUE_DATABASE_URL": f"postgresql://{postgres.SUPERUSER}@{LOOPBACK}:{pg}/{postgres.DATABASE}",
            "LUYUE_TEMPORAL_ADDRESS": f"{LOOPBACK}:{tp}",
            "LUYUE_API_HOST": LOOPBACK,
            "LUYUE_API_PORT": str(self.layout.ports.api),
            "LUYUE_JWT_SECRET": self.keys.jwt_secret,
            "LUYUE_DIGEST_KEY": self.keys.digest_key,
            "LUYUE_DOSSIER_KEY": str(self.layout.dossier_key_file),
            "PYTHONUNBUFFERED": "1",
        }

    async def start(self) -> None:
        self.disk.mkdir()
        self.disk.chmod(0o711)
        self.has_small_disk = _mounted(self.disk)
        await self.proxies.start(self.layout.log_directory / "toxiproxy.log")
        ports, frontend = self.layout.ports, int(self.temporal_address.rpartition(":")[2])
        upstream = {"postgres": ports.postgres, "temporal": frontend, "api": ports.api}
        for link, (_, target) in LINKS.items():
            await self.proxies.add(link, upstream[target])
        await asyncio.gather(self._start_postgres(), self._start_temporal())
        await run_to_end(_luyue("migrate"), environment=self._direct())
        for worker in WORKERS:
            own = self.clock.environment if self.clock is not None and worker == SKEWED else {}
            await self.supervisor.start(Part(worker, _luyue("worker"), self.environment(worker) | own))
        await self.supervisor.start(Part("api", _luyue("api"), self.environment("api"), ready=self._is_ready))

    async def stop(self) -> None:
        await self.supervisor.stop()
        await self.proxies.stop()
        if self.has_small_disk:
            await run_to_end(["umount", "--lazy", str(self.disk)])

    async def luyue(self, *arguments: str) -> str:
        """Runs the `luyue` command past all proxies; returns what it prints."""
        return await run_to_end(_luyue(*arguments), environment=self._direct())

    def kill(self, part: str) -> bool:
        """`kill -9`; False where it is being started again just now."""
        pid = self.supervisor.pid(part)
        if pid is None:
            return False
        os.kill(pid, signal.SIGKILL)
        return True

    async def forget_temporal(self) -> None:
        """Drops all that Temporal has stored; returns once it is there again, and knows nothing."""
        await self._temporal.forget(lambda: self.kill("temporal"))
        await asyncio.wait_for(self._temporal.server.wait_until_ready(), READY_WITHIN)

    def _direct(self) -> dict[str, str]:
        addresses = {"LUYUE_DATABASE_URL": self.database_url, "LUYUE_TEMPORAL_ADDRESS": self.temporal_address}
        return self.environment("api") | addresses

    async def _start_postgres(self) -> None:
        await self._postgres.prepare()
        await self.supervisor.start(postgres_part("postgres", self._postgres, *POSTGRES_SETTINGS))

    async def _start_temporal(self) -> None:
        for part in (*self._temporal.before, self._temporal.part):
            await part.prepare()
            await self.supervisor.start(part)

    async def _is_ready(self) -> None:
        async with httpx.AsyncClient(base_url=self.api_url, trust_env=False, timeout=5) as client:
            while True:
                try:
                    if (await client.get("/readyz")).status_code == 200:
                        return
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.05)


def _mounted(directory: Path) -> bool:
    """Whether a small file system could be mounted there: only root may, and not everywhere."""
    if os.geteuid() != 0:
        return False
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=0711", "chaos", str(directory)]
    return subprocess.run(mount, check=False, capture_output=True).returncode == 0


def _luyue(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "luyue.cli.main", *arguments]


@asynccontextmanager
async def running_town(directory: Path, steps: Steps, which: Which = "development") -> AsyncIterator[Town]:
    """A town for the length of the context; its logs stay in the directory."""
    layout = Layout(directory, Ports(free_port(), free_port(), free_port(), free_port()))
    layout.prepare()
    town = Town(layout, await temporal(which, directory, steps), await go_tool(steps, TOXIPROXY))
    try:
        await town.start()
        yield town
    finally:
        await town.stop()
