"""Which Temporal chaos rages at: the development server on SQLite, or the production one on its own Postgres."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal, Protocol

from luyue.devstack import postgres
from luyue.devstack.console import Steps
from luyue.devstack.layout import free_port
from luyue.devstack.production_temporal import READY_WITHIN, ProductionServer
from luyue.devstack.supervisor import Part
from luyue.devstack.temporal import TemporalServer, wait_until_ready
from luyue.devstack.temporal_cli import temporal_cli
from luyue.devstack.temporal_server import temporal_programs

Which = Literal["development", "production"]


class Server(Protocol):
    """What both servers have."""

    @property
    def address(self) -> str: ...

    async def prepare(self) -> None: ...

    def command(self) -> list[str]: ...

    async def wait_until_ready(self) -> None: ...


class Temporal:
    """A server that is started again whenever it dies, with or without what it knew. `before` run before it does."""

    def __init__(self, server: Server, drop: Callable[[], Awaitable[None]], before: tuple[Part, ...] = ()) -> None:
        self.server = server
        self.before = before
        self._drop = drop
        self._storage = asyncio.Lock()

    @property
    def part(self) -> Part:
        return Part(
            "temporal",
            self.server.command(),
            prepare=self._prepare,
            ready=self.server.wait_until_ready,
            ready_within=READY_WITHIN,
            stop_within=5,
        )

    async def forget(self, kill: Callable[[], object]) -> None:
        """Kills it and drops all that it has stored, before it is started again."""
        async with self._storage:
            kill()
            await self._drop()

    async def _prepare(self) -> None:
        async with self._storage:
            await self.server.prepare()


class DevelopmentServer(TemporalServer):
    """With its database in one file."""

    async def wait_until_ready(self) -> None:
        await wait_until_ready(self.address)

    async def drop_data(self) -> None:
        assert self.database is not None
        for file in self.database.parent.glob(f"{self.database.name}*"):
            file.unlink()


async def temporal(which: Which, directory: Path, steps: Steps) -> Temporal:
    """One in a directory; the production server is built the first time, which takes many minutes."""
    if which == "development":
        server = DevelopmentServer(await temporal_cli(steps), free_port(), None, directory / "temporal.db")
        return Temporal(server, server.drop_data)
    programs = await temporal_programs(steps)
    storage = postgres.PostgresServer(directory / "temporal-postgres", free_port())
    production = ProductionServer(programs, directory / "temporal", storage.url)
    return Temporal(production, production.drop_data, (postgres_part("temporal-postgres", storage),))


def postgres_part(name: str, server: postgres.PostgresServer, *settings: str) -> Part:
    """A Postgres with further settings, `name=value`."""
    options = [word for setting in settings for word in ("-c", setting)]
    return Part(
        name=name,
        command=[*server.command(), *options],
        account=server.account,
        prepare=server.prepare,
        clear=server.end_leftovers,
        ready=server.wait_until_ready,
        stop_signal=postgres.STOP_SIGNAL,
        death_signal=postgres.DEATH_SIGNAL,
    )
