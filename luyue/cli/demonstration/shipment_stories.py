"""The stories of parcels: what becomes of each, and of the sample or the order that it was to bring."""

from datetime import timedelta
from typing import Any

from luyue.cli.demonstration import shipment_outcomes as outcomes
from luyue.cli.demonstration.platform import Platform
from luyue.cli.demonstration.played import GRACE, PAST, Played
from luyue.cli.demonstration.shops import correct, new_shop, parcel_of, scan, ship
from luyue.cli.demonstration.story import Story

TO_PUT_RIGHT = timedelta(hours=24)


async def no_transit_centre(platform: Platform) -> tuple[str, str]:
    """Picked up and never seen again; the merchant does nothing about the warning."""
    sample = await _warned(platform, "no-transit-centre")
    await sample.advance(TO_PUT_RIGHT + GRACE + PAST)
    await sample.until(lambda shown: shown["status"] == "CANCELLED", "knows that its shipment is fake")
    return sample.id, parcel_of(sample).id


async def corrected(platform: Platform) -> tuple[str, str]:
    """Another number puts it right; once it is there, time confirms the receipt, seven days after the correction."""
    sample = await _warned(platform, "corrected")
    number = await correct(sample)
    await sample.until(lambda shown: shown["details"]["warning"] is None, "knows that its shipment was put right")
    parcel = parcel_of(sample)
    await scan(sample, number, ("pickup", "transit_centre", "delivered"))
    await parcel.until(lambda shown: shown["status"] == "DELIVERED", "is delivered")
    await sample.advance(timedelta(hours=168) + PAST)
    return sample.id, parcel.id


async def never_scanned(platform: Platform) -> tuple[str, str]:
    """A number, and no parcel."""
    order = await (await new_shop(platform, "never-scanned")).sell("58.00", "PT48H")
    await ship(order)
    await order.advance(timedelta(hours=72) + GRACE + PAST)
    await order.until(_is_warned, "knows of the warning")
    await order.advance(TO_PUT_RIGHT + GRACE + PAST)
    await order.until(lambda shown: shown["status"] == "REFUNDED", "is refunded")
    return order.id, parcel_of(order).id


async def lost_from_sight(platform: Platform) -> tuple[str, str]:
    """On its way for so long that it looks fake; ops know better, and time confirms receipt."""
    order = await (await new_shop(platform, "lost-from-sight")).sell("58.00", "PT48H")
    number = await ship(order)
    parcel = parcel_of(order)
    await scan(order, number, ("pickup", "transit_centre"))
    await parcel.until(lambda shown: shown["status"] == "IN_TRANSIT", "is in transit")
    await order.advance(timedelta(days=15) + GRACE + PAST)
    await order.until(_is_warned, "knows of the warning")
    await parcel.ops("clear", reason="物流公司确认包裹因暴雪滞留")
    await order.until(lambda shown: not _is_warned(shown), "knows that the warning was wrong")
    await order.advance(timedelta(days=5) + PAST)
    return order.id, parcel.id


STORIES = (
    Story(no_transit_centre, (outcomes.SAMPLE_CANCELLED, outcomes.NO_TRANSIT_CENTRE)),
    Story(corrected, (outcomes.SAMPLE_RECEIVED, outcomes.CORRECTED)),
    Story(never_scanned, (outcomes.ORDER_REFUNDED, outcomes.NEVER_SCANNED)),
    Story(lost_from_sight, (outcomes.ORDER_COMPLETED, outcomes.LOST_FROM_SIGHT)),
)


async def _warned(platform: Platform, name: str) -> Played:
    """A sample that was picked up, and that no transit centre has scanned in a day."""
    _, id = await platform.apply(name)
    sample = Played(platform, f"sample-request/{id}")
    await sample.service("approve")
    number = await ship(sample)
    await scan(sample, number, ("pickup",))
    await parcel_of(sample).until(lambda shown: shown["status"] == "PICKED_UP", "is picked up")
    await sample.advance(timedelta(hours=24) + GRACE + PAST)
    await sample.until(lambda shown: shown["details"]["warning"] is not None, "knows of the warning")
    return sample


def _is_warned(order: dict[str, Any]) -> bool:
    return order["details"]["shipment"]["warning"] is not None
