"""Webhooks over HTTP: who may make which, what is told of them, and which addresses are refused."""

import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from luyue.api.routes.webhooks import MOST_OF_ONE_OWNER
from luyue.api.settings import ApiSettings
from luyue.journal.journal import Journal
from luyue.journal.webhook_endpoints import WebhookEndpoints
from tests.api.client import Caller, Scene, unique
from tests.api.conftest import Serving
from tests.api.webhooks import PATH, URL, deliveries, fan_out, made


async def test_a_webhook_is_made_read_listed_and_deleted(scene: Scene) -> None:
    created = await made(scene.merchant, kinds=["sample_request"], event_types=["SampleRequested"])
    shown = (await scene.merchant.get(f"{PATH}/{created['id']}")).json()
    assert shown == {name: value for name, value in created.items() if name != "secret"}
    assert shown["owner"] == f"merchant:{scene.merchant_id}"
    assert shown["kinds"] == ["sample-request"]
    assert shown["disabled_at"] is shown["disabled_because"] is shown["previous_secret_signs_until"] is None
    assert (await scene.merchant.get(PATH)).json()["items"] == [shown]
    assert (await scene.merchant.delete(f"{PATH}/{created['id']}")).status_code == 204
    assert (await scene.merchant.get(f"{PATH}/{created['id']}")).status_code == 404
    assert (await scene.merchant.delete(f"{PATH}/{created['id']}")).status_code == 404
    assert (await scene.merchant.get(PATH)).json()["items"] == []


async def test_a_secret_is_told_once_when_it_is_made_and_by_a_repeat_of_that_very_request(scene: Scene) -> None:
    first = await scene.creator.post(PATH, {"url": URL}, Idempotency_Key="make")
    again = await scene.creator.post(PATH, {"url": URL}, Idempotency_Key="make")
    secret = first.json()["secret"]
    assert secret.startswith("whsec_")
    assert again.content == first.content
    assert again.headers["idempotent-replayed"] == "true"
    path = f"{PATH}/{first.json()['id']}"
    later = [await scene.creator.get(path), await scene.creator.get(PATH), await scene.creator.post(f"{path}/disable")]
    for answer in later:
        assert answer.is_success
        assert secret not in answer.text
        assert "whsec_" not in answer.text
    assert len((await scene.creator.get(PATH)).json()["items"]) == 1


async def test_rotation_makes_another_secret_and_lets_the_old_one_sign_for_a_while(
    scene: Scene, journal: Journal
) -> None:
    created = await made(scene.service)
    path = f"{PATH}/{created['id']}/rotate-secret"
    rotated = await scene.service.post(path, {"overlap": "PT1H"}, Idempotency_Key=unique("rotate"))
    assert rotated.status_code == 200, rotated.text
    assert rotated.json()["secret"] != created["secret"]
    until = datetime.fromisoformat(rotated.json()["previous_secret_signs_until"])
    assert timedelta(minutes=59) < until - datetime.now(UTC) < timedelta(minutes=61)
    kept = await WebhookEndpoints(journal.pool).find(created["id"])
    assert kept is not None
    assert kept.secrets_at(until - timedelta(seconds=1)) == [rotated.json()["secret"], created["secret"]]
    assert kept.secrets_at(until) == [rotated.json()["secret"]]
    by_default = (await scene.service.post(path)).json()
    until = datetime.fromisoformat(by_default["previous_secret_signs_until"])
    assert timedelta(hours=23) < until - datetime.now(UTC) < timedelta(hours=25)
    refused = await scene.service.post(path, {"overlap": "PT169H"})
    assert (refused.status_code, refused.json()["violations"][0]["rule"]) == (422, "field:overlap")


async def test_earlier_secrets_sign_until_their_own_ends_and_only_so_many(scene: Scene, journal: Journal) -> None:
    created = await made(scene.merchant)
    path = f"{PATH}/{created['id']}/rotate-secret"
    first = (await scene.merchant.post(path, {"overlap": "PT48H"})).json()
    second = (await scene.merchant.post(path, {"overlap": "PT24H"})).json()
    assert second["previous_secret_signs_until"] == first["previous_secret_signs_until"]
    kept = await WebhookEndpoints(journal.pool).find(created["id"])
    assert kept is not None
    secrets = [second["secret"], first["secret"], created["secret"]]
    assert kept.secrets_at(datetime.now(UTC)) == secrets
    assert kept.secrets_at(datetime.now(UTC) + timedelta(hours=25)) == [secrets[0], secrets[2]]
    assert (await scene.merchant.post(path)).status_code == 200
    for language, words in (("en", "overlap: 3 earlier secrets still sign"), ("zh-CN", "已有 3 个旧密钥")):
        refused = await scene.merchant.post(path, Accept_Language=language)
        assert (refused.status_code, refused.json()["code"]) == (409, "too-many-secrets")
        (violation,) = refused.json()["violations"]
        assert violation["rule"] == "field:overlap"
        assert violation["message"].startswith(words)
    assert (await scene.merchant.post(path, {"overlap": "PT0S"})).status_code == 200


async def test_a_look_up_that_fails_for_the_moment_is_tried_again_under_the_same_key(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors: list[OSError] = [
        socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
        socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
    ]
    real = socket.getaddrinfo

    def look_up(host: Any, *args: Any, **more: Any) -> Any:
        if host == "hooks.example.com":
            raise errors[0]
        return real(host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    body, key = {"url": "https://hooks.example.com/luyue"}, unique("make")
    away = await scene.merchant.post(PATH, body, Idempotency_Key=key)
    assert (away.status_code, away.json()["code"]) == (503, "unavailable")
    assert away.headers["retry-after"]
    assert away.json()["violations"][0]["rule"] == "field:url"
    errors.pop(0)
    unknown = await scene.merchant.post(PATH, body, Idempotency_Key=key)
    assert (unknown.status_code, unknown.json()["violations"][0]["rule"]) == (422, "field:url")
    assert "idempotent-replayed" not in unknown.headers
    monkeypatch.undo()
    again = await scene.merchant.post(PATH, body, Idempotency_Key=key)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (422, "true")


async def test_disabling_and_enabling(scene: Scene) -> None:
    created = await made(scene.merchant)
    disabled = await scene.merchant.post(f"{PATH}/{created['id']}/disable")
    assert disabled.json()["disabled_because"] == "asked"
    again = await scene.merchant.post(f"{PATH}/{created['id']}/disable")
    assert again.json() == disabled.json()
    enabled = await scene.merchant.post(f"{PATH}/{created['id']}/enable")
    assert enabled.json()["disabled_at"] is None
    assert (await scene.merchant.post(f"{PATH}/{created['id']}/enable")).json() == enabled.json()


async def test_strangers_find_nothing(scene: Scene, journal: Journal) -> None:
    created = await made(scene.merchant)
    path = await scene.apply()
    await fan_out(journal, path)
    (delivery,) = await deliveries(scene.merchant, created)
    strangers = [
        scene.creator,
        scene.service,
        Caller(scene.http, "merchant", unique("m")),
        Caller(scene.http, "creator", scene.merchant_id),
    ]
    one = f"{PATH}/{created['id']}"
    for stranger in strangers:
        assert created["id"] not in (await stranger.get(PATH)).text
        for answer in (
            await stranger.get(one),
            await stranger.get(f"{one}/deliveries"),
            await stranger.post(f"{one}/rotate-secret"),
            await stranger.post(f"{one}/disable"),
            await stranger.post(f"{one}/enable"),
            await stranger.post(f"{one}/deliveries/redeliver"),
            await stranger.post(f"{one}/deliveries/{delivery['event_id']}/redeliver"),
            await stranger.delete(one),
        ):
            assert answer.status_code == 404, answer.request.url
    kept = (await scene.merchant.get(one)).json()
    assert kept == {name: value for name, value in created.items() if name != "secret"}


async def test_ops_sees_and_stops_everybodys_but_never_learns_a_secret_of_another(scene: Scene) -> None:
    created = await made(scene.merchant)
    one = f"{PATH}/{created['id']}"
    assert (await scene.ops.get(one)).json()["owner"] == f"merchant:{scene.merchant_id}"
    assert (await scene.ops.post(f"{one}/rotate-secret")).status_code == 404
    assert (await scene.ops.post(f"{one}/disable")).json()["disabled_because"] == "asked"
    assert (await scene.ops.post(f"{one}/deliveries/redeliver")).json() == {"redelivered": 0}
    assert (await scene.ops.delete(one)).status_code == 204


@pytest.mark.parametrize(
    "url",
    [
        "http://8.8.8.8/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://2130706433/",
        "https://0177.0.0.1/",
        "https://0.0.0.0/",
        "https://user:geheim@8.8.8.8/",
        "https://8.8.8.8:22/",
        "ftp://8.8.8.8/",
        "nonsense",
        "",
    ],
)
async def test_addresses_that_lead_elsewhere_are_refused_and_the_field_is_named(url: str, scene: Scene) -> None:
    for language, words in (("en", "url:"), ("zh-CN", "字段 url 无效")):
        answer = await scene.service.post(PATH, {"url": url}, Accept_Language=language)
        assert answer.status_code == 422
        (violation,) = answer.json()["violations"]
        assert violation["rule"] == "field:url"
        assert violation["message"].startswith(words)
        assert "geheim" not in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kinds", ["sample-request", "nonsense"]),
        ("kinds", []),
        ("kinds", ["product"]),
        ("event_types", ["SampleRequestPraised"]),
        ("event_types", []),
        ("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    ],
)
async def test_invalid_fields_are_named(field: str, value: Any, scene: Scene) -> None:
    answer = await scene.merchant.post(PATH, {"url": URL, field: value})
    assert answer.status_code == 422
    assert answer.json()["violations"][0]["rule"].startswith(f"field:{field}")


async def test_one_owner_may_have_so_many_and_no_more(scene: Scene) -> None:
    made_ones = [await made(scene.creator) for _ in range(MOST_OF_ONE_OWNER)]
    full = await scene.creator.post(PATH, {"url": URL})
    assert (full.status_code, full.json()["violations"][0]["rule"]) == (422, "field:url")
    assert str(MOST_OF_ONE_OWNER) in full.json()["violations"][0]["message"]
    first = (await scene.creator.get(f"{PATH}?page_size=10")).json()
    rest = (await scene.creator.get(f"{PATH}?page_size=10&page_token={first['next_page_token']}")).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == sorted(one["id"] for one in made_ones)
    await scene.creator.delete(f"{PATH}/{made_ones[3]['id']}")
    await made(scene.creator)


async def test_in_development_the_own_machine_may_receive(settings: ApiSettings, in_process: Serving) -> None:
    developing = settings.model_copy(update={"environment": "development"})
    async with in_process(developing) as http:
        created = await made(Caller(http, "service"), url="http://127.0.0.1:9000/hook")
        assert created["url"] == "http://127.0.0.1:9000/hook"
        assert (await Caller(http, "service").delete(f"{PATH}/{created['id']}")).status_code == 204


async def test_a_token_is_needed(http: httpx.AsyncClient) -> None:
    assert (await http.get(PATH)).status_code == 401
    assert (await http.post(PATH, json={"url": URL})).status_code == 401
