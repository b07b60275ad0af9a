"""The stories: each plays one sample request over HTTP up to and past the deadline that it is about.

The test clock moves a request past its deadline; what then happens is for the rules to say, and is not looked at here.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

from luyue.cli.demonstration.platform import DemonstrationFailed, Platform

PAST = timedelta(seconds=1)
# Reports of facts may come this late, and what hangs on them is judged only then.
GRACE = timedelta(hours=1)
ROUTER_PATIENCE = 15.0


async def unanswered(platform: Platform) -> str:
    _, id = await platform.apply("unanswered")
    await platform.advance(id, timedelta(hours=48) + PAST)
    return id


async def shipped_late(platform: Platform) -> str:
    id = await _approved(platform, "shipped-late")
    await platform.advance(id, timedelta(hours=48) + PAST)
    return id


async def never_shipped(platform: Platform) -> str:
    id = await _approved(platform, "never-shipped")
    await platform.advance(id, timedelta(hours=120) + PAST)
    return id


async def receipt_unconfirmed(platform: Platform) -> str:
    _, id = await _shipped(platform, "receipt-unconfirmed")
    await platform.advance(id, timedelta(hours=168) + PAST)
    return id


async def never_promoted(platform: Platform) -> str:
    _, id = await _received(platform, "never-promoted")
    await platform.advance(id, timedelta(hours=360) + GRACE + PAST)
    return id


async def promoted_by_video(platform: Platform) -> str:
    creator_id, id = await _received(platform, "video")
    video_id = f"v-{platform.tag}"
    video = {"creator_id": creator_id, "product_ids": [platform.product_id], "state": "published", "tags": ["种草"]}
    await platform.service("PUT", f"/v1/videos/{video_id}", video)
    await platform.creator(creator_id, f"/v1/sample-requests/{id}/link-video", video_id=video_id)
    await platform.advance(id, timedelta(hours=168) + GRACE + PAST)
    return id


async def promoted_live(platform: Platform) -> str:
    """Nobody links the session: the router finds the request that it concerns."""
    creator_id, id = await _received(platform, "live")
    await platform.creator(creator_id, "/v1/cart-access", creator_id=creator_id)
    await platform.service("PUT", f"/v1/creators/{creator_id}/showcase/{platform.product_id}", {})
    now = datetime.now(UTC).isoformat()
    entry = {"product_id": platform.product_id, "added_at": now, "explained": True}
    session = {"creator_id": creator_id, "started_at": now, "cart": [entry]}
    await platform.service("PUT", f"/v1/live-sessions/l-{platform.tag}", session)
    await _counted(platform, id)
    await platform.advance(id, timedelta(minutes=3) + GRACE + PAST)
    return id


STORIES: Mapping[str, Callable[[Platform], Awaitable[str]]] = {
    "SR-06": unanswered,
    "SR-07": shipped_late,
    "SR-08": never_shipped,
    "SR-10": receipt_unconfirmed,
    "SR-12": promoted_by_video,
    "SR-13": promoted_live,
    "SR-14": never_promoted,
}
"""Each story by the rule it is about; returns the request's id."""


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


async def _counted(platform: Platform, id: str) -> None:
    async def look() -> None:
        while not (await platform.read(f"/v1/sample-requests/{id}"))["details"]["contents"]:
            await asyncio.sleep(0.1)

    try:
        await asyncio.wait_for(look(), ROUTER_PATIENCE)
    except TimeoutError:
        raise DemonstrationFailed(
            f"the live session did not find its request {id} in {ROUTER_PATIENCE:.0f} s"
        ) from None
