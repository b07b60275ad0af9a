"""MA-04: the monthly statement, the invoice that settles it, and what is frozen or deducted without one."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from luyue.domain.merchant_account import events as e
from luyue.domain.merchant_account import messages as m
from luyue.domain.merchant_account.invoices import share_frozen
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import DeadlineApproaching, Extend
from tests.unit.given_when_then import TICK, Process, hours
from tests.unit.merchant_account_stories import (
    APRIL_ENDS,
    DAY,
    MARCH_ENDS,
    MAY_ENDS,
    OPENED,
    WHY,
    automatic,
    frozen,
    invoice,
    opened,
    paid,
    platform,
    refused,
    refused_by,
    subsidised,
    subsidy,
    to_be_invoiced,
    yuan,
)


def shown(account: Process) -> dict[str, Any]:
    return dict(account.kind.details(account.state, account.policy))


def test_ma_04_a_statement_is_issued_at_the_end_of_the_beijing_month() -> None:
    account = subsidised()
    account.issue(subsidy("10.50"), OPENED + 2 * DAY)
    account.time_to(MARCH_ENDS)
    assert account.count(e.StatementIssued) == 0
    account.time_to(MARCH_ENDS + TICK)
    assert account.last(e.StatementIssued) == e.StatementIssued(
        statement="2024-03", amount=yuan("100.50"), invoice_due_at=APRIL_ENDS
    )
    assert account.dated(e.StatementIssued) == [MARCH_ENDS]


def test_ma_04_a_subsidy_belongs_to_the_month_in_which_it_is_recorded_to_the_microsecond() -> None:
    account = opened()
    account.issue(subsidy("1.00"), MARCH_ENDS)
    account.issue(subsidy("2.00"), MARCH_ENDS + TICK)
    assert [one.event.month for one in account.history if isinstance(one.event, e.SubsidyRecorded)] == [
        "2024-03",
        "2024-04",
    ]
    account.time_to(APRIL_ENDS + TICK)
    issued = [one.event for one in account.history if isinstance(one.event, e.StatementIssued)]
    assert [(one.statement, one.amount) for one in issued] == [("2024-03", yuan("1.00")), ("2024-04", yuan("2.00"))]


def test_ma_04_a_month_without_subsidies_has_a_statement_of_nothing_to_be_invoiced() -> None:
    account = opened()
    account.time_to(MAY_ENDS + TICK)
    issued = [one.event for one in account.history if isinstance(one.event, e.StatementIssued)]
    assert [(one.statement, one.amount, one.invoice_due_at) for one in issued] == [
        ("2024-03", Decimal(0), None),
        ("2024-04", Decimal(0), None),
        ("2024-05", Decimal(0), None),
    ]
    assert account.state.statements == ()
    assert refused_by(account, invoice("2024-03"), account.seen_at) == ("rule", ["MA-04"])
    assert account.count(e.StatementFrozen) == 0


def test_ma_04_what_is_not_invoiced_within_the_month_after_is_frozen_by_30_per_cent() -> None:
    """The source's 90, so 30, is rounded: 27.00."""
    account = to_be_invoiced(amount="90.00")
    account.time_to(APRIL_ENDS)
    assert account.count(e.StatementFrozen) == 0
    account.time_to(APRIL_ENDS + TICK)
    assert account.last(e.StatementFrozen) == e.StatementFrozen(statement="2024-03", amount=yuan("27.00"))
    assert account.dated(e.StatementFrozen) == [APRIL_ENDS]
    assert shown(account)["frozen_for_want_of_invoices"] == "27.00"
    assert account.state.deposit == yuan("5000.00")


def test_ma_04_an_invoice_in_the_last_moment_of_the_month_is_in_time() -> None:
    account = to_be_invoiced()
    account.issue(invoice(), APRIL_ENDS)
    account.time_to(MAY_ENDS)
    assert account.count(e.StatementFrozen) == 0
    late = to_be_invoiced()
    late.issue(invoice(), APRIL_ENDS + TICK)
    assert [type(one.event) for one in late.history[-4:]] == [
        e.StatementFrozen,
        e.StatementIssued,
        e.InvoiceSubmitted,
        e.StatementReleased,
    ]


@pytest.mark.parametrize(
    ("amount", "share"),
    [
        ("90.00", "27.00"),
        ("0.01", "0.00"),
        ("0.02", "0.01"),
        ("0.05", "0.02"),
        ("0.15", "0.05"),
        ("0.16", "0.05"),
        ("99.99", "30.00"),
        ("999999999999.99", "300000000000.00"),
    ],
)
def test_ma_04_halves_of_a_fen_go_up(amount: str, share: str) -> None:
    assert share_frozen(yuan(amount), DEFAULT_POLICY) == yuan(share)


def test_ma_04_a_late_invoice_lifts_the_freeze_of_its_own_statement_alone() -> None:
    account = frozen()
    account.issue(subsidy("50.00"), account.seen_at)
    account.time_to(MAY_ENDS + TICK)
    account.issue(subsidy("1.00"), account.seen_at)
    account.time_to(account.seen_at + 31 * DAY)
    assert shown(account)["frozen_for_want_of_invoices"] == "42.00"
    assert account.issue(invoice("2024-03"), account.seen_at)[1:] == [
        e.StatementReleased(statement="2024-03", amount=yuan("27.00"))
    ]
    assert shown(account)["frozen_for_want_of_invoices"] == "15.00"


def test_ma_04_what_was_invoiced_once_is_settled() -> None:
    account = to_be_invoiced()
    account.issue(invoice(), account.seen_at)
    assert account.state.statements == ()
    assert refused_by(account, invoice(), account.seen_at) == ("rule", ["MA-04"])


@pytest.mark.parametrize("statement", ["2024-04", "2023-03", "2024-03-closing"])
def test_ma_04_a_statement_that_is_not_there_cannot_be_invoiced(statement: str) -> None:
    refusal = refused(to_be_invoiced(), invoice(statement), MARCH_ENDS + hours(1))
    assert [(one.rule, one.observed, one.required) for one in refusal.violations] == [("MA-04", statement, ["2024-03"])]


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "service", "taxpayer": "general", "form": "special_vat"},
        {"kind": "service", "quantity": 7, "taxpayer": "general", "form": "ordinary"},
        {"kind": "goods", "quantity": 0, "taxpayer": "small", "form": "special_vat_by_tax_office"},
        {"kind": "goods", "quantity": 0, "taxpayer": "small", "form": "ordinary"},
    ],
)
def test_ma_04_invoices_for_services_or_for_goods_with_quantity_0_will_do(given: Any) -> None:
    account = to_be_invoiced()
    [event] = account.issue(invoice(**given), account.seen_at)
    assert isinstance(event, e.InvoiceSubmitted)


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ({"kind": "goods", "quantity": 1}, [(1, 0)]),
        ({"kind": "goods", "quantity": None}, [(None, 0)]),
        (
            {"taxpayer": "general", "form": "special_vat_by_tax_office"},
            [("special_vat_by_tax_office", ["special_vat", "ordinary"])],
        ),
        (
            {"taxpayer": "small", "form": "special_vat"},
            [("special_vat", ["special_vat_by_tax_office", "ordinary"])],
        ),
        (
            {"kind": "goods", "quantity": 2, "taxpayer": "small", "form": "special_vat"},
            [(2, 0), ("special_vat", ["special_vat_by_tax_office", "ordinary"])],
        ),
    ],
)
def test_ma_04_all_that_is_wrong_with_an_invoice_is_told_at_once(given: Any, seen: Any) -> None:
    account = to_be_invoiced()
    refusal = refused(account, invoice(**given), account.seen_at)
    assert [one.rule for one in refusal.violations] == ["MA-04"] * len(seen)
    assert [(one.observed, one.required) for one in refusal.violations] == seen
    assert account.state.statements != ()


@pytest.mark.parametrize("statement", ["2024-3", "2024-13", "2024-00", "24-03", "2024-03-CLOSING", "2024-03 "])
def test_ma_04_a_statement_is_named_after_its_month(statement: str) -> None:
    with pytest.raises(ValidationError):
        invoice(statement)


def test_ma_04_with_automatic_deduction_the_share_is_taken_from_the_deposit_and_settles_the_statement() -> None:
    account = automatic()
    account.time_to(APRIL_ENDS + TICK)
    deducted = e.StatementDeducted(statement="2024-03", amount=yuan("27.00"), balance=yuan("4973.00"))
    assert account.last(e.StatementDeducted) == deducted
    assert (account.state.deposit, account.state.statements) == (yuan("4973.00"), ())
    assert refused_by(account, invoice(), account.seen_at) == ("rule", ["MA-04"])


@pytest.mark.parametrize(("deposit", "event"), [("27.00", e.StatementDeducted), ("26.99", e.StatementFrozen)])
def test_ma_04_a_deposit_that_does_not_hold_as_much_is_not_touched(deposit: str, event: type[Any]) -> None:
    account = opened()
    account.issue(paid(deposit), OPENED + hours(1))
    account.issue(m.SetAutomaticDeduction(on=True), OPENED + hours(1))
    account.issue(subsidy("90.00"), OPENED + DAY)
    account.time_to(APRIL_ENDS + TICK)
    assert account.count(event) == 1
    assert account.state.deposit == (yuan("0.00") if event is e.StatementDeducted else yuan("26.99"))


def test_ma_04_what_is_frozen_already_is_deducted_when_the_merchant_chooses_so() -> None:
    account = frozen()
    events = account.issue(m.SetAutomaticDeduction(on=True), account.seen_at)
    assert [type(one) for one in events] == [e.AutomaticDeductionSet, e.StatementDeducted]
    assert account.state.frozen == Decimal(0)
    assert account.issue(m.SetAutomaticDeduction(on=True), account.seen_at) == []


def test_ma_04_what_is_frozen_is_deducted_as_soon_as_the_deposit_holds_as_much() -> None:
    account = opened()
    account.issue(m.SetAutomaticDeduction(on=True), OPENED)
    account.issue(subsidy("90.00"), OPENED + DAY)
    account.time_to(MARCH_ENDS + TICK)
    account.issue(subsidy("10.00"), account.seen_at)
    account.time_to(MAY_ENDS + TICK)
    assert shown(account)["frozen_for_want_of_invoices"] == "30.00"
    events = account.issue(paid("28.00"), account.seen_at)
    assert [type(one) for one in events] == [e.DepositPaid, e.StatementDeducted]
    assert (account.state.deposit, account.state.frozen) == (yuan("1.00"), yuan("3.00"))
    account.issue(paid("2.00"), account.seen_at)
    assert (account.state.deposit, account.state.frozen) == (yuan("0.00"), yuan("0.00"))


def test_ma_04_without_the_merchants_choice_the_deposit_is_not_touched() -> None:
    account = frozen()
    account.issue(paid("1000.00"), account.seen_at)
    assert account.state.deposit == yuan("6000.00")
    account = automatic()
    account.issue(m.SetAutomaticDeduction(on=False), account.seen_at)
    account.time_to(APRIL_ENDS + TICK)
    assert account.count(e.StatementFrozen) == 1


def test_ma_04_the_merchant_is_warned_of_what_will_happen() -> None:
    account = to_be_invoiced()
    account.time_to(APRIL_ENDS)
    warning = account.last(DeadlineApproaching)
    assert (warning.deadline, warning.due_at, warning.then) == ("invoice_due", APRIL_ENDS, "freeze")
    account = automatic()
    account.time_to(APRIL_ENDS)
    assert account.last(DeadlineApproaching).then == "deduct"


def test_nobody_is_warned_of_the_end_of_a_month_and_it_cannot_be_moved() -> None:
    account = subsidised()
    assert account.deadlines == {"month_end": MARCH_ENDS}
    extension = Extend(deadline="month_end", until=APRIL_ENDS, reason=WHY)
    assert refused_by(account, extension, OPENED + DAY)[0] == "status"
    account.time_to(MARCH_ENDS + TICK)
    assert account.count(DeadlineApproaching) == 0


def test_ma_04_ops_give_more_time_to_invoice_a_statement() -> None:
    account = to_be_invoiced()
    until = APRIL_ENDS + timedelta(days=3)
    account.issue(Extend(deadline="invoice_due", until=until, reason=WHY), account.seen_at)
    account.time_to(until)
    assert account.count(e.StatementFrozen) == 0
    account.time_to(until + TICK)
    assert account.dated(e.StatementFrozen) == [until]


def test_ma_04_statements_extended_to_the_same_moment_are_both_frozen_then() -> None:
    account = to_be_invoiced()
    account.issue(Extend(deadline="invoice_due", until=MAY_ENDS, reason=WHY), account.seen_at)
    account.issue(subsidy("10.00"), account.seen_at)
    account.time_to(MAY_ENDS + TICK)
    assert [one.event.statement for one in account.history if isinstance(one.event, e.StatementFrozen)] == [
        "2024-03",
        "2024-04",
    ]


def test_ma_04_how_long_and_how_much_is_the_policys() -> None:
    account = to_be_invoiced(platform(invoice_due=2, invoice_freeze_share=Decimal("0.5")))
    account.time_to(MAY_ENDS)
    assert account.count(e.StatementFrozen) == 0
    account.time_to(MAY_ENDS + TICK)
    assert account.last(e.StatementFrozen).amount == yuan("45.00")


def test_ma_04_the_years_turn() -> None:
    account = opened()
    december = datetime.fromisoformat("2024-12-31T23:59:59+08:00")
    account.issue(subsidy("1.00"), december)
    account.time_to(december + timedelta(seconds=1))
    assert account.last(e.StatementIssued).statement == "2024-12"
    assert account.last(e.StatementIssued).invoice_due_at == datetime.fromisoformat("2025-01-31T23:59:59.999999+08:00")
