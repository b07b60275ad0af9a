"""The router: tells each process that a report on content or a parcel has come in which may concern it."""

import asyncio
from datetime import UTC, datetime, timedelta

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError, RPCStatusCode

from luyue.journal.canonical import digest
from luyue.journal.connection import UNAVAILABLE, Pool
from luyue.journal.delivery import DeliveryFailed, TargetAway
from luyue.journal.listeners import listening
from luyue.journal.streams import Recorded
from luyue.workflows.messages import Start

ROUTED = frozenset({"video", "live-session", "parcel"})
ACTOR = "service:router"
# `handle` may take 5 s from its look at the facts to the end of its append.
DECIDED_WITHIN = timedelta(seconds=8)
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


class Router:
    """Delivers reports as `observe` signals. A process that Temporal has lost or closed is started by its signal."""

    def __init__(
        self, client: Client, pool: Pool, task_queue: str, *, decided_within: timedelta = DECIDED_WITHIN
    ) -> None:
        self._client = client
        self._pool = pool
        self._task_queue = task_queue
        self._decided_within = decided_within

    async def deliver(self, event: Recorded) -> None:
        """Signals whoever listens to a report; a repeat is told by its command id."""
        await self._signal(await self._listening(event), event)

    async def look_again(self, event: Recorded) -> None:
        """Signals who has begun to listen since the report.

        A process that looked at the facts just before the report, and appended just after the first look for
        listeners, knows nothing of it. Later nobody can be deciding without the report any more.
        """
        # However far the clocks are apart, the wait is no longer than needed.
        age = max(datetime.now(UTC) - event.recorded_at, timedelta())
        await asyncio.sleep(max(self._decided_within - age, timedelta()).total_seconds())
        await self._signal(await self._listening(event, since=event.transaction_id), event)

    async def _listening(self, event: Recorded, since: int = 0) -> list[str]:
        try:
            return await listening(self._pool, event.stream, since)
        except UNAVAILABLE as error:
            raise TargetAway("Postgres") from error

    async def _signal(self, streams: list[str], event: Recorded) -> None:
        for stream in streams:
            kind, _, _ = stream.partition("/")
            try:
                await self._client.start_workflow(
                    kind,
                    Start(),
                    id=stream,
                    task_queue=self._task_queue,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                    id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                    start_signal="observe",
                    start_signal_args=[_observe(stream, event)],
                    rpc_timeout=PATIENCE,
                )
            except RPCError as error:
                if error.status in _AWAY:
                    raise TargetAway(f"Temporal: {error.status.name}") from error
                raise DeliveryFailed(f"{error.status.name} from Temporal for {stream}") from error


def is_routed(event: Recorded) -> bool:
    """Whether an event is a report that may concern a process."""
    return event.stream.partition("/")[0] in ROUTED


def _observe(stream: str, event: Recorded) -> dict[str, str]:
    return {
        "source": event.stream,
        "actor": ACTOR,
        "at": event.recorded_at.isoformat(),
        "command_id": digest([event.id, stream]).hex(),
    }
