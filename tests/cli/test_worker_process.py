"""The worker process waits for servers that are away, ends on SIGTERM, and keeps the test clock shut by default."""

import json
import signal
import sys

import pytest
from typer.testing import CliRunner

from luyue.cli.main import app
from luyue.devstack.child import Child
from luyue.worker import run
from luyue.worker.settings import WorkerSettings


async def test_it_serves_until_told_to_end(database_url, temporal_address, tmp_path, eventually):
    log = tmp_path / "worker.log"
    environment = {"LUYUE_DATABASE_URL": database_url, "LUYUE_TEMPORAL_ADDRESS": temporal_address}
    # A queue of its own, away from the other tests' workers.
    environment |= {"LUYUE_TASK_QUEUE": "worker-process"}
    worker = await Child.start([sys.executable, "-m", "luyue.cli.main", "worker"], log=log, environment=environment)
    await eventually(lambda: "subscription inbox: taken over" in log.read_text())
    await worker.stop(signal.SIGTERM, within=10)
    assert await worker.wait() == 0, log.read_text()
    # In production, which it is unless told otherwise, lines are JSON.
    assert json.loads(log.read_text().splitlines()[-1])["message"] == "ended"


async def test_what_is_away_is_tried_again(monkeypatch, caplog):
    monkeypatch.setattr(run, "FIRST_PAUSE", 0.0)
    failures = [ConnectionRefusedError("refused"), RuntimeError("no server"), KeyError("surprise")]

    async def work() -> str:
        if failures:
            raise failures.pop(0)
        return "done"

    assert await run.patiently("Postgres", work) == "done"
    messages = [record.message for record in caplog.records]
    assert messages[0] == "Postgres: refused; trying again in 0.0 s"
    assert messages[2] == "Postgres: KeyError; trying again in 0.0 s"
    assert len(messages) == 3
    assert [record.exc_info is not None for record in caplog.records] == [False, False, True]


@pytest.mark.parametrize(("environment", "open"), [(None, False), ("production", False), ("development", True)])
def test_the_test_clock_is_shut_unless_said_otherwise(monkeypatch, environment, open):
    monkeypatch.setenv("LUYUE_DATABASE_URL", "postgresql://nowhere")
    monkeypatch.delenv("LUYUE_ENVIRONMENT", raising=False)
    if environment:
        monkeypatch.setenv("LUYUE_ENVIRONMENT", environment)
    assert WorkerSettings().test_clock is open


@pytest.mark.parametrize("command", ["worker", "api"])
def test_missing_settings_are_named(command):
    result = CliRunner().invoke(app, [command], env={"LUYUE_DATABASE_URL": None})
    assert result.exit_code == 1
    assert "LUYUE_DATABASE_URL: Field required" in result.output
