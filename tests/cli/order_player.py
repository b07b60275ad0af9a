"""Plays cooperation orders and disputes straight on the journal."""

from datetime import datetime, timedelta
from typing import Any

from luyue.domain.facts import CartAccess, CartEntry, LiveSession
from luyue.worker.router import ACTOR as ROUTER
from tests.cli.long_ago import LongAgo

LATEST = timedelta(days=5)
MINUTES = timedelta(minutes=10)


class OrderPlayer(LongAgo):
    """Cooperation orders of the creator c1 with the merchant m1, and disputes about them."""

    async def proposed(self, stream: str) -> datetime:
        """An offer to the creator c1, who may share the product p1; returns its latest broadcast time."""
        await self.products()
        await self.report("cart-access/c1", CartAccess(rights=("live_cart",)))
        latest = self.now + LATEST
        await self.tell(
            stream,
            "propose",
            merchant_id="m1",
            creator_id="c1",
            form="live",
            products=[{"product_id": "p1", "commission_rate": "0.15"}],
            latest_broadcast_at=latest.isoformat(),
            note={"id": "note_1", "digest": "d"},
        )
        return latest

    async def missed(self, stream: str) -> datetime:
        """An order that was not live in time, and that the merchant cancelled for it; returns the latest time."""
        latest = await self.proposed(stream)
        await self.tell(stream, "accept")
        await self.wait(stream, LATEST)
        await self.tell(stream, "cancel", by="merchant", actor="merchant:m1")
        return latest

    async def left_to_time(self, stream: str) -> None:
        """An order that was broadcast, as its reports say, and then delivered and verified by time alone."""
        await self.on_air(stream)
        await self.wait(stream, timedelta(days=18))

    async def on_air(self, stream: str) -> None:
        """An order whose broadcast was reported, first its start and then its end."""
        await self.proposed(stream)
        await self.tell(stream, "accept")
        began = self.now
        entry = CartEntry(product_id="p1", added_at=began, explained=True)
        session = LiveSession(creator_id="c1", started_at=began, cart=(entry,))
        await self.report("live-session/l1", session)
        await self.tell(stream, "observe", source="live-session/l1", actor=ROUTER)
        self.now += MINUTES
        await self.report("live-session/l1", session.model_copy(update={"ended_at": began + MINUTES}))
        await self.tell(stream, "observe", source="live-session/l1", actor=ROUTER)

    async def disputed(self, stream: str, dispute: str) -> None:
        """A delivered order and the dispute that the merchant has opened on it."""
        await self.on_air(stream)
        await self.tell(stream, "deliver")
        complaint: dict[str, Any] = {
            "claim": {"id": "note_2", "digest": "d"},
            "evidence": [{"reference": "evidence/ev-1", "sha256": "ab" * 32}],
        }
        await self.tell(stream, "open-dispute", by="merchant", dispute_id=dispute.partition("/")[2], **complaint)
        await self.tell(
            dispute, "open", subject=stream, opened_by="merchant", creator_id="c1", merchant_id="m1", **complaint
        )

    async def appealed(self, stream: str, dispute: str) -> None:
        """A dispute that was ruled on late, and the ruling upheld; the order ended with it."""
        await self.disputed(stream, dispute)
        await self.wait(dispute, timedelta(days=15, seconds=1))
        await self.tell(dispute, "rule", outcome="cancel", in_default="creator", actor="ops:ops")
        dispute_id = dispute.partition("/")[2]
        await self.tell(stream, "dispute-ended", dispute_id=dispute_id, outcome="cancel", in_default="creator")
        evidence = [{"reference": "evidence/ev-2", "sha256": "cd" * 32}]
        await self.tell(dispute, "appeal", by="creator", evidence=evidence)
        await self.tell(dispute, "decide-appeal", decision="upheld", actor="ops:ops")
