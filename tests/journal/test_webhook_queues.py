"""Queues of webhooks' deliveries: in order, under leases, and never forgotten."""

import asyncio
from datetime import timedelta

import pytest

from luyue.journal.journal import Journal
from luyue.journal.webhook_queues import Result
from tests.journal.webhook_desk import LONG, Desk, now


@pytest.fixture
async def desk(journal: Journal) -> Desk:
    return Desk(journal)


async def test_of_a_process_one_event_at_a_time_is_under_way_the_first_that_is_pending(desk: Desk) -> None:
    await desk.good_endpoint()
    await desk.fan_out(await desk.happen("note/1", 1, 2))
    (first,) = await desk.take()
    assert (first.event.version, first.remaining, first.attempts) == (1, True, 0)
    await desk.fan_out(await desk.happen("note/1", 3))
    assert await desk.take() == []
    assert await desk.queues.let_go(first, Result(now(), 200))
    (second,) = await desk.take()
    assert (second.event.version, second.remaining) == (2, True)


async def test_different_processes_and_endpoints_are_under_way_beside_each_other(desk: Desk) -> None:
    await desk.good_endpoint("wh_1", owner="a")
    await desk.good_endpoint("wh_2", owner="b")
    for number in range(3):
        await desk.fan_out(await desk.happen(f"note/{number}", 1))
    assert len(await desk.take(most_of_one=2)) == 4
    assert await desk.take(most_of_one=2) == []
    assert len(await desk.take(most_of_one=3, most=1)) == 1
    assert len(await desk.take(most_of_one=3)) == 1


async def test_takers_at_the_same_moment_take_different_queues(desk: Desk) -> None:
    await desk.good_endpoint()
    for number in range(20):
        await desk.fan_out(await desk.happen(f"note/{number}", 1))
    taken = [held.event.stream for some in await asyncio.gather(*(desk.take() for _ in range(8))) for held in some]
    assert sorted(taken) == sorted({f"note/{number}" for number in range(20)})


async def test_a_lease_that_has_run_out_is_taken_over_and_its_first_holder_can_note_nothing(desk: Desk) -> None:
    await desk.good_endpoint()
    await desk.fan_out(await desk.happen("note/1", 1))
    (lost,) = await desk.take(lease=0)
    (mine,) = await desk.take()
    assert mine.event == lost.event
    assert not await desk.queues.let_go(lost, Result(now(), 200))
    assert [one.state for one in await desk.deliveries.page("wh_1", None, None, 10)] == ["pending"]
    assert await desk.queues.let_go(mine, Result(now(), 200))
    assert not await desk.queues.let_go(mine, Result(now(), 500, "status 500"))


async def test_what_is_fanned_out_just_as_a_queue_is_emptied_is_not_forgotten(desk: Desk) -> None:
    await desk.good_endpoint()
    await desk.fan_out(await desk.happen("note/1", 1))
    (held,) = await desk.take()
    assert not held.remaining
    await desk.fan_out(await desk.happen("note/1", 2))
    assert await desk.queues.let_go(held, Result(now(), 200))
    assert [one.event.version for one in await desk.take()] == [2]


async def test_emptying_and_filling_a_queue_at_the_same_moment_never_loses_an_event(desk: Desk) -> None:
    await desk.good_endpoint()
    rounds = 60

    async def fill() -> None:
        for number in range(rounds):
            await desk.fan_out(await desk.happen("note/1", number))

    delivered: list[int] = []

    async def empty() -> None:
        while len(delivered) < rounds:
            for held in await desk.take():
                assert await desk.queues.let_go(held, Result(now(), 200))
                delivered.append(held.event.version)

    await asyncio.wait_for(asyncio.gather(fill(), empty(), empty()), 120)
    assert delivered == list(range(1, rounds + 1))


async def test_a_failed_delivery_waits_for_its_time_and_those_behind_it_too(desk: Desk) -> None:
    await desk.good_endpoint()
    await desk.fan_out(await desk.happen("note/1", 1, 2))
    (held,) = await desk.take()
    later = now() + timedelta(minutes=10)
    await desk.queues.let_go(held, Result(now(), None, "no connection", again_at=later))
    assert await desk.take() == []
    await desk.fan_out(await desk.happen("note/1", 3))
    assert await desk.take() == []
    (again,) = await desk.take(later)
    assert (again.event.version, again.attempts) == (1, 1)


async def test_a_parked_delivery_lets_the_next_one_go(desk: Desk) -> None:
    await desk.good_endpoint()
    await desk.fan_out(await desk.happen("note/1", 1, 2))
    (held,) = await desk.take()
    await desk.queues.let_go(held, Result(now(), 500, "status 500"))
    assert [one.event.version for one in await desk.take()] == [2]
    (parked,) = await desk.deliveries.page("wh_1", "parked", None, 10)
    assert (parked.version, parked.attempts, parked.last_status, parked.last_error) == (1, 1, 500, "status 500")


async def test_what_is_asked_for_again_during_an_attempt_is_not_forgotten(desk: Desk) -> None:
    await desk.good_endpoint()
    first, _ = await desk.happen("note/1", 1, 2)
    await desk.fan_out(await desk.streams.history("note/1"))
    (held,) = await desk.take()
    await desk.queues.let_go(held, Result(now(), 500, "status 500"))
    (held,) = await desk.take()
    parked = await desk.deliveries.page("wh_1", "parked", None, 10)
    assert await desk.deliveries.redeliver("wh_1", None, now(), tried_until=now() + LONG) == len(parked) == 1
    await desk.queues.let_go(held, Result(now(), 500, "status 500", again_at=now() + LONG))
    assert [one.event for one in await desk.take()] == [first]


async def test_nothing_is_taken_of_a_disabled_endpoint_and_everything_once_it_is_enabled(desk: Desk) -> None:
    await desk.good_endpoint()
    await desk.fan_out(await desk.happen("note/1", 1))
    (held,) = await desk.take()
    await desk.queues.let_go(held, Result(now(), 500, "status 500", again_at=now() + LONG))
    await desk.endpoints.disable("wh_1", now(), because="asked")
    await desk.fan_out(await desk.happen("note/2", 1))
    assert await desk.take() == []
    until = now() + 2 * LONG
    await desk.endpoints.enable("wh_1", now(), tried_until=until)
    assert {(one.event.stream, one.tried_until) for one in await desk.take()} == {("note/1", until), ("note/2", until)}


@pytest.mark.parametrize("succeeded", [None, False])
async def test_to_an_endpoint_that_has_not_succeeded_one_delivery_is_under_way(
    desk: Desk, succeeded: bool | None
) -> None:
    await desk.endpoint()
    if succeeded is not None:
        await desk.endpoints.judge("wh_1", succeeded=succeeded)
    for number in range(3):
        await desk.fan_out(await desk.happen(f"note/{number}", 1))
    (held,) = await desk.take()
    assert await desk.take() == []
    await desk.endpoints.judge("wh_1", succeeded=True)
    await desk.queues.let_go(held, Result(now(), 200))
    assert len(await desk.take()) == 2


async def test_who_succeeds_comes_first_and_who_fails_last_each_within_their_places(desk: Desk) -> None:
    standings = {"wh_bad": False, "wh_new": None, "wh_good": True}
    for id, succeeded in standings.items():
        await desk.endpoint(id, owner=id)
        if succeeded is not None:
            await desk.endpoints.judge(id, succeeded=succeeded)
    await desk.fan_out(await desk.happen("note/1", 1))
    assert await desk.take(untried=0, failing=0, most=0) == []
    assert [held.endpoint.id for held in await desk.take(most=1)] == ["wh_good"]
    assert await desk.take(untried=0, failing=0) == []
    assert [held.endpoint.id for held in await desk.take(most=1)] == ["wh_new"]
    assert [held.endpoint.id for held in await desk.take(failing=1)] == ["wh_bad"]


async def test_owners_take_turns_and_none_takes_more_than_its_places(desk: Desk) -> None:
    for number in range(3):
        await desk.good_endpoint(f"wh_{number}", owner="many")
    for number in range(4):
        await desk.fan_out(await desk.happen(f"note/{number}", 1))
    await desk.good_endpoint("wh_other", owner="other", kinds=["memo"])
    assert {held.endpoint.owner for held in await desk.take(most=2)} == {"many"}
    await desk.fan_out(await desk.happen("memo/1", 1))
    assert [held.endpoint.owner for held in await desk.take(most=1)] == ["other"]
    assert len(await desk.take(most_of_owner=5)) == 3
    assert await desk.take(most_of_owner=5) == []
