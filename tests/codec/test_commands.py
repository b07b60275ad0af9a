"""What operators use: the codec server for Temporal's own command, new keys, and replays of encrypted histories."""

import asyncio
import base64
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from luyue.api import tokens
from luyue.devstack.child import Child
from luyue.devstack.layout import free_port
from luyue.temporal.payload_keys import PayloadKeys
from tests.api.client import SECRET
from tests.codec.conftest import Service
from tests.codec.key_files import key_file
from tests.conftest import Eventually

LUYUE = Path(sys.executable).with_name("luyue")


async def run(program: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """The exit code, and what was printed."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("LUYUE_")}
    process = await asyncio.create_subprocess_exec(
        str(program),
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=variables | environment,
    )
    output, _ = await asyncio.wait_for(process.communicate(), 120)
    assert process.returncode is not None
    return process.returncode, output.decode()


@pytest.fixture
async def codec_server(tmp_path: Path, eventually: Eventually) -> AsyncIterator[str]:
    """`luyue codec-server`, with key `a`."""
    port = free_port()
    environment = {
        "LUYUE_ENVIRONMENT": "development",
        "LUYUE_JWT_SECRET": SECRET,
        "LUYUE_PAYLOAD_KEYS": str(key_file(tmp_path / "codec-keys.json", "a")),
        "LUYUE_CODEC_PORT": str(port),
    }
    child = await Child.start([str(LUYUE), "codec-server"], log=tmp_path / "codec.log", environment=environment)
    address = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(trust_env=False) as http:

        async def alive() -> bool:
            try:
                return (await http.get(f"{address}/healthz")).is_success
            except httpx.TransportError:
                return False

        await eventually(alive)
    yield address
    await child.stop(signal.SIGTERM, within=10)


@pytest.mark.long
async def test_temporal_s_command_reads_and_writes_through_the_codec_server(
    service: Service, codec_server: str, temporal_program: Path, eventually: Eventually
) -> None:
    async with service.worker("a"), service.api("a") as scene:
        path = await scene.apply()
        id = f"sample-request/{path.rpartition('/')[2]}"

        async def temporal(*arguments: str, role: str | None = "ops") -> str:
            through = ["--codec-endpoint", f"{codec_server}/{{namespace}}"] if role else []
            through += ["--codec-auth", f"Bearer {tokens.issue(SECRET, role)}"] if role else []
            command = ["workflow", *arguments, "--workflow-id", id, "--address", service.temporal_address, *through]
            return (await run(temporal_program, *command))[1]

        shown = ("show", "--output", "json")
        assert scene.creator_id not in history_in(await temporal(*shown, role=None))
        assert scene.creator_id in history_in(await temporal(*shown))
        # It tries again until its time is over, and does not say what it was answered: the codec server's log does.
        assert "deadline exceeded" in await temporal(*shown, role="service")
        assert "PENDING" in await temporal("metadata", "--output", "json")
        assert "PENDING" not in await temporal("metadata", "--output", "json", role=None)

        await temporal("signal", "--name", "approve", "--input", "{}")

        async def approved() -> bool:
            return await scene.status(path) == "AWAITING_SHIPMENT"

        await eventually(approved)
        # Written through the codec server it is encrypted, too.
        history = json.loads(await temporal(*shown, role=None))["events"]
        signals = [event for event in history if "workflowExecutionSignaledEventAttributes" in event]
        [payload] = signals[0]["workflowExecutionSignaledEventAttributes"]["input"]["payloads"]
        assert "encryption-key-id" in payload["metadata"]


def history_in(printed: str) -> str:
    """The events that were printed as JSON with their payloads readable, and without search attributes."""
    events: list[dict[str, Any]] = json.loads(printed)["events"]
    for event in events:
        for attributes in event.values():
            if isinstance(attributes, dict):
                attributes.pop("searchAttributes", None)
    text = json.dumps(events)
    contents = re.findall(r'"data": "([A-Za-z0-9+/=]+)"', text)
    return "\n".join([text, *(base64.b64decode(content).decode("latin-1") for content in contents)])


async def test_a_new_key_is_one_for_the_list() -> None:
    code, printed = await run(LUYUE, "payload-key", "2026-11")
    assert code == 0
    keys = PayloadKeys.parse(json.dumps({"keys": [json.loads(printed)]}))
    assert keys.newest == "2026-11"
    code, printed = await run(LUYUE, "payload-key", "no id")
    assert code == 1
    assert "an id is 1 to 64" in printed


@pytest.mark.long
async def test_encrypted_histories_replay_by_the_command(service: Service, tmp_path: Path) -> None:
    async with service.worker("a"), service.api("a") as scene:
        path = await scene.apply()
    handle = (await service.client()).get_workflow_handle(f"sample-request/{path.rpartition('/')[2]}")
    histories = tmp_path / "histories"
    histories.mkdir()
    (histories / "one.json").write_text((await handle.fetch_history()).to_json())
    keys = str(key_file(tmp_path / "both.json", "b", "a"))
    code, printed = await run(LUYUE, "replay", "--histories", str(histories), LUYUE_PAYLOAD_KEYS=keys)
    assert (code, "1 histories replayed, 0 not as" in printed) == (0, True), printed
    wrong = str(key_file(tmp_path / "wrong.json", "b"))
    code, printed = await run(LUYUE, "replay", "--histories", str(histories), LUYUE_PAYLOAD_KEYS=wrong)
    assert (code, "the key 'a'" in printed) == (1, True), printed
    absent = str(tmp_path / "absent.json")
    code, printed = await run(LUYUE, "replay", "--histories", str(histories), LUYUE_PAYLOAD_KEYS=absent)
    assert (code, "LUYUE_PAYLOAD_KEYS" in printed) == (1, True), printed


@pytest.mark.parametrize("command", [["rehydrate"], ["replay", "--server"]])
async def test_commands_say_what_is_wrong_with_the_way_to_temporal(
    command: list[str], service: Service, tmp_path: Path
) -> None:
    reached = {"LUYUE_DATABASE_URL": service.database_url, "LUYUE_TEMPORAL_ADDRESS": service.temporal_address}
    code, printed = await run(LUYUE, *command, **reached, LUYUE_TEMPORAL_TLS="true")
    assert (code, "the server speaks plain text" in printed) == (1, True), printed
    missing = str(tmp_path / "absent.pem")
    code, printed = await run(LUYUE, *command, **reached, LUYUE_TEMPORAL_TLS="true", LUYUE_TEMPORAL_TLS_CA=missing)
    assert (code, "LUYUE_TEMPORAL_TLS_CA: " in printed) == (1, True), printed
