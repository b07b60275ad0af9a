"""Signals to processes. One that Temporal has lost or closed is started by its signal."""

from datetime import timedelta
from typing import Any

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError, RPCStatusCode

from luyue.journal.delivery import DeliveryFailed, TargetAway
from luyue.workflows.messages import Start

PATIENCE = timedelta(seconds=5)

_AWAY = frozenset(
    {
        RPCStatusCode.UNAVAILABLE,
        RPCStatusCode.DEADLINE_EXCEEDED,
        RPCStatusCode.RESOURCE_EXHAUSTED,
        # What the SDK makes of a call that timed out.
        RPCStatusCode.CANCELLED,
        RPCStatusCode.UNAUTHENTICATED,
        RPCStatusCode.PERMISSION_DENIED,
    }
)


class Signals:
    """Sends what a subscription delivers as signals to processes on a task queue."""

    def __init__(self, client: Client, task_queue: str) -> None:
        self._client = client
        self._task_queue = task_queue

    async def send(self, stream: str, name: str, payload: dict[str, Any]) -> None:
        """Signals a process; raises `TargetAway` where nothing gets through, `DeliveryFailed` where this does not."""
        kind, _, _ = stream.partition("/")
        try:
            await self._client.start_workflow(
                kind,
                Start(),
                id=stream,
                task_queue=self._task_queue,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                start_signal=name,
                start_signal_args=[payload],
                rpc_timeout=PATIENCE,
            )
        except RPCError as error:
            if error.status in _AWAY:
                raise TargetAway(f"Temporal: {error.status.name}") from error
            raise DeliveryFailed(f"{error.status.name} from Temporal for {stream}") from error
