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
    """The merchant will send a sample (SR-06)."""

    note: Note | None = None


class Reject(Command):
    """The merchant will not, and says why (SR-06)."""

    reason: Literal["not_match", "out_of_stock", "offline", "other"]
    note: Note | None = None


class Ship(Command):
    """The merchant uploads carrier and number; an earlier `shipped_at` is information only (SR-09)."""

    carrier: Carrier
    tracking_no: TrackingNumber
    shipped_at: Moment | None = None


class CorrectShipment(Command):
    """The merchant corrects carrier and number of what it has shipped (SR-09)."""

    carrier: Carrier
    tracking_no: TrackingNumber


class ConfirmReceipt(Command):
    """The creator has the sample: the promotion window starts (SR-10)."""


class ReportNonReceipt(Command):
    """The creator says that nothing has come: the receipt clock stops (IX-08)."""

    note: Note | None = None


class Withdraw(Command):
    """The creator no longer wants the sample, as long as it is not shipped."""

    note: Note | None = None


class LinkVideo(Command):
    """The creator names a video that promotes the product (SR-12)."""

    video_id: Identifier


class LinkLive(Command):
    """The creator names a live session that promotes the product (SR-13)."""

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
    """The time left goes on from resumption (IX-30)."""

    due_at: Moment
    reason: Note


class ReceiptConfirmed(Event):
    """The creator has the sample, or time says so (`automatic`): the promotion window starts (SR-10)."""

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
