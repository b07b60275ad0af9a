"""Our worker with one thing otherwise than it is set, for `bench.worker_settings`."""

import asyncio
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from typing import Any
from unittest.mock import patch

from temporalio.worker import PollerBehaviorAutoscaling, PollerBehaviorSimpleMaximum, Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from luyue.journal import connection
from luyue.worker.run import run_worker
from luyue.worker.settings import WorkerSettings


def _worker(**otherwise: Any) -> Callable[[ExitStack], None]:
    """With these arguments of the SDK's worker."""

    def build(*arguments: Any, **settings: Any) -> Worker:
        return Worker(*arguments, **{**settings, **otherwise})

    def vary(patched: ExitStack) -> None:
        patched.enter_context(patch("luyue.worker.worker.Worker", build))

    return vary


def _pollers(behaviour: Any) -> Callable[[ExitStack], None]:
    return _worker(workflow_task_poller_behavior=behaviour)


def _plain_loop(patched: ExitStack) -> None:
    patched.enter_context(patch("luyue.worker.run.uvloop.run", asyncio.run))


def _plain_garbage_collection(patched: ExitStack) -> None:
    patched.enter_context(patch("luyue.worker.run.gc.freeze"))
    patched.enter_context(patch("luyue.worker.run.gc.set_threshold"))


def _unprepared(patched: ExitStack) -> None:
    opened = partial(connection._PatientPool, statement_cache_size=0)
    patched.enter_context(patch.object(connection, "_PatientPool", opened))


AS_IT_IS = "as it is"
VARIED: Mapping[str, Callable[[ExitStack], None]] = {
    AS_IT_IS: lambda _: None,
    "in the sandbox": _worker(workflow_runner=SandboxedWorkflowRunner()),
    "asyncio's own loop": _plain_loop,
    "Python's own garbage collection": _plain_garbage_collection,
    "statements not prepared": _unprepared,
    "cache of 4, half of what is open": _worker(max_cached_workflows=4),
    "cache of 5,000": _worker(max_cached_workflows=5000),
    "2 workflow pollers": _pollers(PollerBehaviorSimpleMaximum(2)),
    "20 workflow pollers": _pollers(PollerBehaviorSimpleMaximum(20)),
    "autoscaling pollers": _pollers(PollerBehaviorAutoscaling()),
}


def main() -> None:
    with ExitStack() as patched:
        VARIED[sys.argv[1]](patched)
        run_worker(WorkerSettings())


if __name__ == "__main__":
    main()
