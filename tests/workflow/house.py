"""What every workflow test drives: a Temporal client, the journal, and sample requests brought to a stage."""

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.api.update.v1 import UpdateRef
from temporalio.api.workflowservice.v1 import PollWorkflowExecutionUpdateRequest
from temporalio.client import Client, WithStartWorkflowOperation, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from luyue.activities.handle import Handle
from luyue.domain.messages import Value
from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded
from luyue.worker.kinds import KINDS, Declared
from luyue.worker.worker import build_worker
from luyue.workflows.messages import Outcome, Refused, Start

# In seconds; only for what hangs.
PATIENCE = 60


@dataclass
class House:
    """Sends commands to processes of one kind and reads back what became of them. Names are `sr_…` ids."""

    client: Client
    journal: Journal
    task_queue: str
    kind: str = "sample-request"
    started: set[str] = field(default_factory=set)

    def worker(self, kinds: Sequence[Declared] = KINDS, journal: Journal | None = None, **options: Any) -> Worker:
        """A worker on this house's task queue, as it is built in service; histories are replayed in the sandbox."""
        options = {"test_clock": True, **options}
        return build_worker(self.client, journal or self.journal, kinds=kinds, task_queue=self.task_queue, **options)

    def forgetful_worker(self) -> Worker:
        """A worker that keeps no workflow in memory, so that the server gives its next task to whoever comes."""
        handle = Handle(self.journal, [declared.kind for declared in KINDS], test_clock=True)
        return Worker(
            self.client,
            task_queue=self.task_queue,
            workflows=[declared.workflow for declared in KINDS],
            activities=[handle.handle],
            workflow_runner=SandboxedWorkflowRunner(),
            max_cached_workflows=0,
        )

    def stream(self, name: str) -> str:
        return f"{self.kind}/{name}"

    def handle(self, name: str, run_id: str | None = None) -> WorkflowHandle[Any, Any]:
        return self.client.get_workflow_handle(self.stream(name), run_id=run_id)

    def _start(self, name: str) -> WithStartWorkflowOperation[Any, Any]:
        self.started.add(name)
        return WithStartWorkflowOperation(
            self.kind,
            Start(),
            id=self.stream(name),
            task_queue=self.task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )

    async def start(self, name: str) -> WorkflowHandle[Any, Any]:
        """Starts a process's workflow without any command, as `luyue rehydrate` does."""
        self.started.add(name)
        return await self.client.start_workflow(
            self.kind, Start(), id=self.stream(name), task_queue=self.task_queue, result_type=Outcome
        )

    async def send(self, name: str, command: str, /, *raw: Any, update_id: str | None = None, **sent: Any) -> Outcome:
        """Sends a command as every client does, by update-with-start."""
        async with asyncio.timeout(PATIENCE):
            return await self.client.execute_update_with_start_workflow(
                command,
                args=raw or [sent],
                id=update_id,
                start_workflow_operation=self._start(name),
                result_type=Outcome,
            )

    async def knows(self, name: str, update_id: str) -> bool:
        """Whether Temporal has taken an update in, to hand it to the next worker."""
        reference = UpdateRef(workflow_execution=WorkflowExecution(workflow_id=self.stream(name)), update_id=update_id)
        request = PollWorkflowExecutionUpdateRequest(namespace=self.client.namespace, update_ref=reference)
        try:
            await self.client.workflow_service.poll_workflow_execution_update(request)
        except RPCError as error:
            if error.status != RPCStatusCode.NOT_FOUND:
                raise
            return False
        return True

    async def failure(self, name: str, command: str, /, *raw: Any, **sent: Any) -> ApplicationError:
        """Why a command failed."""
        with pytest.raises(WorkflowUpdateFailedError) as caught:
            await self.send(name, command, *raw, **sent)
        assert isinstance(caught.value.cause, ApplicationError)
        return caught.value.cause

    async def refused(self, name: str, command: str, /, **sent: Any) -> Refused:
        """The typed refusal of a command."""
        failure = await self.failure(name, command, **sent)
        assert failure.type == "Refused"
        return Refused.model_validate(failure.details[0])

    async def signal(self, name: str, command: str, /, *raw: Any, **sent: Any) -> None:
        """Sends a command as a signal; `raw` replaces the payload."""
        await self.handle(name).signal(command, args=raw or [sent])

    async def result(self, name: str) -> Outcome:
        """What the process's workflow ended with; fails where it does not end."""
        async with asyncio.timeout(PATIENCE):
            return Outcome.model_validate(await self.handle(name).result())

    async def terminate(self, name: str) -> None:
        await self.handle(name).terminate()

    async def report(self, stream: str, fact: Value, at: datetime) -> None:
        """Records a fact, as the API does."""
        await self.journal.facts.report(stream, fact, actor="service:test", command_id=uuid.uuid4().hex, at=at)

    async def events(self, name: str) -> list[Recorded]:
        return await self.journal.streams.history(self.stream(name))

    async def types(self, name: str) -> list[str]:
        return [event.type for event in await self.events(name)]

    async def status(self, name: str) -> str | None:
        """The status in Postgres; None for a process that is not there."""
        row = await self.journal.pool.fetchrow(
            "select status, closed_reason from processes where stream = $1", self.stream(name)
        )
        return " ".join(filter(None, row)) if row else None

    async def details(self, name: str) -> str:
        """The current details on the process's page in Temporal's UI."""
        metadata = await self.handle(name).query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
        return metadata.current_details

    async def history(self, name: str, run_id: str | None = None) -> list[HistoryEvent]:
        return list((await self.handle(name, run_id).fetch_history()).events)

    async def happened(self, name: str, kind: str) -> list[HistoryEvent]:
        """The history's events of one type (`TIMER_FIRED`)."""
        wanted = EventType.Value(f"EVENT_TYPE_{kind}")
        return [event for event in await self.history(name) if event.event_type == wanted]
