"""Webhooks in a test: endpoints, events of a kind that hangs on no rule, and a clock that the test moves."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded
from luyue.journal.webhook_deliveries import ListedDelivery, WebhookDeliveries
from luyue.journal.webhook_endpoints import EVERYTHING, Endpoint, NewEndpoint, WebhookEndpoints
from luyue.webhooks.addresses import Addresses
from luyue.webhooks.envelope import new_secret
from luyue.webhooks.schedule import REDELIVERED_FOR
from luyue.webhooks.sending import Sender
from luyue.worker.webhooks import Dispatcher, FanOut
from tests.journal.ledger import Ledger

MOST_TURNS = 1_000


class WebhookScene:
    """`now` is the clock of retries; signatures are dated by the wall clock as always."""

    def __init__(self, journal: Journal, *, patience: float = 5.0, lease: float = 15.0) -> None:
        self.now = datetime.now(UTC)
        self.endpoints = WebhookEndpoints(journal.pool)
        self.deliveries = WebhookDeliveries(journal.pool)
        self._journal = journal
        self._ledger = Ledger(journal.streams)
        self._numbers = itertools.count(1)
        sender = Sender(Addresses(development=True), patience=patience)
        self.fan_out = FanOut(journal.pool, now=lambda: self.now)
        self.dispatcher = Dispatcher(journal.pool, sender, now=lambda: self.now, lease=lease)

    async def endpoint(self, url: str, **changes: Any) -> Endpoint:
        """An endpoint, by default of a service that gets everything."""
        number = next(self._numbers)
        fields: dict[str, Any] = {
            "id": f"wh_{number:03}",
            "owner": "service:billing",
            "role": "service",
            "audience": EVERYTHING,
            "url": url,
            "kinds": None,
            "event_types": None,
            "secret": new_secret(),
            **changes,
        }
        return await self.endpoints.create(NewEndpoint(**fields), command_id=str(number), most=100)

    async def happen(self, stream: str, *numbers: int) -> list[Recorded]:
        """Appends events and has them fanned out."""
        last = await self._ledger.append(stream, *numbers)
        events = await self._journal.streams.history(stream, after=last - len(numbers))
        for event in events:
            await self.fan_out.deliver(event)
        return events

    async def settle(self) -> int:
        """Delivers until nothing is due at this moment; returns how many tries that took."""
        tries = 0
        for _ in range(MOST_TURNS):
            tried = await self.dispatcher.turn()
            if not tried:
                return tries
            tries += tried
        raise AssertionError(f"not settled after {tries} tries")

    async def pass_time(self, by: timedelta) -> None:
        """Moves the clock, and stops on the way whenever something is due."""
        end = self.now + by
        while (due := await self.next_due()) is not None and due <= end:
            self.now = max(self.now, due)
            await self.settle()
        self.now = end

    async def next_due(self) -> datetime | None:
        """When something is tried next, at endpoints that are enabled."""
        due: datetime | None = await self._journal.pool.fetchval(
            "select min(next_attempt_at) from webhook_queues q join webhook_endpoints w on w.id = q.endpoint_id"
            " where next_attempt_at < 'infinity' and w.disabled_at is null"
        )
        return due

    async def states(self, endpoint: Endpoint) -> dict[tuple[str, int], str]:
        """What became of each delivery, by stream and version."""
        return {(one.stream, one.version): one.state for one in await self.listed(endpoint)}

    async def listed(self, endpoint: Endpoint) -> list[ListedDelivery]:
        return await self.deliveries.page(endpoint.id, None, None, 200)

    async def redeliver_parked(self, endpoint: Endpoint) -> int:
        until = self.now + REDELIVERED_FOR
        return await self.deliveries.redeliver(endpoint.id, None, self.now, tried_until=until)
