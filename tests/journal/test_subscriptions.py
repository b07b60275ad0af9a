"""Subscriptions: one worker at a time, taken over when it is lost, fenced by the epoch, in order, nothing lost."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from luyue.journal.connection import Connection
from luyue.journal.feed import START, Cursor, read
from luyue.journal.journal import Journal
from luyue.journal.leases import Hold, Lease, Superseded, connect
from tests.conftest import Eventually
from tests.journal.delivered import NAME, Target, running
from tests.journal.interruption import Interruption
from tests.journal.ledger import Ledger
from tests.journal.subscriber import DELIVERIES

STREAMS, ROUNDS = 4, 60


@asynccontextmanager
async def subscriber(database_url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    program = Path(__file__).with_name("subscriber.py")
    process = await asyncio.create_subprocess_exec(sys.executable, str(program), database_url, NAME)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_what_does_not_concern_a_deliverer_is_passed_over_for_good(
    database_url: str, ledger: Ledger, owner: Connection, eventually: Eventually
) -> None:
    target = Target()
    await ledger.append("note/mine", 1)
    await ledger.append("note/other", 1)

    async def is_past_everything() -> bool:
        last = "select position from events order by transaction_id desc, position desc limit 1"
        return bool(await owner.fetchval(f"select position = ({last}) from subscriptions where name = $1", NAME))

    async with running(database_url, target.deliver, concerns=lambda event: event.stream == "note/mine"):
        await eventually(is_past_everything)
        await ledger.append("note/other", 2)
        await ledger.append("note/mine", 2)
        await eventually(lambda: len(target.got) == 2)
    assert target.tried == [("note/mine", 1), ("note/mine", 2)]


async def test_a_worker_killed_while_it_delivers_is_taken_over_and_nothing_is_lost(
    database_url: str, ledger: Ledger, owner: Connection, eventually: Eventually
) -> None:
    await owner.execute(DELIVERIES)

    async def write() -> None:
        for number in range(1, STREAMS * ROUNDS):
            await ledger.append(f"note/{number % STREAMS}", number)

    async def delivered() -> int:
        return int(await owner.fetchval("select count(*) from deliveries"))

    async def both_are_connected() -> bool:
        sessions = "select count(*) from pg_stat_activity where application_name = $1 and datname = current_database()"
        return bool(await owner.fetchval(sessions, f"luyue subscription {NAME}") == 2)

    async def all_are_delivered() -> bool:
        return await owner.fetchval("select count(distinct (stream, version)) from deliveries") == STREAMS * ROUNDS

    async with subscriber(database_url) as killed:
        await ledger.append("note/0", 0)
        await eventually(delivered)
        async with subscriber(database_url) as heir:
            await eventually(both_are_connected)
            before = await delivered()
            writing = asyncio.create_task(write())

            async def many_more_are_delivered() -> bool:
                return await delivered() > before + 30

            await eventually(many_more_are_delivered)
            assert {row["process"] for row in await owner.fetch("select process from deliveries")} == {killed.pid}
            killed.kill()
            await writing
            await eventually(all_are_delivered)
    rows = await owner.fetch("select process, stream, version from deliveries order by number")
    processes = [row["process"] for row in rows]
    assert set(processes) == {killed.pid, heir.pid}
    assert processes == sorted(processes, key=lambda pid: pid != killed.pid)
    for stream in range(STREAMS):
        for pid in set(processes):
            one = [row["version"] for row in rows if row["stream"] == f"note/{stream}" and row["process"] == pid]
            assert one == list(range(one[0], one[-1] + 1))
    assert await owner.fetchval("select epoch from subscriptions where name = $1", NAME) == 2


async def test_of_two_workers_one_delivers_and_the_other_waits(
    database_url: str, ledger: Ledger, owner: Connection, eventually: Eventually
) -> None:
    one, other = Target(), Target()
    async with running(database_url, one.deliver), running(database_url, other.deliver):
        for number in range(20):
            await ledger.append("note/1", number)
        await eventually(lambda: len(one.got) + len(other.got) == 20)
    assert sorted([len(one.got), len(other.got)]) == [0, 20]


async def test_a_worker_whose_session_is_ended_goes_on_from_the_stored_cursor(
    database_url: str, ledger: Ledger, owner: Connection, eventually: Eventually
) -> None:
    target = Target()
    async with running(database_url, target.deliver):
        for number in range(10):
            await ledger.append("note/1", number)
            ended = await owner.fetchval(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                " where application_name = $1 and datname = current_database()",
                f"luyue subscription {NAME}",
            )
            await eventually(lambda count=number + 1: len(set(target.got)) == count)
            assert ended <= 1
    assert list(dict.fromkeys(target.versions("note/1"))) == list(range(1, 11))


async def test_the_server_ends_the_session_of_a_worker_that_hangs(
    database_url: str, ledger: Ledger, eventually: Eventually
) -> None:
    hanging = await connect(database_url, NAME, longest_silence=0.2)
    assert await Lease.take(hanging, NAME) is not None
    target = Target()
    await ledger.append("note/1", 1)
    async with running(database_url, target.deliver):
        await eventually(lambda: target.got == [("note/1", 1)])
    assert hanging.is_closed()


async def test_who_has_been_superseded_can_write_neither_cursor_nor_held_deliveries(
    database_url: str, journal: Journal, ledger: Ledger
) -> None:
    await ledger.append("note/1", 1, 2)
    first, second = [await connect(database_url, NAME, longest_silence=60) for _ in range(2)]
    old = await Lease.take(first, NAME)
    assert old is not None
    assert await Lease.take(second, NAME) is None
    events = await old.read(10)
    await old.advance(Cursor.after(events[0]), [])
    await first.execute("select pg_advisory_unlock_all()")
    new = await Lease.take(second, NAME)
    assert new is not None
    assert (new.epoch, new.cursor) == (old.epoch + 1, Cursor.after(events[0]))
    with pytest.raises(Superseded):
        await old.advance(Cursor.after(events[1]), [Hold(events[1], attempts=1)])
    assert await journal.pool.fetchval("select count(*) from held_deliveries") == 0
    assert (await Lease.take(second, NAME)).cursor == Cursor.after(events[0])  # type: ignore[union-attr]
    await first.close()
    await second.close()


async def test_a_runner_that_is_superseded_stops_delivering_and_waits(
    database_url: str, ledger: Ledger, owner: Connection, eventually: Eventually
) -> None:
    target, epochs = Target(), "select epoch from subscriptions where name = $1"
    async with running(database_url, target.deliver):
        await ledger.append("note/1", 1)
        await eventually(lambda: target.got == [("note/1", 1)])
        await owner.execute("update subscriptions set epoch = epoch + 1 where name = $1", NAME)
        await ledger.append("note/1", 2)

        async def taken_anew() -> bool:
            return bool(await owner.fetchval(epochs, NAME) >= 3)

        await eventually(taken_anew)
        await eventually(lambda: target.got[-1] == ("note/1", 2))
    assert sorted(set(target.got)) == [("note/1", 1), ("note/1", 2)]


async def test_no_transaction_is_open_while_an_event_is_delivered(
    database_url: str, ledger: Ledger, owner: Connection, eventually: Eventually
) -> None:
    states: list[tuple[str, bool]] = []

    async def look(_event: object) -> None:
        row = await owner.fetchrow(
            "select state, backend_xmin is null and backend_xid is null as free from pg_stat_activity"
            " where application_name = $1 and datname = current_database()",
            f"luyue subscription {NAME}",
        )
        states.append((row["state"], row["free"]))

    async with running(database_url, look):
        await ledger.append("note/1", 1)
        await eventually(lambda: bool(states))
    assert states == [("idle", True)]


async def test_the_cursor_is_stored_and_a_new_worker_starts_from_it(
    database_url: str, journal: Journal, ledger: Ledger, eventually: Eventually
) -> None:
    first, second = Target(), Target()
    await ledger.append("note/1", 1, 2, 3)
    newest = Cursor.after((await read(journal.pool, START, 10))[-1])

    async def stored() -> bool:
        row = await journal.pool.fetchrow("select transaction_id::text::bigint as x, position from subscriptions")
        return row is not None and Cursor(row["x"], row["position"]) == newest

    async with running(database_url, first.deliver):
        await eventually(stored)
    await ledger.append("note/1", 4)
    async with running(database_url, second.deliver):
        await eventually(lambda: second.got == [("note/1", 4)])
    assert first.versions("note/1") == [1, 2, 3]


async def test_a_runner_outlasts_postgres_and_says_so_once(
    database_url: str, ledger: Ledger, eventually: Eventually, caplog: pytest.LogCaptureFixture
) -> None:
    target = Target()
    async with Interruption(database_url) as wire, running(wire.url, target.deliver):
        await ledger.append("note/1", 1)
        await eventually(lambda: target.got == [("note/1", 1)])
        wire.cut()
        await ledger.append("note/1", 2)
        await eventually(lambda: wire.refused >= 5)
        assert target.got == [("note/1", 1)]
        assert len([record for record in caplog.records if record.levelname == "WARNING"]) == 1
        wire.restore()
        await eventually(lambda: ("note/1", 2) in target.got)
