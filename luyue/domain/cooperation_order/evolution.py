"""How each event changes a cooperation order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order import state as s
from luyue.domain.cooperation_order.agreement import Side
from luyue.domain.cooperation_order.state import CooperationOrder
from luyue.domain.messages import Event


def evolve(state: CooperationOrder, event: Event, at: datetime) -> CooperationOrder:
    """The state after one more event of this kind."""
    return state.model_copy(update=_changes(state, event, at))


def after(state: CooperationOrder, events: Sequence[Event], at: datetime) -> CooperationOrder:
    """The state after events that a decision is about to make."""
    for event in events:
        state = evolve(state, event, at)
    return state


def _changes(state: CooperationOrder, event: Event, at: datetime) -> dict[str, Any]:
    match event:
        case m.OrderProposed():
            return {
                "status": s.PROPOSED,
                "merchant_id": event.merchant_id,
                "creator_id": event.creator_id,
                "terms": event.terms,
                "latest_broadcast_at": event.terms.latest_broadcast_at,
                "policy_version": event.policy_version,
            }
        case m.OrderAccepted():
            return {"status": s.EFFECTIVE, "accepted_at": at, "in_effect_since": at}
        case m.OrderDeclined():
            return _unsigned(s.DECLINED, "declined")
        case m.OrderWithdrawn():
            return _unsigned(s.WITHDRAWN, "withdrawn")
        case m.OrderExpired():
            return _unsigned(s.EXPIRED, "acceptance_timeout")
        case m.CancellationRequested():
            return {"cancellation": s.Cancellation(by=event.by, reason=event.reason, requested_at=at)}
        case m.CancellationDeclined() | m.CancellationLapsed():
            return {"cancellation": None}
        case m.MerchantStandingChanged():
            return {"merchant_left": event.left}
        case m.LatestBroadcastPassed():
            return {"overdue": True}
        case m.BroadcastStarted() | m.BroadcastEnded() | m.ProductShown():
            return _broadcast(state, event, at)
        case m.OrderDelivered():
            delivery = s.Delivery(
                delivered_at=at,
                automatic=event.automatic,
                note=event.note,
                live_session_ids=event.live_session_ids,
            )
            return {"status": s.DELIVERED, "delivery": delivery}
        case m.OrderCompleted() | m.OrderCancelled():
            return _ended(event)
        case m.OrderDisputed():
            return {
                "status": s.DISPUTED,
                "dispute_id": event.dispute_id,
                "disputed_from": state.status,
                "linked": (*state.linked, f"dispute/{event.dispute_id}"),
                "paused": event.paused,
            }
        case m.OrderResumed():
            return {
                "status": state.disputed_from,
                "disputed_from": None,
                "paused": (),
                "restarted": (*state.restarted, *event.restarted),
                "resumed_at": at,
                "gave_up_disputing": _with(state.gave_up_disputing, event.withdrawn_by),
            }
        case _:
            return _negotiated(event, state, at)


def _broadcast(
    state: CooperationOrder, event: m.BroadcastStarted | m.BroadcastEnded | m.ProductShown, at: datetime
) -> dict[str, Any]:
    end: dict[str, Any]
    match event:
        case m.BroadcastStarted():
            # A video is over for the clocks as soon as it is published (IX-21).
            end = {"ended_at": event.started_at, "end_known_at": at} if event.form == "video" else {}
            broadcast = s.Broadcast(**event.model_dump(), known_at=at, **end)
            # Live in time after all, although the report of it came late.
            return {"status": s.LIVE, "overdue": state.overdue and event.late, "broadcast": broadcast}
        case m.BroadcastEnded():
            assert state.broadcast is not None, "ended before it began"
            end = {"ended_at": event.ended_at, "end_known_at": at, "deemed_ended": event.deemed}
            return {"broadcast": state.broadcast.model_copy(update=end)}
        case m.ProductShown():
            return {"evidence": (*state.evidence, s.Shown(**event.model_dump()))}


def _negotiated(event: Event, state: CooperationOrder, at: datetime) -> dict[str, Any]:
    match event:
        case m.DeliveryRejected():
            return {
                "status": s.CHANGES_REQUESTED,
                "rejected_at": at,
                "rejection_reason": event.reason,
            }
        case m.RebroadcastProposed():
            return {"proposal": s.Proposal(by=event.by, latest_broadcast_at=event.latest_broadcast_at)}
        case m.RebroadcastDeclined():
            return {"proposal": None}
        case m.NegotiationEnded():
            return {"proposal": None, "negotiation_ended": True}
        case m.RebroadcastAgreed():
            return {
                "status": s.EFFECTIVE,
                "in_effect_since": at,
                "latest_broadcast_at": event.latest_broadcast_at,
                "overdue": False,
                "broadcast": None,
                "earlier_broadcasts": _broadcasts(state),
                "delivery": None,
                "proposal": None,
                "rebroadcasts": state.rebroadcasts + 1,
            }
    raise TypeError(f"a cooperation order knows no {event.type_name()}")


def _broadcasts(state: CooperationOrder) -> tuple[str, ...]:
    """All content that was live for this order or is evidence for it."""
    assert state.broadcast is not None, "nothing was broadcast that could be repeated"
    contents = (*state.earlier_broadcasts, state.broadcast.content, *(one.content for one in state.evidence))
    return tuple(dict.fromkeys(contents))


def _with(sides: tuple[Side, ...], one: Side | None) -> tuple[Side, ...]:
    return sides if one is None or one in sides else (*sides, one)


def _unsigned(status: str, reason: str) -> dict[str, Any]:
    """Closed before both sides had signed: the terms never bound anybody."""
    return {"status": status, "closed_reason": reason, "terms_binding": False}


def _ended(event: m.OrderCompleted | m.OrderCancelled) -> dict[str, Any]:
    """Closed after both sides had signed; nothing waits for an answer any more."""
    settled: dict[str, Any] = {"cancellation": None, "proposal": None, "disputed_from": None, "paused": ()}
    if isinstance(event, m.OrderCompleted):
        return {**settled, "status": s.COMPLETED, "accepted_by": event.accepted_by, "terms_binding": True}
    return {
        **settled,
        "status": s.CANCELLED,
        "cancelled_by": event.cancelled_by,
        "closed_reason": event.closed_reason,
        "terms_binding": event.terms_binding,
        "in_default": event.in_default,
    }
