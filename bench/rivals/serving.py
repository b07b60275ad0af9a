"""Starts the rivals that carry out commands: each on a database of its own, on one Postgres that nobody else uses."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

import aiohttp

from bench.rivals import polling_table, rows
from luyue.devstack.child import Child, ready_or_dead
from luyue.devstack.layout import LOOPBACK, free_port
from luyue.devstack.postgres import DEATH_SIGNAL, STOP_SIGNAL, PostgresServer


@dataclass(frozen=True)
class Rival:
    """Where it takes commands, and the processes that it consists of."""

    url: str
    database_url: str
    pids: Mapping[str, int]


Starting: TypeAlias = Callable[[PostgresServer, int, Path], AbstractAsyncContextManager[Rival]]
"""Starts a rival on a server, whose process id is given, with its files in a directory."""


@asynccontextmanager
async def rival_postgres(directory: Path) -> AsyncIterator[tuple[PostgresServer, int]]:
    """A server as durable as the stack's; yields it with its process id."""
    server = PostgresServer(directory / "rivals", free_port())
    async with running(server.command(), directory / "rivals.log", server) as child:
        yield server, child.pid


@asynccontextmanager
async def dbos(
    server: PostgresServer, postgres_pid: int, directory: Path, *, acting: Literal["rows", "rules"]
) -> AsyncIterator[Rival]:
    """The DBOS application, whose transitions only write rows, or are made by the rules."""
    url, port = await rows.made_database(server, f"dbos_{acting}"), free_port()
    command = [sys.executable, "-m", "bench.rivals.dbos_lifecycle", acting, url, str(port)]
    async with _serving(command, port, directory / f"dbos-{acting}.log") as child:
        yield Rival(_address(port), url, {"API and worker": child.pid, "Postgres": postgres_pid})


@asynccontextmanager
async def polling(server: PostgresServer, postgres_pid: int, directory: Path) -> AsyncIterator[Rival]:
    """The polling table's API and its worker."""
    url, port = await rows.made_database(server, "polling"), free_port()
    await polling_table.make(url)
    program = [sys.executable, "-m", "bench.rivals.polling_table"]
    async with (
        _serving([*program, "api", url, str(port)], port, directory / "polling-api.log") as api,
        running([*program, "worker", url], directory / "polling-worker.log") as worker,
    ):
        yield Rival(_address(port), url, {"API": api.pid, "worker": worker.pid, "Postgres": postgres_pid})


@asynccontextmanager
async def _serving(command: list[str], port: int, log: Path) -> AsyncIterator[Child]:
    async def answers() -> None:
        async with aiohttp.ClientSession() as http:
            while True:
                try:
                    async with http.get(f"{_address(port)}/openapi.json"):
                        return
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.05)

    async with running(command, log) as child:
        await ready_or_dead(child, answers, command[2], log)
        yield child


@asynccontextmanager
async def running(
    command: Sequence[str],
    log: Path,
    server: PostgresServer | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    stop_signal: signal.Signals = STOP_SIGNAL,
) -> AsyncIterator[Child]:
    """A program until the context ends; `server` is what it is where it is Postgres, which is then ready."""
    if server is None:
        child = await Child.start(command, log=log, environment=environment)
    else:
        await server.prepare()
        child = await Child.start(command, log=log, death_signal=DEATH_SIGNAL, account=server.account)
    try:
        if server is not None:
            await ready_or_dead(child, server.wait_until_ready, "Postgres", log)
        yield child
    finally:
        await child.stop(stop_signal, within=10)


def _address(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"
