"""What is told, and what becomes of a command, while the worker, Temporal or Postgres is away."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
from temporalio.client import Client

from luyue.api.settings import ApiSettings
from luyue.devstack.child import Child
from luyue.domain.policy import Policy
from luyue.journal.journal import Journal
from luyue.worker.worker import build_worker
from tests.api.client import Caller, Scene, unique
from tests.api.conftest import Serving
from tests.api.wire import Wire

Eventually = Callable[..., Awaitable[None]]
SOON = timedelta(milliseconds=500)


async def test_a_command_left_behind_is_carried_out_in_time(
    settings: ApiSettings, fresh_database_url: str, temporal: Client, in_process: Serving, eventually: Eventually
) -> None:
    journal = await Journal.open(fresh_database_url, size=4)
    window = timedelta(seconds=6)
    await journal.policies.add(Policy(version="short", approval_window=window, due_soon=timedelta(0)))
    queue = unique("queue")
    patient = settings.model_copy(update={"database_url": fresh_database_url, "task_queue": queue})
    hasty = patient.model_copy(update={"answer_patience": SOON})

    async with in_process(patient) as http, in_process(hasty) as hasty_http:
        scene = await Scene(http).set()
        hasty_merchant = Caller(hasty_http, "merchant", scene.merchant_id)
        async with build_worker(temporal, journal, test_clock=True, task_queue=queue):
            path = await scene.apply()
        due_at = datetime.fromisoformat((await scene.service.get(path)).json()["next_deadline_at"])

        unknown = await hasty_merchant.post(f"{path}/approve", {"note": "赶上了"}, Idempotency_Key="k")

        assert unknown.status_code == 503
        assert unknown.json()["code"] == "unavailable"
        assert unknown.headers["retry-after"]
        assert await scene.status(path) == "PENDING"
        await eventually(lambda: datetime.now(UTC) > due_at)
        async with build_worker(temporal, journal, test_clock=True, task_queue=queue):

            async def approved() -> bool:
                return await scene.status(path) == "AWAITING_SHIPMENT"

            await eventually(approved)
            again = await scene.merchant.post(f"{path}/approve", {"note": "赶上了"}, Idempotency_Key="k")
        assert again.status_code == 200
        assert (again.json()["status"], again.json()["version"]) == ("AWAITING_SHIPMENT", 2)
        assert await scene.events(path) == ["SampleRequested", "SampleRequestApproved"]
    await journal.close()


async def test_an_application_left_behind_becomes_one_request(
    settings: ApiSettings, journal: Journal, temporal: Client, in_process: Serving, eventually: Eventually
) -> None:
    queue = unique("queue")
    patient = settings.model_copy(update={"task_queue": queue})
    hasty = patient.model_copy(update={"answer_patience": SOON})
    async with in_process(patient) as http, in_process(hasty) as hasty_http:
        scene = await Scene(http).set()
        hasty_creator = Caller(hasty_http, "creator", scene.creator_id)
        for _ in range(2):
            unknown = await hasty_creator.post("/v1/sample-requests", scene.application, Idempotency_Key="k")
            assert unknown.status_code == 503
        async with build_worker(temporal, journal, test_clock=True, task_queue=queue):

            async def is_there() -> bool:
                return bool((await scene.creator.get("/v1/sample-requests")).json()["items"])

            await eventually(is_there)
            again = await scene.creator.post("/v1/sample-requests", scene.application, Idempotency_Key="k")
        assert again.status_code == 201
        assert len((await scene.creator.get("/v1/sample-requests")).json()["items"]) == 1


async def test_a_worker_that_answers_no_command_is_not_ready(
    settings: ApiSettings,
    database_url: str,
    temporal_address: str,
    in_process: Serving,
    eventually: Eventually,
    tmp_path: Path,
) -> None:
    queue = unique("queue")
    hasty = settings.model_copy(update={"task_queue": queue, "answer_patience": 4 * SOON})
    environment = {"LUYUE_DATABASE_URL": database_url, "LUYUE_TEMPORAL_ADDRESS": temporal_address}
    environment |= {"LUYUE_TASK_QUEUE": queue}
    command = [sys.executable, "-m", "luyue.cli.main", "worker"]
    worker = await Child.start(command, log=tmp_path / "worker.log", environment=environment)
    async with in_process(hasty) as http:
        scene = await Scene(http).set()

        async def worker_is_ok() -> bool:
            return (await http.get("/readyz")).json()["worker"] == "ok"

        try:
            await eventually(worker_is_ok)
            path = await scene.apply()
            os.kill(worker.pid, signal.SIGSTOP)
            assert (await scene.merchant.post(f"{path}/approve", Idempotency_Key="k")).status_code == 503
            not_ready = await http.get("/readyz")
            assert not_ready.status_code == 503
            assert not_ready.json() == {"postgres": "ok", "temporal": "ok", "worker": "away: not answering"}
            os.kill(worker.pid, signal.SIGCONT)
            assert (await _repeated_until_answered(scene.merchant, f"{path}/approve")).status_code == 200
            assert await worker_is_ok()

            os.kill(worker.pid, signal.SIGKILL)
            await worker.wait()
            shipment = {"carrier": "SF", "tracking_no": unique("SF")}
            assert (await scene.merchant.post(f"{path}/ship", shipment)).status_code == 503
            assert not await worker_is_ok()
            worker = await Child.start(command, log=tmp_path / "worker.log", environment=environment)
            await eventually(worker_is_ok)
        finally:
            await worker.stop(signal.SIGKILL, within=10)


async def test_temporal_away(settings: ApiSettings, temporal_address: str, worker: None, in_process: Serving) -> None:
    host, _, port = temporal_address.partition(":")
    wire = Wire(host, int(port))
    await wire.mend()
    wire.cut()
    changed = {"temporal_address": wire.address, "answer_patience": SOON}
    async with in_process(settings.model_copy(update=changed)) as http:
        scene = await Scene(http).set()
        unknown = await scene.creator.post("/v1/sample-requests", scene.application, Idempotency_Key="k")
        assert unknown.status_code == 503
        assert (await scene.creator.get("/v1/sample-requests")).status_code == 200
        assert (await http.get("/healthz")).status_code == 200
        not_ready = await http.get("/readyz")
        assert not_ready.status_code == 503
        assert not_ready.json()["postgres"] == "ok"
        assert not_ready.json()["temporal"].startswith("away")
        await wire.mend()
        again = await _repeated_until_answered(scene.creator, "/v1/sample-requests", scene.application)
        assert again.status_code == 201
        path = again.headers["location"]
        wire.cut()
        assert (await scene.merchant.post(f"{path}/approve", Idempotency_Key="k")).status_code == 503
        await wire.mend()
        approved = await _repeated_until_answered(scene.merchant, f"{path}/approve")
        assert approved.status_code == 200
        wire.cut()


async def test_postgres_away(settings: ApiSettings, database_url: str, worker: None, in_process: Serving) -> None:
    wire = await _wire_to(database_url)
    wire.cut()
    changed = {"database_url": _through(wire, database_url)}
    async with in_process(settings.model_copy(update=changed)) as http:
        scene = Scene(http)
        for answer in (
            await scene.creator.get("/v1/sample-requests"),
            await scene.creator.post("/v1/sample-requests", scene.application, Accept_Language="zh-CN"),
            await scene.service.put(f"/v1/creators/{scene.creator_id}", {}),
        ):
            assert answer.status_code == 503
            assert answer.headers["retry-after"]
            assert answer.headers["content-type"] == "application/problem+json"
        assert (await http.get("/healthz")).status_code == 200
        assert (await http.get("/readyz")).json()["postgres"].startswith("away")
        await wire.mend()
        await scene.set()
        path = await scene.apply()
        wire.cut()
        assert (await scene.creator.get(path)).status_code == 503
        await wire.mend()
        assert await scene.status(path) == "PENDING"
        wire.cut()


async def test_postgres_dying_midway(
    settings: ApiSettings,
    journal: Journal,
    database_url: str,
    temporal: Client,
    in_process: Serving,
    eventually: Eventually,
) -> None:
    wire = await _wire_to(database_url)
    queue = unique("queue")
    changed = {"database_url": _through(wire, database_url), "task_queue": queue}
    async with in_process(settings.model_copy(update=changed)) as http:
        scene = await Scene(http).set()
        async with build_worker(temporal, journal, test_clock=True, task_queue=queue):
            path = await scene.apply()
        approving = asyncio.create_task(scene.merchant.post(f"{path}/approve", Idempotency_Key="k"))

        async def is_under_way() -> bool:
            query = "select count(*) from idempotency_keys where path = $1"
            return bool(await journal.pool.fetchval(query, f"{path}/approve"))

        await eventually(is_under_way)
        wire.cut()
        async with build_worker(temporal, journal, test_clock=True, task_queue=queue):
            unknown = await approving
            assert unknown.status_code == 503
            await wire.mend()
            again = await scene.merchant.post(f"{path}/approve", Idempotency_Key="k")
        assert again.status_code == 200
        assert again.json()["version"] == 2
        assert await scene.events(path) == ["SampleRequested", "SampleRequestApproved"]
        wire.cut()


async def _wire_to(database_url: str) -> Wire:
    parts = urlsplit(database_url)
    wire = Wire(parts.hostname or "", parts.port or 0)
    await wire.mend()
    return wire


def _through(wire: Wire, database_url: str) -> str:
    parts = urlsplit(database_url)
    user = parts.netloc.rpartition("@")[0]
    return urlunsplit(parts._replace(netloc=f"{user}@{wire.address}"))


async def _repeated_until_answered(caller: Caller, path: str, body: object = None) -> httpx.Response:
    while (answer := await caller.post(path, body, Idempotency_Key="k")).status_code == 503:
        pass
    return answer
