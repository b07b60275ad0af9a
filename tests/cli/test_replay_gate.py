"""`luyue replay` before a release: what is recorded passes with the code as it is, and not with incompatible code."""

import asyncio
import os
import shutil
import sys
from pathlib import Path

import pytest

import luyue

RECORDED = Path(__file__).parents[1] / "replay"
NAMES = ("approval-timeout", "breached", "continued-as-new", "dispute-escalated")
WORKFLOW, RULES = "workflows/sample_request.py", "domain/sample_request/kind.py"
pytestmark = pytest.mark.long
WITH_A_TIMER = "        await workflow.sleep(1)\n        return await self.keep()\n"
WITHOUT_DEADLINES = """
from dataclasses import replace

SAMPLE_REQUEST = replace(SAMPLE_REQUEST, deadlines=lambda state, policy: [])
"""


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """Some of what is committed."""
    for kind in ("histories", "journals"):
        (tmp_path / kind).mkdir()
        for name in NAMES:
            shutil.copy(RECORDED / kind / f"{name}.json", tmp_path / kind)
    return tmp_path


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the code, to be changed."""
    source = Path(luyue.__file__).parent
    shutil.copytree(source, tmp_path / "code" / "luyue", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "code"


async def gate(code: Path, recorded: Path) -> tuple[int | None, str]:
    """The exit code and what is said of the recorded histories and journals."""
    arguments = ["replay", "--histories", str(recorded / "histories"), "--journals", str(recorded / "journals")]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "luyue.cli.main",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": str(code), "PYTHONSAFEPATH": "1"},
    )
    output, _ = await asyncio.wait_for(process.communicate(), 120)
    return process.returncode, output.decode()


async def test_the_code_as_it_is_passes(copied: Path, recorded: Path) -> None:
    code, output = await gate(copied, recorded)
    assert "4 histories replayed, 0 not as the workflows of today would make them" in output
    assert code == 0, output


async def test_a_change_that_open_workflows_do_not_survive_is_caught(copied: Path, recorded: Path) -> None:
    file = copied / "luyue" / WORKFLOW
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("        return await self.keep()\n", WITH_A_TIMER), encoding="utf-8")
    assert WITH_A_TIMER in file.read_text(encoding="utf-8")
    code, output = await gate(copied, recorded)
    # The dispute's order is none of the kind that was changed.
    assert "4 histories replayed, 3 not as the workflows of today would make them" in output
    assert "Nondeterminism" in output
    assert code == 1


async def test_rules_that_decide_otherwise_are_caught(copied: Path, recorded: Path) -> None:
    with (copied / "luyue" / RULES).open("a", encoding="utf-8") as file:
        file.write(WITHOUT_DEADLINES)
    code, output = await gate(copied, recorded)
    assert "4 histories replayed, 0 not as the workflows of today would make them" in output
    assert "nothing is due" in output
    assert code == 1
