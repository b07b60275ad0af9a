"""Which tokens the service takes by its settings, and with which settings it does not start."""

from typing import Any

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from luyue.api import tokens
from luyue.api.authentication import Authentication
from luyue.api.settings import ApiSettings
from luyue.api.tokens import InvalidTokenError
from luyue.cli.main import app
from tests.api.client import DOSSIER_KEY, SECRET
from tests.api.conftest import Serving
from tests.api.issuer import AUDIENCE, ISSUER, SigningKey, jwks, published

KEY = SigningKey.made("k")
NAMES = {"jwt_issuer": ISSUER, "jwt_audience": AUDIENCE}
REST = {"database_url": "postgresql://nowhere", "digest_key": SECRET, "dossier_key": DOSSIER_KEY}
FROM_ELSEWHERE = {"jwks": "https://id.example/jwks.json", **NAMES}
PATH = "/v1/policies"


def settings_of(**given: Any) -> ApiSettings:
    return ApiSettings(**{**REST, **given})


def said(**given: Any) -> dict[str, str]:
    """What is wrong with settings, by the field."""
    with pytest.raises(ValidationError) as raised:
        settings_of(**given)
    return {str(one["loc"][0]): one["msg"] for one in raised.value.errors()}


def test_production_does_not_start_without_the_issuers_keys() -> None:
    wrong = said()
    assert set(wrong) == {"jwks"}
    assert all(name in wrong["jwks"] for name in ("LUYUE_JWT_ISSUER", "LUYUE_JWT_AUDIENCE"))
    assert said(jwks="") == wrong
    assert "LUYUE_JWT_AUDIENCE" in said(jwks="https://id.example/jwks.json", jwt_issuer=ISSUER)["jwks"]
    assert "LUYUE_JWT_ISSUER" in said(jwks="https://id.example/jwks.json", jwt_audience=AUDIENCE, jwt_issuer="")["jwks"]
    assert "https" in said(**NAMES, jwks="http://127.0.0.1/jwks.json")["jwks"]
    assert settings_of(**FROM_ELSEWHERE).environment == "production"


def test_production_does_not_start_with_a_secret() -> None:
    for more in ({}, FROM_ELSEWHERE):
        assert "development" in said(jwt_secret=SECRET, **more)["jwt_secret"]


@pytest.mark.parametrize("environment", ["development", "sandbox"])
def test_elsewhere_there_is_a_secret_or_keys_or_both(environment: str) -> None:
    assert "LUYUE_JWT_SECRET" in said(environment=environment)["jwks"]
    assert "LUYUE_JWT_SECRET" in said(environment=environment, jwt_secret="")["jwks"]
    for more in ({"jwt_secret": SECRET}, FROM_ELSEWHERE, {"jwt_secret": SECRET, **FROM_ELSEWHERE}):
        settings_of(environment=environment, **more)


def test_the_program_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {f"LUYUE_{name.upper()}": value for name, value in REST.items()}
    for secret, names in ((None, ["LUYUE_JWKS: "]), (SECRET, ["LUYUE_JWKS: ", "LUYUE_JWT_SECRET: "])):
        result = CliRunner().invoke(app, ["api"], env={**given, "LUYUE_JWT_SECRET": secret})
        assert result.exit_code == 1
        assert all(name in result.output for name in names)
        assert SECRET not in result.output


async def test_the_issuers_tokens_alone(settings: ApiSettings, in_process: Serving) -> None:
    async with published(KEY) as publisher:
        changes = {"jwt_secret": None, "jwks": publisher.address, **NAMES}
        async with in_process(settings.model_copy(update=changes)) as http:

            async def status(token: str) -> int:
                return (await http.get(PATH, headers={"Authorization": f"Bearer {token}"})).status_code

            assert await status(KEY.token()) == 200
            assert await status(KEY.token(role="merchant", party_id="m1")) == 200
            assert await status(tokens.issue(SECRET, "ops")) == 401
            assert await status(SigningKey.made("k").token()) == 401
            assert await status(KEY.token(iss=tokens.ISSUER, aud=tokens.AUDIENCE)) == 401


async def test_both_where_both_are_set() -> None:
    async with published(KEY) as publisher:
        both = Authentication.of(settings_of(environment="sandbox", jwt_secret=SECRET, jwks=publisher.address, **NAMES))
        assert (await both.caller(KEY.token())).role == "ops"
        assert (await both.caller(tokens.issue(SECRET, "creator", "c1"))).party_id == "c1"
        for bad in (
            "",
            "x.y.z",
            tokens.issue(SECRET + "!", "ops"),
            KEY.token(iss=tokens.ISSUER, aud=tokens.AUDIENCE),
            SigningKey.made("k").token(),
        ):
            with pytest.raises(InvalidTokenError):
                await both.caller(bad)


async def test_without_keys_at_hand_the_answer_is_to_come_again(settings: ApiSettings, in_process: Serving) -> None:
    async with published(KEY) as publisher:
        publisher.content = b"<html>"
        changes = {"jwt_secret": None, "jwks": publisher.address, **NAMES}
        async with in_process(settings.model_copy(update=changes)) as http:
            answer = await http.get(PATH, headers={"Authorization": f"Bearer {KEY.token()}"})
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
            assert answer.headers["retry-after"]
            # What is no token at all needs no key.
            assert (await http.get(PATH)).status_code == 401
            assert (await http.get("/healthz")).status_code == 200


async def test_keys_in_a_file(tmp_path: Any) -> None:
    file = tmp_path / "jwks.json"
    file.write_bytes(jwks(KEY))
    production = Authentication.of(settings_of(jwks=str(file), **NAMES))
    assert (await production.caller(KEY.token())).role == "ops"
    with pytest.raises(InvalidTokenError):
        await production.caller(tokens.issue(SECRET, "ops"))


async def test_a_lifetime_of_ones_own(tmp_path: Any) -> None:
    file = tmp_path / "jwks.json"
    file.write_bytes(jwks(KEY))
    brief = Authentication.of(settings_of(jwks=str(file), **NAMES, jwt_longest_lifetime="PT5M"))
    with pytest.raises(InvalidTokenError):
        await brief.caller(KEY.token())
