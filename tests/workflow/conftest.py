"""The houses: some on a real Temporal server, some on the one that skips time, all with the truth in real Postgres."""

import uuid
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

from luyue.journal.journal import Journal
from luyue.journal.migrate import migrate
from luyue.worker.worker import connect
from luyue.workflows.payloads import DATA_CONVERTER
from luyue.workflows.search_attributes import SEARCH_ATTRIBUTES
from tests.workflow.house import House
from tests.workflow.virtual_house import VirtualHouse


@pytest.fixture(scope="session")
async def journal_url(postgres_url: str) -> str:
    """A migrated database that only the workflow tests use."""
    connection = await asyncpg.connect(postgres_url)
    name = f"workflow_{uuid.uuid4().hex[:8]}"
    await connection.execute(f"create database {name}")
    await connection.close()
    url = urlunsplit(urlsplit(postgres_url)._replace(path=f"/{name}"))
    await migrate(url)
    return url


@pytest.fixture(scope="session")
async def journal(journal_url: str) -> AsyncIterator[Journal]:
    journal = await Journal.open(journal_url)
    yield journal
    await journal.close()


@pytest.fixture(scope="session")
async def client(temporal_address: str) -> Client:
    return await connect(temporal_address)


@pytest.fixture(scope="session")
async def served(client: Client, journal: Journal) -> AsyncIterator[House]:
    house = House(client, journal, task_queue="served")
    async with house.worker():
        yield house


@pytest.fixture
def house(served: House) -> House:
    """A house whose worker is always there."""
    return served


@pytest.fixture
async def unserved(client: Client, journal: Journal) -> AsyncIterator[House]:
    """A house on a task queue of its own, for tests that start and stop workers themselves."""
    house = House(client, journal, task_queue=f"unserved-{uuid.uuid4().hex[:8]}")
    yield house
    await _end(house)


@pytest.fixture(scope="session")
async def time_skipping(time_skipping_path: str) -> AsyncIterator[WorkflowEnvironment]:
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=time_skipping_path,
        test_server_startup_timeout=timedelta(seconds=60),
        data_converter=DATA_CONVERTER,
    ) as environment:
        # This server can add search attributes but not list them.
        await environment.client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(
                namespace=environment.client.namespace,
                search_attributes={key.name: int(key.indexed_value_type) for key in SEARCH_ATTRIBUTES},
            )
        )
        yield environment


@pytest.fixture
async def virtual_unserved(time_skipping: WorkflowEnvironment, journal: Journal) -> AsyncIterator[VirtualHouse]:
    """A house whose time the test moves, without a worker."""
    queue = f"virtual-{uuid.uuid4().hex[:8]}"
    house = VirtualHouse(time_skipping.client, journal, queue, environment=time_skipping)
    yield house
    await _end(house)


@pytest.fixture
async def virtual(virtual_unserved: VirtualHouse) -> AsyncIterator[VirtualHouse]:
    """A house whose time the test moves, with a worker."""
    async with virtual_unserved.worker():
        yield virtual_unserved


async def _end(house: House) -> None:
    """Ends what is still open: with its worker gone it would hold up the one clock of the time-skipping server."""
    for name in house.started:
        with suppress(RPCError):
            await house.terminate(name)
