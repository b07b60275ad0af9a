"""How far behind feed, subscriptions and time are, as metrics and `luyue lag` say it."""

import asyncpg

from luyue.journal import lag
from luyue.journal.journal import Journal
from luyue.journal.lag import read_lag
from tests.journal.ledger import Ledger

KINDS = ["note", "sample-request"]


async def test_an_empty_journal_lags_nowhere(journal: Journal) -> None:
    told = await read_lag(journal.pool, KINDS)
    assert (told.unsettled, told.subscriptions, told.held, told.overdue) == (0.0, {}, [], [])


async def test_a_transaction_that_runs_holds_the_feed_back(journal: Journal, ledger: Ledger, database_url: str) -> None:
    holder = await asyncpg.connect(database_url)
    try:
        async with holder.transaction():
            await holder.execute("select pg_current_xact_id()")
            await ledger.append("note/1", 1)
            told = await read_lag(journal.pool, KINDS)
            assert told.unsettled > 0
            assert told.transactions > 0
        assert (await read_lag(journal.pool, KINDS)).unsettled == 0.0
    finally:
        await holder.close()


async def test_a_subscription_is_as_old_as_what_it_has_not_come_to(
    journal: Journal, ledger: Ledger, database_url: str
) -> None:
    for number in (1, 2):
        await ledger.append("note/1", number)
    owner = await asyncpg.connect(database_url)
    try:
        await owner.execute("insert into subscriptions (name) values ('slow'), ('quick')")
        await owner.execute(
            "update subscriptions s set transaction_id = e.transaction_id, position = e.position from"
            " (select transaction_id, position from events order by 1 desc, 2 desc limit 1) e where name = 'quick'"
        )
        await owner.execute(
            "insert into held_deliveries (subscription, transaction_id, position, stream, parked)"
            " select 'slow', transaction_id, position, stream, version = 1 from events"
        )
    finally:
        await owner.close()
    told = await read_lag(journal.pool, KINDS)
    assert told.subscriptions["quick"] == 0.0
    assert told.subscriptions["slow"] > 0
    assert {(one.subscription, one.parked, one.count) for one in told.held} == {("slow", True, 1), ("slow", False, 1)}


async def test_what_is_due_and_open_is_overdue(journal: Journal, ledger: Ledger, database_url: str) -> None:
    for name in ("due", "later", "closed"):
        await ledger.append(f"note/{name}", 1)
    owner = await asyncpg.connect(database_url)
    try:
        await owner.execute(
            "update processes set kind = 'sample_request', next_deadline = 'approval_window',"
            " closed = stream = 'note/closed',"
            " next_deadline_at = now() + case stream when 'note/later' then 1 else -1 end * interval '1 hour'"
        )
    finally:
        await owner.close()
    [overdue] = (await read_lag(journal.pool, KINDS)).overdue
    assert (overdue.kind, overdue.deadline, overdue.count) == ("sample-request", "approval_window", 1)
    assert 3600 <= overdue.seconds < 4000
    assert (await read_lag(journal.pool, ["dispute"])).overdue == []


async def test_overdue_processes_are_found_by_index(journal: Journal) -> None:
    async with journal.pool.acquire() as connection:
        await connection.execute(f"prepare planned as {lag._OVERDUE}")
        planned = "\n".join(row[0] for row in await connection.fetch("explain execute planned (null)"))
        await connection.execute("deallocate planned")
    assert "processes_by_deadline" in planned
    assert "Index Cond: ((kind = ANY ($1)) AND (next_deadline_at <" in planned
