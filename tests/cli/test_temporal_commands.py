"""`luyue rehydrate` and `luyue replay` with histories, on a Temporal server of their own."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import Client, WithStartWorkflowOperation, WorkflowExecutionStatus
from temporalio.common import RawValue, WorkflowIDConflictPolicy

from luyue.devstack.temporal import throwaway_temporal
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.replay.histories import from_files, replay
from luyue.worker.kinds import Declared
from luyue.worker.worker import build_worker, connect
from luyue.workflows.messages import Outcome, Start
from luyue.workflows.process import Process, takes_anything
from luyue.workflows.sample_request import SampleRequestProcess

STREAM = "sample-request/sr_1"


@pytest.fixture
async def temporal(temporal_program: Path, tmp_path: Path) -> AsyncIterator[str]:
    async with throwaway_temporal(temporal_program, tmp_path) as address:
        yield address


@pytest.fixture
async def client(temporal: str) -> Client:
    return await connect(temporal)


async def send(client: Client, stream: str, name: str, **payload: str) -> Outcome:
    start = WithStartWorkflowOperation(
        "sample-request",
        Start(),
        id=stream,
        task_queue="luyue",
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )
    return await client.execute_update_with_start_workflow(
        name, payload, start_workflow_operation=start, result_type=Outcome
    )


async def test_lost_workflows_are_started_once_with_their_deadlines(
    player, luyue, journal, client, temporal, eventually
):
    await player.shipped("sr_1")
    await player.send("sr_2", "apply", creator_id="c1", product_id="p1")
    await player.cancelled_late("sr_3")
    due_at = (await journal.processes.find("sample-request/sr_1")).next_deadline_at

    result = await luyue("rehydrate", LUYUE_TEMPORAL_ADDRESS=temporal)
    assert result.exit_code == 0
    assert result.output.strip() == "1 open, 0 already running, 1 started"
    again = await luyue("rehydrate", LUYUE_TEMPORAL_ADDRESS=temporal)
    assert again.output.strip() == "1 open, 1 already running, 0 started"

    handle = client.get_workflow_handle(STREAM)

    async def shows_its_deadline() -> bool:
        shown = (await handle.describe()).typed_search_attributes
        return {pair.key.name: pair.value for pair in shown}.get("NextDeadline") == due_at

    async with build_worker(client, journal, test_clock=True):
        await eventually(shows_its_deadline)


async def test_one_process_alone(player, luyue, client, temporal):
    await player.shipped("sr_1")
    one = await luyue("rehydrate", "sr_1", LUYUE_TEMPORAL_ADDRESS=temporal)
    assert one.output.strip() == "1 open, 0 already running, 1 started"
    assert (await client.get_workflow_handle(STREAM).describe()).status == WorkflowExecutionStatus.RUNNING
    unknown = await luyue("rehydrate", "sr_9", LUYUE_TEMPORAL_ADDRESS=temporal)
    assert unknown.exit_code == 1
    assert "There is no open process sample-request/sr_9." in unknown.output


@workflow.defn(name="sample-request", sandboxed=False)
class Changed(Process):
    """A workflow that does something which the recorded one did not."""

    commands = SampleRequestProcess.commands

    @workflow.run
    @takes_anything
    async def run(self, *sent: RawValue) -> Outcome:
        await workflow.sleep(timedelta(seconds=1))
        return await self.keep()


@pytest.fixture
async def recorded(player, journal, client, tmp_path) -> Path:
    """A directory with the history of an open and of a closed request."""
    directory = tmp_path / "histories"
    directory.mkdir()
    async with build_worker(client, journal, test_clock=True):
        await send(client, STREAM, "apply", creator_id="c1", product_id="p1")
        await send(client, STREAM, "withdraw")
        await send(client, "sample-request/sr_2", "apply", creator_id="c1", product_id="p1")
        for id in ("sr_1", "sr_2"):
            history = await client.get_workflow_handle(f"sample-request/{id}").fetch_history()
            (directory / f"{id}.json").write_text(history.to_json())
    return directory


async def test_histories_of_today_replay(recorded, luyue, temporal):
    result = await luyue("replay", "--histories", str(recorded))
    assert result.exit_code == 0, result.output
    assert "2 histories replayed, 0 not as the workflows of today would make them" in result.output
    server = await luyue("replay", "--server", "--limit", "5", LUYUE_TEMPORAL_ADDRESS=temporal)
    assert server.exit_code == 0, server.output


async def test_an_incompatible_change_of_the_workflow_is_found(recorded):
    histories = from_files(sorted(recorded.glob("*.json")))
    found = await replay(histories, kinds=[Declared(SAMPLE_REQUEST, Changed)])
    assert [one.workflow_id for one in found] == ["sample-request/sr_1", "sample-request/sr_2"]
    assert "Nondeterminism" in found[0].reason


async def test_a_history_that_today_would_be_another_exits_with_1(recorded, luyue):
    file = recorded / "sr_1.json"
    history = json.loads(file.read_text())
    started = history["events"][0]["workflowExecutionStartedEventAttributes"]
    started["workflowType"]["name"] = "another"
    file.write_text(json.dumps(history))
    result = await luyue("replay", "--histories", str(recorded))
    assert result.exit_code == 1
    assert "2 histories replayed, 1 not as" in result.output
    assert STREAM in result.output
