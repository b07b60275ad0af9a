"""The code in the guide for integrators is true: each page is run, and each receiver verifies deliveries."""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from standardwebhooks import Webhook

from luyue.devstack.layout import free_port
from luyue.devstack.stack import Stack
from luyue.webhooks.envelope import CONTENT_TYPE, new_secret
from tests.e2e.scene import Scene
from tests.guide.pages import FIRST, PAGES, RECEIVERS, ROOT, blocks, script

PATIENCE = 120
"""Seconds for which a page may run, and a receiver take to be built."""


async def output_of(*command: str, given: str = "", **environment: str) -> str:
    """What a command prints in the clone, which must end well."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**{name: value for name, value in os.environ.items() if not name.startswith("LUYUE_")}, **environment},
    )
    output, _ = await asyncio.wait_for(process.communicate(given.encode()), PATIENCE)
    assert process.returncode == 0, output.decode()
    return output.decode()


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, marks=() if page in (FIRST, "webhooks.md") else pytest.mark.long)
        for page in PAGES
        if blocks(page, "sh", "python")
    ],
)
async def test_a_page_does_what_it_says(page: str, stack: Stack, temporal_program: Path, tmp_path: Path) -> None:
    before = "" if page == FIRST else "".join(code for _, code in blocks(FIRST, "sh"))
    said = await output_of(
        "bash",
        "-eu",
        given=f"{before}\n{script(page)}\necho 'To the end.'",
        LUYUE_STATE_DIR=str(stack.layout.state_directory),
        PATH=f"{temporal_program.parent}{os.pathsep}{os.environ['PATH']}",
        TMPDIR=str(tmp_path),
    )
    assert said.endswith("To the end.\n")


async def receiver_command(language: str, directory: Path) -> list[str]:
    """How a receiver is started."""
    source = str(RECEIVERS[language])
    if language == "py":
        return [sys.executable, source]
    tool = shutil.which({"js": "node", "go": "go"}[language])
    if tool is None:
        pytest.fail(f"The receiver in {source} needs {language}'s tool on PATH. Install it and run the tests again.")
    if language == "js":
        return [tool, source]
    program = str(directory / "receiver")
    await output_of(tool, "build", "-o", program, source, CGO_ENABLED="0")
    return [program]


@asynccontextmanager
async def running(command: list[str], port: int, secret: str) -> AsyncIterator[list[str]]:
    """A receiver that listens, and the lines that it has printed."""
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, env={**os.environ, "PORT": str(port), "SECRET": secret}
    )
    lines: list[str] = []

    async def read() -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            lines.append(line.decode().strip())

    reading = asyncio.create_task(read())
    try:
        yield lines
    finally:
        process.terminate()
        await process.wait()
        await reading


async def listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


@pytest.mark.parametrize("language", ["py", *(pytest.param(one, marks=pytest.mark.long) for one in ("js", "go"))])
async def test_a_receiver_takes_what_is_genuine_and_nothing_else(
    language: str, scene: Scene, eventually: Callable, tmp_path: Path
) -> None:
    command = await receiver_command(language, tmp_path)
    port = free_port()
    url = f"http://127.0.0.1:{port}/luyue"
    webhook = (await scene.merchant.post("/v1/webhooks", {"url": url})).json()
    async with running(command, port, webhook["secret"]) as lines:
        await eventually(lambda: listens(port))
        request = await scene.apply()
        received = [f"luyue.sample-request.SampleRequested {request.stream} 1"]
        await eventually(lambda: lines == received)
        await scene.merchant.post(f"/v1/webhooks/{webhook['id']}/rotate-secret")
        await request.approve()
        received.append(f"luyue.sample-request.SampleRequestApproved {request.stream} 2")
        await eventually(lambda: lines == received)

        now, genuine = datetime.now(UTC), Webhook(webhook["secret"])
        body = json.dumps({"id": "msg-1", "type": "新", "subject": "s", "sequence": 3}, ensure_ascii=False)
        refused = [
            (Webhook(new_secret()).sign("msg-1", now, body), now, body),
            (genuine.sign("msg-1", now, body), now, body.replace("3", "4")),
            (genuine.sign("msg-2", now, body), now, body),
            (genuine.sign("msg-1", now - timedelta(minutes=6), body), now - timedelta(minutes=6), body),
            (genuine.sign("msg-1", now + timedelta(minutes=6), body), now + timedelta(minutes=6), body),
            ("v1,", now, body),
        ]
        signature = genuine.sign("msg-1", now, body)
        taken = [(signature, now, body), (f"v1,AAAA {signature}", now, body)]
        async with httpx.AsyncClient(trust_env=False) as http:

            async def answer(signature: str, at: datetime, body: str) -> int:
                headers = {
                    "webhook-id": "msg-1",
                    "webhook-timestamp": str(int(at.timestamp())),
                    "webhook-signature": signature,
                    "content-type": CONTENT_TYPE,
                }
                return (await http.post(url, content=body.encode(), headers=headers)).status_code

            assert [await answer(*one) for one in refused] == [400] * len(refused)
            assert (await http.post(url, content=body.encode())).status_code == 400
            assert [await answer(*one) for one in taken] == [204, 204]
        # Handled once, whatever comes twice.
        await eventually(lambda: lines == [*received, "新 s 3"])
    assert (await scene.merchant.call("DELETE", f"/v1/webhooks/{webhook['id']}")).status_code == 204
