"""An empty, migrated database for each test, on the session's throw-away server."""

import uuid
from collections.abc import AsyncIterator
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from luyue.journal.connection import Connection
from luyue.journal.journal import Journal
from luyue.journal.migrate import migrate
from tests.journal.ledger import Ledger
from tests.reused import ReusedDatabase


def database(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@pytest.fixture(scope="session")
async def migrated_template(postgres_url: str) -> str:
    """The name of a migrated database to copy."""
    name = f"template_{uuid.uuid4().hex[:8]}"
    connection = await asyncpg.connect(postgres_url)
    await connection.execute(f"create database {name}")
    await connection.close()
    await migrate(database(postgres_url, name))
    return name


@pytest.fixture
async def empty_database_url(postgres_url: str) -> AsyncIterator[str]:
    """A database without any schema."""
    name = f"empty_{uuid.uuid4().hex[:8]}"
    connection = await asyncpg.connect(postgres_url)
    await connection.execute(f"create database {name}")
    yield database(postgres_url, name)
    await connection.execute(f"drop database {name} with (force)")
    await connection.close()


@pytest.fixture(scope="session")
async def reused(postgres_url: str) -> AsyncIterator[ReusedDatabase]:
    database = await ReusedDatabase.made(postgres_url, "journal_tests")
    yield database
    await database.owner.close()


@pytest.fixture
async def database_url(reused: ReusedDatabase) -> str:
    """An empty, migrated database; its role is the server's superuser."""
    await reused.empty()
    return reused.url


@pytest.fixture
async def copied_database_url(postgres_url: str, migrated_template: str) -> AsyncIterator[str]:
    """A migrated database that nobody has used before; its role is the server's superuser."""
    name = f"journal_{uuid.uuid4().hex[:8]}"
    connection = await asyncpg.connect(postgres_url)
    await connection.execute(f"create database {name} template {migrated_template}")
    yield database(postgres_url, name)
    await connection.execute(f"drop database {name} with (force)")
    await connection.close()


@pytest.fixture
async def journal(database_url: str) -> AsyncIterator[Journal]:
    """The journal, as the service uses it."""
    opened = await Journal.open(database_url)
    yield opened
    opened.pool.terminate()


@pytest.fixture
async def ledger(journal: Journal) -> Ledger:
    return Ledger(journal.streams)


@pytest.fixture
async def owner(database_url: str) -> AsyncIterator[Connection]:
    """A connection of the superuser that owns the schema."""
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()
