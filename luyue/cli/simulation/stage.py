"""The platform of a simulated campaign: its merchants and their products, the campaign, and its entries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from luyue.cli.demonstration.platform import Platform
from luyue.cli.demonstration.shops import MERCHANT, PRODUCT
from luyue.cli.simulation.crowd import crowd
from luyue.cli.simulation.fates import EntryFate

PRODUCTS_A_MERCHANT = 20
GOOD_ENOUGH, NOT_GOOD_ENOUGH = "0.85", "0.8499"
"""Pickup rates at and below what is wanted (CE-05)."""


@dataclass(frozen=True)
class Entry:
    """A product in the campaign, and what it is to come to."""

    merchant_id: str
    product_id: str
    fate: EntryFate
    id: str


class Stage:
    """The campaign of one simulation; its ids hold the platform's tag."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self.campaign_id = f"campaign-{platform.tag}"

    async def announce(self) -> None:
        """Ops announce a campaign whose event has begun and that can still be entered (IX-25)."""
        now = datetime.now(UTC)
        campaign = {
            "title": "春节大促(模拟)",
            "registration_from": (now - timedelta(days=10)).isoformat(),
            "registration_until": (now + timedelta(days=5)).isoformat(),
            "event_from": (now - timedelta(days=1)).isoformat(),
            "event_until": (now + timedelta(days=10)).isoformat(),
        }
        await self._platform.ops(f"/v1/campaigns/{self.campaign_id}", method="PUT", **campaign)

    async def enter(self, fates: Sequence[EntryFate], at_once: int, watch: Callable[[int], None]) -> list[Entry]:
        """Registers a product for each fate and has ops review it."""
        merchants = [f"m-{self._platform.tag}-{n}" for n in range(-(-len(fates) // PRODUCTS_A_MERCHANT))]

        async def report(merchant_id: str) -> None:
            await self._platform.service("PUT", f"/v1/merchants/{merchant_id}", MERCHANT)

        async def enter_one(number: int) -> Entry:
            return await self._enter(merchants[number // PRODUCTS_A_MERCHANT], number, fates[number])

        await crowd(merchants, report, at_once)
        return await crowd(range(len(fates)), enter_one, at_once, watch)

    async def _enter(self, merchant_id: str, number: int, fate: EntryFate) -> Entry:
        product_id = f"p-{self._platform.tag}-{number}"
        rate = NOT_GOOD_ENOUGH if fate == "refused" else GOOD_ENOUGH
        product = {**PRODUCT, "merchant_id": merchant_id, "pickup_rate_48h": rate}
        await self._platform.service("PUT", f"/v1/products/{product_id}", product)
        body = {"merchant_id": merchant_id, "product_id": product_id}
        entries = f"/v1/campaigns/{self.campaign_id}/entries"
        if fate == "refused":
            await self._platform.refused("POST", entries, body)
            return Entry(merchant_id, product_id, fate, "")
        id = (await self._platform.service("POST", entries, body))["id"]
        if fate == "rejected":
            await self._platform.ops(f"{entries}/{id}/reject", reason="商品图片不符合活动要求")
        else:
            await self._platform.ops(f"{entries}/{id}/approve")
        return Entry(merchant_id, product_id, fate, id)

    async def leave(self, entries: Sequence[Entry], at_once: int) -> None:
        """Those leave that are to, in the middle of the event; their orders stay (IX-26)."""
        leaving = [one.id for one in entries if one.fate == "left"]

        async def leave(id: str) -> None:
            await self._platform.service("POST", f"/v1/campaigns/{self.campaign_id}/entries/{id}/leave", {})

        await crowd(leaving, leave, at_once)
