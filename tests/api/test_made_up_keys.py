"""Keys that the service made up are as good as given ones, also where the first answer was not the last word."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

import httpx
import pytest
from temporalio.client import Client

from luyue.api.settings import ApiSettings
from luyue.journal.journal import Journal
from luyue.worker.worker import build_worker
from tests.api.client import Caller, Scene, unique
from tests.api.conftest import Serving
from tests.api.wire import Wire

Eventually = Callable[..., Awaitable[None]]
SOON = timedelta(milliseconds=500)
REASON = {"reason": "out_of_stock"}


@asynccontextmanager
async def _wire_to(host: str, port: int) -> AsyncIterator[Wire]:
    wire = Wire(host, port)
    await wire.mend()
    yield wire
    wire.cut()


@pytest.fixture
async def temporal_wire(temporal_address: str) -> AsyncIterator[Wire]:
    host, _, port = temporal_address.partition(":")
    async with _wire_to(host, int(port)) as wire:
        yield wire


@pytest.fixture
async def scene_by_wire(
    settings: ApiSettings, temporal_wire: Wire, worker: None, in_process: Serving
) -> AsyncIterator[Scene]:
    """A scene whose API reaches Temporal over the wire."""
    changed = {"temporal_address": temporal_wire.address, "answer_patience": SOON}
    async with in_process(settings.model_copy(update=changed)) as http:
        yield await Scene(http).set()


async def _until_answered(caller: Caller, path: str, body: object, key: str) -> httpx.Response:
    while (answer := await caller.post(path, body, Idempotency_Key=key)).status_code == 503:
        pass
    return answer


async def test_a_repeat_carries_the_time_of_the_first_receipt(scene_by_wire: Scene, temporal_wire: Wire) -> None:
    scene = scene_by_wire
    path = await scene.apply()
    temporal_wire.cut()
    unknown = await scene.merchant.post(f"{path}/reject", REASON)
    answered_at = datetime.now(UTC)
    assert unknown.status_code == 503
    await temporal_wire.mend()
    again = await _until_answered(scene.merchant, f"{path}/reject", REASON, unknown.headers["idempotency-key"])
    assert again.status_code == 200
    rejected = (await scene.ops.get(f"{path}/events")).json()["items"][-1]
    assert rejected["type"] == "SampleRequestRejected"
    assert datetime.fromisoformat(rejected["occurred_at"]) < answered_at


async def test_another_body_is_refused(scene_by_wire: Scene, temporal_wire: Wire) -> None:
    scene = scene_by_wire
    path = await scene.apply()
    temporal_wire.cut()
    unknown = await scene.merchant.post(f"{path}/reject", REASON)
    await temporal_wire.mend()
    key = unknown.headers["idempotency-key"]
    other = await scene.merchant.post(f"{path}/reject", {"reason": "other"}, Idempotency_Key=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert await scene.status(path) == "PENDING"


async def test_an_application_left_behind_becomes_one_request(
    settings: ApiSettings, journal: Journal, temporal: Client, in_process: Serving, eventually: Eventually
) -> None:
    queue = unique("queue")
    patient = settings.model_copy(update={"task_queue": queue})
    hasty = patient.model_copy(update={"answer_patience": SOON})
    async with in_process(patient) as http, in_process(hasty) as hasty_http:
        scene = await Scene(http).set()
        unknown = await Caller(hasty_http, "creator", scene.creator_id).post("/v1/sample-requests", scene.application)
        assert unknown.status_code == 503
        async with build_worker(temporal, journal, test_clock=True, task_queue=queue):
            key = unknown.headers["idempotency-key"]
            again = await _until_answered(scene.creator, "/v1/sample-requests", scene.application, key)
        assert again.status_code == 201
        [request] = (await scene.creator.get("/v1/sample-requests")).json()["items"]
        assert again.json()["id"] == request["id"]


async def test_what_was_turned_away_keeps_its_body(socket_http: httpx.AsyncClient) -> None:
    scene = await Scene(socket_http).set()
    path = await scene.apply()
    answers = await asyncio.gather(*(scene.ops.post(f"{path}/cancel", {"reason": "x"}) for _ in range(20)))
    [turned_away, *_] = [answer for answer in answers if answer.status_code == 429]
    key = turned_away.headers["idempotency-key"]
    other = await scene.ops.post(f"{path}/cancel", {"reason": "y"}, Idempotency_Key=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


async def test_a_key_that_could_not_be_stored_is_not_told(
    settings: ApiSettings,
    journal: Journal,
    temporal: Client,
    database_url: str,
    in_process: Serving,
    eventually: Eventually,
) -> None:
    parts, queue = urlsplit(database_url), unique("queue")
    async with _wire_to(parts.hostname or "", parts.port or 0) as wire:
        through = urlunsplit(parts._replace(netloc=f"{parts.netloc.rpartition('@')[0]}@{wire.address}"))
        hasty = {"database_url": through, "task_queue": queue, "answer_patience": SOON}
        patient = settings.model_copy(update={"task_queue": queue})
        async with in_process(patient) as http, in_process(settings.model_copy(update=hasty)) as hasty_http:
            scene = await Scene(http).set()
            async with build_worker(temporal, journal, test_clock=True, task_queue=queue):
                path = await scene.apply()
            stream = "sample-request/" + path.rpartition("/")[2]
            merchant = Caller(hasty_http, "merchant", scene.merchant_id)
            unknown = asyncio.create_task(merchant.post(f"{path}/approve", {"note": "好"}))

            async def is_under_way() -> bool:
                return bool(await journal.pool.fetchval("select count(*) from texts where stream = $1", stream))

            await eventually(is_under_way)
            wire.cut()
            answer = await unknown
            assert answer.status_code == 503
            assert "idempotency-key" not in answer.headers
            await wire.mend()
