"""What metrics say of the journal: read when somebody asks, and at most every few seconds."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import CancelledError

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from luyue.journal.lag import Lag

logger = logging.getLogger("luyue.telemetry")

PATIENCE = 5.0
FRESH_FOR = 3.0
ReadLag = Callable[[], Awaitable[Lag]]


class JournalGauges(Collector):
    """Collected in the metrics server's thread; Postgres is asked in the event loop that its connections belong to.

    Where Postgres does not answer there are no gauges of it but `luyue_journal_readable 0`.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, read: ReadLag) -> None:
        self._loop = loop
        self._read = read
        self._read_at = 0.0
        self._lag: Lag | None = None

    def collect(self) -> Iterable[Metric]:
        """The gauges."""
        lag = self._current()
        yield GaugeMetricFamily(
            "luyue_journal_readable", "Whether the journal could be asked for the other gauges.", value=lag is not None
        )
        if lag is not None:
            yield from _gauges(lag)

    def _current(self) -> Lag | None:
        if self._lag is None or time.monotonic() - self._read_at > FRESH_FOR:
            try:
                self._lag = asyncio.run_coroutine_threadsafe(self._asked(), self._loop).result(PATIENCE + 1)
            except (Exception, CancelledError) as error:
                logger.warning("The journal's gauges could not be read: %s", type(error).__name__)
                self._lag = None
            self._read_at = time.monotonic()
        return self._lag

    async def _asked(self) -> Lag:
        async with asyncio.timeout(PATIENCE):
            return await self._read()


def _gauges(lag: Lag) -> Iterable[Metric]:
    yield GaugeMetricFamily(
        "luyue_feed_unsettled_seconds",
        "How long the oldest committed event has not been readable in the feed, for a transaction that still runs.",
        value=lag.unsettled,
    )
    yield GaugeMetricFamily(
        "luyue_feed_xmin_age_transactions",
        "Transaction ids begun since the oldest transaction that still runs.",
        value=lag.transactions,
    )
    behind = GaugeMetricFamily(
        "luyue_subscription_lag_seconds",
        "Age of the oldest event that a subscription has not come to.",
        labels=["subscription"],
    )
    for name, seconds in lag.subscriptions.items():
        behind.add_metric([name], seconds)
    yield behind
    held = GaugeMetricFamily(
        "luyue_subscription_held", "Deliveries held back or parked.", labels=["subscription", "state"]
    )
    for one in lag.held:
        held.add_metric([one.subscription, "parked" if one.parked else "waiting"], one.count)
    yield held
    seconds_over = GaugeMetricFamily(
        "luyue_deadline_overdue_seconds",
        "For how long the oldest deadline that time has not acted on has been due.",
        labels=["kind", "deadline"],
    )
    number_over = GaugeMetricFamily(
        "luyue_deadlines_overdue", "Deadlines that are due and not acted on.", labels=["kind", "deadline"]
    )
    for overdue in lag.overdue:
        seconds_over.add_metric([overdue.kind, overdue.deadline], overdue.seconds)
        number_over.add_metric([overdue.kind, overdue.deadline], overdue.count)
    yield seconds_over
    yield number_over
