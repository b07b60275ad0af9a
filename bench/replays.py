"""How fast `luyue replay` replays histories, beside the SDK's own replayer on histories of a bare workflow.

Both read their histories from files. `python -m bench.replays [--histories 500] [--directory tests/replay/histories]`
"""

import argparse
import itertools
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

import uvloop
from temporalio.client import Client, WorkflowHistory
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from bench import floor
from bench.lifecycle import floor_worker, stop
from bench.lifecycles import on_the_floor
from bench.result import DEFAULT_OUTPUT, Figure, Machine, write
from luyue.devstack.console import Silent
from luyue.devstack.temporal import throwaway_temporal
from luyue.devstack.temporal_cli import temporal_cli
from luyue.replay.histories import from_files, replay

HISTORIES = Path("tests/replay/histories")
BARE, BARE_IN_THE_SANDBOX = "SDK, bare workflow, no sandbox", "SDK, bare workflow"
WARM_UP = 5
OURS = "luyue replay, all kinds of process"


async def measure(count: int, directory: Path = HISTORIES, output: Path = DEFAULT_OUTPUT) -> None:
    """Replays `count` histories each way, in three parts in turn; prints the table and writes the figures.

    Raises AssertionError where a history is not as the workflows of today would make it.
    """
    machine = Machine.here()
    recorded = sorted(directory.glob("**/*.json"))
    with tempfile.TemporaryDirectory(prefix="luyue-bench-") as made:
        bare = [await recorded_floor(Path(made).resolve())]
        ways = [
            Way(BARE, bare, lambda them: replay_bare(them, UnsandboxedWorkflowRunner())),
            Way(BARE_IN_THE_SANDBOX, bare, lambda them: replay_bare(them, SandboxedWorkflowRunner())),
            Way(OURS, recorded, replay_ours),
        ]
        for way in ways:
            await way.take(WARM_UP)
            way.forget()
        for part in _parts(count):
            for way in ways:
                await way.take(part)
    figures = [Figure(way.name, way.histories / way.seconds, "histories/s") for way in ways]
    for beside, way in zip((None, *ways), ways, strict=False):
        name = f"{way.name}: a CPU second"
        if beside is None:
            figures.append(Figure(name, way.speed, "events"))
        else:
            ratio = way.speed / beside.speed
            figures.append(Figure(name, way.speed, "events", f"{beside.name}: a CPU second", ratio))
    notes = [f"{way.name}: {way.events / way.histories:.0f} events a history" for way in ways]
    write("replays", f"Replay of {count} histories each way", figures, machine, notes=notes, output=output)


class Way:
    """How histories are replayed, and what that has come to."""

    def __init__(
        self, name: str, paths: Sequence[Path], replay: Callable[[AsyncIterator[WorkflowHistory]], Awaitable[None]]
    ) -> None:
        self.name = name
        self.forget()
        self._paths = itertools.cycle(paths)
        self._replay = replay

    def forget(self) -> None:
        """Begins to count anew."""
        self.seconds = self.cpu = 0.0
        self.histories = self.events = 0

    @property
    def speed(self) -> float:
        """Events a CPU second: the ways' histories differ in length, and all is done in this process."""
        return self.events / self.cpu

    async def take(self, count: int) -> None:
        """Replays so many more."""
        cpu, begun = time.process_time(), time.perf_counter()
        await self._replay(self._read(list(itertools.islice(self._paths, count))))
        self.seconds += time.perf_counter() - begun
        self.cpu += time.process_time() - cpu

    async def _read(self, paths: Sequence[Path]) -> AsyncIterator[WorkflowHistory]:
        async for history in from_files(paths):
            self.histories += 1
            self.events += len(history.events)
            yield history


async def replay_ours(histories: AsyncIterator[WorkflowHistory]) -> None:
    """As `luyue replay` does."""
    incompatible = await replay(histories)
    assert not incompatible, incompatible


async def replay_bare(histories: AsyncIterator[WorkflowHistory], runner: WorkflowRunner) -> None:
    """As the SDK's documentation does; raises what is wrong with a history."""
    replayer = Replayer(workflows=[floor.Floor], workflow_runner=runner)
    async with replayer.workflow_replay_iterator(histories) as results:
        async for result in results:
            if result.replay_failure is not None:
                raise result.replay_failure


async def recorded_floor(directory: Path) -> Path:
    """The history of a bare workflow that was sent a lifecycle's updates."""
    program = await temporal_cli(Silent())
    async with throwaway_temporal(program, directory) as address:
        worker = await floor_worker(address)
        try:
            client = await Client.connect(address)
            for _, step in on_the_floor(client):
                await step()
            async for one in client.list_workflows("WorkflowType = 'Floor'"):
                history = await client.get_workflow_handle(one.id).fetch_history()
                path = directory / f"{len(history.events)}.json"
                path.write_text(history.to_json(), encoding="utf-8")
        finally:
            await stop(worker)
    return max(directory.glob("*.json"), key=lambda path: int(path.stem))


def _parts(count: int) -> list[int]:
    return [count // 3, count // 3, count - 2 * (count // 3)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=500)
    parser.add_argument("--directory", type=Path, default=HISTORIES)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    given = parser.parse_args()
    uvloop.run(measure(given.histories, given.directory, given.output))


if __name__ == "__main__":
    main()
