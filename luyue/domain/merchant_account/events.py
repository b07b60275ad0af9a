"""The events of a merchant account. Money is in yuan; months are Beijing's."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from luyue.domain.arbitration import Reference
from luyue.domain.categories import category_code
from luyue.domain.facts.products import DelistingReason, Severity
from luyue.domain.merchant_account.invoices import InvoiceForm, InvoiceKind, Taxpayer
from luyue.domain.messages import Event, Identifier, Moment
from luyue.domain.policy import ONCE, CategoryCode, Money, Positive, Whole
from luyue.domain.process import Note

ClosedReason = Literal["closed_by_merchant", "closed_unsettled", "severe_counterfeiting"]

Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
"""As `2024-03`."""
StatementName = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])(-closing)?$")]
"""The month that a statement is for; with `-closing` where it ends with the day on which the shop began to close."""


def _coded(name: object) -> object:
    return category_code(name) if isinstance(name, str) else name


Category = Annotated[CategoryCode, BeforeValidator(_coded)]
"""A main category's code; a name or an alias is taken for it, as in facts."""
Categories = Annotated[
    tuple[Category, ...],
    Field(min_length=1, max_length=38),
    ONCE,
    AfterValidator(lambda codes: tuple(sorted(codes))),
]


class AccountOpened(Event):
    """The shop is open; its deposit is to be paid (MA-03, MA-07)."""

    merchant_id: Identifier
    categories: Categories
    deposit_required: Money
    policy_version: str


class ProfileUpdated(Event):
    """What the enterprise account shows from now on, as far as it is other than before (MA-07)."""

    name: Note | None = None
    industry: Category | None = None
    contact_id: Identifier | None = None
    licence: Reference | None = None
    logo: Reference | None = None
    background: Reference | None = None
    introduction: Note | None = None


class LicenceReviewed(Event):
    """Ops have looked at the business licence (MA-07)."""

    licence: Reference
    approved: bool
    reason: Note | None


class CategoriesChanged(Event):
    """The shop sells in other categories, and the highest deposit of theirs is required (MA-03)."""

    categories: Categories
    deposit_required: Money


class DepositPaid(Event):
    """The shop's deposit has grown to `balance` (MA-03)."""

    amount: Money
    balance: Money


class SubsidyRecorded(Event):
    """A subsidy of the platform's is on the month's statement (MA-04)."""

    month: Month
    amount: Money


class StatementIssued(Event):
    """What the platform has subsidised in a month; to be invoiced until `invoice_due_at`, unless nothing (MA-04)."""

    statement: StatementName
    amount: Money
    invoice_due_at: Moment | None


class InvoiceSubmitted(Event):
    """A statement is settled by an invoice (MA-04)."""

    statement: StatementName
    kind: InvoiceKind
    quantity: Whole | None
    taxpayer: Taxpayer
    form: InvoiceForm


class StatementFrozen(Event):
    """A statement was not invoiced in time: so much of the merchant's payments is frozen until it is (MA-04)."""

    statement: StatementName
    amount: Money


class StatementReleased(Event):
    """What was frozen for want of an invoice is the merchant's again (MA-04)."""

    statement: StatementName
    amount: Money


class StatementDeducted(Event):
    """A statement is settled without an invoice: so much was taken from the deposit, which is `balance` now (MA-04)."""

    statement: StatementName
    amount: Money
    balance: Money


class AutomaticDeductionSet(Event):
    """Whether statements that are not invoiced in time are settled from the deposit (MA-04)."""

    on: bool


class ProductDelistingNoted(Event):
    """A product of the merchant's was delisted; `began_with` is the report, by version, that said so first (MA-05)."""

    product_id: Identifier
    reason: DelistingReason
    severity: Severity
    since: Moment
    began_with: Positive


class SevereDelistingPenalised(Event):
    """A product was severely delisted: so much was taken from the deposit, which is `balance` now (MA-05).

    `began_with` is the report, by version, that said first that the product was delisted.
    """

    product_id: Identifier
    reason: DelistingReason
    since: Moment
    began_with: Positive
    deducted: Money
    balance: Money


class ShopClosedByPlatform(Event):
    """Severe counterfeiting: the shop is closed, its deposit and its payments are frozen (MA-05).

    This year's fees are due at `fees_due_at` (MA-04). `found_by` lets others find when the shop began to close (IX-28).
    """

    found_by: str
    product_id: Identifier
    deposit_frozen: Money
    fees_due_at: Moment


class ClosingStarted(Event):
    """The merchant closes its shop: nothing new begins; this year's fees are due at `fees_due_at` (MA-04, IX-28).

    `found_by` lets others find when that was.
    """

    found_by: str
    fees_due_at: Moment
    reason: Note | None


class ClosingReviewed(Event):
    """How many processes of the merchant's were still open, by kind (IX-28)."""

    open: Mapping[str, int]


class ShopClosed(Event):
    """Every obligation is finished, and every statement settled (IX-28)."""


class ClosingFinished(Event):
    """Ops have ended a closing in which nothing is open but statements: they stay on record (IX-28)."""

    reason: Note


class FreezeLifted(Event):
    """Ops have freed the deposit and the payments of a shop that the platform had closed (MA-05)."""

    reason: Note


class DepositReturnRequested(Event):
    """An item for a person, who returns the deposit (MA-03)."""

    amount: Money


class DepositReturned(Event):
    """The deposit has been returned: nothing is left of it (MA-03)."""

    amount: Money


EVENTS: tuple[type[Event], ...] = (
    AccountOpened,
    ProfileUpdated,
    LicenceReviewed,
    CategoriesChanged,
    DepositPaid,
    SubsidyRecorded,
    StatementIssued,
    InvoiceSubmitted,
    StatementFrozen,
    StatementReleased,
    StatementDeducted,
    AutomaticDeductionSet,
    ProductDelistingNoted,
    SevereDelistingPenalised,
    ShopClosedByPlatform,
    ClosingStarted,
    ClosingReviewed,
    ShopClosed,
    ClosingFinished,
    FreezeLifted,
    DepositReturnRequested,
    DepositReturned,
)
