"""Log lines of the worker: each carries the stream of the process that it was working for, whoever writes it."""

import logging

from temporalio import activity, workflow

FORMAT = "%(asctime)s %(levelname)s %(name)s [%(stream)s]: %(message)s"
OUTSIDE = "-"
"""What lines carry that belong to no process; what is delivered to one names it in its message."""


class Streams(logging.Filter):
    """Adds the stream to what is logged; for handlers, so that it sees every logger's lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets everything through."""
        record.stream = _stream()
        return True


def set_up(level: str) -> None:
    """Logs to standard error as the worker does."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(FORMAT))
    handler.addFilter(Streams())
    logging.basicConfig(level=level, handlers=[handler])


def _stream() -> str:
    # A process's workflow has its stream's name for an id.
    if activity.in_activity():
        return activity.info().workflow_id or OUTSIDE
    if workflow.in_workflow():
        return workflow.info().workflow_id
    return OUTSIDE
