"""Starts one program as a child in a session of its own, with its output in a log file, and ends it in bounded time."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from luyue.devstack.layout import StackUnavailableError

LARGEST_KEPT_LOG = 10_000_000


class ProgramFailedError(StackUnavailableError):
    """A program that was to run to its end failed; the message has the end of what it printed."""


@dataclass(frozen=True)
class Account:
    """The unprivileged user that a program of root's runs as.

    `pass_directories`: the program may pass directories that are closed to that user (see launch.py).
    """

    user: int
    group: int
    pass_directories: bool


def launch_command(
    command: Sequence[str], *, death_signal: signal.Signals = signal.SIGKILL, account: Account | None = None
) -> list[str]:
    """The command line that runs `command`, ends it with `death_signal` when this process dies, under `account`."""
    launcher = [sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py"))]
    launcher += ["--parent", str(os.getpid()), "--death-signal", death_signal.name]
    if account is not None:
        launcher += ["--user", str(account.user), "--group", str(account.group)]
        if account.pass_directories:
            launcher.append("--pass-directories")
    return [*launcher, "--", *command]


class Child:
    """A started program. It ends with this process, on Linux even if this process is killed."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(
        cls,
        command: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        death_signal: signal.Signals = signal.SIGKILL,
        account: Account | None = None,
    ) -> "Child":
        """Starts `command` with its output appended to `log`; `environment` is added to this process's own."""
        _rotate(log)
        with log.open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                *launch_command(command, death_signal=death_signal, account=account),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )
        return cls(process)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.returncode is None

    async def wait(self) -> int:
        """Waits for the end and returns the exit code, negative for a signal."""
        return await self._process.wait()

    async def stop(self, stop_signal: signal.Signals, within: float) -> None:
        """Asks the program to end, and kills its whole process group if it has not after `within` seconds."""
        if self.running:
            with suppress(ProcessLookupError):
                self._process.send_signal(stop_signal)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), within)
        self.kill_group()
        await self._process.wait()

    def kill_group(self) -> None:
        """Kills what is left of the process group, also after its leader has ended."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)


async def run_to_end(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, account: Account | None = None
) -> str:
    """Runs a program to its end and returns what it printed; raises ProgramFailedError if it failed."""
    process = await asyncio.create_subprocess_exec(
        *launch_command(command, account=account),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, **(environment or {})},
        start_new_session=True,
    )
    try:
        output, _ = await process.communicate()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        raise
    text = output.decode(errors="replace")
    if process.returncode != 0:
        raise ProgramFailedError(f"{command[0]} ended with {process.returncode}:\n{text[-4000:]}")
    return text


async def ready_or_dead(
    child: Child, ready: Callable[[], Awaitable[None]], name: str, log: Path, within: float = 60
) -> None:
    """Waits until `ready` returns; raises StackUnavailableError if the child ends first, or after `within` seconds."""
    readiness = asyncio.ensure_future(ready())
    end = asyncio.ensure_future(child.wait())
    try:
        await asyncio.wait((readiness, end), timeout=within, return_when=asyncio.FIRST_COMPLETED)
        if readiness.done():
            return readiness.result()
        cause = f"ended with {end.result()}" if end.done() else f"was not ready after {within:.0f} s"
        raise StackUnavailableError(f"{name} {cause}. Its log, {log}, ends with:\n{tail(log)}")
    finally:
        readiness.cancel()
        end.cancel()


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, for an error message."""
    with suppress(OSError):
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    return ""


def _rotate(log: Path) -> None:
    with suppress(FileNotFoundError):
        if log.stat().st_size > LARGEST_KEPT_LOG:
            log.replace(log.with_suffix(".log.1"))
