"""Temporal's database deleted: every open request comes back from Postgres with its deadlines to the second."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import httpx
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError

from luyue.devstack.stack import Stack
from luyue.workflows.search_attributes import NEXT_DEADLINE, STATUS
from tests.e2e.database import Database
from tests.e2e.orders import OnHttp
from tests.e2e.parts import lose_temporal_database
from tests.e2e.scene import NOTE, Request, Scene

TO_THE_SECOND = timedelta(seconds=1)
GRACE = timedelta(hours=1)


async def test_open_requests_come_back_with_their_deadlines(
    stack: Stack, http: httpx.AsyncClient, database: Database, temporal: Client, policy, eventually, luyue
) -> None:
    # Without warnings a request's timer is the deadline itself.
    async with policy(due_soon=timedelta(0)):
        scenes = await asyncio.gather(*(Scene(stack, http).set() for _ in range(7)))
        requests = await asyncio.gather(*(scene.apply() for scene in scenes))
    pending, approved, shipped, received, advanced, extended, closed = requests
    for request in (approved, shipped, received):
        await request.approve()
    for request in (shipped, received):
        await request.ship()
    await shipped.scan("pickup", "transit_centre")
    await OnHttp(shipped.scene, "shipment", f"sh_{shipped.id}").reaches("IN_TRANSIT")
    await received.confirm_receipt()
    await received.publish_video()
    await eventually(lambda: received.has("ContentCounted"))
    await advanced.advance("PT5H")
    due_at = await database.next_deadline(extended.stream)
    assert due_at is not None
    until = (due_at + timedelta(hours=24)).isoformat()
    extension = {"deadline": "approval_window", "until": until, "reason": "国庆假期"}
    await extended.send(extended.scene.ops, "extend", extension)
    await closed.send(closed.scene.creator, "withdraw")
    later_than_the_deadline = {received: GRACE, advanced: -timedelta(hours=5)}
    open_before = await all_open(database)
    assert {one.stream for one in (pending, approved, shipped, received, advanced, extended)} <= set(open_before)

    await lose_temporal_database(stack, eventually)

    def run(*streams: str) -> Callable[[], Awaitable[bool]]:
        """Whether these and no others run, as far as Temporal can be asked."""

        async def holds() -> bool:
            try:
                return await running(temporal) == set(streams)
            except RPCError:
                return False

        return holds

    await eventually(run())

    # By its first command, a repeat or not, a process comes back without anybody's help.
    await pending.approve()
    await eventually(run(pending.stream))
    await answer_is_forgotten_by_the_api(approved, "approve", database)
    for request, name in ((approved, "approve"), (closed, "withdraw")):
        first = request.answers[name].content
        again = await request.send(
            request.scene.merchant if name == "approve" else request.scene.creator,
            name,
            {"note": NOTE} if name == "approve" else None,
        )
        assert again.content == first
    ran = await luyue("rehydrate")
    assert ran.code == 0, ran.output
    # Those that were sent a command run already, and whom the router told of that; the closed one ended again.
    counted = re.search(r"(\d+) open, (\d+) already running, (\d+) started", ran.output)
    assert counted is not None, ran.output
    there, already, started = map(int, counted.groups())
    assert there == len(open_before) == already + started
    assert already >= 2

    open_after = await all_open(database)
    assert open_after.keys() == open_before.keys()
    assert open_after | {pending.stream: None} == open_before | {pending.stream: None}

    await eventually(run(*open_after))
    for stream, (status, next_deadline_at) in open_after.items():

        async def shows_it(stream: str = stream, status: str = status, due: datetime | None = next_deadline_at) -> bool:
            shown = (await temporal.get_workflow_handle(stream).describe()).typed_search_attributes
            return (shown.get(STATUS), shown.get(NEXT_DEADLINE)) == (status, due)

        await eventually(shows_it)
    for request in (pending, approved, shipped, received, advanced, extended):
        expected = open_after[request.stream][1] + later_than_the_deadline.get(request, timedelta(0))
        assert abs(await pending_timer(temporal, request) - expected) <= TO_THE_SECOND, request

    verified = await luyue("verify")
    assert verified.code == 0, verified.output
    assert "everything agrees" in verified.output
    await shipped.advance("P8D")
    assert await database.events(shipped.stream) == [
        "SampleRequested",
        "SampleRequestApproved",
        "SampleShipped",
        "ClockAdvanced",
        "ReceiptConfirmed",
    ]


async def all_open(database: Database) -> dict[str, tuple[str, datetime | None]]:
    """Status and next deadline of every open process, by stream."""
    rows = await database.rows("select stream, status, next_deadline_at from processes where not closed")
    return {row["stream"]: (row["status"], row["next_deadline_at"]) for row in rows}


async def running(temporal: Client) -> set[str]:
    query = "ExecutionStatus = 'Running'"
    return {one.id async for one in temporal.list_workflows(query)}


async def answer_is_forgotten_by_the_api(request: Request, name: str, database: Database) -> None:
    """As if the API had died before it stored its answer: only the process itself can know it now."""
    await database.rows(
        "update idempotency_keys set status = null, headers = null, body = null where path = $1",
        f"{request.path}/{name}",
    )


async def pending_timer(temporal: Client, request: Request) -> datetime:
    """When the one timer that a request waits for goes off, by Temporal's own history."""
    process = temporal.get_workflow_handle(request.stream)
    assert (await process.describe()).status == WorkflowExecutionStatus.RUNNING
    timers = {}
    async for event in process.fetch_history_events():
        match event.event_type:
            case EventType.EVENT_TYPE_TIMER_STARTED:
                started = event.timer_started_event_attributes
                timers[event.event_id] = event.event_time.ToDatetime(UTC) + started.start_to_fire_timeout.ToTimedelta()
            case EventType.EVENT_TYPE_TIMER_FIRED:
                del timers[event.timer_fired_event_attributes.started_event_id]
            case EventType.EVENT_TYPE_TIMER_CANCELED:
                del timers[event.timer_canceled_event_attributes.started_event_id]
    ((_, goes_off_at),) = timers.items()
    return goes_off_at
