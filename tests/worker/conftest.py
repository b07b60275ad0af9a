"""A worker of its own with its subscriptions, on a real Temporal server and a database that only these tests use."""

import asyncio
import uuid
from collections.abc import AsyncIterator

import pytest

from luyue.journal.journal import Journal
from luyue.worker.kinds import KINDS
from luyue.worker.subscriptions import run_subscriptions
from luyue.worker.worker import connect
from tests.reused import ReusedDatabase
from tests.workflow.house import House


@pytest.fixture(scope="session")
async def reused(postgres_url: str) -> AsyncIterator[ReusedDatabase]:
    database = await ReusedDatabase.made(postgres_url, "worker_tests")
    yield database
    await database.owner.close()


@pytest.fixture
async def database_url(reused: ReusedDatabase) -> str:
    """An empty, migrated database."""
    await reused.empty()
    return reused.url


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
