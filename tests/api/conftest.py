"""The API over real Postgres and a real Temporal server, with a real worker; in process, and over a socket."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from temporalio.client import Client

from luyue.api.app import create_app
from luyue.api.settings import ApiSettings
from luyue.devstack.layout import free_port
from luyue.journal.journal import Journal
from luyue.journal.migrate import migrate
from luyue.worker.worker import build_worker, connect
from tests.api.client import DOSSIER_KEY, SECRET, Scene
from tests.reused import ReusedDatabase

TASK_QUEUE = "api-tests"
Serving = Callable[[ApiSettings], AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture(scope="session")
async def database_url(postgres_url: str) -> str:
    """A migrated database for the tests of the API."""
    connection = await asyncpg.connect(postgres_url)
    await connection.execute("create database api_tests")
    await connection.close()
    url = urlunsplit(urlsplit(postgres_url)._replace(path="/api_tests"))
    await migrate(url)
    return url


@pytest.fixture(scope="session")
async def reused(postgres_url: str) -> AsyncIterator[ReusedDatabase]:
    database = await ReusedDatabase.made(postgres_url, "api_reused")
    yield database
    await database.owner.close()


@pytest.fixture
async def fresh_database_url(reused: ReusedDatabase) -> str:
    """An empty, migrated database for one test alone, always at the same address."""
    await reused.empty()
    return reused.url


@pytest.fixture(scope="session")
async def journal(database_url: str) -> AsyncIterator[Journal]:
    journal = await Journal.open(database_url, size=8)
    yield journal
    await journal.close()


@pytest.fixture(scope="session")
async def temporal(temporal_address: str) -> Client:
    return await connect(temporal_address)


@pytest.fixture(scope="session")
async def worker(temporal: Client, journal: Journal) -> AsyncIterator[None]:
    """A worker that serves the tests' task queue."""
    async with build_worker(temporal, journal, test_clock=True, task_queue=TASK_QUEUE):
        yield


@pytest.fixture(scope="session")
def settings(database_url: str, temporal_address: str) -> ApiSettings:
    return ApiSettings(
        environment="sandbox",
        database_url=database_url,
        temporal_address=temporal_address,
        task_queue=TASK_QUEUE,
        jwt_secret=SECRET,
        digest_key=SECRET,
        dossier_key=DOSSIER_KEY,
        public_url="https://luyue.test/",
    )


@asynccontextmanager
async def _in_process(settings: ApiSettings) -> AsyncIterator[httpx.AsyncClient]:
    async with _running(create_app(settings)) as http:
        yield http


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://luyue.test") as http,
    ):
        yield http


@pytest.fixture(scope="session")
def in_process() -> Serving:
    """Serves an application of its own without a socket."""
    return _in_process


@pytest.fixture(scope="session")
def application_apart(settings: ApiSettings, reused: ReusedDatabase) -> FastAPI:
    """One application for all tests that have a fresh database: to put it together takes longer than most of them."""
    return create_app(settings.model_copy(update={"database_url": reused.url}))


@pytest.fixture
async def apart(application_apart: FastAPI, fresh_database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """The API on a database of the test's own."""
    async with _running(application_apart) as http:
        yield http


@pytest.fixture(scope="session")
async def http(settings: ApiSettings, worker: None) -> AsyncIterator[httpx.AsyncClient]:
    async with _in_process(settings) as http:
        yield http


@pytest.fixture
async def scene(http: httpx.AsyncClient) -> Scene:
    return await Scene(http).set()


@pytest.fixture(scope="session")
async def socket_http(settings: ApiSettings, worker: None) -> AsyncIterator[httpx.AsyncClient]:
    """The API as it is served: by uvicorn, over TCP."""
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(create_app(settings), port=port, http="httptools", log_config=None, access_log=False)
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:
        assert not serving.done(), "the server did not start"
        await asyncio.sleep(0.01)
    limits = httpx.Limits(max_connections=100)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", limits=limits, trust_env=False) as http:
        yield http
    server.should_exit = True
    await serving
