"""What a merchant account is: its state, and the moments at which time acts on it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from luyue.domain.merchant_account.calendar import end_of_month, month_of, start_of_month
from luyue.domain.messages import Moment, Value
from luyue.domain.policy import Money, Policy
from luyue.domain.process import Deadline, Note, State

OPEN = "OPEN"
CLOSING = "CLOSING"
CLOSED = "CLOSED"

NOTHING = Decimal("0.00")
EARLY_REVIEWS = 7
"""So often a closing shop is looked at by the policy's measure, every day; then every so many days, to be brief."""


class Statement(Value):
    """A statement that is not settled yet; `frozen` is what was frozen of its amount for want of an invoice (MA-04)."""

    name: str
    amount: Money
    issued_at: Moment
    invoice_due_at: Moment
    frozen: Money | None = None


class Enterprise(Value):
    """What the enterprise account shows, by references (MA-07). `licence_approved`: None until looked at."""

    name: Note | None = None
    industry: str | None = None
    contact_id: str | None = None
    licence: str | None = None
    licence_approved: bool | None = None
    logo: str | None = None
    background: str | None = None
    introduction: Note | None = None


class MerchantAccount(State):
    """`month` is the running one and `subsidies` what it has brought so far; `statements` are those not settled yet.

    `noted` and `penalised` are, by product, the newest delistings that were told to the merchant and that had a severe
    one's consequences, each by the report that it began with. `frozen_at` is when the platform froze deposit and
    payments, until it lifts that.
    """

    merchant_id: str = ""
    categories: tuple[str, ...] = ()
    deposit_required: Money = NOTHING
    deposit: Money = NOTHING
    enterprise: Enterprise = Enterprise()
    month: str = ""
    subsidies: Money = NOTHING
    statements: tuple[Statement, ...] = ()
    automatic_deduction: bool = False
    noted: Mapping[str, int] = {}
    penalised: Mapping[str, int] = {}
    frozen_at: Moment | None = None
    closing_at: Moment | None = None
    fees_due_at: Moment | None = None
    reviewed_at: Moment | None = None
    open_processes: Mapping[str, int] = {}
    deposit_return_requested_at: Moment | None = None
    deposit_returned_at: Moment | None = None

    def statement(self, name: str) -> Statement | None:
        """The unsettled statement of a name."""
        return next((one for one in self.statements if one.name == name), None)

    @property
    def to_be_invoiced(self) -> tuple[Statement, ...]:
        """The statements whose time to be invoiced is still running."""
        return tuple(one for one in self.statements if one.frozen is None)

    @property
    def frozen(self) -> Decimal:
        """What is frozen, in yuan, for want of invoices."""
        return sum((one.frozen for one in self.statements if one.frozen is not None), NOTHING)

    @property
    def is_settled(self) -> bool:
        """Whether no statement is open and none is to come of what was recorded."""
        return not self.statements and self.subsidies == NOTHING

    def is_due_with_closing(self, one: Statement) -> bool:
        """Whether a closing shop must have a statement invoiced earlier than its own time says (MA-04).

        That is what had arisen of this year's, the year's in which it began to close. What ops gave more time before
        has no more of it; what they give afterwards counts.
        """
        if self.closing_at is None or self.fees_due_at is None:
            return False
        has_arisen = one.issued_at <= self.closing_at and one.name[:4] == month_of(self.closing_at)[:4]
        known = tuple(extension for extension in self.extensions if extension.at <= self.closing_at)
        then = self.model_copy(update={"extensions": known})
        return has_arisen and self.fees_due_at <= then.extended("invoice_due", one.invoice_due_at)

    def due_at(self, one: Statement) -> datetime:
        """When a statement is to be invoiced at the latest, with what ops have added (MA-04)."""
        if self.is_due_with_closing(one):
            assert self.fees_due_at is not None
            return self.extended("closing_fees_due", self.fees_due_at)
        return self.extended("invoice_due", one.invoice_due_at)

    @property
    def is_return_due(self) -> bool:
        """Whether the deposit is to be returned and has not been (MA-03)."""
        return self.deposit_return_requested_at is not None and self.deposit > NOTHING


def deadlines(state: MerchantAccount, policy: Policy) -> Sequence[Deadline]:
    """The moments at which time acts: the month's end, invoices due, and the look at what a closing shop has open."""
    if state.status not in (OPEN, CLOSING):
        return []
    return [*_month_end(state), *_invoices_due(state), *_closing(state, policy)]


def _month_end(state: MerchantAccount) -> list[Deadline]:
    """Of a closing shop only where the month has brought anything."""
    if state.status == CLOSING and state.subsidies == NOTHING:
        return []
    assert state.created_at is not None
    due_at = end_of_month(state.month)
    since = max(start_of_month(state.month), state.created_at)
    then = "issue_statement"
    return [Deadline(name="month_end", due_at=due_at, judged_at=due_at, then=then, since=since, subject=state.month)]


def _invoices_due(state: MerchantAccount) -> list[Deadline]:
    """In the order in which ops give them more time: what is due next and has not been given any before the others."""
    running: dict[datetime, list[Statement]] = {}
    for one in state.to_be_invoiced:
        if not state.is_due_with_closing(one):
            running.setdefault(state.due_at(one), []).append(one)
    in_order = sorted(
        running, key=lambda due_at: (all(one.invoice_due_at != due_at for one in running[due_at]), due_at)
    )
    return [_deadline(state, "invoice_due", running[due_at][0].issued_at, running[due_at]) for due_at in in_order]


def _closing(state: MerchantAccount, policy: Policy) -> list[Deadline]:
    if state.closing_at is None:
        return []
    since = state.reviewed_at or state.closing_at
    is_early = since < state.closing_at + EARLY_REVIEWS * policy.closing_review
    due_at = since + policy.closing_review * (1 if is_early else EARLY_REVIEWS)
    found = [
        Deadline(
            name="closing_review", due_at=due_at, judged_at=due_at, then="review", since=since, subject="obligations"
        )
    ]
    fees = [one for one in state.to_be_invoiced if state.is_due_with_closing(one)]
    if fees:
        found.append(_deadline(state, "closing_fees_due", state.closing_at, fees))
    return found


def _deadline(state: MerchantAccount, name: str, since: datetime, statements: Sequence[Statement]) -> Deadline:
    due_at = state.due_at(statements[0])
    then = "deduct" if state.automatic_deduction else "freeze"
    about = ", ".join(one.name for one in statements)
    return Deadline(name=name, since=since, due_at=due_at, judged_at=due_at, then=then, about=about)


def overdue(state: MerchantAccount, deadline: Deadline) -> list[Statement]:
    """The statements whose time to be invoiced ends with a deadline."""
    if deadline.name == "closing_fees_due":
        return [one for one in state.to_be_invoiced if state.is_due_with_closing(one)]
    return [
        one
        for one in state.to_be_invoiced
        if not state.is_due_with_closing(one) and state.due_at(one) == deadline.due_at
    ]
