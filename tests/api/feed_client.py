"""The API on a socket of its own, to be stopped and started again, and readers of its feed as a client sees it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from luyue.api import tokens
from luyue.api.app import create_app
from luyue.api.serve import Server
from luyue.api.settings import ApiSettings
from tests.api.client import DOSSIER_KEY, SECRET

STREAM = {"Accept": "text/event-stream"}


def settings_for(database_url: str, **more: Any) -> ApiSettings:
    """Settings of an API that needs no Temporal."""
    given = {"environment": "sandbox", "jwt_secret": SECRET, "digest_key": SECRET, "dossier_key": DOSSIER_KEY}
    return ApiSettings(database_url=database_url, **{**given, **more})


def authorization(role: str, party_id: str | None = None, subject: str | None = None) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens.issue(SECRET, role, party_id, subject)}"}


@dataclass(frozen=True)
class Served:
    """An API that listens; `http` is a client of it."""

    app: FastAPI
    server: Server
    http: httpx.AsyncClient
    serving: "asyncio.Task[None]"
    port: int


@asynccontextmanager
async def served(settings: ApiSettings) -> AsyncIterator[Served]:
    """Serves until the end, and then stops as on SIGTERM; what it sends waits in small buffers only."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    port = listening.getsockname()[1]
    app = create_app(settings)
    config = uvicorn.Config(app, http="httptools", log_config=None, access_log=False, timeout_graceful_shutdown=5)
    server = Server(config, app.state.event_streams)
    serving = asyncio.create_task(server.serve([listening]))
    while not server.started:
        assert not serving.done(), "the server did not start"
        await asyncio.sleep(0.01)
    limits = httpx.Limits(max_connections=100)
    try:
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", limits=limits, trust_env=False, timeout=30
        ) as http:
            yield Served(app, server, http, serving, port)
    finally:
        server.should_exit = True
        await serving


@dataclass(frozen=True)
class Told:
    """An event as a stream gave it."""

    id: str
    event: str
    data: dict[str, Any]


async def told(lines: AsyncIterator[str]) -> AsyncIterator[Told]:
    """The events in a stream's lines, each when its block is whole."""
    block: dict[str, str] = {}
    async for line in lines:
        if line:
            name, _, value = line.partition(":")
            block[name] = value.removeprefix(" ")
            continue
        yield Told(block["id"], block["event"], json.loads(block["data"]))
        block = {}


@asynccontextmanager
async def stream(http: httpx.AsyncClient, path: str, headers: Mapping[str, str]) -> AsyncIterator[AsyncIterator[Told]]:
    """An open stream of events."""
    async with http.stream("GET", path, headers={**headers, **STREAM}) as answer:
        assert answer.status_code == 200, await answer.aread()
        yield told(answer.aiter_lines())
