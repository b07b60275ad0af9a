"""How far behind feed, subscriptions and time are, as metrics and `luyue lag` say it."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from luyue.domain.outage import Outage, Release
from luyue.domain.process import Note
from luyue.journal import lag
from luyue.journal.connection import Connection
from luyue.journal.journal import Journal
from luyue.journal.lag import LETTING_GO, Unreleased, read_lag
from tests.journal.ledger import Ledger

KINDS = ["note", "sample-request"]


async def test_an_empty_journal_lags_nowhere(journal: Journal) -> None:
    told = await read_lag(journal.pool, KINDS)
    assert (told.unsettled, told.subscriptions, told.held, told.overdue, told.outages) == (0.0, {}, [], [], [])


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
    assert all(one.seconds > 0 for one in told.held)


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
    assert not overdue.held
    assert 3600 <= overdue.seconds < 4000
    assert (await read_lag(journal.pool, ["dispute"])).overdue == []


async def test_overdue_processes_are_found_by_index(journal: Journal) -> None:
    async with journal.pool.acquire() as connection:
        await connection.execute(f"prepare planned as {lag._OVERDUE}")
        planned = "\n".join(row[0] for row in await connection.fetch("explain execute planned (null, null, null)"))
        await connection.execute("deallocate planned")
    assert "processes_by_deadline" in planned
    assert "Index Cond: ((kind = ANY ($1)) AND (next_deadline_at <" in planned


HOUR = timedelta(hours=1)
DUE = """
update processes set kind = split_part(stream, '/', 2), next_deadline = split_part(stream, '/', 3),
  next_deadline_at = $1
"""


async def declared(journal: Journal, id: str, starts_at: datetime, ends_at: datetime | None, **changes: object) -> None:
    outage = Outage(starts_at=starts_at, ends_at=ends_at, reason=Note(id="t_1", digest="0"), **changes)
    await journal.facts.report(f"outage/{id}", outage, actor="ops:test", command_id=id, at=datetime.now(UTC))


async def overdue(journal: Journal, ledger: Ledger, owner: Connection, due_at: datetime) -> dict[str, bool]:
    """Which of some overdue deadlines an outage holds."""
    for name in ("sample_request/approval_window", "sample_request/promotion_window", "shipment/pickup_window"):
        await ledger.append(f"note/{name}", 1)
    await owner.execute(DUE, due_at)
    told = await read_lag(journal.pool, ["sample-request", "shipment"])
    return {one.deadline: one.held for one in told.overdue}


ALL, NONE = (True, True, True), (False, False, False)


@pytest.mark.parametrize(
    ("starts", "ends", "released", "held"),
    [
        (-3, None, None, ALL),
        (-3, 1, None, ALL),
        # What is judged after it is due waits for reports while the platform is away.
        (-1.5, None, None, (False, True, True)),
        (-0.5, None, None, NONE),
        (-5, -3, None, NONE),
        (-5, -2, None, NONE),
        (-3, -1, timedelta(0), ALL),
        (-3, -1, LETTING_GO, NONE),
    ],
)
async def test_what_a_declared_outage_holds_is_told_apart(
    journal: Journal,
    ledger: Ledger,
    owner: Connection,
    starts: float,
    ends: float | None,
    released: timedelta | None,
    held: tuple[bool, ...],
) -> None:
    now = datetime.now(UTC)
    ends_at = now + ends * HOUR if ends is not None else None
    release = Release(at=now - released, extend_by=5 * HOUR) if released is not None else None
    await declared(journal, "ou_1", now + starts * HOUR, ends_at, release=release)
    told = await overdue(journal, ledger, owner, now - 2 * HOUR)
    assert told == dict(zip(("approval_window", "promotion_window", "pickup_window"), held, strict=True))


@pytest.mark.parametrize(
    ("other", "given", "held"), [(-1, 5 * HOUR, True), (-0.9, 5 * HOUR, False), (-1, 0 * HOUR, False)]
)
async def test_an_outage_holds_with_those_that_it_touches(
    journal: Journal, ledger: Ledger, owner: Connection, other: float, given: timedelta, held: bool
) -> None:
    now = datetime.now(UTC)
    release = Release(at=now - 2 * LETTING_GO, extend_by=given)
    await declared(journal, "ou_1", now - 3 * HOUR, now - HOUR, release=release)
    await declared(journal, "ou_2", now + other * HOUR, None)
    told = await overdue(journal, ledger, owner, now - 2.5 * HOUR)
    assert told["approval_window"] is held


async def test_outages_that_wait_for_their_release_are_counted(journal: Journal) -> None:
    now = datetime.now(UTC)
    await declared(journal, "ou_1", now - 5 * HOUR, now - 2 * HOUR)
    await declared(journal, "ou_2", now - 5 * HOUR, now + HOUR)
    await declared(journal, "ou_3", now - 4 * HOUR, None)
    await declared(journal, "ou_4", now + HOUR, None)
    await declared(journal, "ou_5", now - 9 * HOUR, now - 8 * HOUR, release=Release(at=now, extend_by=HOUR))
    told = {one.with_end: one for one in (await read_lag(journal.pool, [])).outages}
    assert told == {
        True: Unreleased(with_end=True, count=2, seconds=told[True].seconds),
        False: Unreleased(with_end=False, count=1, seconds=told[False].seconds),
    }
    assert 2 * 3600 <= told[True].seconds < 2 * 3600 + 400
    assert 4 * 3600 <= told[False].seconds < 4 * 3600 + 400
