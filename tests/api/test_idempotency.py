"""The same key and body again gives the first answer again, whatever has happened since."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import pytest
from temporalio.client import Client

from luyue.api.app import create_app
from luyue.api.context import Services
from luyue.api.problems import Problem
from luyue.api.settings import ApiSettings
from luyue.journal.journal import Journal
from luyue.worker.worker import build_worker
from tests.api.client import Caller, Scene, unique
from tests.api.conftest import Serving

Eventually = Callable[..., Awaitable[None]]


async def test_a_repeat_gives_the_first_answer(scene: Scene) -> None:
    path = await scene.apply()
    first = await scene.merchant.post(f"{path}/approve", {"note": "欢迎"}, Idempotency_Key="k1")
    await scene.merchant.post(f"{path}/ship", {"carrier": "SF", "tracking_no": "SF123456"})
    again = await scene.merchant.post(f"{path}/approve", {"note": "欢迎"}, Idempotency_Key="k1")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["etag"] == first.headers["etag"] == '"2"'
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert (await scene.events(path)).count("SampleRequestApproved") == 1


async def test_a_repeated_application_is_one_request(scene: Scene) -> None:
    body = {**scene.application, "note": "想试试"}
    first = await scene.creator.post("/v1/sample-requests", body, Idempotency_Key="one")
    again = await scene.creator.post("/v1/sample-requests", body, Idempotency_Key="one")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["location"] == first.headers["location"]
    assert len((await scene.creator.get("/v1/sample-requests")).json()["items"]) == 1
    assert len((await scene.creator.get(f"{first.headers['location']}/texts")).json()["items"]) == 1


async def test_a_refusal_is_the_first_answer_too(scene: Scene) -> None:
    path = await scene.apply()
    shipment = {"carrier": "SF", "tracking_no": "SF123456"}
    too_early = await scene.merchant.post(f"{path}/ship", shipment, Idempotency_Key="k")
    assert too_early.status_code == 409
    await scene.merchant.post(f"{path}/approve")
    again = await scene.merchant.post(f"{path}/ship", shipment, Idempotency_Key="k")
    assert (again.status_code, again.content) == (409, too_early.content)


async def test_an_outdated_version_is_the_first_answer_too(scene: Scene) -> None:
    path = await scene.apply()
    outdated = await scene.merchant.post(f"{path}/approve", Idempotency_Key="k", If_Match='"9"')
    again = await scene.merchant.post(f"{path}/approve", Idempotency_Key="k")
    assert (again.status_code, again.content) == (412, outdated.content)


async def test_after_closing(scene: Scene) -> None:
    path = await scene.apply()
    first = await scene.merchant.post(f"{path}/reject", {"reason": "other"}, Idempotency_Key="k")
    again = await scene.merchant.post(f"{path}/reject", {"reason": "other"}, Idempotency_Key="k")
    assert (again.status_code, again.content) == (200, first.content)
    other = await scene.merchant.post(f"{path}/reject", {"reason": "other"}, Idempotency_Key="another")
    assert other.status_code == 409
    assert other.json()["allowed_actions"] == []


async def test_a_repeat_whose_answer_was_lost_finds_the_first_result(scene: Scene, journal: Journal) -> None:
    path = await scene.apply()
    first = await scene.merchant.post(f"{path}/approve", {"note": "欢迎"}, Idempotency_Key="k")
    await scene.merchant.post(f"{path}/ship", {"carrier": "SF", "tracking_no": "SF123456"})
    await scene.advance(path, by="PT700H")
    assert await scene.status(path) == "BREACHED"
    await journal.pool.execute(
        "update idempotency_keys set status = null, headers = null, body = null where path = $1", f"{path}/approve"
    )
    again = await scene.merchant.post(f"{path}/approve", {"note": "欢迎"}, Idempotency_Key="k")
    assert (again.status_code, again.content) == (200, first.content)


async def test_another_body_is_refused(scene: Scene) -> None:
    path = await scene.apply()
    await scene.merchant.post(f"{path}/approve", {"note": "一"}, Idempotency_Key="k")
    other = await scene.merchant.post(f"{path}/approve", {"note": "二"}, Idempotency_Key="k")
    assert other.status_code == 422
    assert other.json()["code"] == "idempotency-key-reused"
    assert [text["text"] for text in (await scene.merchant.get(f"{path}/texts")).json()["items"]] == ["一"]


async def test_the_same_content_written_otherwise_is_the_same_body(scene: Scene) -> None:
    path = await scene.apply()
    first = await scene.merchant.post(f"{path}/approve", {"note": None}, Idempotency_Key="k")
    for same in ({}, None):
        again = await scene.merchant.post(f"{path}/approve", same, Idempotency_Key="k")
        assert (again.status_code, again.content) == (200, first.content)


async def test_keys_belong_to_caller_and_path(scene: Scene) -> None:
    path = await scene.apply()
    assert (await scene.merchant.post(f"{path}/approve", Idempotency_Key="k")).status_code == 200
    by_service = await scene.service.post(f"{path}/approve", Idempotency_Key="k")
    assert by_service.status_code == 409
    elsewhere = await scene.merchant.post(
        f"{path}/ship", {"carrier": "SF", "tracking_no": "SF123456"}, Idempotency_Key="k"
    )
    assert elsewhere.status_code == 200


async def test_quoted_and_bare_are_one_key_and_echoed_as_sent(scene: Scene) -> None:
    path = await scene.apply()
    bare = await scene.merchant.post(f"{path}/approve", Idempotency_Key="order 7")
    quoted = await scene.merchant.post(f"{path}/approve", Idempotency_Key='"order 7"')
    assert bare.headers["idempotency-key"] == "order 7"
    assert quoted.headers["idempotency-key"] == '"order 7"'
    assert quoted.headers["idempotent-replayed"] == "true"
    assert quoted.content == bare.content


async def test_a_missing_key_is_made_up_and_can_be_used(scene: Scene) -> None:
    path = await scene.apply()
    first = await scene.merchant.post(f"{path}/approve")
    again = await scene.merchant.post(f"{path}/approve", Idempotency_Key=first.headers["idempotency-key"])
    assert (again.status_code, again.content) == (200, first.content)
    assert (await scene.merchant.post(f"{path}/approve")).status_code == 409


@pytest.mark.parametrize("key", ["", " ", '""', "k" * 256, "line\x0bbreak", "\x7f", "caf\xe9", '"' + "k" * 256 + '"'])
async def test_unusable_keys(scene: Scene, key: str) -> None:
    path = await scene.apply()
    request = scene.http.build_request("POST", f"{path}/approve", headers=[(b"Idempotency-Key", key.encode("latin-1"))])
    request.headers["Authorization"] = scene.merchant.authorization
    answer = await scene.http.send(request)
    assert answer.status_code == 422
    assert answer.json()["code"] == "idempotency-key-invalid"
    assert await scene.status(path) == "PENDING"


async def test_an_invalid_body_does_not_use_up_the_key(scene: Scene) -> None:
    path = await scene.apply()
    assert (await scene.merchant.post(f"{path}/reject", {"reason": "whim"}, Idempotency_Key="k")).status_code == 422
    answer = await scene.merchant.post(f"{path}/reject", {"reason": "other"}, Idempotency_Key="k")
    assert answer.status_code == 200


async def test_tracks_and_inbox_take_keys_too(scene: Scene) -> None:
    tracks = {"tracks": [{"at": "2026-01-02T03:04:05Z", "kind": "pickup", "place": "杭州"}]}
    path = f"/v1/parcels/SF/{unique('SF')}/tracks"
    first = await scene.service.post(path, tracks, Idempotency_Key="k")
    again = await scene.service.post(path, tracks, Idempotency_Key="k")
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["idempotent-replayed"] == "true"


async def test_the_same_key_at_once_makes_one_event_and_equal_answers(socket_http: httpx.AsyncClient) -> None:
    scene = await Scene(socket_http).set()
    path = await scene.apply()
    answers = await asyncio.gather(
        *(scene.merchant.post(f"{path}/approve", {"note": "好"}, Idempotency_Key="k") for _ in range(50))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotent-replayed" not in answer.headers for answer in answers) == 1
    assert (await scene.events(path)).count("SampleRequestApproved") == 1


async def test_the_same_application_at_once_makes_one_request(socket_http: httpx.AsyncClient) -> None:
    scene = await Scene(socket_http).set()
    answers = await asyncio.gather(
        *(scene.creator.post("/v1/sample-requests", scene.application, Idempotency_Key="k") for _ in range(50))
    )
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert len((await scene.creator.get("/v1/sample-requests")).json()["items"]) == 1


async def test_two_api_processes_give_one_answer(socket_http: httpx.AsyncClient, http: httpx.AsyncClient) -> None:
    scene = await Scene(socket_http).set()
    path = await scene.apply()
    callers = [Caller(one, "merchant", scene.merchant_id) for one in (socket_http, http)]
    answers = await asyncio.gather(
        *(caller.post(f"{path}/approve", Idempotency_Key="k") for _ in range(10) for caller in callers)
    )
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert (await scene.events(path)).count("SampleRequestApproved") == 1


async def test_different_keys_at_once_make_one_event(socket_http: httpx.AsyncClient) -> None:
    scene = await Scene(socket_http).set()
    path = await scene.apply()
    answers = await asyncio.gather(
        *(scene.merchant.post(f"{path}/approve", Idempotency_Key=f"k{number}") for number in range(50))
    )
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(200) == 1
    assert set(statuses) <= {200, 409, 429}
    assert all(answer.headers["retry-after"] for answer in answers if answer.status_code == 429)
    assert await scene.events(path) == ["SampleRequested", "SampleRequestApproved"]


async def test_many_commands_from_two_api_processes_while_the_worker_is_away(
    settings: ApiSettings, journal: Journal, temporal: Client, in_process: Serving, eventually: Eventually
) -> None:
    queue = unique("queue")
    changed = settings.model_copy(update={"task_queue": queue})
    async with in_process(changed) as one, in_process(changed) as two:
        scene = await Scene(one).set()
        async with build_worker(temporal, journal, test_clock=True, task_queue=queue):
            path = await scene.apply()
        callers = [Caller(http, "merchant", scene.merchant_id) for http in (one, two)]
        sent = [
            asyncio.create_task(caller.post(f"{path}/approve", Idempotency_Key=f"{number} {unique('k')}"))
            for number in range(8)
            for caller in callers
        ]

        async def all_received() -> bool:
            query = "select count(*) from idempotency_keys where path = $1"
            return bool(await journal.pool.fetchval(query, f"{path}/approve") == len(sent))

        await eventually(all_received)
        async with build_worker(temporal, journal, test_clock=True, task_queue=queue):
            statuses = [answer.status_code for answer in await asyncio.gather(*sent)]
        assert statuses.count(200) == 1
        assert set(statuses) <= {200, 409, 429}
        assert await scene.events(path) == ["SampleRequested", "SampleRequestApproved"]


async def test_a_repeat_does_not_wait_for_ever(
    settings: ApiSettings, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(settings.model_copy(update={"answer_patience": timedelta(milliseconds=50)}))
    begun, ending = asyncio.Event(), asyncio.Event()

    async def long_running(*_given: object, **_named: object) -> None:
        begun.set()
        await ending.wait()
        raise Problem("busy")

    services: Services = app.state.services
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://luyue.test") as http,
    ):
        scene = await Scene(http).set()
        monkeypatch.setattr(services.execution, "run", long_running)
        first = asyncio.create_task(scene.creator.post("/v1/sample-requests", scene.application, Idempotency_Key="k"))
        await begun.wait()
        again = await scene.creator.post("/v1/sample-requests", scene.application, Idempotency_Key="k")
        other = await scene.creator.post(
            "/v1/sample-requests", {**scene.application, "note": "另一"}, Idempotency_Key="k"
        )
        ending.set()
        assert (again.status_code, again.json()["code"]) == (409, "still-running")
        assert other.json()["code"] == "idempotency-key-reused"
        assert (await first).status_code == 429


async def test_what_was_turned_away_can_be_repeated(socket_http: httpx.AsyncClient) -> None:
    scene = await Scene(socket_http).set()
    path = await scene.apply()
    keys = [f"k{number}" for number in range(20)]
    first = await asyncio.gather(*(scene.ops.post(f"{path}/cancel", {"reason": "x"}, Idempotency_Key=k) for k in keys))
    turned_away = [key for key, answer in zip(keys, first, strict=True) if answer.status_code == 429]
    assert turned_away
    for key in turned_away[:3]:
        again = await scene.ops.post(f"{path}/cancel", {"reason": "x"}, Idempotency_Key=key)
        assert again.status_code == 409
    texts = (await scene.ops.get(f"{path}/texts")).json()["items"]
    assert len(texts) == 1
