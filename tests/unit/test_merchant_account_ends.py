"""MA-03 to MA-05 and IX-28: what is left when a shop has ended: statements to be invoiced, a deposit to be returned."""

from datetime import datetime
from typing import Any

import pytest

from luyue.domain.merchant_account import events as e
from luyue.domain.merchant_account import messages as m
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
    closed_by_platform,
    closing,
    closing_with_fees,
    counterfeiting,
    freed,
    frozen,
    invoice,
    opened,
    platform,
    refused_by,
    severe,
    subsidised,
    subsidy,
    to_be_invoiced,
    with_deposit,
    yuan,
)


def shown(account: Process) -> dict[str, Any]:
    return dict(account.kind.details(account.state, account.policy))


def unsettled(account: Process) -> list[tuple[str, str, str | None]]:
    return [(one["name"], one["amount"], one["frozen"]) for one in shown(account)["statements"]]


def test_ma_04_the_platforms_closing_brings_the_running_months_statement() -> None:
    account = counterfeiting(subsidised)
    assert [type(one.event) for one in account.history[-3:]] == [
        e.SevereDelistingPenalised,
        e.ShopClosedByPlatform,
        e.StatementIssued,
    ]
    at = account.seen_at
    due = datetime.fromisoformat("2024-03-15T23:59:59.999999+08:00")
    assert at == CLOSING_AT
    assert account.last(e.StatementIssued) == e.StatementIssued(
        statement="2024-03-closing", amount=yuan("90.00"), invoice_due_at=due
    )
    assert unsettled(account) == [("2024-03-closing", "90.00", None)]
    assert shown(account)["closing"]["fees_due_at"] == "2024-03-15T15:59:59.999999Z"


def test_ma_04_what_a_closing_shop_had_subsidised_is_on_a_statement_when_the_platform_closes_it() -> None:
    stage = platform()
    account = closing_with_fees(stage)
    account.issue(subsidy("10.00"), CLOSING_AT + hours(1))
    stage.report("delisting/p1", severe(), CLOSING_AT + DAY)
    assert unsettled(account) == [("2024-03-closing", "90.00", None), ("2024-03", "10.00", None)]
    assert account.state.closing_at == CLOSING_AT
    assert account.state.fees_due_at == FEES_DUE


def test_ma_04_statements_are_settled_by_invoices_after_the_platform_has_closed_the_shop() -> None:
    account = counterfeiting(to_be_invoiced)
    [settled] = account.issue(invoice(), account.seen_at + DAY)
    assert isinstance(settled, e.InvoiceSubmitted)
    assert account.state.statements == ()
    assert refused_by(account, invoice(), account.seen_at)[0] == "status"
    account = counterfeiting(frozen)
    assert shown(account)["frozen_for_want_of_invoices"] == "27.00"
    events = account.issue(invoice(), account.seen_at + DAY)
    assert [type(one) for one in events] == [e.InvoiceSubmitted, e.StatementReleased]
    assert shown(account)["frozen_for_want_of_invoices"] == "0.00"
    assert account.state.frozen_at is not None


def test_ma_05_the_lift_leaves_what_is_frozen_for_want_of_an_invoice() -> None:
    account = counterfeiting(frozen)
    events = account.issue(m.LiftFreeze(reason=WHY), account.seen_at + DAY)
    assert [one.type_name() for one in events] == ["FreezeLifted", "DepositReturnRequested"]
    assert unsettled(account) == [("2024-03", "90.00", "27.00")]
    account.issue(invoice(), account.seen_at + DAY)
    assert shown(account)["frozen_for_want_of_invoices"] == "0.00"


def test_ma_05_at_the_lift_a_share_is_frozen_of_what_is_not_invoiced() -> None:
    account = counterfeiting(subsidised)
    events = account.issue(m.LiftFreeze(reason=WHY), account.seen_at + 10 * DAY)
    assert [type(one) for one in events] == [e.FreezeLifted, e.StatementFrozen, e.DepositReturnRequested]
    assert unsettled(account) == [("2024-03-closing", "90.00", "27.00")]
    account = counterfeiting(subsidised, automatic=True)
    events = account.issue(m.LiftFreeze(reason=WHY), account.seen_at + 10 * DAY)
    assert [type(one) for one in events] == [e.FreezeLifted, e.StatementDeducted, e.DepositReturnRequested]
    assert account.last(e.DepositReturnRequested).amount == yuan("2973.00")
    assert account.state.statements == ()


def test_ma_05_the_ending_says_what_is_so_after_the_lift() -> None:
    before, after = (shown(one)["ending"]["wording"] for one in (closed_by_platform(), freed()))
    assert "冻结保证金和货款" in before["zh"]
    assert "froze" in before["en"]
    assert "已解冻" in after["zh"]
    assert "freed" in after["en"]


def test_ix_28_ops_finish_a_closing_that_waits_for_invoices_alone() -> None:
    account = closing_with_fees()
    account.time_to(FEES_DUE + TICK)
    events = account.issue(m.FinishClosing(reason=WHY), FEES_DUE + DAY)
    assert events == [
        e.ClosingFinished(reason=WHY),
        e.DepositReturnRequested(amount=yuan("5000.00")),
    ]
    assert (account.status, account.state.closed_reason) == ("CLOSED", "closed_unsettled")
    assert unsettled(account) == [("2024-03-closing", "90.00", "27.00")]
    assert shown(account)["ending"]["rule"] == "IX-28"
    account.issue(invoice("2024-03-closing"), FEES_DUE + 2 * DAY)
    assert unsettled(account) == []


def test_ix_28_what_is_not_due_yet_is_frozen_or_deducted_when_ops_finish_the_closing() -> None:
    account = closing_with_fees()
    account.issue(subsidy("10.00"), CLOSING_AT + hours(1))
    account.issue(m.FinishClosing(reason=WHY), CLOSING_AT + hours(2))
    assert unsettled(account) == [("2024-03-closing", "90.00", "27.00"), ("2024-03", "10.00", "3.00")]
    account = closing_with_fees()
    account.issue(m.SetAutomaticDeduction(on=True), CLOSING_AT + hours(1))
    account.issue(m.FinishClosing(reason=WHY), CLOSING_AT + hours(2))
    assert unsettled(account) == []
    assert account.last(e.DepositReturnRequested).amount == yuan("4973.00")


def test_ix_28_ops_finish_nothing_while_something_is_open_or_may_be_on_its_way() -> None:
    assert refused_by(closing(), m.FinishClosing(reason=WHY), CLOSING_AT + DAY) == ("rule", ["IX-28"])
    for later, is_finished in ((10 * SECOND - TICK, False), (10 * SECOND, True)):
        account = closing_with_fees()
        if is_finished:
            account.issue(m.FinishClosing(reason=WHY), CLOSING_AT + later)
        else:
            assert refused_by(account, m.FinishClosing(reason=WHY), CLOSING_AT + later) == ("rule", ["IX-28"])
        assert (account.status == "CLOSED") is is_finished


def test_ix_28_a_settled_closing_that_ops_finish_is_the_merchants_own() -> None:
    account = with_deposit()
    account.issue(m.CloseShop(), CLOSING_AT)
    account.issue(m.FinishClosing(reason=WHY), CLOSING_AT + hours(1))
    assert account.state.closed_reason == "closed_by_merchant"


@pytest.mark.parametrize("standing", [opened, closed, closed_by_platform])
def test_ix_28_only_what_is_closing_can_be_finished(standing: Any) -> None:
    account = standing()
    assert refused_by(account, m.FinishClosing(reason=WHY), CLOSING_AT + 2 * DAY) == ("status", ["IX-28"])


def test_ix_28_a_closing_shop_is_looked_at_daily_for_a_week_and_weekly_then() -> None:
    account = closing()
    account.time_to(CLOSING_AT + 30 * DAY)
    days = [(at - CLOSING_AT).days for at in account.dated(e.ClosingReviewed)]
    assert days == [1, 2, 3, 4, 5, 6, 7, 14, 21, 28]


def test_ma_04_a_closing_shop_has_no_statements_of_nothing() -> None:
    account = closing()
    account.time_to(CLOSING_AT + 100 * DAY)
    assert account.count(e.StatementIssued) == 0
    assert shown(account)["running_month"] == {"month": None, "subsidies": "0.00"}
    at = datetime.fromisoformat("2024-07-03T12:00:00+08:00")
    [recorded] = account.issue(subsidy("10.00"), at)
    assert recorded == e.SubsidyRecorded(month="2024-07", amount=yuan("10.00"))
    due = datetime.fromisoformat("2024-07-31T23:59:59.999999+08:00")
    assert account.deadlines["month_end"] == due
    account.time_to(due + TICK)
    assert account.last(e.StatementIssued).statement == "2024-07"
    assert account.last(e.StatementIssued).invoice_due_at == datetime.fromisoformat("2024-08-31T23:59:59.999999+08:00")
    assert "month_end" not in account.deadlines


def test_ma_03_the_deposits_return_is_recorded() -> None:
    account = closed()
    assert shown(account)["deposit"]["balance"] == "5000.00"
    events = account.issue(m.RecordDepositReturn(), CLOSING_AT + 3 * DAY)
    assert events == [e.DepositReturned(amount=yuan("5000.00"))]
    assert shown(account)["deposit"] == {
        "required": "5000.00",
        "balance": "0.00",
        "missing": "0.00",
        "return_requested_at": "2024-03-11T04:00:00Z",
        "returned_at": "2024-03-13T04:00:00Z",
    }
    assert refused_by(account, m.RecordDepositReturn(), CLOSING_AT + 4 * DAY) == ("status", ["MA-03"])


@pytest.mark.parametrize("standing", [opened, closing, closed_by_platform])
def test_ma_03_a_deposit_that_is_not_to_be_returned_was_not_returned(standing: Any) -> None:
    account = standing()
    assert refused_by(account, m.RecordDepositReturn(), CLOSING_AT + 3 * DAY) == ("status", ["MA-03"])


def test_ix_28_what_begins_a_closing_can_be_found_by_others() -> None:
    assert closing().last(e.ClosingStarted).found_by == "closing:m1"
    assert closed_by_platform().last(e.ShopClosedByPlatform).found_by == "closing:m1"


def _extend(account: Process, until: str, at: datetime) -> None:
    extension = Extend(deadline="invoice_due", until=datetime.fromisoformat(until), reason=WHY)
    account.issue(extension, at)


def _two_running() -> Process:
    """March's statement was extended, and April's is there too: due on 20 May and at the end of May."""
    account = to_be_invoiced()
    _extend(account, "2024-05-20T12:00:00+08:00", account.seen_at)
    account.issue(subsidy("10.00"), MARCH_ENDS + DAY)
    account.time_to(datetime.fromisoformat("2024-05-01T12:00:00+08:00"))
    return account


def _due(account: Process) -> dict[str, str]:
    return {one["name"]: one["invoice_due_at"] for one in shown(account)["statements"]}


def test_ma_04_statements_show_the_extended_time() -> None:
    account = to_be_invoiced()
    assert _due(account) == {"2024-03": "2024-04-30T15:59:59.999999Z"}
    _extend(account, "2024-06-20T12:00:00+08:00", account.seen_at)
    assert _due(account) == {"2024-03": "2024-06-20T04:00:00Z"}
    account = closing_with_fees()
    until = datetime.fromisoformat("2024-03-20T12:00:00+08:00")
    account.issue(Extend(deadline="closing_fees_due", until=until, reason=WHY), CLOSING_AT + hours(1))
    assert _due(account) == {"2024-03-closing": "2024-03-20T04:00:00Z"}


def test_ma_04_more_time_is_for_the_statement_due_next_that_has_not_been_given_any() -> None:
    account = _two_running()
    _extend(account, "2024-07-20T12:00:00+08:00", account.seen_at)
    assert _due(account) == {"2024-03": "2024-05-20T04:00:00Z", "2024-04": "2024-07-20T04:00:00Z"}
    _extend(account, "2024-06-25T12:00:00+08:00", account.seen_at)
    assert _due(account) == {"2024-03": "2024-06-25T04:00:00Z", "2024-04": "2024-07-20T04:00:00Z"}
    account.time_to(datetime.fromisoformat("2024-06-25T12:00:01+08:00"))
    assert [(one["name"], one["frozen"]) for one in shown(account)["statements"]] == [
        ("2024-03", "27.00"),
        ("2024-04", None),
    ]


def test_ma_04_statements_due_at_one_moment_are_one_deadline_and_named_in_one_warning() -> None:
    account = to_be_invoiced()
    _extend(account, "2024-05-31T23:59:59.999999+08:00", account.seen_at)
    account.issue(subsidy("10.00"), MARCH_ENDS + DAY)
    account.time_to(MARCH_ENDS + 31 * DAY)
    running = account.kind.deadlines(account.state, account.policy)
    assert [one.about for one in running if one.name == "invoice_due"] == ["2024-03, 2024-04"]
    account.time_to(MARCH_ENDS + 61 * DAY)
    assert account.last(DeadlineApproaching).about == "2024-03, 2024-04"


def test_ma_04_an_extension_from_before_does_not_outlast_the_fifth_day_after_the_closing_began() -> None:
    account = with_deposit()
    account.issue(subsidy("90.00"), datetime.fromisoformat("2024-11-05T12:00:00+08:00"))
    account.time_to(datetime.fromisoformat("2024-12-01T12:00:00+08:00"))
    _extend(account, "2025-03-01T12:00:00+08:00", account.seen_at)
    account.issue(m.CloseShop(), datetime.fromisoformat("2024-12-28T12:00:00+08:00"))
    due = datetime.fromisoformat("2025-01-02T23:59:59.999999+08:00")
    assert account.deadlines["closing_fees_due"] == due
    assert "invoice_due" not in account.deadlines
    account.time_to(due + TICK)
    assert account.dated(e.StatementFrozen) == [due]


def test_ma_04_an_extension_after_the_closing_began_is_kept() -> None:
    account = to_be_invoiced()
    account.issue(m.CloseShop(), datetime.fromisoformat("2024-04-29T12:00:00+08:00"))
    until = datetime.fromisoformat("2024-05-20T12:00:00+08:00")
    _extend(account, until.isoformat(), account.seen_at + hours(1))
    assert (account.deadlines["invoice_due"], "closing_fees_due" in account.deadlines) == (until, False)
