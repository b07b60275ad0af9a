"""Connections: nobody waits for one for long, however many wait."""

import asyncio

import asyncpg
import pytest

from luyue.journal.connection import UNAVAILABLE, Connection, open_pool


async def test_a_wait_for_a_connection_ends(database_url: str) -> None:
    pool = await open_pool(database_url, size=1, patience=0.5)
    try:
        async with pool.acquire():
            waits = (pool.fetchval("select 1") for _ in range(3))
            answers = await asyncio.wait_for(asyncio.gather(*waits, return_exceptions=True), 120)
        assert [isinstance(answer, UNAVAILABLE) for answer in answers] == [True] * 3
        assert await pool.fetchval("select 1") == 1
    finally:
        await pool.close()


async def test_one_that_does_not_answer_is_given_up_and_the_pool_goes_on(database_url: str) -> None:
    pool = await open_pool(database_url, size=1, patience=0.5)
    try:
        with pytest.raises(UNAVAILABLE):
            await pool.fetchval("select pg_sleep(30)")
        assert await pool.fetchval("select 1") == 1
    finally:
        await pool.close()


async def test_all_who_wait_get_their_turn_when_statements_and_longer_uses_mix(database_url: str) -> None:
    pool = await open_pool(database_url, size=2, patience=30)

    async def statements() -> None:
        for number in range(50):
            assert await pool.fetchval("select $1::int", number) == number

    async def longer_use() -> None:
        for _ in range(10):
            async with pool.acquire() as connection, connection.transaction():
                assert (await connection.fetchrow("select 1"))[0] == 1
                assert await connection.fetch("select 1 where false") == []

    try:
        await asyncio.wait_for(
            asyncio.gather(*(statements() for _ in range(6)), *(longer_use() for _ in range(6))), 120
        )
        held = [await pool.acquire() for _ in range(2)]
        assert len({id(connection._con) for connection in held}) == 2
        for connection in held:
            await pool.release(connection)
    finally:
        await asyncio.wait_for(pool.close(), 30)


async def test_a_connection_that_ended_while_nobody_used_it_is_not_used_again(
    database_url: str, owner: Connection
) -> None:
    pool = await open_pool(database_url, size=2)
    try:
        for _ in range(3):
            process = await pool.fetchval("select pg_backend_pid()")
            assert await owner.fetchval("select pg_terminate_backend($1, 10000)", process)
            # What the server said at its end has come in by the time that this has been answered.
            await owner.fetchval("select 1")
            with pytest.raises(asyncpg.PostgresError):
                await pool.fetchval("select 1 / 0")
            assert await pool.fetchval("select pg_backend_pid()") != process
    finally:
        await asyncio.wait_for(pool.close(), 30)


async def test_a_statement_cancelled_or_refused_leaves_its_connection_fit_for_the_next(
    database_url: str,
) -> None:
    pool = await open_pool(database_url, size=1)
    try:
        for _ in range(3):
            with pytest.raises(asyncpg.DivisionByZeroError):
                await pool.fetchval("select 1 / 0")
            sleeping = asyncio.create_task(pool.fetchval("select pg_sleep(30)"))
            await asyncio.sleep(0)
            sleeping.cancel()
            with pytest.raises(asyncio.CancelledError):
                await sleeping
            assert await pool.fetchval("select 1") == 1
    finally:
        await asyncio.wait_for(pool.close(), 30)


async def test_a_pool_closes_once_what_runs_on_it_has_ended(database_url: str) -> None:
    pool = await open_pool(database_url, size=2)
    async with pool.acquire(), pool.acquire():
        pass
    running = [asyncio.create_task(pool.fetchval("select pg_sleep(0.2) is not null")) for _ in range(2)]
    await asyncio.sleep(0)
    await asyncio.wait_for(pool.close(), 30)
    assert await asyncio.gather(*running) == [True, True]
    with pytest.raises(asyncpg.InterfaceError):
        await pool.fetchval("select 1")
