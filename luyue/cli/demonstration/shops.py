"""A shop of its own for each story: a merchant and a product that campaigns take, a campaign, and orders of buyers."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from luyue.cli.demonstration.platform import Platform
from luyue.cli.demonstration.played import Played

CATEGORY = "food_and_beverages"
MERCHANT: dict[str, Any] = {
    "shop_opened": True,
    "meets_alliance_standard": True,
    "experience_score": "4.5",
    "main_category": CATEGORY,
    "trade_medal": "3A",
    "trustpass": "enterprise",
    "trustpass_valid_until": "2099-01-01T00:00:00Z",
    "alipay_real_name_bound": True,
    "buyer_protection_joined": True,
    "buyer_protection_deposit": "5000.00",
    "severe_fake_trading": [],
    "violation_points_this_year": 0,
    "severe_ip_infringement": False,
    "infringing_goods_points": 0,
    "prohibited_information_points": 0,
    "business_compliance_violation": False,
    "court_dishonest": False,
    "severe_overdue_finance_debt": False,
    "overall_competitiveness_met": True,
    "ships_within_48h_during_event": True,
}
PRODUCT: dict[str, Any] = {
    "title": "年货礼盒",
    "category": CATEGORY,
    "source": "alliance",
    "in_alliance": True,
    "meets_alliance_standard": True,
    "cross_border": False,
    "virtual": False,
    "dropship": True,
    "freight_free": True,
    "not_freight_free_regions": [],
    "shipping_guarantee_hours": 48,
    "pickup_rate_48h": "0.85",
    "alipay_escrow": True,
    "no_reason_return_days": 7,
    "ewaybill_channels": ["douyin", "main_channels"],
}
"""Both meet every rule of a campaign (CE-05, CE-06)."""


@dataclass(frozen=True)
class Shop:
    """A merchant with one product; `campaign_id` is that of the campaign of this story, if it has one."""

    platform: Platform
    merchant_id: str
    product_id: str
    campaign_id: str

    async def announce(self, event_from: timedelta, event_until: timedelta) -> None:
        """Ops announce a campaign that can be entered now; its event begins and ends so long from now."""
        now = datetime.now(UTC).replace(microsecond=0)
        await self.platform.ops(
            f"/v1/campaigns/{self.campaign_id}",
            method="PUT",
            title="年货节",
            registration_from=(now - timedelta(days=1)).isoformat(),
            registration_until=(now + event_until).isoformat(),
            event_from=(now + event_from).isoformat(),
            event_until=(now + event_until).isoformat(),
        )

    async def enter(self) -> Played:
        """Registers the product in the campaign."""
        body = {"merchant_id": self.merchant_id, "product_id": self.product_id}
        entry = await self.platform.service("POST", f"/v1/campaigns/{self.campaign_id}/entries", body)
        return Played(self.platform, f"campaign-entry/{entry['id']}")

    async def take_part(self) -> None:
        """The product is in a campaign whose event is on."""
        await self.announce(-timedelta(hours=1), timedelta(days=10))
        await (await self.enter()).ops("approve")

    async def sell(self, amount: str, ship_within: str, *, in_campaign: bool = False) -> Played:
        """A buyer has paid so many yuan just now."""
        placed = await self.platform.service(
            "POST",
            "/v1/consumer-orders",
            {
                "merchant_id": self.merchant_id,
                "product_id": self.product_id,
                "paid_amount": amount,
                "paid_at": datetime.now(UTC).isoformat(),
                "consignee_id": f"k-{self.product_id}",
                "region": "44",
                "ship_within": ship_within,
                "campaign_id": self.campaign_id if in_campaign else None,
            },
        )
        return Played(self.platform, f"consumer-order/{placed['id']}")

    async def open_account(self) -> Played:
        """The merchant opens its account, to sell what is to be eaten and drunk."""
        body = {"merchant_id": self.merchant_id, "categories": [CATEGORY]}
        await self.platform.service("POST", "/v1/merchant-accounts", body)
        return Played(self.platform, f"merchant-account/{self.merchant_id}")


async def new_shop(platform: Platform, name: str) -> Shop:
    """Reports a merchant and its product."""
    shop = Shop(platform, *(f"{what}-{platform.tag}-{name}" for what in ("m", "p", "campaign")))
    await platform.service("PUT", f"/v1/merchants/{shop.merchant_id}", MERCHANT)
    await platform.service("PUT", f"/v1/products/{shop.product_id}", {**PRODUCT, "merchant_id": shop.merchant_id})
    return shop


async def ship(process: Played) -> str:
    """The merchant uploads a number that looks like one of SF Express; returns it, once the parcel is watched."""
    number = _number()
    await process.service("ship", carrier="SF", tracking_no=number)
    await parcel_of(process).until(lambda shown: shown["status"] == "REGISTERED", "is watched")
    return number


async def correct(process: Played) -> str:
    """The merchant uploads another number in its place; returns it."""
    number = _number()
    await process.service("correct-shipment", carrier="SF", tracking_no=number)
    return number


def parcel_of(process: Played) -> Played:
    """The process that watches the parcel of an order or request; their clocks are moved together."""
    return Played(process.platform, f"shipment/sh_{process.id}", process.ahead)


async def scan(process: Played, number: str, kinds: Sequence[str]) -> None:
    """The carrier reports scans of a parcel, in the time of its order or request."""
    tracks = [{"at": process.now.isoformat(), "kind": kind} for kind in kinds]
    await process.platform.service("POST", f"/v1/parcels/SF/{number}/tracks", {"tracks": tracks})


def _number() -> str:
    return f"SF{secrets.randbelow(10**13):013}"
