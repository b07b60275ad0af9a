"""A service with encrypted payloads: worker and API with keys, on real Temporal and real Postgres."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from temporalio.client import Client

from luyue.api.app import create_app
from luyue.api.settings import ApiSettings
from luyue.journal.journal import Journal
from luyue.temporal.connection import connect
from luyue.temporal.settings import TemporalSettings
from luyue.worker.worker import build_worker
from tests.api.client import DOSSIER_KEY, SECRET, Scene, unique
from tests.codec.key_files import key_file
from tests.reused import ReusedDatabase


@pytest.fixture(scope="session")
async def database_url(postgres_url: str) -> AsyncIterator[str]:
    database = await ReusedDatabase.made(postgres_url, "codec_tests")
    yield database.url
    await database.owner.close()


@pytest.fixture
async def journal(database_url: str) -> AsyncIterator[Journal]:
    journal = await Journal.open(database_url, size=4)
    yield journal
    await journal.close()


@dataclass(frozen=True)
class Service:
    """One task queue; worker and API are given the keys that each is to have."""

    journal: Journal
    database_url: str
    temporal_address: str
    task_queue: str
    directory: Path

    def settings(self, *keys: str) -> TemporalSettings:
        """Without keys nothing is encrypted."""
        file = key_file(self.directory / f"{'-'.join(keys)}.json", *keys) if keys else None
        return TemporalSettings(temporal_address=self.temporal_address, payload_keys=file)

    async def client(self, *keys: str) -> Client:
        return await connect(self.settings(*keys))

    @asynccontextmanager
    async def worker(self, *keys: str) -> AsyncIterator[None]:
        client = await self.client(*keys)
        async with build_worker(client, self.journal, test_clock=True, task_queue=self.task_queue):
            yield

    @asynccontextmanager
    async def api(self, *keys: str) -> AsyncIterator[Scene]:
        """A scene of its own on an API of its own."""
        app = create_app(
            ApiSettings(
                environment="sandbox",
                database_url=self.database_url,
                temporal_address=self.temporal_address,
                payload_keys=self.settings(*keys).payload_keys,
                task_queue=self.task_queue,
                jwt_secret=SECRET,
                digest_key=SECRET,
                dossier_key=DOSSIER_KEY,
            )
        )
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://luyue.test", timeout=60) as http,
        ):
            yield await Scene(http).set()


@pytest.fixture
def service(journal: Journal, database_url: str, temporal_address: str, tmp_path: Path) -> Service:
    return Service(journal, database_url, temporal_address, unique("codec"), tmp_path)
