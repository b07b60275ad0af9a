"""The schema changes while others write and read: none of their requests fails, none is lost."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import asyncpg
import pytest

from luyue.journal import feed
from luyue.journal.connection import Connection
from luyue.journal.journal import Journal
from luyue.journal.migrate import MigrationBlocked, Step, migrate, shipped
from luyue.journal.processes import Filter
from tests.conftest import Eventually
from tests.journal.ledger import Ledger

COLUMN = Step("9001_column.sql", "alter table processes add column seen_by text default 'nobody'")
NEW_INDEX = Step("9002_index.sql", "-- For lists.\ncreate index concurrently events_by_actor on events (actor);")
CHECK = Step("9003_check.sql", "alter table events add constraint actor_named check (actor <> '') not valid")
VALIDATED = Step("9004_validated.sql", "alter table events validate constraint actor_named")
UNIQUE = Step("9005_unique.sql", "create unique index concurrently processes_ids on processes (id)")


@pytest.fixture
def database_url(copied_database_url: str) -> str:
    return copied_database_url


@dataclass
class Traffic:
    """What was acknowledged to the writers, and how often somebody has read."""

    written: dict[str, int] = field(default_factory=dict)
    reads: int = 0

    @property
    def writes(self) -> int:
        return sum(self.written.values())


@asynccontextmanager
async def traffic(journal: Journal) -> AsyncIterator[Traffic]:
    """Four writers and two readers for the length of the context; it fails with the first request that does."""
    seen, ledger = Traffic(), Ledger(journal.streams)

    async def write(stream: str) -> None:
        for number in itertools.count():
            seen.written[stream] = await ledger.append(stream, number)

    async def read() -> None:
        while True:
            await feed.read(journal.pool, feed.START, 100)
            await journal.processes.page("note", Filter(), "created_at", None, 50)
            seen.reads += 1

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(write(f"note/{number}")) for number in range(4)]
        tasks += [group.create_task(read()) for _ in range(2)]
        yield seen
        for task in tasks:
            task.cancel()


async def names(database_url: str) -> set[str]:
    connection = await asyncpg.connect(database_url)
    found = {row["name"] for row in await connection.fetch("select name from migrations")}
    await connection.close()
    return found


async def test_steps_are_applied_under_traffic(
    database_url: str, journal: Journal, owner: Connection, eventually: Eventually
) -> None:
    steps = [*shipped(), COLUMN, NEW_INDEX, CHECK, VALIDATED]
    async with traffic(journal) as seen:
        await eventually(lambda: seen.writes > 20 and seen.reads > 5)
        assert len(await migrate(database_url, steps=steps)) == 4
        before = seen.writes, seen.reads
        await eventually(lambda: seen.writes > before[0] and seen.reads > before[1])
    assert await owner.fetchval("select indisvalid from pg_index where indexrelid = 'events_by_actor'::regclass")
    rows = await owner.fetch("select stream, max(version) as version, count(*) from events group by stream")
    assert all(row["version"] == row["count"] for row in rows)
    # The last one of each writer may have been cut off before its acknowledgement.
    assert {row["version"] - seen.written[row["stream"]] for row in rows} <= {0, 1}


async def test_a_step_that_waits_for_a_long_transaction_holds_nobody_up(
    database_url: str, journal: Journal, owner: Connection, eventually: Eventually, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="luyue.journal.migrate")
    reading = owner.transaction()
    await reading.start()
    await owner.fetchval("select count(*) from processes")
    async with traffic(journal) as seen:
        migrating = asyncio.create_task(migrate(database_url, steps=[*shipped(), COLUMN]))
        for tries in range(1, 4):
            before = seen.writes
            await eventually(lambda tries=tries: len(caplog.messages) >= tries)
            await eventually(lambda before=before: seen.writes > before)
        assert "9001_column.sql waits for others" in caplog.messages[0]
        assert not migrating.done()
        await reading.rollback()
        assert await migrating == [COLUMN.name]


async def test_a_step_that_never_gets_its_locks_is_given_up_and_earlier_ones_stay(
    database_url: str, owner: Connection
) -> None:
    reading = owner.transaction()
    await reading.start()
    await owner.fetchval("select count(*) from processes")
    with pytest.raises(MigrationBlocked, match=r"9001_column\.sql: .*lock timeout"):
        await migrate(database_url, steps=[*shipped(), CHECK, COLUMN], attempts=2)
    await reading.rollback()
    assert {name for name in await names(database_url) if name > "9"} == {CHECK.name}
    assert await migrate(database_url, steps=[*shipped(), CHECK, COLUMN]) == [COLUMN.name]


async def test_an_index_left_unfinished_is_built_anew(database_url: str, ledger: Ledger, owner: Connection) -> None:
    for stream in ("note/1", "other/1"):
        await ledger.append(stream, 1)
    await owner.execute("update processes set id = 'same'")
    with pytest.raises(asyncpg.UniqueViolationError):
        await migrate(database_url, steps=[*shipped(), UNIQUE])
    assert UNIQUE.name not in await names(database_url)
    await owner.execute("update processes set id = stream")
    assert await migrate(database_url, steps=[*shipped(), UNIQUE]) == [UNIQUE.name]
    assert await owner.fetchval("select indisvalid from pg_index where indexrelid = 'processes_ids'::regclass")


async def test_an_index_that_was_built_but_not_noted_is_taken_as_it_is(database_url: str, owner: Connection) -> None:
    await owner.execute(NEW_INDEX.sql)
    assert await migrate(database_url, steps=[*shipped(), NEW_INDEX]) == [NEW_INDEX.name]


async def test_who_waits_to_migrate_does_not_hold_up_who_builds_an_index(database_url: str) -> None:
    applied = await asyncio.gather(*(migrate(database_url, steps=[*shipped(), NEW_INDEX]) for _ in range(4)))
    assert sorted(applied) == [[], [], [], [NEW_INDEX.name]]
