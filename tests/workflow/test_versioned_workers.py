"""Workers as versions of a deployment: open processes go over to the version that is current, and back with it."""

import asyncio
from dataclasses import replace

import pytest
from temporalio.api.workflowservice.v1 import SetWorkerDeploymentCurrentVersionRequest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.service import RPCError, RPCStatusCode

from luyue.worker.run import serve
from luyue.worker.settings import WorkerSettings
from luyue.worker.worker import DEPLOYMENT, connect
from luyue.workflows.search_attributes import HANDLE_FAILING
from tests.conftest import Eventually
from tests.workflow import stages
from tests.workflow.house import House
from tests.workflow.newer_toy_kind import NEWER_CODE, OLDER_CODE
from tests.workflow.test_events_of_newer_code import attention


@pytest.fixture
def library(unserved: House) -> House:
    unserved.kind = "loan"
    return unserved


async def makes_current(house: House, build_id: str) -> bool:
    """Whether Temporal has heard of the version yet, and gives it all tasks from now on."""
    request = SetWorkerDeploymentCurrentVersionRequest(
        namespace=house.client.namespace, deployment_name=DEPLOYMENT, build_id=build_id, identity="test"
    )
    try:
        await house.client.workflow_service.set_worker_deployment_current_version(request)
    except RPCError as error:
        # Nobody of that version has asked for tasks yet.
        if error.status not in (RPCStatusCode.NOT_FOUND, RPCStatusCode.FAILED_PRECONDITION):
            raise
        return False
    return True


@pytest.mark.long
async def test_an_open_process_goes_over_to_the_current_version_and_back(
    library: House, temporal_address: str, eventually: Eventually
) -> None:
    name, beside = stages.new_name("ln"), replace(library, client=await connect(temporal_address))

    async def insures() -> bool:
        try:
            return (await library.send(name, "insure", command_id="once")).status == "BORROWED"
        except WorkflowUpdateFailedError:
            return False

    async def asks() -> bool:
        return await attention(library, name) == HANDLE_FAILING

    async with library.worker(kinds=OLDER_CODE, build_id="1"):
        await eventually(lambda: makes_current(library, "1"))
        await library.send(name, "borrow", pages=100)
        async with beside.worker(kinds=NEWER_CODE, build_id="2"):
            assert not await insures()
            await eventually(lambda: makes_current(library, "2"))
            await eventually(insures)
            await eventually(lambda: makes_current(library, "1"))
            brought_back = asyncio.create_task(library.send(name, "bring-back"))
            await eventually(asks)
            await eventually(lambda: makes_current(library, "2"))
            assert (await brought_back).closed
    assert await library.types(name) == ["BookBorrowed", "BookInsured", "BookBroughtBack"]
    assert await library.happened(name, "WORKFLOW_TASK_FAILED") == []


@pytest.mark.long
async def test_the_worker_process_is_the_version_that_its_settings_say(
    library: House, journal_url: str, temporal_address: str, eventually: Eventually
) -> None:
    settings = WorkerSettings(
        database_url=journal_url, temporal_address=temporal_address, task_queue=library.task_queue, build_id="2026.11.2"
    )
    serving = asyncio.create_task(serve(settings))
    await eventually(lambda: makes_current(library, "2026.11.2"))
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
