"""A wire to Postgres that can be cut, or lose only the answers: what was asked reaches the server."""

import asyncio
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit, urlunsplit


class Interruption:
    """Listens on loopback and passes everything on, until it is told to lose the answers."""

    def __init__(self, database_url: str) -> None:
        self._target = urlsplit(database_url)
        self.refused = 0
        self._losing = False
        self._cut = False
        self._wires: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = urlunsplit(self._target._replace(netloc=f"{self._target.username}@127.0.0.1:{port}"))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for wire in self._wires:
            wire.cancel()
        await asyncio.gather(*self._wires, return_exceptions=True)

    def lose_answers(self) -> None:
        """From now on a connection ends as soon as the server has answered something on it."""
        self._losing = True

    def cut(self) -> None:
        """All connections end, and new ones are refused."""
        self._cut = True
        for wire in self._wires:
            wire.cancel()

    def restore(self) -> None:
        """New connections work again."""
        self._losing = self._cut = False

    async def _connect(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        if self._cut:
            self.refused += 1
            to_client.transport.abort()
            return
        server, to_server = await asyncio.open_connection(self._target.hostname, self._target.port)
        both = [
            asyncio.create_task(self._pass_on(client, to_server, may_lose=False)),
            asyncio.create_task(self._pass_on(server, to_client, may_lose=True)),
        ]
        self._wires.update(both)
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for writer in (to_client, to_server):
            writer.transport.abort()

    async def _pass_on(self, source: asyncio.StreamReader, to: asyncio.StreamWriter, *, may_lose: bool) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                if may_lose and self._losing:
                    return
                to.write(data)
                await to.drain()
