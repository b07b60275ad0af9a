"""What a merchant account shows of itself: to lists and the database, to the merchant, and as a process answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from luyue.domain.facts import closing_claim, delistings_subject
from luyue.domain.merchant_account import state as s
from luyue.domain.merchant_account.checklist import checklist, is_complete
from luyue.domain.merchant_account.endings import ending
from luyue.domain.merchant_account.state import Enterprise, MerchantAccount, Statement
from luyue.domain.policy import Policy
from luyue.domain.process import Role, Summary


def summary(state: MerchantAccount) -> Summary:
    """The merchant, the claim by which nothing new begins with it (IX-28), and who delists its products (MA-05)."""
    is_closed = state.status == s.CLOSED
    listening = frozenset() if is_closed or not state.status else frozenset({delistings_subject(state.merchant_id)})
    return Summary(
        closed=is_closed,
        merchant_id=state.merchant_id or None,
        claim=closing_claim(state.merchant_id) if state.status in (s.CLOSING, s.CLOSED) else None,
        subjects=listening,
    )


def allowed_actions(state: MerchantAccount, role: Role) -> Sequence[str]:
    """The commands that the status allows a role; services may do what the merchant may, and report its money."""
    match role:
        case "merchant":
            return _of_merchant(state)
        case "service":
            money = ["pay-deposit", "record-subsidy"] if state.status in (s.OPEN, s.CLOSING) else _return(state)
            return [*_of_merchant(state), *money]
        case "ops":
            return _of_ops(state)
        case _:
            return []


def _of_merchant(state: MerchantAccount) -> list[str]:
    invoices = ["submit-invoice"] if state.statements else []
    match state.status:
        case s.OPEN:
            return ["update-profile", "set-categories", "set-automatic-deduction", *invoices, "close-shop"]
        case s.CLOSING:
            return ["update-profile", "set-automatic-deduction", *invoices, "review-closing"]
        case s.CLOSED:
            return invoices
        case _:
            return []


def _return(state: MerchantAccount) -> list[str]:
    return ["record-deposit-return"] if state.is_return_due else []


def _of_ops(state: MerchantAccount) -> list[str]:
    if state.status == s.CLOSED:
        return ["lift-freeze"] if state.frozen_at is not None else _return(state)
    found = ["review-closing", "finish-closing"] if state.status == s.CLOSING else []
    if state.enterprise.licence is not None and state.enterprise.licence_approved is None:
        found.append("review-licence")
    if state.to_be_invoiced:
        found.append("extend")
    return found


def details(state: MerchantAccount, policy: Policy) -> Mapping[str, Any]:
    """The part of a process answer that only this kind has. Times are in UTC, money in yuan, months Beijing's."""
    shown = state.model_dump(mode="json")
    closing = ending(state)
    missing = s.NOTHING if state.status == s.CLOSED else max(state.deposit_required - state.deposit, s.NOTHING)
    has_running_month = state.status == s.OPEN or state.subsidies > s.NOTHING
    return {
        "categories": shown["categories"],
        "checklist": {"items": checklist(state.enterprise), "complete": is_complete(state.enterprise)},
        "enterprise": _enterprise(state.enterprise),
        "deposit": {
            "required": str(state.deposit_required),
            "balance": str(state.deposit),
            "missing": str(missing),
            "return_requested_at": shown["deposit_return_requested_at"],
            "returned_at": shown["deposit_returned_at"],
        },
        "running_month": {"month": state.month if has_running_month else None, "subsidies": str(state.subsidies)},
        "statements": [_statement(state, one) for one in state.statements],
        "frozen_for_want_of_invoices": str(state.frozen),
        "automatic_deduction": state.automatic_deduction,
        "frozen_by_platform_at": shown["frozen_at"],
        "closing": {
            "since": shown["closing_at"],
            "fees_due_at": shown["fees_due_at"],
            "reviewed_at": shown["reviewed_at"],
            "open_processes": shown["open_processes"],
        },
        "ending": closing.model_dump(mode="json") if closing else None,
    }


def _statement(state: MerchantAccount, one: Statement) -> Mapping[str, Any]:
    """With the time to invoice it that ops have given, if they have (MA-04)."""
    return one.model_copy(update={"invoice_due_at": state.due_at(one)}).model_dump(mode="json")


def _enterprise(enterprise: Enterprise) -> Mapping[str, Any]:
    """Texts by their ids alone: their digests are nobody's business."""
    shown = enterprise.model_dump(mode="json", exclude={"name", "introduction"})
    texts = {"name_id": enterprise.name, "introduction_id": enterprise.introduction}
    return {**shown, **{name: note.id if note else None for name, note in texts.items()}}
