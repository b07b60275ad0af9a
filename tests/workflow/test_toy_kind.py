"""A new kind of process takes its domain module and its declaration, and no change anywhere else."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from luyue.worker.kinds import KINDS, Declared
from tests.conftest import Eventually
from tests.workflow import stages
from tests.workflow.toy_kind import LOAN, LOAN_WINDOW
from tests.workflow.toy_process import LoanProcess
from tests.workflow.virtual_house import VirtualHouse


@pytest.fixture
async def library(virtual_unserved: VirtualHouse) -> AsyncIterator[VirtualHouse]:
    virtual_unserved.kind = LOAN.name
    async with virtual_unserved.worker(kinds=[*KINDS, Declared(LOAN, LoanProcess)]):
        yield virtual_unserved


async def test_its_commands_are_carried_out_until_it_is_closed(library: VirtualHouse) -> None:
    name = stages.new_name("ln")
    assert (await library.send(name, "borrow", pages=100)).status == "BORROWED"
    assert (await library.send(name, "bring-back")).closed
    assert await library.types(name) == ["BookBorrowed", "BookBroughtBack"]
    await library.result(name)


async def test_its_rules_refuse(library: VirtualHouse) -> None:
    name = stages.new_name("ln")
    refused = await library.refused(name, "borrow", pages=1001)
    assert (refused.violations[0].rule, refused.violations[0].observed) == ("TOY-01", 1001)
    assert await library.status(name) is None


async def test_its_deadline_acts_also_after_rehydration(library: VirtualHouse, eventually: Eventually) -> None:
    name = stages.new_name("ln")
    await library.send(name, "borrow", pages=100)
    due_at = (await library.events(name))[0].occurred_at + LOAN_WINDOW
    await library.terminate(name)
    await library.until(due_at - timedelta(minutes=5))
    await library.start(name)
    await library.until(due_at + timedelta(seconds=1))

    async def has_acted() -> bool:
        return await library.status(name) == "OVERDUE"

    await eventually(has_acted)
    assert (await library.events(name))[-1].occurred_at == due_at
    assert (await library.send(name, "bring-back")).closed


async def test_it_has_the_shared_commands(library: VirtualHouse) -> None:
    name = stages.new_name("ln")
    await library.send(name, "borrow", pages=100)
    assert (await library.send(name, "advance", by="PT11M")).status == "OVERDUE"
