"""`luyue outage` and `luyue extend` on a whole stack: what is due waits, gets its time by the router, and once only."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from luyue.devstack.stack import Stack
from tests.e2e.database import Database
from tests.e2e.orders import OrderScene
from tests.e2e.scene import Request, Scene

HOUR = timedelta(hours=1)


@pytest.fixture
async def declared(luyue) -> AsyncIterator[str]:
    """The id of an outage that has just begun; released in the end, for other tests share the stack."""
    ran = await luyue("outage", "declare", "--reason", "停电演练")
    assert ran.code == 0, ran.output
    [id] = re.findall(r"ou_[0-9a-z]{26}", ran.output)
    yield id
    await luyue("outage", "release", id, "--extend-by", "PT0S")


async def applied(stack: Stack, http: httpx.AsyncClient, number: int) -> list[Request]:
    scenes = await asyncio.gather(*(Scene(stack, http).set() for _ in range(number)))
    return list(await asyncio.gather(*(scene.apply() for scene in scenes)))


async def due_times(database: Database, requests: list[Request]) -> list[datetime]:
    found = [await database.next_deadline(request.stream) for request in requests]
    assert None not in found
    return [one for one in found if one is not None]


@pytest.mark.long
async def test_what_is_due_waits_for_the_release_and_gets_its_time_from_it(
    stack: Stack, http: httpx.AsyncClient, database: Database, temporal: Client, policy, eventually, luyue, declared
) -> None:
    async with policy(approval_window=timedelta(seconds=2), due_soon=timedelta(0)):
        requests = await applied(stack, http, 3)
    before = await due_times(database, requests)

    async def timers_have_rung() -> bool:
        histories = [await temporal.get_workflow_handle(one.stream).fetch_history() for one in requests]
        kinds = [[event.event_type for event in history.events] for history in histories]
        fired, completed = EventType.EVENT_TYPE_TIMER_FIRED, EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
        return all(fired in one and completed in one[one.index(fired) :] for one in kinds)

    await eventually(timers_have_rung)
    for one in requests:
        assert (await database.events(one.stream), await database.status(one.stream)) == (
            ["SampleRequested"],
            "PENDING",
        )

    shown = await luyue("outage", "release", declared, "--extend-by", "PT1H", "--dry-run")
    assert shown.code == 0, shown.output
    assert all(one.stream in shown.output for one in requests)
    assert "Nothing was done" in shown.output
    assert await due_times(database, requests) == before

    ran = await luyue("outage", "release", declared, "--extend-by", "PT1H")
    assert ran.code == 0, ran.output
    assert await due_times(database, requests) == [due_at + HOUR for due_at in before]
    for one in requests:
        assert await database.events(one.stream) == ["SampleRequested", "DeadlineExtended"]
        outage = await database.value(
            "select data ->> 'outage' from events where stream = $1 and version = 2", one.stream
        )
        assert outage == declared
    assert (await luyue("outage", "release", declared)).code == 1
    listed = await luyue("outage", "list")
    assert declared in listed.output
    assert "停电演练" in listed.output
    verified = await luyue("verify")
    assert verified.code == 0, verified.output
    again = await luyue("replay", "--database")
    assert not any(one.stream in again.output for one in requests)


@pytest.mark.long
async def test_extend_moves_all_that_is_due_in_a_stretch_once(
    stack: Stack, http: httpx.AsyncClient, database: Database, policy, luyue
) -> None:
    async with policy(approval_window=timedelta(days=700), due_soon=timedelta(0)):
        requests = await applied(stack, http, 3)
    before = await due_times(database, requests)
    # Where they are due then would be in it as well.
    begins_at, ends_at = (at.isoformat() for at in (min(before), max(before) + 12 * HOUR))
    call = ("extend", "--due-between", begins_at, ends_at, "--by", "PT6H", "--kind", "sample-request")

    shown = await luyue(*call, "--dry-run")
    assert shown.code == 0, shown.output
    assert all(one.stream in shown.output for one in requests)
    assert "3 to extend by 6 h, 0 moved already; nothing was done" in shown.output
    assert await due_times(database, requests) == before

    ran = await luyue(*call, "--reason", "停电")
    assert ran.code == 0, ran.output
    assert "3 extended, 0 moved already, 0 refused" in ran.output
    moved = [due_at + 6 * HOUR for due_at in before]
    assert await due_times(database, requests) == moved
    again = await luyue(*call)
    assert again.code == 0, again.output
    assert "0 extended, 3 moved already, 0 refused" in again.output
    assert await due_times(database, requests) == moved
    answer = await requests[0].scene.ops.get(f"{requests[0].path}/texts")
    assert "停电" in answer.text


async def test_extend_says_what_was_refused_and_extends_the_rest(
    stack: Stack, http: httpx.AsyncClient, database: Database, policy, luyue
) -> None:
    """An offer cannot be accepted after its latest broadcast time (CO-03)."""
    async with policy(acceptance_window=timedelta(days=800), due_soon=timedelta(0)):
        scenes = [await OrderScene(stack, http).set() for _ in range(2)]
        latest = datetime.now(UTC) + timedelta(days=801)
        movable = await scenes[0].propose(latest_broadcast_at=latest.isoformat())
        bounded = await scenes[1].propose(latest_broadcast_at=(latest - timedelta(days=1)).isoformat())
    before = {one.stream: await database.next_deadline(one.stream) for one in (movable, bounded)}
    begins_at, ends_at = ((latest + timedelta(days=days)).isoformat() for days in (-2, 0))

    ran = await luyue("extend", "--due-between", begins_at, ends_at, "--by", "PT6H", "--kind", "cooperation-order")

    assert ran.code == 1, ran.output
    assert "1 extended, 0 moved already, 1 refused" in ran.output
    assert re.search(rf"{bounded.stream} acceptance_window: CO-03: ", ran.output)
    due_at = before[movable.stream]
    assert due_at is not None
    assert await database.next_deadline(movable.stream) == due_at + 6 * HOUR
    assert await database.next_deadline(bounded.stream) == before[bounded.stream]
