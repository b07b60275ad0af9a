"""Puts the HTTP service together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI

from luyue.api import problems
from luyue.api.backends import Backends
from luyue.api.commands import Commands
from luyue.api.execution import Execution
from luyue.api.framing import Framing
from luyue.api.idempotency import Idempotency
from luyue.api.kinds import SERVED
from luyue.api.process_answers import ProcessAnswers
from luyue.api.routes import contacts, facts, health, inbox, parcels, problem_page, sample_requests, test_clock
from luyue.api.routes.processes import process_routes
from luyue.api.settings import ApiSettings
from luyue.journal.connection import UNAVAILABLE

FORGET_EVERY = 3600.0
"""Seconds between two removals of old idempotency keys."""


def create_app(settings: ApiSettings) -> FastAPI:
    """The application. It starts, and answers what it can, whatever of its backends is away."""
    app = FastAPI(title="Luyue", version="1", lifespan=_lifespan, redirect_slashes=False)
    backends = Backends(settings)
    app.state.settings = settings
    app.state.backends = backends
    app.state.idempotency = Idempotency(backends, settings.digest_key, settings.answer_patience)
    commands = Commands(backends, settings.task_queue, settings.answer_patience)
    app.state.execution = Execution(backends, commands, settings.digest_key)
    app.state.process_answers = ProcessAnswers(settings)
    problems.install(app)
    for module in (health, problem_page, facts, contacts, parcels, inbox, sample_requests):
        app.include_router(module.router)
    for served in SERVED:
        app.include_router(process_routes(served))
    if settings.test_clock:
        app.include_router(test_clock.router)
    app.add_middleware(Framing, jwt_secret=settings.jwt_secret)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    forgetting = asyncio.create_task(_forget_old_keys(app.state.idempotency))
    try:
        yield
    finally:
        forgetting.cancel()
        with suppress(asyncio.CancelledError):
            await forgetting
        await app.state.idempotency.settle()
        await app.state.backends.close()


async def _forget_old_keys(idempotency: Idempotency) -> None:
    while True:
        with suppress(*UNAVAILABLE):
            await idempotency.forget_old_keys()
        await asyncio.sleep(FORGET_EVERY)
