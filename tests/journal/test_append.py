"""The contract of an append: whole or not at all, once a command, one winner a version and a claim."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from luyue.journal.canonical import digest
from luyue.journal.connection import UNAVAILABLE, Connection
from luyue.journal.journal import Journal
from luyue.journal.streams import ClaimTaken, Conflict, Streams
from tests.journal.interruption import Interruption
from tests.journal.ledger import Ledger

WRITERS = 8


async def test_of_eight_writers_at_one_version_one_wins_and_the_others_write_nothing(journal: Journal) -> None:
    """As many worker processes: none of them knows of the others."""
    for round in range(10):
        loaded = await asyncio.gather(*(journal.streams.load("note/1", None) for _ in range(WRITERS)))
        results = await asyncio.gather(
            *(
                Ledger(Streams(journal.pool)).append(
                    "note/1",
                    writer,
                    writer,
                    after=loaded[writer],
                    command_id=f"{round}:{writer}",
                    listens=[f"writer:{writer}"],
                )
                for writer in range(WRITERS)
            ),
            return_exceptions=True,
        )
        losers = [writer for writer, result in enumerate(results) if isinstance(result, Conflict)]
        winners = [writer for writer, result in enumerate(results) if result == 2 * (round + 1)]
        assert (len(winners), len(losers)) == (1, WRITERS - 1)
        events = await journal.streams.history("note/1", after=2 * round)
        assert [(event.version, event.data) for event in events] == [
            (2 * round + 1, {"number": winners[0]}),
            (2 * round + 2, {"number": winners[0]}),
        ]
        commands = await journal.pool.fetch("select command_id from commands where first_version > $1", 2 * round)
        assert [row["command_id"] for row in commands] == [f"{round}:{winners[0]}"]
        listeners = await journal.pool.fetch("select subject from listeners where stream = 'note/1'")
        assert [row["subject"] for row in listeners] == [f"writer:{winners[0]}"]
        row = await journal.pool.fetchrow("select version, hash from processes where stream = 'note/1'")
        assert (row["version"], row["hash"]) == (events[-1].version, events[-1].hash)


async def test_writers_who_load_again_after_a_conflict_all_get_through(journal: Journal) -> None:
    async def write(writer: int) -> None:
        ledger = Ledger(Streams(journal.pool))
        for number in range(10):
            while True:
                try:
                    await ledger.append("note/1", number, command_id=f"{writer}:{number}")
                    break
                except Conflict:
                    continue

    await asyncio.gather(*(write(writer) for writer in range(WRITERS)))
    events = await journal.streams.history("note/1")
    assert [event.version for event in events] == list(range(1, 10 * WRITERS + 1))
    assert {event.command_id for event in events} == {f"{w}:{n}" for w in range(WRITERS) for n in range(10)}


@pytest.mark.parametrize("wrong", [{"hash": bytes(32)}, {"version": 2, "hash": bytes(32)}], ids=str)
async def test_an_append_that_does_not_follow_the_last_event_writes_nothing(
    journal: Journal, ledger: Ledger, wrong: dict[str, Any]
) -> None:
    await ledger.append("note/1", 1, listens=["kept"])
    after = replace(await journal.streams.load("note/1", None), **wrong)
    with pytest.raises(Conflict):
        await ledger.append("note/1", 2, after=after, command_id="lost", listens=["lost"])
    with pytest.raises(Conflict):
        await ledger.append("note/2", 2, after=replace(after, hash=b"of nothing there"), command_id="lost")
    assert [event.data for event in await journal.streams.history("note/1")] == [{"number": 1}]
    assert await journal.pool.fetchval("select count(*) from commands where command_id = 'lost'") == 0
    assert await journal.pool.fetchval("select array_agg(subject) from listeners") == ["kept"]
    assert await journal.pool.fetchval("select array_agg(stream || version) from processes") == ["note/11"]


async def test_a_command_whose_answer_was_lost_is_known_when_it_comes_again(database_url: str) -> None:
    async with Interruption(database_url) as interruption:
        unreliable = await Journal.open(interruption.url, size=1)
        try:
            ledger = Ledger(unreliable.streams)
            await ledger.append("note/1", 1, command_id="first")
            # The connection has its statement: what is lost is the answer to its use, not to its preparation.
            await ledger.append("note/1", 2, command_id="second")
            loaded = await unreliable.streams.load("note/1", "third")
            assert loaded.known is None
            interruption.lose_answers()
            with pytest.raises(UNAVAILABLE):
                await ledger.append("note/1", 3, after=loaded, command_id="third")
            interruption.restore()
            again = await unreliable.streams.load("note/1", "third")
            assert again.known is not None
            assert (again.known.first_version, again.known.last_version) == (3, 3)
            assert again.version == 3
            assert len(await unreliable.streams.history("note/1")) == 3
        finally:
            unreliable.pool.terminate()


async def test_a_known_command_id_tells_what_it_was_used_for(journal: Journal, ledger: Ledger) -> None:
    await ledger.append("note/1", 1, 2, command_id="again")
    loaded = await journal.streams.load("note/1", "again")
    assert loaded.known is not None
    assert (loaded.known.name, loaded.known.payload_digest) == ("note", digest({}))
    with pytest.raises(Conflict):
        await ledger.append("note/1", 3, after=loaded, command_id="again")
    assert len(await journal.streams.history("note/1")) == 2
    assert (await journal.streams.load("note/2", "again")).known is None


@pytest.mark.parametrize("together", [False, True], ids=["each by a worker of its own", "together"])
async def test_of_eight_claims_at_once_one_is_held_and_the_other_streams_stay_empty(
    journal: Journal, together: bool
) -> None:
    ledgers = [Ledger(journal.streams if together else Streams(journal.pool)) for _ in range(WRITERS)]
    results = await asyncio.gather(
        *(ledgers[writer].append(f"note/{writer}", writer, claim="sample:c1:p1") for writer in range(WRITERS)),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["ClaimTaken"] * (WRITERS - 1) + ["int"]
    holder = results.index(1)
    streams = await journal.pool.fetch("select stream from events union select stream from commands")
    assert [row["stream"] for row in streams] == [f"note/{holder}"]


async def test_a_claim_given_up_can_be_taken(journal: Journal, ledger: Ledger) -> None:
    await ledger.append("note/1", 1, claim="sample:c1:p1")
    with pytest.raises(ClaimTaken):
        await ledger.append("note/2", 1, claim="sample:c1:p1")
    await ledger.append("note/1", 2, claim=None)
    await ledger.append("note/2", 1, claim="sample:c1:p1")
    assert await journal.pool.fetchval("select stream from processes where claim is not null") == "note/2"


async def test_an_append_is_the_first_write_of_a_transaction_of_its_own(
    ledger: Ledger, journal: Journal, owner: Connection
) -> None:
    await ledger.append("note/1", 1, 2, listens=["a"], claim="x")
    await ledger.append("note/1", 3)
    rows = await owner.fetch(
        "select e.version, e.transaction_id = min(e.transaction_id) over () as early, e.transaction_id::text,"
        " (select p.xmin::text from processes p where p.stream = e.stream) as view from events e order by version"
    )
    assert [row["early"] for row in rows] == [True, True, False]
    assert rows[2]["transaction_id"] == rows[2]["view"]
