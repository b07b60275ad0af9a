"""Paths about the generic workflow, on sample requests: what is sent wrongly or at once, lost, or goes on for long."""

import asyncio
from datetime import timedelta

from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue

from tests.replay.path import Path, closes, kept_in, reaches
from tests.workflow import stages
from tests.workflow.house import House
from tests.workflow.order_stages import NOTE
from tests.workflow.runs import current_run
from tests.workflow.troubled_journal import Trouble

PATHS: dict[str, Path] = {}
path = kept_in(PATHS)


@path
async def never_started(house: House, _: Trouble) -> str:
    name = stages.new_name()
    await house.refused(name, "approve")
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
