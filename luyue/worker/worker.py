"""Builds the worker: the kinds' workflows and `handle`, on the task queue."""

from collections.abc import Sequence
from datetime import timedelta

from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkerDeploymentConfig, WorkflowRunner

from luyue.activities.handle import Handle
from luyue.journal.journal import Journal
from luyue.telemetry.handling import Counting
from luyue.temporal import connection
from luyue.temporal.settings import TemporalSettings
from luyue.worker.kinds import KINDS, Declared
from luyue.worker.log import CommandIds
from luyue.worker.newer_code import LettingGo

TASK_QUEUE = "luyue"
DEPLOYMENT = "luyue"
"""The deployment that releases of the worker are versions of."""


async def connect(address: str, namespace: str = "default") -> Client:
    """A client of the server at this address, for the rest as the environment says."""
    return await connection.connect(TemporalSettings(temporal_address=address, temporal_namespace=namespace))


def build_worker(
    client: Client,
    journal: Journal,
    *,
    test_clock: bool,
    kinds: Sequence[Declared] = KINDS,
    task_queue: str = TASK_QUEUE,
    runner: WorkflowRunner | None = None,
    build_id: str | None = None,
) -> Worker:
    """A worker for the kinds. Outside the sandbox by default: the workflow holds no rule, and tests run it inside.

    With a `build_id` it is a version of its deployment, and gets tasks only once Temporal is told that it is current.
    """
    handle = Handle(journal, [declared.kind for declared in kinds], test_clock=test_clock)
    return Worker(
        client,
        task_queue=task_queue,
        workflows=[declared.workflow for declared in kinds],
        activities=[handle.handle],
        interceptors=[
            CommandIds(),
            Counting({declared.kind.name: declared.workflow.commands for declared in kinds}),
            LettingGo(client),
        ],
        workflow_runner=runner or UnsandboxedWorkflowRunner(),
        # A handle under way may finish: cut off, it would be carried out again only after a workflow task's timeout.
        graceful_shutdown_timeout=timedelta(seconds=5),
        deployment_config=_version(build_id) if build_id is not None else None,
    )


def _version(build_id: str) -> WorkerDeploymentConfig:
    """Open processes go over to the current version: pinned to one, they would keep its rules for months."""
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(deployment_name=DEPLOYMENT, build_id=build_id),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.AUTO_UPGRADE,
    )
