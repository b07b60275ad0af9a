"""The commands of a consumer order. Texts are referred to, never contained.

The buyer is no party: a service speaks for it. What is told of the shipment comes from the router alone.
"""

from luyue.domain.consumer_order.terms import AbnormalReason, Paid
from luyue.domain.durations import Window
from luyue.domain.facts import Carrier, TrackingNumber
from luyue.domain.facts.numbers import Flag
from luyue.domain.facts.regions import Region
from luyue.domain.messages import Command, Identifier, Moment
from luyue.domain.process import Note
from luyue.domain.shipment_told import ShipmentCleared, ShipmentDelivered, ShipmentViolated, ShipmentWarned


class Place(Command):
    """A buyer has paid for one product, which is to be shipped within `ship_within` of payment (SH-09).

    `ship_within` is 24 h, 48 h or a presale time longer than that (SH-08); `consignee_id` is the id of a contact.
    """

    merchant_id: Identifier
    product_id: Identifier
    paid_amount: Paid
    paid_at: Moment
    consignee_id: Identifier
    buyer_id: Identifier | None = None
    region: Region | None = None
    ship_within: Window
    campaign_id: Identifier | None = None


class Ship(Command):
    """The merchant uploads carrier and number; an earlier `shipped_at` is information only (SR-09)."""

    carrier: Carrier
    tracking_no: TrackingNumber
    shipped_at: Moment | None = None


class CorrectShipment(Command):
    """The merchant corrects carrier and number of what it has shipped (SH-06)."""

    carrier: Carrier
    tracking_no: TrackingNumber


class ConfirmReceipt(Command):
    """The buyer has the goods: the order is complete."""


class RequestRefund(Command):
    """The buyer asks for `amount` back and returns nothing (CE-09)."""

    amount: Paid
    reason: Note | None = None


class AnswerRefund(Command):
    """The merchant answers a request for a refund that was not made at once (CE-09)."""

    accepted: Flag
    reason: Note | None = None


class ReportAbnormalShipping(Command):
    """The merchant says that it cannot ship as it should; never of an order of a campaign (CE-07, IX-26)."""

    reason: AbnormalReason
    note: Note | None = None


class ReportForceMajeure(Command):
    """Ops find that force majeure kept the merchant from shipping in time: nothing is owed for lateness (SH-09)."""

    reason: Note


COMMANDS: dict[str, type[Command]] = {
    "place": Place,
    "ship": Ship,
    "correct-shipment": CorrectShipment,
    "confirm-receipt": ConfirmReceipt,
    "refund-request": RequestRefund,
    "answer-refund": AnswerRefund,
    "report-abnormal-shipping": ReportAbnormalShipping,
    "report-force-majeure": ReportForceMajeure,
    "shipment-warned": ShipmentWarned,
    "shipment-cleared": ShipmentCleared,
    "shipment-violated": ShipmentViolated,
    "shipment-delivered": ShipmentDelivered,
}
