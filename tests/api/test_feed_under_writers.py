"""The feed under writers whose transactions last: readers cut off at random miss nothing and get nothing twice.

Real Postgres, the real API on a socket. Transactions are held open until the feed has been read a number of times.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx
import pytest

from tests.api.feed_client import STREAM, authorization, served, settings_for, told
from tests.journal.feed_rows import events, processes

WRITERS, TRANSACTIONS = 8, 20
KINDS = ("sample-request", "cooperation-order", "dispute", "video")
Read = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Party:
    """Whose processes a stream's writer writes; videos are facts and nobody's."""

    creator_id: str
    merchant_id: str


@dataclass(frozen=True)
class Transaction:
    """What a writer does at once: how many events of which streams, and how many reads of the feed it lasts."""

    events: tuple[tuple[str, int], ...]
    begins_early: bool
    reads: int
    is_given_up: bool


@dataclass
class Reads:
    """How often the feed has been read, for transactions that wait for it."""

    count: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def add(self) -> None:
        async with self.changed:
            self.count += 1
            self.changed.notify_all()

    async def wait_for(self, more: int) -> None:
        until = self.count + more
        async with self.changed:
            await self.changed.wait_for(lambda: self.count >= until)


@dataclass
class Reader:
    """A client that keeps what it has seen and its last cursor, and nothing else, from one connection to the next."""

    http: httpx.AsyncClient
    headers: dict[str, str]
    chance: random.Random
    wants: Callable[[str], bool]
    filters: str = ""
    streaming: bool = False
    cursor: str = ""
    seen: list[dict[str, Any]] = field(default_factory=list)
    cuts: int = 0

    async def read(self, expected: int, was_read: Read) -> None:
        """Reads until it has as many events as are expected, then once more."""
        while len(self.seen) < expected:
            await (self._stream(expected, was_read) if self.streaming else self._page())
            await was_read()
        await self._page(whole=True)

    async def _page(self, *, whole: bool = False) -> None:
        """One page; one in four is cut off before it has arrived."""
        path = f"/v1/events?after={self.cursor}&page_size={self.chance.choice([1, 2, 5, 20])}{self.filters}"
        if not whole and self.chance.random() < 0.25:
            self.cuts += 1
            async with self.http.stream("GET", path, headers=self.headers):
                return
        page = (await self.http.get(path, headers=self.headers)).json()
        self.seen += page["items"]
        self.cursor = page["next_cursor"]

    async def _stream(self, expected: int, was_read: Read) -> None:
        """One connection, cut off after a number of lines, wherever in an event that is."""
        by_header = self.chance.random() < 0.7
        # A client that reconnects by itself repeats the address that it began with: the header goes first.
        after = "" if by_header else self.cursor
        path = f"/v1/events?after={after}&page_size={self.chance.choice([1, 7, 200])}{self.filters}"
        last_id = {"Last-Event-ID": self.cursor} if by_header and self.cursor else {}
        lines = self.chance.randrange(2, 60)
        async with self.http.stream("GET", path, headers={**self.headers, **STREAM, **last_id}) as answer:
            async for event in told(_some(answer.aiter_lines(), lines)):
                assert (event.id, event.event) == (event.data["cursor"], event.data["type"])
                self.seen.append(event.data)
                self.cursor = event.id
                await was_read()
                if len(self.seen) == expected:
                    return
        self.cuts += 1


async def _some(lines: AsyncIterator[str], count: int) -> AsyncIterator[str]:
    async for line in lines:
        yield line
        count -= 1
        if not count:
            return


def _streams(writer: int) -> dict[str, Party]:
    """The streams that only this writer writes."""
    return {f"{kind}/w{writer}": Party(f"c{writer % 3}", f"m{writer % 2}") for kind in KINDS}


def _plan(writer: int, chance: random.Random) -> list[Transaction]:
    return [
        Transaction(
            tuple((stream, chance.randint(1, 3)) for stream in chance.sample(list(_streams(writer)), 2)),
            begins_early=chance.random() < 0.5,
            reads=chance.randint(0, 4),
            is_given_up=chance.random() < 0.1,
        )
        for _ in range(TRANSACTIONS)
    ]


async def _write(database_url: str, plan: list[Transaction], reads: Reads) -> None:
    connection = await asyncpg.connect(database_url)
    versions: dict[str, int] = {}
    for planned in plan:
        transaction = connection.transaction()
        await transaction.start()
        if planned.begins_early:
            # Positions, transaction ids and commits get out of step.
            await connection.execute("select pg_current_xact_id()")
            await reads.wait_for(planned.reads)
        for stream, count in planned.events:
            first = versions.get(stream, 0) + 1
            await events(connection, [stream], first, first + count - 1)
            if not planned.is_given_up:
                versions[stream] = first + count - 1
        await reads.wait_for(planned.reads)
        await (transaction.rollback() if planned.is_given_up else transaction.commit())
    await connection.close()


def _readers(http: httpx.AsyncClient, chance: random.Random) -> list[Reader]:
    """Pages and streams for each of several callers and filters."""
    party = {stream: of for writer in range(WRITERS) for stream, of in _streams(writer).items() if stream[0] != "v"}

    def is_process(stream: str) -> bool:
        return stream in party

    def is_dispute(stream: str) -> bool:
        return stream.startswith("dispute/")

    def is_fact(stream: str) -> bool:
        return not is_process(stream)

    def is_of_creator(stream: str) -> bool:
        return is_process(stream) and party[stream].creator_id == "c1"

    def is_of_merchant(stream: str) -> bool:
        return is_process(stream) and party[stream].merchant_id == "m0"

    kinds_of_reader = [
        (("service",), is_process, ""),
        (("ops",), is_dispute, "&kinds=dispute"),
        (("service", None, "content"), is_fact, "&kinds=video"),
        (("creator", "c1"), is_of_creator, ""),
        (("merchant", "m0"), is_of_merchant, ""),
    ]
    return [
        Reader(http, authorization(*who), random.Random(chance.random()), wants, filters, streaming)
        for who, wants, filters in kinds_of_reader
        for streaming in (False, True)
    ]


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in (2, 3))])
async def test_every_event_exactly_once_for_readers_that_are_cut_off_and_go_on(
    fresh_database_url: str, seed: int
) -> None:
    chance, reads = random.Random(seed), Reads()
    owner = await asyncpg.connect(fresh_database_url)
    for writer in range(WRITERS):
        for stream, party in _streams(writer).items():
            if not stream.startswith("video/"):
                await processes(owner, stream, creator_id=party.creator_id, merchant_id=party.merchant_id)
    plans = [_plan(writer, random.Random(chance.random())) for writer in range(WRITERS)]
    committed = [
        stream
        for plan in plans
        for planned in plan
        if not planned.is_given_up
        for stream, count in planned.events
        for _ in range(count)
    ]
    async with served(settings_for(fresh_database_url)) as api, asyncio.timeout(120), asyncio.TaskGroup() as group:
        readers = _readers(api.http, chance)
        for plan in plans:
            group.create_task(_write(fresh_database_url, plan, reads))
        for reader in readers:
            group.create_task(reader.read(sum(map(reader.wants, committed)), reads.add))

    feed = await owner.fetch("select id::text, stream, position from events order by transaction_id, position")
    await owner.close()
    assert len(feed) == len(committed)
    assert [row["position"] for row in feed] != sorted(row["position"] for row in feed)
    for reader in readers:
        assert reader.cuts > 1
        assert [event["id"] for event in reader.seen] == [row["id"] for row in feed if reader.wants(row["stream"])]
        for stream in {event["stream"] for event in reader.seen}:
            versions = [event["version"] for event in reader.seen if event["stream"] == stream]
            assert versions == list(range(1, len(versions) + 1))
