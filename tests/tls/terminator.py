"""Ends TLS in front of a Temporal server that speaks plain text, as a server with mTLS does: HTTP/2 by ALPN."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from luyue.devstack.layout import LOOPBACK
from tests.tls.certificates import Authority, Pair


@asynccontextmanager
async def tls_in_front_of(address: str, server: Pair, clients: Authority | None) -> AsyncIterator[str]:
    """Yields the address; clients must show a certificate of `clients`, if given."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server.certificate, server.key)
    context.set_alpn_protocols(["h2"])
    if clients is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(clients.certificate)
    host, port = address.rsplit(":", 1)
    links: set[asyncio.Task[None]] = set()

    async def link(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        links.add(task)
        try:
            to_server, from_server = await asyncio.open_connection(host, int(port))
            async with asyncio.TaskGroup() as both:
                both.create_task(_pass_on(reader, from_server))
                both.create_task(_pass_on(to_server, writer))
        except* (OSError, asyncio.CancelledError):
            pass
        finally:
            links.discard(task)

    listener = await asyncio.start_server(link, LOOPBACK, 0, ssl=context)
    try:
        yield f"{LOOPBACK}:{listener.sockets[0].getsockname()[1]}"
    finally:
        listener.close()
        for task in links:
            task.cancel()
        await asyncio.gather(*links, return_exceptions=True)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        with suppress(OSError):
            writer.close()
