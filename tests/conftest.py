"""The real servers that tests share, each started once a session and only when a test asks for it. All on loopback."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from luyue.devstack.console import Silent
from luyue.devstack.postgres import throwaway_postgres
from luyue.devstack.temporal import throwaway_temporal
from luyue.devstack.temporal_cli import temporal_cli
from luyue.devstack.time_skipping import time_skipping_server

Eventually = Callable[..., Awaitable[None]]


@pytest.fixture(scope="session")
async def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of an empty database on a throw-away PostgreSQL; its role may create further databases."""
    async with throwaway_postgres(tmp_path_factory.mktemp("postgres").resolve()) as url:
        yield url


@pytest.fixture(scope="session")
async def temporal_program() -> Path:
    """The `temporal` program."""
    return await temporal_cli(Silent())


@pytest.fixture(scope="session")
async def temporal_address(temporal_program: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a real Temporal server with the search attributes registered, in memory."""
    async with throwaway_temporal(temporal_program, tmp_path_factory.mktemp("temporal")) as address:
        yield address


@pytest.fixture(scope="session")
async def time_skipping_path() -> str:
    """The executable for `WorkflowEnvironment.start_time_skipping(test_server_existing_path=…)`.

    Give that `test_server_startup_timeout=timedelta(seconds=30)`: Java may start slowly on a busy machine.
    """
    return str(await time_skipping_server(Silent()))


@pytest.fixture(scope="session")
def eventually() -> Eventually:
    """Waits until a condition holds, and fails when it does not within the time given in seconds."""

    async def wait(condition: Callable[[], object], within: float = 15) -> None:
        deadline = time.monotonic() + within
        while True:
            result = condition()
            if isinstance(result, Awaitable):
                result = await result
            if result:
                return
            assert time.monotonic() < deadline, f"not within {within} s"
            await asyncio.sleep(0.02)

    return wait


LONGEST_FIRST = (
    "e2e/test_outages",
    "api/contract",
    "e2e",
    "devstack",
    "api/test_unavailable",
    "api",
    "worker",
    "workflow",
)
"""The files that take longest, begun first: the others fill the gaps, and nobody waits for one in the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        file = item.path.relative_to(Path(__file__).parent).as_posix()
        found = (number for number, start in enumerate(LONGEST_FIRST) if file.startswith(start))
        return next(found, len(LONGEST_FIRST))

    items.sort(key=place)
