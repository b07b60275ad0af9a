"""A patch under open processes: old runs stay as they are, new ones take the new way; and the way back from it."""

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.worker.kinds import Declared
from luyue.workflows.payloads import DATA_CONVERTER
from luyue.workflows.sample_request import SampleRequestProcess
from tests.conftest import Eventually
from tests.replay.patched_process import PATCH, PATCHED
from tests.workflow import stages
from tests.workflow.house import House

WITH_PATCH = [Declared(SAMPLE_REQUEST, PATCHED)]


async def replays(history: WorkflowHistory, workflow: type) -> None:
    await Replayer(workflows=[workflow], data_converter=DATA_CONVERTER).replay_workflow(history)


async def memo(house: House, name: str) -> object:
    return (await (await house.handle(name).describe()).memo()).get("waits_for")


async def is_listed(house: House, name: str, query: str) -> bool:
    listed = house.client.list_workflows(f"{query} and WorkflowId = '{house.stream(name)}'")
    return bool([one async for one in listed])


async def test_a_process_that_began_before_the_patch_goes_on(unserved: House, eventually: Eventually) -> None:
    async with unserved.worker():
        name = await stages.pending(unserved)
    async with unserved.worker(kinds=WITH_PATCH):
        assert (await unserved.send(name, "approve")).status == "AWAITING_SHIPMENT"
        assert await memo(unserved, name) is None
        await eventually(lambda: is_listed(unserved, name, "TemporalChangeVersion is null"))
    await replays(await unserved.handle(name).fetch_history(), PATCHED)
    assert await unserved.happened(name, "WORKFLOW_TASK_FAILED") == []


async def test_a_new_process_takes_the_new_way_and_can_be_begun_anew_by_the_code_before(
    unserved: House, eventually: Eventually
) -> None:
    async with unserved.worker(kinds=WITH_PATCH):
        name = await stages.pending(unserved)

        async def is_noted() -> bool:
            return bool(await memo(unserved, name))

        await eventually(is_noted)
    history = await unserved.handle(name).fetch_history()
    await replays(history, PATCHED)
    with pytest.raises(NondeterminismError):
        await replays(history, SampleRequestProcess)

    await eventually(lambda: is_listed(unserved, name, f"TemporalChangeVersion = '{PATCH}'"))
    # The journal is the state: nothing is lost with a run.
    await unserved.terminate(name)
    async with unserved.worker():
        assert (await unserved.send(name, "approve")).status == "AWAITING_SHIPMENT"
    assert await unserved.types(name) == ["SampleRequested", "SampleRequestApproved"]
