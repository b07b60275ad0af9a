"""Workers that deliver webhooks: beside each other, lost in the middle, within bounds, and telling nobody too much."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from luyue.journal.journal import Journal
from luyue.worker.webhooks import MOST_TO_ONE_ENDPOINT
from tests.conftest import Eventually
from tests.journal.interruption import Interruption
from tests.worker.webhook_receiver import (
    Receiver,
    answers,
    receiver,
    says_nothing,
)
from tests.worker.webhook_scene import WebhookScene

STREAMS = [f"note/{number}" for number in range(3)]
A_MOMENT = timedelta(minutes=1)


@pytest.fixture
async def target() -> AsyncIterator[Receiver]:
    async with receiver() as target:
        yield target


@pytest.fixture
async def scene(journal: Journal) -> WebhookScene:
    return WebhookScene(journal, patience=0.2)


async def test_a_bad_receiver_does_not_hold_up_another(scene: WebhookScene, target: Receiver) -> None:
    async with receiver() as bad:
        bad.behave = says_nothing
        for url in (bad.url, target.url):
            to = await scene.endpoint(url)
            await scene.endpoints.judge(to.id, succeeded=True)
        for number in range(3 * MOST_TO_ONE_ENDPOINT):
            await scene.happen(f"note/{number}", 1)
        for _ in range(3):
            await scene.dispatcher.turn()
        assert len(target.got) == 3 * MOST_TO_ONE_ENDPOINT


async def test_of_one_endpoint_only_a_few_are_under_way_at_once_whoever_delivers_them(
    journal: Journal, target: Receiver, eventually: Eventually
) -> None:
    scenes = [WebhookScene(journal) for _ in range(2)]
    going = asyncio.Event()

    async def waits(writer: asyncio.StreamWriter) -> None:
        await going.wait()
        await answers(204)(writer)

    target.behave = waits
    to = await scenes[0].endpoint(target.url)
    await scenes[0].endpoints.judge(to.id, succeeded=True)
    for number in range(3 * MOST_TO_ONE_ENDPOINT):
        await scenes[0].happen(f"note/{number}", 1)
    turn = asyncio.create_task(scenes[0].dispatcher.turn())
    await eventually(lambda: len(target.got) == MOST_TO_ONE_ENDPOINT)
    assert [await scene.dispatcher.turn() for scene in scenes] == [0, 0]
    going.set()
    assert await turn == MOST_TO_ONE_ENDPOINT
    await scenes[1].settle()
    assert len(target.got) == 3 * MOST_TO_ONE_ENDPOINT


async def test_a_worker_lost_during_a_delivery_is_made_up_for_by_another_in_order(
    journal: Journal, target: Receiver, eventually: Eventually
) -> None:
    lost, heir = WebhookScene(journal, lease=0.5), WebhookScene(journal)
    to = await lost.endpoint(target.url)
    target.behave = says_nothing
    await lost.happen("note/1", 1, 2)
    turn = asyncio.create_task(lost.dispatcher.turn())
    await eventually(lambda: len(target.got) == 1)
    assert await heir.dispatcher.turn() == 0, "the lease holds"
    turn.cancel()
    await asyncio.gather(turn, return_exceptions=True)
    target.behave = answers(200)

    async def all_is_delivered() -> bool:
        await heir.settle()
        return set((await heir.states(to)).values()) == {"delivered"}

    await eventually(all_is_delivered)
    assert target.got_of("note/1") == [1, 1, 2]
    assert target.got[0].id == target.got[1].id


async def test_who_lost_its_lease_notes_nothing_any_more(
    journal: Journal, target: Receiver, eventually: Eventually
) -> None:
    slow, heir = WebhookScene(journal, lease=0.0), WebhookScene(journal)
    to = await slow.endpoint(target.url)
    going = asyncio.Event()

    async def fails_late(writer: asyncio.StreamWriter) -> None:
        await going.wait()
        await answers(500)(writer)

    target.behave = fails_late
    await slow.happen("note/1", 1)
    turn = asyncio.create_task(slow.dispatcher.turn())
    await eventually(lambda: len(target.got) == 1)
    target.behave = answers(200)
    assert await heir.settle() == 1
    going.set()
    assert await turn == 1
    (listed,) = await heir.listed(to)
    assert (listed.state, listed.attempts, listed.last_status) == ("delivered", 1, 200)


async def test_several_workers_deliver_each_event_once_and_in_order(journal: Journal, target: Receiver) -> None:
    scenes = [WebhookScene(journal) for _ in range(3)]
    await scenes[0].endpoint(target.url)
    for stream in STREAMS:
        await scenes[0].happen(stream, *range(10))

    async def work(scene: WebhookScene) -> None:
        while len(target.got) < 30:
            await scene.dispatcher.turn()

    await asyncio.wait_for(asyncio.gather(*(work(scene) for scene in scenes)), 120)
    assert all(target.got_of(stream) == list(range(1, 11)) for stream in STREAMS)


async def test_the_running_loop_delivers_by_itself_and_outlasts_postgres(
    scene: WebhookScene, database_url: str, target: Receiver, eventually: Eventually, caplog: pytest.LogCaptureFixture
) -> None:
    await scene.endpoint(target.url)
    async with Interruption(database_url) as wire:
        behind_the_wire = await Journal.open(wire.url, size=4)
        running = asyncio.create_task(WebhookScene(behind_the_wire).dispatcher.run())
        for stream in STREAMS:
            await scene.happen(stream, 1, 2)
        await eventually(lambda: all(target.got_of(stream) == [1, 2] for stream in STREAMS))
        wire.cut()
        await scene.happen("note/1", 3)
        await eventually(lambda: wire.refused >= 3)
        assert target.got_of("note/1") == [1, 2]
        assert len([record for record in caplog.records if record.getMessage().startswith("webhooks:")]) == 1
        wire.restore()
        await eventually(lambda: target.got_of("note/1") == [1, 2, 3])
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        behind_the_wire.pool.terminate()


async def test_no_transaction_is_open_while_an_event_is_delivered(
    scene: WebhookScene, target: Receiver, journal: Journal
) -> None:
    open_ones: list[int] = []

    async def look(writer: asyncio.StreamWriter) -> None:
        open_ones.append(
            await journal.pool.fetchval(
                "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
                " and (backend_xmin is not null or backend_xid is not null or state like 'idle in transaction%')"
            )
        )
        await answers(200)(writer)

    target.behave = look
    await scene.endpoint(target.url)
    await scene.happen("note/1", 1)
    await scene.settle()
    assert open_ones == [0]


async def test_the_log_holds_no_secret_and_no_address(
    scene: WebhookScene, target: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    to = await scene.endpoint(f"{target.url}?token=receivers-own")
    target.behave = answers(410)
    with caplog.at_level(logging.DEBUG):
        await scene.happen("note/1", 1)
        await scene.settle()
    assert to.id in caplog.text
    for hidden in (to.secret, to.secret.removeprefix("whsec_"), "receivers-own"):
        assert hidden not in caplog.text
