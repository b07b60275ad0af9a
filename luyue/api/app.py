"""Puts the HTTP service together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI

from luyue.api import problems
from luyue.api.backends import Backends
from luyue.api.commands import Commands
from luyue.api.context import Services
from luyue.api.execution import Execution
from luyue.api.framing import Framing
from luyue.api.idempotency import Idempotency
from luyue.api.kinds import SERVED
from luyue.api.process_answers import ProcessAnswers
from luyue.api.routes import (
    cart_access,
    commissions,
    contacts,
    eligibility,
    facts,
    health,
    inbox,
    parcels,
    policies,
    problem_page,
    products,
    sample_requests,
    showcase,
    test_clock,
)
from luyue.api.routes.processes import process_routes
from luyue.api.settings import ApiSettings
from luyue.api.visibility import Visibility
from luyue.journal.connection import UNAVAILABLE

FORGET_EVERY = 3600.0
"""Seconds between two removals of old idempotency keys."""


def create_app(settings: ApiSettings) -> FastAPI:
    """The application. It starts, and answers what it can, whatever of its backends is away."""
    app = FastAPI(title="Luyue", version="1", lifespan=_lifespan, redirect_slashes=False, docs_url=None, redoc_url=None)
    backends = Backends(settings)
    commands = Commands(backends, settings.task_queue, settings.answer_patience)
    app.state.services = Services(
        settings,
        backends,
        Idempotency(backends, settings.digest_key, settings.answer_patience),
        commands,
        Execution(backends, commands, settings.digest_key),
        ProcessAnswers(settings),
        Visibility(),
    )
    problems.install(app)
    # The most used first: they are tried in order.
    for served in SERVED:
        app.include_router(process_routes(served))
    for module in (sample_requests, facts, products, contacts, parcels, inbox):
        app.include_router(module.router)
    for module in (eligibility, cart_access, showcase, commissions, policies):
        app.include_router(module.router)
    for module in (health, problem_page):
        app.include_router(module.router)
    if settings.test_clock:
        app.include_router(test_clock.router)
    app.add_middleware(Framing, jwt_secret=settings.jwt_secret)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    forgetting = asyncio.create_task(_forget_old_keys(services.idempotency))
    try:
        yield
    finally:
        forgetting.cancel()
        with suppress(asyncio.CancelledError):
            await forgetting
        await services.idempotency.settle()
        await services.backends.close()


async def _forget_old_keys(idempotency: Idempotency) -> None:
    while True:
        with suppress(*UNAVAILABLE):
            await idempotency.forget_old_keys()
        await asyncio.sleep(FORGET_EVERY)
