"""Who is told what of a merchant account's events; the words are in notice_texts.py."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from luyue.domain.merchant_account import events as e
from luyue.domain.merchant_account.notice_texts import TEXTS
from luyue.domain.messages import Event, Happened, Value
from luyue.domain.notices import OPS, Notice, Notices, Parties
from luyue.domain.process import ClockAdvanced, DeadlineApproaching, DeadlineExtended, ProcessLinked


class _Told(Value):
    """One message key for the merchant, another for ops where they have something to do or to know of."""

    merchant: str
    ops: str | None = None
    parameters: Mapping[str, Any] = {}


def notices(happened: Happened, parties: Parties) -> Sequence[Notice]:
    """The notices of one event; none where nobody needs to know."""
    told = _told(happened.event)
    if told is None:
        return []
    given = {**parties.model_dump(), "at": happened.at, **told.parameters}
    parameters = {name: _plain(value) for name, value in given.items()}
    recipients = ((parties.merchant, told.merchant), (OPS, told.ops))
    return [
        Notice(recipient=recipient, message=f"merchant-account.{message}", parameters=parameters)
        for recipient, message in recipients
        if recipient is not None and message is not None
    ]


NOTICES = Notices(of=notices, texts=TEXTS)


def _told(event: Event) -> _Told | None:
    """Ops are told of what they have to do, a licence or a deposit, and of shops that the platform has closed."""
    match event:
        case e.AccountOpened():
            return _Told(merchant="opened", parameters={"deposit_required": event.deposit_required})
        case e.ProfileUpdated():
            return _Told(merchant="profile-updated", ops="licence-submitted" if event.licence else None)
        case e.LicenceReviewed():
            return _Told(merchant="licence-approved" if event.approved else "licence-rejected")
        case e.CategoriesChanged():
            return _Told(merchant="categories-changed", parameters={"deposit_required": event.deposit_required})
        case e.DepositPaid():
            return _Told(merchant="deposit-paid", parameters=dict(event))
        case e.StatementIssued() if event.invoice_due_at is None:
            return _Told(merchant="statement-of-nothing", parameters={"statement": event.statement})
        case e.StatementIssued():
            return _Told(merchant="statement", parameters=dict(event))
        case e.InvoiceSubmitted():
            return _Told(merchant="invoiced", parameters={"statement": event.statement})
        case e.StatementFrozen():
            return _Told(merchant="frozen", parameters=dict(event))
        case e.StatementReleased():
            return _Told(merchant="released", parameters=dict(event))
        case e.StatementDeducted():
            return _Told(merchant="deducted", parameters=dict(event))
        case e.AutomaticDeductionSet():
            return _Told(merchant=f"automatic-deduction-{'on' if event.on else 'off'}")
        case e.ProductDelistingNoted():
            return _Told(merchant=f"delisted.{event.reason}", parameters={"product_id": event.product_id})
        case e.SevereDelistingPenalised():
            amounts = {"deducted": event.deducted, "balance": event.balance}
            return _Told(merchant=f"penalised.{event.reason}", parameters={"product_id": event.product_id, **amounts})
        case e.ShopClosedByPlatform():
            return _Told(merchant="closed-by-platform", ops="closed-by-platform", parameters=dict(event))
        case e.ClosingStarted():
            return _Told(merchant="closing", parameters={"fees_due_at": event.fees_due_at})
        case e.ShopClosed():
            return _Told(merchant="closed")
        case e.ClosingFinished():
            return _Told(merchant="finished")
        case e.FreezeLifted():
            return _Told(merchant="freeze-lifted")
        case e.DepositReturnRequested():
            return _Told(merchant="deposit-return", ops="deposit-return", parameters={"amount": event.amount})
        case e.DepositReturned():
            return _Told(merchant="deposit-returned", parameters={"amount": event.amount})
        case DeadlineApproaching():
            due_soon = f"due-soon.{event.deadline}.{event.then}"
            return _Told(merchant=due_soon, parameters={"statements": event.about, "due_at": event.due_at})
        case DeadlineExtended():
            times = {"due_at": event.due_at, "until": event.until}
            return _Told(merchant=f"extended.{event.deadline}", parameters=times)
        case e.SubsidyRecorded() | e.ClosingReviewed() | ClockAdvanced() | ProcessLinked():
            return None
        case _:
            raise TypeError(f"nobody knows whom to tell of {event.type_name()}")


def _plain(value: Any) -> Any:
    """As JSON holds it: times RFC 3339 in UTC, money written out."""
    match value:
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case Decimal():
            return str(value)
        case _:
            return value
