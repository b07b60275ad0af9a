"""Puts the HTTP service together."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import cache, partial

from fastapi import APIRouter, FastAPI

from luyue.api import problems
from luyue.api.authentication import Authentication
from luyue.api.backends import Backends
from luyue.api.commands import Commands
from luyue.api.context import Services
from luyue.api.document import webhooks as webhook_document
from luyue.api.document.assembly import document, operation_id
from luyue.api.event_stream import EventStreams
from luyue.api.execution import Execution
from luyue.api.framing import Framing
from luyue.api.idempotency import KEPT, Idempotency
from luyue.api.kinds import SERVED
from luyue.api.limits import CallerLimits
from luyue.api.lost_texts import LostTexts
from luyue.api.process_answers import ProcessAnswers
from luyue.api.routes import (
    campaign_entries,
    cart_access,
    commissions,
    consumer_orders,
    contacts,
    content_quality,
    cooperation_orders,
    creators,
    disputes,
    dossiers,
    eligibility,
    events,
    facts,
    health,
    inbox,
    merchant_accounts,
    outages,
    parcels,
    policies,
    problem_page,
    products,
    purchases,
    sample_requests,
    shipments,
    showcase,
    test_clock,
    webhook_deliveries,
    webhooks,
)
from luyue.api.routes.processes import process_routes
from luyue.api.settings import ApiSettings
from luyue.api.visibility import Visibility
from luyue.dossier.keys import Keyring
from luyue.journal.connection import UNAVAILABLE
from luyue.journal.lag import Lag, read_lag
from luyue.telemetry.endpoint import metrics_served
from luyue.telemetry.requests import ObservedRequests
from luyue.webhooks.addresses import Addresses

FORGET_EVERY = 3600.0
"""Seconds between two removals of old idempotency keys and lost texts."""


def create_app(settings: ApiSettings) -> FastAPI:
    """The application. It starts, and answers what it can, whatever of its backends is away."""
    app = FastAPI(
        title="Luyue",
        version="1",
        lifespan=_lifespan,
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=operation_id,
        webhooks=webhook_document.router,
    )
    app.openapi = partial(document, app)  # type: ignore[method-assign]
    backends = Backends(settings)
    commands = Commands(backends, settings.task_queue, settings.answer_patience)
    authentication = Authentication.of(settings)
    app.state.services = Services(
        settings,
        authentication,
        backends,
        Idempotency(backends, settings.digest_key, settings.answer_patience),
        commands,
        Execution(backends, commands, settings.digest_key),
        ProcessAnswers(settings),
        Visibility(),
    )
    problems.install(app)
    # The most used first: they are tried in order.
    for routes in _process_routes():
        app.include_router(routes)
    keys = Keyring.of(settings.dossier_key, settings.dossier_retired_keys)
    for served in SERVED:
        app.include_router(dossiers.dossier_routes(served, keys))
    app.include_router(dossiers.key_routes(keys))
    streams = EventStreams(per_reader=settings.streams_per_caller, at_once=settings.streams_at_once)
    app.state.event_streams = streams
    app.include_router(events.event_routes(streams))
    app.include_router(webhooks.webhook_routes(Addresses(development=settings.environment == "development")))
    app.include_router(webhook_deliveries.router)
    for module in (sample_requests, cooperation_orders, disputes, facts, products, creators, contacts, parcels, inbox):
        app.include_router(module.router)
    app.include_router(campaign_entries.router)
    app.include_router(consumer_orders.router)
    app.include_router(campaign_entries.below_a_campaign)
    for module in (merchant_accounts, purchases, content_quality):
        app.include_router(module.router)
    app.include_router(shipments.router)
    for module in (eligibility, cart_access, showcase, commissions, policies, outages):
        app.include_router(module.router)
    for module in (health, problem_page):
        app.include_router(module.router)
    if settings.test_clock:
        app.include_router(test_clock.router)
    limits = CallerLimits(settings.requests_per_second, settings.requests_burst)
    app.add_middleware(Framing, authentication=authentication, limits=limits)
    app.add_middleware(ObservedRequests)
    return app


@cache
def _process_routes() -> Sequence[APIRouter]:
    """They take longest to make, and hold nothing of an application."""
    return [process_routes(served) for served in SERVED]


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    tasks = [
        asyncio.create_task(services.authentication.keep_current()),
        asyncio.create_task(_forget(services.idempotency, LostTexts(services.backends))),
    ]
    told = services.settings
    try:
        async with metrics_served(told.metrics_host, told.api_metrics_port, partial(_lag, services.backends)):
            yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await services.idempotency.settle()
        await services.backends.close()


async def _lag(backends: Backends) -> Lag:
    return await read_lag((await backends.journal()).pool, [served.kind.name for served in SERVED])


async def _forget(idempotency: Idempotency, lost_texts: LostTexts) -> None:
    while True:
        with suppress(*UNAVAILABLE):
            await idempotency.forget_old_keys()
            # Without its key a command is not repeated any more.
            await lost_texts.erase(datetime.now(UTC) - KEPT)
        await asyncio.sleep(FORGET_EVERY)
