"""One workflow's runs: waiting for the next one, and making Temporal forget all of them."""

from collections.abc import Awaitable, Callable

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.service import RPCError, RPCStatusCode

from tests.conftest import Eventually
from tests.workflow.house import House


async def current_run(house: House, name: str) -> str:
    run_id = (await house.handle(name).describe()).run_id
    assert run_id is not None
    return run_id


def in_another_run(house: House, name: str, run_id: str) -> Callable[[], Awaitable[bool]]:
    """A condition: the process's workflow has gone on in another run."""

    async def condition() -> bool:
        return await current_run(house, name) != run_id

    return condition


async def deleted(house: House, name: str, eventually: Eventually) -> None:
    """Deletes a workflow, as a lost Temporal database would."""
    await house.client.workflow_service.delete_workflow_execution(
        DeleteWorkflowExecutionRequest(
            namespace=house.client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=house.stream(name)),
        )
    )

    async def is_gone() -> bool:
        try:
            await house.handle(name).describe()
        except RPCError as error:
            return error.status == RPCStatusCode.NOT_FOUND
        return False

    await eventually(is_gone)
