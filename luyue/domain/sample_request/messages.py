"""The commands and events of a sample request. Texts are referred to, never contained."""

from datetime import timedelta
from typing import Literal

from luyue.domain.evaluation import Evaluation
from luyue.domain.facts import Carrier, FactStream, TrackingNumber
from luyue.domain.messages import Command, Event, Identifier, Moment, Violation
from luyue.domain.process import Note
from luyue.domain.promotion import Form

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


class Apply(Command):
    """The creator asks for a sample (SR-05); a form named here is the agreed one (SR-11)."""

    creator_id: Identifier
    product_id: Identifier
    promotion_form: Form | None = None
    contact_id: Identifier | None = None
    note: Note | None = None


class Approve(Command):
    note: Note | None = None


class Reject(Command):
    reason: Literal["not_match", "out_of_stock", "offline", "other"]
    note: Note | None = None


class Ship(Command):
    """The merchant uploads carrier and number; an earlier `shipped_at` is information only (SR-09)."""

    carrier: Carrier
    tracking_no: TrackingNumber
    shipped_at: Moment | None = None


class CorrectShipment(Command):
    carrier: Carrier
    tracking_no: TrackingNumber


class ConfirmReceipt(Command):
    pass


class ReportNonReceipt(Command):
    note: Note | None = None


class Withdraw(Command):
    note: Note | None = None


class LinkVideo(Command):
    video_id: Identifier


class LinkLive(Command):
    live_session_id: Identifier


class Observe(Command):
    """A report that may concern the request has come in; what it says is read from the facts."""

    source: FactStream


class Reinstate(Command):
    """Ops resume a stopped receipt clock (IX-08) or strike a breach (SR-14)."""

    reason: Note


class Cancel(Command):
    """Ops end the request."""

    reason: Note


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
    note: Note | None


class SampleRequestRejected(Event):
    reason: str
    note: Note | None


class SampleRequestWithdrawn(Event):
    note: Note | None


class SampleRequestCancelled(Event):
    closed_reason: ClosedReason
    reason: Note | None = None


class ShipmentOverdue(Event):
    """Not shipped in time: late, on the merchant's record; the request goes on (SR-07)."""

    due_at: Moment


class SampleShipped(Event):
    carrier: Carrier
    tracking_no: TrackingNumber
    claimed_shipped_at: Moment | None


class ShipmentCorrected(Event):
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
    """The time left goes on from resumption (IX-30)."""

    due_at: Moment
    reason: Note


class ReceiptConfirmed(Event):
    automatic: bool


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
    ReceiptConfirmed,
    ContentCounted,
    ContentLost,
    PromotionWindowEnded,
    SampleRequestFulfilled,
    SampleRequestBreached,
    PromotionReportedLate,
    SampleRequestReinstated,
)

COMMANDS: dict[str, type[Command]] = {
    "apply": Apply,
    "approve": Approve,
    "reject": Reject,
    "ship": Ship,
    "correct-shipment": CorrectShipment,
    "confirm-receipt": ConfirmReceipt,
    "report-non-receipt": ReportNonReceipt,
    "withdraw": Withdraw,
    "link-video": LinkVideo,
    "link-live": LinkLive,
    "observe": Observe,
    "reinstate": Reinstate,
    "cancel": Cancel,
}
