"""A database of its own for each test, a way to play sample requests without Temporal, and the `luyue` command."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from click.testing import Result
from typer.testing import CliRunner

from luyue.activities.handle import Handle
from luyue.cli.main import app
from luyue.domain.facts import ParcelTracks, Track, Video
from luyue.domain.messages import Value
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.journal.journal import Journal
from luyue.workflows.messages import HandleCall, Issued, Outcome
from tests import eligible
from tests.reused import ReusedDatabase

numbers = itertools.count(1)


@pytest.fixture(scope="session")
async def reused(postgres_url: str) -> AsyncIterator[ReusedDatabase]:
    database = await ReusedDatabase.made(postgres_url, "cli_tests")
    yield database
    await database.owner.close()


@pytest.fixture
async def database_url(reused: ReusedDatabase) -> str:
    """An empty, migrated database."""
    await reused.empty()
    return reused.url


@pytest.fixture
async def journal(database_url: str) -> AsyncIterator[Journal]:
    journal = await Journal.open(database_url, size=4)
    yield journal
    await journal.close()


class Player:
    """Sends commands and reports of facts straight to the journal; the clock is the test's own."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        # Each command moves the clock on by a second, and none may be in the future.
        self.now = datetime.now(UTC) - timedelta(minutes=1)
        self._handle = Handle(journal, [SAMPLE_REQUEST], test_clock=True)

    async def report(self, stream: str, fact: Value) -> None:
        await self.journal.facts.report(
            stream, fact, actor="service:test", command_id=str(next(numbers)), at=datetime.now(UTC)
        )

    async def products(self) -> None:
        await self.report("creator/c1", eligible.CREATOR)
        await self.report("merchant/m1", eligible.MERCHANT)
        await self.report("product/p1", eligible.product())
        await self.report("sample-offer/p1", eligible.OFFER)

    async def send(self, id: str, name: str, **payload: Any) -> Outcome:
        self.now += timedelta(seconds=1)
        command = Issued(
            name=name,
            payload=payload,
            actor="service:test",
            at=self.now,
            command_id=f"{id}:{name}:{next(numbers)}",
        )
        return await self._handle.handle(HandleCall(kind="sample-request", id=id, now=self.now, command=command))

    async def pass_time(self, id: str, by: timedelta) -> Outcome:
        self.now += by
        return await self._handle.handle(HandleCall(kind="sample-request", id=id, now=self.now))

    async def fulfilled(self, id: str) -> None:
        """A request from application to fulfilment by video, its parcel delivered."""
        await self.shipped(id)
        scan = Track(at=self.now, kind="delivered")
        await self.report("parcel/SF:1234567", ParcelTracks(tracks=(scan,)))
        await self.send(id, "observe", source="parcel/SF:1234567")
        await self.send(id, "confirm-receipt")
        video = Video(creator_id="c1", product_ids=("p1",), state="published", published_at=self.now)
        await self.report("video/v1", video)
        await self.send(id, "link-video", video_id="v1")
        await self.pass_time(id, timedelta(hours=170))

    async def shipped(self, id: str) -> None:
        """A request that is on its way to the creator."""
        await self.send(id, "apply", creator_id="c1", product_id="p1")
        await self.send(id, "approve", note={"id": "note_1", "digest": "d"})
        await self.send(id, "ship", carrier="SF", tracking_no="1234567")

    async def breached(self, id: str) -> None:
        """A request whose sample was received and never promoted."""
        await self.shipped(id)
        await self.send(id, "confirm-receipt")
        await self.pass_time(id, timedelta(hours=362))

    async def cancelled_late(self, id: str) -> None:
        """A request that is recorded late and then cancelled, because nothing was shipped."""
        await self.send(id, "apply", creator_id="c1", product_id="p1")
        await self.send(id, "approve")
        await self.pass_time(id, timedelta(hours=121))


@pytest.fixture
async def player(journal: Journal) -> Player:
    player = Player(journal)
    await player.products()
    return player


Luyue = Callable[..., Awaitable[Result]]


@pytest.fixture
def luyue(database_url: str) -> Luyue:
    """Runs the command with these arguments; its result has `exit_code` and `output`."""

    async def run(*arguments: str, **environment: str) -> Result:
        variables = {"LUYUE_DATABASE_URL": database_url, **environment}
        # The command has an event loop of its own.
        return await asyncio.to_thread(CliRunner().invoke, app, arguments, env=variables)

    return run


@pytest.fixture
async def tamper(database_url: str) -> AsyncIterator[Callable[..., Awaitable[None]]]:
    """Changes the database behind the journal's back, as somebody with all rights could."""
    connection = await asyncpg.connect(database_url)
    await connection.execute("set session_replication_role = replica")

    async def change(statement: str, *arguments: object) -> None:
        assert await connection.execute(statement, *arguments) not in ("UPDATE 0", "DELETE 0", "INSERT 0 0")

    yield change
    await connection.close()
