"""The page for operators is true: its commands and queries are run as they stand there, on a stack with a process."""

import asyncio
import os
import re
from pathlib import Path

import asyncpg
import pytest

from luyue.devstack.prometheus import RULES
from tests.e2e.scene import Scene
from tests.telemetry.conftest import Telling

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/operations.md"
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [code for of, code in FENCED.findall(PAGE.read_text(encoding="utf-8")) if of == language]


@pytest.mark.long
async def test_every_command_works(telling: Telling, scene: Scene, temporal_program: Path, eventually) -> None:
    request = await scene.apply()
    await scene.ops.post(f"{request.path}/nothing-of-the-kind")
    script = "\n".join([*blocks("sh"), "echo 'To the end.'"])
    variables = {name: value for name, value in os.environ.items() if not name.startswith("LUYUE_")}
    process = await asyncio.create_subprocess_exec(
        "bash",
        "-euo",
        "pipefail",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={
            **variables,
            "LUYUE_STATE_DIR": str(telling.stack.layout.state_directory),
            "PATH": f"{temporal_program.parent}{os.pathsep}{os.environ['PATH']}",
        },
    )
    output, _ = await asyncio.wait_for(process.communicate(script.encode()), 240)
    said = output.decode()
    assert said.endswith("To the end.\n"), said
    for expected in (
        '"worker":"ok"',
        "No deadline is due that time has not acted on.",
        "router-second-look",
        "next deadline: `approval_window`",
        "Nothing of inbox is parked.",
        "0 deliveries of inbox are tried anew",
        "already running, 0 started",
    ):
        assert expected in said, said


async def test_the_query_for_what_holds_the_feed_up_finds_it(telling: Telling) -> None:
    [query] = blocks("sql")
    holder = await asyncpg.connect(telling.stack.database_url, server_settings={"application_name": "holds-the-feed"})
    looking = await asyncpg.connect(telling.stack.database_url)
    try:
        async with holder.transaction():
            await holder.execute("select pg_current_xact_id()")
            found = await looking.fetch(query)
        assert "holds-the-feed" in [row["application_name"] for row in found]
    finally:
        await holder.close()
        await looking.close()


def test_what_the_page_points_to_is_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        assert (PAGE.parent / target).exists(), target
    assert str(RULES.relative_to(ROOT)) in text
