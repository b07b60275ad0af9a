"""The worker's log lines carry the stream of the process that they are about."""

import logging
from dataclasses import replace

import pytest
from temporalio.testing import ActivityEnvironment

from luyue.worker.log import FORMAT, Streams


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


def test_other_lines_say_that_they_have_none(formatted: pytest.LogCaptureFixture) -> None:
    logging.getLogger("luyue.worker").warning("ended")
    assert "luyue.worker [-]: ended" in formatted.text
