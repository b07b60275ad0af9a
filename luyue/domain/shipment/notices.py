"""Who is told what of a shipment's events; the words are in notice_texts.py."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from luyue.domain.messages import Event, Happened, Value
from luyue.domain.notices import OPS, Notice, Notices, Parties
from luyue.domain.process import ClockAdvanced, DeadlineApproaching, DeadlineExtended, ProcessLinked
from luyue.domain.shipment import messages as m
from luyue.domain.shipment.carriers import carrier_name
from luyue.domain.shipment.findings import MEANINGS, Finding
from luyue.domain.shipment.notice_texts import TEXTS


class _Told(Value):
    """The message key for each side, and what the messages need beside the parties and the time.

    Who waits for the parcel is told by the sample request or the order.
    """

    merchant: str | None = None
    ops: str | None = None
    parameters: Mapping[str, Any] = {}


def notices(happened: Happened, parties: Parties) -> Sequence[Notice]:
    """The notices of one event; none where nobody needs to know."""
    told = _told(happened.event)
    recipients = ((parties.merchant, told.merchant), (OPS, told.ops))
    if told.merchant is None and told.ops is None:
        return []
    given = {**parties.model_dump(), **_parcel(parties), "at": happened.at, **told.parameters}
    parameters = {name: _utc(value) if isinstance(value, datetime) else value for name, value in given.items()}
    return [
        Notice(recipient=recipient, message=f"shipment.{key}", parameters=parameters)
        for recipient, key in recipients
        if recipient is not None and key is not None
    ]


NOTICES = Notices(of=notices, texts=TEXTS, parcel_in=(m.ShipmentRegistered, m.ShipmentNumberCorrected))


def _told(event: Event) -> _Told:
    match event:
        case m.ShipmentNumberCorrected(too_late=True):
            return _Told(merchant="corrected-too-late")
        case m.ShipmentRegistered() | m.ShipmentNumberCorrected():
            return _Told(merchant=f"caution.{event.caution}" if event.caution else None)
        case m.ShipmentSlow():
            return _Told(merchant=f"slow.{event.stage}", parameters={"since": event.since})
        case m.ShipmentWarned():
            key = "warned-again" if event.again else "warned"
            parameters = {"due_at": event.due_at, "reasons": _reasons(event.findings)}
            return _Told(merchant=key, parameters=parameters)
        case m.ShipmentFindingsChanged():
            return _Told(merchant="still-fake", parameters={"reasons": _reasons(event.findings)})
        case m.ShipmentCleared():
            return _Told(merchant=f"cleared.{event.by}")
        case m.ShipmentViolated():
            parameters = {"ticket": event.ticket, "points": event.points, "reasons": _reasons(event.findings)}
            return _Told(merchant="violated", parameters=parameters)
        case m.ShipmentViolationDoubted():
            return _Told(merchant="doubted", ops="doubted")
        case DeadlineApproaching():
            return _Told(merchant=f"due-soon.{event.deadline}.{event.then}", parameters={"due_at": event.due_at})
        case DeadlineExtended():
            times = {"due_at": event.due_at, "until": event.until}
            return _Told(merchant=f"extended.{event.deadline}", parameters=times)
        case (
            m.ShipmentConsigneeKnown()
            | m.ShipmentNumberWithdrawn()
            | m.ShipmentPickedUp()
            | m.ShipmentInTransit()
            | m.ShipmentOutForDelivery()
            | m.ShipmentDelivered()
            | m.ShipmentReceived()
            | m.ShipmentReleased()
            | ClockAdvanced()
            | ProcessLinked()
        ):
            return _Told()
        case _:
            raise TypeError(f"nobody knows whom to tell of {event.type_name()}")


def _parcel(parties: Parties) -> dict[str, Any]:
    """What a merchant knows a parcel by: the id of a shipment is nowhere on it."""
    if parties.parcel is None:
        raise LookupError(f"which parcel {parties.id} is about is not known")
    code, number = parties.parcel.carrier, parties.parcel.tracking_no
    return {"carrier": code, "carrier_name": [carrier_name(code).model_dump()], "tracking_no": number}


def _reasons(findings: tuple[Finding, ...]) -> list[dict[str, str]]:
    meanings = [MEANINGS[one] for one in findings]
    return [{"rule": one.rule, "zh": one.wording.zh, "en": one.wording.en} for one in meanings]


def _utc(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
