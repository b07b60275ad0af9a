"""What commands, events and the state of a consumer order have in common: its campaign, refunds, reasons."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from luyue.domain.messages import Identifier, Moment, Value
from luyue.domain.policy import Money

Paid = Annotated[Money, Field(gt=Decimal(0))]
"""Money in yuan, and not nothing."""

Scenario = Literal["late_shipment", "fake_shipment"]
"""How the merchant's shipping was at fault: not in time, or not real (SH-09)."""

Caution = Literal["presale_long", "stock_unreal"]
"""A presale time that is longer than is best, and a declared stock that can hardly be real (SH-08)."""

AbnormalReason = Literal["out_of_stock", "logistics", "address", "other"]
"""Why a merchant reports that it cannot ship as it should (CE-07)."""

RefundedBy = Literal["at_once", "merchant", "timeout", "unshipped", "fake_shipment"]
"""How a refund came about: CE-09 without the merchant; its yes; its silence; never shipped, and not really (SH-09)."""

ClosedReason = Literal["refund_only", "unshipped", "fake_shipment"]
"""What the refund was made for that ended the order."""

ReceivedBy = Literal["buyer", "carrier", "timeout"]
"""Who says that the parcel has arrived."""

TakenBackBecause = Literal["force_majeure", "shipment_cleared"]


class EventTerms(Value):
    """The order is one of a campaign's: its product's entry was enrolled when it was paid, in the event window.

    CE-07 to CE-09 hold for it from then to its end, whatever becomes of the entry and of the event (IX-26).
    """

    campaign_id: Identifier
    entry: str
    """The stream of the campaign entry."""
    effective_from: Moment
    effective_before: Moment
    """The event's end (CE-01)."""
    instant_refund_max: Money
    """CE-09, in yuan."""
