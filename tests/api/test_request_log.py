"""Every log line that is written while a request is handled carries its id, and its command's, whoever writes it."""

import asyncio
import io
import logging
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from luyue.api import request_log
from luyue.api.app import create_app
from luyue.api.settings import ApiSettings
from tests.api.client import Caller, Scene, unique


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the API's process logs."""
    root, written = logging.getLogger(), io.StringIO()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    request_log.set_up()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    return written


@pytest.fixture
async def app(settings: ApiSettings, worker: None) -> AsyncIterator[FastAPI]:
    app = create_app(settings)

    @app.get("/chatty")
    async def chatty() -> str:
        logging.getLogger("asyncpg").warning("from a library")
        await asyncio.create_task(_aside())
        await asyncio.to_thread(logging.getLogger("elsewhere").warning, "from a thread")
        return "done"

    async with app.router.lifespan_context(app):
        yield app


async def _aside() -> None:
    logging.getLogger("uvicorn.error").warning("from a task")


async def test_all_lines_of_a_request_carry_its_id(app: FastAPI, lines: io.StringIO) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://luyue.test") as http:
        asked = [http.get("/chatty", headers={"X-Request-Id": f"req-{number}"}) for number in range(5)]
        await asyncio.gather(*(asyncio.create_task(one) for one in asked))
    written = [line for line in lines.getvalue().splitlines() if "[req-" in line and " httpx [" not in line]
    for number in range(5):
        own = [line for line in written if f"[req-{number}]" in line]
        assert len(own) == 4, own
        for said in ("from a library", "from a task", "from a thread", "GET /chatty 200"):
            assert sum(said in line for line in own) == 1


async def test_a_line_of_no_request_says_so(lines: io.StringIO) -> None:
    await asyncio.create_task(_aside())
    assert "uvicorn.error [-]: from a task" in lines.getvalue()


async def test_a_made_up_id_is_the_one_in_the_answer(app: FastAPI, lines: io.StringIO) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://luyue.test") as http:
        answer = await asyncio.create_task(Caller(http, "service").get("/v1/policies?page_size=x"))
    assert answer.status_code == 422
    assert f"[{answer.headers['x-request-id']}]: GET /v1/policies 422" in lines.getvalue()


async def test_a_command_leads_on_to_its_events(app: FastAPI, lines: io.StringIO) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://luyue.test") as http:
        scene = await Scene(http).set()
        given = {"Idempotency_Key": unique("k")}
        for request_id in ("req-first", "req-again"):
            sent = scene.creator.post("/v1/sample-requests", scene.application, X_Request_Id=request_id, **given)
            answer = await asyncio.create_task(sent)
        path = answer.headers["location"]
        [event] = (await asyncio.create_task(scene.creator.get(f"{path}/events"))).json()["items"]
    for request_id in ("req-first", "req-again"):
        assert f"[{request_id} {event['command_id']}]: POST /v1/sample-requests 201" in lines.getvalue()


PHONE = "13987654321"


@pytest.mark.parametrize(
    ("method", "path", "status", "told"),
    [
        ("GET", f"/v1/sample-requests/{PHONE}", 404, "GET /v1/sample-requests/{id}"),
        ("GET", "/v1/sample-requests/zhangsan@example.com", 422, "GET /v1/sample-requests/{id}"),
        ("POST", f"/v1/sample-requests/{PHONE}/approve", 404, "POST /v1/sample-requests/{id}/approve"),
        ("DELETE", f"/v1/sample-requests/{PHONE}", 405, "DELETE /v1/sample-requests/{id}"),
        ("POST", f"/v1/%E5%BC%A0{PHONE}", 404, "POST (none)"),
        (PHONE, "/healthz", 405, "other "),
    ],
)
async def test_what_was_asked_for_in_vain_is_not_in_the_log(
    app: FastAPI, lines: io.StringIO, method: str, path: str, status: int, told: str
) -> None:
    logging.getLogger("httpx").setLevel(logging.WARNING)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://luyue.test") as http:
        ops = Caller(http, "ops")
        answer = await asyncio.create_task(ops.call(method, path, {} if method == "POST" else None))
    assert answer.status_code == status, answer.text
    assert f": {told}" in lines.getvalue()
    for personal in (PHONE, "zhangsan", "%E5%BC%A0"):
        assert personal not in lines.getvalue()


async def test_what_was_found_is_in_the_log_by_its_id(app: FastAPI, lines: io.StringIO) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://luyue.test") as http:
        scene = await Scene(http).set()
        path = await scene.apply()
        await asyncio.create_task(scene.creator.get(path))
    assert f": GET {path} 200" in lines.getvalue()


@pytest.mark.parametrize(("given", "kept"), [(f"phone-{PHONE}", False), (f"1{PHONE}", True), ("req.1:2_x-3", True)])
async def test_a_request_is_not_named_by_a_telephone_number(
    app: FastAPI, lines: io.StringIO, given: str, kept: bool
) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://luyue.test") as http:
        answer = await asyncio.create_task(http.get("/chatty", headers={"X-Request-Id": given}))
    assert (answer.headers["x-request-id"] == given) is kept
    assert (given in lines.getvalue()) is kept
