"""Temporal's development server on loopback ports: its command line, its readiness, and the search attributes."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from luyue.devstack.child import Child, ready_or_dead
from luyue.devstack.layout import LOOPBACK, StackUnavailableError, free_port
from luyue.temporal.search_attributes import OtherTypeError, add_search_attributes, lacking_search_attributes
from luyue.workflows.search_attributes import SEARCH_ATTRIBUTES

NAMESPACE = "default"
STOP_SIGNAL = signal.SIGTERM


@dataclass(frozen=True)
class TemporalServer:
    """One development server: without a database file it forgets everything when it stops; the web UI is optional."""

    program: Path
    port: int
    ui_port: int | None = None
    database: Path | None = None

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    async def prepare(self) -> None:
        """Removes what belongs to a database that somebody deleted: SQLite must not apply it to a new one."""
        if self.database is not None and not self.database.exists():
            for suffix in ("-wal", "-shm", "-journal"):
                self.database.with_name(self.database.name + suffix).unlink(missing_ok=True)

    def command(self) -> list[str]:
        command = [str(self.program), "server", "start-dev", "--ip", LOOPBACK, "--port", str(self.port)]
        command += ["--namespace", NAMESPACE, "--log-level", "warn"]
        command += ["--headless"] if self.ui_port is None else ["--ui-port", str(self.ui_port)]
        if self.database is not None:
            command += ["--db-filename", str(self.database)]
            # Twice the throughput of the default journal. NORMAL survives a kill of the server, and of the machine
            # but for the last moments, which rehydration makes good.
            command += ["--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL"]
        for key in SEARCH_ATTRIBUTES:
            command += ["--search-attribute", f"{key.name}={key.indexed_value_type.name.replace('_', '')}"]
        return command


async def wait_until_ready(address: str) -> None:
    """Returns once the namespace can be described and has the search attributes. Waits without limit.

    Raises StackUnavailableError if an attribute exists with another type.
    """
    while True:
        try:
            client = await Client.connect(address, namespace=NAMESPACE)
            await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=NAMESPACE))
            await register_search_attributes(client)
            return
        except (RPCError, RuntimeError):
            await asyncio.sleep(0.05)


async def register_search_attributes(client: Client) -> list[str]:
    """Adds those of SEARCH_ATTRIBUTES that the client's namespace lacks, and returns their names.

    For servers that were started elsewhere, or on a database older than an attribute. Doing it again changes nothing.
    Raises StackUnavailableError if one exists with another type.
    """
    try:
        lacking = await lacking_search_attributes(client)
    except OtherTypeError as error:
        raise StackUnavailableError(str(error)) from None
    if lacking:
        await add_search_attributes(client, lacking)
    return list(lacking)


@asynccontextmanager
async def throwaway_temporal(program: Path, directory: Path) -> AsyncIterator[str]:
    """A real development server for tests, in memory, on a free port; yields its address. Its log is in `directory`."""
    server = TemporalServer(program, free_port())
    log = directory / "temporal.log"
    child = await Child.start(server.command(), log=log)
    try:
        await ready_or_dead(child, lambda: wait_until_ready(server.address), "Temporal", log)
        yield server.address
    finally:
        # Nothing of it is to be kept, so it need not say goodbye to its own services.
        await child.stop(signal.SIGKILL, within=5)
