"""Webhooks over days: what a bad receiver still gets, in which order, and what is given up. The clock is the test's."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from luyue.journal.journal import Journal
from luyue.webhooks.schedule import COLLECTED_FOR, REDELIVERED_FOR, REMEMBERED_FOR, TRIED_FOR
from tests.worker.webhook_receiver import (
    Behave,
    Receiver,
    answers,
    hangs_up,
    receiver,
    says_nothing,
    talks_nonsense,
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


async def test_each_event_is_delivered_once_and_in_order(scene: WebhookScene, target: Receiver) -> None:
    to = await scene.endpoint(target.url)
    for number in range(5):
        for stream in STREAMS:
            await scene.happen(stream, number)
    assert await scene.settle() == 15
    assert all(target.got_of(stream) == [1, 2, 3, 4, 5] for stream in STREAMS)
    assert set((await scene.states(to)).values()) == {"delivered"}
    assert await scene.settle() == 0
    assert await scene.next_due() is None


async def test_an_event_that_is_fanned_out_again_is_not_delivered_again(scene: WebhookScene, target: Receiver) -> None:
    await scene.endpoint(target.url)
    events = await scene.happen("note/1", 1, 2)
    for event in events:
        await scene.fan_out.deliver(event)
    await scene.settle()
    for event in events:
        await scene.fan_out.deliver(event)
    await scene.settle()
    assert target.got_of("note/1") == [1, 2]


@pytest.mark.long
@pytest.mark.parametrize("behave", [answers(500), answers(302), hangs_up, talks_nonsense, says_nothing])
async def test_bad_for_a_day_then_well_again_everything_arrives_in_order_under_the_same_ids(
    behave: Behave, scene: WebhookScene, target: Receiver
) -> None:
    to = await scene.endpoint(target.url)
    target.behave = behave
    ids = {event.id for stream in STREAMS for event in await scene.happen(stream, 1, 2)}
    await scene.pass_time(timedelta(days=1))
    assert all(set(target.got_of(stream)) == {1} for stream in STREAMS), "later events wait for the first"
    tries = len(target.got)
    target.behave = answers(200)
    later = {event.id for stream in STREAMS for event in await scene.happen(stream, 3)}
    await scene.pass_time(timedelta(days=1))
    for stream in STREAMS:
        assert [version for version, _ in itertools.groupby(target.got_of(stream))] == [1, 2, 3]
    assert len(target.got) == tries + 9
    assert {got.id for got in target.got} == ids | later
    assert len({(got.id, got.body) for got in target.got}) == 9, "the same body on every try"
    for got in target.got:
        Webhook(to.secret).verify(got.body, got.headers)
    assert set((await scene.states(to)).values()) == {"delivered"}


@pytest.mark.parametrize("behave", [answers(500), hangs_up])
async def test_bad_for_three_days_everything_is_parked_and_redelivered_on_demand(
    behave: Behave, scene: WebhookScene, target: Receiver
) -> None:
    to = await scene.endpoint(target.url)
    target.behave = behave
    for stream in STREAMS:
        await scene.happen(stream, 1, 2)
    began = scene.now
    await scene.pass_time(TRIED_FOR - A_MOMENT)
    assert set((await scene.states(to)).values()) == {"pending"}
    await scene.pass_time(2 * A_MOMENT)
    assert set((await scene.states(to)).values()) == {"parked"}
    assert await scene.next_due() is None
    (first, *_) = [one for one in await scene.listed(to) if (one.stream, one.version) == ("note/0", 1)]
    assert 12 <= first.attempts <= 18
    assert first.last_attempt_at == began + TRIED_FOR
    assert first.last_error is not None

    target.behave = answers(200)
    tried = len(target.got)
    assert await scene.redeliver_parked(to) == 6
    await scene.settle()
    assert [(got.subject, got.sequence) for got in sorted(target.got[tried:], key=lambda got: got.subject)] == [
        (stream, version) for stream in STREAMS for version in (1, 2)
    ]
    assert {got.id for got in target.got[tried:]} == {str(one.event_id) for one in await scene.listed(to)}
    assert set((await scene.states(to)).values()) == {"delivered"}
    assert await scene.redeliver_parked(to) == 0


async def test_nobody_listening_for_three_days_is_no_different(scene: WebhookScene) -> None:
    async with receiver() as target:
        to = await scene.endpoint(target.url)
    await scene.happen("note/1", 1, 2)
    await scene.pass_time(TRIED_FOR + A_MOMENT)
    assert await scene.states(to) == {("note/1", 1): "parked", ("note/1", 2): "parked"}
    assert {one.last_error for one in await scene.listed(to)} == {"no connection"}


async def test_one_event_that_keeps_failing_holds_back_its_own_process_only_and_lets_it_go_on_in_the_end(
    scene: WebhookScene, target: Receiver
) -> None:
    to = await scene.endpoint(target.url)
    (poison,) = await scene.happen("note/1", 1)
    target.behaves_to["note/1"] = answers(500)
    await scene.settle()
    await scene.happen("note/1", 2)
    await scene.happen("note/2", 1, 2)
    await scene.pass_time(TRIED_FOR - A_MOMENT)
    assert target.got_of("note/2") == [1, 2]
    assert set(target.got_of("note/1")) == {1}

    async def all_but_the_first(writer: asyncio.StreamWriter) -> None:
        await answers(500 if target.got[-1].id == poison.id else 200)(writer)

    target.behaves_to["note/1"] = all_but_the_first
    await scene.pass_time(2 * A_MOMENT)
    assert await scene.states(to) == {
        ("note/1", 1): "parked",
        ("note/1", 2): "delivered",
        ("note/2", 1): "delivered",
        ("note/2", 2): "delivered",
    }
    assert await scene.redeliver_parked(to) == 1
    await scene.happen("note/1", 3)
    await scene.pass_time(REDELIVERED_FOR + A_MOMENT)
    assert (await scene.states(to))["note/1", 1] == "parked"
    assert target.got_of("note/1")[-1] == 3


async def test_what_is_delivered_can_be_asked_for_again(scene: WebhookScene, target: Receiver) -> None:
    to = await scene.endpoint(target.url)
    first, _ = await scene.happen("note/1", 1, 2)
    await scene.settle()
    (listed,) = [one for one in await scene.listed(to) if one.version == 1]
    assert await scene.deliveries.redeliver(to.id, listed.event_id, scene.now, tried_until=scene.now) == 1
    await scene.settle()
    assert target.got_of("note/1") == [1, 2, 1]
    assert [got.id for got in target.got].count(first.id) == 2


async def test_gone_disables_the_endpoint_and_what_waited_goes_out_once_it_is_enabled(
    scene: WebhookScene, target: Receiver
) -> None:
    to = await scene.endpoint(target.url)
    target.behave = answers(410)
    await scene.happen("note/1", 1, 2)
    await scene.settle()
    disabled = await scene.endpoints.find(to.id)
    assert disabled is not None
    assert (disabled.disabled_at, disabled.disabled_because) == (scene.now, "gone")
    assert target.got_of("note/1") == [1]
    target.behave = answers(200)
    await scene.pass_time(TRIED_FOR * 2)
    await scene.happen("note/1", 3)
    assert await scene.settle() == 0
    assert set((await scene.states(to)).values()) == {"pending"}
    await scene.endpoints.enable(to.id, scene.now, tried_until=scene.now + TRIED_FOR)
    await scene.settle()
    assert target.got_of("note/1") == [1, 1, 2, 3]


async def test_an_endpoint_that_stays_disabled_collects_for_thirty_days(scene: WebhookScene, target: Receiver) -> None:
    to = await scene.endpoint(target.url)
    await scene.endpoints.disable(to.id, scene.now, because="asked")
    await scene.pass_time(COLLECTED_FOR - A_MOMENT)
    await scene.happen("note/1", 1)
    await scene.pass_time(A_MOMENT)
    await scene.happen("note/1", 2)
    assert await scene.states(to) == {("note/1", 1): "pending"}


async def test_a_deleted_endpoint_leaves_nothing(scene: WebhookScene, target: Receiver, journal: Journal) -> None:
    to = await scene.endpoint(target.url)
    await scene.happen("note/1", 1)
    assert await scene.endpoints.delete(to.id)
    await scene.happen("note/1", 2)
    assert await scene.settle() == 0
    for table in ("webhook_endpoints", "webhook_deliveries", "webhook_queues"):
        assert await journal.pool.fetchval(f"select count(*) from {table}") == 0


async def test_what_is_over_is_forgotten_after_a_month_and_what_is_pending_is_not(
    scene: WebhookScene, target: Receiver, journal: Journal
) -> None:
    to = await scene.endpoint(target.url)
    await scene.happen("note/1", 1)
    await scene.settle()
    scene.now += REMEMBERED_FOR + A_MOMENT
    target.behave = answers(500)
    await scene.happen("note/2", 1)
    await scene.settle()
    await scene.deliveries.forget(scene.now - REMEMBERED_FOR)
    assert await scene.states(to) == {("note/2", 1): "pending"}
    assert [row["stream"] for row in await journal.pool.fetch("select stream from webhook_queues")] == ["note/2"]


async def test_signatures_are_dated_by_the_wall_clock(scene: WebhookScene, target: Receiver) -> None:
    to = await scene.endpoint(target.url)
    scene.now += timedelta(days=2)
    await scene.happen("note/1", 1)
    await scene.settle()
    (got,) = target.got
    Webhook(to.secret).verify(got.body, got.headers)
    age = datetime.now(UTC).timestamp() - int(got.headers["webhook-timestamp"])
    assert abs(age) < timedelta(minutes=5).total_seconds()
