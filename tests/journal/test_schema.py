"""Migrations and what the schema itself enforces."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from luyue.domain.policy import DEFAULT_POLICY
from luyue.journal.connection import Connection
from luyue.journal.journal import Journal
from luyue.journal.migrate import migrate
from tests.journal.ledger import Ledger, insert
from tests.journal.write_schema_snapshot import SNAPSHOT, schema


@pytest.fixture
def database_url(copied_database_url: str) -> str:
    return copied_database_url


async def test_the_schema_equals_its_snapshot(database_url: str) -> None:
    assert await schema(database_url) == SNAPSHOT.read_text(encoding="utf-8"), (
        "after a migration, run tests/journal/write_schema_snapshot.py and read what has changed"
    )


async def test_migrating_again_changes_nothing(empty_database_url: str) -> None:
    first = await migrate(empty_database_url)
    assert first == sorted(first)
    assert first
    before = await schema(empty_database_url)
    assert await migrate(empty_database_url) == []
    assert await schema(empty_database_url) == before


async def test_migrations_from_several_places_at_once_are_applied_once(empty_database_url: str) -> None:
    applied = await asyncio.gather(*(migrate(empty_database_url) for _ in range(4)))
    assert sorted(len(names) for names in applied)[:3] == [0, 0, 0]
    assert await schema(empty_database_url) == SNAPSHOT.read_text(encoding="utf-8")


async def test_a_migrated_database_has_the_default_policy(empty_database_url: str) -> None:
    await migrate(empty_database_url)
    journal = await Journal.open(empty_database_url)
    try:
        assert await journal.policies.version(DEFAULT_POLICY.version) == DEFAULT_POLICY
    finally:
        journal.pool.terminate()


CHANGES = [
    "update events set data = '{}'",
    "delete from events",
    "truncate events",
    "update events set hash = '' where version = 1",
]


@pytest.mark.parametrize("statement", CHANGES)
async def test_not_even_the_owner_changes_or_removes_events(owner: Connection, ledger: Ledger, statement: str) -> None:
    await ledger.append("note/1", 1)
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
        await owner.execute(statement)
    assert await owner.fetchval("select data->'number' from events") == "1"


@pytest.mark.parametrize(
    "statement",
    [
        *CHANGES,
        "alter table events disable trigger all",
        "drop table events",
        "update commands set name = 'other'",
        "delete from commands",
        "update policies set policy = '{}'",
        "delete from policies",
    ],
)
async def test_the_service_may_add_to_the_journal_and_nothing_else(
    journal: Journal, ledger: Ledger, statement: str
) -> None:
    await ledger.append("note/1", 1)
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match=r"permission denied|must be owner"):
        await journal.pool.execute(statement)


async def test_an_event_has_a_version_and_an_id_of_its_own(owner: Connection) -> None:
    async def again(statement: Callable[[], Awaitable[object]]) -> str:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError) as caught:
            await statement()
        return str(caught.value.constraint_name)  # type: ignore[attr-defined]

    await insert(owner, "note/1", 1)
    assert await again(lambda: insert(owner, "note/1", 1)) == "events_pkey"
    assert await again(lambda: insert(owner, "note/1", 0)) == "events_version_check"
    copied = (
        "insert into events (stream, version, id, type, schema_version, data, actor, command_id, occurred_at, hash)"
    )
    copied += " select 'note/2', 1, id, type, schema_version, data, actor, command_id, occurred_at, hash from events"
    assert await again(lambda: owner.execute(copied)) == "events_id"
