"""Every command as a signal of its name with plain JSON; and what nobody can read or may do changes nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue

from luyue.domain.facts import CartEntry, LiveSession, ParcelTracks, Track, Video
from luyue.workflows.messages import Start
from luyue.workflows.sample_request import SampleRequestProcess
from tests.conftest import Eventually
from tests.workflow import stages
from tests.workflow.house import House

NOTE = {"id": "note-1", "digest": "d1"}


@dataclass(frozen=True)
class Signal:
    """A command, what goes with it, the stage at which it is allowed, and the event that it leads to."""

    command: str
    event: str
    reached: Callable[[House], Awaitable[str]]
    sent: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.command


async def non_receipt_reported(house: House) -> str:
    name = await stages.shipped(house)
    await house.send(name, "report-non-receipt")
    return name


async def delivered(house: House) -> str:
    """Shipped, with a parcel whose track shows delivery; nobody has told the process."""
    name = await stages.approved(house)
    await house.send(name, "ship", carrier="SF", tracking_no=name.replace("_", "-"))
    now = (await house.events(name))[-1].occurred_at
    track = Track(at=now, kind="delivered")
    await house.report(f"parcel/SF:{name.replace('_', '-')}", ParcelTracks(tracks=(track,)), now)
    return name


async def warned(house: House) -> str:
    name = await stages.shipped(house)
    await house.send(name, "shipment-warned", **WARNING)
    return name


async def with_video(house: House) -> str:
    name = await stages.received(house)
    video = Video(creator_id=stages.creator_of(name), product_ids=(stages.product_of(name),), state="published")
    await house.report(f"video/{name}", video, datetime.now(UTC))
    return name


async def with_live_session(house: House) -> str:
    name = await stages.received(house)
    now = (await house.events(name))[-1].occurred_at
    entry = CartEntry(product_id=stages.product_of(name), added_at=now, explained=True)
    session = LiveSession(creator_id=stages.creator_of(name), started_at=now, cart=(entry,))
    await house.report(f"live-session/{name}", session, now)
    return name


SHIPMENT = {"shipment": "shipment/sh_1"}
WARNING = {**SHIPMENT, "rule": "SH-04", "due_at": "2030-01-01T00:00:00Z"}
READ_FROM_FACTS = {"shipment-delivered"}
"""What a request takes and makes nothing of: it reads the same from the parcel's tracks."""
UNTIL = (datetime.now(UTC) + timedelta(days=30)).isoformat()
SIGNALS = [
    Signal("apply", "SampleRequested", stages.known),
    Signal("approve", "SampleRequestApproved", stages.pending),
    Signal("reject", "SampleRequestRejected", stages.pending, {"reason": "out_of_stock"}),
    Signal("ship", "SampleShipped", stages.approved, stages.SHIPMENT),
    Signal("correct-shipment", "ShipmentCorrected", stages.shipped, {"carrier": "ZTO", "tracking_no": "Z1234"}),
    Signal("confirm-receipt", "ReceiptConfirmed", stages.shipped),
    Signal("report-non-receipt", "NonReceiptReported", stages.shipped),
    Signal("withdraw", "SampleRequestWithdrawn", stages.pending),
    Signal("link-video", "ContentCounted", with_video),
    Signal("link-live", "ContentCounted", with_live_session),
    Signal("observe", "ParcelDelivered", delivered, {"source": "parcel/SF:1"}),
    Signal("shipment-warned", "SampleShipmentWarned", stages.shipped, WARNING),
    Signal("shipment-cleared", "SampleShipmentCleared", warned, {**SHIPMENT, "corrected": False}),
    Signal("shipment-violated", "SampleRequestCancelled", warned, {**SHIPMENT, "rule": "SH-04"}),
    Signal(
        "extend", "DeadlineExtended", stages.pending, {"deadline": "approval_window", "until": UNTIL, "reason": NOTE}
    ),
    Signal("reinstate", "ReceiptClockResumed", non_receipt_reported, {"reason": NOTE}),
    Signal("cancel", "SampleRequestCancelled", stages.pending, {"reason": NOTE}),
    Signal("advance", "ClockAdvanced", stages.pending, {"by": "PT1H"}),
    Signal("link", "ProcessLinked", stages.pending, {"process": "dispute/ds_1"}),
]

NOTHING_SENT: tuple[Any, ...] = ()


def raw(data: bytes, encoding: bytes = b"json/plain") -> RawValue:
    return RawValue(Payload(metadata={"encoding": encoding}, data=data))


UNREADABLE = {
    "no input": NOTHING_SENT,
    "two inputs": ({}, {}),
    "null": (raw(b"null"),),
    "nothing": (raw(b"", encoding=b"binary/null"),),
    "a list": (raw(b"[]"),),
    "a text": (raw(b'"approve"'),),
    "a number": (raw(b"1"),),
    "broken JSON": (raw(b'{"note":'),),
    "no JSON": (raw(b"\xff\xfe", encoding=b"binary/plain"),),
    "actor of a wrong type": ({"actor": 7},),
    "actor without a role": ({"actor": "somebody"},),
    "time without a zone": ({"at": "2026-01-01T00:00:00"},),
    "no time": ({"at": "soon"},),
    "a time before all time": ({"at": "0001-01-01T00:00:00+14:00"},),
    "empty command id": ({"command_id": ""},),
    "NUL in the command id": ({"command_id": "a\0b"},),
    "NUL in the payload": ({"note": {"id": "n", "digest": "\0"}},),
    "no number": (raw(b'{"note": NaN}'),),
    "a number too large": (raw(b'{"note": 12345678901234567890}'),),
}


async def send(house: House, name: str, signal: Signal, **envelope: Any) -> None:
    sent = {**signal.sent, **envelope}
    if signal.command.startswith("link-"):
        sent["video_id" if signal.command == "link-video" else "live_session_id"] = name
    if signal.command == "apply":
        await house.client.start_workflow(
            house.kind,
            Start(),
            id=house.stream(name),
            task_queue=house.task_queue,
            start_signal="apply",
            start_signal_args=[{**stages.application(name), **sent}],
        )
    else:
        await house.signal(name, signal.command, **sent)


def test_every_command_is_tried_here() -> None:
    tried = [signal.command for signal in SIGNALS]
    assert tried == [command for command in SampleRequestProcess.commands if command not in READ_FROM_FACTS]


@pytest.mark.parametrize("signal", SIGNALS, ids=str)
async def test_a_signal_by_the_commands_name_is_carried_out(
    signal: Signal, house: House, eventually: Eventually
) -> None:
    name = await signal.reached(house)
    before = len(await house.events(name))
    await send(house, name, signal)

    async def is_done() -> bool:
        return signal.event in (await house.types(name))[before:]

    await eventually(is_done)
    event = (await house.events(name))[before]
    run = (await house.handle(name).describe()).run_id
    assert (event.actor, event.command_id.partition(":")[0]) == ("service:unnamed", run)


@pytest.mark.parametrize(
    "signal",
    [pytest.param(signal, marks=pytest.mark.long if place > 2 else ()) for place, signal in enumerate(SIGNALS)],
    ids=str,
)
async def test_a_signal_says_who_issued_it_when_and_by_which_id_it_is_known(
    signal: Signal, house: House, eventually: Eventually
) -> None:
    name = await signal.reached(house)
    events = await house.events(name)
    at = events[-1].occurred_at + timedelta(microseconds=1) if events else stages.LONG_AGO
    await send(house, name, signal, actor="service:oms", at=at.isoformat(), command_id="oms-1")

    async def is_done() -> bool:
        return signal.event in (await house.types(name))[len(events) :]

    await eventually(is_done)
    event = (await house.events(name))[len(events)]
    assert (event.actor, event.occurred_at, event.command_id) == ("service:oms", at, "oms-1")


@pytest.mark.parametrize("sent", UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_what_nobody_can_read_changes_nothing_and_is_counted(
    sent: tuple[Any, ...], house: House, eventually: Eventually
) -> None:
    name = await stages.pending(house)
    before = await house.details(name)
    assert "unreadable" not in before
    await house.signal(name, "approve", *sent) if sent else await house.handle(name).signal("approve", args=[])

    async def is_counted() -> bool:
        return "signals refused: 0, unreadable: 1" in await house.details(name)

    await eventually(is_counted)
    assert "signal approve: unreadable" in await house.details(name)
    assert await house.types(name) == ["SampleRequested"]
    assert (await house.send(name, "approve")).status == "AWAITING_SHIPMENT"
    assert await house.happened(name, "WORKFLOW_TASK_FAILED") == []


async def test_a_signal_of_an_unknown_name_changes_nothing_and_is_counted(house: House, eventually: Eventually) -> None:
    name = await stages.pending(house)
    await house.handle(name).signal("no-such-command", {})

    async def is_counted() -> bool:
        return "signals refused: 0, unreadable: 1" in await house.details(name)

    await eventually(is_counted)
    assert "signal no-such-command: unreadable" in await house.details(name)
    assert await house.types(name) == ["SampleRequested"]


@pytest.mark.parametrize(
    ("command", "sent", "why"),
    [
        ("ship", stages.SHIPMENT, "status"),
        ("reject", {"reason": "no such reason"}, "field:reason"),
        ("reject", {}, "field:reason"),
        ("approve", {"surprise": 1}, "field:surprise"),
        ("approve", {"note": ["wrong", "type"]}, "field:note"),
        (
            "extend",
            {"deadline": "approval_window", "until": "0001-01-01T00:00:00+14:00", "reason": NOTE},
            "field:until",
        ),
        ("extend", {"deadline": "no_such", "until": UNTIL, "reason": NOTE}, "extend"),
    ],
)
async def test_what_is_not_allowed_changes_nothing_and_is_counted(
    command: str, sent: dict[str, Any], why: str, house: House, eventually: Eventually
) -> None:
    name = await stages.pending(house)
    await house.signal(name, command, **sent)

    async def is_counted() -> bool:
        return "signals refused: 1, unreadable: 0" in await house.details(name)

    await eventually(is_counted)
    assert f"signal {command}: {why}" in await house.details(name)
    assert await house.types(name) == ["SampleRequested"]
    assert (await house.send(name, "approve")).status == "AWAITING_SHIPMENT"
    assert await house.happened(name, "WORKFLOW_TASK_FAILED") == []


async def test_a_first_signal_that_is_refused_leaves_nothing_running(house: House) -> None:
    name = stages.new_name()
    await house.client.start_workflow(
        house.kind,
        Start(),
        id=house.stream(name),
        task_queue=house.task_queue,
        start_signal="approve",
        start_signal_args=[{}],
    )
    result = await house.result(name)
    assert (result.status, result.version) == ("not_started", 0)
    assert await house.status(name) is None
