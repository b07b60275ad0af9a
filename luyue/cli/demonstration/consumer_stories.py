"""The stories of consumer orders, played over HTTP up to and past the deadline that each is about."""

from datetime import timedelta

from luyue.cli.demonstration import consumer_outcomes as outcomes
from luyue.cli.demonstration.platform import Platform
from luyue.cli.demonstration.played import PAST
from luyue.cli.demonstration.shops import new_shop, scan, ship
from luyue.cli.demonstration.story import Story


async def shipped_late(platform: Platform) -> tuple[str]:
    """The compensation is claimed by time, the order completed by the carrier's scans."""
    shop = await new_shop(platform, "shipped-late")
    await shop.take_part()
    order = await shop.sell("1288.00", "PT48H", in_campaign=True)
    await order.advance(timedelta(hours=48) + PAST)
    number = await ship(order)
    await scan(order, number, ("pickup", "transit_centre", "out_for_delivery", "delivered"))
    await order.until(lambda shown: shown["status"] == "COMPLETED", "knows that its parcel was delivered")
    return (order.id,)


async def refunded_at_once(platform: Platform) -> tuple[str]:
    shop = await new_shop(platform, "refunded-at-once")
    await shop.take_part()
    order = await shop.sell("300.00", "PT48H", in_campaign=True)
    await order.service("refund-request", amount="300.00", reason="不想要了")
    return (order.id,)


async def refund_unanswered(platform: Platform) -> tuple[str]:
    """A fen too much to be refunded without asking the merchant, who says nothing."""
    shop = await new_shop(platform, "refund-unanswered")
    await shop.take_part()
    order = await shop.sell("300.01", "P7D", in_campaign=True)
    await order.service("refund-request", amount="300.01", reason="不想要了")
    await order.advance(timedelta(hours=48) + PAST)
    return (order.id,)


async def never_shipped(platform: Platform) -> tuple[str]:
    shop = await new_shop(platform, "never-shipped")
    order = await shop.sell("299.99", "PT24H")
    await order.advance(timedelta(hours=24) + timedelta(days=7) + PAST)
    return (order.id,)


STORIES = (
    Story(shipped_late, (outcomes.SHIPPED_LATE,)),
    Story(refunded_at_once, (outcomes.REFUNDED_AT_ONCE,)),
    Story(refund_unanswered, (outcomes.REFUND_UNANSWERED,)),
    Story(never_shipped, (outcomes.NEVER_SHIPPED,)),
)
