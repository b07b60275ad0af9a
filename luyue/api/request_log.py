"""Log lines of the API process: each carries the ids of the request and the command that it was written for."""

import logging
from contextvars import ContextVar

FORMAT = "%(asctime)s %(levelname)s %(name)s [%(request_id)s%(of_command)s]: %(message)s"
OUTSIDE = "-"
"""What lines carry that belong to no request."""

current: ContextVar[str] = ContextVar("request_id", default=OUTSIDE)
"""The id of the request that is being handled; tasks that it starts inherit it."""

command: ContextVar[str] = ContextVar("command_id", default="")
"""The id of the command that the request is, as in its events and in the worker's log; empty where it is none."""


class RequestIds(logging.Filter):
    """Adds the request's and the command's id to what is logged; for handlers, so that it sees every logger's lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets everything through."""
        record.request_id = current.get()
        record.of_command = f" {command.get()}" if command.get() else ""
        return True


def set_up() -> None:
    """Logs to standard error as the API does."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(FORMAT))
    handler.addFilter(RequestIds())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
