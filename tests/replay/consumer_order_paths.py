"""The paths of consumer orders: each brings a real one all the way along, within windows of seconds."""

from datetime import UTC, datetime, timedelta

from tests.replay.path import Path, closes, kept_in, reaches
from tests.workflow import consumer_order_stages as stages
from tests.workflow.consumer_order_stages import of_the_parcel
from tests.workflow.house import House
from tests.workflow.order_stages import NOTE, happens
from tests.workflow.troubled_journal import Trouble

SECOND = timedelta(seconds=1)
PATHS: dict[str, Path] = {}
path = kept_in(PATHS)


def _due_in(seconds: int) -> datetime:
    """When an order was paid that is to be shipped within 48 h, so many seconds from now."""
    return datetime.now(UTC) + seconds * SECOND - timedelta(hours=48)


@path
async def purchase_received(house: House, _: Trouble) -> str:
    name = await stages.placed(house)
    await house.refused(name, "confirm-receipt")
    await house.send(name, "ship", **stages.PARCEL)
    await house.send(name, "correct-shipment", **stages.OTHER_PARCEL)
    await house.send(name, "confirm-receipt")
    return await closes(house, name)


@path
async def purchase_delivered(house: House, _: Trouble) -> str:
    name = await stages.shipped(house)
    delivered_at = datetime.now(UTC).isoformat()
    await house.signal(name, "shipment-delivered", **of_the_parcel(name, delivered_at=delivered_at))
    return await closes(house, name)


@path
async def purchase_received_by_time(house: House, _: Trouble) -> str:
    return await closes(house, await stages.shipped(house))


@path
async def purchase_never_shipped(house: House, _: Trouble) -> str:
    """Late, compensated, and refunded (SH-09)."""
    name = await stages.placed(house, _due_in(2))
    await house.send(name, "report-abnormal-shipping", reason="out_of_stock", note=NOTE)
    return await closes(house, name)


@path
async def purchase_excused_when_all_is_over(house: House, trouble: Trouble) -> str:
    name = await purchase_never_shipped(house, trouble)
    await house.send(name, "report-force-majeure", reason=NOTE)
    return await closes(house, name)


@path
async def purchase_late_but_excused(house: House, _: Trouble) -> str:
    name = await stages.placed(house, _due_in(2))
    await house.send(name, "report-force-majeure", reason=NOTE)
    await happens(house, name, "ConsumerOrderOverdue")
    await house.send(name, "ship", **stages.PARCEL)
    return await closes(house, name)


@path
async def purchase_in_a_campaign_assessed(house: House, _: Trouble) -> str:
    """Late in a campaign; the rest of what was paid is refunded at once (CE-08, CE-09)."""
    name = await stages.placed_in_a_campaign(house)
    await house.refused(name, "report-abnormal-shipping", reason="logistics")
    await house.send(name, "refund-request", amount="40.00")
    await house.send(name, "advance", by="PT48H")
    await happens(house, name, "CompensationClaimed")
    await house.send(name, "refund-request", amount="60.00")
    return await closes(house, name)


@path
async def purchase_with_refunds_answered(house: House, _: Trouble) -> str:
    name = await stages.asked(house, amount="40.00")
    await house.refused(name, "refund-request", amount="1.00")
    await house.send(name, "answer-refund", accepted=False, reason=NOTE)
    await house.refused(name, "refund-request", amount="100.01")
    await house.send(name, "refund-request", amount="30.00")
    await house.send(name, "answer-refund", accepted=True)
    await house.send(name, "refund-request", amount="70.00")
    return await closes(house, name)


@path
async def purchase_put_right(house: House, _: Trouble) -> str:
    name = await stages.warned(house)
    await house.send(name, "correct-shipment", **stages.OTHER_PARCEL)
    await house.signal(name, "shipment-cleared", **of_the_parcel(name, corrected=True))
    return await closes(house, name)


@path
async def purchase_with_a_fake_shipment(house: House, _: Trouble) -> str:
    name = await stages.warned(house)
    await house.send(name, "shipment-violated", **of_the_parcel(name, rule="SH-04"))
    return await closes(house, name)


@path
async def purchase_whose_shipment_proves_genuine(house: House, trouble: Trouble) -> str:
    """When all is over (SH-06)."""
    name = await purchase_with_a_fake_shipment(house, trouble)
    await house.send(name, "shipment-cleared", **of_the_parcel(name, corrected=False))
    return await closes(house, name)


@path
async def purchase_found_fake_when_complete(house: House, trouble: Trouble) -> str:
    """Delivered as the carrier says, and put right once; then it proves fake after all (SH-06, SH-09)."""
    name = await purchase_delivered(house, trouble)
    due_at = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    warned = of_the_parcel(name, rule="SH-05", due_at=due_at)
    await house.send(name, "shipment-warned", **warned)
    await house.send(name, "correct-shipment", **stages.OTHER_PARCEL)
    await house.send(name, "shipment-cleared", **of_the_parcel(name, corrected=True))
    await house.send(name, "shipment-warned", **warned)
    await house.send(name, "shipment-violated", **of_the_parcel(name, rule="SH-05"))
    return await closes(house, name)


@path
async def purchase_refunded_at_once_beside_a_question(house: House, _: Trouble) -> str:
    """What can be made at once waits for no answer to more (CE-09)."""
    name = await stages.placed_in_a_campaign(house, paid_amount="1000.00")
    await house.send(name, "refund-request", amount="300.01")
    await house.send(name, "refund-request", amount="300.00")
    await house.refused(name, "refund-request", amount="0.01")
    await house.send(name, "answer-refund", accepted=True)
    await house.send(name, "ship", **stages.PARCEL)
    return await closes(house, name)


@path
async def purchase_late_by_force_majeure_and_fake(house: House, _: Trouble) -> str:
    """The claim for lateness is void; the one for the fake shipment stands, until that proves genuine (SH-09)."""
    name = await stages.placed(house, _due_in(2))
    await happens(house, name, "CompensationClaimed")
    await house.send(name, "report-force-majeure", reason=NOTE)
    await house.send(name, "report-force-majeure", reason=NOTE)
    await house.send(name, "ship", **stages.PARCEL)
    await house.send(name, "shipment-violated", **of_the_parcel(name, rule="SH-04"))
    await closes(house, name)
    await house.send(name, "shipment-cleared", **of_the_parcel(name, corrected=False))
    return await closes(house, name)


@path
async def purchase_extended_and_moved_by_the_test_clock(house: House, _: Trouble) -> str:
    name = await stages.placed(house)
    until = datetime.now(UTC) + timedelta(hours=72)
    await house.send(name, "extend", deadline="shipping_due", until=until.isoformat(), reason=NOTE)
    await house.send(name, "advance", by="PT50H")
    await house.send(name, "ship", **stages.PARCEL)
    return await closes(house, name)


@path
async def purchase_rehydrated(house: House, _: Trouble) -> str:
    name = await stages.placed(house)
    await house.terminate(name)
    await house.start(name)
    await house.send(name, "ship", **stages.PARCEL)
    await reaches(house, name, "SHIPPED")
    return await closes(house, name)
