"""The rules of a merchant account: what each command and each deadline leads to, or which rule refuses it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from luyue.domain.facts import Facts, Needs, closing_began, delistings_subject
from luyue.domain.merchant_account import events as e
from luyue.domain.merchant_account import messages as m
from luyue.domain.merchant_account import refusals, statements
from luyue.domain.merchant_account import state as s
from luyue.domain.merchant_account.calendar import end_of_day, month_of
from luyue.domain.merchant_account.delistings import consequences, counterfeits
from luyue.domain.merchant_account.deposits import deposit_required
from luyue.domain.merchant_account.evolution import after, evolve
from luyue.domain.merchant_account.state import MerchantAccount
from luyue.domain.messages import Command, Event
from luyue.domain.policy import Policy
from luyue.domain.process import TimePassed

MOST = Decimal("999999999999.99")
"""In yuan: the largest sum that events and states can hold."""
BEGUN_WITHIN = timedelta(seconds=10)
"""What was decided before a shop began to close is on record by then: a look at what is open misses nothing."""


def needs(state: MerchantAccount, command: Command) -> Needs:
    """The merchant's delistings for its opening and for a report on one; what is still open where the shop's end hangs
    on it (IX-28).
    """
    if isinstance(command, m.Open):
        return Needs(subjects=(delistings_subject(command.merchant_id),))
    ends = state.status == s.CLOSING or isinstance(command, m.LiftFreeze)
    return Needs(
        subjects=(delistings_subject(state.merchant_id),) if isinstance(command, m.Observe) else (),
        open_of=state.merchant_id if ends else None,
    )


def decide(state: MerchantAccount, command: Command, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    """The events that a command leads to, none where it changes nothing; raises `Refusal`."""
    events = _decide(state, command, facts, policy, at)
    return [*events, *_end_of_closing(state, events, facts, at)]


def _decide(state: MerchantAccount, command: Command, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    match state.status, command:
        case "", m.Open():
            return _opened(state, command, facts, policy)
        case ((s.OPEN | s.CLOSING), m.UpdateProfile()):
            return _profile(state, command)
        case ((s.OPEN | s.CLOSING), m.ReviewLicence()):
            return [_licence_reviewed(state, command)]
        case s.OPEN, m.SetCategories():
            return _categories(state, command, policy)
        case ((s.OPEN | s.CLOSING), m.PayDeposit()):
            return _paid(state, command, at)
        case ((s.OPEN | s.CLOSING), m.RecordSubsidy()):
            if state.subsidies + command.amount > MOST:
                raise refusals.beyond_all_money("MA-04", MOST)
            # No month ends in a closing shop that brought nothing.
            return [e.SubsidyRecorded(month=max(state.month, month_of(at)), amount=command.amount)]
        case ((s.OPEN | s.CLOSING), m.SubmitInvoice()):
            return statements.invoiced(state, command)
        case s.CLOSED, m.SubmitInvoice() if state.statements:
            return statements.invoiced(state, command)
        case ((s.OPEN | s.CLOSING), m.SetAutomaticDeduction()):
            return _automatic_deduction(state, command, at)
        case s.OPEN, m.CloseShop():
            return _closing(state, command, policy, at)
        case s.CLOSING, m.ReviewClosing():
            return [e.ClosingReviewed(open=dict(facts.open))]
        case s.CLOSING, m.FinishClosing():
            return _finished(state, command, facts, policy, at)
        case s.CLOSED, m.LiftFreeze() if state.frozen_at is not None:
            return _lifted(state, command, facts, policy, at)
        case s.CLOSED, m.RecordDepositReturn() if state.is_return_due:
            return [e.DepositReturned(amount=state.deposit)]
        case ((s.OPEN | s.CLOSING), m.Observe()):
            return _observed(state, command, facts, policy, at)
        case s.CLOSED, m.Observe():
            return []
        case _, TimePassed():
            return _time_passed(state, command, facts, policy)
        case _:
            raise refusals.forbidden_by_status(state, command)


def _opened(state: MerchantAccount, command: m.Open, facts: Facts, policy: Policy) -> list[Event]:
    if found := counterfeits(command.merchant_id, facts):
        raise refusals.sells_counterfeits(found)
    opened = e.AccountOpened(
        merchant_id=command.merchant_id,
        categories=command.categories,
        deposit_required=deposit_required(command.categories, policy),
        policy_version=policy.version,
    )
    return [opened, *_profile(state, command)]


def _profile(state: MerchantAccount, command: m.Profile) -> list[Event]:
    news = {
        name: value
        for name in m.Profile.model_fields
        if (value := getattr(command, name)) is not None and value != getattr(state.enterprise, name)
    }
    return [e.ProfileUpdated(**news)] if news else []


def _licence_reviewed(state: MerchantAccount, command: m.ReviewLicence) -> Event:
    enterprise = state.enterprise
    if enterprise.licence is None or enterprise.licence_approved is not None:
        raise refusals.no_licence()
    return e.LicenceReviewed(licence=enterprise.licence, approved=command.approved, reason=command.reason)


def _categories(state: MerchantAccount, command: m.SetCategories, policy: Policy) -> list[Event]:
    if command.categories == state.categories:
        return []
    required = deposit_required(command.categories, policy)
    return [e.CategoriesChanged(categories=command.categories, deposit_required=required)]


def _paid(state: MerchantAccount, command: m.PayDeposit, at: datetime) -> list[Event]:
    balance = state.deposit + command.amount
    if balance > MOST:
        raise refusals.beyond_all_money("MA-03", MOST)
    paid = e.DepositPaid(amount=command.amount, balance=balance)
    return [paid, *statements.deducted(evolve(state, paid, at))]


def _automatic_deduction(state: MerchantAccount, command: m.SetAutomaticDeduction, at: datetime) -> list[Event]:
    if command.on == state.automatic_deduction:
        return []
    changed = e.AutomaticDeductionSet(on=command.on)
    return [changed, *statements.deducted(evolve(state, changed, at))]


def _closing(state: MerchantAccount, command: m.CloseShop, policy: Policy, at: datetime) -> list[Event]:
    """MA-04: what the running month has brought is on a statement at once, due with the rest of this year's."""
    fees_due_at = end_of_day(at, policy.closing_fees_due)
    started = e.ClosingStarted(
        found_by=closing_began(state.merchant_id), fees_due_at=fees_due_at, reason=command.reason
    )
    return [started, *statements.last_statement(state, fees_due_at, policy, at)]


def _observed(state: MerchantAccount, command: m.Observe, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """MA-04: a shop that the platform closes has its last statement as one that its merchant closes."""
    found = consequences(state, command.source, facts, policy, at)
    match found:
        case [*_, e.ShopClosedByPlatform(fees_due_at=fees_due_at)]:
            return [*found, *statements.last_statement(state, fees_due_at, policy, at)]
        case _:
            return found


def _finished(
    state: MerchantAccount, command: m.FinishClosing, facts: Facts, policy: Policy, at: datetime
) -> list[Event]:
    """The end without the invoices; a shop that owes none is closed by the look alone."""
    assert state.closing_at is not None
    assert state.fees_due_at is not None
    if at < state.closing_at + BEGUN_WITHIN:
        raise refusals.just_begun()
    if facts.open:
        raise refusals.still_open(facts.open)
    if state.is_settled:
        return [e.ClosingReviewed(open={})]
    issued = statements.last_statement(state, state.fees_due_at, policy, at)
    return [e.ClosingFinished(reason=command.reason), *issued, *_wound_up(after(state, issued, at), policy, at)]


def _lifted(state: MerchantAccount, command: m.LiftFreeze, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    if facts.open:
        raise refusals.still_open(facts.open)
    return [e.FreezeLifted(reason=command.reason), *_wound_up(state, policy, at)]


def _wound_up(state: MerchantAccount, policy: Policy, at: datetime) -> list[Event]:
    """A share of what is not invoiced is frozen or deducted, as no deadline will see to it; the rest is returned."""
    shares = statements.not_invoiced(state, state.to_be_invoiced, policy)
    return [*shares, *_returned(after(state, shares, at))]


def _time_passed(state: MerchantAccount, command: TimePassed, facts: Facts, policy: Policy) -> Sequence[Event]:
    match command.deadline.name:
        case "month_end":
            return [statements.month_ended(state, policy)]
        case "invoice_due" | "closing_fees_due":
            return statements.not_invoiced(state, s.overdue(state, command.deadline), policy)
        case "closing_review":
            return [e.ClosingReviewed(open=dict(facts.open))]
    raise AssertionError(f"a merchant account has no deadline {command.deadline.name}")


def _end_of_closing(state: MerchantAccount, events: Sequence[Event], facts: Facts, at: datetime) -> list[Event]:
    """A closing shop is closed when nothing is open, as can be told by then, and every statement settled (IX-28)."""
    if not events:
        return []
    state = after(state, events, at)
    if state.closing_at is None or state.status != s.CLOSING or at < state.closing_at + BEGUN_WITHIN:
        return []
    if facts.open or not state.is_settled:
        return []
    return [e.ShopClosed(), *_returned(state)]


def _returned(state: MerchantAccount) -> list[Event]:
    return [e.DepositReturnRequested(amount=state.deposit)] if state.deposit > s.NOTHING else []
