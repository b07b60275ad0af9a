"""MA-03, MA-04 and IX-28: closing a shop. Nothing new begins, and the deposit is returned when all is finished."""

from datetime import datetime, timedelta

import pytest

from luyue.domain.facts import closing_claim
from luyue.domain.merchant_account import events as e
from luyue.domain.merchant_account import messages as m
from luyue.domain.messages import Command
from luyue.domain.process import DeadlineApproaching, Extend
from tests.unit.given_when_then import TICK, Process, hours
from tests.unit.merchant_account_stories import (
    CLOSING_AT,
    DAY,
    FEES_DUE,
    MARCH_ENDS,
    SECOND,
    WHY,
    closed,
    closing,
    closing_with_fees,
    frozen,
    invoice,
    new_account,
    obligation,
    opened,
    opening,
    paid,
    platform,
    refused_by,
    severe,
    subsidy,
    with_deposit,
    yuan,
)


def finish(other: Process) -> None:
    """The other process of the merchant's comes to its end."""
    other.state = other.state.model_copy(update={"status": "CLOSED"})


def test_ix_28_a_shop_without_anything_open_closes_at_the_first_look_and_its_deposit_is_returned() -> None:
    account = closed()
    assert [type(one.event) for one in account.history[2:]] == [
        e.ClosingStarted,
        e.ClosingReviewed,
        e.ShopClosed,
        e.DepositReturnRequested,
    ]
    assert account.last(e.DepositReturnRequested).amount == yuan("5000.00")
    assert account.dated(e.ShopClosed) == [CLOSING_AT + DAY]
    assert (account.status, account.state.closed_reason) == ("CLOSED", "closed_by_merchant")
    assert (account.summary.closed, account.summary.subjects, account.deadlines) == (True, frozenset(), {})


def test_ix_28_what_was_decided_just_before_the_closing_is_waited_for() -> None:
    for later, status in ((10 * SECOND - TICK, "CLOSING"), (10 * SECOND, "CLOSED")):
        account = with_deposit()
        account.issue(m.CloseShop(), CLOSING_AT)
        assert account.status == "CLOSING"
        account.issue(m.ReviewClosing(), CLOSING_AT + later)
        assert account.status == status


def test_ma_03_an_empty_deposit_is_not_returned() -> None:
    account = opened()
    account.issue(m.CloseShop(), CLOSING_AT)
    account.time_to(CLOSING_AT + 2 * DAY)
    assert account.status == "CLOSED"
    assert account.count(e.DepositReturnRequested) == 0


def test_ix_28_a_closing_or_closed_shop_holds_the_claim_that_others_ask_for() -> None:
    assert closing().summary.claim == closed().summary.claim == closing_claim("m1")
    assert opened().summary.claim is None


def test_ix_28_the_deposit_is_returned_only_when_what_is_open_is_finished() -> None:
    stage = platform()
    other = obligation(stage)
    account = with_deposit(stage)
    account.issue(m.CloseShop(), CLOSING_AT)
    assert account.status == "CLOSING"
    account.time_to(CLOSING_AT + 6 * DAY + TICK)
    assert account.dated(e.ClosingReviewed) == [CLOSING_AT + number * DAY for number in range(1, 7)]
    assert account.last(e.ClosingReviewed).open == {"merchant_account": 1}
    assert account.state.open_processes == {"merchant_account": 1}
    assert (account.status, account.count(e.DepositReturnRequested)) == ("CLOSING", 0)
    finish(other)
    account.time_to(CLOSING_AT + 7 * DAY)
    assert account.status == "CLOSING"
    account.time_to(CLOSING_AT + 7 * DAY + TICK)
    assert account.status == "CLOSED"
    assert account.dated(e.ShopClosed) == account.dated(e.DepositReturnRequested) == [CLOSING_AT + 7 * DAY]


def test_ix_28_another_merchants_processes_hold_up_nobody() -> None:
    stage = platform()
    obligation(stage)
    account = new_account(stage)
    account.issue(opening(merchant_id="m2"), CLOSING_AT)
    account.issue(m.CloseShop(), CLOSING_AT)
    account.time_to(CLOSING_AT + 2 * DAY)
    assert account.status == "CLOSED"


def test_ix_28_a_look_may_be_asked_for_at_once() -> None:
    stage = platform()
    account = closing(stage)
    other = stage.processes[0]
    account.issue(m.ReviewClosing(), CLOSING_AT + hours(1))
    assert account.deadlines["closing_review"] == CLOSING_AT + hours(25)
    finish(other)
    events = account.issue(m.ReviewClosing(), CLOSING_AT + hours(2))
    assert [type(one) for one in events] == [e.ClosingReviewed, e.ShopClosed, e.DepositReturnRequested]
    assert refused_by(account, m.ReviewClosing(), CLOSING_AT + hours(3))[0] == "status"
    assert refused_by(opened(), m.ReviewClosing(), CLOSING_AT) == ("status", ["IX-28"])


def test_ix_28_a_severe_delisting_does_not_close_a_shop_whose_business_is_open() -> None:
    stage = platform()
    account = closing(stage)
    stage.report("delisting/p1", severe("prohibited", CLOSING_AT + hours(1)), CLOSING_AT + hours(1))
    assert account.status == "CLOSING"
    assert account.count(e.SevereDelistingPenalised) == 1


def test_a_shop_is_closed_once() -> None:
    for standing in (closing, closed):
        assert refused_by(standing(), m.CloseShop(), CLOSING_AT + 2 * DAY) == ("status", ["IX-28"])


def test_ma_04_fees_are_due_by_the_end_of_the_fifth_calendar_day_after() -> None:
    account = closing_with_fees()
    assert account.last(e.ClosingStarted).fees_due_at == FEES_DUE
    assert account.last(e.StatementIssued) == e.StatementIssued(
        statement="2024-03-closing", amount=yuan("90.00"), invoice_due_at=FEES_DUE
    )
    assert account.deadlines["closing_fees_due"] == FEES_DUE
    account.time_to(FEES_DUE)
    assert account.count(e.StatementFrozen) == 0
    account.time_to(FEES_DUE + TICK)
    assert account.last(e.StatementFrozen).amount == yuan("27.00")
    assert account.dated(e.StatementFrozen) == [FEES_DUE]


def test_ma_04_the_shop_closes_with_the_last_invoice() -> None:
    account = closing_with_fees()
    events = account.issue(invoice("2024-03-closing"), FEES_DUE)
    assert [type(one) for one in events] == [e.InvoiceSubmitted, e.ShopClosed, e.DepositReturnRequested]


def test_ma_04_what_is_frozen_holds_up_the_closing_until_it_is_invoiced_or_deducted() -> None:
    for settling in (invoice("2024-03-closing"), m.SetAutomaticDeduction(on=True)):
        account = closing_with_fees()
        account.time_to(FEES_DUE + 100 * DAY)
        assert account.status == "CLOSING"
        account.issue(settling, account.seen_at)
        assert account.status == "CLOSED"
    assert account.last(e.DepositReturnRequested).amount == yuan("4973.00")


def test_ma_04_automatic_deduction_settles_the_fees_of_a_closing_shop() -> None:
    account = closing_with_fees()
    account.issue(m.SetAutomaticDeduction(on=True), CLOSING_AT + hours(1))
    account.time_to(FEES_DUE + TICK)
    assert account.last(e.StatementDeducted).amount == yuan("27.00")
    assert account.status == "CLOSED"
    assert account.dated(e.ShopClosed) == [FEES_DUE]


def test_ma_04_this_years_earlier_statements_are_due_with_the_closing() -> None:
    account = with_deposit()
    account.issue(subsidy("90.00"), CLOSING_AT)
    account.time_to(MARCH_ENDS + TICK)
    at = datetime.fromisoformat("2024-04-20T12:00:00+08:00")
    account.issue(m.CloseShop(), at)
    due = datetime.fromisoformat("2024-04-25T23:59:59.999999+08:00")
    assert account.deadlines["closing_fees_due"] == due
    assert "invoice_due" not in account.deadlines
    account.time_to(due + TICK)
    assert account.dated(e.StatementFrozen) == [due]


def test_ma_04_closing_gives_nobody_more_time() -> None:
    account = with_deposit()
    account.issue(subsidy("90.00"), CLOSING_AT)
    account.time_to(MARCH_ENDS + TICK)
    account.issue(m.CloseShop(), datetime.fromisoformat("2024-04-29T12:00:00+08:00"))
    due = datetime.fromisoformat("2024-04-30T23:59:59.999999+08:00")
    assert account.deadlines["invoice_due"] == due
    assert "closing_fees_due" not in account.deadlines
    account.time_to(due + TICK)
    assert account.dated(e.StatementFrozen) == [due]


def test_ma_04_last_years_statement_keeps_its_own_time() -> None:
    account = with_deposit()
    account.issue(subsidy("90.00"), datetime.fromisoformat("2024-12-31T12:00:00+08:00"))
    account.issue(m.CloseShop(), datetime.fromisoformat("2025-01-02T12:00:00+08:00"))
    assert account.deadlines["invoice_due"] == datetime.fromisoformat("2025-01-31T23:59:59.999999+08:00")


def test_ma_04_this_years_fees_stay_due_when_the_year_turns_meanwhile() -> None:
    account = with_deposit()
    at = datetime.fromisoformat("2024-12-29T12:00:00+08:00")
    account.issue(subsidy("90.00"), at)
    account.issue(m.CloseShop(), at)
    due = datetime.fromisoformat("2025-01-03T23:59:59.999999+08:00")
    account.time_to(due)
    assert account.deadlines["closing_fees_due"] == due
    account.time_to(due + TICK)
    assert account.dated(e.StatementFrozen) == [due]


def test_ma_04_a_subsidy_of_a_closing_shop_is_on_the_months_statement() -> None:
    account = closing()
    finish(account.platform.processes[0])
    account.issue(subsidy("10.00"), CLOSING_AT + hours(1))
    account.time_to(MARCH_ENDS)
    assert account.status == "CLOSING"
    account.time_to(MARCH_ENDS + TICK)
    assert account.last(e.StatementIssued).statement == "2024-03"
    assert account.deadlines["invoice_due"] == datetime.fromisoformat("2024-04-30T23:59:59.999999+08:00")
    account.issue(invoice("2024-03"), account.seen_at)
    assert account.status == "CLOSED"


def test_ma_04_both_statements_of_the_month_in_which_a_shop_begins_to_close_are_told_apart() -> None:
    account = closing_with_fees()
    account.issue(subsidy("10.00"), CLOSING_AT + hours(1))
    account.time_to(MARCH_ENDS + TICK)
    assert [(one.name, one.amount) for one in account.state.statements] == [
        ("2024-03-closing", yuan("90.00")),
        ("2024-03", yuan("10.00")),
    ]


def test_ma_04_what_was_frozen_before_is_not_frozen_again() -> None:
    account = frozen()
    account.issue(m.CloseShop(), account.seen_at)
    assert "closing_fees_due" not in account.deadlines
    account.time_to(account.seen_at + 50 * DAY)
    assert account.count(e.StatementFrozen) == 1
    assert account.status == "CLOSING"


def test_ma_04_ops_give_more_time_for_the_fees() -> None:
    account = closing_with_fees()
    until = FEES_DUE + timedelta(days=2)
    account.issue(Extend(deadline="closing_fees_due", until=until, reason=WHY), CLOSING_AT + hours(1))
    account.time_to(until + TICK)
    assert account.dated(e.StatementFrozen) == [until]


def test_ma_04_the_merchant_is_warned_of_its_fees_and_not_of_every_look() -> None:
    account = closing_with_fees()
    account.time_to(FEES_DUE + 3 * DAY)
    warnings = [one.event.deadline for one in account.history if isinstance(one.event, DeadlineApproaching)]
    assert warnings == ["closing_fees_due"]


@pytest.mark.parametrize("command", [paid("1.00"), subsidy("1.00"), m.SetAutomaticDeduction(on=True), invoice()])
def test_a_closed_shop_takes_nothing_more(command: Command) -> None:
    assert refused_by(closed(), command, CLOSING_AT + 2 * DAY)[0] == "status"
    assert closed().issue(m.Observe(source="delisting/p1"), CLOSING_AT + 2 * DAY) == []
