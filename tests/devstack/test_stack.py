"""The whole stack with stand-ins for the worker and the API: ready, found by others, restarted, stopped."""

import asyncio
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest
from temporalio.client import Client

from luyue.devstack import stack as stack_module
from luyue.devstack.console import Silent
from luyue.devstack.environment_file import VARIABLES, read_environment_file
from luyue.devstack.layout import SERVER_PORTS, Layout, Ports, StateInUseError, free_port, port_is_free
from luyue.devstack.stack import PARTS, Stack, running_stack

PROGRAM = Path(__file__).with_name("stack_without_programs.py")


@pytest.fixture(scope="module", autouse=True)
def stand_ins() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        # Registered first, so that the original is put back.
        monkeypatch.setattr(stack_module, "_luyue", stack_module._luyue)
        runpy.run_path(str(PROGRAM))["use_stand_ins"]()
        yield


def layout_in(directory: Path) -> Layout:
    return Layout(directory.resolve() / "state", Ports(free_port(), free_port(), free_port(), free_port()))


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return layout_in(tmp_path)


@pytest.fixture(scope="module")
async def stack(stand_ins: None, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """One for all tests that leave it running."""
    async with running_stack(layout_in(tmp_path_factory.mktemp("stack")), echo=Silent()) as stack:
        yield stack


def processes_of(directory: Path) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["cmdline", "environ", "status"])
        if process.info["status"] != psutil.STATUS_ZOMBIE
        and str(directory) in " ".join([*(process.info["cmdline"] or ()), *(process.info["environ"] or {}).values()])
        and process.pid != os.getpid()
    ]


async def test_a_ready_stack_says_where_it_is(stack: Stack) -> None:
    values = read_environment_file(stack.layout.environment_file)
    assert values is not None
    assert tuple(values) == VARIABLES
    assert values["LUYUE_DATABASE_URL"] == stack.database_url
    assert values["LUYUE_API_URL"] == f"http://127.0.0.1:{stack.layout.ports.api}"
    assert {part: values[f"LUYUE_PID_{part.upper()}"] for part in PARTS} == {
        part: str(stack.pid(part)) for part in PARTS
    }
    assert "postgres" in psutil.Process(stack.pid("postgres")).name()


async def test_a_second_stack_on_the_same_state_is_refused(stack: Stack) -> None:
    with pytest.raises(StateInUseError):
        async with running_stack(stack.layout, echo=Silent()):
            pass
    assert stack.layout.environment_file.exists()


async def test_killed_parts_come_back_at_the_same_address_with_their_data(stack: Stack, eventually) -> None:
    client = await Client.connect(stack.temporal_address)
    await client.start_workflow("kept", id="kept", task_queue="nobody")
    connection = await asyncpg.connect(stack.database_url)
    await connection.execute("create table kept ()")
    await connection.close()

    def written_again(part: str, killed: int) -> bool:
        values = read_environment_file(stack.layout.environment_file)
        return bool(values) and values[f"LUYUE_PID_{part.upper()}"] not in ("", str(killed))

    async def answering() -> bool:
        try:
            connection = await asyncpg.connect(stack.database_url)
            await connection.execute("table kept")
            await connection.close()
            await (await Client.connect(stack.temporal_address)).get_workflow_handle("kept").describe()
            await stack._api_ready()
        except Exception:
            return False
        return True

    for part in PARTS:
        killed = stack.pid(part)
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        await eventually(lambda part=part, killed=killed: written_again(part, killed))
        await eventually(answering)


async def test_a_stopped_stack_leaves_its_data_and_no_process(layout: Layout) -> None:
    tokens = []
    for _ in range(2):
        async with running_stack(layout, echo=Silent()) as stack:
            connection = await asyncpg.connect(stack.database_url)
            await connection.execute("create table if not exists kept (); insert into kept default values")
            count = await connection.fetchval("select count(*) from kept")
            await connection.close()
            tokens.append(stack.secrets)
        assert not layout.environment_file.exists()
        assert processes_of(layout.state_directory) == []
    assert count == 2
    assert tokens[0] == tokens[1]


async def foreground(layout: Layout, eventually) -> asyncio.subprocess.Process:
    base = free_port_block()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(PROGRAM),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "LUYUE_STATE_DIR": str(layout.state_directory), "LUYUE_PORT_BASE": str(base)},
    )
    await eventually(lambda: layout.environment_file.exists() or process.returncode is not None)
    return process


def free_port_block() -> int:
    """The first of four that no test beside this one is given."""
    return next(
        base for base in range(16000, SERVER_PORTS.start, 4) if all(port_is_free(base + step) for step in range(4))
    )


@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.long)])
async def test_a_signal_ends_all_of_it(layout: Layout, eventually, number: signal.Signals) -> None:
    process = await foreground(layout, eventually)
    process.send_signal(number)
    output, _ = await asyncio.wait_for(process.communicate(), 120)
    assert process.returncode == 0, output.decode()
    text = output.decode()
    assert "http://127.0.0.1" in text
    assert "Ctrl-C stops everything" in text
    assert not layout.environment_file.exists()
    assert processes_of(layout.state_directory) == []


@pytest.mark.long
async def test_after_a_killed_stack_the_next_one_starts(layout: Layout, eventually) -> None:
    process = await foreground(layout, eventually)
    process.kill()
    await process.communicate()
    async with running_stack(layout, echo=Silent()) as stack:
        assert (await Client.connect(stack.temporal_address)).namespace == "default"
