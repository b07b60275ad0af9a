"""Plays cooperation orders and disputes straight on the journal; what the router would carry, the test says itself."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from luyue.activities.handle import Handle
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.dispute import DISPUTE
from luyue.domain.facts import CartAccess, CartEntry, LiveSession
from luyue.journal.journal import Journal
from luyue.worker.router import ACTOR as ROUTER
from luyue.workflows.messages import HandleCall, Issued, Outcome
from tests.cli.conftest import Player

numbers = itertools.count(1)
LATEST = timedelta(days=5)
MINUTES = timedelta(minutes=10)


class OrderPlayer(Player):
    """The clock is the test's own; it begins long ago, so that days can pass before today."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal)
        self.now -= timedelta(days=60)
        self._of_orders = Handle(journal, [COOPERATION_ORDER, DISPUTE], test_clock=True)

    async def tell(self, stream: str, name: str, *, actor: str = "service:test", **payload: Any) -> Outcome:
        self.now += timedelta(seconds=1)
        kind, _, id = stream.partition("/")
        command = Issued(
            name=name, payload=payload, actor=actor, at=self.now, command_id=f"{stream}:{name}:{next(numbers)}"
        )
        return await self._of_orders.handle(HandleCall(kind=kind, id=id, now=self.now, command=command))

    async def wait(self, stream: str, by: timedelta) -> Outcome:
        self.now += by
        kind, _, id = stream.partition("/")
        return await self._of_orders.handle(HandleCall(kind=kind, id=id, now=self.now))

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
