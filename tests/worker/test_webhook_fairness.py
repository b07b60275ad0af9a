"""Receivers that hang beside one that does not: however many they are, it gets what it is to get."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from luyue.journal.journal import Journal
from luyue.journal.webhook_endpoints import Endpoint
from luyue.worker.webhooks import MOST_AT_ONCE, MOST_FAILING, MOST_TO_ONE_OWNER, MOST_UNTRIED
from tests.conftest import Eventually
from tests.worker.webhook_receiver import Receiver, answers, receiver
from tests.worker.webhook_scene import WebhookScene

HUNG = MOST_AT_ONCE + 16
GENEROUS = 60


@pytest.fixture
async def target() -> AsyncIterator[Receiver]:
    async with receiver() as target:
        yield target


@pytest.fixture
async def scene(journal: Journal) -> WebhookScene:
    return WebhookScene(journal, patience=2 * GENEROUS, lease=3 * GENEROUS)


async def endpoint(scene: WebhookScene, url: str, kind: str, owner: str, succeeded: bool | None) -> Endpoint:
    made = await scene.endpoint(url, kinds=[kind], owner=owner)
    if succeeded is not None:
        await scene.endpoints.judge(made.id, succeeded=succeeded)
    return made


@pytest.mark.parametrize(
    ("hung_succeeded", "owners", "places", "healthy_succeeded"),
    [
        (False, 10, MOST_FAILING, True),
        (False, 10, MOST_FAILING, None),
        (None, 10, MOST_UNTRIED, True),
        (None, 10, MOST_UNTRIED, False),
        (True, 3, 3 * MOST_TO_ONE_OWNER, True),
        (True, 3, 3 * MOST_TO_ONE_OWNER, False),
    ],
    ids=[
        "after they failed",
        "after they failed, beside a new one",
        "from the first try",
        "from the first try, beside one that failed",
        "all of a sudden",
        "all of a sudden, beside one that failed",
    ],
)
async def test_a_receiver_gets_its_events_while_more_than_all_places_would_hang(
    scene: WebhookScene,
    target: Receiver,
    eventually: Eventually,
    hung_succeeded: bool | None,
    owners: int,
    places: int,
    healthy_succeeded: bool | None,
) -> None:
    arrived = asyncio.Event()

    async def hangs(writer: asyncio.StreamWriter) -> None:
        await arrived.wait()
        await answers(204)(writer)

    async with receiver() as hung:
        hung.behave = hangs
        for number in range(HUNG):
            await endpoint(scene, hung.url, "note", f"service:{number % owners}", hung_succeeded)
        to = await endpoint(scene, target.url, "memo", "service:healthy", healthy_succeeded)
        await scene.happen("note/1", 1)
        running = asyncio.create_task(scene.dispatcher.run())
        try:
            await eventually(lambda: len(hung.got) == places, GENEROUS)
            await scene.happen("memo/1", 1, 2)
            await eventually(lambda: target.got_of("memo/1") == [1, 2], GENEROUS)
            assert len(hung.got) == places
            arrived.set()
            await eventually(lambda: len(hung.got) == HUNG, GENEROUS)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    found = await scene.endpoints.find(to.id)
    assert found is not None
    assert found.last_succeeded
