"""Plays the orders of a simulated campaign over HTTP: each up to and past what it is to come to."""

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from luyue.cli.demonstration.platform import DemonstrationFailed, Platform
from luyue.cli.simulation.crowd import crowd
from luyue.cli.simulation.fates import Order
from luyue.cli.simulation.stage import Entry

PAST = timedelta(seconds=1)
UNSHIPPED_REFUND = timedelta(days=7)
WARNING_WINDOW = timedelta(hours=25)
"""With the time that reports of what was put right may take."""


class Player:
    """Plays orders of products that are in the campaign."""

    def __init__(self, platform: Platform, campaign_id: str, entries: Sequence[Entry]) -> None:
        self._platform = platform
        self._campaign_id = campaign_id
        self._entries = [one for one in entries if one.fate in ("active", "left")]

    async def play(self, orders: Sequence[Order], at_once: int, watch: Callable[[int], None]) -> dict[str, Order]:
        """Plays all of them; returns each by its id."""
        ids = await crowd(orders, self._play, at_once, watch)
        return dict(zip(ids, orders, strict=True))

    async def _play(self, order: Order) -> str:
        id = await self._place(order)
        match order.fate:
            case "in_time":
                await self._ship(id, order)
            case "late":
                await self._advance(id, order.within + PAST)
                await self._ship(id, order)
            case "refunded_at_once" | "refunded_by_merchant":
                await self._refund(id, order)
            case "late_and_refunded":
                await self._advance(id, order.within + PAST)
                await self._refund(id, order)
            case "never_shipped":
                await self._advance(id, order.within + UNSHIPPED_REFUND + PAST)
            case "force_majeure":
                await self._platform.ops(f"/v1/consumer-orders/{id}/report-force-majeure", reason="暴雪封路")
                await self._advance(id, order.within + PAST)
                await self._ship(id, order)
            case "fake":
                await self._ship_fake(id, order)
        return id

    async def _place(self, order: Order) -> str:
        entry = self._entries[order.number % len(self._entries)]
        body = {
            "merchant_id": entry.merchant_id,
            "product_id": entry.product_id,
            "paid_amount": str(order.paid),
            "paid_at": datetime.now(UTC).isoformat(),
            "consignee_id": f"k-{self._platform.tag}-{order.number}",
            "buyer_id": f"b-{self._platform.tag}-{order.number}",
            "region": "44",
            "ship_within": f"PT{order.within // timedelta(hours=1)}H",
            "campaign_id": self._campaign_id,
        }
        placed = await self._platform.service("POST", "/v1/consumer-orders", body)
        id: str = placed["id"]
        return id

    async def _ship(self, id: str, order: Order) -> None:
        """Ships, and the carrier delivers: its scans find the order by themselves."""
        await self._send(id, order, ("pickup", "transit_centre", "out_for_delivery", "delivered"), datetime.now(UTC))

    async def _ship_fake(self, id: str, order: Order) -> None:
        """SH-05: the parcel had been picked up before the order was paid. Nobody puts it right (SH-06)."""
        await self._send(id, order, ("pickup",), datetime.now(UTC) - timedelta(hours=5))
        shipment = f"shipment/sh_{id}"
        warned = "is warned"
        await self._platform.until(f"/v1/shipments/sh_{id}", lambda shown: shown["status"] == "WARNED", warned)
        await self._platform.advance(shipment, WARNING_WINDOW + PAST)

    async def _send(self, id: str, order: Order, scans: Sequence[str], since: datetime) -> None:
        number = f"SF{secrets.randbelow(10**13):013}"
        body: dict[str, Any] = {"carrier": "SF", "tracking_no": number}
        await self._platform.service("POST", f"/v1/consumer-orders/{id}/ship", body)
        tracks = [{"at": (since + timedelta(milliseconds=n)).isoformat(), "kind": scan} for n, scan in enumerate(scans)]
        await self._platform.service("POST", f"/v1/parcels/SF/{number}/tracks", {"tracks": tracks})

    async def _refund(self, id: str, order: Order) -> None:
        body = {"amount": str(order.paid)}
        shown = await self._platform.service("POST", f"/v1/consumer-orders/{id}/refund-request", body)
        if not order.is_refunded_at_once:
            shown = await self._platform.service("POST", f"/v1/consumer-orders/{id}/answer-refund", {"accepted": True})
        if shown["status"] != "REFUNDED":
            raise DemonstrationFailed(f"consumer-order/{id} of {order.paid} yuan is {shown['status']}, not REFUNDED")

    async def _advance(self, id: str, by: timedelta) -> None:
        await self._platform.advance(f"consumer-order/{id}", by)
