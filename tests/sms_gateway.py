"""An SMS gateway: a real HTTP server on loopback, which a test has behave as badly as it likes."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Behave = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Got:
    """A message as it came in. `key` is its idempotency key."""

    key: str
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def to(self) -> str:
        return str(self.body["to"])


def answers(status: int, **headers: str) -> Behave:
    """Answers each message alike, quoting it."""

    async def behave(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=await request.text(), headers=headers)

    return behave


async def says_nothing(_request: web.Request) -> web.StreamResponse:
    """Never answers; the connection stays open until its client goes."""
    await asyncio.Event().wait()
    raise AssertionError


async def hangs_up(request: web.Request) -> web.StreamResponse:
    """Ends the connection without an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@dataclass
class SmsGateway:
    """What it got is in `got`, in order of arrival, whatever it answered then."""

    port: int = 0
    got: list[Got] = field(default_factory=list)
    behave: Behave = field(default=answers(202))
    behaves_to: dict[str, Behave] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/messages"

    def got_by(self, number: str) -> list[Got]:
        return [got for got in self.got if got.to == number]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        got = Got(headers["idempotency-key"], json.loads(await request.text()), headers)
        self.got.append(got)
        return await self.behaves_to.get(got.to, self.behave)(request)


@asynccontextmanager
async def sms_gateway(port: int = 0) -> AsyncIterator[SmsGateway]:
    """A gateway on a port of its own, or on a given one."""
    gateway = SmsGateway()
    app = web.Application()
    app.router.add_post("/messages", gateway.serve)
    # A handler ends when its client goes, and without one soon.
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        gateway.port = runner.addresses[0][1]
        yield gateway
    finally:
        await runner.cleanup()
