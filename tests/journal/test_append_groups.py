"""Appends made at the same time by one worker: they share a transaction, and nothing else."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import asyncpg
import pytest

from luyue.journal import connection
from luyue.journal.canonical import NO_HASH
from luyue.journal.connection import UNAVAILABLE, Connection
from luyue.journal.journal import Journal
from luyue.journal.streams import ClaimTaken, Conflict, Loaded, Streams
from tests.journal.interruption import Interruption
from tests.journal.ledger import Ledger

MANY = 100
FRESH = Loaded(0, None, 0, NO_HASH, known=None)
"""Nothing to load first: what is appended to new streams in one go waits together."""


async def held(journal: Journal, owner: Connection, ledger: Ledger) -> tuple[asyncio.Task[int], "Held"]:
    """An append under way that Postgres does not end before it is let go."""
    await ledger.append("note/held", 1)
    lock = Held(owner)
    await lock.take()
    under_way = asyncio.create_task(ledger.append("note/held", 2, after=await journal.streams.load("note/held", None)))
    await lock.waited_for()
    return under_way, lock


class Held:
    """The row of `note/held`, held by a transaction of the test's."""

    def __init__(self, owner: Connection) -> None:
        self._owner = owner
        self._transaction = owner.transaction()

    async def take(self) -> None:
        await self._transaction.start()
        await self._owner.execute("select from processes where stream = 'note/held' for update")

    async def waited_for(self) -> None:
        waiting = "select count(*) from pg_locks where not granted"
        while not await self._owner.fetchval(waiting):
            await asyncio.sleep(0.01)

    async def let_go(self) -> None:
        await self._transaction.rollback()


async def transactions(owner: Connection, streams: Sequence[str]) -> int:
    count: int = await owner.fetchval(
        "select count(distinct transaction_id) from events where stream = any($1)", list(streams)
    )
    return count


async def test_appends_at_once_share_transactions_and_each_is_whole(
    journal: Journal, ledger: Ledger, owner: Connection
) -> None:
    streams = [f"note/{number}" for number in range(MANY)]
    for begun in (0, 3):
        versions = await asyncio.gather(
            *(
                ledger.append(
                    stream,
                    *range(begun, begun + 3 - number % 2),
                    command_id=f"{begun}",
                    claim=f"claim:{stream}:{begun}" if number % 3 else None,
                    listens=[f"{begun}:{stream}", f"{begun}:both"] if number % 5 or not begun else None,
                )
                for number, stream in enumerate(streams)
            )
        )
        assert versions == [(3 - number % 2) * (2 if begun else 1) for number in range(MANY)]
    assert 2 < await transactions(owner, streams) < MANY / 5
    for number, stream in enumerate(streams):
        own = 3 - number % 2
        events = await journal.streams.history(stream)
        assert [event.data["number"] for event in events] == [*range(own), *range(3, 3 + own)]
        assert [event.command_id for event in events] == ["0"] * own + ["3"] * own
        assert [event.position for event in events] == sorted(event.position for event in events)
        row = await owner.fetchrow("select version, hash, claim from processes where stream = $1", stream)
        assert (row["version"], row["hash"]) == (2 * own, events[-1].hash)
        assert row["claim"] == (f"claim:{stream}:3" if number % 3 else None)
        subjects = await owner.fetch("select subject from listeners where stream = $1 order by subject", stream)
        since = 3 if number % 5 else 0
        assert [one["subject"] for one in subjects] == [f"{since}:both", f"{since}:{stream}"]
        known = (await journal.streams.load(stream, "3")).known
        assert known is not None
        assert (known.first_version, known.last_version) == (own + 1, 2 * own)


async def test_a_conflict_is_its_own_append_s_alone(journal: Journal, ledger: Ledger, owner: Connection) -> None:
    for stream in ("note/1", "note/2", "note/3"):
        await ledger.append(stream, 1, listens=["kept"])
    stale = replace(await journal.streams.load("note/2", None), hash=b"another")
    results = await asyncio.gather(
        ledger.append("note/1", 2),
        ledger.append("note/2", 2, after=stale, command_id="lost", listens=["lost"]),
        ledger.append("note/3", 2),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [int, Conflict, int]
    assert await owner.fetchval("select count(*) from commands where command_id = 'lost'") == 0
    assert await owner.fetch("select from listeners where subject = 'lost'") == []
    assert [event.version for event in await journal.streams.history("note/2")] == [1]


async def test_a_claim_that_is_taken_fails_alone(journal: Journal, ledger: Ledger, owner: Connection) -> None:
    await ledger.append("note/holder", 1, claim="x")
    results = await asyncio.gather(
        *(
            ledger.append(f"note/{number}", 1, after=FRESH, claim="x" if number == 5 else f"{number}")
            for number in range(10)
        ),
        return_exceptions=True,
    )
    assert [number for number, result in enumerate(results) if isinstance(result, ClaimTaken)] == [5]
    assert await owner.fetchval("select count(*) from processes") == 10
    assert await owner.fetchval("select count(*) from events where stream = 'note/5'") == 0


async def test_what_postgres_cannot_take_fails_alone(ledger: Ledger, owner: Connection) -> None:
    results = await asyncio.gather(
        *(ledger.append(f"note/{number}", 1, after=FRESH, claim="\0" if number == 5 else None) for number in range(10)),
        return_exceptions=True,
    )
    assert [number for number, result in enumerate(results) if isinstance(result, asyncpg.PostgresError)] == [5]
    assert await owner.fetchval("select count(*) from processes") == 9


async def test_of_two_appends_to_a_stream_at_once_one_is_a_conflict(journal: Journal, ledger: Ledger) -> None:
    await ledger.append("note/1", 1)
    after = await journal.streams.load("note/1", None)
    results = await asyncio.gather(
        ledger.append("note/1", 2, after=after),
        ledger.append("note/1", 3, after=after),
        ledger.append("note/2", 1),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "int", "int"]
    written = 3 if isinstance(results[0], Conflict) else 2
    assert [event.data["number"] for event in await journal.streams.history("note/1")] == [1, written]


async def test_no_append_is_forgotten_as_another_ends(ledger: Ledger) -> None:
    async with asyncio.timeout(30):
        for number in range(MANY):
            assert await ledger.append(f"note/{number}", number, after=FRESH) == 1


async def test_a_caller_that_goes_takes_back_what_has_not_begun_and_ends_nothing_that_has(
    journal: Journal, ledger: Ledger, owner: Connection
) -> None:
    under_way, lock = await held(journal, owner, ledger)
    taken_back = asyncio.create_task(ledger.append("note/taken-back", 1))
    waiting = asyncio.create_task(ledger.append("note/waiting", 1))
    while len(journal.streams._appends._waiting) < 2:
        await asyncio.sleep(0.01)
    for task in (under_way, taken_back):
        task.cancel()
    await asyncio.wait([under_way, taken_back])
    await lock.let_go()
    assert await waiting == 1
    assert [event.version for event in await journal.streams.history("note/held")] == [1, 2]
    assert await journal.streams.history("note/taken-back") == []


async def test_a_row_that_somebody_holds_fails_alone_and_nobody_waits_for_it_for_long(
    journal: Journal, ledger: Ledger, owner: Connection
) -> None:
    under_way, lock = await held(journal, owner, ledger)
    after = await journal.streams.load("note/held", None)
    again = [asyncio.create_task(ledger.append("note/held", 3, after=after)) for _ in range(2)]
    results = await asyncio.gather(*(ledger.append(f"note/{number}", 1, after=FRESH) for number in range(10)))
    assert results == [1] * 10
    failed = await asyncio.gather(under_way, *again, return_exceptions=True)
    assert [type(result) for result in failed] == [asyncpg.LockNotAvailableError] * 3
    await lock.let_go()
    assert await ledger.append("note/held", 2) == 2


async def test_what_comes_does_not_wait_for_a_group_that_takes_long(
    database_url: str, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "LONGEST_LOCK", "1min")
    journal = Journal(await connection.open_pool(database_url, patience=60))
    ledger = Ledger(journal.streams)
    under_way, lock = await held(journal, owner, ledger)
    assert await ledger.append("note/1", 1, after=FRESH) == 1
    assert not under_way.done()
    await lock.let_go()
    assert await under_way == 2
    await journal.close()


async def test_all_hear_that_postgres_is_away(database_url: str) -> None:
    async with Interruption(database_url) as interruption:
        journal = await Journal.open(interruption.url)
        try:
            ledger = Ledger(journal.streams)
            await asyncio.gather(*(ledger.append(f"note/{number}", 1) for number in range(10)))
            loaded = [await journal.streams.load(f"note/{number}", None) for number in range(10)]
            interruption.cut()
            results = await asyncio.gather(
                *(ledger.append(f"note/{number}", 2, after=loaded[number]) for number in range(10)),
                return_exceptions=True,
            )
            assert all(isinstance(result, UNAVAILABLE) for result in results)
            interruption.restore()
            results = await asyncio.gather(
                *(
                    Ledger(Streams(journal.pool)).append(f"note/{number}", 2, after=loaded[number])
                    for number in range(10)
                )
            )
            assert results == [2] * 10
        finally:
            journal.pool.terminate()
