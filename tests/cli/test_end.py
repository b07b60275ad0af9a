"""How the command ends: with its own code, and with all that it has printed, whatever threads are still there."""

import asyncio
import sys

import pytest


async def ran(*command: str) -> tuple[int | None, str, str]:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


@pytest.mark.parametrize(("arguments", "code"), [(("--help",), 0), (("show", "nothing"), 1), (("no-such",), 2)])
async def test_the_code_is_the_commands_own(arguments: tuple[str, ...], code: int) -> None:
    ended, out, err = await ran(sys.executable, "-m", "luyue.cli.main", *arguments)
    assert ended == code
    assert out + err


LEFT_OVER = """
import sys, threading, time
from luyue.cli import main

def outlive():
    time.sleep(600)

@main.app.command()
def leave():
    threading.Thread(target=outlive).start()
    print("x" * 100_000)

sys.argv = ["luyue", "leave"]
main.main()
"""


async def test_a_thread_that_is_still_there_holds_nothing_up_and_nothing_printed_is_lost() -> None:
    async with asyncio.timeout(120):
        assert await ran(sys.executable, "-c", LEFT_OVER) == (0, "x" * 100_000 + "\n", "")
