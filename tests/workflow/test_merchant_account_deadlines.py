"""Every deadline of merchant accounts with its true duration: a second before it nothing, then what it leads to."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

import pytest

from luyue.domain.merchant_account import state
from luyue.domain.merchant_account.calendar import end_of_day, end_of_month, month_after, month_of
from luyue.journal.streams import Recorded
from tests.workflow import merchant_account_stages as stages
from tests.workflow.deadline_names import deadline_names
from tests.workflow.neighbours import of_kind
from tests.workflow.order_stages import happens
from tests.workflow.timer import SECOND, Timer, acts_exactly_when_due, after, last
from tests.workflow.virtual_house import VirtualHouse


@pytest.fixture
async def accounts(virtual: VirtualHouse) -> AsyncIterator[VirtualHouse]:
    async with of_kind(virtual, "merchant-account") as house:
        yield house


def _end_of_its_month(events: Sequence[Recorded]) -> datetime:
    return end_of_month(month_of(last(events, "AccountOpened").occurred_at))


async def _closing_early_in_a_month(house: VirtualHouse) -> str:
    """So that no month ends before the first look."""
    await house.until(end_of_month(month_of(await house.now())) + timedelta(days=1))
    return await stages.closing_with_fees(house)


TIMERS = (
    Timer(
        "month_end",
        "of a month with subsidies",
        reached=stages.subsidised,
        due=_end_of_its_month,
        event="StatementIssued",
        status="OPEN",
    ),
    Timer(
        "closing_review",
        "24 h",
        reached=_closing_early_in_a_month,
        due=after("ClosingStarted", hours=24),
        event="ClosingReviewed",
        status="CLOSING",
    ),
)


@pytest.mark.parametrize("timer", TIMERS, ids=str)
async def test_a_deadline_acts_when_it_is_over_and_not_before(timer: Timer, accounts: VirtualHouse) -> None:
    await acts_exactly_when_due(accounts, timer)


async def test_ma_04_invoice_due_is_the_end_of_the_month_after(accounts: VirtualHouse) -> None:
    name = await stages.subsidised(accounts)
    month = month_of((await accounts.events(name))[0].occurred_at)
    due_at = end_of_month(month_after(month))
    await accounts.until(due_at - SECOND)
    assert "StatementFrozen" not in await accounts.types(name)
    await accounts.until(due_at + SECOND)
    await happens(accounts, name, "StatementFrozen")
    frozen = last(await accounts.events(name), "StatementFrozen")
    assert (frozen.occurred_at, frozen.actor) == (due_at, "timer:invoice_due")
    assert frozen.data == {"statement": month, "amount": "27.00"}


async def test_ma_04_closing_fees_due_is_the_end_of_the_fifth_calendar_day_after(accounts: VirtualHouse) -> None:
    name = await stages.closing_with_fees(accounts)
    due_at = end_of_day(last(await accounts.events(name), "ClosingStarted").occurred_at, 5)
    await accounts.until(due_at - SECOND)
    assert "StatementFrozen" not in await accounts.types(name)
    await accounts.until(due_at + SECOND)
    await happens(accounts, name, "StatementFrozen")
    frozen = last(await accounts.events(name), "StatementFrozen")
    assert (frozen.occurred_at, frozen.actor) == (due_at, "timer:closing_fees_due")
    statement = str(frozen.data["statement"])
    await accounts.send(name, "submit-invoice", statement=statement, **stages.INVOICE)
    assert await accounts.status(name) == "CLOSED closed_by_merchant"
    assert (await accounts.types(name))[-1] == "DepositReturnRequested"


def test_every_deadline_of_an_account_is_tried() -> None:
    assert {timer.name for timer in TIMERS} | {"invoice_due", "closing_fees_due"} == deadline_names(state)


MONTHS = 36
SUBSIDIES_A_MONTH = 8
MOST_EVENTS_A_RUN = 2_000


@pytest.mark.long
async def test_ma_04_an_account_of_36_months_keeps_its_runs_short(accounts: VirtualHouse) -> None:
    name = await stages.opened(accounts)
    month = month_of(await accounts.now())
    for number in range(MONTHS):
        for _ in range(SUBSIDIES_A_MONTH):
            await accounts.send(name, "record-subsidy", amount="11.25")
        await accounts.until(end_of_month(month_after(month, number)) + timedelta(hours=1))
        # Half of them in time, the others an hour after a share was frozen.
        if number % 2 == 0:
            for settled in (number, number - 1)[: 2 if number else 1]:
                statement = month_after(month, settled)
                await accounts.send(name, "submit-invoice", statement=statement, **stages.INVOICE)

    types = await accounts.types(name)
    assert types.count("StatementIssued") == MONTHS
    assert types.count("StatementFrozen") == types.count("StatementReleased") == MONTHS // 2 - 1
    assert types.count("SubsidyRecorded") == MONTHS * SUBSIDIES_A_MONTH
    lengths = await _lengths_of_runs(accounts, name)
    assert max(lengths) < MOST_EVENTS_A_RUN, lengths
    assert len(lengths) > 1, "too little happened to show that a run continues as new"
    assert not await accounts.happened(name, "WORKFLOW_TASK_FAILED")


async def _lengths_of_runs(house: VirtualHouse, name: str) -> list[int]:
    """How many history events each run of a process has, the last run first."""
    lengths: list[int] = []
    run_id: str | None = None
    while True:
        history = await house.history(name, run_id)
        lengths.append(len(history))
        run_id = history[0].workflow_execution_started_event_attributes.continued_execution_run_id
        if not run_id:
            return lengths
