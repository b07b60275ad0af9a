"""Cooperation orders and disputes in end-to-end tests: who offers, who is found, and each command over HTTP."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from luyue.devstack.stack import Stack
from tests.e2e.scene import PATIENCE, Caller, Scene, unique

CLAIM = "对方未按约定履行,申请平台仲裁"
"""A text that must be in an erasable table only."""
EVIDENCE = {"reference": "evidence/ev-1", "sha256": "0" * 64}
TERMS_LAST = timedelta(days=20)


class OrderScene(Scene):
    """A merchant who offers a creator, admitted to sell in videos and live rooms, to promote its product.

    The creator's showcase has it, so that a live room may (CA-07).
    """

    def __init__(self, stack: Stack, http: httpx.AsyncClient) -> None:
        super().__init__(stack, http)
        self.session_id = unique("l")

    async def set(self) -> "OrderScene":
        await super().set()
        admitted = await self.creator.insist("POST", "/v1/cart-access", {"creator_id": self.creator_id})
        assert admitted.is_success, admitted.text
        shown = await self.creator.insist("PUT", f"/v1/creators/{self.creator_id}/showcase/{self.product_id}", {})
        assert shown.is_success, shown.text
        return self

    @property
    def offer(self) -> dict[str, Any]:
        return {
            "merchant_id": self.merchant_id,
            "creator_id": self.creator_id,
            "form": "live",
            "products": [{"product_id": self.product_id, "commission_rate": "0.15"}],
            "latest_broadcast_at": (datetime.now(UTC) + TERMS_LAST).isoformat(),
            "note": CLAIM,
        }

    async def propose(self, **changes: Any) -> "Order":
        answer = await self.merchant.post("/v1/cooperation-orders", {**self.offer, **changes})
        assert answer.status_code == 201, answer.text
        return Order(self, answer.json()["id"])

    async def in_effect(self) -> "Order":
        order = await self.propose()
        await order.send(self.creator, "accept")
        return order

    async def live(self) -> "Order":
        order = await self.in_effect()
        await order.send(self.creator, "go-live", {"live_session_id": self.session_id})
        return order

    async def delivered(self) -> "Order":
        order = await self.live()
        await order.send(self.creator, "deliver")
        return order

    async def disputed(self) -> tuple["Order", "Dispute"]:
        """A delivered order that the merchant takes to arbitration, once its dispute is there."""
        order = await self.delivered()
        return order, await order.open_dispute(self.merchant)


class OnHttp:
    """A process and its commands over HTTP."""

    def __init__(self, scene: Scene, kind: str, id: str) -> None:
        self.scene = scene
        self.id = id
        self.stream = f"{kind}/{id}"
        self.path = f"/v1/{kind}s/{id}"

    async def send(self, by: Caller, name: str, body: Any = None) -> dict[str, Any]:
        """One command, which must be carried out."""
        answer = await self.post(by, name, body)
        assert answer.status_code == 200, f"{name}: {answer.text}"
        shown: dict[str, Any] = answer.json()
        return shown

    async def post(self, by: Caller, name: str, body: Any = None) -> httpx.Response:
        return await by.insist("POST", f"{self.path}/{name}", body)

    async def advance(self, by: timedelta) -> None:
        body = {"by": f"PT{round(by.total_seconds())}S"}
        answer = await self.scene.ops.insist("POST", f"/v1/test-clock/{self.stream}/advance", body)
        assert answer.status_code == 200, answer.text

    async def now(self) -> dict[str, Any]:
        answer = await self.scene.ops.insist("GET", self.path)
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    async def status(self) -> str:
        return str((await self.now())["status"])

    async def reaches(self, *statuses: str) -> dict[str, Any]:
        """The process once it has one of the statuses; what leads to it comes by another process or a fact."""
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = await self.scene.ops.insist("GET", self.path)
            if answer.status_code == 200 and answer.json()["status"] in statuses:
                shown: dict[str, Any] = answer.json()
                return shown
            assert time.monotonic() < deadline, f"{self.stream} is not {statuses}: {answer.text}"
            await asyncio.sleep(0.05)

    async def knows(self, event: str) -> None:
        """Waits until an event has happened, which comes by another process or a fact."""
        deadline = time.monotonic() + PATIENCE
        while event not in (events := await self.events()):
            assert time.monotonic() < deadline, f"{self.stream} has no {event}: {events}"
            await asyncio.sleep(0.05)

    async def events(self) -> list[str]:
        answer = await self.scene.ops.insist("GET", f"{self.path}/events?page_size=200")
        return [event["type"] for event in answer.json()["items"]]


class Order(OnHttp):
    def __init__(self, scene: OrderScene, id: str) -> None:
        super().__init__(scene, "cooperation-order", id)

    async def open_dispute(self, by: Caller) -> "Dispute":
        shown = await self.send(by, "open-dispute", {"claim": CLAIM, "evidence": [EVIDENCE]})
        dispute = Dispute(self.scene, shown["details"]["dispute_id"])
        await dispute.reaches("OPEN")
        return dispute


class Dispute(OnHttp):
    def __init__(self, scene: Scene, id: str) -> None:
        super().__init__(scene, "dispute", id)
