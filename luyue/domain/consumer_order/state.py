"""What a consumer order is: its state, and the moments at which time acts on it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order.terms import (
    AbnormalReason,
    Caution,
    EventTerms,
    ReceivedBy,
    RefundedBy,
    Scenario,
    TakenBackBecause,
)
from luyue.domain.durations import Window
from luyue.domain.messages import Moment, Value
from luyue.domain.policy import Money, Policy
from luyue.domain.process import Deadline, Note, State

AWAITING_SHIPMENT = "AWAITING_SHIPMENT"
SHIPPED = "SHIPPED"
COMPLETED = "COMPLETED"
REFUNDED = "REFUNDED"
OPEN = frozenset({AWAITING_SHIPMENT, SHIPPED})
CLOSED = frozenset({COMPLETED, REFUNDED})


class Warned(Value):
    """An open warning on the shipment (SH-06)."""

    rule: str
    due_at: Moment


class Shipment(Value):
    carrier: str
    tracking_no: str
    shipped_at: Moment
    claimed_shipped_at: Moment | None = None
    delivered_at: Moment | None = None
    warning: Warned | None = None
    found_fake_by: str | None = None
    """The rule by which it was found fake."""
    found_genuine_at: Moment | None = None
    """When ops found that it was none after all."""


class Compensation(Value):
    """The newest claim, in yuan; void once it was taken back."""

    amount: Money
    cause: Scenario
    claimed_at: Moment
    taken_back_at: Moment | None = None
    taken_back_because: TakenBackBecause | None = None


class Refund(Value):
    amount: Money
    by: RefundedBy
    at: Moment


class RefundRequest(Value):
    """One that awaits the merchant's answer."""

    amount: Money
    unshipped: bool
    at: Moment
    reason: Note | None = None


class Recommendation(Value):
    """To ops (CE-08, SH-08)."""

    what: str
    because: str
    at: Moment


class ConsumerOrder(State):
    """`event_terms` is set where the order is one of a campaign's; `receipt_remaining` while that clock is stopped."""

    merchant_id: str = ""
    product_id: str = ""
    paid_amount: Money = Decimal("0.00")
    paid_at: Moment | None = None
    consignee_id: str = ""
    buyer_id: str | None = None
    region: str | None = None
    ship_within: Window = timedelta(hours=48)
    campaign_id: str | None = None
    event_terms: EventTerms | None = None
    warnings: tuple[Caution, ...] = ()
    late_at: Moment | None = None
    late_points: int = 0
    force_majeure_at: Moment | None = None
    compensation: Compensation | None = None
    assessments: tuple[m.ShippingAssessed, ...] = ()
    recommended: tuple[Recommendation, ...] = ()
    abnormal_reports: tuple[AbnormalReason, ...] = ()
    refunds: tuple[Refund, ...] = ()
    request: RefundRequest | None = None
    answered_at: Moment | None = None
    shipment: Shipment | None = None
    receipt_since: Moment | None = None
    receipt_due_at: Moment | None = None
    receipt_remaining: timedelta | None = None
    received_by: ReceivedBy | None = None

    @property
    def refunded(self) -> Decimal:
        """What was refunded so far, in yuan."""
        return sum((one.amount for one in self.refunds), Decimal("0.00"))

    @property
    def refundable(self) -> Decimal:
        """What is left of the paid amount, in yuan."""
        return self.paid_amount - self.refunded

    @property
    def refundable_at_once(self) -> Decimal:
        """What the merchant is not asked for, in yuan: of an order of a campaign that nothing was uploaded of (CE-09).

        All its refunds together are no more than the limit, and what the merchant is asked for besides stays
        refundable. That the goods are on their way unmarked changes nothing.
        """
        if self.event_terms is None or self.status != AWAITING_SHIPMENT:
            return Decimal("0.00")
        asked = self.request.amount if self.request is not None else Decimal("0.00")
        left = min(self.event_terms.instant_refund_max - self.refunded, self.refundable - asked)
        return max(left, Decimal("0.00"))

    @property
    def is_late_unexcused(self) -> bool:
        """Late, and nothing excuses it (SH-09)."""
        return self.late_at is not None and self.force_majeure_at is None

    @property
    def is_found_fake(self) -> bool:
        """The shipment was found fake, and not genuine since (SH-06)."""
        shipment = self.shipment
        return shipment is not None and shipment.found_fake_by is not None and shipment.found_genuine_at is None

    @property
    def is_fake(self) -> bool:
        """The shipment counts as none (SH-09): found fake, and the buyer does not say that it has the goods."""
        return self.is_found_fake and self.received_by != "buyer"

    @property
    def claim(self) -> Compensation | None:
        """The claim that stands."""
        return self.compensation if self.compensation is not None and self.compensation.taken_back_at is None else None

    @property
    def is_warned(self) -> bool:
        """Whether the shipment looks fake and can still be put right (SH-06)."""
        return self.shipment is not None and self.shipment.warning is not None

    @property
    def awaits_answer(self) -> bool:
        """Whether the merchant is to answer a request for a refund (CE-09)."""
        return self.status in OPEN and self.request is not None

    @property
    def receipt_clock_runs(self) -> bool:
        """Whether receipt confirms itself when its time is over: nothing else is to be settled first."""
        is_settled = self.request is None and self.received_by is None and not self.is_warned
        return self.status == SHIPPED and is_settled


def shipping_due_at(state: ConsumerOrder) -> datetime:
    """By when the order is to be shipped (SH-09); never before it was placed here, so that no event is older."""
    assert state.paid_at is not None
    assert state.created_at is not None
    return state.extended("shipping_due", max(state.paid_at + state.ship_within, state.created_at))


def unshipped_refund_at(state: ConsumerOrder, policy: Policy) -> datetime:
    """When an order that was never shipped is refunded by itself (SH-09)."""
    return _put_off(state, "unshipped_refund", shipping_due_at(state) + policy.unshipped_refund)


def _put_off(state: ConsumerOrder, deadline: str, due_at: datetime) -> datetime:
    """A due time that moves with others; what ops have put it off to holds all the same."""
    return max([due_at, *(one.until for one in state.extensions if one.deadline == deadline)])


def receipt_due_at(state: ConsumerOrder, policy: Policy) -> datetime:
    """When receipt confirms itself, while that clock runs; not before a refund that was asked for was answered."""
    assert state.receipt_since is not None, "the receipt clock runs from shipping"
    due_at = state.receipt_due_at or state.receipt_since + policy.order_receipt_window
    due_at = _put_off(state, "order_receipt_window", due_at)
    return max(due_at, state.answered_at or due_at)


def deadlines(state: ConsumerOrder, policy: Policy) -> Sequence[Deadline]:
    """The moments at which time acts, for the status at hand."""

    def plain(name: str, since: datetime, due_at: datetime, then: str) -> Deadline:
        return Deadline(name=name, since=since, due_at=due_at, judged_at=due_at, then=then)

    found: list[Deadline] = []
    if state.awaits_answer:
        assert state.request is not None
        due_at = state.extended("refund_answer", state.request.at + policy.refund_answer)
        found.append(plain("refund_answer", state.request.at, due_at, "refund"))
    if state.status == AWAITING_SHIPMENT:
        assert state.created_at is not None
        if state.late_at is None:
            found.append(plain("shipping_due", state.created_at, shipping_due_at(state), "record_late"))
        found.append(plain("unshipped_refund", state.created_at, unshipped_refund_at(state, policy), "refund"))
    if state.receipt_clock_runs:
        assert state.receipt_since is not None
        due_at = receipt_due_at(state, policy)
        found.append(plain("order_receipt_window", state.receipt_since, due_at, "complete"))
    return found
