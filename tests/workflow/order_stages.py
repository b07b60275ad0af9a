"""Brings a cooperation order to a stage of its life; each returns the order's name."""

import asyncio
import uuid
from datetime import datetime
from typing import Any

from luyue.domain.facts import CartAccess
from tests import eligible
from tests.workflow.house import PATIENCE, House
from tests.workflow.stages import LONG_AGO, creator_of, new_name, product_of

NOTE = {"id": "note-1", "digest": "d1"}
EVIDENCE = {"reference": "evidence/ev_1", "sha256": "1" * 64}


def merchant_of(name: str) -> str:
    return f"merchant-of-{name}"


def session_of(name: str) -> str:
    return f"session-of-{name}"


async def known(house: House) -> str:
    """Nothing offered yet; the creator is admitted, and merchant and product are known."""
    name = new_name("co")
    await house.report(f"creator/{creator_of(name)}", eligible.CREATOR, LONG_AGO)
    admitted = CartAccess(rights=("showcase", "video_cart", "live_cart"))
    await house.report(f"cart-access/{creator_of(name)}", admitted, LONG_AGO)
    await house.report(f"merchant/{merchant_of(name)}", eligible.MERCHANT, LONG_AGO)
    await house.report(f"product/{product_of(name)}", eligible.product(merchant_of(name)), LONG_AGO)
    return name


def offer(name: str, latest: datetime, form: str = "live") -> dict[str, Any]:
    return {
        "merchant_id": merchant_of(name),
        "creator_id": creator_of(name),
        "form": form,
        "products": [{"product_id": product_of(name), "commission_rate": "0.15"}],
        "latest_broadcast_at": latest.isoformat(),
    }


async def proposed(house: House, latest: datetime, form: str = "live") -> str:
    name = await known(house)
    await house.send(name, "propose", **offer(name, latest, form))
    return name


async def effective(house: House, latest: datetime, form: str = "live") -> str:
    name = await proposed(house, latest, form)
    await house.send(name, "accept")
    return name


async def asked(house: House, latest: datetime, by: str = "creator") -> str:
    """One side asks to cancel."""
    name = await effective(house, latest)
    await house.send(name, "request-cancellation", by=by, reason=NOTE)
    return name


async def on_air(house: House, latest: datetime) -> str:
    name = await effective(house, latest)
    await house.send(name, "go-live", live_session_id=session_of(name))
    return name


async def video_published(house: House, latest: datetime) -> str:
    """Live by a video, whose broadcast is over as soon as it is published (IX-21)."""
    name = await effective(house, latest, form="video")
    await house.send(name, "go-live", video_id=f"video-of-{name}")
    return name


async def ended(house: House, latest: datetime) -> str:
    name = await on_air(house, latest)
    await house.send(name, "end-broadcast")
    return name


async def delivered(house: House, latest: datetime) -> str:
    name = await ended(house, latest)
    await house.send(name, "deliver")
    return name


async def rejected(house: House, latest: datetime) -> str:
    """A rebroadcast is negotiated."""
    name = await delivered(house, latest)
    await house.send(name, "reject-delivery", reason=NOTE)
    return name


async def rebroadcast(house: House, latest: datetime, new_latest: datetime) -> str:
    """In effect again, towards a new delivery by the new latest time."""
    name = await rejected(house, latest)
    await house.send(name, "propose-rebroadcast", by="creator", latest_broadcast_at=new_latest.isoformat())
    await house.send(name, "agree-rebroadcast", by="merchant")
    return name


async def dispute(house: House, name: str, by: str = "merchant") -> str:
    """One side asks for arbitration on an order; returns the dispute's name."""
    dispute_id = f"ds_{uuid.uuid4().hex[:12]}"
    await house.send(name, "open-dispute", by=by, dispute_id=dispute_id, claim=NOTE, evidence=[EVIDENCE])
    return dispute_id


async def happens(house: House, name: str, event: str) -> str:
    """Waits for an event that time or another process leads to."""
    async with asyncio.timeout(PATIENCE):
        while event not in await house.types(name):
            await asyncio.sleep(0.05)
    return name
