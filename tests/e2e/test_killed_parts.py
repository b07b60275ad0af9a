"""kill -9 of the worker, of Temporal and of Postgres while commands are under way and a deadline passes."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from luyue.devstack.stack import PartName, Stack
from tests.e2e.database import Database
from tests.e2e.parts import killed_and_kept_down
from tests.e2e.scene import Request, Scene

LIFECYCLE = [
    "SampleRequested",
    "SampleRequestApproved",
    "SampleShipped",
    "ReceiptConfirmed",
    "ContentCounted",
    "ClockAdvanced",
    "SampleRequestFulfilled",
]
SHORTLY = timedelta(seconds=15)


@pytest.mark.parametrize(
    "part", ["worker", *(pytest.param(part, marks=pytest.mark.long) for part in ("temporal", "postgres"))]
)
async def test_nothing_is_lost_or_doubled_and_the_deadline_acts_once(
    part: PartName, stack: Stack, http: httpx.AsyncClient, database: Database, policy, eventually, differences
) -> None:
    *scenes, another, third = await asyncio.gather(*(Scene(stack, http).set() for _ in range(6)))
    requests = await asyncio.gather(*(scene.apply() for scene in scenes))
    await asyncio.gather(*(request.approve() for request in requests[1:]))
    await asyncio.gather(*(request.ship() for request in requests[2:]))
    async with policy(approval_window=SHORTLY):
        undecided, decided_in_time = await another.apply(), await third.apply()
    due_at = await database.next_deadline(undecided.stream)
    due_later_at = await database.next_deadline(decided_in_time.stream)
    assert due_at is not None
    assert due_later_at is not None

    answered_before = sum(len(request.answers) for request in requests)
    async with asyncio.TaskGroup() as group:
        ways = [group.create_task(go_all_the_way(request, eventually)) for request in requests]
        await eventually(lambda: sum(len(request.answers) for request in requests) > answered_before)
        async with killed_and_kept_down(stack, part, eventually):
            assert not any(way.done() for way in ways)
            if part == "worker":
                group.create_task(decided_in_time.approve())
            await eventually(lambda: datetime.now(UTC) > due_later_at)
            if part != "postgres":
                assert await database.status(undecided.stream) == "PENDING"
                assert await database.status(decided_in_time.stream) == "PENDING"

    async def is_cancelled() -> bool:
        return await undecided.has("SampleRequestCancelled")

    await eventually(is_cancelled)
    assert await database.events(undecided.stream) == ["SampleRequested", "SampleRequestCancelled"]
    (acted,) = await database.rows("select * from events where stream = $1 and version = 2", undecided.stream)
    assert (acted["occurred_at"], acted["actor"]) == (due_at, "timer:approval_window")
    assert await database.status(undecided.stream) == "CANCELLED"
    if part == "worker":
        # It reached Temporal in time, and goes before the deadline that passed while nobody worked.
        assert await database.events(decided_in_time.stream) == ["SampleRequested", "SampleRequestApproved"]
        (acted,) = await database.rows("select * from events where stream = $1 and version = 2", decided_in_time.stream)
        assert acted["occurred_at"] < due_later_at < acted["recorded_at"]
    for request in requests:
        assert await database.events(request.stream) == LIFECYCLE
        assert await database.status(request.stream) == "COMPLETED"
        known = Counter(await database.commands(request.stream))
        assert {command_id: known[command_id] for command_id in request.command_ids()} == dict.fromkeys(
            request.command_ids(), 1
        )
        assert await repeated_answers(request) == {name: answer.content for name, answer in request.answers.items()}
        assert await database.events(request.stream) == LIFECYCLE
    assert await differences() == []


@pytest.mark.long
async def test_a_deadline_that_passes_while_worker_and_temporal_are_both_away_acts_once_they_are_back(
    stack: Stack, http: httpx.AsyncClient, database: Database, policy, eventually, differences
) -> None:
    scene = await Scene(stack, http).set()
    async with policy(approval_window=SHORTLY):
        undecided = await scene.apply()
    due_at = await database.next_deadline(undecided.stream)
    assert due_at is not None
    async with killed_and_kept_down(stack, "worker", eventually), killed_and_kept_down(stack, "temporal", eventually):
        await eventually(lambda: datetime.now(UTC) > due_at)
        assert await database.status(undecided.stream) == "PENDING"

    async def is_cancelled() -> bool:
        return await undecided.has("SampleRequestCancelled")

    await eventually(is_cancelled)
    assert await database.events(undecided.stream) == ["SampleRequested", "SampleRequestCancelled"]
    (acted,) = await database.rows("select * from events where stream = $1 and version = 2", undecided.stream)
    assert (acted["occurred_at"], acted["actor"]) == (due_at, "timer:approval_window")
    assert await differences() == []


async def go_all_the_way(request: Request, eventually) -> None:
    """What is left of a request's way, each command repeated under its key until it is answered."""
    steps = {"approve": request.approve, "ship": request.ship, "confirm-receipt": request.confirm_receipt}
    for name, step in steps.items():
        if name not in request.answers:
            await step()
    await request.publish_video()
    await eventually(lambda: request.has("ContentCounted"))
    await request.advance("PT170H")


async def repeated_answers(request: Request) -> dict[str, bytes]:
    """What the same requests under the same keys are answered once more."""
    again = {}
    for name, first in request.answers.items():
        sent = first.request
        answer = await request.scene.http.send(
            request.scene.http.build_request(sent.method, sent.url, headers=sent.headers, content=sent.content)
        )
        again[name] = answer.content
    return again
