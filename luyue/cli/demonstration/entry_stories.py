"""The stories of campaign entries, played over HTTP up to and past the deadline that each is about."""

from datetime import timedelta

from luyue.cli.demonstration import entry_outcomes as outcomes
from luyue.cli.demonstration.platform import Platform
from luyue.cli.demonstration.played import PAST
from luyue.cli.demonstration.shops import new_shop
from luyue.cli.demonstration.story import Story


async def review_overdue(platform: Platform) -> tuple[str]:
    shop = await new_shop(platform, "review-overdue")
    await shop.announce(timedelta(days=10), timedelta(days=20))
    entry = await shop.enter()
    await entry.advance(timedelta(days=3) + PAST)
    return (entry.id,)


async def took_part(platform: Platform) -> tuple[str]:
    shop = await new_shop(platform, "took-part")
    await shop.announce(timedelta(days=2), timedelta(days=9))
    entry = await shop.enter()
    await entry.ops("approve")
    await entry.advance_past("event_from")
    await entry.advance_past("event_until")
    return (entry.id,)


async def left(platform: Platform) -> tuple[str]:
    """Registered while the event is on, and out again before it is over."""
    shop = await new_shop(platform, "left")
    await shop.announce(-timedelta(hours=1), timedelta(days=7))
    entry = await shop.enter()
    await entry.ops("approve")
    await entry.service("leave", reason="产能不足,无法按时发货")
    return (entry.id,)


async def lapsed(platform: Platform) -> tuple[str]:
    """Registered so late in the event that nobody comes to review it."""
    shop = await new_shop(platform, "lapsed")
    await shop.announce(-timedelta(days=6), timedelta(days=1))
    entry = await shop.enter()
    await entry.advance_past("event_until")
    return (entry.id,)


STORIES = (
    Story(review_overdue, (outcomes.REVIEW_OVERDUE,)),
    Story(took_part, (outcomes.TOOK_PART,)),
    Story(left, (outcomes.LEFT,)),
    Story(lapsed, (outcomes.LAPSED,)),
)
