"""The API as it is served, over TCP, with a real worker behind it; and a road to it that fails as tests want it to."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import httpx
import pytest
import uvicorn

from luyue.api.app import create_app
from luyue.api.settings import ApiSettings
from luyue.devstack.layout import free_port
from luyue.journal.journal import Journal
from luyue.journal.migrate import migrate
from luyue.worker.worker import build_worker, connect
from tests.api.client import DOSSIER_KEY, SECRET, Scene
from tests.client.road import Road

TASK_QUEUE = "client-tests"


@pytest.fixture(scope="session")
async def database_url(postgres_url: str) -> str:
    """A migrated database for the tests of the client."""
    connection = await asyncpg.connect(postgres_url)
    await connection.execute("create database client_tests")
    await connection.close()
    url = urlunsplit(urlsplit(postgres_url)._replace(path="/client_tests"))
    await migrate(url)
    return url


@pytest.fixture(scope="session")
async def address(database_url: str, temporal_address: str) -> AsyncIterator[str]:
    """Where the API is served."""
    settings = ApiSettings(
        environment="sandbox",
        database_url=database_url,
        temporal_address=temporal_address,
        task_queue=TASK_QUEUE,
        jwt_secret=SECRET,
        digest_key=SECRET,
        dossier_key=DOSSIER_KEY,
    )
    journal = await Journal.open(database_url, size=8)
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=port, log_config=None, access_log=False))
    async with build_worker(await connect(temporal_address), journal, test_clock=True, task_queue=TASK_QUEUE):
        serving = asyncio.create_task(server.serve())
        while not server.started:
            assert not serving.done(), "the server did not start"
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        await serving
    await journal.close()


@pytest.fixture
async def scene(address: str) -> AsyncIterator[Scene]:
    async with httpx.AsyncClient(base_url=address, trust_env=False) as http:
        yield await Scene(http).set()


@pytest.fixture
async def road(address: str) -> AsyncIterator[Road]:
    """A road to the API on which all goes well until a test has it fail."""
    road = Road(address)
    await road.open()
    yield road
    road.close()
