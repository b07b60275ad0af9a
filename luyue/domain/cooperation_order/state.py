"""What a cooperation order is: its state, and the moments at which time acts on it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from luyue.domain.cooperation_order.agreement import AcceptedBy, CancelledBy, Side, Terms
from luyue.domain.cooperation_order.events import Paused, Restarted
from luyue.domain.facts import FactStream
from luyue.domain.messages import Moment, Value
from luyue.domain.policy import Policy
from luyue.domain.process import Deadline, Note, State
from luyue.domain.promotion import Form

PROPOSED = "PROPOSED"
EFFECTIVE = "EFFECTIVE"
LIVE = "LIVE"
DELIVERED = "DELIVERED"
CHANGES_REQUESTED = "CHANGES_REQUESTED"
DISPUTED = "DISPUTED"
COMPLETED = "COMPLETED"
DECLINED = "DECLINED"
WITHDRAWN = "WITHDRAWN"
EXPIRED = "EXPIRED"
CANCELLED = "CANCELLED"
OPEN = frozenset({PROPOSED, EFFECTIVE, LIVE, DELIVERED, CHANGES_REQUESTED, DISPUTED})
CLOSED = frozenset({COMPLETED, DECLINED, WITHDRAWN, EXPIRED, CANCELLED})


class Cancellation(Value):
    """A request to cancel that the other side has not answered yet."""

    by: Side
    reason: Note | None
    requested_at: Moment


class Broadcast(Value):
    """`known_at` and `end_known_at` are when the order learnt of its start and end: no clock is over before."""

    form: Form
    content: FactStream
    started_at: Moment
    known_at: Moment
    late: bool
    reported: bool
    ended_at: Moment | None = None
    end_known_at: Moment | None = None
    deemed_ended: bool = False


class Shown(Value):
    """Evidence that content carried a promised product."""

    product_id: str
    content: FactStream
    since: Moment
    until: Moment | None


class Delivery(Value):
    delivered_at: Moment
    automatic: bool
    note: Note | None
    live_session_ids: tuple[str, ...]


class Proposal(Value):
    """A new latest time that the other side has not answered yet (CO-08)."""

    by: Side
    latest_broadcast_at: Moment


class CooperationOrder(State):
    """`latest_broadcast_at` is the terms' or a later agreed one; content counts from `in_effect_since`.

    `earlier_broadcasts`: the content of broadcasts before a rebroadcast was agreed, which is no rebroadcast (CO-08).

    `disputed_from` and `paused` are set while a dispute stops the deadlines; `restarted` moved due times since.
    `gave_up_disputing`: the sides that have withdrawn a dispute on this order (DS-01).
    """

    merchant_id: str = ""
    creator_id: str = ""
    terms: Terms | None = None
    accepted_at: Moment | None = None
    in_effect_since: Moment | None = None
    latest_broadcast_at: Moment | None = None
    overdue: bool = False
    merchant_left: bool = False
    cancellation: Cancellation | None = None
    broadcast: Broadcast | None = None
    earlier_broadcasts: tuple[FactStream, ...] = ()
    evidence: tuple[Shown, ...] = ()
    delivery: Delivery | None = None
    rejected_at: Moment | None = None
    rejection_reason: Note | None = None
    proposal: Proposal | None = None
    negotiation_ended: bool = False
    rebroadcasts: int = 0
    dispute_id: str | None = None
    disputed_from: str | None = None
    paused: tuple[Paused, ...] = ()
    restarted: tuple[Restarted, ...] = ()
    resumed_at: Moment | None = None
    gave_up_disputing: tuple[Side, ...] = ()
    cancelled_by: CancelledBy | None = None
    accepted_by: AcceptedBy | None = None
    terms_binding: bool | None = None
    in_default: Side | None = None

    @property
    def signed(self) -> Terms:
        """The terms, which every order that has begun has."""
        assert self.terms is not None, "an order begins with its terms"
        return self.terms

    def moved(self, deadline: str, due_at: datetime) -> datetime:
        """A deadline's due time with what ops have added to it, and what disputes have (IX-30)."""
        moves = {(one.deadline, one.due_at): one.until for one in self.extensions}
        moves |= {(one.deadline, one.due_at): one.until for one in self.restarted}
        while (until := moves.get((deadline, due_at), due_at)) > due_at:
            due_at = until
        return due_at


def is_on_air(state: CooperationOrder) -> bool:
    """Live, and the broadcast's end is not known yet."""
    return state.status == LIVE and state.broadcast is not None and state.broadcast.ended_at is None


def acceptance_due_at(state: CooperationOrder, policy: Policy) -> datetime:
    """When an offer expires: never after the latest broadcast time (CO-03)."""
    assert state.created_at is not None, "the acceptance window runs from the offer"
    ends_at = min(state.created_at + policy.acceptance_window, state.signed.latest_broadcast_at)
    return state.moved("acceptance_window", ends_at)


def latest_broadcast_at(state: CooperationOrder) -> datetime:
    """By when the order must be live (CO-05)."""
    assert state.latest_broadcast_at is not None, "every order begins with a latest broadcast time"
    return state.moved("latest_broadcast", state.latest_broadcast_at)


def negotiation_due_at(state: CooperationOrder, policy: Policy) -> datetime:
    """When the negotiation of a rebroadcast ends (CO-08)."""
    assert state.rejected_at is not None, "negotiation runs from the failed verification"
    return state.moved("rebroadcast_negotiation", state.rejected_at + policy.rebroadcast_negotiation)


def deadlines(state: CooperationOrder, policy: Policy) -> Sequence[Deadline]:
    """The moments at which time acts, for the status at hand; none while a dispute is open (CO-09)."""
    return list(_running(state, policy))


def _running(state: CooperationOrder, policy: Policy) -> Iterable[Deadline]:
    match state.status:
        case "PROPOSED":
            yield _deadline(state, "acceptance_window", state.created_at, acceptance_due_at(state, policy), "expire")
        case "EFFECTIVE":
            yield from _until_live(state, policy)
        case "LIVE":
            yield _of_broadcast(state, policy)
        case "DELIVERED":
            assert state.delivery is not None
            since = state.delivery.delivered_at
            due_at = state.moved("verification_window", since + policy.verification_window)
            yield _deadline(state, "verification_window", since, due_at, "accept")
        case "CHANGES_REQUESTED":
            due_at = negotiation_due_at(state, policy)
            if not state.negotiation_ended:
                yield _deadline(state, "rebroadcast_negotiation", state.rejected_at, due_at, "end_negotiation")
            else:
                closes_at = state.moved("negotiation_close", due_at + policy.negotiation_close)
                yield _deadline(state, "negotiation_close", due_at, closes_at, "close")


def _until_live(state: CooperationOrder, policy: Policy) -> Iterable[Deadline]:
    latest = latest_broadcast_at(state)
    if not state.overdue:
        yield _deadline(state, "latest_broadcast", state.in_effect_since, latest, "mark_overdue")
    else:
        closes_at = state.moved("overdue_close", latest + policy.overdue_close)
        yield _deadline(state, "overdue_close", latest, closes_at, "close")
    if state.cancellation is not None:
        since = state.cancellation.requested_at
        due_at = state.moved("cancellation_response", since + policy.cancellation_response)
        yield _deadline(state, "cancellation_response", since, due_at, "cancel_one_sided")


def _of_broadcast(state: CooperationOrder, policy: Policy) -> Deadline:
    broadcast = state.broadcast
    assert broadcast is not None
    # A start or end that was reported late may be past its window already: what time does is not dated before the news.
    if broadcast.ended_at is None or broadcast.end_known_at is None:
        since = broadcast.known_at
        due_at = state.moved("broadcast_ceiling", max(broadcast.started_at + policy.broadcast_ceiling, since))
        return _deadline(state, "broadcast_ceiling", since, due_at, "end_broadcast")
    since = broadcast.end_known_at
    due_at = state.moved("auto_delivery", max(broadcast.ended_at + policy.auto_delivery, since))
    return _deadline(state, "auto_delivery", since, due_at, "deliver")


def _deadline(state: CooperationOrder, name: str, since: datetime | None, due_at: datetime, then: str) -> Deadline:
    assert since is not None, f"{name} has not begun"
    # Whoever was not warned in time before a dispute is not warned of the past after it.
    since = max(since, state.resumed_at or since)
    return Deadline(name=name, since=since, due_at=due_at, judged_at=due_at, then=then)
