"""The events of a cooperation order. Texts are referred to, never contained."""

from datetime import timedelta

from luyue.domain.arbitration import Pieces
from luyue.domain.cooperation_order.agreement import (
    AcceptedBy,
    CancelledBy,
    ClosedReason,
    Side,
    Terms,
)
from luyue.domain.evaluation import Evaluation
from luyue.domain.facts import FactStream
from luyue.domain.messages import Event, Identifier, Moment, Value
from luyue.domain.process import Note
from luyue.domain.promotion import Form


class OrderProposed(Event):
    """The offer, with what every rule said of it."""

    merchant_id: Identifier
    creator_id: Identifier
    terms: Terms
    policy_version: str
    evaluation: Evaluation


class OrderAccepted(Event):
    """In effect: the terms are signed (CO-03)."""


class OrderDeclined(Event):
    """The creator does not accept the offer (CO-03)."""

    reason: Note | None


class OrderWithdrawn(Event):
    """The merchant has withdrawn the offer before it was accepted (CO-03)."""


class OrderExpired(Event):
    """Not accepted in time (CO-03)."""


class CancellationRequested(Event):
    """One side asks to cancel; the other has to confirm (CO-04)."""

    by: Side
    reason: Note | None


class CancellationDeclined(Event):
    """The order goes on (CO-05)."""

    by: Side


class CancellationLapsed(Event):
    """The order goes on otherwise: it went live (IX-17), or a rebroadcast was agreed."""


class MerchantStandingChanged(Event):
    """The merchant has left the alliance, so that the creator may cancel alone (IX-14), or has come back."""

    left: bool


class LatestBroadcastPassed(Event):
    """Not live by the latest time: the merchant may cancel alone (CO-05)."""


class BroadcastStarted(Event):
    """Gone live; a video is live when it is published (IX-21). `late`: after the latest time.

    `content` is the fact's stream; `reported`: its start is the platform's word and not the creator's.
    """

    form: Form
    content: FactStream
    started_at: Moment
    late: bool
    reported: bool


class BroadcastEnded(Event):
    """`deemed`: nobody marked its end (IX-20)."""

    ended_at: Moment
    deemed: bool = False


class ProductShown(Event):
    """Delivery evidence: content carried a promised product, a live session for the minimum time or longer."""

    product_id: Identifier
    content: FactStream
    since: Moment
    until: Moment | None


class OrderDelivered(Event):
    """`automatic`: by the system (CO-06)."""

    automatic: bool
    note: Note | None = None
    live_session_ids: tuple[Identifier, ...] = ()


class OrderCompleted(Event):
    """The delivery is accepted, by whom `accepted_by` says (CO-07)."""

    accepted_by: AcceptedBy


class DeliveryRejected(Event):
    """Verification failed: rebroadcast or the like is negotiated (CO-08)."""

    reason: Note


class RebroadcastProposed(Event):
    """One side proposes a new latest time (CO-08)."""

    by: Side
    latest_broadcast_at: Moment


class RebroadcastDeclined(Event):
    """No to the other side's proposal (CO-08)."""

    by: Side


class RebroadcastAgreed(Event):
    """The order is in effect again, towards a new delivery (CO-08)."""

    latest_broadcast_at: Moment


class NegotiationEnded(Event):
    """No rebroadcast was agreed in time: arbitration can be asked for until the order closes (CO-08)."""


class OrderCancelled(Event):
    """`terms_binding`: either side may pursue the one in default under the terms (CO-05); or they are void (CO-04)."""

    cancelled_by: CancelledBy
    closed_reason: ClosedReason
    terms_binding: bool
    in_default: Side | None


class Paused(Value):
    """A deadline that stood still with so much time left. `due_at` is when it was due before."""

    deadline: str
    due_at: Moment
    remaining: timedelta


class OrderDisputed(Event):
    """A side asks for arbitration: the deadlines stop, each with the time left on it (CO-09)."""

    dispute_id: Identifier
    by: Side
    claim: Note
    evidence: Pieces
    paused: tuple[Paused, ...]


class Restarted(Value):
    """A deadline that was due at `due_at` goes on and is due at `until`."""

    deadline: str
    due_at: Moment
    until: Moment


class OrderResumed(Event):
    """The dispute is over and the order goes on; the new due times are those of the time left (IX-30).

    `withdrawn_by`: that side gave it up, and can't ask for arbitration on this order again (DS-01).
    """

    dispute_id: Identifier
    withdrawn_by: Side | None
    restarted: tuple[Restarted, ...]


EVENTS: tuple[type[Event], ...] = (
    OrderProposed,
    OrderAccepted,
    OrderDeclined,
    OrderWithdrawn,
    OrderExpired,
    CancellationRequested,
    CancellationDeclined,
    CancellationLapsed,
    MerchantStandingChanged,
    LatestBroadcastPassed,
    BroadcastStarted,
    BroadcastEnded,
    ProductShown,
    OrderDelivered,
    OrderCompleted,
    DeliveryRejected,
    RebroadcastProposed,
    RebroadcastDeclined,
    RebroadcastAgreed,
    NegotiationEnded,
    OrderCancelled,
    OrderDisputed,
    OrderResumed,
)
