"""What is there when Schemathesis comes: parties and products that every rule is content with, and processes of each
kind at several stages, so that commands find something to act on.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests import eligible
from tests.api.client import Caller, body_of, unique

CREATOR, MERCHANT, CONTACT, CAMPAIGN = "c1", "m1", "k1", "spring"
CONSIGNEE = {"name": "李雷", "phone": "13800000000", "region": "浙江", "address": "北山街"}
FREE = [f"p{number}" for number in range(1, 13)]
"""Products of which nobody has asked for a sample yet."""
TAKEN = [f"p{number}" for number in range(21, 27)]
PARTIES = {"creator": CREATOR, "merchant": MERCHANT}

Ids = Mapping[str, Sequence[str]]
"""The ids of what there is, by collection."""


class Scenery:
    """Makes it, as a service and ops would."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._service = Caller(http, "service")
        self._ops = Caller(http, "ops")

    async def set(self) -> Ids:
        """Everything; returns what there is."""
        await self._report()
        await self._sent("/v1/cart-access", {"creator_id": CREATOR})
        requests = [await self._request(product) for product in TAKEN]
        for id in requests[1:]:
            await self._sent(f"/v1/sample-requests/{id}/approve")
        for id in requests[2:]:
            await self._sent(f"/v1/sample-requests/{id}/ship", {"carrier": "SF", "tracking_no": f"SF{id[-12:]}"})
        for id in requests[3:]:
            await self._sent(f"/v1/sample-requests/{id}/confirm-receipt")
        orders = [await self._order() for _ in range(4)]
        for id in orders[1:]:
            await self._sent(f"/v1/cooperation-orders/{id}/accept")
        for id in orders[2:]:
            await self._sent(f"/v1/cooperation-orders/{id}/go-live", {"live_session_id": "l1"})
        await self._sent(f"/v1/cooperation-orders/{orders[3]}/deliver")
        disputes = [await self._dispute(id) for id in requests[:2]]
        await self._sent(f"/v1/disputes/{disputes[1]}/rule", {"outcome": "resume"}, self._ops)
        entries = [await self._entry(product) for product in TAKEN[:3]]
        await self._sent(f"/v1/campaign-entries/{entries[1]}/approve", by=self._ops)
        await self._sent(f"/v1/campaign-entries/{entries[2]}/reject", {"reason": "Not this one."}, self._ops)
        return {
            "sample-requests": requests,
            "cooperation-orders": orders,
            "disputes": disputes,
            "campaign-entries": entries,
            "merchant-accounts": [await self._account(unique("m")) for _ in range(2)],
            "skus": [await self._sku()],
        }

    async def _report(self) -> None:
        facts = {
            f"/v1/creators/{CREATOR}": body_of(eligible.CREATOR),
            f"/v1/merchants/{MERCHANT}": body_of(eligible.MERCHANT),
        }
        for product in [*FREE, *TAKEN]:
            facts[f"/v1/products/{product}"] = body_of(eligible.product(MERCHANT))
            facts[f"/v1/products/{product}/sample-offer"] = body_of(eligible.OFFER)
        facts[f"/v1/contacts/{CONTACT}"] = CONSIGNEE
        for path, fact in facts.items():
            answer = await self._service.put(path, fact)
            assert answer.is_success, answer.text
        now = datetime.now(UTC)
        campaign = {
            "title": "Spring sale",
            "registration_from": (now - timedelta(days=1)).isoformat(),
            "registration_until": (now + timedelta(days=9)).isoformat(),
            "event_from": (now + timedelta(days=1)).isoformat(),
            "event_until": (now + timedelta(days=10)).isoformat(),
        }
        answer = await self._ops.put(f"/v1/campaigns/{CAMPAIGN}", campaign)
        assert answer.is_success, answer.text

    async def _request(self, product: str) -> str:
        return await self._made("/v1/sample-requests", {"creator_id": CREATOR, "product_id": product})

    async def _order(self) -> str:
        latest = datetime.now(UTC) + timedelta(days=10)
        offer = {
            "merchant_id": MERCHANT,
            "creator_id": CREATOR,
            "form": "live",
            "products": [{"product_id": FREE[0], "commission_rate": "0.15"}],
            "latest_broadcast_at": latest.isoformat(),
        }
        return await self._made("/v1/cooperation-orders", offer)

    async def _dispute(self, request: str) -> str:
        return await self._made(f"/v1/sample-requests/{request}/open-dispute", {"claim": "It never came."}, self._ops)

    async def _entry(self, product: str) -> str:
        body = {"merchant_id": MERCHANT, "product_id": product}
        return await self._made(f"/v1/campaigns/{CAMPAIGN}/entries", body)

    async def _account(self, merchant: str) -> str:
        """Of a merchant that no other scenery has: its id is the workflow's, and Temporal is the same for all."""
        path = "/v1/merchant-accounts"
        id = await self._made(path, {"merchant_id": merchant, "categories": ["toys"], "licence": "documents/1"})
        await self._sent(f"{path}/{id}/pay-deposit", {"amount": "2000.00"})
        await self._sent(f"{path}/{id}/record-subsidy", {"amount": "90.00"})
        return id

    async def _sku(self) -> str:
        sku = {"merchant_id": MERCHANT, "product_id": FREE[0], "stock": 9, "cumulative_limit": 5}
        answer = await self._service.put("/v1/skus/sku-1", sku)
        assert answer.is_success, answer.text
        return "sku-1"

    async def _made(self, path: str, body: Any, by: Caller | None = None) -> str:
        answer = await self._sent(path, body, by)
        id: str = answer.json()["id"]
        return id

    async def _sent(self, path: str, body: Any = None, by: Caller | None = None) -> httpx.Response:
        answer = await (by or self._service).post(path, body)
        assert answer.is_success, f"{path}: {answer.text}"
        return answer
