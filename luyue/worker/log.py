"""Log lines of the worker: each carries the stream, and the command's id, that it was working for."""

import logging
from contextvars import ContextVar
from typing import Any

from temporalio import activity, worker, workflow

from luyue.telemetry.json_log import JsonLines
from luyue.workflows.messages import HandleCall

FORMAT = "%(asctime)s %(levelname)s %(name)s [%(stream)s%(of_command)s]: %(message)s"
OUTSIDE = "-"
"""What lines carry that belong to no process; what is delivered to one names it in its message."""

_command: ContextVar[str] = ContextVar("command_id", default="")


class CommandIds(worker.Interceptor):
    """Notes for the log which command an activity carries out."""

    def intercept_activity(self, next: worker.ActivityInboundInterceptor) -> worker.ActivityInboundInterceptor:
        """Stands before every activity."""
        return _Noting(next)


class _Noting(worker.ActivityInboundInterceptor):
    async def execute_activity(self, input: worker.ExecuteActivityInput) -> Any:
        """Runs it. Each has a task of its own, in which it is logged too that it failed: hence for good."""
        for given in input.args:
            if isinstance(given, HandleCall) and given.command is not None:
                _command.set(given.command.command_id)
        return await super().execute_activity(input)


class Streams(logging.Filter):
    """Adds the stream and the command's id to what is logged; for handlers, so that it sees every logger's lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets everything through."""
        command_id = _command.get()
        record.stream, record.command_id = _stream(), command_id
        record.of_command = f" {command_id}" if command_id else ""
        return True


def set_up(level: str, *, as_json: bool = False) -> None:
    """Logs to standard error as the worker does; as JSON for programs to read."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines("stream", "command_id", absent=OUTSIDE) if as_json else logging.Formatter(FORMAT))
    handler.addFilter(Streams())
    logging.basicConfig(level=level, handlers=[handler])


def _stream() -> str:
    # A process's workflow has its stream's name for an id.
    if activity.in_activity():
        return activity.info().workflow_id or OUTSIDE
    if workflow.in_workflow():
        return workflow.info().workflow_id
    return OUTSIDE
