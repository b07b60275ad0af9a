"""Tells the processes that an outage held of its release: `handle` then gives a deadline more time, or lets it act."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from luyue.domain.outage import Outage, outage_stream
from luyue.journal.connection import UNAVAILABLE, Pool
from luyue.journal.delivery import TargetAway
from luyue.journal.outages import overdue_streams
from luyue.journal.streams import Recorded
from luyue.worker.kinds import Declared
from luyue.worker.router import DECIDED_WITHIN
from luyue.worker.signals import Signals
from luyue.workflows.messages import LOOK_AGAIN

AT_ONCE = 32


class Releases:
    """Delivers releases to whoever is overdue. A repeat reaches only those that are so still."""

    def __init__(
        self, signals: Signals, pool: Pool, kinds: Sequence[Declared], *, decided_within: timedelta = DECIDED_WITHIN
    ) -> None:
        self._signals = signals
        self._pool = pool
        self._kinds = [declared.kind.name for declared in kinds]
        self._decided_within = decided_within

    async def deliver(self, event: Recorded) -> None:
        """Signals every open process with a deadline due before the outage's end."""
        ends_at = Outage.model_validate(event.data).ends_at
        assert ends_at is not None, "what is released has ended"
        try:
            async for streams in overdue_streams(self._pool, self._kinds, ends_at, size=AT_ONCE):
                await asyncio.gather(*(self._signals.send(stream, LOOK_AGAIN, {}) for stream in streams))
        except UNAVAILABLE as error:
            raise TargetAway("Postgres") from error

    async def look_again(self, event: Recorded) -> None:
        """Signals who is overdue once no decision that knew nothing of the release can be under way any more."""
        age = max(datetime.now(UTC) - event.recorded_at, timedelta())
        await asyncio.sleep(max(self._decided_within - age, timedelta()).total_seconds())
        await self.deliver(event)


def is_release(event: Recorded) -> bool:
    """Whether an event is the release of an outage."""
    return event.stream.startswith(outage_stream("")) and event.data.get("release") is not None
