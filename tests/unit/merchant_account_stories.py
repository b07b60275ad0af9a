"""Where merchant accounts stand when a test begins: merchant m1 sells tea; its account is opened on 1 March 2024."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from luyue.domain.facts import Delisting
from luyue.domain.merchant_account import MERCHANT_ACCOUNT
from luyue.domain.merchant_account import messages as m
from luyue.domain.messages import Command, Refusal
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import Note
from tests.unit.given_when_then import START, TICK, Platform, Process, hours

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
OPENED = START
NAME = Note(id="name-1", digest="digest-1")
INTRODUCTION = Note(id="introduction-1", digest="digest-2")
WHY = Note(id="note-1", digest="digest-3")
TEA = "food_and_beverages"
MARCH_ENDS = datetime.fromisoformat("2024-03-31T23:59:59.999999+08:00")
APRIL_ENDS = datetime.fromisoformat("2024-04-30T23:59:59.999999+08:00")
MAY_ENDS = datetime.fromisoformat("2024-05-31T23:59:59.999999+08:00")
CLOSING_AT = datetime.fromisoformat("2024-03-10T12:00:00+08:00")
FEES_DUE = datetime.fromisoformat("2024-03-15T23:59:59.999999+08:00")


def yuan(amount: str) -> Decimal:
    return Decimal(amount)


def platform(**changes: object) -> Platform:
    return Platform(DEFAULT_POLICY.model_copy(update=changes))


def opening(**changes: Any) -> m.Open:
    given: dict[str, Any] = {"merchant_id": "m1", "categories": (TEA,)}
    return m.Open(**given | changes)


def invoice(statement: str = "2024-03", **changes: Any) -> m.SubmitInvoice:
    given: dict[str, Any] = {
        "statement": statement,
        "kind": "service",
        "quantity": None,
        "taxpayer": "general",
        "form": "special_vat",
    }
    return m.SubmitInvoice(**given | changes)


def paid(amount: str) -> m.PayDeposit:
    return m.PayDeposit(amount=yuan(amount))


def subsidy(amount: str) -> m.RecordSubsidy:
    return m.RecordSubsidy(amount=yuan(amount))


def new_account(stage: Platform | None = None) -> Process:
    return Process(stage or platform(), MERCHANT_ACCOUNT, lambda stream: m.Observe(source=stream))


def opened(stage: Platform | None = None, **changes: Any) -> Process:
    account = new_account(stage)
    account.issue(opening(**changes), OPENED)
    return account


def with_deposit(stage: Platform | None = None, amount: str = "5000.00") -> Process:
    account = opened(stage)
    account.issue(paid(amount), OPENED + hours(1))
    return account


def complete(stage: Platform | None = None) -> Process:
    """Everything of the enterprise account is there, and the licence is approved."""
    account = opened(stage)
    profile = m.UpdateProfile(
        name=NAME,
        industry=TEA,
        contact_id="k1",
        licence="documents/licence-1",
        logo="documents/logo-1",
        background="documents/background-1",
        introduction=INTRODUCTION,
    )
    account.issue(profile, OPENED + hours(1))
    account.issue(m.ReviewLicence(approved=True), OPENED + hours(2))
    return account


def under_review(stage: Platform | None = None) -> Process:
    account = opened(stage)
    account.issue(m.UpdateProfile(licence="documents/licence-1"), OPENED + hours(1))
    return account


def subsidised(stage: Platform | None = None, amount: str = "90.00") -> Process:
    account = with_deposit(stage)
    account.issue(subsidy(amount), OPENED + DAY)
    return account


def to_be_invoiced(stage: Platform | None = None, amount: str = "90.00") -> Process:
    """March's statement is there."""
    account = subsidised(stage, amount)
    account.time_to(MARCH_ENDS + TICK)
    return account


def frozen(stage: Platform | None = None, amount: str = "90.00") -> Process:
    """March's statement was not invoiced in time."""
    account = to_be_invoiced(stage, amount)
    account.time_to(APRIL_ENDS + TICK)
    return account


def automatic(stage: Platform | None = None, amount: str = "90.00") -> Process:
    """March's statement is there, and the merchant has chosen automatic deduction."""
    account = to_be_invoiced(stage, amount)
    account.issue(m.SetAutomaticDeduction(on=True), account.seen_at)
    return account


def obligation(stage: Platform) -> Process:
    """Another process of merchant m1's that is open, such as an order; here an account under the same merchant's id."""
    other = new_account(stage)
    other.issue(opening(), OPENED)
    return other


def closing(stage: Platform | None = None) -> Process:
    """The shop is closing, and something is still open."""
    stage = stage or platform()
    obligation(stage)
    account = with_deposit(stage)
    account.issue(m.CloseShop(reason=WHY), CLOSING_AT)
    return account


def closing_with_fees(stage: Platform | None = None, amount: str = "90.00") -> Process:
    """The shop is closing, and the running month had brought a subsidy."""
    account = subsidised(stage, amount)
    account.issue(m.CloseShop(), CLOSING_AT)
    return account


def closed(stage: Platform | None = None) -> Process:
    """Nothing was open at the first look."""
    account = with_deposit(stage)
    account.issue(m.CloseShop(), CLOSING_AT)
    account.time_to(CLOSING_AT + DAY + TICK)
    return account


def severe(reason: str = "counterfeit", since: datetime | None = None, **changes: Any) -> Delisting:
    given = {"merchant_id": "m1", "state": "delisted", "reason": reason, "severity": "severe", "since": since}
    return Delisting.model_validate(given | changes)


def penalised(stage: Platform | None = None, reason: str = "false_advertising") -> Process:
    stage = stage or platform()
    account = with_deposit(stage)
    stage.report("delisting/p1", severe(reason, OPENED + DAY), OPENED + DAY)
    return account


def closed_by_platform(stage: Platform | None = None) -> Process:
    return penalised(stage, "counterfeit")


def counterfeiting(begin: Callable[[Platform], Process], *, automatic: bool = False) -> Process:
    """The platform closes a shop, on 10 March if it is no later already."""
    stage = platform()
    account = begin(stage)
    at = max(account.seen_at, CLOSING_AT)
    account.issue(m.SetAutomaticDeduction(on=automatic), at)
    stage.report("delisting/p1", severe("counterfeit", at), at)
    return account


def finished(stage: Platform | None = None) -> Process:
    """Ops have finished the closing; the statement is not invoiced yet."""
    account = closing_with_fees(stage)
    account.issue(m.FinishClosing(reason=WHY), CLOSING_AT + DAY)
    return account


def deposit_returned(stage: Platform | None = None) -> Process:
    account = closed(stage)
    account.issue(m.RecordDepositReturn(), CLOSING_AT + 2 * DAY)
    return account


def freed(stage: Platform | None = None) -> Process:
    account = closed_by_platform(stage)
    account.issue(m.LiftFreeze(reason=WHY), OPENED + 2 * DAY)
    return account


def refused(account: Process, command: Command, at: datetime) -> Refusal:
    """The refusal that a command meets."""
    with pytest.raises(Refusal) as caught:
        account.issue(command, at)
    return caught.value


def refused_by(account: Process, command: Command, at: datetime) -> tuple[str, list[str]]:
    """The code of the refusal that a command meets, and the rules that it names."""
    refusal = refused(account, command, at)
    assert all(one.message.zh and one.message.en for one in refusal.violations)
    return refusal.code, [one.rule for one in refusal.violations]
