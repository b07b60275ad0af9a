"""Ways into the API of the one stack of all end-to-end tests, and ways to look behind it."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from temporalio.client import Client

from luyue.devstack.stack import Stack
from luyue.domain.policy import DEFAULT_POLICY
from luyue.journal.agreement import Difference
from luyue.journal.journal import Journal
from luyue.journal.verification import verify
from luyue.worker.kinds import KINDS
from luyue.worker.worker import connect
from tests.e2e.database import Database
from tests.e2e.scene import Scene, unique

Policies = Callable[..., AbstractAsyncContextManager[None]]
Differences = Callable[[], Awaitable[list[Difference]]]


@pytest.fixture(scope="session")
async def http(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    limits = httpx.Limits(max_connections=100)
    async with httpx.AsyncClient(base_url=stack.api_url, limits=limits, trust_env=False, timeout=60) as http:
        yield http


@pytest.fixture
async def scene(stack: Stack, http: httpx.AsyncClient) -> Scene:
    return await Scene(stack, http).set()


@pytest.fixture(scope="session")
def database(stack: Stack) -> Database:
    return Database(stack.database_url)


@pytest.fixture(scope="session")
async def temporal(stack: Stack) -> Client:
    return await connect(stack.temporal_address)


@pytest.fixture(scope="session")
def policy(stack: Stack) -> Policies:
    """`async with policy(approval_window=…)`: requests made inside are governed by a policy with these parameters."""

    async def bring_into_force(**parameters: Any) -> None:
        journal = await Journal.open(stack.database_url, size=1)
        version = DEFAULT_POLICY.model_copy(update={"version": unique("policy"), **parameters})
        await journal.policies.add(version)
        await journal.close()

    @asynccontextmanager
    async def in_force(**parameters: Any) -> AsyncIterator[None]:
        await bring_into_force(**parameters)
        yield
        await bring_into_force()

    return in_force


@pytest.fixture(scope="session")
def differences(stack: Stack) -> Differences:
    """What `luyue verify` finds wrong in the whole journal."""

    async def find() -> list[Difference]:
        journal = await Journal.open(stack.database_url, size=2)
        findings = await verify(journal, [declared.kind for declared in KINDS])
        await journal.close()
        assert findings.processes
        return findings.differences

    return find


@dataclass(frozen=True)
class Ran:
    """A program that has ended; `output` is both its streams."""

    code: int
    output: str


Run = Callable[..., Awaitable[Ran]]


async def _run(program: Path, *arguments: str, **environment: str) -> Ran:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("LUYUE_")}
    process = await asyncio.create_subprocess_exec(
        str(program),
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**variables, **environment},
    )
    output, _ = await asyncio.wait_for(process.communicate(), 120)
    assert process.returncode is not None
    return Ran(process.returncode, output.decode())


@pytest.fixture(scope="session")
def temporal_command(stack: Stack, temporal_program: Path) -> Run:
    """Runs Temporal's own command against the stack."""

    async def run(*arguments: str) -> Ran:
        return await _run(temporal_program, *arguments, "--address", stack.temporal_address)

    return run


@pytest.fixture(scope="session")
def luyue(stack: Stack) -> Run:
    """Runs the `luyue` command, which finds the stack by its state directory alone."""

    async def run(*arguments: str) -> Ran:
        program = Path(sys.executable).with_name("luyue")
        return await _run(program, *arguments, LUYUE_STATE_DIR=str(stack.layout.state_directory))

    return run
