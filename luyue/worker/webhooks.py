"""Webhooks: fans the feed out into deliveries, and delivers what is due, with retries, in order a process."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import NoReturn

from luyue.journal.connection import UNAVAILABLE, Pool
from luyue.journal.delivery import TargetAway
from luyue.journal.streams import Recorded
from luyue.journal.trouble import Trouble
from luyue.journal.webhook_deliveries import WebhookDeliveries
from luyue.journal.webhook_endpoints import WebhookEndpoints
from luyue.journal.webhook_queues import Held, Result, Room, WebhookQueues
from luyue.webhooks import schedule
from luyue.webhooks.sending import GONE, PATIENCE, Answered, Sender, wall_clock

_log = logging.getLogger(__name__)

MOST_AT_ONCE = 64
MOST_TO_ONE_ENDPOINT = 4
MOST_TO_ONE_OWNER = 16
MOST_UNTRIED = MOST_AT_ONCE // 4
MOST_FAILING = MOST_AT_ONCE // 4
"""Who hangs takes its place for as long as a try may last: half of all places are kept for those who do not."""

LEASE = PATIENCE + 10
"""Seconds: a try, and time to note its result. After as long, what a killed worker had under way is tried again."""

IDLE_PAUSE = 0.25
LONGEST_OUTAGE_PAUSE = 5.0
FORGET_EVERY = timedelta(hours=1)


class FanOut:
    """Delivers events to the table of deliveries; what comes at once, in one statement."""

    def __init__(self, pool: Pool, *, now: Callable[[], datetime] = wall_clock) -> None:
        self._deliveries = WebhookDeliveries(pool)
        self._now = now
        self._gathered: list[Recorded] = []
        self._writing: asyncio.Task[None] | None = None

    async def deliver(self, event: Recorded) -> None:
        """Adds the deliveries of an event; again changes nothing."""
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_gathered())
        self._gathered.append(event)
        try:
            await asyncio.shield(self._writing)
        except UNAVAILABLE as error:
            raise TargetAway("Postgres") from error

    async def _write_gathered(self) -> None:
        """Starts after all that is ready to deliver has joined."""
        events, self._gathered, self._writing = self._gathered, [], None
        now = self._now()
        await self._deliveries.fan_out(
            events, now, tried_until=now + schedule.TRIED_FOR, collected_for=schedule.COLLECTED_FOR
        )


class Dispatcher:
    """Sends what is due. Any number of workers may run one: they take different queues."""

    def __init__(
        self, pool: Pool, sender: Sender, *, now: Callable[[], datetime] = wall_clock, lease: float = LEASE
    ) -> None:
        self._queues = WebhookQueues(pool)
        self._endpoints = WebhookEndpoints(pool)
        self._deliveries = WebhookDeliveries(pool)
        self._sender = sender
        self._now = now
        self._lease = lease
        self._forgets_at = now()

    async def run(self) -> NoReturn:
        """Delivers until cancelled, whatever happens to Postgres meanwhile."""
        trouble = Trouble(_log, "webhooks")
        async with asyncio.TaskGroup() as group:
            running: dict[asyncio.Task[None], Held] = {}
            while True:
                try:
                    await self._forget_now_and_then()
                    taken = await self._take(running.values())
                    trouble.over()
                except Exception as error:
                    trouble.add(error, expected=isinstance(error, UNAVAILABLE))
                    await asyncio.sleep(min(IDLE_PAUSE * 2.0 ** min(trouble.tries, 10), LONGEST_OUTAGE_PAUSE))
                    continue
                for held in taken:
                    task = group.create_task(self._try_apart(held))
                    running[task] = held
                    task.add_done_callback(running.pop)
                if not taken:
                    await _first_of(running, IDLE_PAUSE)

    async def turn(self) -> int:
        """Tries once what is due now, and returns how many deliveries that were."""
        taken = await self._take(())
        async with asyncio.TaskGroup() as group:
            for held in taken:
                group.create_task(self._try(held))
        return len(taken)

    async def _take(self, under_way: Collection[Held]) -> list[Held]:
        standings = Counter(held.endpoint.last_succeeded for held in under_way)
        room = Room(
            all=MOST_AT_ONCE - len(under_way),
            untried=MOST_UNTRIED - standings[None],
            failing=MOST_FAILING - standings[False],
        )
        if room.all <= 0:
            return []
        return await self._queues.take(
            self._now(), room, lease=self._lease, most_of_one=MOST_TO_ONE_ENDPOINT, most_of_owner=MOST_TO_ONE_OWNER
        )

    async def _try_apart(self, held: Held) -> None:
        """A try whose failure is no other's: the lease runs out, and then it is made again."""
        try:
            await self._try(held)
        except Exception as error:
            # The words of unexpected errors may quote what was sent.
            unexpected = "" if isinstance(error, UNAVAILABLE) else ", unexpectedly"
            _log.warning("webhook %s, %s: %s%s", held.endpoint.id, held.event.id, type(error).__name__, unexpected)

    async def _try(self, held: Held) -> None:
        answered = await self._sender.send(held.endpoint, held.event)
        result = self._result(held, answered)
        if answered.status == GONE:
            await self._endpoints.disable(held.endpoint.id, result.at, because="gone")
            _log.warning("webhook %s: disabled, its receiver says that it is gone", held.endpoint.id)
        if (succeeded := result.error is None) != held.endpoint.last_succeeded:
            # Before its queue is free, so that what comes next is taken by how this went.
            await self._endpoints.judge(held.endpoint.id, succeeded=succeeded)
        if not await self._queues.let_go(held, result):
            _log.info("webhook %s: the lease on %s was lost", held.endpoint.id, held.event.stream)
        elif result.state == "parked":
            _log.warning("webhook %s: %s parked: %s", held.endpoint.id, held.event.id, result.error)

    def _result(self, held: Held, answered: Answered) -> Result:
        now = self._now()
        again_at = None
        if answered.status == GONE:
            # It waits for the endpoint to be enabled again.
            again_at = now
        elif answered.error is not None:
            # Jitter needs no secrecy.
            spread = random.uniform(-1, 1)
            again_at = schedule.next_try(held.attempts + 1, now, held.tried_until, spread)
        return Result(now, answered.status, answered.error, again_at)

    async def _forget_now_and_then(self) -> None:
        now = self._now()
        if now >= self._forgets_at:
            self._forgets_at = now + FORGET_EVERY
            await self._deliveries.forget(now - schedule.REMEMBERED_FOR)


async def _first_of(running: Collection[asyncio.Task[None]], patience: float) -> None:
    """Waits until one of the tasks ends, or for `patience` s."""
    if running:
        await asyncio.wait(running, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
    else:
        await asyncio.sleep(patience)
