"""The same command id again gives the first result and no second event; the same id for something else is refused."""

import asyncio

import pytest

from luyue.workflows import process
from luyue.workflows.messages import Outcome
from tests.conftest import Eventually
from tests.workflow import stages
from tests.workflow.house import House
from tests.workflow.runs import deleted, in_another_run
from tests.workflow.troubled_journal import troubled


async def test_in_the_same_run(house: House) -> None:
    name = await stages.pending(house)
    first = await house.send(name, "approve", command_id="a1")
    again = await house.send(name, "approve", command_id="a1")
    assert first.result_version == again.result_version == 2
    assert again.events == ()
    assert len(await house.events(name)) == 2


async def test_the_first_result_is_given_when_the_process_has_gone_on(house: House) -> None:
    name = await stages.pending(house)
    await house.send(name, "approve", command_id="a1")
    await house.send(name, "ship", **stages.SHIPMENT)
    again = await house.send(name, "approve", command_id="a1")
    assert (again.result_version, again.version, again.refused) == (2, 3, None)


async def test_many_times_at_once(house: House) -> None:
    name = await stages.pending(house)
    answers: list[Outcome] = []
    for _ in range(3):
        answers += await asyncio.gather(*(house.send(name, "approve", command_id="a1") for _ in range(8)))
    assert {answer.result_version for answer in answers} == {2}
    assert len(await house.events(name)) == 2


async def test_as_a_signal(house: House, eventually: Eventually) -> None:
    name = await stages.pending(house)
    await house.send(name, "approve", command_id="a1")
    await house.signal(name, "approve", command_id="a1")
    await house.signal(name, "approve")

    async def is_counted() -> bool:
        return "signals refused: 1" in await house.details(name)

    await eventually(is_counted)
    assert len(await house.events(name)) == 2


async def test_after_closing(house: House) -> None:
    name = await stages.pending(house)
    await house.send(name, "reject", reason="other", command_id="r1")
    await house.result(name)
    again = await house.send(name, "reject", reason="other", command_id="r1")
    assert (again.result_version, again.status, again.closed) == (2, "REJECTED", True)
    await house.result(name)
    assert len(await house.events(name)) == 2


async def test_after_continuing_as_new(
    unserved: House, monkeypatch: pytest.MonkeyPatch, eventually: Eventually
) -> None:
    monkeypatch.setattr(process, "COMMANDS_A_RUN", 2)
    async with unserved.worker():
        name = await stages.known(unserved)
        await stages.apply(unserved, name)
        run = (await unserved.handle(name).describe()).run_id
        await unserved.send(name, "approve", command_id="a1")
        await eventually(in_another_run(unserved, name, run))
        again = await unserved.send(name, "approve", command_id="a1")
    assert again.result_version == 2
    assert len(await unserved.events(name)) == 2


async def test_after_rehydration(house: House) -> None:
    name = await stages.pending(house)
    await house.send(name, "approve", command_id="a1")
    await house.terminate(name)
    again = await house.send(name, "approve", command_id="a1")
    assert (again.result_version, again.status) == (2, "AWAITING_SHIPMENT")
    assert len(await house.events(name)) == 2


async def test_after_temporal_has_forgotten_the_process(house: House, eventually: Eventually) -> None:
    name = await stages.pending(house)
    await house.send(name, "approve", command_id="a1")
    await deleted(house, name, eventually)
    again = await house.send(name, "approve", command_id="a1")
    assert (again.result_version, again.status) == (2, "AWAITING_SHIPMENT")
    assert len(await house.events(name)) == 2


async def test_when_the_answer_got_lost_after_the_commit(unserved: House) -> None:
    async with troubled(unserved) as trouble:
        name = await stages.pending(unserved)
        trouble.loses_answers(2)
        outcome = await unserved.send(name, "approve")
    assert (outcome.result_version, outcome.status, outcome.refused) == (2, "AWAITING_SHIPMENT", None)
    assert await unserved.types(name) == ["SampleRequested", "SampleRequestApproved"]


async def test_the_same_id_for_another_command_is_refused(house: House) -> None:
    name = await stages.pending(house)
    await house.send(name, "approve", command_id="a1")
    assert (await house.refused(name, "withdraw", command_id="a1")).code == "reused"
    assert len(await house.events(name)) == 2


async def test_the_same_id_for_another_payload_is_refused(house: House) -> None:
    name = await stages.pending(house)
    await house.send(name, "reject", reason="other", command_id="r1")
    assert (await house.refused(name, "reject", reason="offline", command_id="r1")).code == "reused"
    assert len(await house.events(name)) == 2


async def test_another_process_may_use_the_same_id(house: House) -> None:
    for _ in range(2):
        name = await stages.pending(house)
        assert (await house.send(name, "approve", command_id="a1")).result_version == 2
