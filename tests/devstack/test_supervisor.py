"""Parts are kept running, stopped in reverse order and never left behind."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from luyue.devstack.child import Child
from luyue.devstack.layout import StackUnavailableError
from luyue.devstack.supervisor import Part, Supervisor

FOREVER = "import time\nwhile True: time.sleep(60)"


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


class Watched:
    """A supervisor with what it said and how often it reported a change."""

    def __init__(self, directory: Path) -> None:
        self.said: list[str] = []
        self.changes = 0
        self.supervisor = Supervisor(directory, self.said.append, self._changed)

    def _changed(self) -> None:
        self.changes += 1


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    watched = Watched(tmp_path)
    yield watched
    await watched.supervisor.stop()


async def test_a_part_that_is_killed_is_started_again(watched: Watched, eventually) -> None:
    await watched.supervisor.start(Part("dummy", python(FOREVER), {"GREETING": "hello"}))
    first = watched.supervisor.pid("dummy")
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await eventually(lambda: watched.changes == 1)
    second = watched.supervisor.pid("dummy")
    assert second not in (None, first)
    assert "killed by SIGKILL" in watched.said[0]
    assert psutil.Process(second).environ()["GREETING"] == "hello"


async def test_it_is_started_again_every_time(watched: Watched, eventually) -> None:
    await watched.supervisor.start(Part("dummy", python("pass")))
    await eventually(lambda: watched.changes == 3)


async def test_preparation_precedes_each_start(watched: Watched, eventually) -> None:
    prepared = []

    async def prepare() -> None:
        prepared.append(watched.supervisor.pid("dummy"))

    await watched.supervisor.start(Part("dummy", python(FOREVER), prepare=prepare))
    os.kill(watched.supervisor.pid("dummy"), signal.SIGKILL)
    await eventually(lambda: watched.changes == 1)
    assert prepared == [None, None]


async def test_a_part_that_ends_instead_of_becoming_ready_fails_the_start(watched: Watched, tmp_path: Path) -> None:
    async def never() -> None:
        await Child.wait(await Child.start(python(FOREVER), log=tmp_path / "never.log"))

    with pytest.raises(StackUnavailableError, match=r"(?s)dummy ended with 3.*the reason why"):
        await watched.supervisor.start(Part("dummy", python("print('the reason why'); exit(3)"), ready=never))


async def test_all_are_stopped_in_reverse_order_and_the_stubborn_ones_killed(
    watched: Watched, tmp_path: Path, eventually
) -> None:
    order = tmp_path / "order"
    farewell = (
        "import signal, sys, time\n"
        "def end(*_):\n"
        "    open({order!r}, 'a').write({name!r})\n"
        "    {end}\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "print('ready', flush=True)\n"
        "while True: time.sleep(60)"
    )
    pids = []
    for name, end in (("a", "sys.exit()"), ("b", "pass"), ("c", "sys.exit()")):
        code = farewell.format(order=str(order), name=name, end=end)
        await watched.supervisor.start(Part(name, python(code), stop_within=0.3))
        pids.append(watched.supervisor.pid(name))
        log = watched.supervisor.log(name)
        await eventually(lambda log=log: "ready" in log.read_text())
    await watched.supervisor.stop()
    assert order.read_text() == "cba"
    assert not any(alive(pid) for pid in pids)
    assert watched.said == []


async def test_children_of_a_part_go_with_it(watched: Watched, eventually) -> None:
    code = f"import subprocess, sys\nprint(subprocess.Popen([sys.executable, '-c', {FOREVER!r}]).pid, flush=True)"
    await watched.supervisor.start(Part("dummy", python(f"{code}\n{FOREVER}")))
    log = watched.supervisor.log("dummy")
    await eventually(lambda: log.read_text().endswith("\n"))
    grandchild = int(log.read_text())
    assert alive(grandchild)
    await watched.supervisor.stop()
    await eventually(lambda: not alive(grandchild))


async def test_parts_do_not_outlive_a_killed_supervisor(tmp_path: Path, eventually) -> None:
    program = f"""
import asyncio, pathlib
from luyue.devstack.supervisor import Part, Supervisor
async def main():
    supervisor = Supervisor(pathlib.Path({str(tmp_path)!r}), print, print)
    await supervisor.start(Part("dummy", {python(FOREVER)!r}))
    print(supervisor.pid("dummy"), flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""
    process = await asyncio.create_subprocess_exec(*python(program), stdout=subprocess.PIPE)
    assert process.stdout is not None
    pid = int(await process.stdout.readline())
    assert alive(pid)
    process.kill()
    await process.wait()
    await eventually(lambda: not alive(pid))
