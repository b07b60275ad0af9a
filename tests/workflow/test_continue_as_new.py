"""A long run continues as new by itself: nothing is lost, and what was counted is counted on."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from luyue.workflows import process
from tests.conftest import Eventually
from tests.workflow import stages
from tests.workflow.house import House
from tests.workflow.runs import current_run, in_another_run


@pytest.fixture
async def short_runs(unserved: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A house whose runs end after three commands."""
    monkeypatch.setattr(process, "COMMANDS_A_RUN", 3)
    async with unserved.worker():
        yield unserved


async def test_after_enough_commands_without_any_timer_in_between(short_runs: House, eventually: Eventually) -> None:
    name = await stages.pending(short_runs)
    run = await current_run(short_runs, name)
    await short_runs.send(name, "approve")
    assert await current_run(short_runs, name) == run
    before = await short_runs.send(name, "ship", **stages.SHIPMENT)
    await eventually(in_another_run(short_runs, name, run))

    await eventually(_sleeps(short_runs, name))
    assert await short_runs.types(name) == ["SampleRequested", "SampleRequestApproved", "SampleShipped"]
    after = await short_runs.send(name, "observe", source="video/v1")
    assert (after.wake_at, after.status) == (before.wake_at, "SHIPPED")


async def test_the_signals_counted_are_counted_on(short_runs: House, eventually: Eventually) -> None:
    name = await stages.pending(short_runs)
    run = await current_run(short_runs, name)
    await short_runs.signal(name, "ship", **stages.SHIPMENT)
    await short_runs.signal(name, "approve", [])
    await short_runs.signal(name, "approve")
    await eventually(in_another_run(short_runs, name, run))
    await eventually(_shows(short_runs, name, "signals refused: 1, unreadable: 1"))
    await short_runs.signal(name, "approve")
    await eventually(_shows(short_runs, name, "signals refused: 2, unreadable: 1"))


async def test_nobody_waits_in_vain_while_runs_change(short_runs: House) -> None:
    """Each run takes three commands; twelve in a row are all answered."""
    name = await stages.pending(short_runs)
    for number in range(12):
        outcome = await short_runs.send(name, "advance", by="PT1M", command_id=f"advance-{number}")
        assert outcome.version == number + 2
    assert len(await short_runs.events(name)) == 13


def _sleeps(house: House, name: str) -> Callable[[], Awaitable[bool]]:
    async def condition() -> bool:
        return bool(await house.happened(name, "TIMER_STARTED"))

    return condition


def _shows(house: House, name: str, text: str) -> Callable[[], Awaitable[bool]]:
    async def condition() -> bool:
        return text in await house.details(name)

    return condition
