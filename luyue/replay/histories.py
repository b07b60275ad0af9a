"""Replays recorded histories against the workflows of today, in the sandbox."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import ceil
from pathlib import Path

from temporalio.client import Client, WorkflowHistory
from temporalio.converter import DataConverter
from temporalio.worker import Replayer

from luyue.worker.kinds import KINDS, Declared
from luyue.workflows.payloads import DATA_CONVERTER

AGES = (timedelta(days=-1), timedelta(hours=1), *(timedelta(days=days) for days in (1, 7, 30, 90, 3650)))
"""Between these ages as many are taken each. Temporal's clock may be ahead."""


@dataclass(frozen=True)
class Incompatible:
    """A history that the workflow of today would not have made."""

    workflow_id: str
    run_id: str
    reason: str


async def replay(
    histories: AsyncIterator[WorkflowHistory],
    *,
    kinds: Sequence[Declared] = KINDS,
    converter: DataConverter = DATA_CONVERTER,
    watch: Callable[[int], None] = lambda _: None,
) -> list[Incompatible]:
    """Replays all of them; `watch` is told how many are done. `converter` has the keys of what is encrypted."""
    replayer = Replayer(workflows=[declared.workflow for declared in kinds], data_converter=converter)
    found: list[Incompatible] = []
    async with replayer.workflow_replay_iterator(histories) as results:
        done = 0
        async for result in results:
            done += 1
            if result.replay_failure is not None:
                history = result.history
                found.append(Incompatible(history.workflow_id, history.run_id, str(result.replay_failure)))
            watch(done)
    return found


async def from_files(paths: Sequence[Path]) -> AsyncIterator[WorkflowHistory]:
    """Histories as `temporal workflow show --output json` or the UI write them."""
    for path in paths:
        text = path.read_text(encoding="utf-8")
        started = json.loads(text)["events"][0].get("workflowExecutionStartedEventAttributes", {})
        yield WorkflowHistory.from_json(started.get("workflowId") or path.stem, text)


async def from_server(
    client: Client, *, limit: int, kinds: Sequence[Declared] = KINDS
) -> AsyncIterator[WorkflowHistory]:
    """A sample of the workflows of each kind: some `limit` of the open ones and as many closed, of all ages.

    The oldest were begun by the oldest code.
    """
    now = datetime.now(UTC)
    for declared in kinds:
        for comparison in ("=", "!="):
            for since, until in pairwise(AGES):
                query = f"WorkflowType = '{declared.kind.name}' and ExecutionStatus {comparison} 'Running'"
                query += (
                    f" and StartTime > '{(now - until).isoformat()}' and StartTime <= '{(now - since).isoformat()}'"
                )
                async for execution in client.list_workflows(query, limit=ceil(limit / (len(AGES) - 1))):
                    yield await client.get_workflow_handle(execution.id, run_id=execution.run_id).fetch_history()
