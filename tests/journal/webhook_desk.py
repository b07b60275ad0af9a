"""What webhooks rely on in the journal, with short names for what tests do with it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded
from luyue.journal.webhook_deliveries import WebhookDeliveries
from luyue.journal.webhook_endpoints import (
    EVERYTHING,
    Endpoint,
    NewEndpoint,
    WebhookEndpoints,
)
from luyue.journal.webhook_queues import Held, Room, WebhookQueues
from tests.journal.ledger import Ledger

LONG = timedelta(days=3)
A_MONTH = timedelta(days=30)


def now() -> datetime:
    return datetime.now(UTC)


class Desk:
    """The three parts over one journal."""

    def __init__(self, journal: Journal) -> None:
        self.ledger = Ledger(journal.streams)
        self.streams = journal.streams
        self.endpoints = WebhookEndpoints(journal.pool)
        self.deliveries = WebhookDeliveries(journal.pool)
        self.queues = WebhookQueues(journal.pool)

    async def endpoint(self, id: str = "wh_1", **changes: Any) -> Endpoint:
        fields: dict[str, Any] = {
            "owner": "service:billing",
            "role": "service",
            "audience": EVERYTHING,
            "url": "https://hooks.example.com/",
            "kinds": None,
            "event_types": None,
            "secret": "whsec_first",
            **changes,
        }
        return await self.endpoints.create(NewEndpoint(id=id, **fields), command_id=f"make {id}", most=3)

    async def good_endpoint(self, id: str = "wh_1", **changes: Any) -> Endpoint:
        """One whose last try succeeded, so that several deliveries to it may be under way."""
        made = await self.endpoint(id, **changes)
        await self.endpoints.judge(id, succeeded=True)
        return made

    async def happen(self, stream: str, *numbers: int) -> list[Recorded]:
        last = await self.ledger.append(stream, *numbers)
        return await self.streams.history(stream, after=last - len(numbers))

    async def fan_out(self, events: Sequence[Recorded]) -> None:
        at = now()
        await self.deliveries.fan_out(events, at, tried_until=at + LONG, collected_for=A_MONTH)

    async def take(
        self,
        at: datetime | None = None,
        *,
        lease: float = 60,
        most: int = 100,
        untried: int = 100,
        failing: int = 100,
        most_of_one: int = 100,
        most_of_owner: int = 100,
    ) -> list[Held]:
        room = Room(most, untried, failing)
        return await self.queues.take(
            at or now(), room, lease=lease, most_of_one=most_of_one, most_of_owner=most_of_owner
        )

    async def versions(self, endpoint_id: str = "wh_1") -> list[int]:
        return sorted(one.version for one in await self.deliveries.page(endpoint_id, None, None, 100))
