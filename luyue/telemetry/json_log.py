"""Log lines as JSON, one object a line: what production writes, for programs to read.

A failure is told by its type and where it was raised. What exceptions say may quote the values that they were about,
which may be personal data.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

from luyue.telemetry import tracing


class JsonLines(logging.Formatter):
    """`ids` are attributes that a filter has added to each record; those that are empty or `absent` are left out."""

    def __init__(self, *ids: str, absent: str) -> None:
        super().__init__()
        self._ids = ids
        self._absent = ("", absent)

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        for name in self._ids:
            if (value := getattr(record, name)) not in self._absent:
                line[name] = value
        if trace_id := tracing.trace_id():
            line["trace_id"] = trace_id
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["raised_in"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, ensure_ascii=False, default=str)
