"""Records the histories anew, on a real Temporal server and a real Postgres: `python -m tests.replay.record [PATH…]`.

Never run by the tests: histories stand for workflows that are open somewhere. Record a new path when there is one; and
all of them only with a change that no open workflow can survive.
"""

import asyncio
import json
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from luyue.devstack.child import Child, ready_or_dead
from luyue.devstack.console import Silent
from luyue.devstack.layout import free_port
from luyue.devstack.postgres import throwaway_postgres
from luyue.devstack.temporal import TemporalServer, wait_until_ready
from luyue.devstack.temporal_cli import temporal_cli
from luyue.domain.policy import Policy
from luyue.journal.journal import Journal
from luyue.journal.migrate import migrate
from tests.replay.paths import PATHS
from tests.workflow.house import House
from tests.workflow.troubled_journal import troubled

HISTORIES = Path(__file__).with_name("histories")
# Shows in every history: it must name no machine.
IDENTITY = "luyue-recorder"
# More than any path has but the one that is to continue as new.
LONG_HISTORY = 110
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


async def record(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        async with throwaway_postgres(Path(directory)) as url, temporal(Path(directory)) as address:
            await migrate(url)
            journal = await Journal.open(url)
            await journal.policies.add(POLICY)
            client = await Client.connect(address, identity=IDENTITY, data_converter=pydantic_data_converter)
            async with asyncio.timeout(300), asyncio.TaskGroup() as paths:
                for name in names:
                    paths.create_task(_record(name, House(client, journal, task_queue=f"recording-{name}")))
            await journal.close()


async def _record(path: str, house: House) -> None:
    """Follows one path with a worker of its own, and keeps the last run, with the one that it continued."""
    async with troubled(house) as trouble:
        request = await PATHS[path](house, trouble)
        run = await house.handle(request).fetch_history()
        await _keep(path, run.to_json())
        before = run.events[0].workflow_execution_started_event_attributes.continued_execution_run_id
        if before:
            await _keep(f"{path}-before", (await house.handle(request, before).fetch_history()).to_json())
    print(f"{path}: {len(run.events)} events")


async def _keep(name: str, history: str) -> None:
    HISTORIES.mkdir(exist_ok=True)
    text = json.dumps(_without_traces(json.loads(history)), ensure_ascii=False, indent=1)
    (HISTORIES / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _without_traces(value: Any) -> Any:
    """Without stack traces, which name this machine's files."""
    match value:
        case dict():
            return {key: _without_traces(part) for key, part in value.items() if key != "stackTrace"}
        case list():
            return [_without_traces(part) for part in value]
    return value


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1:] or list(PATHS)))
