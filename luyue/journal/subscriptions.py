"""The subscription runner: carries the feed to a deliverer, at least once, in order a stream, by one worker at a time.

A delivery that fails holds back only its own stream, is tried again with growing pauses, and is parked in the end.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NoReturn

from luyue.journal import held_deliveries, leases
from luyue.journal.connection import UNAVAILABLE
from luyue.journal.delivery import Concerns, Deliver, DeliveryFailed, LeftToNewerCode, Pace, TargetAway
from luyue.journal.feed import Cursor
from luyue.journal.leases import Hold, Lease, Superseded
from luyue.journal.streams import Recorded
from luyue.journal.trouble import Trouble

_log = logging.getLogger(__name__)
_STEADY = Pace()


def _everything(_event: Recorded) -> bool:
    return True


class Subscription:
    """A named reader of the feed. Any number of workers may run it; one delivers, the others wait to take over."""

    def __init__(
        self, database_url: str, name: str, deliver: Deliver, pace: Pace = _STEADY, concerns: Concerns = _everything
    ) -> None:
        self.name = name
        self._database_url = database_url
        self._deliver = deliver
        self._pace = pace
        self._concerns = concerns

    async def run(self) -> NoReturn:
        """Delivers until cancelled, whatever happens to Postgres meanwhile."""
        trouble = Trouble(_log, f"subscription {self.name}")
        while True:
            try:
                await self._session(trouble)
            except Exception as failure:
                error = _cause(failure)
                trouble.add(error, expected=isinstance(error, (*UNAVAILABLE, Superseded)))
                await asyncio.sleep(self._pace.outage_backoff(trouble.tries))

    async def _session(self, trouble: Trouble) -> None:
        """One connection's life: waits for the lease, then delivers until the lease or Postgres is lost."""
        silence = 4 * self._pace.delivery_patience
        connection = await leases.connect(self._database_url, self.name, longest_silence=silence)
        try:
            while (lease := await Lease.take(connection, self.name)) is None:
                trouble.over()
                await asyncio.sleep(self._pace.takeover_pause)
            trouble.over()
            _log.info("subscription %s: taken over, epoch %d", self.name, lease.epoch)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._follow(lease))
                both.create_task(self._retry(lease))
        finally:
            connection.terminate()

    async def _follow(self, lease: Lease) -> None:
        """Carries what is new in the feed."""
        outage = Trouble(_log, f"target of subscription {self.name}")
        while True:
            events = await lease.read(self._pace.batch)
            if events:
                try:
                    holds = await self._carry(lease, events)
                except TargetAway as away:
                    await self._sit_out(outage, away)
                    continue
                outage.over()
                await lease.advance(Cursor.after(events[-1]), holds)
            if len(events) < self._pace.batch:
                await asyncio.sleep(self._pace.idle_pause)

    async def _retry(self, lease: Lease) -> None:
        """Carries what was held back, when its time has come."""
        outage = Trouble(_log, f"target of subscription {self.name}, for held deliveries")
        while True:
            due = await held_deliveries.due(lease, self._pace.batch)
            if not due:
                await asyncio.sleep(self._pace.retry_pause)
                continue
            try:
                await self._carry_again(lease, due)
            except TargetAway as away:
                await self._sit_out(outage, away)
                continue
            outage.over()

    async def _sit_out(self, outage: Trouble, away: TargetAway) -> None:
        outage.add(away, expected=True)
        await asyncio.sleep(self._pace.outage_backoff(outage.tries))

    async def _carry(self, lease: Lease, events: Sequence[Recorded]) -> list[Hold]:
        """Delivers new events; returns those that have to wait."""
        streams: dict[str, list[Recorded]] = {}
        for event in events:
            if self._concerns(event):
                streams.setdefault(event.stream, []).append(event)
        if not streams:
            return []
        blocked = await held_deliveries.blocked(lease, list(streams))
        holds: list[Hold] = []

        async def carry(stream: str) -> None:
            held_back = stream in blocked
            for event in streams[stream]:
                error = None if held_back else await self._attempt(event)
                if error is not None:
                    holds.append(self._hold(event, attempts=1, error=error))
                    held_back = not holds[-1].parked
                elif held_back:
                    holds.append(Hold(event))

        await self._beside_each_other(carry, streams)
        return holds

    async def _carry_again(self, lease: Lease, due: Sequence[Hold]) -> None:
        """Delivers held events, and notes of each what became of it."""
        streams: dict[str, list[Hold]] = {}
        for hold in due:
            streams.setdefault(hold.event.stream, []).append(hold)

        async def carry(stream: str) -> None:
            for hold in streams[stream]:
                error = await self._attempt(hold.event)
                if error is None:
                    await held_deliveries.delivered(lease, hold.event)
                    continue
                again = self._hold(hold.event, attempts=hold.attempts + 1, error=error)
                await held_deliveries.failed(lease, again)
                if not again.parked:
                    return

        await self._beside_each_other(carry, streams)

    async def _beside_each_other(
        self, carry: Callable[[str], Awaitable[None]], streams: Mapping[str, Sequence[object]]
    ) -> None:
        """Carries several streams at once; after one that fails as a whole none begins, and what is on its way ends.

        A delivery cut off in the middle may have got through without anybody's knowing, and would be made again.
        """
        places = asyncio.Semaphore(self._pace.streams_at_once)
        failures: list[Exception] = []

        async def placed(stream: str) -> None:
            async with places:
                if failures:
                    return
                try:
                    await carry(stream)
                except Exception as failure:
                    failures.append(failure)

        async with asyncio.TaskGroup() as group:
            for stream in streams:
                group.create_task(placed(stream))
        if failures:
            raise failures[0]

    async def _attempt(self, event: Recorded) -> DeliveryFailed | None:
        """One delivery: None when it got through, otherwise what went wrong, in words without personal data."""
        try:
            async with asyncio.timeout(self._pace.delivery_patience):
                await self._deliver(event)
        except TargetAway:
            raise
        except DeliveryFailed as failure:
            return failure
        except Exception as error:
            # Other exceptions' words may quote what was delivered.
            return DeliveryFailed(type(error).__name__)
        return None

    def _hold(self, event: Recorded, *, attempts: int, error: DeliveryFailed) -> Hold:
        parked = attempts >= self._pace.attempts and not isinstance(error, LeftToNewerCode)
        if parked or attempts == 1:
            became = "parked" if parked else "held back"
            _log.warning("subscription %s: %s of %s %s: %s", self.name, event.id, event.stream, became, error)
        return Hold(event, attempts, self._pace.backoff(attempts), parked, str(error))


def _cause(failure: BaseException) -> BaseException:
    """The first failure of a group of them."""
    while isinstance(failure, BaseExceptionGroup):
        failure = failure.exceptions[0]
    return failure
