"""Connections: nobody waits for one for long, however many wait."""

import asyncio

import pytest

from luyue.journal.connection import UNAVAILABLE, open_pool


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
