"""Leaves to workers of newer code what is known to those alone: processes with such events, and their delivery."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from temporalio import activity, worker
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import ResetStickyTaskQueueRequest
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError

from luyue.activities.handle import UNKNOWN_EVENT
from luyue.journal.delivery import Concerns, Deliver, LeftToNewerCode
from luyue.journal.streams import Recorded
from luyue.worker.kinds import Declared

logger = logging.getLogger("luyue.worker")

LETS_GO_AFTER = 1.0
"""Seconds: the workflow's task has ended by then, and its next one, after a pause of 2 s, has not begun."""


class LettingGo(worker.Interceptor):
    """Has Temporal give a process's next task to any worker, where this one's code is too old for it.

    Otherwise the worker that keeps a process in memory would be given all its tasks, until it ends.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def intercept_activity(self, next: worker.ActivityInboundInterceptor) -> worker.ActivityInboundInterceptor:
        """Stands before every activity."""
        return _Leaving(next, self._client)


class _Leaving(worker.ActivityInboundInterceptor):
    def __init__(self, next: worker.ActivityInboundInterceptor, client: Client) -> None:
        super().__init__(next)
        self._client = client
        self._letting_go: set[asyncio.Task[None]] = set()

    async def execute_activity(self, input: worker.ExecuteActivityInput) -> Any:
        """Runs it; its failure is the workflow's to deal with."""
        try:
            return await super().execute_activity(input)
        except ApplicationError as error:
            if error.type == UNKNOWN_EVENT:
                logger.warning("an event that only newer code knows: %s; left to a worker of that code", error.message)
                letting_go = asyncio.create_task(self._let_go(activity.info()))
                self._letting_go.add(letting_go)
                letting_go.add_done_callback(self._letting_go.discard)
            raise

    async def _let_go(self, info: activity.Info) -> None:
        await asyncio.sleep(LETS_GO_AFTER)
        process = WorkflowExecution(workflow_id=info.workflow_id or "", run_id=info.workflow_run_id or "")
        request = ResetStickyTaskQueueRequest(namespace=self._client.namespace, execution=process)
        try:
            await self._client.workflow_service.reset_sticky_task_queue(request)
        except (RPCError, RuntimeError) as error:
            # The next try lets go again.
            logger.warning("%s could not be let go: %s", info.workflow_id, error)


class EventsOfNewerCode:
    """Events of this worker's kinds in types, or versions of types, that it does not know.

    They concern every deliverer, as far as this worker can tell: passed over, they would be lost to newer code.
    """

    def __init__(self, kinds: Sequence[Declared]) -> None:
        self._kinds = {declared.kind.name: declared.kind for declared in kinds}

    def concerning(self, concerns: Concerns) -> Concerns:
        """What concerns a deliverer, and these events."""
        return lambda event: concerns(event) or self._has(event)

    def kept_from(self, deliver: Deliver) -> Deliver:
        """Delivers all but these events, which are held until a worker of newer code delivers."""

        async def deliver_known(event: Recorded) -> None:
            if self._has(event):
                raise LeftToNewerCode(f"{event.type} v{event.schema_version} is known to newer code only")
            await deliver(event)

        return deliver_known

    def _has(self, event: Recorded) -> bool:
        kind = self._kinds.get(event.stream.partition("/")[0])
        if kind is None:
            return False
        event_type = kind.event_type(event.type)
        return event_type is None or event.schema_version > event_type.schema_version
