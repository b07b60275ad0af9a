"""Brings a parcel to a stage of its way; each returns the shipment's name. Its sample request is elsewhere."""

from datetime import UTC, datetime, timedelta
from typing import Any

from luyue.domain.facts import Consignee, ParcelTracks, Track
from tests.workflow.house import House
from tests.workflow.stages import new_name

HOUR = timedelta(hours=1)
OTHER = {"carrier": "SF", "tracking_no": "SF1234567890999"}
CONSIGNEE = Consignee(person="1" * 64, address="2" * 64, region="33")


def number_of(name: str) -> str:
    """The number that the parcel was sent under at first."""
    return f"SF-{name.rpartition('_')[2]}"


def parcel_of(name: str) -> str:
    return f"parcel/SF:{number_of(name)}"


async def registered(house: House, now: datetime | None = None, **changes: Any) -> str:
    """Its number was uploaded just now, for an order that was paid an hour ago."""
    name = new_name("sh")
    since = now or datetime.now(UTC)
    given = {
        "obligation": f"sample-request/of_{name}",
        "merchant_id": "m1",
        "creator_id": "c1",
        "product_id": "p1",
        "carrier": "SF",
        "tracking_no": number_of(name),
        "consignee_id": f"contact-of-{name}",
        "not_before": (since - HOUR).isoformat(),
        "since": since.isoformat(),
    }
    await house.send(name, "register", **given | changes)
    return name


def scan(kind: Any, at: datetime, region: str | None = None) -> Track:
    return Track(kind=kind, at=at, region=region)


async def report(house: House, name: str, at: datetime, *scans: Track, finding: Any = None) -> None:
    """What the carrier has to say, as the router tells of it."""
    await house.report(parcel_of(name), ParcelTracks(tracks=scans, finding=finding), at)
    await house.send(name, "observe", source=parcel_of(name))
