"""Keeps parts running: starts each and waits for it, starts it again when it dies, stops all in reverse order."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from luyue.devstack.child import Account, Child, ready_or_dead

SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
# A part that ran this long was well: its next death starts the pauses anew.
WELL_AFTER = 3.0


async def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Part:
    """One program of the stack and how to treat it.

    `prepare` runs before each start, `clear` after the last end; both remove what a killed one left behind. `ready`
    returns once the part can be used; `stop_signal` asks it to end, and after `stop_within` seconds it is killed;
    `death_signal` is what it gets when the supervisor itself is killed.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    account: Account | None = None
    prepare: Callable[[], Awaitable[None]] = _nothing
    clear: Callable[[], Awaitable[None]] = _nothing
    ready: Callable[[], Awaitable[None]] = _nothing
    ready_within: float = 60.0
    stop_signal: signal.Signals = signal.SIGTERM
    stop_within: float = 10.0
    death_signal: signal.Signals = signal.SIGKILL


class Supervisor:
    """Runs parts until `stop`. `say` takes lines for a person, `changed` is called when a process id has changed."""

    def __init__(self, log_directory: Path, say: Callable[[str], None], changed: Callable[[], None]) -> None:
        self._log_directory = log_directory
        self._say = say
        self._changed = changed
        self._parts: dict[str, Part] = {}
        self._children: dict[str, Child] = {}
        self._keepers: dict[str, asyncio.Task[None]] = {}

    async def start(self, part: Part) -> None:
        """Starts a part and waits until it is ready; raises StackUnavailableError if it dies or takes too long."""
        self._parts[part.name] = part
        child = await self._launch(part)
        await ready_or_dead(child, part.ready, part.name, self.log(part.name), part.ready_within)
        self._keepers[part.name] = asyncio.create_task(self._keep(part), name=f"keep {part.name}")

    async def stop(self) -> None:
        """Stops all parts, the last started first, and leaves no process behind."""
        for part in reversed(self._parts.values()):
            if keeper := self._keepers.pop(part.name, None):
                keeper.cancel()
                await asyncio.wait((keeper,))
            if child := self._children.pop(part.name, None):
                await child.stop(part.stop_signal, part.stop_within)
                await part.clear()
        self._parts.clear()

    def pid(self, name: str) -> int | None:
        """The process id of a part, None while it does not run here."""
        child = self._children.get(name)
        return child.pid if child is not None and child.running else None

    def log(self, name: str) -> Path:
        return self._log_directory / f"{name}.log"

    async def _launch(self, part: Part) -> Child:
        await part.prepare()
        child = await Child.start(
            part.command,
            log=self.log(part.name),
            environment=part.environment,
            death_signal=part.death_signal,
            account=part.account,
        )
        self._children[part.name] = child
        return child

    async def _keep(self, part: Part) -> None:
        pause = SHORTEST_PAUSE
        while True:
            started = time.monotonic()
            child = self._children[part.name]
            code = await child.wait()
            child.kill_group()
            if time.monotonic() - started > WELL_AFTER:
                pause = SHORTEST_PAUSE
            self._say(f"{part.name} ended ({_cause(code)}); starting it again")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            try:
                await self._launch(part)
            except Exception as error:
                # Whatever it is, it may pass; the next round tries again after a longer pause.
                self._say(f"{part.name} could not be started: {error}")
            else:
                self._changed()


def _cause(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
