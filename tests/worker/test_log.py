"""The worker's log lines carry the stream of the process, and the id of the command, that they are about."""

import logging
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from temporalio.testing import ActivityEnvironment
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput

from luyue.worker.log import FORMAT, CommandIds, Streams
from luyue.workflows.messages import HandleCall, Issued


@pytest.fixture
def formatted(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.handler.addFilter(Streams())
    caplog.handler.setFormatter(logging.Formatter(FORMAT))
    return caplog


async def test_lines_of_an_activity_carry_its_stream(formatted: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        logging.getLogger("asyncpg").warning("from a library")

    environment = ActivityEnvironment()
    environment.info = replace(environment.info, workflow_id="sample-request/sr_1")
    await environment.run(work)
    assert "asyncpg [sample-request/sr_1]: from a library" in formatted.text


class _Failing(ActivityInboundInterceptor):
    """In the place of the activity itself."""

    def __init__(self) -> None:
        pass

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        logging.getLogger("asyncpg").warning("from a library")
        raise RuntimeError


@pytest.mark.parametrize(("command_id", "shown"), [("cmd_1", "[dispute/1 cmd_1]"), (None, "[dispute/1]")])
async def test_lines_of_an_activity_carry_its_command(
    formatted: pytest.LogCaptureFixture, command_id: str | None, shown: str
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    issued = None
    if command_id is not None:
        issued = Issued(name="withdraw", payload={}, actor="creator:c1", at=now, command_id=command_id)
    call = HandleCall(kind="dispute", id="1", now=now, command=issued)

    async def work() -> None:
        intercepted = CommandIds().intercept_activity(_Failing())
        with suppress(RuntimeError):
            await intercepted.execute_activity(ExecuteActivityInput(work, [call], None, {}))
        # As the SDK does, in the same task.
        logging.getLogger("temporalio.activity").warning("completing as failed")

    environment = ActivityEnvironment()
    environment.info = replace(environment.info, workflow_id="dispute/1")
    await environment.run(work)
    assert f"asyncpg {shown}: from a library" in formatted.text
    assert f"temporalio.activity {shown}: completing as failed" in formatted.text


def test_other_lines_say_that_they_have_none(formatted: pytest.LogCaptureFixture) -> None:
    logging.getLogger("luyue.worker").warning("ended")
    assert "luyue.worker [-]: ended" in formatted.text
