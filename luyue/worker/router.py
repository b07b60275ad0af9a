"""The router: tells each process that a report has come in which may concern it: on content, a parcel, a party."""

import asyncio
from datetime import UTC, datetime, timedelta

from luyue.journal.canonical import digest
from luyue.journal.connection import UNAVAILABLE, Pool
from luyue.journal.delivery import TargetAway
from luyue.journal.listeners import listening
from luyue.journal.streams import Recorded
from luyue.worker.signals import Signals

ROUTED = frozenset(
    {
        "video",
        "live-session",
        "parcel",
        "consignee",
        "merchant",
        "product",
        "delisting",
        "creator",
        "cart-access",
        "risk-waiver",
    }
)
ACTOR = "service:router"
# `handle` may take 5 s from its look at the facts to the end of its append.
DECIDED_WITHIN = timedelta(seconds=8)


class Router:
    """Delivers reports as `observe` signals."""

    def __init__(self, signals: Signals, pool: Pool, *, decided_within: timedelta = DECIDED_WITHIN) -> None:
        self._signals = signals
        self._pool = pool
        self._decided_within = decided_within

    async def deliver(self, event: Recorded) -> None:
        """Signals whoever listens to a report; a repeat is told by its command id."""
        await self._signal(await self._listening(event), event)

    async def look_again(self, event: Recorded) -> None:
        """Signals who has begun to listen since the report.

        A process that looked at the facts just before the report, and appended just after the first look for
        listeners, knows nothing of it. Later nobody can be deciding without the report any more.
        """
        # However far the clocks are apart, the wait is no longer than needed.
        age = max(datetime.now(UTC) - event.recorded_at, timedelta())
        await asyncio.sleep(max(self._decided_within - age, timedelta()).total_seconds())
        await self._signal(await self._listening(event, since=event.transaction_id), event)

    async def _listening(self, event: Recorded, since: int = 0) -> list[str]:
        try:
            return await listening(self._pool, event.stream, since)
        except UNAVAILABLE as error:
            raise TargetAway("Postgres") from error

    async def _signal(self, streams: list[str], event: Recorded) -> None:
        for stream in streams:
            await self._signals.send(stream, "observe", _observe(stream, event))


def is_routed(event: Recorded) -> bool:
    """Whether an event is a report that may concern a process."""
    return event.stream.partition("/")[0] in ROUTED


def _observe(stream: str, event: Recorded) -> dict[str, str]:
    return {
        "source": event.stream,
        "actor": ACTOR,
        "at": event.recorded_at.isoformat(),
        "command_id": digest([event.id, stream]).hex(),
    }
