"""Builds the worker: the kinds' workflows and `handle`, on the task queue."""

from collections.abc import Sequence
from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkflowRunner

from luyue.activities.handle import Handle
from luyue.journal.journal import Journal
from luyue.worker.kinds import KINDS, Declared
from luyue.worker.log import CommandIds
from luyue.workflows.payloads import DATA_CONVERTER

TASK_QUEUE = "luyue"


async def connect(address: str, namespace: str = "default") -> Client:
    """A client with this project's data converter."""
    return await Client.connect(address, namespace=namespace, data_converter=DATA_CONVERTER)


def build_worker(
    client: Client,
    journal: Journal,
    *,
    test_clock: bool,
    kinds: Sequence[Declared] = KINDS,
    task_queue: str = TASK_QUEUE,
    runner: WorkflowRunner | None = None,
) -> Worker:
    """A worker for the kinds. Outside the sandbox by default: the workflow holds no rule, and tests run it inside."""
    handle = Handle(journal, [declared.kind for declared in kinds], test_clock=test_clock)
    return Worker(
        client,
        task_queue=task_queue,
        workflows=[declared.workflow for declared in kinds],
        activities=[handle.handle],
        interceptors=[CommandIds()],
        workflow_runner=runner or UnsandboxedWorkflowRunner(),
        # A handle under way may finish: cut off, it would be carried out again only after a workflow task's timeout.
        graceful_shutdown_timeout=timedelta(seconds=5),
    )
