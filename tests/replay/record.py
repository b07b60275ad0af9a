"""Records what is not recorded yet, on a real Temporal server and a real Postgres: `python -m tests.replay.record`.

Each path gives a history and a journal. Never run by the tests, and no file is written over: histories stand for
workflows that are open somewhere, and journals for what was decided. Delete a history only with a change that no open
workflow can survive, and a journal only where the rules are meant to decide otherwise from now on.
"""

import asyncio
import json
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from temporalio.client import Client

from luyue.devstack.child import Child, ready_or_dead
from luyue.devstack.console import Silent
from luyue.devstack.layout import free_port
from luyue.devstack.postgres import throwaway_postgres
from luyue.devstack.temporal import TemporalServer, wait_until_ready
from luyue.devstack.temporal_cli import temporal_cli
from luyue.domain.policy import Policy
from luyue.domain.process import State
from luyue.journal.journal import Journal
from luyue.journal.migrate import migrate
from luyue.journal.recordings import export
from luyue.journal.streams import fold_recorded
from luyue.worker.kinds import KINDS
from luyue.workflows.payloads import DATA_CONVERTER
from tests.replay.path import Path as ToFollow
from tests.replay.paths import PATHS
from tests.workflow.house import House
from tests.workflow.troubled_journal import troubled

HISTORIES = Path(__file__).with_name("histories")
JOURNALS = Path(__file__).with_name("journals")
# Shows in every history: it must name no machine.
IDENTITY = "luyue-recorder"
# More than any path has but the one that is to continue as new.
LONG_HISTORY = 110
# So many paths, with a worker each, leave each other time within windows of seconds.
AT_ONCE = 6
SECOND = timedelta(seconds=1)
POLICY = Policy(
    version="in-seconds",
    approval_window=3 * SECOND,
    shipping_due=2 * SECOND,
    shipping_cutoff=4 * SECOND,
    receipt_window=3 * SECOND,
    promotion_window=4 * SECOND,
    video_retention=2 * SECOND,
    live_cart_minimum=SECOND,
    fact_grace=SECOND,
    due_soon=SECOND,
    acceptance_window=4 * SECOND,
    cancellation_response=3 * SECOND,
    overdue_close=3 * SECOND,
    broadcast_ceiling=3 * SECOND,
    auto_delivery=3 * SECOND,
    verification_window=4 * SECOND,
    rebroadcast_negotiation=3 * SECOND,
    negotiation_close=3 * SECOND,
    ruling_due=5 * SECOND,
    appeal_window=4 * SECOND,
    more_evidence_window=3 * SECOND,
    transit_window=2 * SECOND,
    pickup_window=4 * SECOND,
    reasonable_delivery=8 * SECOND,
    warning_window=2 * SECOND,
    slow_pickup_to_transit=SECOND,
    slow_transit_to_delivery=2 * SECOND,
    unshipped_refund=3 * SECOND,
    order_receipt_window=3 * SECOND,
    refund_answer=3 * SECOND,
    throttle_from=1,
)


class SuggestingServer(TemporalServer):
    """A server that suggests to continue as new before long."""

    def command(self) -> list[str]:
        suggested = f"limit.historyCount.suggestContinueAsNew={LONG_HISTORY}"
        return [*super().command(), "--dynamic-config-value", suggested]


@asynccontextmanager
async def temporal(directory: Path) -> AsyncIterator[str]:
    server = SuggestingServer(await temporal_cli(Silent()), free_port())
    child = await Child.start(server.command(), log=directory / "temporal.log")
    try:
        await ready_or_dead(child, lambda: wait_until_ready(server.address), "Temporal", directory / "temporal.log")
        yield server.address
    finally:
        await child.stop(signal.SIGKILL, within=5)


async def record() -> None:
    to_follow = [(kind, name, path) for kind, paths in PATHS.items() for name, path in paths.items() if _lacks(name)]
    turns = asyncio.Semaphore(AT_ONCE)
    with tempfile.TemporaryDirectory() as directory:
        async with throwaway_postgres(Path(directory)) as url, temporal(Path(directory)) as address:
            await migrate(url)
            journal = await Journal.open(url)
            await journal.policies.add(POLICY)
            client = await Client.connect(address, identity=IDENTITY, data_converter=DATA_CONVERTER)
            async with asyncio.timeout(600), asyncio.TaskGroup() as paths:
                for kind, name, path in to_follow:
                    house = House(client, journal, task_queue=f"recording-{name}", kind=kind)
                    paths.create_task(_record(name, path, house, turns))
            await journal.close()


def _lacks(name: str) -> bool:
    """Whether a path is to be followed; one whose process never began leaves no journal, and costs little."""
    return not all((directory / f"{name}.json").exists() for directory in (HISTORIES, JOURNALS))


async def _record(name: str, path: ToFollow, house: House, turns: asyncio.Semaphore) -> None:
    """Follows one path with a worker of its own, and keeps the process and those that are linked with it."""
    async with turns, troubled(house) as trouble:
        process = await path(house, trouble)
        await _keep_process(name, house, process)
        for linked in await _linked(house, process):
            kind, _, other = linked.partition("/")
            await _keep_process(f"{name}-{kind}", replace(house, kind=kind), other)


async def _linked(house: House, process: str) -> tuple[str, ...]:
    """A shipment may meet a request that is nowhere."""
    kind = next(declared.kind for declared in KINDS if declared.kind.name == house.kind)
    state: State = fold_recorded(kind, await house.events(process))
    return tuple([one for one in state.linked if await house.journal.streams.history(one)])


async def _keep_process(name: str, house: House, process: str) -> None:
    """Keeps the last run, with the one that it continued, and the journal."""
    run = await house.handle(process).fetch_history()
    _keep(HISTORIES, name, run.to_json())
    before = run.events[0].workflow_execution_started_event_attributes.continued_execution_run_id
    if before:
        _keep(HISTORIES, f"{name}-before", (await house.handle(process, before).fetch_history()).to_json())
    recording = await export(house.journal, house.stream(process))
    if recording is not None:
        _keep(JOURNALS, name, recording.model_dump_json())
    print(f"{name}: {len(run.events)} events")


def _keep(directory: Path, name: str, recorded: str) -> None:
    file = directory / f"{name}.json"
    if file.exists():
        return
    directory.mkdir(exist_ok=True)
    text = json.dumps(_without_traces(json.loads(recorded)), ensure_ascii=False, indent=1)
    file.write_text(text + "\n", encoding="utf-8")


def _without_traces(value: Any) -> Any:
    """Without stack traces, which name this machine's files."""
    match value:
        case dict():
            return {key: _without_traces(part) for key, part in value.items() if key != "stackTrace"}
        case list():
            return [_without_traces(part) for part in value]
    return value


if __name__ == "__main__":
    asyncio.run(record())
