"""The paths of shipments: each brings a real parcel all the way along, in real seconds; returns the shipment's name."""

from datetime import UTC, datetime, timedelta

from tests.replay.path import Path, closes, kept_in, reaches
from tests.workflow import shipment_stages as stages
from tests.workflow.house import House
from tests.workflow.order_stages import NOTE, happens
from tests.workflow.shipment_stages import report, scan
from tests.workflow.troubled_journal import Trouble

PATHS: dict[str, Path] = {}
path = kept_in(PATHS)


def now() -> datetime:
    return datetime.now(UTC)


@path
async def parcel_delivered(house: House, _: Trouble) -> str:
    name = await stages.registered(house)
    await report(house, name, now(), scan("pickup", now()))
    await report(house, name, now(), scan("transit_centre", now()))
    await report(house, name, now(), scan("out_for_delivery", now(), "33"))
    await report(house, name, now(), scan("delivered", now(), "33"))
    return await closes(house, name)


@path
async def parcel_never_scanned(house: House, _: Trouble) -> str:
    return await closes(house, await stages.registered(house))


@path
async def parcel_slow_and_never_delivered(house: House, _: Trouble) -> str:
    """Its consignee becomes known on the way; it is received in the end."""
    name = await stages.registered(house)
    await report(house, name, now(), scan("pickup", now()), scan("transit_centre", now()))
    await house.report(f"consignee/contact-of-{name}", stages.CONSIGNEE, now())
    await house.send(name, "observe", source=f"consignee/contact-of-{name}")
    await happens(house, name, "ShipmentSlow")
    await house.send(name, "receive", received_at=now().isoformat())
    return await closes(house, name)


@path
async def parcel_put_right_by_another_number(house: House, _: Trouble) -> str:
    name = await stages.registered(house)
    await report(house, name, now(), scan("pickup", now()))
    await reaches(house, name, "WARNED")
    await report(house, name, now(), finding="number_abnormal")
    await house.send(name, "correct", **stages.OTHER)
    await house.send(name, "receive", received_at=now().isoformat())
    return await closes(house, name)


@path
async def parcel_whose_tracks_came_late(house: House, _: Trouble) -> str:
    """The warning is withdrawn."""
    name = await stages.registered(house)
    picked_up_at = now()
    await report(house, name, now(), scan("pickup", picked_up_at))
    await reaches(house, name, "WARNED")
    in_time = picked_up_at + timedelta(seconds=1)
    await report(house, name, now(), scan("transit_centre", in_time), scan("delivered", in_time, "33"))
    return await closes(house, name)


@path
async def parcel_by_a_carrier_without_tracks(house: House, _: Trouble) -> str:
    """Its number was mistyped at first, and time alone ends the watch (SH-07)."""
    name = await stages.registered(house)
    await house.send(name, "correct", carrier="EMS", tracking_no="EB123456789CN")
    return await closes(house, name)


@path
async def parcel_received_under_a_warning(house: House, _: Trouble) -> str:
    name = await stages.registered(house)
    await report(house, name, now(), finding="number_abnormal")
    await house.send(name, "receive", received_at=now().isoformat())
    return await closes(house, name)


@path
async def parcel_that_nobody_waits_for(house: House, _: Trouble) -> str:
    """Its order was refunded on the way (CE-09)."""
    name = await stages.registered(house)
    await report(house, name, now(), scan("pickup", now()))
    await house.send(name, "release")
    return await closes(house, name)


async def _violated(house: House) -> str:
    name = await stages.registered(house)
    await report(house, name, now(), finding="duplicate_track")
    return await closes(house, name)


@path
async def parcel_cleared_by_ops(house: House, _: Trouble) -> str:
    name = await _violated(house)
    await house.send(name, "clear", reason=NOTE)
    await house.refused(name, "clear", reason=NOTE)
    await house.send(name, "receive", received_at=now().isoformat())
    return await closes(house, name)


@path
async def parcel_whose_violation_is_doubted(house: House, _: Trouble) -> str:
    name = await stages.registered(house)
    picked_up_at = now()
    await report(house, name, now(), scan("pickup", picked_up_at))
    await closes(house, name)
    await house.refused(name, "correct", **stages.OTHER)
    await report(house, name, now(), scan("transit_centre", picked_up_at))
    return await closes(house, name)
