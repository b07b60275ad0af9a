"""The feed as server-sent events: as they come, resumed, and no more of them, nor for longer, than is allowed."""

import asyncio
import time
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import asyncpg
import httpx
import jwt
import pytest

from luyue.api import event_stream
from luyue.api.settings import ApiSettings
from luyue.journal import journal
from luyue.journal.connection import Connection, open_pool
from luyue.journal.feed import Cursor
from luyue.journal.feed_pages import FeedPage
from tests.api.client import SECRET
from tests.api.feed_client import STREAM, Served, authorization, served, settings_for, stream, told
from tests.conftest import Eventually
from tests.journal.feed_rows import events, processes
from tests.journal.interruption import Interruption

FEED = "/v1/events"
SERVICE = authorization("service")
CREATOR = authorization("creator", "c1")


@pytest.fixture
async def owner(fresh_database_url: str) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(fresh_database_url)
    await processes(connection, "dispute/1", "dispute/2", creator_id="c1", merchant_id="m1")
    await processes(connection, "dispute/3", creator_id="c2", merchant_id="m1")
    yield connection
    await connection.close()


@pytest.fixture
def settings(fresh_database_url: str) -> ApiSettings:
    return settings_for(fresh_database_url, streams_per_caller=2, streams_at_once=3)


@pytest.fixture
async def api(settings: ApiSettings, owner: Connection) -> AsyncIterator[Served]:
    async with served(settings) as api:
        yield api


async def test_events_as_they_come(api: Served, owner: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nothing but the news itself may make the stream look.
    monkeypatch.setattr(event_stream, "KEEP_ALIVE_EVERY", 600)
    await events(owner, ["dispute/1", "dispute/3"])
    async with stream(api.http, FEED, CREATOR) as read:
        first = await anext(read)
        assert (first.event, first.data["stream"], first.id) == ("Noted", "dispute/1", first.data["cursor"])
        await events(owner, ["video/1", "dispute/2"])
        assert (await anext(read)).data["stream"] == "dispute/2"
        await events(owner, ["dispute/1"], 2, 4)
        assert [(await anext(read)).data["version"] for _ in range(3)] == [2, 3, 4]
        pages = (await api.http.get(FEED, headers=CREATOR)).json()["items"]
        assert pages[0] == first.data


async def test_kinds_and_parties(api: Served, owner: Connection) -> None:
    await events(owner, ["dispute/1", "video/1", "dispute/3"])
    async with stream(api.http, f"{FEED}?kinds=video", SERVICE) as read:
        assert (await anext(read)).data["stream"] == "video/1"
    async with stream(api.http, f"{FEED}?creator_id=c2", SERVICE) as read:
        assert (await anext(read)).data["stream"] == "dispute/3"


async def test_resumed_from_the_last_id_or_from_a_cursor(api: Served, owner: Connection) -> None:
    await events(owner, ["dispute/1"], 1, 3)
    first, second, _ = (await api.http.get(FEED, headers=SERVICE)).json()["items"]
    async with stream(api.http, f"{FEED}?after={second['cursor']}", SERVICE) as read:
        assert (await anext(read)).data["version"] == 3
    # The address is the one that the stream began with, the header is newer.
    resumed = {**SERVICE, "Last-Event-ID": second["cursor"]}
    async with stream(api.http, f"{FEED}?after={first['cursor']}", resumed) as read:
        assert (await anext(read)).data["version"] == 3


async def test_resumed_after_the_service_was_started_again(settings: ApiSettings, owner: Connection) -> None:
    await events(owner, ["dispute/1"])
    async with served(settings) as api, stream(api.http, FEED, CREATOR) as read:
        seen = await anext(read)
    await events(owner, ["dispute/1"], 2)
    async with served(settings) as api, stream(api.http, FEED, {**CREATOR, "Last-Event-ID": seen.id}) as read:
        assert (await anext(read)).data["version"] == 2


async def test_what_a_stream_looks_like_on_the_wire(
    api: Served, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "KEEP_ALIVE_EVERY", 0.01)
    await events(owner, ["dispute/1"])
    async with api.http.stream("GET", FEED, headers={**SERVICE, **STREAM}) as answer:
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert (answer.headers["cache-control"], answer.headers["x-accel-buffering"]) == ("no-store", "no")
        assert "x-request-id" in answer.headers
        lines = answer.aiter_lines()
        assert await anext(lines) == "retry: 1000"
        block = [(await anext(lines)).partition(":")[0] for _ in range(4)]
        assert sorted(block) == ["", "data", "event", "id"]
        # Without a blank line after them: clients make no event of these.
        assert [await anext(lines) for _ in range(3)] == [":", ":", ":"]


async def test_a_reader_that_does_not_read_is_not_read_for(
    api: Served, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: dict[int, int] = {}
    page = event_stream.page

    async def counted(source: object, after: object, limit: int, *more: object) -> object:
        pages[limit] = pages.get(limit, 0) + 1
        return await page(source, after, limit, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(event_stream, "page", counted)
    await events(owner, ["dispute/1"], 1, 200, data='{"filling": "%s"}' % ("x" * 20_000))
    reader, writer = await asyncio.open_connection("127.0.0.1", api.port, limit=1024)
    slow, quick = 24, 23
    try:
        for line in (f"GET {FEED}?page_size={slow} HTTP/1.1", "Host: luyue.test", "Accept: text/event-stream"):
            writer.write(f"{line}\r\n".encode())
        writer.write(f"Authorization: {SERVICE['Authorization']}\r\n\r\n".encode())
        assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
        # As long as somebody else needs for all of it, a page at a time, the first gets no further.
        async with stream(api.http, f"{FEED}?page_size={quick}", CREATOR) as read:
            async for event in read:
                if event.data["version"] == 200:
                    break
        assert pages[quick] >= 200 // quick
        assert pages[slow] == 1
    finally:
        writer.transport.abort()


async def test_a_page_of_a_stream_is_small_whatever_is_asked_for(
    api: Served, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    page = event_stream.page

    async def noted(*given: Any) -> FeedPage:
        found = await page(*given)
        held.append(len(found.events))
        return found

    monkeypatch.setattr(event_stream, "page", noted)
    await events(owner, ["dispute/1"], 1, 120)
    async with stream(api.http, f"{FEED}?page_size=200", SERVICE) as read:
        assert [(await anext(read)).data["version"] for _ in range(120)] == list(range(1, 121))
    assert max(held) == event_stream.LARGEST_PAGE < 120


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_a_cursor_that_nobody_can_have_given_is_refused(api: Served, owner: Connection, accept: str) -> None:
    await events(owner, ["dispute/1"])
    next_id = await owner.fetchval("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
    # Others work here too: the next ids may be used up by the time of the request.
    for ahead in (next_id + 10**6, 2**63 - 1):
        cursor = Cursor(ahead, 0).encode()
        for field, path, more in (
            ("after", f"{FEED}?after={cursor}", {}),
            ("Last-Event-ID", FEED, {"Last-Event-ID": cursor}),
        ):
            if (field, accept) == ("Last-Event-ID", "application/json"):
                continue
            answer = await api.http.get(path, headers={**SERVICE, "Accept": accept, **more})
            assert answer.status_code == 422
            assert answer.json()["violations"][0]["rule"] == f"field:{field}"


async def test_the_newest_cursor_that_another_process_can_have_given_is_taken(
    api: Served, settings: ApiSettings, owner: Connection
) -> None:
    await events(owner, ["dispute/1"])
    async with served(settings) as other:
        for _ in range(20):
            # Each transaction moves the end on, and what one process gave must do for the other at once.
            await owner.execute("select pg_current_xact_id()")
            cursor = (await other.http.get(FEED, headers=SERVICE)).json()["next_cursor"]
            answer = await api.http.get(f"{FEED}?after={cursor}", headers=SERVICE)
            assert (answer.status_code, answer.json()["items"]) == (200, [])
            async with stream(api.http, FEED, {**SERVICE, "Last-Event-ID": cursor}):
                pass


async def test_a_slow_reader_gets_everything_in_the_end(api: Served, owner: Connection) -> None:
    await events(owner, ["dispute/1"], 1, 300, data='{"filling": "%s"}' % ("x" * 4000))
    async with stream(api.http, f"{FEED}?page_size=7", SERVICE) as read:
        async with stream(api.http, FEED, CREATOR) as other:
            async for event in other:
                if event.data["version"] == 300:
                    break
        assert [(await anext(read)).data["version"] for _ in range(300)] == list(range(1, 301))


async def test_who_takes_nothing_loses_its_place(
    api: Served, owner: Connection, monkeypatch: pytest.MonkeyPatch, eventually: Eventually
) -> None:
    monkeypatch.setattr(event_stream, "READ_PATIENCE", 0.05)
    await events(owner, ["dispute/1"], 1, 600, data='{"filling": "%s"}' % ("x" * 4000))
    async with (
        api.http.stream("GET", FEED, headers={**SERVICE, **STREAM}),
        api.http.stream("GET", FEED, headers={**SERVICE, **STREAM}),
    ):

        async def there_is_room() -> bool:
            async with api.http.stream("GET", FEED, headers={**SERVICE, **STREAM}) as third:
                return third.status_code == 200

        await eventually(there_is_room)


async def test_so_many_streams_and_no_more(api: Served, owner: Connection, eventually: Eventually) -> None:
    async def refused(headers: dict[str, str]) -> httpx.Response | None:
        async with api.http.stream("GET", FEED, headers={**headers, **STREAM}) as answer:
            if answer.status_code == 200:
                return None
            await answer.aread()
            return answer

    async with stream(api.http, FEED, SERVICE), stream(api.http, FEED, CREATOR):
        async with stream(api.http, FEED, SERVICE):
            for headers in (SERVICE, authorization("ops")):
                answer = await refused({**headers, "Accept-Language": "zh-CN"})
                assert answer is not None
                assert answer.status_code == 429
                assert answer.headers["retry-after"]
                assert (answer.json()["code"], answer.json()["title"]) == ("too-many-streams", "事件流过多")
            assert (await api.http.get(FEED, headers=SERVICE)).status_code == 200

        async def there_is_room() -> bool:
            return await refused(SERVICE) is None

        await eventually(there_is_room)
        assert await refused(authorization("ops")) is None


async def test_a_stream_that_waits_holds_no_connection(api: Served, owner: Connection) -> None:
    await events(owner, ["dispute/1"])
    pool = (await api.app.state.services.backends.journal()).pool
    async with (
        asyncio.timeout(120),
        stream(api.http, FEED, SERVICE) as first,
        stream(api.http, FEED, CREATOR) as second,
    ):
        await anext(first)
        await anext(second)
        # Whoever looks or reads at this moment gives it back.
        held = [await pool.acquire() for _ in range(pool.get_max_size())]
        for connection in held:
            await pool.release(connection)


async def test_who_leaves_gives_its_connection_back_at_once(
    settings: ApiSettings, owner: Connection, monkeypatch: pytest.MonkeyPatch, eventually: Eventually
) -> None:
    # No statement ends by itself here.
    monkeypatch.setattr(journal, "open_pool", partial(open_pool, patience=600))
    waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"

    async def is_reading() -> bool:
        return bool(await owner.fetchval(waiting))

    async def is_idle() -> bool:
        return not await is_reading()

    await events(owner, ["dispute/1"])
    async with served(settings) as api, owner.transaction():
        await owner.execute("lock table processes in access exclusive mode")
        async with stream(api.http, FEED, CREATOR):
            await eventually(is_reading)
        await eventually(is_idle)


async def test_the_service_stops_without_waiting_for_streams(settings: ApiSettings, owner: Connection) -> None:
    async with (
        served(settings) as api,
        stream(api.http, FEED, SERVICE) as first,
        stream(api.http, FEED, CREATOR) as second,
    ):
        api.server.should_exit = True
        for read in (first, second):
            # It comes to an end, rather than being cut off.
            assert [event async for event in read] == []
        await api.serving


async def test_a_stream_ends_with_its_token(api: Served) -> None:
    claims = jwt.decode(SERVICE["Authorization"].split()[1], options={"verify_signature": False})
    token = jwt.encode({**claims, "exp": int(time.time()) + 2}, SECRET, algorithm="HS256")
    async with asyncio.timeout(120), stream(api.http, FEED, {"Authorization": f"Bearer {token}"}) as read:
        assert [event async for event in read] == []


async def test_an_outage_of_postgres_is_sat_out(
    fresh_database_url: str, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "OUTAGE_PAUSE", 0.05)
    monkeypatch.setattr(event_stream, "KEEP_ALIVE_EVERY", 0.05)
    await events(owner, ["dispute/1"])
    async with (
        Interruption(fresh_database_url) as wire,
        served(settings_for(wire.url)) as api,
        api.http.stream("GET", FEED, headers={**SERVICE, **STREAM}) as answer,
    ):
        lines = answer.aiter_lines()
        while (await anext(lines)) != "":
            pass
        wire.cut()
        for accept in ("application/json", "text/event-stream"):
            away = await api.http.get(FEED, headers={**CREATOR, "Accept": accept})
            assert away.status_code == 503
            assert away.headers["retry-after"]
        assert [await anext(lines) for _ in range(10)] == [":"] * 10
        await events(owner, ["dispute/1"], 2)
        wire.restore()
        assert (await anext(told(_without_comments(lines)))).data["version"] == 2


async def _without_comments(lines: AsyncIterator[str]) -> AsyncIterator[str]:
    async for line in lines:
        if line != ":":
            yield line
