"""What there is to read and to do while a part of the stack is away, and whether all of it has arrived afterwards."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httpx

from luyue.devstack.stack import Stack
from luyue.journal.inbox import Inbox
from luyue.journal.journal import Journal
from luyue.journal.streams import happened
from luyue.worker.kinds import KINDS
from tests.e2e.orders import CLAIM, Dispute, OnHttp, Order, OrderScene
from tests.e2e.scene import Caller, Request

ZH, EN = "zh-CN", "en"


@dataclass(frozen=True)
class Command:
    """A command under a key of its own, and the event that it leads to; `stream` is None if it opens its process."""

    by: Caller
    path: str
    body: Any
    stream: str | None
    event: str
    language: str = EN

    @property
    def key(self) -> str:
        return f"outage {self.event}"

    @property
    def command_id(self) -> str:
        return self.by.command_id(self.path, self.key)

    async def send(self) -> httpx.Response:
        return await self.by.post(self.path, self.body, Idempotency_Key=self.key, Accept_Language=self.language)

    async def insist(self) -> httpx.Response:
        """Sends it, as a client should, until its outcome is known."""
        return await self.by.insist("POST", self.path, self.body, Idempotency_Key=self.key)


class OutageScene:
    """A request to approve, one whose video is awaited, an order to accept, and a dispute about another to rule.

    Somebody else is yet to apply for a sample and to offer an order.
    """

    def __init__(self, stack: Stack, http: httpx.AsyncClient) -> None:
        self._first, self._second, self._third = (OrderScene(stack, http) for _ in range(3))
        # A repeat under a key has to say the same to the millisecond.
        self._offered = self._third.offer
        self.service, self.ops = self._first.service, self._first.ops
        self.pending: Request
        self.awaiting: Request
        self.proposed: Order
        self.disputed: Order
        self.dispute: Dispute

    async def set(self) -> "OutageScene":
        await asyncio.gather(self._first.set(), self._second.set(), self._third.set())
        self.pending, self.proposed, self.awaiting, (self.disputed, self.dispute) = await asyncio.gather(
            self._first.apply(), self._first.propose(), self._shipped(), self._second.disputed()
        )
        return self

    async def _shipped(self) -> Request:
        request = await self._second.apply()
        await request.approve()
        await request.ship()
        await request.confirm_receipt()
        return request

    @property
    def streams(self) -> list[str]:
        processes = (self.pending, self.awaiting, self.proposed, self.disputed, self.dispute)
        return [process.stream for process in processes]

    @property
    def commands(self) -> list[Command]:
        """One to each kind of process, and two that open one; in either language."""
        approve = {"note": CLAIM}
        rule = {"outcome": "cancel", "in_default": "creator", "reason": CLAIM}
        pending, proposed, dispute, scene = self.pending, self.proposed, self.dispute, self._first
        other = self._third
        return [
            Command(scene.merchant, f"{pending.path}/approve", approve, pending.stream, "SampleRequestApproved", ZH),
            Command(scene.creator, f"{proposed.path}/accept", None, proposed.stream, "OrderAccepted"),
            Command(self.ops, f"{dispute.path}/rule", rule, dispute.stream, "DisputeRuled", ZH),
            Command(other.creator, "/v1/sample-requests", other.application, None, "SampleRequested"),
            Command(other.merchant, "/v1/cooperation-orders", self._offered, None, "OrderProposed", ZH),
        ]

    @property
    def newcomer(self) -> str:
        """The creator of the processes that are opened."""
        return self._third.creator_id

    async def read(self) -> dict[str, httpx.Response]:
        """Every kind of read, by its path."""
        creator, merchant = self._first.creator, self._first.merchant
        asked = f"creator_id={self._first.creator_id}&product_id={self._first.product_id}"
        reads = [
            (self.ops, self.pending.path),
            (creator, f"{self.pending.path}/events"),
            (merchant, f"{self.pending.path}/texts"),
            (creator, f"{self.pending.path}/dossier"),
            (merchant, self.proposed.path),
            (self.ops, f"{self.dispute.path}/events"),
            (self.ops, f"{self.dispute.path}/dossier"),
            (creator, "/v1/sample-requests"),
            (merchant, "/v1/cooperation-orders"),
            (self.ops, "/v1/disputes"),
            (merchant, "/v1/events?page_size=5"),
            (creator, "/v1/inbox"),
            (self.ops, "/v1/policies"),
            (creator, f"/v1/eligibility/samples?{asked}"),
            (self.service, "/v1/webhooks"),
            (creator, "/v1/products"),
            (self.service, f"/v1/products/{self._first.product_id}"),
        ]
        answers = await asyncio.gather(*(caller.get(path) for caller, path in reads))
        return {path: answer for (_, path), answer in zip(reads, answers, strict=True)}

    async def report_video(self) -> httpx.Response:
        """A fact that the awaiting request is told of."""
        return await self._second.service.put(f"/v1/videos/{self._second.video_id}", self._second.video)

    @property
    def video(self) -> str:
        return f"video/{self._second.video_id}"

    async def wait_until_told(self) -> None:
        """Until the ruling and the video have come to the processes that they are about."""
        await self.disputed.reaches("CANCELLED")
        await OnHttp(self._second, "sample-request", self.awaiting.id).knows("ContentCounted")


async def missing_messages(database_url: str, streams: Iterable[str]) -> set[tuple[str, str]]:
    """The messages that the processes' events should have written to inboxes and have not: event and recipient."""
    journal = await Journal.open(database_url, size=2)
    kinds = {declared.kind.name: declared for declared in KINDS}
    wanted, found = set(), set()
    for stream in streams:
        declared = kinds[stream.partition("/")[0]]
        assert declared.notices is not None
        parties = await Inbox(journal.pool).parties(stream)
        for event in await journal.streams.history(stream):
            notices = declared.notices.of(happened(declared.kind, event), parties)
            wanted |= {(str(event.id), notice.recipient) for notice in notices}
        rows = await journal.pool.fetch("select event_id, recipient from inbox where stream = $1", stream)
        found |= {(str(row["event_id"]), row["recipient"]) for row in rows}
    await journal.close()
    assert wanted
    return wanted - found
