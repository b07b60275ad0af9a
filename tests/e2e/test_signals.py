"""What operators and backend services do with Temporal's own command: signal by name, list by status, read a page."""

import json

from tests.e2e.database import Database
from tests.e2e.scene import Request, Scene

UNREADABLE = {
    "a list": ["--input", "[]"],
    "a text": ["--input", '"x"'],
    "no JSON": ["--input", "{", "--input-meta", "encoding=binary/plain"],
    "not even UTF-8": ["--input", "//79", "--input-base64", "--input-meta", "encoding=binary/plain"],
    "nothing": [],
    "twice": ["--input", "{}", "--input", "{}"],
}


async def details(temporal_command, request: Request) -> str:
    """What the request's page in Temporal's web interface shows."""
    ran = await temporal_command(
        "workflow", "query", "-w", request.stream, "--type", "__temporal_workflow_metadata", "-o", "json"
    )
    assert ran.code == 0, ran.output
    text: str = json.loads(ran.output)["queryResult"][0]["currentDetails"]
    return text


async def test_a_signal_from_the_command_line_approves(
    scene: Scene, database: Database, temporal_command, eventually
) -> None:
    request = await scene.apply()
    due_at = await database.next_deadline(request.stream)
    assert due_at is not None
    shown = await details(temporal_command, request)
    assert "**PENDING**" in shown
    assert f"`approval_window` at {due_at:%Y-%m-%d %H:%M:%S} UTC, then cancel" in shown
    assert "1. SampleRequested" in shown

    async def listed(status: str) -> bool:
        # In Temporal's query language a bare `Status` is a keyword, and no attribute.
        query = f"`Status`='{status}' and CreatorId='{scene.creator_id}'"
        ran = await temporal_command("workflow", "list", "--query", query, "-o", "json")
        assert ran.code == 0, ran.output
        return [one["execution"]["workflowId"] for one in json.loads(ran.output)] == [request.stream]

    await eventually(lambda: listed("PENDING"))

    ran = await temporal_command("workflow", "signal", "-w", request.stream, "--name", "approve", "--input", "{}")
    assert ran.code == 0, ran.output

    async def approved() -> bool:
        return await database.status(request.stream) == "AWAITING_SHIPMENT"

    await eventually(approved)
    assert await database.events(request.stream) == ["SampleRequested", "SampleRequestApproved"]
    actor = await database.value("select actor from events where stream = $1 and version = 2", request.stream)
    assert actor == "service:unnamed"
    await eventually(lambda: listed("AWAITING_SHIPMENT"))

    async def shown_too() -> bool:
        shown = await details(temporal_command, request)
        return all(part in shown for part in ("**AWAITING_SHIPMENT**", "`shipping_due`", "2. SampleRequestApproved"))

    await eventually(shown_too)


async def test_signals_that_cannot_be_carried_out_are_counted_and_change_nothing(
    scene: Scene, database: Database, temporal_command, eventually, differences
) -> None:
    request = await scene.apply()
    before = await database.rows("select * from processes where stream = $1", request.stream)
    for what, arguments in UNREADABLE.items():
        ran = await temporal_command("workflow", "signal", "-w", request.stream, "--name", "approve", *arguments)
        assert ran.code == 0, f"{what}: {ran.output}"
    for name, body in (("confirm-receipt", "{}"), ("approve", '{"unheard_of": true}')):
        ran = await temporal_command("workflow", "signal", "-w", request.stream, "--name", name, "--input", body)
        assert ran.code == 0, ran.output

    async def counted() -> bool:
        return f"signals refused: 2, unreadable: {len(UNREADABLE)}" in await details(temporal_command, request)

    await eventually(counted)
    assert await database.events(request.stream) == ["SampleRequested"]
    assert await database.commands(request.stream) == request.command_ids()
    assert await database.rows("select * from processes where stream = $1", request.stream) == before
    assert (await request.approve()).json()["status"] == "AWAITING_SHIPMENT"
    assert await differences() == []
