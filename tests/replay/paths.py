"""The paths that are recorded: each brings a real sample request all the way along one of them, in real seconds.

Each takes a house whose policy has windows of seconds, and returns the name of the request.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue

from luyue.domain.facts import CartEntry, LiveSession, Video
from tests.workflow import stages
from tests.workflow.house import House
from tests.workflow.runs import current_run
from tests.workflow.troubled_journal import Trouble

NOTE = {"id": "note-1", "digest": "d1"}
Path = Callable[[House, Trouble], Awaitable[str]]
PATHS: dict[str, Path] = {}


def path(recorded: Path) -> Path:
    PATHS[recorded.__name__.replace("_", "-")] = recorded
    return recorded


async def reaches(house: House, name: str, *statuses: str) -> str:
    """Waits until the request has one of these statuses."""
    while await house.status(name) not in statuses:
        await asyncio.sleep(0.05)
    return name


async def closes(house: House, name: str) -> str:
    await house.handle(name).result()
    return name


async def publish(house: House, name: str) -> None:
    now = datetime.now(UTC)
    video = Video(
        creator_id=stages.creator_of(name),
        product_ids=(stages.product_of(name),),
        state="published",
        published_at=now,
        state_since=now,
    )
    await house.report(f"video/{name}", video, now)


@path
async def fulfilled_by_video(house: House, _: Trouble) -> str:
    name = await stages.received(house)
    await publish(house, name)
    await house.send(name, "link-video", video_id=name)
    return await closes(house, name)


@path
async def fulfilled_by_live(house: House, _: Trouble) -> str:
    name = await stages.received(house)
    now = datetime.now(UTC)
    entry = CartEntry(product_id=stages.product_of(name), added_at=now, explained=True)
    session = LiveSession(creator_id=stages.creator_of(name), started_at=now, cart=(entry,))
    await house.report(f"live-session/{name}", session, now)
    await house.send(name, "link-live", live_session_id=name)
    return await closes(house, name)


@path
async def rejected(house: House, _: Trouble) -> str:
    name = await stages.pending(house)
    await house.send(name, "reject", reason="out_of_stock", note=NOTE)
    return await closes(house, name)


@path
async def refused(house: House, _: Trouble) -> str:
    name = await stages.known(house)
    await house.send(name, "apply", creator_id=stages.creator_of(name), product_id="unheard-of")
    return await closes(house, name)


@path
async def never_started(house: House, _: Trouble) -> str:
    name = stages.new_name()
    await house.refused(name, "approve")
    return await closes(house, name)


@path
async def withdrawn(house: House, _: Trouble) -> str:
    name = await stages.pending(house)
    await house.send(name, "withdraw")
    return await closes(house, name)


@path
async def approval_timeout(house: House, _: Trouble) -> str:
    return await closes(house, await stages.pending(house))


@path
async def shipment_late_and_cut_off(house: House, _: Trouble) -> str:
    return await closes(house, await stages.approved(house))


@path
async def received_automatically(house: House, _: Trouble) -> str:
    return await reaches(house, await stages.shipped(house), "CONTENT_PENDING")


@path
async def breached(house: House, _: Trouble) -> str:
    return await closes(house, await stages.received(house))


@path
async def reinstated(house: House, trouble: Trouble) -> str:
    name = await breached(house, trouble)
    await house.send(name, "reinstate", reason=NOTE)
    await publish(house, name)
    await house.send(name, "observe", source=f"video/{name}")
    return await closes(house, name)


@path
async def not_received_and_cancelled(house: House, _: Trouble) -> str:
    name = await stages.shipped(house)
    await house.send(name, "report-non-receipt")
    await house.send(name, "cancel", reason=NOTE)
    return await closes(house, name)


@path
async def not_received_and_resumed(house: House, _: Trouble) -> str:
    name = await stages.shipped(house)
    await house.send(name, "report-non-receipt", note=NOTE)
    await house.send(name, "reinstate", reason=NOTE)
    return await reaches(house, name, "CONTENT_PENDING")


@path
async def extended(house: House, _: Trouble) -> str:
    name = await stages.pending(house)
    until = (await house.events(name))[0].occurred_at + timedelta(seconds=5)
    await house.send(name, "extend", deadline="approval_window", until=until.isoformat(), reason=NOTE)
    return await closes(house, name)


@path
async def moved_by_the_test_clock(house: House, _: Trouble) -> str:
    name = await stages.approved(house)
    await house.send(name, "advance", by="PT1S")
    await house.send(name, "advance", by="P1D")
    return await closes(house, name)


@path
async def handle_failing_and_recovering(house: House, trouble: Trouble) -> str:
    name = await stages.pending(house)
    until = (await house.events(name))[0].occurred_at + timedelta(seconds=15)
    sent = {"deadline": "approval_window", "until": until.isoformat(), "reason": NOTE, "command_id": "once"}
    trouble.begins(ConnectionRefusedError("nobody is there"))
    answer = asyncio.create_task(house.send(name, "extend", **sent))
    while not await house.happened(name, "TIMER_FIRED"):
        await asyncio.sleep(0.05)
    trouble.ends()
    await answer
    await house.send(name, "extend", **sent)
    return await closes(house, name)


@path
async def malformed_and_refused_signals(house: House, _: Trouble) -> str:
    name = await stages.pending(house)
    broken = RawValue(Payload(metadata={"encoding": b"json/plain"}, data=b'{"note":'))
    await house.handle(name).signal("approve", args=[])
    for sent in ((None,), ([],), ("approve",), (broken,), ({}, {}), ({"at": "soon"},)):
        await house.signal(name, "approve", *sent)
    await house.signal(name, "ship", **stages.SHIPMENT)
    await house.signal(name, "approve", actor="service:oms", command_id="oms-1")
    await reaches(house, name, "AWAITING_SHIPMENT")
    await house.failure(name, "withdraw", actor=1)
    await house.refused(name, "reject", reason="other")
    await house.signal(name, "withdraw")
    return await closes(house, name)


@path
async def sent_at_once(house: House, _: Trouble) -> str:
    name = await stages.pending(house)
    await asyncio.gather(
        house.send(name, "approve"),
        *(house.send(name, "reject", reason="other") for _ in range(3)),
        house.send(name, "withdraw"),
        return_exceptions=True,
    )
    return await closes(house, name)


@path
async def rehydrated(house: House, _: Trouble) -> str:
    name = await stages.approved(house)
    await house.terminate(name)
    await house.start(name)
    return await closes(house, name)


@path
async def rehydrated_by_a_command(house: House, _: Trouble) -> str:
    name = await stages.approved(house)
    await house.terminate(name)
    await house.send(name, "ship", **stages.SHIPMENT)
    await house.send(name, "confirm-receipt")
    return await closes(house, name)


@path
async def continued_as_new(house: House, _: Trouble) -> str:
    name = await stages.received(house)
    run = await current_run(house, name)
    await house.signal(name, "approve")
    await house.signal(name, "approve", [])
    while await current_run(house, name) == run:
        await house.send(name, "observe", source="video/none")
    await house.send(name, "observe", source="video/none")
    return await closes(house, name)
