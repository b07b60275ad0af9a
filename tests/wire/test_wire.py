"""The wire contract is language-neutral: a Go and a TypeScript program, by Temporal's own SDKs, with plain JSON."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from luyue.devstack.console import Silent, Steps
from luyue.devstack.stack import Stack
from tests.e2e.database import Database
from tests.e2e.orders import OrderScene
from tests.wire.programs import Command, MissingError, go_program, typescript_program

pytestmark = pytest.mark.long

PATIENCE = 90
"""Seconds for which a program may run."""
Program = Callable[[Steps], Awaitable[Command]]


async def reported(program: Program, stack: Stack, *arguments: str) -> Any:
    """What a program prints that was given these arguments."""
    try:
        command = await program(Silent())
    except MissingError as missing:
        pytest.fail(str(missing), pytrace=False)
    process = await asyncio.create_subprocess_exec(
        *command,
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "TEMPORAL_ADDRESS": stack.temporal_address},
    )
    try:
        output, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
    except TimeoutError:
        process.kill()
        raise
    assert process.returncode == 0, errors.decode()
    return json.loads(output)


@pytest.mark.parametrize(
    ("program", "name", "short"),
    [(go_program, "go", "go"), (typescript_program, "typescript", "ts")],
    ids=["go", "typescript"],
)
async def test_another_language_signals_and_updates(
    program: Program, name: str, short: str, stack: Stack, http: httpx.AsyncClient
) -> None:
    scene = await OrderScene(stack, http).set()
    request, order = await scene.apply(), await scene.propose()
    started = datetime.now(UTC)

    report = await reported(program, stack, request.id, order.id)

    shipped = report["shipped"]
    assert (shipped["status"], shipped["version"], shipped["result_version"]) == ("SHIPPED", 3, 3)
    assert not shipped["closed"]
    # The signal before it may have been answered in the same turn, or before.
    assert shipped["events"][-1] == {"type": "SampleShipped", "version": 3}
    assert shipped["next_deadline"]["name"] == "receipt_window"
    assert datetime.fromisoformat(shipped["next_deadline"]["due_at"]) > datetime.now(UTC)
    assert report["repeated"]["events"] == []
    assert (report["repeated"]["status"], report["repeated"]["result_version"]) == ("SHIPPED", 3)

    refused = report["refused"]
    assert (refused["type"], refused["code"], refused["version"]) == ("Refused", "status", 3)
    (violation,) = refused["violations"]
    assert violation["rule"]
    assert violation["message"].keys() == {"zh", "en"}
    assert violation["message"]["en"] in refused["message"]

    assert report["accepted"]["status"] == "EFFECTIVE"
    assert report["live"]["status"] == "LIVE"
    assert report["live"]["events"] == [{"type": "BroadcastStarted", "version": 3}]

    database = Database(stack.database_url)
    for stream, wanted in {
        request.stream: [("SampleRequestApproved", f"{short}-approve"), ("SampleShipped", f"{short}-ship")],
        order.stream: [("OrderAccepted", f"{short}-accept"), ("BroadcastStarted", f"{short}-go-live")],
    }.items():
        rows = await database.rows(
            "select type, actor, command_id, occurred_at from events where stream = $1 order by version", stream
        )
        assert [(row["type"], row["command_id"]) for row in rows[1:]] == wanted
        assert {row["actor"] for row in rows[1:]} == {f"service:warehouse-{name}"}
        assert all(started <= row["occurred_at"] <= datetime.now(UTC) for row in rows[1:])
