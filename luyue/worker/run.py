"""The worker process: connects, serves the task queue and delivers the feed until it is told to end.

Postgres and Temporal may be away when it starts and go away later: it says so in its log, waits, and goes on.
"""

import asyncio
import gc
import logging
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

import uvloop
from temporalio.client import Client
from temporalio.service import RPCError

from luyue.journal.connection import UNAVAILABLE
from luyue.journal.journal import Journal
from luyue.journal.lag import Lag, read_lag
from luyue.telemetry import sdk_runtime, tracing
from luyue.telemetry.appending import ObservedStreams
from luyue.telemetry.endpoint import metrics_served
from luyue.temporal.connection import connect
from luyue.webhooks.addresses import Addresses
from luyue.webhooks.sending import Sender
from luyue.worker import log
from luyue.worker.kinds import KINDS
from luyue.worker.settings import WorkerSettings
from luyue.worker.sms import Gateway, SmsWriter
from luyue.worker.subscriptions import run_subscriptions
from luyue.worker.webhooks import Dispatcher
from luyue.worker.worker import build_worker

logger = logging.getLogger("luyue.worker")

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
# Work that went on this long was well: its end starts the pauses anew.
WELL_AFTER = 10.0
CLOSING_PATIENCE = 5.0
# The SDK raises bare RuntimeErrors where Temporal is away.
AWAY = (*UNAVAILABLE, RPCError, RuntimeError)

Result = TypeVar("Result")


def run_worker(settings: WorkerSettings) -> None:
    """Runs the worker in this process until SIGTERM or SIGINT."""
    log.set_up(settings.log_level, as_json=settings.environment == "production")
    tracing.set_up("luyue-worker")
    sdk_runtime.set_up(settings.metrics_host, settings.temporal_metrics_port)
    # By default a tenth of the worker's work is looking for garbage, most of it in what stays for good.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)
    try:
        uvloop.run(_until_signalled(settings))
    finally:
        tracing.shut_down()


async def _until_signalled(settings: WorkerSettings) -> None:
    serving = asyncio.create_task(serve(settings))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, serving.cancel)
    with suppress(asyncio.CancelledError):
        await serving
    logger.info("ended")


async def serve(settings: WorkerSettings) -> None:
    """Serves until cancelled, and then finishes what is under way.

    Metrics are told from the beginning on, so that whoever watches sees a worker that waits for what is away.
    """
    opened: list[Journal] = []

    async def lag() -> Lag:
        if not opened:
            raise ConnectionError("Postgres has not been reached yet")
        return await read_lag(opened[0].pool, [declared.kind.name for declared in KINDS])

    async def tell_metrics() -> None:
        async with metrics_served(settings.metrics_host, settings.worker_metrics_port, lag):
            await asyncio.Event().wait()

    async def open_journal() -> Journal:
        journal = await Journal.open(settings.database_url, size=settings.database_connections)
        journal.streams = ObservedStreams(journal.pool)
        return journal

    try:
        async with asyncio.TaskGroup() as parts:
            parts.create_task(patiently("metrics", tell_metrics))
            opened.append(await patiently("Postgres", open_journal))
            client = await patiently("Temporal", partial(connect, settings))
            _start(parts, settings, opened[0], client)
    finally:
        for journal in opened:
            with suppress(TimeoutError):
                await asyncio.wait_for(journal.close(), CLOSING_PATIENCE)


def _start(parts: asyncio.TaskGroup, settings: WorkerSettings, journal: Journal, client: Client) -> None:
    """Starts all that needs Postgres and Temporal."""
    sms = sms_writer(settings, journal)

    async def work() -> None:
        logger.info("serving task queue %s at %s", settings.task_queue, settings.temporal_address)
        worker = build_worker(
            client,
            journal,
            test_clock=settings.test_clock,
            task_queue=settings.task_queue,
            build_id=settings.build_id,
        )
        await worker.run()

    async def deliver() -> None:
        await run_subscriptions(client, journal, settings.database_url, KINDS, settings.task_queue, sms)

    async def send_webhooks() -> None:
        addresses = Addresses(development=settings.environment == "development")
        await Dispatcher(journal.pool, Sender(addresses)).run()

    parts.create_task(patiently("the task queue", work))
    parts.create_task(patiently("subscriptions", deliver))
    parts.create_task(patiently("webhooks", send_webhooks))


def sms_writer(settings: WorkerSettings, journal: Journal) -> SmsWriter | None:
    """What tells by SMS; None, which the log says, without a gateway."""
    if settings.sms_gateway_url is None:
        logger.info("no LUYUE_SMS_GATEWAY_URL: nobody is told by SMS")
        return None
    token = settings.sms_gateway_token
    gateway = Gateway(str(settings.sms_gateway_url), token.get_secret_value() if token else None)
    return SmsWriter(journal.pool, KINDS, gateway, language=settings.sms_language)


async def patiently(what: str, work: Callable[[], Awaitable[Result]]) -> Result:
    """Does `work` again, after pauses that grow, until it returns."""
    pause = FIRST_PAUSE
    while True:
        started = time.monotonic()
        try:
            return await work()
        except Exception as error:
            if time.monotonic() - started > WELL_AFTER:
                pause = FIRST_PAUSE
            expected = isinstance(error, AWAY)
            # The words of others may quote anything.
            words = error if expected else type(error).__name__
            logger.warning("%s: %s; trying again in %.1f s", what, words, pause, exc_info=None if expected else error)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
