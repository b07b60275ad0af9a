"""A throw-away PostgreSQL for a benchmark, as careful of what it writes as one in production, and its databases."""

import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from luyue.devstack.child import Child, ready_or_dead
from luyue.devstack.layout import free_port
from luyue.devstack.postgres import DEATH_SIGNAL, PostgresServer
from luyue.journal.migrate import migrate

SETTINGS = {
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "maintenance_work_mem": "1GB",
}
"""No checkpoint falls into one contestant's turn and not into another's; every turn begins with one."""


@dataclass(frozen=True)
class Server:
    """A running server: `url` is an empty database's address, `directory` where its files are, `pid` its process."""

    url: str
    directory: Path
    pid: int

    def database(self, name: str) -> str:
        """The address of another of its databases."""
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    async def execute(self, statement: str) -> None:
        """Runs a statement as the superuser, in the database of `url`."""
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def migrated(self, name: str) -> str:
        """A new database with the journal's schema; returns its address."""
        await self.execute(f"create database {name}")
        await migrate(self.database(name))
        return self.database(name)

    @asynccontextmanager
    async def copy(self, template: str, name: str) -> AsyncIterator[str]:
        """A copy of a database for one turn, with nothing left to write from before; yields its address."""
        await self.execute(f"create database {name} template {template}")
        await self.execute("checkpoint")
        try:
            yield self.database(name)
        finally:
            await self.execute(f"drop database {name} with (force)")


@asynccontextmanager
async def throwaway_server(*, durable: bool = True) -> AsyncIterator[Server]:
    """A server on a free port of loopback, with its data in a temporary directory that goes with it.

    `durable=False` leaves out what survives a crash of the machine: for data that is generated, not for writes that
    are measured.
    """
    with tempfile.TemporaryDirectory(prefix="luyue-bench-") as made:
        directory = Path(made).resolve()
        server = PostgresServer(directory / "postgres", free_port(), durable=durable)
        log = directory / "postgres.log"
        await server.prepare()
        settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        child = await Child.start(
            [*server.command(), *settings], log=log, death_signal=DEATH_SIGNAL, account=server.account
        )
        try:
            await ready_or_dead(child, server.wait_until_ready, "Postgres", log)
            yield Server(server.url, directory, child.pid)
        finally:
            await child.stop(signal.SIGQUIT, within=20)
            await server.end_leftovers()
