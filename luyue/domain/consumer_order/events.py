"""The events of a consumer order. Texts are referred to, never contained; money is in yuan."""

from datetime import timedelta
from typing import Literal

from luyue.domain.consumer_order.terms import (
    AbnormalReason,
    Caution,
    ClosedReason,
    EventTerms,
    Paid,
    ReceivedBy,
    RefundedBy,
    Scenario,
    TakenBackBecause,
)
from luyue.domain.durations import Window
from luyue.domain.facts import Carrier, TrackingNumber
from luyue.domain.facts.numbers import Count
from luyue.domain.facts.regions import Region
from luyue.domain.messages import Event, Identifier, Moment, Value
from luyue.domain.policy import Money
from luyue.domain.process import Note
from luyue.domain.shared_messages import ProcessStream
from luyue.domain.shipment_told import ShipmentRule

Measure = Literal["throttle", "delist", "review_buyer"]
"""What an assessment recommends to ops beside the claim (CE-08)."""


class ConsumerOrderPlaced(Event):
    """To be shipped within `ship_within` of `paid_at` (SH-09). `event_terms`: it is one of a campaign's (IX-26)."""

    merchant_id: Identifier
    product_id: Identifier
    paid_amount: Paid
    paid_at: Moment
    consignee_id: Identifier
    buyer_id: Identifier | None
    region: Region | None
    ship_within: Window
    campaign_id: Identifier | None
    event_terms: EventTerms | None
    warnings: tuple[Caution, ...]
    policy_version: str


class ConsumerOrderShipped(Event):
    """Carrier and number were uploaded; `claimed_shipped_at` is information only."""

    carrier: Carrier
    tracking_no: TrackingNumber
    claimed_shipped_at: Moment | None


class OrderShipmentCorrected(Event):
    """Carrier and number are others than were uploaded (SH-06)."""

    carrier: Carrier
    tracking_no: TrackingNumber


class ConsumerOrderOverdue(Event):
    """Not shipped by `due_at`: late, and on the merchant's record with `points` unless `excused` (SH-09)."""

    due_at: Moment
    excused: bool
    points: int


class AssessedOrder(Value):
    """The order as an assessment saw it."""

    campaign_id: Identifier
    entry: str
    paid_amount: Money
    paid_at: Moment
    ship_within: Window


class AssessedMerchant(Value):
    """What stood on the merchant's record since `since`, this violation not counted."""

    late_shipments: int
    fake_shipments: int
    since: Moment


class AssessedBuyer(Value):
    """The buyer by its ids, and how many claims it had since the same moment."""

    buyer_id: Identifier | None
    consignee_id: Identifier
    claims: int


class ShippingAssessed(Event):
    """The automatic assessment of a violation in a campaign: all that it saw, and what it led to (CE-08).

    `claim` is the compensation that was raised and passed at once; None where nothing is owed (any more).
    """

    scenario: Scenario
    order: AssessedOrder
    merchant: AssessedMerchant
    buyer: AssessedBuyer
    claim: Money | None
    measures: tuple[Measure, ...]


class CompensationClaimed(Event):
    """The buyer is owed `amount` for `cause`, without having to ask: one claim an order stands (SH-09, IX-27)."""

    amount: Money
    cause: Scenario
    found_by: str | None
    """By which assessments find the buyer's claims."""


class CompensationTakenBack(Event):
    """The claim was not owed after all, and is void (SH-09). It counts no more: `found_by` is the claim's own."""

    amount: Money
    because: TakenBackBecause
    found_by: str | None


class ThrottlingRecommended(Event):
    """To ops: give the product less traffic; so many violations of its merchant are on record (CE-08)."""

    product_id: Identifier
    violations: int


class DelistingRecommended(Event):
    """To ops: delist the product, for its merchant's violations (CE-08) or as it is out of stock (SH-08)."""

    product_id: Identifier
    because: Literal["violations", "out_of_stock"]
    violations: Count | None


class ForceMajeureReported(Event):
    """Nothing is owed for lateness, and none is on record (SH-09). A fake shipment is excused by nothing."""

    reason: Note


class AbnormalShippingReported(Event):
    """For ops and the order's page; no clock stops and nothing that is owed is waived by it (CE-07)."""

    reason: AbnormalReason
    note: Note | None


class RefundRequested(Event):
    """The buyer asks for `amount` back. `unshipped`: nothing had been uploaded when it asked (CE-09).

    `at_once`: the refund is made with it, and the merchant is not asked; what it is asked for meanwhile still is.
    """

    amount: Paid
    unshipped: bool
    at_once: bool
    reason: Note | None


class RefundMade(Event):
    """`amount` goes back to the buyer."""

    amount: Money
    by: RefundedBy


class RefundDeclined(Event):
    """The merchant does not refund what was asked for; the order goes on."""

    reason: Note | None


class OrderShipmentWarned(Event):
    """The shipment looks fake: receipt is not confirmed by time meanwhile; `remaining` is left on its clock (SH-06).

    Of an order that is complete nothing is left: it is open to be put right.
    """

    shipment: ProcessStream
    rule: ShipmentRule
    due_at: Moment
    remaining: timedelta


class OrderShipmentCleared(Event):
    """The warning is over. `corrected`: the time to receipt runs anew; otherwise what was left goes on (IX-30).

    `receipt_due_at` is None where the order is complete.
    """

    shipment: ProcessStream
    corrected: bool
    receipt_due_at: Moment | None


class OrderShipmentFoundFake(Event):
    """The order was not shipped at all (SH-06, SH-09)."""

    shipment: ProcessStream
    rule: ShipmentRule


class OrderShipmentFoundGenuine(Event):
    """What had been found fake was not, as ops say: nothing is owed for it (SH-06). What was refunded stays so."""

    shipment: ProcessStream


class ConsumerOrderReceived(Event):
    """The parcel has arrived, as `by` says; `delivered_at` is the carrier's."""

    by: ReceivedBy
    delivered_at: Moment | None


class ConsumerOrderCompleted(Event):
    """Received, and nothing is open any more."""


class ConsumerOrderRefunded(Event):
    """All that was paid is refunded: the order is over."""

    because: ClosedReason


EVENTS: tuple[type[Event], ...] = (
    ConsumerOrderPlaced,
    ConsumerOrderShipped,
    OrderShipmentCorrected,
    ConsumerOrderOverdue,
    ShippingAssessed,
    CompensationClaimed,
    CompensationTakenBack,
    ThrottlingRecommended,
    DelistingRecommended,
    ForceMajeureReported,
    AbnormalShippingReported,
    RefundRequested,
    RefundMade,
    RefundDeclined,
    OrderShipmentWarned,
    OrderShipmentCleared,
    OrderShipmentFoundFake,
    OrderShipmentFoundGenuine,
    ConsumerOrderReceived,
    ConsumerOrderCompleted,
    ConsumerOrderRefunded,
)
