"""A loopback road to a server, on which the next tries fail in the ways that a test asks for; each takes a connection.

`cut`: the request is carried out, and the connection cut before anything of its answer is handed on.
`lost`: the connection is cut before the request arrives. `silent`: nothing comes back until the client hangs up.
Any other text is answered as it is, and nothing handed on.
"""

import asyncio
from collections import deque
from contextlib import suppress
from urllib.parse import urlsplit

CUT, LOST, SILENT = "cut", "lost", "silent"
PROBLEM = (
    "HTTP/1.1 {status} Away\r\nContent-Type: application/problem+json\r\n{headers}"
    "Connection: close\r\nContent-Length: {length}\r\n\r\n{body}"
)


def problem(status: int, code: str, **headers: str) -> str:
    """An answer that tells a problem; header names are given with underscores."""
    body = (
        f'{{"type":"about:blank","title":"{code}","status":{status},"detail":"","code":"{code}","request_id":"r",'
        '"violations":[]}'
    )
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return PROBLEM.format(status=status, headers=lines, length=len(body), body=body)


class Road:
    """Forwards what comes to its own address, once nothing is left of what shall go wrong."""

    def __init__(self, address: str) -> None:
        self._target = urlsplit(address)
        self._server: asyncio.Server | None = None
        self._ahead: deque[str] = deque()
        self._writers: set[asyncio.StreamWriter] = set()
        self.requests: list[str] = []
        """The head of the first request on each connection."""

    def goes_wrong(self, *ways: str) -> None:
        """What becomes of the next connections, one after another."""
        self._ahead.extend(ways)

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._travel, "127.0.0.1", 0)

    def close(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()

    @property
    def address(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def sent(self, header: str) -> list[str]:
        """What each try sent as a header."""
        lines = [dict(line.split(": ", 1) for line in head.split("\r\n")[1:]) for head in self.requests]
        return [line[header] for line in lines]

    async def _travel(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            self.requests.append(head.decode().strip())
            way = self._ahead.popleft() if self._ahead else None
            match way:
                case None | "cut":
                    await self._forward(head, reader, writer, is_cut=way == CUT)
                case "silent":
                    await reader.read()
                case "lost":
                    pass
                case answer:
                    writer.write(answer.encode())
                    await writer.drain()
        if way in (CUT, LOST):
            writer.transport.abort()
        else:
            writer.close()

    async def _forward(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_cut: bool
    ) -> None:
        far_reader, far_writer = await asyncio.open_connection(self._target.hostname, self._target.port)
        far_writer.write(head)
        there = asyncio.create_task(_copy(reader, far_writer))
        try:
            if is_cut:
                await far_reader.readuntil(b"\r\n\r\n")
            else:
                await _copy(far_reader, writer)
        finally:
            there.cancel()
            far_writer.close()


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while chunk := await source.read(65536):
        target.write(chunk)
        await target.drain()
