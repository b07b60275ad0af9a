"""Every recorded history is replayed by today's generic workflow, in the sandbox; a change that breaks one is seen."""

import json
import re
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner
from temporalio.workflow import NondeterminismError

from luyue.worker.kinds import KINDS
from luyue.workflows.payloads import DATA_CONVERTER
from tests.replay import dispute_paths
from tests.replay.changed_process import FORGETS_ITS_TIMER, STARTS_A_TIMER_FIRST
from tests.replay.paths import PATHS
from tests.replay.recorded import HISTORIES as RECORDED
from tests.replay.recorded import stream_of

HISTORIES = Path(__file__).with_name("histories")


def recorded(path: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(path.stem, path.read_text(encoding="utf-8"))


def replayer(workflows: list[type] | None = None) -> Replayer:
    return Replayer(
        workflows=workflows or [declared.workflow for declared in KINDS],
        workflow_runner=SandboxedWorkflowRunner(),
        data_converter=DATA_CONVERTER,
    )


def test_every_path_is_recorded() -> None:
    kept = {path.stem for path in RECORDED}
    assert {name for paths in PATHS.values() for name in paths} <= kept
    assert "continued-as-new-before" in kept


@pytest.mark.parametrize("name", dispute_paths.PATHS)
def test_both_sides_of_a_dispute_are_recorded(name: str) -> None:
    assert [stream_of(HISTORIES / f"{name}{side}.json").partition("/")[0] for side in ("", "-dispute")] == [
        "cooperation-order",
        "dispute",
    ]


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
async def test_a_recorded_history_is_replayed(path: Path) -> None:
    await replayer().replay_workflow(recorded(path))


@pytest.mark.parametrize("changed", [STARTS_A_TIMER_FIRST, FORGETS_ITS_TIMER])
async def test_a_change_that_open_workflows_do_not_survive_is_seen(changed: type) -> None:
    with pytest.raises(NondeterminismError):
        await replayer([changed]).replay_workflow(recorded(HISTORIES / "approval-timeout.json"))


def event_types(name: str) -> set[str]:
    events = json.loads((HISTORIES / f"{name}.json").read_text(encoding="utf-8"))["events"]
    return {event["eventType"].removeprefix("EVENT_TYPE_") for event in events}


@pytest.mark.parametrize(
    ("name", "has"),
    [
        ("approval-timeout", "TIMER_FIRED"),
        ("shipment-late-and-cut-off", "TIMER_FIRED"),
        ("received-automatically", "TIMER_FIRED"),
        ("handle-failing-and-recovering", "TIMER_FIRED"),
        ("continued-as-new-before", "WORKFLOW_EXECUTION_CONTINUED_AS_NEW"),
        ("malformed-and-refused-signals", "WORKFLOW_EXECUTION_SIGNALED"),
        ("sent-at-once", "WORKFLOW_EXECUTION_UPDATE_ACCEPTED"),
        ("fulfilled-by-video", "WORKFLOW_EXECUTION_COMPLETED"),
        ("order-delivered-and-accepted-automatically", "TIMER_FIRED"),
        ("disputed-for-longer-than-a-timer", "TIMER_FIRED"),
        ("stopped-for-longer-than-its-timer", "TIMER_FIRED"),
        ("dispute-escalated-dispute", "TIMER_FIRED"),
        ("disputed-and-resumed", "WORKFLOW_EXECUTION_SIGNALED"),
        ("disputed-and-resumed-dispute", "WORKFLOW_EXECUTION_SIGNALED"),
    ],
)
def test_a_history_holds_what_its_path_is_about(name: str, has: str) -> None:
    assert has in event_types(name)


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_no_history_names_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    identities = set(re.findall(r'"identity": "([^"]*)"', text))
    assert identities <= {"luyue-recorder", "history-service", ""}
    assert not re.search(r"stackTrace|\d@|/(root|home|work|tmp|usr)\b|127\.0\.0\.1|localhost", text)
