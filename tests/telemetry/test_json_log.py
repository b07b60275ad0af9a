"""Log lines as production writes them: JSON, with ids, and without what exceptions quote."""

import asyncio
import io
import json
import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from temporalio.testing import ActivityEnvironment

from luyue.api import request_log
from luyue.telemetry import tracing
from luyue.worker import log
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
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        messages = []
        async with asyncio.timeout(120):
            while not messages or not messages[-1].startswith("serving task queue of-nobody"):
                messages.append(json.loads(await process.stderr.readline())["message"])
    finally:
        process.terminate()
        await process.wait()
