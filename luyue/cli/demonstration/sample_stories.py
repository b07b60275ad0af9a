"""The stories of sample requests: each plays one over HTTP up to and past the deadline that it is about.

The test clock moves a request past its deadline; what then happens is for the rules to say, and is not looked at here.
"""

from datetime import UTC, datetime, timedelta

from luyue.cli.demonstration import sample_outcomes as outcomes
from luyue.cli.demonstration.platform import Platform
from luyue.cli.demonstration.played import GRACE, PAST, Played
from luyue.cli.demonstration.shops import parcel_of, scan, ship
from luyue.cli.demonstration.story import Story


async def unanswered(platform: Platform) -> tuple[str]:
    _, id = await platform.apply("unanswered")
    await _advance(platform, id, timedelta(hours=48) + PAST)
    return (id,)


async def shipped_late(platform: Platform) -> tuple[str]:
    id = await _approved(platform, "shipped-late")
    await _advance(platform, id, timedelta(hours=48) + PAST)
    return (id,)


async def never_shipped(platform: Platform) -> tuple[str]:
    id = await _approved(platform, "never-shipped")
    await _advance(platform, id, timedelta(hours=120) + PAST)
    return (id,)


async def receipt_unconfirmed(platform: Platform) -> tuple[str]:
    """The parcel is there, and the creator says nothing."""
    id = await _approved(platform, "receipt-unconfirmed")
    sample = Played(platform, f"sample-request/{id}")
    await scan(sample, await ship(sample), ("pickup", "transit_centre", "delivered"))
    await parcel_of(sample).until(lambda shown: shown["status"] == "DELIVERED", "is delivered")
    await sample.advance(timedelta(hours=168) + PAST)
    return (id,)


async def never_promoted(platform: Platform) -> tuple[str]:
    _, id = await _received(platform, "never-promoted")
    await _advance(platform, id, timedelta(hours=360) + GRACE + PAST)
    return (id,)


async def promoted_by_video(platform: Platform) -> tuple[str]:
    creator_id, id = await _received(platform, "video")
    video_id = f"v-{platform.tag}"
    video = {"creator_id": creator_id, "product_ids": [platform.product_id], "state": "published", "tags": ["种草"]}
    await platform.service("PUT", f"/v1/videos/{video_id}", video)
    await platform.creator(creator_id, f"/v1/sample-requests/{id}/link-video", video_id=video_id)
    await _advance(platform, id, timedelta(hours=168) + GRACE + PAST)
    return (id,)


async def promoted_live(platform: Platform) -> tuple[str]:
    """Nobody links the session: the router finds the request that it concerns."""
    creator_id, id = await _received(platform, "live")
    await platform.admit(creator_id)
    now = datetime.now(UTC).isoformat()
    entry = {"product_id": platform.product_id, "added_at": now, "explained": True}
    session = {"creator_id": creator_id, "started_at": now, "cart": [entry]}
    await platform.service("PUT", f"/v1/live-sessions/l-{platform.tag}", session)
    counted = "has counted its live session"
    await platform.until(f"/v1/sample-requests/{id}", lambda shown: bool(shown["details"]["contents"]), counted)
    await _advance(platform, id, timedelta(minutes=3) + GRACE + PAST)
    return (id,)


STORIES = (
    Story(unanswered, (outcomes.UNANSWERED,)),
    Story(shipped_late, (outcomes.SHIPPED_LATE,)),
    Story(never_shipped, (outcomes.NEVER_SHIPPED,)),
    Story(receipt_unconfirmed, (outcomes.RECEIPT_UNCONFIRMED,)),
    Story(promoted_by_video, (outcomes.PROMOTED_BY_VIDEO,)),
    Story(promoted_live, (outcomes.PROMOTED_LIVE,)),
    Story(never_promoted, (outcomes.NEVER_PROMOTED,)),
)


async def _approved(platform: Platform, name: str) -> str:
    _, id = await platform.apply(name)
    await platform.merchant(f"/v1/sample-requests/{id}/approve")
    return id


async def _shipped(platform: Platform, name: str) -> tuple[str, str]:
    creator_id, id = await platform.apply(name)
    await platform.merchant(f"/v1/sample-requests/{id}/approve")
    parcel = {"carrier": "SF", "tracking_no": f"SF{platform.tag}{name}".replace("-", "").upper()}
    await platform.merchant(f"/v1/sample-requests/{id}/ship", **parcel)
    return creator_id, id


async def _received(platform: Platform, name: str) -> tuple[str, str]:
    creator_id, id = await _shipped(platform, name)
    await platform.creator(creator_id, f"/v1/sample-requests/{id}/confirm-receipt")
    return creator_id, id


async def _advance(platform: Platform, id: str, by: timedelta) -> None:
    await platform.advance(f"sample-request/{id}", by)
