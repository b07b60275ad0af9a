"""The codec server: for operators, in one namespace, for pages of the UI alone, and no more than it can carry."""

import base64
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError
from starlette.applications import Starlette

from luyue.api import tokens
from luyue.codec.app import LARGEST_BODY, create_app
from luyue.codec.settings import CodecSettings
from tests.codec.key_files import key_file

SECRET = "codec-tests-secret-of-32-characters-or-more"
UI = "https://temporal.example.com"
PLAIN = {"metadata": {"encoding": base64.b64encode(b"json/plain").decode()}, "data": base64.b64encode(b"{}").decode()}
OPS = {"Authorization": f"Bearer {tokens.issue(SECRET, 'ops')}"}


def application(directory: Path, *keys: str) -> Starlette:
    return create_app(
        CodecSettings(
            environment="sandbox",
            jwt_secret=SECRET,
            payload_keys=key_file(directory / "keys.json", *keys),
            codec_origins=f"{UI}, http://127.0.0.1:8233",
        )
    )


def asking(app: Starlette, headers: dict[str, str]) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://codec.test", headers=headers)


@pytest.fixture
async def http(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Asks as an operator; key `a` encrypts."""
    async with asking(application(tmp_path, "a"), OPS) as http:
        yield http


async def posted(http: httpx.AsyncClient, address: str, *payloads: dict[str, Any], **headers: str) -> httpx.Response:
    return await http.post(address, json={"payloads": list(payloads)}, headers=headers)


@pytest.mark.parametrize("at", ["", "http://codec.test/", "/default"])
async def test_what_is_encoded_decodes_again(http: httpx.AsyncClient, at: str) -> None:
    encoded = (await posted(http, f"{at}/encode", PLAIN, PLAIN)).json()["payloads"]
    assert all(PLAIN["data"] != payload["data"] for payload in encoded)
    decoded = await posted(http, f"{at}/decode", *encoded)
    assert decoded.status_code == 200
    assert decoded.json() == {"payloads": [PLAIN, PLAIN]}


async def test_what_was_never_encrypted_comes_back(http: httpx.AsyncClient) -> None:
    assert (await posted(http, "/decode", PLAIN)).json() == {"payloads": [PLAIN]}


async def test_an_older_key_decodes_and_a_missing_one_is_named(http: httpx.AsyncClient, tmp_path: Path) -> None:
    encoded = (await posted(http, "/encode", PLAIN)).json()["payloads"]
    async with asking(application(tmp_path, "b", "a"), OPS) as rotated:
        assert (await posted(rotated, "/decode", *encoded)).json() == {"payloads": [PLAIN]}
    async with asking(application(tmp_path, "b"), OPS) as without:
        answer = await posted(without, "/decode", *encoded)
    assert answer.status_code == 400
    assert "the key 'a'" in answer.json()["message"]


async def test_what_was_altered_is_refused(http: httpx.AsyncClient) -> None:
    [encoded] = (await posted(http, "/encode", PLAIN)).json()["payloads"]
    data = bytearray(base64.b64decode(encoded["data"]))
    data[-1] ^= 1
    answer = await posted(http, "/decode", encoded | {"data": base64.b64encode(data).decode()})
    assert answer.status_code == 400
    assert "altered" in answer.json()["message"]


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        (None, 401),
        ("Basic b3BzOm9wcw==", 401),
        ("Bearer nonsense", 401),
        (f"Bearer {tokens.issue(SECRET[::-1], 'ops')}", 401),
        (f"Bearer {tokens.issue(SECRET, 'service')}", 403),
        (f"Bearer {tokens.issue(SECRET, 'merchant', 'm1')}", 403),
    ],
)
@pytest.mark.parametrize("address", ["/decode", "/encode", "/default/decode"])
async def test_operators_alone_may(tmp_path: Path, authorization: str | None, status: int, address: str) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    async with asking(application(tmp_path, "a"), headers) as http:
        assert (await posted(http, address, PLAIN)).status_code == status


async def test_another_namespace_is_not_served(http: httpx.AsyncClient) -> None:
    assert (await posted(http, "/other/decode", PLAIN)).status_code == 404
    assert (await posted(http, "/default/other/decode", PLAIN)).status_code == 404
    assert (await posted(http, "/decode", PLAIN, **{"X-Namespace": "other"})).status_code == 404
    assert (await posted(http, "/decode", PLAIN, **{"X-Namespace": "default"})).status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b'{"payloads": 1}', b'{"payload": []}', b'{"payloads": ' + b"[" * 50_000]
)
async def test_what_is_no_list_of_payloads_is_refused(http: httpx.AsyncClient, body: bytes) -> None:
    answer = await http.post("/decode", content=body)
    assert answer.status_code == 400
    assert answer.json() == {"message": "the body is no list of payloads in JSON"}


async def test_a_body_is_bounded(http: httpx.AsyncClient) -> None:
    assert (await http.post("/decode", content=b" " * (LARGEST_BODY + 1))).status_code == 413


async def test_the_ui_may_ask_and_other_pages_may_not(http: httpx.AsyncClient) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,x-namespace"}
    allowed = await http.options("/default/decode", headers={"Origin": UI, **asked})
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == UI
    assert "authorization" in allowed.headers["access-control-allow-headers"].lower()
    refused = await http.options("/default/decode", headers={"Origin": "https://evil.example.com", **asked})
    assert "access-control-allow-origin" not in refused.headers
    answer = await posted(http, "/decode", PLAIN, Origin=UI)
    assert answer.headers["access-control-allow-origin"] == UI
    told = await posted(http, "/decode", PLAIN, Origin=UI, Authorization="Bearer nonsense")
    assert (told.status_code, told.headers["access-control-allow-origin"]) == (401, UI)


async def test_who_read_is_logged_and_what_is_not(http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "luyue.codec"):
        await posted(http, "/decode", PLAIN, PLAIN)
    assert [record.getMessage() for record in caplog.records if record.name == "luyue.codec"] == [
        "ops:ops decode 2 payloads"
    ]
    assert PLAIN["data"] not in caplog.text


async def test_it_says_that_it_lives(tmp_path: Path) -> None:
    async with asking(application(tmp_path, "a"), {}) as http:
        assert (await http.get("/healthz")).status_code == 200


@pytest.mark.parametrize("origins", ["*", "temporal.example.com", "https://temporal.example.com/", "ftp://x"])
def test_what_is_no_origin_is_refused(tmp_path: Path, origins: str) -> None:
    keys = key_file(tmp_path / "keys.json", "a")
    with pytest.raises(ValidationError, match="is no origin"):
        CodecSettings(environment="sandbox", jwt_secret=SECRET, payload_keys=keys, codec_origins=origins)


def test_without_keys_or_proof_of_tokens_it_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUYUE_PAYLOAD_KEYS", str(tmp_path / "absent.json"))
    with pytest.raises(ValidationError) as refused:
        CodecSettings()
    assert {error["loc"][0] for error in refused.value.errors()} == {"payload_keys", "jwks"}
