"""Limits: how often a caller may ask, and how large what it sends may be."""

import asyncio
from contextlib import suppress

import pytest
import uvicorn

from luyue.api.app import create_app
from luyue.api.framing import LARGEST_BODY, LARGEST_HEADERS, LONGEST_ADDRESS
from luyue.api.limits import CallerLimits
from luyue.api.protocol import BoundedHead
from luyue.api.settings import ApiSettings
from luyue.devstack.layout import free_port
from tests.api.client import Caller, Scene
from tests.api.conftest import Serving
from tests.api.feed_client import settings_for


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_burst_then_an_even_pace(clock: Clock) -> None:
    limits = CallerLimits(per_second=0.5, burst=3, now=clock)
    assert [limits.admit("a") for _ in range(4)] == [0, 0, 0, 2]
    clock.now += 1.5
    assert limits.admit("a") == 1
    clock.now += 0.5
    assert [limits.admit("a"), limits.admit("a")] == [0, 2]
    clock.now += 100
    assert [limits.admit("a") for _ in range(4)] == [0, 0, 0, 2]


def test_what_is_turned_away_does_not_count(clock: Clock) -> None:
    limits = CallerLimits(per_second=1, burst=1, now=clock)
    assert limits.admit("a") == 0
    assert [limits.admit("a") for _ in range(50)] == [1] * 50
    clock.now += 1
    assert limits.admit("a") == 0


def test_callers_do_not_share(clock: Clock) -> None:
    limits = CallerLimits(per_second=1, burst=1, now=clock)
    assert (limits.admit("a"), limits.admit("b"), limits.admit("a")) == (0, 0, 1)


def test_memory_is_bounded_and_those_who_ask_most_are_remembered(clock: Clock) -> None:
    limits = CallerLimits(per_second=1, burst=5, most=10, now=clock)
    for _ in range(5):
        limits.admit("eager")
    for number in range(1000):
        limits.admit(f"passing-{number}")
    assert len(limits._even) <= 10
    assert limits.admit("eager") > 0


async def test_too_many_requests(settings: ApiSettings, worker: None, in_process: Serving) -> None:
    few = settings.model_copy(update={"requests_per_second": 0.01, "requests_burst": 2})
    async with in_process(few) as http:
        creator, merchant = Caller(http, "creator", "c1"), Caller(http, "merchant", "m1")
        for _ in range(2):
            assert (await creator.get("/v1/policies")).status_code == 200
        refused = await creator.get("/v1/policies", Accept_Language="zh-CN")
        assert (refused.status_code, refused.json()["code"]) == (429, "too-many-requests")
        assert 90 <= int(refused.headers["retry-after"]) <= 100
        assert refused.headers["x-request-id"] == refused.json()["request_id"]
        assert (await merchant.get("/v1/policies")).status_code == 200
        assert (await http.get("/healthz")).status_code == 200


async def test_sizes(scene: Scene) -> None:
    path = "/v1/sample-requests"
    long = await scene.creator.get(f"{path}?status={'x' * LONGEST_ADDRESS}")
    assert (long.status_code, long.json()["code"]) == (414, "address-too-long")
    many = await scene.creator.get(f"{path}?{'&'.join(f'a{number}=1' for number in range(2000))}")
    assert many.status_code == 414
    large = await scene.creator.get(path, X_Large="x" * LARGEST_HEADERS)
    assert (large.status_code, large.json()["code"]) == (431, "headers-too-large")
    body = await scene.creator.post(path, {**scene.application, "note": "x" * LARGEST_BODY})
    assert (body.status_code, body.json()["code"]) == (413, "too-large")


async def test_an_endless_head_is_cut_off() -> None:
    port = free_port()
    app = create_app(settings_for("postgresql://127.0.0.1:1/nowhere"))
    server = uvicorn.Server(uvicorn.Config(app, port=port, http=BoundedHead, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Large: " + b"x" * 1000 + b"\r\n\r\n")
    assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    sent = 0
    with suppress(ConnectionError):
        writer.write(b"GET / HTTP/1.1\r\nX-Endless: ")
        while sent < 100 * LARGEST_HEADERS and not reader.at_eof():
            writer.write(b"x" * LARGEST_HEADERS)
            sent += LARGEST_HEADERS
            await writer.drain()
            await asyncio.sleep(0)
    assert sent < 100 * LARGEST_HEADERS
    writer.close()
    server.should_exit = True
    await serving


async def test_a_method_that_an_address_does_not_take(scene: Scene) -> None:
    answer = await scene.service.call("PATCH", f"/v1/creators/{scene.creator_id}/showcase/{scene.product_id}")
    assert (answer.status_code, answer.headers["allow"]) == (405, "DELETE, GET, PUT")
    assert (await scene.service.call("DELETE", "/v1/policies")).headers["allow"] == "GET, POST"


@pytest.mark.parametrize("given", [0, 1, "yes", "true"])
async def test_flags_are_true_or_false_alone(scene: Scene, given: object) -> None:
    answer = await scene.creator.put(f"/v1/creators/{scene.creator_id}/showcase/{scene.product_id}", {"new": given})
    assert answer.status_code == 422
    assert answer.json()["violations"][0]["rule"] == "field:new"
