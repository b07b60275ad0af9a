"""A Postgres that archives its WAL, base backups of it, and a restore to a point in time: as `docs/backup.md` says."""

import os
import shutil
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from luyue.devstack.child import Child, ready_or_dead, run_to_end
from luyue.devstack.layout import LOOPBACK
from luyue.devstack.postgres import DEATH_SIGNAL, SUPERUSER, PostgresServer, binary_directory
from tests.chaos.waiting import until


@dataclass(frozen=True)
class Archive:
    """Where base backups and the archived WAL are kept: in production another machine, better another region."""

    directory: Path

    @property
    def base(self) -> Path:
        return self.directory / "base"

    @property
    def wal(self) -> Path:
        return self.directory / "wal"

    @property
    def settings(self) -> dict[str, str]:
        """What the server is told; a WAL file that is there already is never overwritten."""
        command = f"test ! -f {self.wal}/%f && cp %p {self.wal}/%f"
        return {"wal_level": "replica", "archive_mode": "on", "archive_command": command, "archive_timeout": "60"}

    def prepare(self, server: PostgresServer) -> None:
        """Makes the directories, which the server's user writes to."""
        self.wal.mkdir(parents=True)
        _give(self.directory, server)

    async def take_base(self, server: PostgresServer) -> None:
        """`pg_basebackup`, while the server serves; the WAL that belongs to it comes from the archive."""
        source = ["-h", LOOPBACK, "-p", str(server.port), "-U", SUPERUSER]
        program = str(binary_directory() / "pg_basebackup")
        command = [program, *source, "-D", str(self.base), "--checkpoint=fast", "--wal-method=none"]
        await run_to_end(command, account=server.account)

    async def catch_up(self, server: PostgresServer) -> None:
        """Closes the present WAL file, and waits until it is in the archive."""
        connection = await asyncpg.connect(server.url)
        try:
            last = await connection.fetchval("select pg_walfile_name(pg_switch_wal())")
            await until(lambda: _is_there(self.wal / last))
        finally:
            await connection.close()

    def restore(self, server: PostgresServer, until: datetime) -> dict[str, str]:
        """Puts the base backup where a server's data was; returns what it is told, to stop at a point in time."""
        shutil.rmtree(server.directory, ignore_errors=True)
        shutil.copytree(self.base, server.directory)
        (server.directory / "recovery.signal").touch()
        _give(server.directory, server)
        server.directory.chmod(0o700)
        return self.settings | {
            "archive_mode": "off",
            "restore_command": f"cp {self.wal}/%f %p",
            "recovery_target_time": until.isoformat(),
            "recovery_target_action": "promote",
        }


@asynccontextmanager
async def running(server: PostgresServer, settings: Mapping[str, str], log: Path) -> AsyncIterator[None]:
    """The server for the length of the context, out of recovery; ended then by SIGKILL, as when its machine is lost."""
    await server.prepare()
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    child = await Child.start([*server.command(), *options], log=log, death_signal=DEATH_SIGNAL, account=server.account)
    try:
        await ready_or_dead(child, lambda: until(lambda: _serves(server)), "Postgres", log)
        await server.wait_until_ready()
        yield
    finally:
        await child.stop(signal.SIGKILL, within=5)
        await server.end_leftovers()


async def _serves(server: PostgresServer) -> bool:
    """Whether it takes writes: it takes reads already before it has come to its point in time."""
    try:
        connection = await asyncpg.connect(
            host=LOOPBACK, port=server.port, user=SUPERUSER, database="postgres", ssl=False
        )
    except (OSError, asyncpg.PostgresError):
        return False
    try:
        return not await connection.fetchval("select pg_is_in_recovery()")
    finally:
        await connection.close()


async def _is_there(path: Path) -> bool:
    return path.exists()


def _give(directory: Path, server: PostgresServer) -> None:
    """To the user that the server runs as."""
    if server.account is None:
        return
    for path in (directory, *directory.rglob("*")):
        os.chown(path, server.account.user, server.account.group)
