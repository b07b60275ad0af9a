"""Every deadline of sample requests with its true duration: a second before it nothing, after it all."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from luyue.domain.facts import CartEntry, LiveSession, Video
from tests.conftest import Eventually
from tests.workflow import stages
from tests.workflow.virtual_house import VirtualHouse

SECOND = timedelta(seconds=1)
GRACE = timedelta(hours=1)
DUE_SOON = timedelta(hours=6)


@dataclass(frozen=True)
class Deadline:
    """`reached` brings a request to where the clock runs from the event `since`; then what the clock leads to."""

    name: str
    then: str
    reached: Callable[[VirtualHouse], Awaitable[str]]
    since: str
    window: timedelta
    event: str
    status: str
    grace: timedelta = timedelta(0)

    def __str__(self) -> str:
        return self.name


async def video_linked(house: VirtualHouse) -> str:
    name = await stages.received(house)
    now = await house.now()
    video = Video(
        creator_id=stages.creator_of(name),
        product_ids=(stages.product_of(name),),
        state="published",
        published_at=now,
        state_since=now,
    )
    await house.report(f"video/of-{name}", video, now)
    await house.send(name, "link-video", video_id=f"of-{name}")
    return name


async def live_linked(house: VirtualHouse) -> str:
    name = await stages.received(house)
    now = await house.now()
    entry = CartEntry(product_id=stages.product_of(name), added_at=now, explained=True)
    session = LiveSession(creator_id=stages.creator_of(name), started_at=now, cart=(entry,))
    await house.report(f"live-session/of-{name}", session, now)
    await house.send(name, "link-live", live_session_id=f"of-{name}")
    return name


APPROVAL = Deadline(
    "approval_window",
    "cancel",
    reached=stages.pending,
    since="SampleRequested",
    window=timedelta(hours=48),
    event="SampleRequestCancelled",
    status="CANCELLED approval_timeout",
)
SHIPPING = Deadline(
    "shipping_due",
    "record_late",
    reached=stages.approved,
    since="SampleRequestApproved",
    window=timedelta(hours=48),
    event="ShipmentOverdue",
    status="AWAITING_SHIPMENT",
)
CUTOFF = Deadline(
    "shipping_cutoff",
    "cancel",
    reached=stages.approved,
    since="SampleRequestApproved",
    window=timedelta(hours=120),
    event="SampleRequestCancelled",
    status="CANCELLED shipment_timeout",
)
RECEIPT = Deadline(
    "receipt_window",
    "confirm_receipt",
    reached=stages.shipped,
    since="SampleShipped",
    window=timedelta(hours=168),
    event="ReceiptConfirmed",
    status="CONTENT_PENDING",
)
PROMOTION = Deadline(
    "promotion_window",
    "breach",
    reached=stages.received,
    since="ReceiptConfirmed",
    window=timedelta(hours=360),
    grace=GRACE,
    event="SampleRequestBreached",
    status="BREACHED promotion_timeout",
)
RETENTION = Deadline(
    "video_retention",
    "fulfil",
    reached=video_linked,
    since="ContentCounted",
    window=timedelta(hours=168),
    grace=GRACE,
    event="SampleRequestFulfilled",
    status="COMPLETED",
)
LIVE = Deadline(
    "live_cart_minimum",
    "fulfil",
    reached=live_linked,
    since="ContentCounted",
    window=timedelta(minutes=3),
    grace=GRACE,
    event="SampleRequestFulfilled",
    status="COMPLETED",
)
DEADLINES = (APPROVAL, SHIPPING, CUTOFF, RECEIPT, PROMOTION, RETENTION, LIVE)
WARNED = (APPROVAL, SHIPPING, CUTOFF, RECEIPT, PROMOTION)


async def started_at(house: VirtualHouse, name: str, deadline: Deadline) -> datetime:
    """When the deadline's clock started: content counts from its own time, all else from the event."""
    event = next(event for event in await house.events(name) if event.type == deadline.since)
    return datetime.fromisoformat(event.data["since"]) if "since" in event.data else event.occurred_at


async def seen_a_second_before(
    house: VirtualHouse, deadline: Deadline, early: timedelta
) -> tuple[str, datetime, list[str]]:
    """A request, its due time, and the events there were one second before time acts, which is `early` before that."""
    for _ in range(5):
        name = await deadline.reached(house)
        due_at = await started_at(house, name, deadline) + deadline.window
        acts_at = due_at + deadline.grace - early
        await house.until(acts_at - SECOND)
        seen = await house.types(name)
        # Time goes on by itself: a look that took a whole second says nothing.
        if await house.now() < acts_at:
            return name, due_at, seen
    raise AssertionError("this machine takes a second for a look")


def meant_for(history: list[HistoryEvent], summary: str) -> list[datetime]:
    """The moments for which the workflow set the timers with this summary."""
    moments: list[datetime] = []
    now = stages.LONG_AGO
    for event in history:
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED:
            now = event.event_time.ToDatetime(UTC)
        elif event.event_type == EventType.EVENT_TYPE_MARKER_RECORDED:
            now = workflow_time_after(event)
        elif event.event_type == EventType.EVENT_TYPE_TIMER_STARTED and summary_of(event) == summary:
            moments.append(now + event.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta())
    return moments


def workflow_time_after(local_activity: HistoryEvent) -> datetime:
    """What a workflow takes for now once a local activity is over."""
    completed = json.loads(local_activity.marker_recorded_event_attributes.details["data"].payloads[0].data)
    at = completed["complete_time"]
    return datetime.fromtimestamp(at["seconds"], UTC) + timedelta(microseconds=at["nanos"] / 1000)


def summary_of(event: HistoryEvent) -> str:
    summary: str = json.loads(event.user_metadata.summary.data)
    return summary


@pytest.mark.parametrize("deadline", DEADLINES, ids=str)
async def test_a_deadline_acts_when_it_is_over_and_not_before(
    deadline: Deadline, virtual: VirtualHouse, eventually: Eventually
) -> None:
    name, due_at, seen = await seen_a_second_before(virtual, deadline, early=timedelta(0))
    assert deadline.event not in seen

    await virtual.until(due_at + deadline.grace + SECOND)

    async def has_acted() -> bool:
        return deadline.event in await virtual.types(name)

    await eventually(has_acted)
    event = next(event for event in await virtual.events(name) if event.type == deadline.event)
    assert event.occurred_at == due_at
    assert event.actor == f"timer:{deadline.name}"
    assert await virtual.status(name) == deadline.status


@pytest.mark.parametrize("deadline", DEADLINES, ids=str)
async def test_a_timer_is_set_for_right_after_its_deadline_and_named_after_it(
    deadline: Deadline, virtual: VirtualHouse
) -> None:
    name, due_at, _ = await seen_a_second_before(virtual, deadline, early=timedelta(0))
    [*_, moment] = meant_for(await virtual.history(name), f"{deadline.name}: {deadline.then}, unless met by then")
    assert timedelta(0) < moment - (due_at + deadline.grace) < timedelta(milliseconds=2)


async def test_a_timer_that_rings_early_enough_is_kept(virtual: VirtualHouse) -> None:
    name = await stages.received(virtual)
    assert len(await virtual.happened(name, "TIMER_STARTED")) == 1
    assert not await virtual.happened(name, "TIMER_CANCELED")


async def test_a_timer_that_would_ring_too_late_makes_room(virtual: VirtualHouse, eventually: Eventually) -> None:
    name = await live_linked(virtual)
    assert len(await virtual.happened(name, "TIMER_STARTED")) == 2
    assert len(await virtual.happened(name, "TIMER_CANCELED")) == 1


@pytest.mark.parametrize("deadline", WARNED, ids=str)
async def test_both_sides_are_warned_shortly_before(
    deadline: Deadline, virtual: VirtualHouse, eventually: Eventually
) -> None:
    early = DUE_SOON + deadline.grace
    name, due_at, seen = await seen_a_second_before(virtual, deadline, early)
    warnings = seen.count("DeadlineApproaching")

    await virtual.until(due_at - DUE_SOON + SECOND)

    async def is_warned() -> bool:
        return (await virtual.types(name)).count("DeadlineApproaching") == warnings + 1

    await eventually(is_warned)
    warning = [event for event in await virtual.events(name) if event.type == "DeadlineApproaching"][-1]
    assert warning.occurred_at == due_at - DUE_SOON
    assert warning.data["deadline"] == deadline.name
    assert deadline.event not in await virtual.types(name)
    assert meant_for(await virtual.history(name), f"due soon: {deadline.name}, unless met by then")


@pytest.mark.parametrize("deadline", [RETENTION, LIVE], ids=str)
async def test_nobody_is_warned_of_being_fulfilled(deadline: Deadline, virtual: VirtualHouse) -> None:
    _, _, seen = await seen_a_second_before(virtual, deadline, early=timedelta(0))
    assert "DeadlineApproaching" not in seen
