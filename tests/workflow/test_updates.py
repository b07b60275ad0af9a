"""Commands as updates: their result is the outcome or a typed refusal, they run one at a time, and at most 8 wait."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.client import WorkflowExecutionStatus, WorkflowUpdateFailedError, WorkflowUpdateStage
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from luyue.workflows.messages import Outcome
from luyue.workflows.process import MAILBOX_SIZE
from tests.workflow import stages
from tests.workflow.house import House
from tests.workflow.troubled_journal import troubled
from tests.workflow.virtual_house import VirtualHouse

BROKEN = RawValue(Payload(metadata={"encoding": b"json/plain"}, data=b'{"note":'))


async def test_an_outcome_says_what_has_happened_and_what_comes_next(house: House) -> None:
    name = await stages.pending(house)
    outcome = await house.send(name, "approve")
    assert (outcome.version, outcome.result_version, outcome.status) == (2, 2, "AWAITING_SHIPMENT")
    assert [(event.type, event.version) for event in outcome.events] == [("SampleRequestApproved", 2)]
    assert outcome.next_deadline is not None
    assert (outcome.next_deadline.name, outcome.next_deadline.then) == ("shipping_due", "record_late")


async def test_an_answered_command_is_in_postgres(house: House) -> None:
    name = await stages.pending(house)
    await house.send(name, "approve")
    assert await house.status(name) == "AWAITING_SHIPMENT"


async def test_a_refusal_is_typed(house: House) -> None:
    name = await stages.pending(house)
    refused = await house.refused(name, "ship", **stages.SHIPMENT)
    assert refused.code == "status"
    [violated] = refused.violations
    assert (violated.rule, violated.observed, violated.policy_version) == ("status", "PENDING", "1")
    assert violated.message.keys() == {"zh", "en"}
    assert await house.types(name) == ["SampleRequested"]


async def test_an_input_that_the_command_does_not_have_is_refused_by_field(house: House) -> None:
    name = await stages.pending(house)
    refused = await house.refused(name, "reject", reason="because", surprise=1)
    assert refused.code == "invalid"
    assert {violated.rule for violated in refused.violations} == {"field:reason", "field:surprise"}


async def test_a_command_for_another_version_is_refused(house: House) -> None:
    name = await stages.pending(house)
    refused = await house.refused(name, "approve", if_version=7)
    assert refused.code == "outdated"
    assert (await house.send(name, "approve", if_version=1)).version == 2


@pytest.mark.parametrize("sent", [(), ({}, {}), (BROKEN,), (None,), ([],), ("approve",), ({"at": "soon"},)])
async def test_the_unreadable_is_turned_away_before_it_leaves_a_trace(sent: tuple[Any, ...], house: House) -> None:
    name = await stages.pending(house)
    before = len(await house.history(name))
    with pytest.raises(WorkflowUpdateFailedError) as caught:
        await house.handle(name).execute_update("approve", args=list(sent))
    assert isinstance(caught.value.cause, ApplicationError)
    assert caught.value.cause.type == "Unreadable"
    assert len(await house.history(name)) == before
    assert await house.types(name) == ["SampleRequested"]


@pytest.mark.parametrize(
    ("command", "sent", "why"),
    [("approve", {}, "Refused"), ("apply", {}, "Refused"), ("apply", {"actor": 1}, "Unreadable")],
    ids=["not allowed", "a field is missing", "unreadable"],
)
async def test_a_first_command_that_fails_leaves_nothing_running(
    command: str, sent: dict[str, Any], why: str, house: House
) -> None:
    name = stages.new_name()
    assert (await house.failure(name, command, **sent)).type == why
    result = await house.result(name)
    assert (result.status, result.version) == ("not_started", 0)
    assert (await house.handle(name).describe()).status == WorkflowExecutionStatus.COMPLETED
    assert await house.status(name) is None


async def test_a_refused_application_is_on_record_and_leaves_nothing_running(house: House) -> None:
    name = await stages.known(house)
    outcome = await house.send(name, "apply", creator_id=stages.creator_of(name), product_id="unheard-of")
    assert (outcome.status, outcome.closed) == ("REFUSED", True)
    await house.result(name)
    assert await house.status(name) == "REFUSED"


async def test_of_commands_sent_at_once_one_wins_and_the_others_are_refused(house: House) -> None:
    name = await stages.pending(house)
    commands = [("approve", {}), ("reject", {"reason": "other"}), ("withdraw", {})] * 2
    answers = await asyncio.gather(
        *(house.send(name, command, **sent) for command, sent in commands), return_exceptions=True
    )
    refusals = [answer for answer in answers if isinstance(answer, WorkflowUpdateFailedError)]
    outcomes = [answer for answer in answers if isinstance(answer, Outcome)]
    # An approved request may still be withdrawn, so two of these can follow each other.
    assert len(outcomes) == len(await house.types(name)) - 1
    assert len(outcomes) <= 2
    assert all(isinstance(refusal.cause, ApplicationError) for refusal in refusals)
    assert {refusal.cause.type for refusal in refusals if isinstance(refusal.cause, ApplicationError)} == {"Refused"}


async def test_more_than_eight_do_not_wait(virtual_unserved: VirtualHouse) -> None:
    house = virtual_unserved
    async with troubled(house) as trouble:
        name = await stages.pending(house)
        trouble.begins()
        waiting = [
            await house.handle(name).start_update(
                "approve", {}, wait_for_stage=WorkflowUpdateStage.ACCEPTED, result_type=Outcome
            )
            for _ in range(MAILBOX_SIZE)
        ]
        assert (await house.failure(name, "approve")).type == "Busy"
        await house.environment.sleep(timedelta(seconds=30))
        assert f"commands waiting: {MAILBOX_SIZE}" in await house.details(name)
        trouble.ends()
        await house.environment.sleep(timedelta(seconds=60))
        answers = await asyncio.gather(*(update.result() for update in waiting), return_exceptions=True)
    assert [isinstance(answer, Outcome) for answer in answers] == [True] + [False] * (MAILBOX_SIZE - 1)
    assert await house.types(name) == ["SampleRequested", "SampleRequestApproved"]


async def test_operators_find_processes_by_what_they_are(house: House) -> None:
    name = await stages.pending(house)
    outcome = await house.send(name, "approve")
    assert outcome.next_deadline is not None
    found = (await house.handle(name).describe()).typed_search_attributes
    shown = {pair.key.name: pair.value for pair in found if pair.key.name != "BuildIds"}
    assert shown == {
        "Status": "AWAITING_SHIPMENT",
        "MerchantId": "m1",
        "CreatorId": stages.creator_of(name),
        "ProductId": stages.product_of(name),
        "NextDeadline": outcome.next_deadline.due_at,
    }


async def test_an_operator_reads_what_is_going_on(house: House) -> None:
    name = await stages.pending(house)
    outcome = await house.send(name, "approve")
    assert outcome.next_deadline is not None
    details = await house.details(name)
    assert "**AWAITING_SHIPMENT** at version 2" in details
    due_at = f"{outcome.next_deadline.due_at:%Y-%m-%d %H:%M:%S} UTC"
    assert f"next deadline: `shipping_due` at {due_at}, then record_late" in details
    assert "- 2. SampleRequestApproved\n- 1. SampleRequested" in details
