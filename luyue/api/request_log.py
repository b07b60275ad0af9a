"""Log lines of the API process: each carries the ids of the request and the command that it was written for."""

import logging
from contextvars import ContextVar

from starlette.types import Scope

from luyue.telemetry.json_log import JsonLines
from luyue.telemetry.requests import method_of, route_of

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
        command_id = command.get()
        record.request_id, record.command_id = current.get(), command_id
        record.of_command = f" {command_id}" if command_id else ""
        return True


def set_up(*, as_json: bool = False) -> None:
    """Logs to standard error as the API does; as JSON for programs to read."""
    handler = logging.StreamHandler()
    as_lines = JsonLines("request_id", "command_id", absent=OUTSIDE)
    handler.setFormatter(as_lines if as_json else logging.Formatter(FORMAT))
    handler.addFilter(RequestIds())
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def described(scope: Scope, status: int) -> tuple[str, str]:
    """A request's method and address as the log has them: with its ids where it succeeded, else as its route has it.

    What was asked for in vain may be anything, such as a name or a telephone number in an id's place.
    """
    succeeded = 200 <= status < 400
    return method_of(scope), scope["raw_path"].decode("latin-1") if succeeded else route_of(scope)
