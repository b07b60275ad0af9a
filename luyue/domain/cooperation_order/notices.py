"""Who is told what of an order's events, and of the offer by SMS too (CO-02); the words are in notice_texts.py."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.notice_texts import TEXTS
from luyue.domain.cooperation_order.offer_texts import OFFER_BY_SMS
from luyue.domain.messages import Event, Happened, Value
from luyue.domain.notices import Notice, Notices, Parties
from luyue.domain.process import ClockAdvanced, DeadlineApproaching, DeadlineExtended, ProcessLinked


class _Told(Value):
    """The message, which either side reads in its own words, and what it needs beside the parties and the time."""

    message: str
    parameters: Mapping[str, Any] = {}


def notices(happened: Happened, parties: Parties) -> Sequence[Notice]:
    """The notices of one event; none where nobody needs to know."""
    told = _told(happened.event)
    if told is None:
        return []
    given = {**parties.model_dump(), "at": happened.at, **told.parameters}
    parameters = {name: _utc(value) if isinstance(value, datetime) else value for name, value in given.items()}
    readers = (("creator", parties.creator), ("merchant", parties.merchant))
    return [
        Notice(recipient=recipient, message=f"cooperation-order.{told.message}.to-{side}", parameters=parameters)
        for side, recipient in readers
        if recipient is not None
    ]


NOTICES = Notices(of=notices, texts=TEXTS, sms={m.OrderProposed: OFFER_BY_SMS})


def _told(event: Event) -> _Told | None:
    match event:
        case m.OrderProposed():
            terms = event.terms
            return _both(
                f"offered.{terms.form}", products=len(terms.products), latest_broadcast_at=terms.latest_broadcast_at
            )
        case m.OrderAccepted():
            return _both("accepted")
        case m.OrderDeclined():
            return _both("declined")
        case m.OrderWithdrawn():
            return _both("withdrawn")
        case m.OrderExpired():
            return _both("expired")
        case m.MerchantStandingChanged():
            return _both("merchant-left" if event.left else "merchant-returned")
        case m.LatestBroadcastPassed():
            return _both("latest-broadcast-passed")
        case m.BroadcastStarted():
            in_time = "late" if event.late else "in-time"
            return _both(f"started.{event.form}.{in_time}", content=event.content, started_at=event.started_at)
        case m.BroadcastEnded():
            return _both("ended.deemed" if event.deemed else "ended.marked", ended_at=event.ended_at)
        case m.ProductShown():
            # Evidence that the order shows; a notice for each product of each session would bury all the others.
            return None
        case m.OrderDelivered():
            return _both("delivered.automatically" if event.automatic else "delivered.by-creator")
        case m.OrderCompleted():
            return _both(f"completed.{event.accepted_by}")
        case m.OrderCancelled():
            return _both(f"cancelled.{event.closed_reason}.{event.in_default or 'nobody'}-in-default")
        case m.OrderDisputed():
            return _both(f"disputed.by-{event.by}", dispute_id=event.dispute_id)
        case m.OrderResumed():
            return _resumed(event)
        case DeadlineApproaching():
            return _both(f"due-soon.{event.deadline}.{event.then}", due_at=event.due_at)
        case DeadlineExtended():
            return _both(f"extended.{event.deadline}", due_at=event.due_at, until=event.until)
        case ClockAdvanced() | ProcessLinked():
            return None
        case _:
            return _of_talks(event)


def _of_talks(event: Event) -> _Told:
    """What the sides ask and answer each other: to cancel, or to broadcast again."""
    match event:
        case m.CancellationRequested():
            return _both(f"cancellation-requested.by-{event.by}")
        case m.CancellationDeclined():
            return _both(f"cancellation-declined.by-{event.by}")
        case m.CancellationLapsed():
            return _both("cancellation-lapsed")
        case m.DeliveryRejected():
            return _both("delivery-rejected")
        case m.RebroadcastProposed():
            return _both(f"rebroadcast-proposed.by-{event.by}", latest_broadcast_at=event.latest_broadcast_at)
        case m.RebroadcastDeclined():
            return _both(f"rebroadcast-declined.by-{event.by}")
        case m.RebroadcastAgreed():
            return _both("rebroadcast-agreed", latest_broadcast_at=event.latest_broadcast_at)
        case m.NegotiationEnded():
            return _both("negotiation-ended")
        case _:
            raise TypeError(f"nobody knows whom to tell of {event.type_name()}")


def _resumed(event: m.OrderResumed) -> _Told:
    """Names every deadline that goes on: the status's own, and that of a request to cancel beside it (IX-30)."""
    times = {one.deadline: one.until for one in event.restarted}
    return _both(f"resumed.{'+'.join(times)}", dispute_id=event.dispute_id, **times)


def _both(message: str, **parameters: Any) -> _Told:
    return _Told(message=message, parameters=parameters)


def _utc(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
