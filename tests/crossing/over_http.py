"""An order and its dispute over HTTP on the real stack, to which crossing messages are sent one by one or at once."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests import eligible
from tests.crossing.pairs import Message, Outcome, Pair, agree, answered, filled
from tests.e2e.orders import Dispute, Order, OrderScene
from tests.e2e.scene import PATIENCE, Caller, body_of, unique

BEFORE = timedelta(minutes=5)
"""How long before a deadline's due time messages cross with it: more than it takes to send them."""
AFTER = timedelta(seconds=1)
PAUSE = 0.2
"""Seconds between two looks at what comes by itself; the router takes as long."""
Seen = dict[str, Any]


class OverHttp:
    """An order of a scene's parties, offered at `start`, with a live session of its own."""

    def __init__(self, scene: OrderScene) -> None:
        self.scene = scene
        self.start = datetime.now(UTC)
        self.session = unique("l")
        self._dispute_id: str | None = None
        self._due: dict[Message, datetime] = {}

    async def stand(self, pair: Pair) -> None:
        """The order comes to where the messages cross: where a deadline is one of them, shortly before its due time."""
        self.order = await self.scene.propose()
        for message in pair.stands:
            if message.sender == "time":
                await self._look_up(message)
            assert await self.send(message) == "200", message
            await self.spread(message)
        if pair.deadline is not None:
            await self._look_up(pair.deadline)
            await self._move_to(pair.deadline, self._due[pair.deadline] - BEFORE)

    async def send(self, message: Message) -> str:
        """Sends a message and returns the answer."""
        if message.to == "facts":
            answer = await self._report(message)
        elif message.sender == "time":
            answer = await self._move_to(message, self._due[message] + AFTER)
        else:
            process = self._process(message)
            body = filled(message.body, self.start, self.session)
            answer = await process.post(self._caller(message.sender), message.name, body or None)
            if message.to == "order" and answer.is_success:
                self._dispute_id = answer.json()["details"]["dispute_id"]
        refusal = answer.json().get("violations", []) if answer.is_error else []
        return answered(answer.status_code, [one["rule"] for one in refusal])

    async def spread(self, message: Message) -> None:
        """Until order and dispute have heard of a message that was sent first."""
        moves = message.moves
        async with asyncio.timeout(PATIENCE):
            while moves is not None and moves not in await self.order.events():
                await asyncio.sleep(PAUSE)
        if self._dispute_id is not None:
            await self._until(agree)

    async def comes_to(self, answers: tuple[str, str], *outcomes: Outcome) -> None:
        """Until the messages, so answered, have led to one of the outcomes; the last differences where they don't."""
        differences: list[list[str]] = []

        def is_one_of_them(seen: Seen) -> bool:
            differences[:] = [one.differences(answers, seen, self.start) for one in outcomes]
            return [] in differences and agree(seen)

        if all(answers != (one.a, one.b) for one in outcomes):
            raise AssertionError(f"answered {answers}, not one of {[(one.a, one.b) for one in outcomes]}")
        await self._until(is_one_of_them, lambda: str(differences))

    async def _until(self, holds: Callable[[Seen], bool], told: Callable[[], str] = str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not holds(seen := await self._seen()):
            assert time.monotonic() < deadline, told() or seen
            await asyncio.sleep(PAUSE)

    async def _seen(self) -> Seen:
        """Order and dispute as they are shown."""
        order, dispute = await self.order.now(), None
        self._dispute_id = order["details"]["dispute_id"]
        if self._dispute_id is not None:
            answer = await self.scene.ops.insist("GET", Dispute(self.scene, self._dispute_id).path)
            dispute = _flat(answer.json()) if answer.is_success else None
        return {"order": _flat(order), "dispute": dispute}

    def _process(self, message: Message) -> Order | Dispute:
        if message.to == "order":
            return self.order
        assert self._dispute_id is not None, "there is no dispute yet"
        return Dispute(self.scene, self._dispute_id)

    def _caller(self, sender: str) -> Caller:
        caller: Caller = getattr(self.scene, sender)
        return caller

    async def _look_up(self, deadline: Message) -> None:
        """Remembers when a deadline is due."""
        shown = await self._process(deadline).now()
        [self._due[deadline]] = [
            datetime.fromisoformat(one["due_at"]) for one in shown["deadlines"] if one["name"] == deadline.name
        ]

    async def _move_to(self, deadline: Message, to: datetime) -> httpx.Response:
        path = f"/v1/test-clock/{self._process(deadline).stream}/advance"
        return await self.scene.ops.insist("POST", path, {"to": to.isoformat()})

    async def _report(self, message: Message) -> httpx.Response:
        scene = self.scene
        if message.name in ("live", "ended"):
            now = datetime.now(UTC).isoformat()
            cart = [{"product_id": scene.product_id, "added_at": now}]
            body: dict[str, Any] = {"creator_id": scene.creator_id, "started_at": now, "cart": cart}
            if message.name == "ended":
                body["ended_at"] = now
            return await scene.service.insist("PUT", f"/v1/live-sessions/{self.session}", body)
        opened = message.name == "merchant-back"
        body = body_of(eligible.MERCHANT.model_copy(update={"shop_opened": opened}))
        return await scene.service.insist("PUT", f"/v1/merchants/{scene.merchant_id}", body)


def _flat(shown: dict[str, Any]) -> dict[str, Any]:
    return {**shown["details"], "status": shown["status"], "closed_reason": shown["closed_reason"]}
