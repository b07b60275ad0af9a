"""Which invoices a statement is settled by, and what is frozen without one (MA-04)."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from luyue.domain.facts.numbers import FEN
from luyue.domain.messages import Text, Violation
from luyue.domain.policy import Policy

InvoiceKind = Literal["service", "goods"]
Taxpayer = Literal["general", "small"]
InvoiceForm = Literal["special_vat", "special_vat_by_tax_office", "ordinary"]

FORMS: Mapping[Taxpayer, tuple[InvoiceForm, ...]] = {
    "general": ("special_vat", "ordinary"),
    "small": ("special_vat_by_tax_office", "ordinary"),
}
"""What each sort of taxpayer issues: special VAT invoices, its own or the tax office's, or ordinary ones if need be."""


def faults(kind: InvoiceKind, quantity: int | None, taxpayer: Taxpayer, form: InvoiceForm) -> list[Violation]:
    """What is wrong with an invoice; nothing where it will do. MA-04

    A goods invoice stands in for one of services, and shows it by the quantity 0.
    """
    found = []
    if kind == "goods" and quantity != 0:
        found.append(
            Violation(
                rule="MA-04",
                message=Text(zh="货物类发票的数量须为 0。", en="An invoice for goods must show the quantity 0."),
                observed=quantity,
                required=0,
                remedy=Text(
                    zh="请将数量写成 0,或开具服务类发票。", en="Show the quantity 0, or issue an invoice for services."
                ),
            )
        )
    if form not in FORMS[taxpayer]:
        found.append(
            Violation(
                rule="MA-04",
                message=Text(
                    zh="该类纳税人不能以此形式开具发票。", en="A taxpayer of this sort does not issue such an invoice."
                ),
                observed=form,
                required=list(FORMS[taxpayer]),
                remedy=Text(
                    zh="一般纳税人请开具增值税专用发票;小规模纳税人请由税务机关代开;确有困难的可开具普通发票。",
                    en="General taxpayers issue special VAT invoices, small ones have the tax office issue them; "
                    "ordinary ones will do if need be.",
                ),
            )
        )
    return found


def share_frozen(amount: Decimal, policy: Policy) -> Decimal:
    """What of a statement's amount, in yuan, is frozen where it was not invoiced in time; halves of a fen go up. MA-04

    The source's example, 30 of 90, is rounded: 30 % of 90.00 is 27.00.
    """
    return (amount * policy.invoice_freeze_share).quantize(FEN, rounding=ROUND_HALF_UP)
