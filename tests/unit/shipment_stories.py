"""Where shipments stand when a test begins: merchant m1 ships product p1 to creator c1, at address a1 in Zhejiang."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from luyue.domain.facts import Consignee, ParcelTracks, Track
from luyue.domain.messages import Command, Refusal
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import Note
from luyue.domain.shipment import SHIPMENT
from luyue.domain.shipment import messages as m
from tests.unit.given_when_then import START, Platform, Process, hours

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
GRACE = hours(1)
APPROVED = START
UPLOADED = APPROVED + hours(10)
PICKED_UP = UPLOADED + hours(4)
ZHEJIANG, SHANGHAI = "33", "31"
NUMBER, OTHER_NUMBER, THIRD_NUMBER = "SF1234567890123", "SF1234567890124", "SF1234567890125"
PARCEL, OTHER_PARCEL, THIRD_PARCEL = (f"parcel/SF:{number}" for number in (NUMBER, OTHER_NUMBER, THIRD_NUMBER))
WHY = Note(id="note-1", digest="digest-2")


def digest(number: int) -> str:
    return f"{number:064x}"


def consignee(person: int = 1, address: int = 1, region: str | None = ZHEJIANG) -> Consignee:
    return Consignee(person=digest(person), address=digest(address), region=region)


def platform(**changes: object) -> Platform:
    """Contact k1 is known."""
    stage = Platform(DEFAULT_POLICY.model_copy(update=changes))
    stage.report("consignee/k1", consignee(), START)
    return stage


def registration(**changes: Any) -> m.Register:
    given: dict[str, Any] = {
        "obligation": "sample-request/sr_1",
        "merchant_id": "m1",
        "creator_id": "c1",
        "product_id": "p1",
        "carrier": "SF",
        "tracking_no": NUMBER,
        "consignee_id": "k1",
        "not_before": APPROVED,
        "since": UPLOADED,
    }
    return m.Register(**given | changes)


def correction(tracking_no: str = OTHER_NUMBER) -> m.Correct:
    return m.Correct(carrier="SF", tracking_no=tracking_no)


def scan(kind: Any, at: datetime, region: str | None = None) -> Track:
    return Track(kind=kind, at=at, region=region)


PICKUP = scan("pickup", PICKED_UP)
TRANSIT = scan("transit_centre", PICKED_UP + hours(10))
OUT = scan("out_for_delivery", PICKED_UP + hours(40), ZHEJIANG)
DELIVERY = scan("delivered", PICKED_UP + hours(48), ZHEJIANG)


def tracks(*scans: Track, finding: Any = None) -> ParcelTracks:
    return ParcelTracks(tracks=scans, finding=finding)


def new_shipment(stage: Platform) -> Process:
    return Process(stage, SHIPMENT, lambda stream: m.Observe(source=stream))


def registered(stage: Platform | None = None, command: m.Register | None = None) -> Process:
    shipment = new_shipment(stage or platform())
    sent = command or registration()
    shipment.issue(sent, sent.since)
    return shipment


def scanned(
    *scans: Track, stage: Platform | None = None, command: m.Register | None = None, parcel: str = PARCEL
) -> Process:
    """Each scan was reported by itself, at its own time or, where that is earlier, on the upload."""
    stage = stage or platform()
    shipment = registered(stage, command)
    for one in scans:
        stage.report(parcel, tracks(one), max(one.at, UPLOADED))
    return shipment


def picked_up(stage: Platform | None = None) -> Process:
    return scanned(PICKUP, stage=stage)


def in_transit(stage: Platform | None = None) -> Process:
    return scanned(PICKUP, TRANSIT, stage=stage)


def delivered(stage: Platform | None = None) -> Process:
    return scanned(PICKUP, TRANSIT, OUT, DELIVERY, stage=stage)


WARNED = PICKED_UP + hours(24)
"""When no transit centre has scanned the parcel; that is judged an hour later."""
PUT_RIGHT_UNTIL = WARNED + GRACE + hours(24)


def warned(stage: Platform | None = None) -> Process:
    """No transit centre has scanned it in time."""
    shipment = picked_up(stage)
    shipment.time_to(WARNED + GRACE + SECOND)
    return shipment


def corrected(stage: Platform | None = None) -> Process:
    """Warned, and put right an hour later by another number."""
    shipment = warned(stage)
    shipment.issue(correction(), shipment.seen_at + hours(1))
    return shipment


def violated(stage: Platform | None = None) -> Process:
    shipment = warned(stage)
    shipment.time_to(PUT_RIGHT_UNTIL + GRACE + SECOND)
    return shipment


def doubted(stage: Platform | None = None) -> Process:
    """After the violation a transit centre turns out to have scanned it in time."""
    shipment = violated(stage)
    shipment.platform.report(PARCEL, tracks(TRANSIT), shipment.seen_at)
    return shipment


def told(shipment: Process) -> tuple[str, Sequence[str]]:
    """The status and what is found fake."""
    return shipment.status, shipment.state.findings


def refused(shipment: Process, command: Command, at: datetime) -> Refusal:
    """The refusal that a command meets."""
    with pytest.raises(Refusal) as caught:
        shipment.issue(command, at)
    return caught.value
