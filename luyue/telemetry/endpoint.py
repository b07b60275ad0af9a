"""Serves this process's metrics to Prometheus, on a port of their own, which is not to be reached from outside.

Nobody is asked who they are: by default only this machine reaches it, and elsewhere a network policy has to see to it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prometheus_client import REGISTRY, CollectorRegistry, start_http_server

from luyue.telemetry.journal_gauges import JournalGauges, ReadLag


@asynccontextmanager
async def metrics_served(host: str, port: int | None, read_lag: ReadLag) -> AsyncIterator[None]:
    """Serves metrics for the length of the context; without a port, none. Raises OSError where the port is taken."""
    if port is None:
        yield
        return
    registry = CollectorRegistry(support_collectors_without_names=True)
    registry.register(REGISTRY)
    registry.register(JournalGauges(asyncio.get_running_loop(), read_lag))
    server, thread = start_http_server(port, host, registry)
    try:
        yield
    finally:
        # A scrape under way may wait for this very loop.
        await asyncio.to_thread(server.shutdown)
        server.server_close()
        await asyncio.to_thread(thread.join)
