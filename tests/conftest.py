"""The real servers that tests share, each started once a session and only when a test asks for it. All on loopback."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from luyue.devstack.console import Silent
from luyue.devstack.layout import Layout, Ports, free_port
from luyue.devstack.postgres import throwaway_postgres
from luyue.devstack.stack import Stack, running_stack
from luyue.devstack.temporal import throwaway_temporal
from luyue.devstack.temporal_cli import temporal_cli
from luyue.devstack.time_skipping import time_skipping_server
from tests.sms_gateway import SmsGateway, sms_gateway

Eventually = Callable[..., Awaitable[None]]

# How long anything takes on a busy machine is no test's business.
settings.register_profile("whole", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("short", settings.get_profile("whole"), max_examples=20)
settings.load_profile("whole")


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
async def sms() -> AsyncIterator[SmsGateway]:
    """The gateway that the stack sends SMS through."""
    async with sms_gateway() as gateway:
        yield gateway


@pytest.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory, sms: SmsGateway) -> AsyncIterator[Stack]:
    """A ready stack: Postgres, Temporal, worker and API, each a process of its own; whole for those who come next."""
    directory = tmp_path_factory.mktemp("stack").resolve() / "state"
    layout = Layout(directory, Ports(free_port(), free_port(), free_port(), free_port()))
    settings = {"LUYUE_SMS_GATEWAY_URL": sms.url, "LUYUE_SMS_GATEWAY_TOKEN": "gateway-token"}
    async with running_stack(layout, echo=Silent(), settings=settings) as stack:
        yield stack


@pytest.fixture(scope="session")
async def time_skipping_path() -> str:
    """The executable for `WorkflowEnvironment.start_time_skipping(test_server_existing_path=…)`.

    Give that `test_server_startup_timeout=timedelta(seconds=60)`: Java may start slowly on a busy machine.
    """
    return str(await time_skipping_server(Silent()))


@pytest.fixture(scope="session")
def eventually() -> Eventually:
    """Waits until a condition holds, and fails when it does not within the time given in seconds."""

    async def wait(condition: Callable[[], object], within: float = 120) -> None:
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


STACKS = (
    (
        "e2e/test_outages",
        "e2e/test_killed_parts",
        "e2e/test_postgres_away",
        "e2e/test_rehydration",
        "e2e/test_sms",
        "e2e/test_webhooks",
    ),
    ("e2e", "wire"),
    ("telemetry",),
)
"""Files that share a stack, for it takes long to start: those that kill parts of it, and all others."""

LONGEST_FIRST = (
    "upgrade",
    "e2e/test_outages",
    "chaos/test_chaos",
    "backup",
    "e2e",
    "wire",
    "telemetry",
    "api/contract",
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


class ByFileAndStack(LoadFileScheduling):
    """Gives each process a whole file, or all that share a stack."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        sharing = (number for number, starts in enumerate(STACKS) if file.removeprefix("tests/").startswith(starts))
        return next((f"stack {number}" for number in sharing), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    return ByFileAndStack(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_finish() -> None:
    # What was imported and collected stays to the end: no need to go through it again and again.
    gc.freeze()
