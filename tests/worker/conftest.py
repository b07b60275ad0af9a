"""A worker of its own with its subscriptions, on a real Temporal server and a database that only these tests use."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from luyue.journal.journal import Journal
from luyue.journal.migrate import migrate
from luyue.worker.kinds import KINDS
from luyue.worker.subscriptions import run_subscriptions
from luyue.worker.worker import connect
from tests.workflow.house import House


@pytest.fixture
async def database_url(postgres_url: str) -> AsyncIterator[str]:
    """A migrated database of the test's own."""
    connection = await asyncpg.connect(postgres_url)
    name = f"worker_{uuid.uuid4().hex[:8]}"
    await connection.execute(f"create database {name}")
    url = urlunsplit(urlsplit(postgres_url)._replace(path=f"/{name}"))
    await migrate(url)
    yield url
    await connection.execute(f"drop database {name} with (force)")
    await connection.close()


@pytest.fixture
async def journal(database_url: str) -> AsyncIterator[Journal]:
    opened = await Journal.open(database_url)
    yield opened
    opened.pool.terminate()


@pytest.fixture
async def house(temporal_address: str, database_url: str, journal: Journal) -> AsyncIterator[House]:
    """A house whose worker and subscriptions run."""
    queue = f"worker-{uuid.uuid4().hex[:8]}"
    house = House(await connect(temporal_address), journal, task_queue=queue)
    async with house.worker():
        subscriptions = asyncio.create_task(run_subscriptions(house.client, journal, database_url, KINDS, queue))
        yield house
        subscriptions.cancel()
        await asyncio.gather(subscriptions, return_exceptions=True)
