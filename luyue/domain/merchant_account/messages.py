"""The commands of a merchant account. Texts and contacts are referred to, never contained.

`pay-deposit` and `record-subsidy` come from services alone, `review-licence`, `finish-closing` and `lift-freeze` from
ops, `record-deposit-return` from both, `observe` from the router.
"""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from luyue.domain.arbitration import Reference
from luyue.domain.facts.knowledge import FactStream
from luyue.domain.facts.numbers import Flag, Yuan
from luyue.domain.merchant_account.events import Categories, Category, StatementName
from luyue.domain.merchant_account.invoices import InvoiceForm, InvoiceKind, Taxpayer
from luyue.domain.messages import Command, Identifier
from luyue.domain.policy import Whole
from luyue.domain.process import Note

Amount = Annotated[Yuan, Field(gt=0, le=Decimal(100_000_000))]
"""In yuan."""


class Profile(Command):
    """What an enterprise account shows (MA-07); what is left out stays as it is.

    `contact_id` is a contact's id; `licence`, `logo` and `background` are references to documents kept elsewhere.
    """

    name: Note | None = None
    industry: Category | None = None
    contact_id: Identifier | None = None
    licence: Reference | None = None
    logo: Reference | None = None
    background: Reference | None = None
    introduction: Note | None = None


class Open(Profile):
    """A merchant opens its enterprise account and shop, to sell in these categories (MA-03, MA-07)."""

    merchant_id: Identifier
    categories: Categories


class UpdateProfile(Profile):
    """More of what an enterprise account shows, or other (MA-07)."""


class ReviewLicence(Command):
    """Ops have looked at the business licence (MA-07)."""

    approved: Flag
    reason: Note | None = None


class SetCategories(Command):
    """The shop sells in other categories: another deposit may be required (MA-03)."""

    categories: Categories


class PayDeposit(Command):
    """The merchant has paid into the shop's deposit, or topped it up (MA-03). In yuan."""

    amount: Amount


class RecordSubsidy(Command):
    """The platform has settled a subsidy with the merchant: it belongs to this month's statement (MA-04). In yuan."""

    amount: Amount


class SubmitInvoice(Command):
    """The merchant has issued the invoice for a statement (MA-04). `quantity` is the one on it: 0 for goods."""

    statement: StatementName
    kind: InvoiceKind
    quantity: Whole | None = None
    taxpayer: Taxpayer
    form: InvoiceForm


class SetAutomaticDeduction(Command):
    """Whether what would be frozen for want of an invoice is taken from the deposit instead (MA-04)."""

    on: Flag


class CloseShop(Command):
    """The merchant gives up its shop: nothing new begins, and the deposit is returned in the end (MA-03, IX-28)."""

    reason: Note | None = None


class ReviewClosing(Command):
    """Looks at once whether a closing shop has anything open still (IX-28)."""


class FinishClosing(Command):
    """Ops end a closing in which nothing is open but statements; what is not invoiced stays on record (IX-28)."""

    reason: Note


class LiftFreeze(Command):
    """Ops free the deposit and the payments of a shop that the platform has closed (MA-05)."""

    reason: Note


class RecordDepositReturn(Command):
    """The deposit that was to be returned has been (MA-03)."""


class Observe(Command):
    """A report that may concern the account has come in; `source` is its stream."""

    source: FactStream


COMMANDS: dict[str, type[Command]] = {
    "open": Open,
    "update-profile": UpdateProfile,
    "review-licence": ReviewLicence,
    "set-categories": SetCategories,
    "pay-deposit": PayDeposit,
    "record-subsidy": RecordSubsidy,
    "submit-invoice": SubmitInvoice,
    "set-automatic-deduction": SetAutomaticDeduction,
    "close-shop": CloseShop,
    "review-closing": ReviewClosing,
    "finish-closing": FinishClosing,
    "lift-freeze": LiftFreeze,
    "record-deposit-return": RecordDepositReturn,
    "observe": Observe,
}
