"""A receiver of webhooks: a real HTTP server on loopback, which a test has behave as badly as it likes."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

Behave = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Got:
    """A message as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def envelope(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.body)
        return content

    @property
    def subject(self) -> str:
        return str(self.envelope["subject"])

    @property
    def sequence(self) -> int:
        return int(self.envelope["sequence"])


def answers(status: int, *headers: str, body: bytes = b"") -> Behave:
    """Answers each message alike."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status} So", f"Content-Length: {len(body)}", "Connection: close", *headers]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await writer.drain()

    return behave


async def says_nothing(_writer: asyncio.StreamWriter) -> None:
    """Never answers; the connection stays open until its client goes."""
    await asyncio.Event().wait()


async def hangs_up(writer: asyncio.StreamWriter) -> None:
    """Ends the connection without an answer."""
    writer.transport.abort()


async def trickles(writer: asyncio.StreamWriter) -> None:
    """Sends an answer's head for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\n")
    with suppress(OSError):
        while True:
            writer.write(b"X-More: 1\r\n")
            await writer.drain()
            await asyncio.sleep(0.01)


async def talks_without_end(writer: asyncio.StreamWriter) -> None:
    """Answers well, with a body that never ends."""
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    with suppress(OSError):
        while True:
            writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            await writer.drain()


async def talks_nonsense(writer: asyncio.StreamWriter) -> None:
    """Answers something that is not HTTP."""
    writer.write(b"220 smtp.example.com ESMTP\r\n")
    await writer.drain()


class Receiver:
    """What it got is in `got`, in order of arrival, whatever it answered then."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.got: list[Got] = []
        self.behave: Behave = answers(204)
        self.behaves_to: dict[str, Behave] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def got_of(self, stream: str) -> list[int]:
        """The versions of a stream's events, in order of arrival."""
        return [got.sequence for got in self.got if got.subject == stream]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Takes one message of one connection."""
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
                headers = {
                    name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)
                }
                body = await reader.readexactly(int(headers["content-length"]))
                got = Got(head[0].split(" ")[1], headers, body)
                self.got.append(got)
                await self.behaves_to.get(got.subject, self.behave)(writer)
        finally:
            writer.close()


@asynccontextmanager
async def receiver(*, tls: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """A receiver on a port of its own."""
    serving: set[asyncio.Task[None]] = set()
    found = Receiver(0)

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(found.serve(reader, writer))
        serving.add(task)
        task.add_done_callback(serving.discard)

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    found.port = server.sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        server.close()
        for task in list(serving):
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
