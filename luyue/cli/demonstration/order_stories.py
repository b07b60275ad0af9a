"""The stories of cooperation orders and of a dispute about one, played over HTTP to their end.

Deadlines pass on the test clock; what then happens is for the rules to say, and is not looked at here.
"""

from datetime import timedelta

from luyue.cli.demonstration import order_outcomes as outcomes
from luyue.cli.demonstration.orders import LATEST, delivered, evidence, in_effect, proposed
from luyue.cli.demonstration.platform import Platform
from luyue.cli.demonstration.played import PAST
from luyue.cli.demonstration.story import Story


async def completed(platform: Platform) -> tuple[str]:
    order = await delivered(platform, "completed")
    await order.merchant("verify")
    return (order.id,)


async def not_accepted(platform: Platform) -> tuple[str]:
    order = await proposed(platform, "not-accepted")
    await order.advance(timedelta(hours=72) + PAST)
    return (order.id,)


async def agreed_to_cancel(platform: Platform) -> tuple[str]:
    order = await in_effect(platform, "agreed-to-cancel")
    await order.merchant("request-cancellation", reason="新茶延期上市")
    await order.creator("confirm-cancellation")
    return (order.id,)


async def latest_time_missed(platform: Platform) -> tuple[str]:
    order = await in_effect(platform, "latest-time-missed")
    await order.advance(LATEST + PAST)
    await order.merchant("cancel")
    return (order.id,)


async def delivered_by_itself(platform: Platform) -> tuple[str]:
    """After the broadcast neither side does anything."""
    order = await in_effect(platform, "delivered-by-itself")
    await order.broadcast()
    await order.advance(timedelta(hours=72) + timedelta(days=14) + PAST)
    return (order.id,)


async def broadcast_again(platform: Platform) -> tuple[str]:
    order = await delivered(platform, "broadcast-again")
    await order.merchant("reject-delivery", reason="未讲解冲泡方法")
    await order.creator("propose-rebroadcast", latest_broadcast_at=(order.now + LATEST).isoformat())
    await order.merchant("agree-rebroadcast")
    await order.broadcast()
    await order.creator("deliver")
    await order.merchant("verify")
    return (order.id,)


async def disputed(platform: Platform) -> tuple[str, str]:
    """The ruling comes late: by then the merchant's 14 days to verify would be over, had they not stopped."""
    order = await delivered(platform, "disputed")
    opened = await order.merchant("open-dispute", claim="讲解内容与约定不符", evidence=[evidence("recording")])
    dispute_id = opened["details"]["dispute_id"]
    path = f"/v1/disputes/{dispute_id}"
    await platform.until(path, lambda shown: shown["status"] == "OPEN", "is open")
    await order.advance(timedelta(days=15) + PAST)
    await platform.ops(f"{path}/rule", outcome="cancel", in_default="creator", reason="证据充分")
    await order.until(lambda shown: shown["status"] == "CANCELLED", "follows the ruling")
    await platform.creator(order.creator_id, f"{path}/appeal", evidence=[evidence("transcript")])
    await platform.ops(f"{path}/decide-appeal", decision="upheld", reason="申诉证据不足以改变裁定")
    return order.id, dispute_id


STORIES = (
    Story(completed, (outcomes.COMPLETED,)),
    Story(not_accepted, (outcomes.NOT_ACCEPTED,)),
    Story(agreed_to_cancel, (outcomes.AGREED_TO_CANCEL,)),
    Story(latest_time_missed, (outcomes.LATEST_TIME_MISSED,)),
    Story(delivered_by_itself, (outcomes.DELIVERED_BY_ITSELF,)),
    Story(broadcast_again, (outcomes.BROADCAST_AGAIN,)),
    Story(disputed, (outcomes.RULED_ON, outcomes.DISPUTE_APPEALED)),
)
