"""What processes of every kind go through under chaos: each story by commands, or left to its deadlines by chance.

Every number is small: the policy's windows are seconds, so that time acts on processes while parts of the stack die.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from luyue.cli.demonstration.platform import CREATOR
from luyue.cli.demonstration.shops import CATEGORY, MERCHANT, PRODUCT
from tests.chaos.client import GaveUp, Refused, Sender

WINDOWS: Mapping[str, float] = {
    "approval_window": 6,
    "shipping_due": 4,
    "shipping_cutoff": 8,
    "receipt_window": 5,
    "promotion_window": 7,
    "video_retention": 3,
    "fact_grace": 1,
    "due_soon": 2,
    "acceptance_window": 6,
    "cancellation_response": 4,
    "overdue_close": 4,
    "broadcast_ceiling": 6,
    "auto_delivery": 3,
    "verification_window": 5,
    "rebroadcast_negotiation": 4,
    "negotiation_close": 4,
    "ruling_due": 6,
    "appeal_window": 4,
    "more_evidence_window": 4,
    "review_window": 4,
    "warning_window": 4,
    "unshipped_refund": 4,
    "order_receipt_window": 8,
    "refund_answer": 4,
    "closing_review": 3,
}
"""Parameters of the policy in seconds."""

SHIPS_WITHIN = timedelta(hours=24)
EVIDENCE = [{"reference": "evidence/ev-1", "sha256": "0" * 64}]


class Stories:
    """Stories of one lane: its merchant, its product, and what chance brings. Creators are new each time."""

    def __init__(self, sender: Sender, chance: Random, lane: str) -> None:
        self._send, self._chance, self._lane = sender, chance, lane
        self._number = 0
        self.merchant = f"m-{lane}"
        self.product = f"p-{lane}"

    async def begin(self) -> None:
        """Reports the merchant and its product."""
        await self._report(f"/v1/merchants/{self.merchant}", MERCHANT)
        await self._report(f"/v1/products/{self.product}", {**PRODUCT, "merchant_id": self.merchant})
        await self._report(f"/v1/products/{self.product}/sample-offer", {"offers_samples": True})

    async def next(self) -> None:
        """One story from its beginning to wherever it is left."""
        stories: list[Callable[[], Awaitable[None]]] = [
            self.sample_request,
            self.cooperation_order,
            self.dispute,
            self.campaign_entry,
            self.consumer_order,
            self.merchant_account,
        ]
        self._number += 1
        try:
            await self._chance.choice(stories)()
        except (Refused, GaveUp):
            # A deadline was faster, or the story ends for whoever stopped asking: the checker knows what must hold.
            return

    async def sample_request(self) -> None:
        creator = await self._creator()
        body = {"creator_id": creator, "product_id": self.product}
        id = (await self._send.command("creator", creator, "/v1/sample-requests", body))["id"]
        path = f"/v1/sample-requests/{id}"
        if self._left_alone(0.2):
            return
        if self._left_alone(0.15):
            await self._merchant(f"{path}/reject", {"reason": "not_match"})
            return
        await self._merchant(f"{path}/approve")
        if self._left_alone(0.25):
            return
        await self._merchant(f"{path}/ship", self._parcel())
        if self._left_alone(0.4):
            return
        await self._send.command("creator", creator, f"{path}/confirm-receipt")
        if self._left_alone(0.3):
            return
        video = {"creator_id": creator, "product_ids": [self.product], "state": "published"}
        await self._report(f"/v1/videos/v-{self._lane}-{self._number}", video)

    async def cooperation_order(self) -> None:
        path, creator = await self._offered()
        if self._left_alone(0.2):
            return
        await self._send.command("creator", creator, f"{path}/accept")
        if self._left_alone(0.2):
            return
        if self._left_alone(0.3):
            await self._merchant(f"{path}/request-cancellation")
            if not self._left_alone(0.5):
                await self._send.command("creator", creator, f"{path}/confirm-cancellation")
            return
        await self._go_live(path, creator)
        if self._left_alone(0.3):
            return
        await self._send.command("creator", creator, f"{path}/deliver")
        if self._left_alone(0.5):
            return
        await self._merchant(f"{path}/verify")

    async def dispute(self) -> None:
        path, creator = await self._offered()
        await self._send.command("creator", creator, f"{path}/accept")
        await self._go_live(path, creator)
        shown = await self._merchant(f"{path}/open-dispute", {"claim": "no broadcast", "evidence": []})
        dispute = f"/v1/disputes/{shown['details']['dispute_id']}"
        if not await self._there(dispute) or self._left_alone(0.3):
            return
        if self._left_alone(0.2):
            await self._merchant(f"{dispute}/withdraw")
            return
        ruling = {"outcome": "cancel", "in_default": "creator", "reason": "no broadcast"}
        await self._send.command("ops", None, f"{dispute}/rule", ruling)
        if self._left_alone(0.6):
            return
        await self._send.command("creator", creator, f"{dispute}/appeal", {"evidence": EVIDENCE})
        await self._send.command("ops", None, f"{dispute}/decide-appeal", {"decision": "upheld"})

    async def campaign_entry(self) -> None:
        campaign, now = f"campaign-{self._lane}-{self._number}", datetime.now(UTC)
        windows = {
            "title": "chaos",
            "registration_from": (now - timedelta(days=1)).isoformat(),
            "registration_until": (now + timedelta(seconds=10)).isoformat(),
            "event_from": (now + timedelta(seconds=self._chance.uniform(2, 5))).isoformat(),
            "event_until": (now + timedelta(seconds=10)).isoformat(),
        }
        await self._send.report("PUT", f"/v1/campaigns/{campaign}", windows, role="ops")
        path = f"/v1/campaigns/{campaign}/entries"
        body = {"merchant_id": self.merchant, "product_id": self.product}
        id = (await self._merchant(path, body))["id"]
        if self._left_alone(0.3):
            return
        if self._left_alone(0.2):
            await self._send.command("ops", None, f"{path}/{id}/reject", {"reason": "pictures"})
            return
        await self._send.command("ops", None, f"{path}/{id}/approve")
        if self._left_alone(0.8):
            return
        await self._merchant(f"{path}/{id}/leave", {})

    async def consumer_order(self) -> None:
        body = {
            "merchant_id": self.merchant,
            "product_id": self.product,
            "paid_amount": f"{self._chance.randint(100, 50_000) / 100:.2f}",
            # Promised within a day and paid almost a day ago: late in seconds.
            "paid_at": (datetime.now(UTC) - SHIPS_WITHIN + timedelta(seconds=self._chance.uniform(3, 9))).isoformat(),
            "consignee_id": f"k-{self._lane}-{self._number}",
            "region": "44",
            "ship_within": "PT24H",
        }
        path = f"/v1/consumer-orders/{(await self._service('/v1/consumer-orders', body))['id']}"
        if self._left_alone(0.3):
            return
        if self._left_alone(0.25):
            await self._service(f"{path}/refund-request", {"amount": body["paid_amount"]})
            if not self._left_alone(0.5):
                await self._service(f"{path}/answer-refund", {"accepted": True})
            return
        parcel = self._parcel()
        await self._service(f"{path}/ship", parcel)
        tracks = f"/v1/parcels/{parcel['carrier']}/{parcel['tracking_no']}/tracks"
        if self._left_alone(0.3):
            return
        if self._left_alone(0.3):
            await self._send.report("POST", tracks, {"finding": "number_abnormal"})
            return
        now = datetime.now(UTC)
        kinds = ("pickup", "transit_centre", "delivered")
        scans = [{"at": (now + timedelta(milliseconds=n)).isoformat(), "kind": kind} for n, kind in enumerate(kinds)]
        await self._send.report("POST", tracks, {"tracks": scans})

    async def merchant_account(self) -> None:
        merchant = f"{self.merchant}-{self._number}"
        await self._report(f"/v1/merchants/{merchant}", MERCHANT)
        body = {"merchant_id": merchant, "categories": [CATEGORY]}
        await self._send.command("merchant", merchant, "/v1/merchant-accounts", body)
        path = f"/v1/merchant-accounts/{merchant}"
        await self._service(f"{path}/pay-deposit", {"amount": "5000.00"})
        if self._left_alone(0.5):
            await self._service(f"{path}/record-subsidy", {"amount": "90.00"})
            return
        await self._send.command("merchant", merchant, f"{path}/close-shop", {})

    async def _offered(self) -> tuple[str, str]:
        creator = await self._creator()
        await self._send.report("POST", "/v1/cart-access", {"creator_id": creator})
        await self._report(f"/v1/creators/{creator}/showcase/{self.product}", {})
        latest = datetime.now(UTC) + timedelta(seconds=self._chance.uniform(8, 14))
        offer = {
            "merchant_id": self.merchant,
            "creator_id": creator,
            "form": "live",
            "products": [{"product_id": self.product, "commission_rate": "0.15"}],
            "latest_broadcast_at": latest.isoformat(),
        }
        return f"/v1/cooperation-orders/{(await self._merchant('/v1/cooperation-orders', offer))['id']}", creator

    async def _go_live(self, path: str, creator: str) -> None:
        session = {"live_session_id": f"l-{self._lane}-{self._number}"}
        await self._send.command("creator", creator, f"{path}/go-live", session)
        if not self._left_alone(0.5):
            await self._send.command("creator", creator, f"{path}/end-broadcast", {})

    async def _creator(self) -> str:
        creator = f"c-{self._lane}-{self._number}"
        await self._report(f"/v1/creators/{creator}", CREATOR)
        return creator

    async def _there(self, path: str) -> bool:
        """Whether a process that another begins is there soon."""
        for _ in range(20):
            if await self._send.read(path) is not None:
                return True
            await asyncio.sleep(0.25)
        return False

    def _parcel(self) -> dict[str, str]:
        return {"carrier": "SF", "tracking_no": f"SF{self._chance.randrange(10**13):013}"}

    def _left_alone(self, share: float) -> bool:
        return self._chance.random() < share

    async def _report(self, path: str, body: Any) -> None:
        await self._send.report("PUT", path, body)

    async def _merchant(self, path: str, body: Any = None) -> dict[str, Any]:
        return await self._send.command("merchant", self.merchant, path, body)

    async def _service(self, path: str, body: Any = None) -> dict[str, Any]:
        return await self._send.command("service", None, path, body)
