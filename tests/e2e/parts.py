"""Taking parts of the stack away: killed and kept down, or frozen in the middle of what they do."""

import os
import signal
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import psutil

from luyue.devstack.stack import PartName, Stack


@asynccontextmanager
async def killed_and_kept_down(stack: Stack, part: PartName, eventually) -> AsyncIterator[None]:
    """Kills a part by `kill -9`. Started again at once, it is frozen before it does anything, and killed in the end."""
    first = stack.pid(part)
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await eventually(lambda: stack.pid(part) not in (None, first))
    second = stack.pid(part)
    assert second is not None
    # Itself first, so that it makes no more children.
    os.kill(second, signal.SIGSTOP)
    _signal(processes_of(stack, part), signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(second, signal.SIGKILL)
    await eventually(lambda: stack.pid(part) not in (None, second))


async def lose_temporal_database(stack: Stack, eventually) -> None:
    """Deletes the file and kills the server, which is started again and knows of nothing."""
    for file in stack.layout.state_directory.glob("temporal.db*"):
        file.unlink()
    killed = stack.pid("temporal")
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    await eventually(lambda: stack.pid("temporal") not in (None, killed))


def processes_of(stack: Stack, part: PartName) -> list[psutil.Process]:
    """A part's own process, and then its children: of Postgres, one a session."""
    process = psutil.Process(stack.pid(part))
    return [process, *process.children(recursive=True)]


@contextmanager
def frozen(*processes: psutil.Process) -> Iterator[None]:
    """Processes that keep their connections and do nothing."""
    _signal(processes, signal.SIGSTOP)
    try:
        yield
    finally:
        _signal(processes, signal.SIGCONT)


def _signal(processes: Iterable[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)
