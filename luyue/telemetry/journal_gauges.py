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
from luyue.journal.webhook_lag import WebhookLag

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
    yield from _of_subscriptions(lag)
    yield from _of_deadlines(lag)
    yield from _of_outages(lag)
    yield from _of_webhooks(lag.webhooks)


def _of_subscriptions(lag: Lag) -> Iterable[Metric]:
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
    held_seconds = GaugeMetricFamily(
        "luyue_subscription_held_seconds",
        "Age of the first event whose delivery is held back or parked.",
        labels=["subscription", "state"],
    )
    for one in lag.held:
        state = "parked" if one.parked else "waiting"
        held.add_metric([one.subscription, state], one.count)
        held_seconds.add_metric([one.subscription, state], one.seconds)
    yield held
    yield held_seconds


def _of_deadlines(lag: Lag) -> Iterable[Metric]:
    seconds_over = GaugeMetricFamily(
        "luyue_deadline_overdue_seconds",
        "For how long the oldest deadline that time has not acted on, and that no declared outage holds, has been due.",
        labels=["kind", "deadline"],
    )
    number_over = GaugeMetricFamily(
        "luyue_deadlines_overdue",
        "Deadlines that are due and not acted on, and that no declared outage holds.",
        labels=["kind", "deadline"],
    )
    number_held = GaugeMetricFamily(
        "luyue_deadlines_held",
        "Deadlines that are due and that a declared outage holds, or held until a quarter of an hour ago.",
        labels=["kind", "deadline"],
    )
    for overdue in lag.overdue:
        labels = [overdue.kind, overdue.deadline]
        if overdue.held:
            number_held.add_metric(labels, overdue.count)
            continue
        seconds_over.add_metric(labels, overdue.seconds)
        number_over.add_metric(labels, overdue.count)
    yield seconds_over
    yield number_over
    yield number_held


def _of_outages(lag: Lag) -> Iterable[Metric]:
    yield GaugeMetricFamily(
        "luyue_outages_unreleased",
        "Outages that have begun and hold deadlines until ops release them.",
        value=sum(one.count for one in lag.outages),
    )
    seconds = GaugeMetricFamily(
        "luyue_outage_unreleased_seconds",
        "How long the longest unreleased outage is over, where its end was declared, or has lasted, where none was.",
        labels=["end"],
    )
    for one in lag.outages:
        seconds.add_metric(["declared" if one.with_end else "open"], max(one.seconds, 0.0))
    yield seconds


def _of_webhooks(lag: WebhookLag) -> Iterable[Metric]:
    yield GaugeMetricFamily(
        "luyue_webhook_pending_seconds",
        "Age of the oldest delivery that has not got through to an enabled endpoint and is still tried.",
        value=lag.pending,
    )
    yield GaugeMetricFamily(
        "luyue_webhook_due_seconds",
        "For how long the try of a webhook's delivery that is due the longest has not been made.",
        value=lag.due,
    )
    yield GaugeMetricFamily(
        "luyue_webhook_deliveries_parked",
        "Webhooks' deliveries that were given up in the last month, up to a hundred thousand.",
        value=lag.parked,
    )
