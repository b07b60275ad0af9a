"""Tells the processes that an outage held of its release: `handle` then gives a deadline more time, or lets it act."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from luyue.domain.outage import Outage, outage_stream
from luyue.journal.connection import UNAVAILABLE, Pool
from luyue.journal.delivery import DeliveryFailed, TargetAway
from luyue.journal.outages import overdue_streams
from luyue.journal.streams import Recorded
from luyue.worker.kinds import Declared
from luyue.worker.router import DECIDED_WITHIN
from luyue.worker.signals import Signals
from luyue.workflows.messages import LOOK_AGAIN

AT_ONCE = 32
AHEAD = timedelta(minutes=1)
"""How far ahead of this machine's the clock may be by which processes found that they were due."""


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
        """Signals every open process with a deadline that the outage may have held: due by now, whenever it ended.

        Up to the record of its release an outage without an end held whatever came due.
        """
        release = Outage.model_validate(event.data).release
        assert release is not None, "only releases are delivered"
        due_before = max(release.at, event.recorded_at, datetime.now(UTC)) + AHEAD
        failures: list[BaseException] = []
        try:
            async for streams in overdue_streams(self._pool, self._kinds, due_before, size=AT_ONCE):
                failures += await self._told(streams)
        except UNAVAILABLE as error:
            raise TargetAway("Postgres") from error
        if failures:
            raise failures[0]

    async def _told(self, streams: Sequence[str]) -> list[BaseException]:
        """What became of those that could not be told, which nobody else waits for; raises `TargetAway`."""
        sent = await asyncio.gather(
            *(self._signals.send(stream, LOOK_AGAIN, {}) for stream in streams), return_exceptions=True
        )
        failures = [one for one in sent if one is not None]
        for failure in failures:
            if not isinstance(failure, DeliveryFailed):
                raise failure
        return failures

    async def look_again(self, event: Recorded) -> None:
        """Signals who is overdue, as of then, once no decision that knew nothing of the release can be under way."""
        age = max(datetime.now(UTC) - event.recorded_at, timedelta())
        await asyncio.sleep(max(self._decided_within - age, timedelta()).total_seconds())
        await self.deliver(event)


def is_release(event: Recorded) -> bool:
    """Whether an event is the release of an outage."""
    return event.stream.startswith(outage_stream("")) and event.data.get("release") is not None
