"""Health: whether this process lives, and whether all that it needs is there. Asks nobody who they are."""

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest, DescribeWorkflowExecutionRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from luyue.api.answers import answer
from luyue.api.backends import Backends
from luyue.api.commands import Unanswered
from luyue.api.context import Services
from luyue.api.settings import ApiSettings

router = APIRouter(tags=["health"])

PATIENCE = timedelta(seconds=3)
# A worker's poll lasts up to a minute; Temporal remembers those that are gone for longer.
POLLED_WITHIN = timedelta(seconds=75)
# Temporal counts a poll when it begins and when it ends, and one that nobody waits for any more ends within a minute.
POLLED_ANEW = timedelta(seconds=65)


class Alive(BaseModel):
    status: str


class Readiness(BaseModel):
    """`ok`, or what is wrong, for each part."""

    postgres: str
    temporal: str
    worker: str


@router.get("/healthz", response_model=Alive)
async def healthz() -> Response:
    """This process lives."""
    return answer(Alive(status="ok"))


@router.get("/readyz", response_model=Readiness, responses={503: {"model": Readiness}})
async def readyz(request: Request) -> Response:
    """Postgres and Temporal answer, and a worker polls the task queue and answers commands.

    Temporal's namespace must have the search attributes, without which processes get stuck; those it lacks are named.

    A worker has no heartbeat, and Temporal still counts one that was killed or hangs for a minute or two: until then it
    is `ok`, unless a command sent through this API process goes unanswered. From there on it is away until it answers a
    command, takes up the one that was left behind, or has polled anew beyond doubt, which takes it over a minute. One
    process whose workflow fails can therefore make a healthy worker look away for that long, and what other API
    processes have seen is not known here.
    """
    services: Services = request.app.state.services
    backends, settings = services.backends, services.settings
    postgres, (temporal, worker) = await asyncio.gather(
        _told(_postgres(backends)), _temporal_and_worker(backends, settings, services.commands.unanswered)
    )
    readiness = Readiness(postgres=postgres, temporal=temporal, worker=worker)
    is_ready = all(part == "ok" for part in readiness.model_dump().values())
    return answer(readiness) if is_ready else answer(readiness, 503, **{"Retry-After": "2"})


async def _postgres(backends: Backends) -> None:
    journal = await backends.journal()
    await journal.check()


async def _temporal_and_worker(
    backends: Backends, settings: ApiSettings, unanswered: Unanswered | None
) -> tuple[str, str]:
    polled_at: list[datetime] = []
    is_waiting = False
    unsearchable: str | None = None

    async def ask() -> None:
        nonlocal is_waiting, unsearchable
        client = await backends.temporal()
        queue = TaskQueue(name=settings.task_queue)
        description = await client.workflow_service.describe_task_queue(
            DescribeTaskQueueRequest(
                namespace=client.namespace,
                task_queue=queue,
                task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
            ),
            timeout=PATIENCE,
        )
        polled_at.extend(poller.last_access_time.ToDatetime(UTC) for poller in description.pollers)
        is_waiting = unanswered is not None and await _waits_for_a_worker(client, unanswered.stream)
        unsearchable = await backends.unsearchable()

    temporal = await _told(ask())
    if temporal != "ok":
        return temporal, "unknown"
    temporal = unsearchable or temporal
    newest = max(polled_at, default=None)
    if newest is None or datetime.now(UTC) - newest >= POLLED_WITHIN:
        return temporal, "no worker polls the task queue"
    if unanswered is not None and is_waiting and newest - unanswered.given_up_at < POLLED_ANEW:
        return temporal, "away: not answering"
    return temporal, "ok"


async def _waits_for_a_worker(client: Client, stream: str) -> bool:
    """Whether the process has work, such as a command left behind, that no worker has done."""
    execution = WorkflowExecution(workflow_id=stream)
    try:
        description = await client.workflow_service.describe_workflow_execution(
            DescribeWorkflowExecutionRequest(namespace=client.namespace, execution=execution), timeout=PATIENCE
        )
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            return False
        raise
    return description.HasField("pending_workflow_task")


async def _told(check: Awaitable[None]) -> str:
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            await check
    # Whatever it is, this part cannot be used.
    except Exception as error:
        return f"away: {type(error).__name__}"
    return "ok"
