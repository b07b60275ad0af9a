"""Log lines as production writes them: JSON, with ids, and without what exceptions quote."""

import asyncio
import io
import json
import logging
import os
import sys
import uuid
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from temporalio.testing import ActivityEnvironment

from luyue.api import request_log
from luyue.telemetry import tracing
from luyue.telemetry.sdk_runtime import Sober
from luyue.worker import log
from luyue.worker.worker import connect
from tests.telemetry.conftest import Telling


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch) -> logging.Logger:
    """The root logger, without the tests' own handlers."""
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    return root


@pytest.fixture
def lines(root: logging.Logger) -> io.StringIO:
    """What the API logs in production."""
    request_log.set_up(as_json=True)
    return _written(root)


@pytest.fixture
def worker_lines(root: logging.Logger) -> io.StringIO:
    """What a worker logs in production."""
    log.set_up("INFO", as_json=True)
    return _written(root)


def _written(root: logging.Logger) -> io.StringIO:
    handler, written = root.handlers[0], io.StringIO()
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    return written


def only(lines: io.StringIO) -> dict[str, Any]:
    [line] = lines.getvalue().splitlines()
    read: dict[str, Any] = json.loads(line)
    return read


async def test_a_line_of_a_request_has_its_ids(lines: io.StringIO) -> None:
    async def handle() -> None:
        request_log.current.set("req-1")
        request_log.command.set("cmd-1")
        logging.getLogger("luyue.api").info("PUT %s", "/v1/…\n")

    await asyncio.create_task(handle())
    line = only(lines)
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "INFO",
        "logger": "luyue.api",
        "message": "PUT /v1/…\n",
        "request_id": "req-1",
        "command_id": "cmd-1",
    }


def test_a_line_of_no_request_has_none(lines: io.StringIO) -> None:
    logging.getLogger("luyue.api").warning("started")
    assert only(lines).keys() == {"time", "level", "logger", "message"}


def test_an_exception_is_told_by_its_type_and_place(lines: io.StringIO) -> None:
    try:
        raise ValueError("13905718023")
    except ValueError:
        logging.getLogger("asyncpg").exception("failed")
    line = only(lines)
    assert line["error"] == "ValueError"
    assert line["raised_in"][-1].endswith("test_an_exception_is_told_by_its_type_and_place")
    assert "13905718023" not in lines.getvalue()


@pytest.fixture
def traced(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Traces that go nowhere: nobody listens on port 1."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "1")
    tracing.set_up("luyue-test")
    yield
    tracing.shut_down()


def test_a_line_within_a_trace_names_it(lines: io.StringIO, traced: None) -> None:
    logger = logging.getLogger("luyue.api")
    with tracing.span("work", kind="server", attributes={}) as span:
        assert span is not None
        logger.info("within")
        assert only(lines)["trace_id"] == format(span.get_span_context().trace_id, "032x")
    logger.info("outside")
    assert "trace_id" not in json.loads(lines.getvalue().splitlines()[1])


def test_nothing_is_traced_without_an_endpoint(lines: io.StringIO) -> None:
    tracing.set_up("luyue-test", {})
    with tracing.span("work", kind="server", attributes={}) as span:
        assert span is None
    assert not tracing.is_on()


async def test_a_line_of_an_activity_has_its_stream(worker_lines: io.StringIO) -> None:
    async def work() -> None:
        logging.getLogger("luyue.worker").info("at work")

    environment = ActivityEnvironment()
    environment.info = replace(environment.info, workflow_id="dispute/dp_1")
    await environment.run(work)
    assert only(worker_lines)["stream"] == "dispute/dp_1"


def test_what_the_sdk_quotes_of_errors_is_not_written(lines: io.StringIO) -> None:
    record = logging.LogRecord("temporalio.core", logging.WARNING, "", 0, "Poll failed: 13905718023\nat 1", (), None)
    record.temporal_log = SimpleNamespace(fields={"error": "13905718023", "run_id": "r1", "attempt": 3})
    assert Sober().filter(record)
    logging.getLogger().handle(record)
    assert only(lines)["message"] == "Poll failed run_id=r1 attempt=3"
    assert "13905718023" not in str(vars(record))


async def test_a_worker_in_production_writes_json_alone(telling: Telling) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "luyue.cli.main",
        "worker",
        env={
            **os.environ,
            "LUYUE_DATABASE_URL": telling.stack.database_url,
            "LUYUE_TEMPORAL_ADDRESS": telling.stack.temporal_address,
            "LUYUE_TASK_QUEUE": "of-nobody",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    client = await connect(telling.stack.temporal_address)
    # No worker has such a kind: the SDK itself says that the task fails, with the failure and where it was raised.
    nothing = await client.start_workflow("of-13905718023", id=f"nothing/{uuid.uuid4()}", task_queue="of-nobody")
    try:
        lines: list[dict[str, Any]] = []
        async with asyncio.timeout(120):
            while not any(line["logger"] == "temporalio.core" for line in lines):
                lines.append(json.loads(await process.stdout.readline()))
        assert lines[-1]["message"] == f"Failing workflow task run_id={nothing.first_execution_run_id}"
        assert lines[-1]["level"] == "WARNING"
        assert "13905718023" not in str(lines)
    finally:
        process.terminate()
        await process.wait()
        await nothing.terminate()
