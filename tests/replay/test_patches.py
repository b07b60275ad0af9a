"""A change of the generic process behind a patch: what was recorded before still replays, what is new goes the new way.

Without the patch the same change is caught.
"""

from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from luyue.workflows.payloads import DATA_CONVERTER
from tests.replay.patched_process import PATCHED, UNPATCHED
from tests.replay.recorded import HISTORIES, stream_of

RECORDED = [file for file in HISTORIES if stream_of(file).startswith("sample-request/")]


def replayer(workflow: type) -> Replayer:
    return Replayer(workflows=[workflow], data_converter=DATA_CONVERTER)


def recorded(file: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(file.stem, file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
async def test_what_was_recorded_before_the_patch_replays(file: Path) -> None:
    await replayer(PATCHED).replay_workflow(recorded(file))


async def test_without_a_patch_the_change_is_caught() -> None:
    [file] = [one for one in RECORDED if one.stem == "approval-timeout"]
    with pytest.raises(NondeterminismError):
        await replayer(UNPATCHED).replay_workflow(recorded(file))
