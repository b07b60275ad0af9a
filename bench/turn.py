"""One contestant's turn: its processes are started, get ready, begin together, and tell how much they have done.

A process prints `ready`, waits for a line, works, and prints what it did, for how many seconds, and what processor time
that took it.
"""

import asyncio
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from dataclasses import dataclass

READY = "ready"
STARTING_PATIENCE = 60.0
ENDING_PATIENCE = 60.0


@dataclass(frozen=True)
class Done:
    """What a contestant did in its turn: how much a second, and the processor time of its own for each, in µs."""

    per_second: float
    cpu: float


class ContestantFailedError(Exception):
    """A process of a contestant ended before it had told what it did."""


def ready() -> float:
    """Told by a process; returns when it is to begin, with the processor time that it has taken until then."""
    print(READY, flush=True)
    sys.stdin.readline()
    return time.process_time()


def done(count: int, seconds: float, cpu_before: float) -> None:
    """Told by a process at its end."""
    print(f"{count} {seconds} {time.process_time() - cpu_before}", flush=True)


async def take(commands: Sequence[Sequence[str]], seconds: float) -> Done:
    """Runs one process a command, all at the same time for `seconds`; returns what they did together.

    Raises `ContestantFailedError`, with what the process wrote on its standard error above.
    """
    processes = [await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE) for command in commands]
    try:
        async with asyncio.timeout(STARTING_PATIENCE):
            for process in processes:
                await _line(process)
        for process in processes:
            assert process.stdin is not None
            process.stdin.write(b"go\n")
        async with asyncio.timeout(seconds + ENDING_PATIENCE):
            told = [(await _line(process)).split() for process in processes]
        count, cpu = sum(int(one[0]) for one in told), sum(float(one[2]) for one in told)
        return Done(sum(int(one[0]) / float(one[1]) for one in told), cpu / count * 1e6)
    finally:
        for process in processes:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def _line(process: Process) -> str:
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode().strip()
    if not line:
        raise ContestantFailedError(f"process {process.pid} ended before its turn was over")
    return line
