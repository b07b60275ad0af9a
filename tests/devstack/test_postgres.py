"""The embedded PostgreSQL: durable through kill -9, at home in directories that are closed to its own user."""

import os
import shutil
import signal
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import psutil
import pytest

from luyue.devstack import postgres
from luyue.devstack.child import Child
from luyue.devstack.layout import free_port
from luyue.devstack.postgres import DEATH_SIGNAL, STOP_SIGNAL, PostgresServer, throwaway_postgres


async def started(server: PostgresServer, log: Path) -> Child:
    await server.prepare()
    child = await Child.start(server.command(), log=log, death_signal=DEATH_SIGNAL, account=server.account)
    await server.wait_until_ready()
    return child


def alive(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def serving(port: int) -> list[psutil.Process]:
    """The server on a port and all its children."""
    server = next(
        process
        for process in psutil.process_iter(["cmdline"])
        if f"port={port}" in (process.info["cmdline"] or ()) and "postgres" in process.info["cmdline"][0]
    )
    return [server, *server.children(recursive=True)]


async def test_children_that_outlive_a_killed_server_are_ended(tmp_path: Path) -> None:
    server = PostgresServer(tmp_path.resolve() / "data", free_port(), durable=False)
    child = await started(server, tmp_path / "log")
    backend = await asyncpg.connect(server.url)
    processes = serving(server.port)
    # A stopped process cannot notice that its parent is gone.
    os.kill(backend.get_server_pid(), signal.SIGSTOP)
    os.kill(child.pid, signal.SIGKILL)
    await child.wait()
    assert any(alive(process) for process in processes)
    await server.end_leftovers()
    assert not any(alive(process) for process in processes)


async def test_a_throwaway_server_answers_and_leaves_no_process(tmp_path: Path) -> None:
    async with throwaway_postgres(tmp_path.resolve()) as url:
        connection = await asyncpg.connect(url)
        assert (await connection.fetchval("show server_version")).startswith("18.")
        assert await connection.fetchval("select current_database()") == "luyue"
        assert await connection.fetchval("show listen_addresses") == "127.0.0.1"
        await connection.close()
        processes = serving(urlsplit(url).port or 0)
    assert len(processes) > 5
    assert not any(alive(process) for process in processes)


async def test_a_directory_closed_to_others_stays_closed(tmp_path: Path) -> None:
    closed = tmp_path.resolve() / "with a space" / "closed"
    closed.mkdir(parents=True)
    closed.chmod(0o700)
    async with throwaway_postgres(closed) as url:
        connection = await asyncpg.connect(url)
        await connection.execute("create table kept ()")
        await connection.close()
    assert closed.stat().st_mode & 0o077 == 0


async def test_programs_in_a_directory_closed_to_others_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path.resolve() / "closed"
    closed.mkdir(mode=0o700)
    package = postgres.binary_directory().parent.parent
    # The package and, where there is one, the directory of shared libraries beside it.
    for source in package.parent.glob(f"{package.name}*"):
        if source.suffix != ".dist-info":
            shutil.copytree(source, closed / source.name, ignore=shutil.ignore_patterns("pginstall"))
    programs = closed / postgres.binary_directory().relative_to(package.parent)
    monkeypatch.setattr(postgres, "binary_directory", lambda: programs)
    async with throwaway_postgres(closed) as url:
        await (await asyncpg.connect(url)).close()


async def test_kill_9_in_the_middle_of_work_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    server = PostgresServer(tmp_path.resolve() / "data", free_port())
    child = await started(server, tmp_path / "log")
    connection = await asyncpg.connect(server.url)
    await connection.execute("create table kept (number integer)")
    await connection.execute("insert into kept values (1)")
    open_transaction = await asyncpg.connect(server.url)
    await open_transaction.execute("begin; insert into kept values (2)")

    os.kill(child.pid, signal.SIGKILL)
    await child.wait()
    child = await started(server, tmp_path / "log")

    connection = await asyncpg.connect(server.url)
    assert await connection.fetchval("select array_agg(number) from kept") == [1]
    processes = serving(server.port)
    await child.stop(STOP_SIGNAL, within=10)
    assert not any(alive(process) for process in processes)
    assert "database system is shut down" in (tmp_path / "log").read_text()


async def test_an_interrupted_first_start_begins_anew(tmp_path: Path) -> None:
    server = PostgresServer(tmp_path.resolve() / "data", free_port(), durable=False)
    half_made = tmp_path.resolve() / "data.partial"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18\n")
    child = await started(server, tmp_path / "log")
    await child.stop(signal.SIGQUIT, within=5)
    assert not half_made.exists()


@pytest.mark.parametrize("name", ["fsync", "full_page_writes", "synchronous_commit"])
async def test_the_development_server_is_durable(tmp_path: Path, name: str) -> None:
    settings = " ".join(PostgresServer(tmp_path, 1).command())
    assert f"{name}=off" not in settings
