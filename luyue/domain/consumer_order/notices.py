"""Who is told what of a consumer order's events; the words are in notice_texts.py.

What the buyer reads stands on the order's page: buyer_texts.py.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order.notice_texts import CAUTIONS, TEXTS
from luyue.domain.messages import Event, Happened, Value
from luyue.domain.notices import OPS, Notice, Notices, Parties
from luyue.domain.process import ClockAdvanced, DeadlineApproaching, DeadlineExtended, ProcessLinked


class _Told(Value):
    """The message key, who is told, and what its text needs beside the parties and the time."""

    message: str
    merchant: bool = True
    ops: bool = False
    parameters: Mapping[str, Any] = {}


def notices(happened: Happened, parties: Parties) -> Sequence[Notice]:
    """The notices of one event; none where nobody needs to know."""
    told = _told(happened.event, happened.at)
    if told is None:
        return []
    recipients = (parties.merchant if told.merchant else None, OPS if told.ops else None)
    given = {**parties.model_dump(), "at": happened.at, **told.parameters}
    parameters = {name: _utc(value) if isinstance(value, datetime) else value for name, value in given.items()}
    return [
        Notice(recipient=recipient, message=f"consumer-order.{told.message}", parameters=parameters)
        for recipient in recipients
        if recipient is not None
    ]


NOTICES = Notices(of=notices, texts=TEXTS)


def _told(event: Event, at: datetime) -> _Told | None:
    match event:
        case m.ConsumerOrderPlaced():
            return _placed(event, at)
        case m.ConsumerOrderShipped():
            return _merchant("shipped", carrier=event.carrier, tracking_no=event.tracking_no)
        case m.OrderShipmentCorrected():
            return _merchant("shipment-corrected", carrier=event.carrier, tracking_no=event.tracking_no)
        case m.ConsumerOrderOverdue():
            return _merchant("overdue.excused" if event.excused else "overdue", due_at=event.due_at)
        case m.OrderShipmentWarned():
            return _merchant("shipment-warned", rule=event.rule, due_at=event.due_at)
        case m.OrderShipmentCleared():
            return _merchant("shipment-cleared")
        case m.OrderShipmentFoundFake():
            return _merchant("shipment-fake", rule=event.rule)
        case m.OrderShipmentFoundGenuine():
            return _merchant("shipment-genuine")
        case m.ConsumerOrderReceived():
            return _merchant(f"received.{event.by}")
        case m.ConsumerOrderCompleted():
            return _merchant("completed")
        case m.ConsumerOrderRefunded():
            return _merchant(f"refunded.{event.because}")
        case DeadlineApproaching():
            return _merchant(f"due-soon.{event.deadline}.{event.then}", due_at=event.due_at)
        case DeadlineExtended():
            return _merchant(f"extended.{event.deadline}", due_at=event.due_at, until=event.until)
        case ClockAdvanced() | ProcessLinked() | m.RefundRequested(at_once=True):
            return None
        case _:
            return _of_money(event) or _of_a_violation(event)


def _placed(event: m.ConsumerOrderPlaced, at: datetime) -> _Told:
    """An order that is reported later than it was to be shipped is due at once."""
    told = {
        "paid_amount": str(event.paid_amount),
        "due_at": max(event.paid_at + event.ship_within, at),
        "cautions": [CAUTIONS[one].model_dump() for one in event.warnings],
    }
    if event.event_terms is None:
        return _merchant("placed", **told)
    most = str(event.event_terms.instant_refund_max)
    return _merchant("placed.in-campaign", **told, instant_refund_max=most)


def _of_money(event: Event) -> _Told | None:
    match event:
        case m.CompensationClaimed():
            return _merchant(f"compensation-claimed.{event.cause}", amount=str(event.amount))
        case m.CompensationTakenBack():
            return _merchant(f"compensation-taken-back.{event.because}", amount=str(event.amount))
        case m.RefundRequested(at_once=False):
            return _merchant("refund-requested", amount=str(event.amount))
        case m.RefundMade():
            return _merchant(f"refund-made.{event.by}", amount=str(event.amount))
        case m.RefundDeclined():
            return _merchant("refund-declined")
        case _:
            return None


def _of_a_violation(event: Event) -> _Told | None:
    """Ops are told of what is recommended to them, and of what the merchant asks them to consider."""
    match event:
        case m.ShippingAssessed():
            if "review_buyer" not in event.measures:
                return None
            told = {"claims": event.buyer.claims}
            return _Told(message="assessed.review-buyer", merchant=False, ops=True, parameters=told)
        case m.ThrottlingRecommended():
            return _Told(message="throttling-recommended", ops=True, parameters={"violations": event.violations})
        case m.DelistingRecommended():
            told = {} if event.violations is None else {"violations": event.violations}
            return _Told(message=f"delisting-recommended.{event.because}", ops=True, parameters=told)
        case m.ForceMajeureReported():
            return _merchant("force-majeure")
        case m.AbnormalShippingReported():
            return _Told(message=f"abnormal.{event.reason}", ops=True)
        case _:
            raise TypeError(f"nobody knows whom to tell of {event.type_name()}")


def _merchant(message: str, **parameters: Any) -> _Told:
    return _Told(message=message, parameters=parameters)


def _utc(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
