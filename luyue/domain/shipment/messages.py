"""The commands and events of a shipment. Texts are referred to, never contained.

`register`, `correct`, `receive` and `release` come from the router alone, as what has become of the order or request;
`clear` from ops.
"""

from typing import Annotated, Literal

from pydantic import StringConstraints

from luyue.domain.facts import Carrier, FactStream, TrackingNumber
from luyue.domain.facts.parties import Fingerprint
from luyue.domain.facts.regions import Region
from luyue.domain.messages import Command, Event, Identifier, Moment
from luyue.domain.process import Note
from luyue.domain.shipment.carriers import Caution
from luyue.domain.shipment.findings import Finding, RuleId

Obligation = Annotated[
    str,
    StringConstraints(pattern=r"^(sample-request|consumer-order)/[A-Za-z0-9][A-Za-z0-9._~-]*$", max_length=160),
]
"""The stream of the order or sample request that the parcel is to meet."""

Stage = Literal["pickup_to_transit", "transit_to_delivery"]
"""Between which scans a parcel is slow (SH-08)."""

ClearedBy = Literal["number", "tracks", "receipt", "ops"]
"""What has put a warning right: another number, tracks that show that all was well, who received the parcel, or ops."""

ReleasedBecause = Literal["refunded", "untracked"]
"""Why nobody waits for a parcel: its order was refunded (CE-09), or its carrier's tracks do not show (SH-07)."""

TicketId = Annotated[str, StringConstraints(pattern=r"^pt_[A-Za-z0-9._~-]+$", max_length=160)]


class Register(Command):
    """A parcel is on its way: `since` is when its number was uploaded.

    `consignee_id` is the id of a contact; `not_before` when the order was paid or the sample approved (SH-05).
    """

    obligation: Obligation
    merchant_id: Identifier
    creator_id: Identifier | None = None
    product_id: Identifier
    carrier: Carrier
    tracking_no: TrackingNumber
    consignee_id: Identifier | None = None
    region: Region | None = None
    not_before: Moment
    since: Moment


class Correct(Command):
    """The merchant has named another number, of whatever carrier (SH-06)."""

    carrier: Carrier
    tracking_no: TrackingNumber


class Receive(Command):
    """The consignee says that it has received the parcel, whatever the tracks say; `received_at` is since when."""

    received_at: Moment


class Release(Command):
    """The order was refunded with its parcel on the way: nobody waits for it, and it may be intercepted (CE-09)."""


class Observe(Command):
    """A report that may concern the parcel has come in; what it says is read from the facts."""

    source: FactStream


class Clear(Command):
    """Ops find a warning or a violation wrong (SH-06)."""

    reason: Note


class ShipmentRegistered(Event):
    """The parcel is watched from now on. `found_by` lets others find the number's use (SH-02).

    `person` and `address` are keyed digests of the consignee's, as far as known.
    """

    obligation: Obligation
    merchant_id: Identifier
    creator_id: Identifier | None
    product_id: Identifier
    carrier: Carrier
    tracking_no: TrackingNumber
    consignee_id: Identifier | None
    person: Fingerprint | None
    address: Fingerprint | None
    region: Region | None
    not_before: Moment
    since: Moment
    caution: Caution | None
    policy_version: str
    found_by: str


class ShipmentNumberCorrected(Event):
    """From now on the parcel is looked for by this number, and everything is judged anew (SH-06).

    `too_late`: the time to put a fake shipment right was over, so this no longer does.
    """

    carrier: Carrier
    tracking_no: TrackingNumber
    consignee_id: Identifier | None
    person: Fingerprint | None
    address: Fingerprint | None
    since: Moment
    caution: Caution | None
    too_late: bool
    found_by: str


class ShipmentNumberWithdrawn(Event):
    """Corrected away with nothing scanned by it: a slip of the pen, and no use of the number so far (SH-02)."""

    found_by: str


class ShipmentConsigneeKnown(Event):
    """Who the parcel goes to has become known only now (SH-02, SH-03)."""

    consignee_id: Identifier | None
    person: Fingerprint
    address: Fingerprint
    region: Region | None
    since: Moment
    found_by: str


class ShipmentPickedUp(Event):
    """The first pickup: from then a transit centre is awaited (SH-04). A still earlier one may become known later."""

    picked_up_at: Moment


class ShipmentInTransit(Event):
    """The first transit centre."""

    transit_at: Moment


class ShipmentOutForDelivery(Event):
    """The first time that it was taken along to the consignee."""

    out_for_delivery_at: Moment


class ShipmentDelivered(Event):
    """The carrier says that it is there."""

    delivered_at: Moment


class ShipmentReceived(Event):
    """The consignee says that it is there: no fake, whatever else is known of it (SH-06)."""

    received_at: Moment


class ShipmentReleased(Event):
    """Nobody waits for the parcel any more (CE-09, SH-07): what is missing is not awaited; what looks fake counts."""

    because: ReleasedBecause


class ShipmentSlow(Event):
    """For too long no further scan: the merchant is to ask the carrier (SH-08). `since` is the last stage's time."""

    stage: Stage
    since: Moment


class ShipmentWarned(Event):
    """Something looks fake; it can be put right until `due_at` (SH-06).

    `again`: what the merchant did to put it right was not effective, and there is no new time for it.
    """

    rule: RuleId
    findings: tuple[Finding, ...]
    due_at: Moment
    again: bool


class ShipmentFindingsChanged(Event):
    """What looks fake is something else now; the time to put it right goes on as it was (SH-06)."""

    rule: RuleId
    findings: tuple[Finding, ...]


class ShipmentCleared(Event):
    """Nothing looks fake any more: the warning is over, the penalty ticket void (SH-06)."""

    by: ClearedBy
    reason: Note | None = None


class ShipmentViolated(Event):
    """Not put right in time: a violation, with a penalty ticket on the merchant's record (SH-06)."""

    rule: RuleId
    findings: tuple[Finding, ...]
    ticket: TicketId
    points: int


class ShipmentViolationDoubted(Event):
    """Tracks that came after the violation show that all was well: an item for ops, who may clear it (SH-06)."""


EVENTS: tuple[type[Event], ...] = (
    ShipmentRegistered,
    ShipmentNumberCorrected,
    ShipmentNumberWithdrawn,
    ShipmentConsigneeKnown,
    ShipmentPickedUp,
    ShipmentInTransit,
    ShipmentOutForDelivery,
    ShipmentDelivered,
    ShipmentReceived,
    ShipmentReleased,
    ShipmentSlow,
    ShipmentWarned,
    ShipmentFindingsChanged,
    ShipmentCleared,
    ShipmentViolated,
    ShipmentViolationDoubted,
)

COMMANDS: dict[str, type[Command]] = {
    "register": Register,
    "correct": Correct,
    "receive": Receive,
    "release": Release,
    "observe": Observe,
    "clear": Clear,
}
