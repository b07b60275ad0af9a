"""Health: whether this process lives, and whether all that it needs is there. Asks nobody who they are."""

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest

from luyue.api.answers import answer
from luyue.api.backends import Backends
from luyue.api.context import Services
from luyue.api.settings import ApiSettings

router = APIRouter(tags=["health"])

PATIENCE = timedelta(seconds=3)
# A worker's poll lasts up to a minute; Temporal remembers those that are gone for longer.
POLLED_WITHIN = timedelta(seconds=75)


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
    """Postgres and Temporal answer, and a worker polls the task queue."""
    services: Services = request.app.state.services
    backends, settings = services.backends, services.settings
    postgres, (temporal, worker) = await asyncio.gather(
        _told(_postgres(backends)), _temporal_and_worker(backends, settings)
    )
    readiness = Readiness(postgres=postgres, temporal=temporal, worker=worker)
    is_ready = all(part == "ok" for part in readiness.model_dump().values())
    return answer(readiness, 200 if is_ready else 503)


async def _postgres(backends: Backends) -> None:
    journal = await backends.journal()
    await journal.check()


async def _temporal_and_worker(backends: Backends, settings: ApiSettings) -> tuple[str, str]:
    polled_at: list[datetime] = []

    async def ask() -> None:
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

    temporal = await _told(ask())
    if temporal != "ok":
        return temporal, "unknown"
    polls = any(datetime.now(UTC) - moment < POLLED_WITHIN for moment in polled_at)
    return temporal, "ok" if polls else "no worker polls the task queue"


async def _told(check: Awaitable[None]) -> str:
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            await check
    # Whatever it is, this part cannot be used.
    except Exception as error:
        return f"away: {type(error).__name__}"
    return "ok"
