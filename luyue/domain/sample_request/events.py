"""The events of a sample request. Texts are referred to, never contained."""

from datetime import timedelta
from typing import Literal

from luyue.domain.evaluation import Evaluation
from luyue.domain.facts import Carrier, FactStream, TrackingNumber
from luyue.domain.messages import Event, Identifier, Moment, Violation
from luyue.domain.process import Note
from luyue.domain.promotion import Form
from luyue.domain.shared_messages import ProcessStream
from luyue.domain.shipment_told import ShipmentRule

Absence = Literal["product_unavailable", "merchant_left"]
"""Why a product cannot be had: it was delisted (IX-13), or its merchant has left the alliance (IX-14)."""

ClosedReason = Literal[
    "approval_timeout",
    "shipment_timeout",
    "withdrawn",
    "promotion_timeout",
    "product_unavailable",
    "merchant_left",
    "creator_ineligible",
    "fake_shipment",
    "not_received",
    "ops",
]


class SampleRequested(Event):
    """The request, with what every rule said of it; `evaluation` is None where it was not kept yet."""

    creator_id: Identifier
    merchant_id: Identifier
    product_id: Identifier
    promotion_form: Form | None
    contact_id: Identifier | None
    note: Note | None
    policy_version: str
    evaluation: Evaluation | None = None


class SampleRequestRefused(Event):
    """The platform refused the request, which is on record with every rule that was not met.

    `evaluation` holds the rules that were met too; None where it was not kept yet.
    """

    creator_id: Identifier
    merchant_id: Identifier | None
    product_id: Identifier
    violations: tuple[Violation, ...]
    policy_version: str
    evaluation: Evaluation | None = None


class SampleRequestApproved(Event):
    """The merchant will send a sample; the shipping clock runs (SR-06, SR-07)."""

    note: Note | None


class SampleRequestRejected(Event):
    """The merchant will not send one, for `reason` (SR-06)."""

    reason: str
    note: Note | None


class SampleRequestWithdrawn(Event):
    """The creator no longer wants the sample."""

    note: Note | None


class SampleRequestCancelled(Event):
    """The request is over without anybody in breach, for `closed_reason`; `reason` is what ops say."""

    closed_reason: ClosedReason
    reason: Note | None = None


class ShipmentOverdue(Event):
    """Not shipped in time: late, on the merchant's record; the request goes on (SR-07)."""

    due_at: Moment


class SampleShipped(Event):
    """The sample is on its way; `claimed_shipped_at` is information only (SR-09)."""

    carrier: Carrier
    tracking_no: TrackingNumber
    claimed_shipped_at: Moment | None


class ShipmentCorrected(Event):
    """Carrier and number are others than were uploaded (SR-09)."""

    carrier: Carrier
    tracking_no: TrackingNumber


class ParcelDelivered(Event):
    """A track shows delivery: content counts from then even if receipt is confirmed later (IX-01)."""

    carrier: Carrier
    tracking_no: TrackingNumber
    delivered_at: Moment


class NonReceiptReported(Event):
    """The receipt clock stops with `remaining` left on it (IX-08)."""

    remaining: timedelta
    note: Note | None


class ReceiptClockResumed(Event):
    """Ops let the time left go on from resumption (IX-30); None while a warning of the shipment still stops it."""

    due_at: Moment | None
    reason: Note


class SampleShipmentWarned(Event):
    """The shipment looks fake: the receipt clock stops with `remaining` left on it (IX-09).

    `rule` is the one that it does not meet; it can be put right until `due_at`.
    """

    shipment: ProcessStream
    rule: ShipmentRule
    due_at: Moment
    remaining: timedelta


class SampleShipmentCleared(Event):
    """The shipment's warning is over (IX-09): `corrected`, the receipt clock starts anew, otherwise it goes on (IX-30).

    `receipt_due_at` is the new due time; None while a report of non-receipt still stops the clock, with `remaining`
    left on it.
    """

    shipment: ProcessStream
    corrected: bool
    receipt_due_at: Moment | None
    remaining: timedelta | None


class ReceiptConfirmed(Event):
    """The creator has the sample, or time says so (`automatic`): the promotion window starts (SR-10)."""

    automatic: bool


class PromotionPaused(Event):
    """The product cannot be had since `since`: the clocks of the promotion and of every retention stop (IX-13)."""

    because: Absence
    since: Moment


class PromotionResumed(Event):
    """The product can be had again: the time left goes on (IX-30), that of each retention by a `ContentCounted`.

    `promotion_due_at` is the window's new end; None where the window has not begun, or was over before.
    """

    promotion_due_at: Moment | None


class ContentCounted(Event):
    """Content that promotes the product; complete at `due_at` if nothing breaks it."""

    content: FactStream
    form: Form
    since: Moment
    due_at: Moment


class ContentLost(Event):
    """Taken down, unlinked or ended before it was complete: void (SR-12, SR-13)."""

    content: FactStream
    lost_at: Moment


class PromotionWindowEnded(Event):
    """The window is over, but content published in it is still in its retention (IX-04)."""


class SampleRequestFulfilled(Event):
    """Content promoted the product as promised: the request is complete (SR-11)."""

    content: FactStream
    form: Form
    fulfilled_at: Moment


class SampleRequestBreached(Event):
    """Not promoted in time; on the creator's record (SR-14)."""


class PromotionReportedLate(Event):
    """Content dated in time was reported after the breach: an item for ops, who may reinstate."""

    content: FactStream
    form: Form
    since: Moment
    due_at: Moment


class SampleRequestReinstated(Event):
    """The breach is struck from the record; without content in time, the promotion window starts anew."""

    reason: Note
    promotion_restarts: bool


EVENTS: tuple[type[Event], ...] = (
    SampleRequested,
    SampleRequestRefused,
    SampleRequestApproved,
    SampleRequestRejected,
    SampleRequestWithdrawn,
    SampleRequestCancelled,
    ShipmentOverdue,
    SampleShipped,
    ShipmentCorrected,
    ParcelDelivered,
    NonReceiptReported,
    ReceiptClockResumed,
    SampleShipmentWarned,
    SampleShipmentCleared,
    ReceiptConfirmed,
    PromotionPaused,
    PromotionResumed,
    ContentCounted,
    ContentLost,
    PromotionWindowEnded,
    SampleRequestFulfilled,
    SampleRequestBreached,
    PromotionReportedLate,
    SampleRequestReinstated,
)
