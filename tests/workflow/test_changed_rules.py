"""The workflow holds no rule: rules change under open workflows, which replay and go on with the new ones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from temporalio.worker import Replayer

from luyue.domain.facts import Facts
from luyue.domain.messages import Command, Event, Refusal
from luyue.domain.policy import Policy
from luyue.domain.process import Deadline
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request.messages import Approve, SampleRequestWithdrawn
from luyue.domain.sample_request.state import SampleRequest
from luyue.worker.kinds import Declared
from luyue.workflows.payloads import DATA_CONVERTER
from luyue.workflows.sample_request import SampleRequestProcess
from tests.conftest import Eventually
from tests.workflow import stages
from tests.workflow.house import House
from tests.workflow.virtual_house import VirtualHouse

SECOND = timedelta(seconds=1)


def three_days(state: SampleRequest, policy: Policy) -> Sequence[Deadline]:
    """As before, but whatever ran for 48 h now runs for 72 h."""
    return [
        deadline.model_copy(
            update={
                "due_at": deadline.due_at + timedelta(hours=24),
                "judged_at": deadline.judged_at + timedelta(hours=24),
            }
        )
        for deadline in SAMPLE_REQUEST.deadlines(state, policy)
    ]


def nobody_approves(
    state: SampleRequest, command: Command, facts: Facts, policy: Policy, at: datetime
) -> Sequence[Event]:
    """As before, but who approves withdraws, and nobody rejects."""
    if isinstance(command, Approve):
        return [SampleRequestWithdrawn(note=None)]
    if type(command).__name__ == "Reject":
        raise Refusal.of("rule", "NEW-01", zh="不可拒绝。", en="Nobody rejects any more.")
    return SAMPLE_REQUEST.decide(state, command, facts, policy, at)


SLOWER = [Declared(replace(SAMPLE_REQUEST, deadlines=three_days), SampleRequestProcess)]
STRANGER = [Declared(replace(SAMPLE_REQUEST, decide=nobody_approves), SampleRequestProcess)]


async def replays(house: House, name: str) -> None:
    """Raises if the workflow's code does not lead to its history."""
    history = await house.handle(name).fetch_history()
    await Replayer(workflows=[SampleRequestProcess], data_converter=DATA_CONVERTER).replay_workflow(history)


async def test_an_open_process_goes_on_by_the_new_rules(unserved: House) -> None:
    async with unserved.forgetful_worker():
        name = await stages.pending(unserved)
    async with unserved.worker(kinds=STRANGER):
        assert (await unserved.refused(name, "reject", reason="other")).violations[0].rule == "NEW-01"
        assert (await unserved.send(name, "approve")).status == "CANCELLED"
    await replays(unserved, name)
    assert await unserved.happened(name, "WORKFLOW_TASK_FAILED") == []


async def test_a_timer_set_by_the_old_rules_leads_to_the_new_deadline(
    virtual_unserved: VirtualHouse, eventually: Eventually
) -> None:
    house = virtual_unserved
    async with house.forgetful_worker():
        name = await stages.pending(house)
    applied_at = (await house.events(name))[0].occurred_at
    async with house.worker(kinds=SLOWER):
        await house.until(applied_at + timedelta(hours=72) - SECOND)
        seen = await house.status(name), await house.now()
        await house.until(applied_at + timedelta(hours=72) + SECOND)

        async def has_acted() -> bool:
            return await house.status(name) == "CANCELLED approval_timeout"

        await eventually(has_acted)
    assert seen[0] == "PENDING" or seen[1] > applied_at + timedelta(hours=72)
    assert (await house.events(name))[-1].occurred_at == applied_at + timedelta(hours=72)
    await replays(house, name)
