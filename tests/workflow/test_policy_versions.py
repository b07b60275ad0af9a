"""The policy changes while requests run: each keeps the version of its first event, and only later ones get the new."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from temporalio.client import Client

from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.journal.journal import Journal
from luyue.journal.migrate import migrate
from tests.workflow import stages
from tests.workflow.house import House

OTHER = Policy(
    version="2",
    approval_window=timedelta(hours=12),
    shipping_due=timedelta(hours=24),
    shipping_cutoff=timedelta(hours=60),
)
Result = TypeVar("Result")


@pytest.fixture
async def apart(postgres_url: str, client: Client) -> AsyncIterator[House]:
    """A house with a database of its own: a policy reaches everything that is begun under it."""
    name = f"policies_{uuid.uuid4().hex[:8]}"
    connection = await asyncpg.connect(postgres_url)
    await connection.execute(f"create database {name}")
    await connection.close()
    url = urlunsplit(urlsplit(postgres_url)._replace(path=f"/{name}"))
    await migrate(url)
    journal = await Journal.open(url, size=8)
    yield House(client, journal, task_queue=name)
    await journal.close()


async def all_of(work: Iterable[Awaitable[Result]]) -> list[Result]:
    """A few at a time, so that none waits long enough to be given up."""
    free = asyncio.Semaphore(10)

    async def one(awaited: Awaitable[Result]) -> Result:
        async with free:
            return await awaited

    return list(await asyncio.gather(*(one(awaited) for awaited in work)))


async def next_deadlines(house: House) -> dict[str, tuple[str, datetime, str]]:
    """Of every request: its next deadline's name and time, and the version of its policy."""
    rows = await house.journal.pool.fetch(
        "select id, next_deadline, next_deadline_at, policy_version from processes where kind = 'sample_request'"
    )
    return {row["id"]: (row["next_deadline"], row["next_deadline_at"], row["policy_version"]) for row in rows}


async def at(house: House, name: str, event: str) -> datetime:
    """When an event of a request happened."""
    return next(one.occurred_at for one in await house.events(name) if one.type == event)


async def expected(house: House, name: str, event: str, deadline: str, policy: Policy) -> tuple[str, datetime, str]:
    """The deadline that a policy counts from an event."""
    return deadline, await at(house, name, event) + getattr(policy, deadline), policy.version


@pytest.mark.parametrize("count", [20, pytest.param(100, marks=pytest.mark.long)])
async def test_running_requests_keep_their_policy_and_the_next_one_has_the_new(apart: House, count: int) -> None:
    async with apart.worker():
        running = await all_of(stages.pending(apart) for _ in range(count))
        before = await next_deadlines(apart)
        assert before == {
            name: await expected(apart, name, "SampleRequested", "approval_window", DEFAULT_POLICY) for name in running
        }

        await apart.journal.policies.add(OTHER)

        assert await next_deadlines(apart) == before
        newest = await stages.pending(apart)
        after = await next_deadlines(apart)
        assert after.pop(newest) == await expected(apart, newest, "SampleRequested", "approval_window", OTHER)
        assert after == before

    # Another worker remembers nothing of them: what it knows of their policy is in the journal.
    async with apart.worker():
        await all_of(apart.send(name, "approve") for name in [*running, newest])
        approved = await next_deadlines(apart)
        assert approved.pop(newest) == await expected(apart, newest, "SampleRequestApproved", "shipping_due", OTHER)
        assert approved == {
            name: await expected(apart, name, "SampleRequestApproved", "shipping_due", DEFAULT_POLICY)
            for name in running
        }
