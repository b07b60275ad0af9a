"""The monthly statement: what it brings, what settles it, and what becomes of it without an invoice (MA-04)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from luyue.domain.merchant_account import events as e
from luyue.domain.merchant_account import messages as m
from luyue.domain.merchant_account import refusals
from luyue.domain.merchant_account import state as s
from luyue.domain.merchant_account.calendar import end_of_month, month_after, month_of
from luyue.domain.merchant_account.invoices import faults, share_frozen
from luyue.domain.merchant_account.state import MerchantAccount, Statement
from luyue.domain.messages import Event, Refusal
from luyue.domain.policy import Policy


def month_ended(state: MerchantAccount, policy: Policy) -> Event:
    """The month's statement. **A** Not invoiced within the month means: not by the end of the next calendar month."""
    due_at = end_of_month(month_after(state.month, policy.invoice_due))
    return e.StatementIssued(
        statement=state.month,
        amount=state.subsidies,
        invoice_due_at=due_at if state.subsidies > s.NOTHING else None,
    )


def last_statement(state: MerchantAccount, fees_due_at: datetime, policy: Policy, at: datetime) -> list[Event]:
    """What the running month has brought until the shop began to close, or since then until its end; if anything."""
    if state.subsidies == s.NOTHING:
        return []
    if state.status == s.CLOSING:
        return [month_ended(state, policy)]
    name = f"{month_of(at)}-closing"
    return [e.StatementIssued(statement=name, amount=state.subsidies, invoice_due_at=fees_due_at)]


def invoiced(state: MerchantAccount, command: m.SubmitInvoice) -> list[Event]:
    """An invoice settles a statement, at any time: what was frozen for want of it is released."""
    statement = state.statement(command.statement)
    if statement is None:
        raise refusals.no_statement(state, command.statement)
    if violations := faults(command.kind, command.quantity, command.taxpayer, command.form):
        raise Refusal("rule", violations)
    found: list[Event] = [e.InvoiceSubmitted(**dict(command))]
    if statement.frozen is not None:
        found.append(e.StatementReleased(statement=statement.name, amount=statement.frozen))
    return found


def not_invoiced(state: MerchantAccount, late: Iterable[Statement], policy: Policy) -> list[Event]:
    """A share is frozen or, where the merchant has so chosen and the deposit holds as much, deducted from it.

    **A** What was deducted settles the statement: no invoice is awaited any more.
    """
    found: list[Event] = []
    balance = state.deposit
    for one in late:
        amount = share_frozen(one.amount, policy)
        if state.automatic_deduction and amount <= balance:
            balance -= amount
            found.append(e.StatementDeducted(statement=one.name, amount=amount, balance=balance))
        else:
            found.append(e.StatementFrozen(statement=one.name, amount=amount))
    return found


def deducted(state: MerchantAccount) -> Sequence[Event]:
    """What is frozen is taken from the deposit, the oldest first, as far as that goes; for who has chosen it."""
    found: list[Event] = []
    balance = state.deposit
    for one in state.statements:
        if state.automatic_deduction and one.frozen is not None and one.frozen <= balance:
            balance -= one.frozen
            found.append(e.StatementDeducted(statement=one.name, amount=one.frozen, balance=balance))
    return found
