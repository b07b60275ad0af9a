"""How each event changes a merchant account."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from luyue.domain.merchant_account import events as e
from luyue.domain.merchant_account import state as s
from luyue.domain.merchant_account.calendar import month_after, month_of
from luyue.domain.merchant_account.state import Enterprise, MerchantAccount, Statement
from luyue.domain.messages import Event


def evolve(state: MerchantAccount, event: Event, at: datetime) -> MerchantAccount:
    """The state after one more event of this kind."""
    changes: dict[str, Any]
    match event:
        case e.AccountOpened():
            changes = {
                "status": s.OPEN,
                "merchant_id": event.merchant_id,
                "categories": event.categories,
                "deposit_required": event.deposit_required,
                "month": month_of(at),
                "policy_version": event.policy_version,
            }
        case e.ProfileUpdated():
            changes = {"enterprise": _shown(state.enterprise, event)}
        case e.LicenceReviewed():
            changes = {"enterprise": state.enterprise.model_copy(update={"licence_approved": event.approved})}
        case e.CategoriesChanged():
            changes = {"categories": event.categories, "deposit_required": event.deposit_required}
        case e.DepositPaid():
            changes = {"deposit": event.balance}
        case e.SubsidyRecorded():
            changes = {"month": event.month, "subsidies": state.subsidies + event.amount}
        case e.StatementIssued():
            changes = _with_statement(state, event, at)
        case e.InvoiceSubmitted():
            changes = {"statements": _without(state, event.statement)}
        case e.StatementFrozen():
            changes = {"statements": _frozen(state, event)}
        case e.StatementDeducted():
            changes = {"statements": _without(state, event.statement), "deposit": event.balance}
        case e.StatementReleased():
            changes = {}
        case e.AutomaticDeductionSet():
            changes = {"automatic_deduction": event.on}
        case e.ProductDelistingNoted():
            changes = {"noted": {**state.noted, event.product_id: event.began_with}}
        case e.SevereDelistingPenalised():
            penalised = {**state.penalised, event.product_id: event.began_with}
            changes = {"deposit": event.balance, "penalised": penalised}
        case e.ShopClosedByPlatform():
            changes = {
                "status": s.CLOSED,
                "closed_reason": "severe_counterfeiting",
                "frozen_at": at,
                "closing_at": state.closing_at or at,
                "fees_due_at": event.fees_due_at,
            }
        case e.ClosingStarted():
            changes = {"status": s.CLOSING, "closing_at": at, "fees_due_at": event.fees_due_at}
        case e.ClosingReviewed():
            changes = {"reviewed_at": at, "open_processes": dict(event.open)}
        case e.ShopClosed():
            changes = {"status": s.CLOSED, "closed_reason": "closed_by_merchant", "open_processes": {}}
        case e.ClosingFinished():
            changes = {"status": s.CLOSED, "closed_reason": "closed_unsettled", "open_processes": {}}
        case e.FreezeLifted():
            changes = {"frozen_at": None}
        case e.DepositReturnRequested():
            changes = {"deposit_return_requested_at": at}
        case e.DepositReturned():
            changes = {"deposit": s.NOTHING, "deposit_returned_at": at}
        case _:
            raise TypeError(f"a merchant account knows no {event.type_name()}")
    return state.model_copy(update=changes)


def after(state: MerchantAccount, events: Iterable[Event], at: datetime) -> MerchantAccount:
    """The state after several events of one moment."""
    for event in events:
        state = evolve(state, event, at)
    return state


def _shown(before: Enterprise, event: e.ProfileUpdated) -> Enterprise:
    changes = {name: value for name in type(event).model_fields if (value := getattr(event, name)) is not None}
    if event.licence is not None:
        changes["licence_approved"] = None
    return before.model_copy(update=changes)


def _with_statement(state: MerchantAccount, event: e.StatementIssued, at: datetime) -> dict[str, Any]:
    statements = state.statements
    if event.invoice_due_at is not None:
        issued = Statement(name=event.statement, amount=event.amount, issued_at=at, invoice_due_at=event.invoice_due_at)
        statements = (*statements, issued)
    ends_the_month = event.statement == state.month
    month = month_after(state.month) if ends_the_month else state.month
    return {"statements": statements, "subsidies": s.NOTHING, "month": month}


def _without(state: MerchantAccount, name: str) -> tuple[Statement, ...]:
    return tuple(one for one in state.statements if one.name != name)


def _frozen(state: MerchantAccount, event: e.StatementFrozen) -> tuple[Statement, ...]:
    return tuple(
        one.model_copy(update={"frozen": event.amount}) if one.name == event.statement else one
        for one in state.statements
    )
