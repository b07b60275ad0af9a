"""A cooperation order as its parties and the platform play it over HTTP, on its test clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from luyue.cli.demonstration.platform import Platform
from luyue.cli.demonstration.played import PAST, Played

LENGTH = timedelta(minutes=10)
LATEST = timedelta(days=5)


@dataclass(kw_only=True)
class Order(Played):
    """With the creator that it is offered to, and how many broadcasts it has had."""

    creator_id: str
    sessions: int = 0

    async def creator(self, command: str, /, **body: Any) -> dict[str, Any]:
        return await self.platform.creator(self.creator_id, f"{self.path}/{command}", **body)

    async def merchant(self, command: str, /, **body: Any) -> dict[str, Any]:
        return await self.platform.merchant(f"{self.path}/{command}", **body)

    async def broadcast(self) -> None:
        """The platform reports a live session, first its start and later its end; the order finds out by itself."""
        self.sessions += 1
        started_at = self.now
        entry = {"product_id": self.platform.product_id, "added_at": started_at.isoformat(), "explained": True}
        session = {"creator_id": self.creator_id, "started_at": started_at.isoformat(), "cart": [entry]}
        address = f"/v1/live-sessions/l-{self.id}-{self.sessions}".replace("_", "-")
        await self.platform.service("PUT", address, session)
        await self.until(lambda shown: shown["status"] == "LIVE", "is live")
        await self.advance(LENGTH + PAST)
        await self.platform.service("PUT", address, session | {"ended_at": (started_at + LENGTH).isoformat()})
        await self.until(_is_over, "knows that its broadcast is over")


async def proposed(platform: Platform, name: str) -> Order:
    """Terms that the merchant offers a new creator, who is admitted to sell live."""
    creator_id = await platform.new_creator(name)
    await platform.admit(creator_id)
    offer = {
        "merchant_id": platform.merchant_id,
        "creator_id": creator_id,
        "form": "live",
        "products": [{"product_id": platform.product_id, "commission_rate": "0.15"}],
        "latest_broadcast_at": (datetime.now(UTC) + LATEST).isoformat(),
        "note": "直播时请讲解产地与冲泡方法",
    }
    id = (await platform.merchant("/v1/cooperation-orders", **offer))["id"]
    return Order(platform, f"cooperation-order/{id}", creator_id=creator_id)


async def in_effect(platform: Platform, name: str) -> Order:
    """An order that the creator has accepted."""
    order = await proposed(platform, name)
    await order.creator("accept")
    return order


async def delivered(platform: Platform, name: str) -> Order:
    """An order that the creator has broadcast and delivered."""
    order = await in_effect(platform, name)
    await order.broadcast()
    await order.creator("deliver", note="直播回放已上传")
    return order


def evidence(name: str) -> dict[str, str]:
    """A piece of evidence, kept elsewhere."""
    return {"reference": f"evidence/{name}", "sha256": sha256(name.encode()).hexdigest()}


def _is_over(shown: dict[str, Any]) -> bool:
    broadcast = shown["details"]["broadcast"]
    return broadcast is not None and broadcast["ended_at"] is not None
