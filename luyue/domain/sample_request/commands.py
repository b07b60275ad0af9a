"""The commands of a sample request. Texts are referred to, never contained.

What is told of the shipment comes from the router alone, and is the same for every kind of obligation.
"""

from typing import Literal

from luyue.domain import shipment_told as told
from luyue.domain.facts import Carrier, FactStream, TrackingNumber
from luyue.domain.messages import Command, Identifier, Moment
from luyue.domain.process import Note
from luyue.domain.promotion import Form


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
    "shipment-warned": told.ShipmentWarned,
    "shipment-cleared": told.ShipmentCleared,
    "shipment-violated": told.ShipmentViolated,
    "shipment-delivered": told.ShipmentDelivered,
    "reinstate": Reinstate,
    "cancel": Cancel,
}
