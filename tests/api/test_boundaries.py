"""Nonsense at the border: it is refused with a problem, and never reaches a process or an error."""

import json
from typing import Any

import httpx
import pytest

from tests.api.client import Scene, unique

NONSENSE: list[bytes] = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"true",
    b'"text"',
    b"1e999",
    b"NaN",
    b'{"creator_id": null}',
    b'{"creator_id": {"$ne": 1}, "product_id": []}',
    b'{"creator_id": "\\ud800", "product_id": "p"}',
    b'{"creator_id": "a\\u0000b", "product_id": "p"}',
    b'{"creator_id": "c", "product_id": "p", "note": "\\u0000"}',
    b"\xff\xfe\x00",
    b'{"creator_id": "c", "product_id": "p", "note": "\xed\xa0\x80"}',
    b'{"creator_id": "c", "product_id": "p", "note": "\xff"}',
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'{"creator_id": "' + b"x" * 10_000 + b'", "product_id": "p"}',
    json.dumps({"creator_id": "c", "product_id": "p", "note": "长" * 2001}).encode(),
    b'{"creator_id": "c", "product_id": "p", "note": "   "}',
    b'{"creator_id": "c/../m", "product_id": "p"}',
    b'{"creator_id": 1, "product_id": 2}',
]


@pytest.mark.parametrize("content", NONSENSE, ids=lambda content: repr(content[:40]))
async def test_bodies(scene: Scene, content: bytes) -> None:
    headers = {"Authorization": scene.service.authorization, "Content-Type": "application/json"}
    answer = await scene.http.post("/v1/sample-requests", content=content, headers=headers)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "invalid"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("note", ["你好", "a\x00b"])
async def test_bodies_in_other_encodings(scene: Scene, encoding: str, note: str) -> None:
    headers = {"Authorization": scene.service.authorization, "Content-Type": "application/json"}
    content = json.dumps({**scene.application, "note": note}).encode(encoding)
    answer = await scene.http.post("/v1/sample-requests", content=content, headers=headers)
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "invalid"
    assert [violation["rule"] for violation in answer.json()["violations"]] == ["field:body"]
    assert "UTF-8" in answer.json()["violations"][0]["message"]


async def test_bodies_of_other_types(scene: Scene) -> None:
    headers = {"Authorization": scene.service.authorization}
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense"):
        answer = await scene.http.post(
            "/v1/sample-requests", content=b"creator_id=c", headers={**headers, "Content-Type": kind}
        )
        assert answer.status_code == 422


@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_of_two_megabytes(socket_http: httpx.AsyncClient, declared: bool) -> None:
    scene = await Scene(socket_http).set()
    content = b'{"creator_id": "' + b"x" * 2_000_000 + b'"}'

    async def chunks() -> Any:
        yield content[:1_500_000]
        yield content[1_500_000:]

    headers = {"Authorization": scene.service.authorization, "Content-Type": "application/json"}
    answer = await socket_http.post("/v1/sample-requests", content=content if declared else chunks(), headers=headers)
    assert answer.status_code == 413
    assert answer.json()["code"] == "too-large"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("creators/{}", {"followers": -1}),
        ("creators/{}", {"followers": 2**60}),
        ("creators/{}", {"followers": 1.5}),
        ("creators/{}", {"risk": {"level": "extreme"}}),
        ("creators/{}", {"risk": {"level": "low", "reasons": ["\x00"]}}),
        ("products/{}", {"merchant_id": "m", "title": ""}),
        ("products/{}", {"merchant_id": "m", "title": "\x00"}),
        ("products/{}", {"merchant_id": "m", "title": "t", "published_at": "0001-01-01T00:00:00+14:00"}),
        ("products/{}", {"merchant_id": "m", "title": "t", "published_at": "9999-12-31T23:59:59-14:00"}),
        ("products/{}", {"merchant_id": "m", "title": "t", "published_at": "2026-01-01T00:00:00"}),
        ("videos/{}", {"creator_id": "c", "state": "published", "product_ids": [f"p{n}" for n in range(8)]}),
        ("videos/{}", {"creator_id": "c", "state": "gone"}),
        ("live-sessions/{}", {"creator_id": "c", "started_at": 1e300}),
        (
            "live-sessions/{}",
            {"creator_id": "c", "started_at": "2026-01-02T00:00:00Z", "ended_at": "2026-01-01T00:00:00Z"},
        ),
        ("contacts/{}", {"name": "", "phone": "1", "region": "r", "address": "a"}),
    ],
)
async def test_facts(scene: Scene, path: str, body: dict[str, Any]) -> None:
    answer = await scene.service.put("/v1/" + path.format(unique("x")), body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["violations"]


@pytest.mark.parametrize(
    "query",
    [
        "page_size=0",
        "page_size=201",
        "page_size=many",
        "page_token=!!!",
        "page_token=" + "A" * 600,
        "page_token=bnVsbA",
        "status=LOST",
        "status=%00",
        "sort=price",
        "due_before=soon",
        "created_after=2026-01-01",
        "created_after=0001-01-01T00:00:00%2B14:00",
        "merchant_id=a%20b",
        "nonsense=1",
    ],
)
async def test_queries(scene: Scene, query: str) -> None:
    answer = await scene.ops.get(f"/v1/sample-requests?{query}")
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("id", ["%00", "a%20b", "..%2F..%2Fetc", "%F0%9F%8D%B5", "x" * 129, "'; drop table events"])
async def test_ids(scene: Scene, id: str) -> None:
    for address in (f"/v1/sample-requests/{id}", f"/v1/creators/{id}", f"/v1/contacts/{id}"):
        assert (await scene.ops.get(address)).status_code in (404, 422)
    assert (await scene.service.put(f"/v1/creators/{id}", {})).status_code in (404, 422)


async def test_extending_to_the_end_of_time(scene: Scene) -> None:
    path = await scene.apply()
    for until in ("9999-12-31T23:59:59Z", "8999-12-31T23:59:59Z", "1900-01-01T00:00:00Z"):
        body = {"deadline": "approval_window", "until": until, "reason": "x"}
        assert (await scene.ops.post(f"{path}/extend", body)).status_code == 422
    assert await scene.status(path) == "PENDING"


async def test_parcels(scene: Scene) -> None:
    track = {"at": "2026-01-01T00:00:00Z", "kind": "pickup"}
    for path in ("SF/1", "S/123456", "SF/12%2F3456", "顺丰/123456"):
        assert (await scene.service.post(f"/v1/parcels/{path}/tracks", {"tracks": [track]})).status_code in (404, 422)
    good = f"/v1/parcels/SF/{unique('SF')}/tracks"
    for tracks in ([], [track] * 201, [{**track, "kind": "lost"}], [{**track, "place": "长" * 201}], None):
        assert (await scene.service.post(good, {"tracks": tracks})).status_code == 422


@pytest.mark.parametrize("given", ["1900-01-01T00:00:00+14:00", "8999-12-31T23:59:59-14:00"])
async def test_a_time_at_the_calendars_ends_is_refused_and_leaves_the_fact_readable(scene: Scene, given: str) -> None:
    path = f"/v1/live-sessions/{unique('l')}"
    body = {"creator_id": scene.creator_id, "started_at": given}
    refused = await scene.service.put(path, body)
    assert (refused.status_code, refused.json()["violations"][0]["rule"]) == (422, "field:started_at")
    assert (await scene.service.get(path)).status_code == 404
    assert (await scene.service.put(path, {**body, "started_at": "1900-01-01T00:00:00Z"})).status_code == 200
    assert (await scene.service.get(path)).status_code == 200
