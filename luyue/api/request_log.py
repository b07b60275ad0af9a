"""Log lines of the API process: each carries the id of the request during which it was written, whoever writes it."""

import logging
from contextvars import ContextVar

FORMAT = "%(asctime)s %(levelname)s %(name)s [%(request_id)s]: %(message)s"
OUTSIDE = "-"
"""What lines carry that belong to no request."""

current: ContextVar[str] = ContextVar("request_id", default=OUTSIDE)
"""The id of the request that is being handled; tasks that it starts inherit it."""


class RequestIds(logging.Filter):
    """Adds the request's id to what is logged; for handlers, so that it sees every logger's lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets everything through."""
        record.request_id = current.get()
        return True


def set_up() -> None:
    """Logs to standard error as the API does."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(FORMAT))
    handler.addFilter(RequestIds())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
