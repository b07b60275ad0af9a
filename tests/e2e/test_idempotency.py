"""Answers are kept promises: in Postgres when they arrive, once a key however often and however fast it is sent."""

import asyncio
from collections import Counter

import httpx

from tests.e2e.database import Database
from tests.e2e.scene import Scene


async def test_what_is_answered_is_in_postgres(scene: Scene, database: Database) -> None:
    request = await scene.apply()
    assert await database.events(request.stream) == ["SampleRequested"]
    for name, send in (
        ("SampleRequestApproved", request.approve),
        ("SampleShipped", request.ship),
        ("ReceiptConfirmed", request.confirm_receipt),
    ):
        answer = await send()
        events = await database.events(request.stream)
        assert events[-1] == name
        assert answer.headers["etag"] == f'"{len(events)}"'
        assert answer.json()["status"] == await database.status(request.stream)


async def test_one_key_fifty_times_at_once(scene: Scene, database: Database) -> None:
    request = await scene.apply()

    async def approve() -> httpx.Response:
        return await scene.merchant.post(f"{request.path}/approve", {"note": "欢迎"}, Idempotency_Key="one")

    answers = await asyncio.gather(*(approve() for _ in range(50)))
    assert Counter((answer.status_code, answer.content) for answer in answers) == {(200, answers[0].content): 50}
    assert await database.events(request.stream) == ["SampleRequested", "SampleRequestApproved"]

    rejected = await scene.merchant.post(f"{request.path}/reject", {"reason": "other"})
    assert rejected.status_code == 409
    await scene.ops.post(f"{request.path}/cancel", {"reason": "到此为止"})
    assert await database.status(request.stream) == "CANCELLED"
    after_closing = await approve()
    assert (after_closing.status_code, after_closing.content) == (200, answers[0].content)
    assert (await database.events(request.stream)).count("SampleRequestApproved") == 1


async def test_one_application_fifty_times_at_once(scene: Scene, database: Database) -> None:
    answers = await asyncio.gather(
        *(scene.creator.post("/v1/sample-requests", scene.application, Idempotency_Key="one") for _ in range(50))
    )
    assert Counter((answer.status_code, answer.content) for answer in answers) == {(201, answers[0].content): 50}
    made = await database.rows("select id from processes where creator_id = $1", scene.creator_id)
    assert [row["id"] for row in made] == [answers[0].json()["id"]]


async def test_fifty_keys_at_once(scene: Scene, database: Database, differences) -> None:
    request = await scene.apply()
    path = f"{request.path}/approve"
    keys = [f"key-{number}" for number in range(50)]

    async def approve(key: str) -> httpx.Response:
        return await scene.merchant.post(path, Idempotency_Key=key)

    answers = dict(zip(keys, await asyncio.gather(*map(approve, keys)), strict=True))
    answered = Counter(answer.status_code for answer in answers.values())
    assert answered[200] == 1
    assert answered[409] + answered[429] == 49, answered
    assert await database.events(request.stream) == ["SampleRequested", "SampleRequestApproved"]

    # The one that was carried out is the one that was answered so, and nobody else's was.
    (winner,) = [key for key, answer in answers.items() if answer.status_code == 200]
    assert scene.merchant.command_id(path, winner) in await database.commands(request.stream)
    assert len(await database.commands(request.stream)) == 2
    for key, first in answers.items():
        again = await approve(key)
        if first.status_code == 429:
            assert again.status_code == 409
        else:
            assert (again.status_code, again.content) == (first.status_code, first.content)
    assert await database.events(request.stream) == ["SampleRequested", "SampleRequestApproved"]
    assert await differences() == []
