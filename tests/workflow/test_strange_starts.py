"""Whatever a process is started with, and under whatever id, nothing fails and nothing is left running."""

from datetime import timedelta
from typing import Any

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue

from luyue.workflows.messages import Outcome
from luyue.workflows.process import LARGEST_PAYLOAD
from tests.conftest import Eventually
from tests.workflow import stages
from tests.workflow.house import PATIENCE, House

BROKEN = RawValue(Payload(metadata={"encoding": b"json/plain"}, data=b"{"))


@pytest.mark.parametrize(
    "inputs",
    [[], ["x"], [{"refused_signals": "x"}], [{}, {}], [BROKEN]],
    ids=["none", "a string", "a wrong type", "two", "broken"],
)
async def test_a_strange_input_is_an_empty_one(inputs: list[Any], house: House) -> None:
    name = stages.new_name()
    ended = await started(house, house.stream(name), inputs)
    assert (ended.status, ended.version) == ("not_started", 0)
    assert await house.happened(name, "WORKFLOW_TASK_FAILED") == []


@pytest.mark.parametrize("id", ["no-slash", "no-such-kind/1", "sample-request/", "sample-request/字 x"])
async def test_under_a_strange_id_there_is_no_process(id: str, house: House) -> None:
    sent = {"creator_id": "c1", "product_id": "p1"}
    ended = await started(house, id, [{}], start_signal="apply", start_signal_args=[sent])
    assert (ended.status, ended.version) == ("not_started", 0)


async def test_a_payload_too_large_changes_nothing_and_is_counted(house: House, eventually: Eventually) -> None:
    name = await stages.pending(house)
    await house.signal(name, "approve", {"surprise": "x" * LARGEST_PAYLOAD})

    async def is_counted() -> bool:
        return "signals refused: 0, unreadable: 1" in await house.details(name)

    await eventually(is_counted)
    assert (await house.failure(name, "approve", {"surprise": "x" * LARGEST_PAYLOAD})).type == "Unreadable"
    assert await house.happened(name, "WORKFLOW_TASK_FAILED") == []


async def test_a_refusal_stays_small_however_much_is_wrong(house: House) -> None:
    name = await stages.pending(house)
    refused = await house.refused(name, "approve", **{f"surprise-{number}{'x' * 100}": 1 for number in range(200)})
    assert len(refused.violations) == 20
    assert max(len(violated.rule) for violated in refused.violations) < 100


async def started(house: House, id: str, inputs: list[Any], **options: Any) -> Outcome:
    """The outcome of a run that ends by itself."""
    run = await house.client.start_workflow(
        "sample-request",
        args=inputs,
        id=id,
        task_queue=house.task_queue,
        result_type=Outcome,
        run_timeout=timedelta(seconds=PATIENCE),
        **options,
    )
    ended: Outcome = await run.result()
    return ended
