"""A worker that meets an event of newer code decides nothing: it says so and leaves the command to a newer worker."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from temporalio.exceptions import ApplicationError

from luyue.activities.handle import Handle
from luyue.worker.worker import connect
from luyue.workflows.messages import HandleCall, Issued
from luyue.workflows.search_attributes import ATTENTION, HANDLE_FAILING
from tests.conftest import Eventually
from tests.workflow import stages
from tests.workflow.house import House
from tests.workflow.newer_toy_kind import NEWER_CODE, OLDER_CODE


@pytest.fixture
def library(unserved: House) -> House:
    unserved.kind = "loan"
    return unserved


async def attention(house: House, name: str) -> str | None:
    return (await house.handle(name).describe()).typed_search_attributes.get(ATTENTION)


async def insured(library: House) -> str:
    """A book that a newer worker, which has ended, has insured."""
    name = stages.new_name("ln")
    async with library.worker(kinds=NEWER_CODE):
        await library.send(name, "borrow", pages=100)
        await library.send(name, "insure")
    return name


async def test_a_newer_worker_takes_over_while_the_older_one_goes_on(
    library: House, temporal_address: str, eventually: Eventually
) -> None:
    # Of one client's connection only one worker may serve a task queue.
    beside = replace(library, client=await connect(temporal_address))
    name = await insured(library)
    async with library.worker(kinds=OLDER_CODE):
        brought_back = asyncio.create_task(library.send(name, "bring-back"))

        async def asks() -> bool:
            return await attention(library, name) == HANDLE_FAILING

        await eventually(asks)
        assert "bring-back: UnknownEvent: loan: BookInsured v1" in await library.details(name)
        assert await library.types(name) == ["BookBorrowed", "BookInsured"]
        async with beside.worker(kinds=NEWER_CODE):
            assert (await brought_back).closed
            assert await attention(library, name) is None
    assert await library.types(name) == ["BookBorrowed", "BookInsured", "BookBroughtBack"]
    assert await library.happened(name, "WORKFLOW_TASK_FAILED") == []


async def test_what_was_sent_to_older_workers_is_carried_out_once_newer_ones_have_replaced_them(
    library: House, eventually: Eventually
) -> None:
    name = await insured(library)
    async with library.worker(kinds=OLDER_CODE):
        await library.signal(name, "extend", command_id="no-such", deadline="window", until="2030-01-01T00:00:00Z")
        await library.signal(name, "bring-back", command_id="once")

        async def asks() -> bool:
            return await attention(library, name) == HANDLE_FAILING

        await eventually(asks)
    assert await library.types(name) == ["BookBorrowed", "BookInsured"]
    async with library.worker(kinds=NEWER_CODE):
        assert (await library.result(name)).status == "BACK"
    assert [event.command_id for event in await library.events(name)][2:] == ["once"]


async def test_an_older_worker_does_not_decide_on_what_it_remembers(library: House) -> None:
    older, newer = (
        Handle(library.journal, [declared.kind for declared in code], test_clock=False)
        for code in (OLDER_CODE, NEWER_CODE)
    )
    name = stages.new_name("ln")
    await older.handle(call(name, "borrow", pages=100))
    await newer.handle(call(name, "insure"))
    for sent in (call(name, "bring-back"), call(name, "borrow", pages=100), call(name)):
        with pytest.raises(ApplicationError) as caught:
            await older.handle(sent)
        assert (caught.value.type, caught.value.message) == ("UnknownEvent", "loan: BookInsured v1")
        assert caught.value.non_retryable
    assert (await newer.handle(call(name, "bring-back"))).closed


async def test_what_newer_workers_wrote_in_types_that_older_ones_know_is_taken_on(library: House) -> None:
    name = stages.new_name("ln")
    async with library.worker(kinds=NEWER_CODE):
        await library.send(name, "borrow", pages=100)
    async with library.worker(kinds=OLDER_CODE):
        assert (await library.send(name, "bring-back")).closed
    assert await library.types(name) == ["BookBorrowed", "BookBroughtBack"]


def test_no_row_of_a_later_shape_is_taken_as_it_is() -> None:
    [older], [newer] = OLDER_CODE, NEWER_CODE
    assert [shape for shape in range(4) if older.kind.reads(shape)] == [1]
    assert [shape for shape in range(4) if newer.kind.reads(shape)] == [1, 2]


def call(name: str, command: str | None = None, **payload: int) -> HandleCall:
    now = datetime.now(UTC)
    issued = Issued(name=command, payload=payload, actor="service:t", at=now, command_id=command) if command else None
    return HandleCall(kind="loan", id=name, now=now, command=issued)
