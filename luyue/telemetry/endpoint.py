"""Serves this process's metrics to Prometheus, on a port of their own, which is not to be reached from outside.

Nobody is asked who they are: by default only this machine reaches it, and elsewhere a network policy has to see to it.
`/healthz` there says whether the process is alive: 200 while its event loop answers, whatever else is away; else 503.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from prometheus_client import REGISTRY, CollectorRegistry, make_wsgi_app, start_http_server

from luyue.telemetry.journal_gauges import JournalGauges, ReadLag

LONGEST_SILENCE = 5.0
"""Seconds after which an event loop that does not answer is taken to hang."""


@asynccontextmanager
async def metrics_served(host: str, port: int | None, read_lag: ReadLag) -> AsyncIterator[None]:
    """Serves metrics for the length of the context; without a port, none. Raises OSError where the port is taken."""
    if port is None:
        yield
        return
    loop = asyncio.get_running_loop()
    registry = CollectorRegistry(support_collectors_without_names=True)
    registry.register(REGISTRY)
    registry.register(JournalGauges(loop, read_lag))
    server, thread = start_http_server(port, host, registry)
    server.set_app(_beside_health(make_wsgi_app(registry), loop))
    try:
        yield
    finally:
        # A scrape under way may wait for this very loop.
        await asyncio.to_thread(server.shutdown)
        server.server_close()
        await asyncio.to_thread(thread.join)


def _beside_health(metrics: WSGIApplication, loop: asyncio.AbstractEventLoop) -> WSGIApplication:
    """Metrics at any address but `/healthz`. It runs in the server's threads, which go on when the loop hangs."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/healthz":
            return metrics(environ, start_response)
        alive = _answers(loop)
        start_response("200 OK" if alive else "503 Service Unavailable", [("Content-Type", "text/plain")])
        return [b"ok\n" if alive else b"the event loop hangs\n"]

    return answer


def _answers(loop: asyncio.AbstractEventLoop) -> bool:
    answered = threading.Event()
    try:
        loop.call_soon_threadsafe(answered.set)
    except RuntimeError:
        # It is closed.
        return False
    return answered.wait(LONGEST_SILENCE)
