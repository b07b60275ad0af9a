"""What is no HTTP gets a problem too, with an id that the log has."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from http.client import HTTPResponse
from io import BytesIO
from typing import Any

import pytest
import uvicorn

from luyue.api import request_log
from luyue.api.app import create_app
from luyue.api.protocol import LARGEST_HEAD, BoundedHead
from luyue.devstack.layout import free_port
from tests.api.feed_client import authorization, settings_for

SERVICE = f"Authorization: {authorization('service')['Authorization']}\r\n".encode()
POST = b"POST /v1/sample-requests HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + SERVICE


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """An API whose backends are away."""
    port = free_port()
    app = create_app(settings_for("postgresql://127.0.0.1:1/nowhere"))
    server = uvicorn.Server(uvicorn.Config(app, port=port, http=BoundedHead, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        assert not serving.done(), "the server did not start"
        await asyncio.sleep(0.01)
    yield port
    server.should_exit = True
    await serving


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO)
    caplog.handler.addFilter(request_log.RequestIds())
    caplog.handler.setFormatter(logging.Formatter(request_log.FORMAT))
    return caplog


class _Received(BytesIO):
    def makefile(self, _mode: str) -> BytesIO:
        return self


async def sent(port: int, *pieces: bytes) -> bytes:
    """What comes back until the connection is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
    async with asyncio.timeout(120):
        found = await reader.read()
    writer.close()
    return found


def parsed(raw: bytes) -> tuple[int, dict[str, str], dict[str, Any]]:
    """The only answer in what came back, its header names in lower case."""
    received = _Received(raw)
    answer = HTTPResponse(received)  # type: ignore[arg-type]
    answer.begin()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    body = raw.partition(b"\r\n\r\n")[2]
    assert len(body) == int(headers["content-length"])
    return answer.status, headers, json.loads(body)


async def _whole_answer(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
    await reader.readexactly(int(length.partition(b":")[2]))


MALFORMED = {
    "method": b"FOO / HTTP/1.1\r\nHost: x\r\n\r\n",
    "nothing like it": b"\x16\x03\x01\x02\x00",
    "length": POST + b"Content-Length: abc\r\n\r\n",
    "length beyond measure": POST + b"Content-Length: 99999999999999999999\r\n\r\n",
    "chunk": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "query": b"GET /v1/events?after=\xff\xfe HTTP/1.1\r\nHost: x\r\n" + SERVICE + b"\r\n",
    "path": b"GET /v1/\xff HTTP/1.1\r\nHost: x\r\n" + SERVICE + b"\r\n",
    "address": b"GET http:// HTTP/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("case", MALFORMED)
async def test_a_problem_with_an_id_that_the_log_has(port: int, lines: pytest.LogCaptureFixture, case: str) -> None:
    status, headers, problem = parsed(await sent(port, MALFORMED[case]))
    assert (status, problem["status"], problem["code"]) == (400, 400, "malformed")
    assert (headers["content-type"], headers["connection"]) == ("application/problem+json", "close")
    assert problem["type"].endswith("/problems#malformed")
    assert problem["request_id"] == headers["x-request-id"]
    assert f"[{headers['x-request-id']}]: malformed 400" in lines.text


async def test_its_own_id_and_language_where_they_could_be_read(port: int) -> None:
    given = b"X-Request-Id: mine-1\r\nAccept-Language: zh-CN\r\nContent-Length: abc\r\n\r\n"
    _, headers, problem = parsed(await sent(port, POST + given))
    assert (headers["x-request-id"], problem["title"]) == ("mine-1", "请求格式错误")


async def test_ids_of_the_request_before_are_not_taken(port: int) -> None:
    first = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-Id: mine-1\r\n\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(first)
    await _whole_answer(reader)
    writer.write(b"\x00\r\n\r\n")
    _, headers, _ = parsed(await reader.read())
    assert headers["x-request-id"] != "mine-1"
    writer.close()


async def test_a_body_that_breaks_off_has_the_id_of_its_request(port: int, lines: pytest.LogCaptureFixture) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(POST + b"Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n")
    # The application has the request, and asks for its body.
    assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
    writer.write(b"zz\r\n")
    status, headers, _ = parsed(await reader.read())
    assert status == 400
    assert f"[{headers['x-request-id']}]: POST /v1/sample-requests" in lines.text
    writer.close()


async def test_an_answer_that_was_given_is_the_only_one(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /v1/sample-requests HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    assert await reader.readuntil(b"\r\n\r\n")
    writer.write(b"zz\r\n")
    assert (await reader.read()).count(b"HTTP/1.1") == 0
    writer.close()


async def test_a_head_without_end(port: int, lines: pytest.LogCaptureFixture) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    # The head has begun once the request before it is answered, and it is one byte too long.
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nX-Endless: ")
    await _whole_answer(reader)
    writer.write(b"x" * (LARGEST_HEAD + 1))
    async with asyncio.timeout(120):
        status, headers, problem = parsed(await reader.read())
    assert (status, problem["code"]) == (431, "headers-too-large")
    assert f"[{headers['x-request-id']}]: headers-too-large 431" in lines.text
    writer.close()
