"""Versions of the policy over HTTP: everybody reads them, ops add them, and what cannot be is named."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from luyue.domain.policy import DEFAULT_POLICY
from luyue.journal.journal import Journal
from tests.api.client import Caller

ADDRESS = "/v1/policies"
NEW_YEAR = "2126-01-01T00:00:00Z"
DOCUMENT = DEFAULT_POLICY.model_dump(mode="json")


@pytest.fixture
def ops(apart: httpx.AsyncClient) -> Caller:
    """On a database of the test's own: a policy reaches everything that is begun under it."""
    return Caller(apart, "ops")


def version(name: str, effective_from: str | None = None, **parameters: Any) -> dict[str, Any]:
    body = {"version": name, "parameters": parameters}
    return body if effective_from is None else {**body, "effective_from": effective_from}


async def refused(caller: Caller, body: Any, language: str = "en", **headers: str) -> dict[str, str]:
    """The fields that are told to be wrong, with what is said of them."""
    answer = await caller.post(ADDRESS, body, Accept_Language=language, **headers)
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "invalid"
    return {violation["rule"]: violation["message"] for violation in answer.json()["violations"]}


async def test_the_first_version_has_every_default(ops: Caller) -> None:
    listed = (await ops.get(ADDRESS)).json()
    assert listed["next_page_token"] is None
    [first] = listed["items"]
    assert first == {
        "version": "1",
        "effective_from": None,
        "added_at": first["added_at"],
        "added_by": None,
        "policy": DOCUMENT,
    }
    assert (await ops.get(f"{ADDRESS}/1")).json() == first


async def test_ops_adds_a_version_with_the_parameters_that_differ(ops: Caller) -> None:
    before = datetime.now(UTC)
    changed = {"approval_window": "PT24H", "technical_service_fee": "0.05"}
    answer = await ops.post(ADDRESS, version("2", **changed))
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"{ADDRESS}/2"
    added = answer.json()
    assert added.pop("undone_by") == []
    assert added["policy"] == DOCUMENT | changed | {"version": "2"}
    assert added["added_by"].startswith("ops:")
    assert before <= datetime.fromisoformat(added["effective_from"]) <= datetime.now(UTC)
    assert (await ops.get(f"{ADDRESS}/2")).json() == added

    third = await ops.post(ADDRESS, version("3", technical_service_fee=None, due_soon="PT0S"))
    assert third.json()["policy"] == DOCUMENT | {"version": "3", "approval_window": "PT24H", "due_soon": "PT0S"}


async def test_a_version_to_come_is_in_force_from_its_moment_on(ops: Caller) -> None:
    added = (await ops.post(ADDRESS, version("2", NEW_YEAR, cart_minimum_followers=500))).json()
    assert added["effective_from"] == NEW_YEAR

    async def in_force(at: datetime) -> str:
        listed = (await ops.get(f"{ADDRESS}?at={at.isoformat().replace('+00:00', 'Z')}")).json()
        [item] = listed["items"]
        assert listed["next_page_token"] is None
        assert item == (await ops.get(f"{ADDRESS}/{item['version']}")).json()
        name: str = item["version"]
        return name

    moment = datetime.fromisoformat(NEW_YEAR)
    assert await in_force(datetime.now(UTC)) == "1"
    assert await in_force(moment - timedelta(microseconds=1)) == "1"
    assert await in_force(moment) == "2"


async def test_additions_at_once_lose_nothing(ops: Caller) -> None:
    changes: dict[str, Any] = {
        "approval_window": "PT1H",
        "shipping_due": "PT2H",
        "receipt_window": "PT3H",
        "promotion_window": "PT4H",
        "video_retention": "PT5H",
        "due_soon": "PT6M",
        "cart_minimum_followers": 7,
        "cart_minimum_videos": 8,
        "no_reason_return_minimum": 9,
        "violation_points_below": 10,
    }
    answers = await asyncio.gather(
        *(ops.post(ADDRESS, version(f"v{name}", **{name: value})) for name, value in changes.items())
    )
    assert [answer.status_code for answer in answers] == [201] * len(changes)
    last = (await ops.get(f"{ADDRESS}?page_size=1")).json()["items"][0]
    assert last["policy"] == DOCUMENT | changes | {"version": last["version"]}


async def test_what_a_version_to_come_takes_back_is_told(ops: Caller) -> None:
    later = await ops.post(ADDRESS, version("later", NEW_YEAR, grant_all=False))
    assert later.json()["undone_by"] == []
    added = (await ops.post(ADDRESS, version("2", due_soon="PT1H", grant_all=False))).json()
    assert added["undone_by"] == [{"version": "later", "effective_from": NEW_YEAR, "parameters": ["due_soon"]}]
    built_on_it = (await ops.post(ADDRESS, version("3", "2126-01-02T00:00:00Z", due_soon="PT2H"))).json()
    assert built_on_it["policy"] == DOCUMENT | {"version": "3", "grant_all": False, "due_soon": "PT2H"}
    assert built_on_it["undone_by"] == []


async def test_a_version_of_newer_code_is_shown_without_what_is_not_known_here(
    ops: Caller, fresh_database_url: str
) -> None:
    journal = await Journal.open(fresh_database_url, size=1)
    await journal.pool.execute(
        "insert into policies (version, effective_from, policy, added_at) values ('2', now(), $1, now())",
        json.dumps(DOCUMENT | {"version": "2", "due_soon": "PT1H", "from_the_future": 1}),
    )
    await journal.close()
    expected = DOCUMENT | {"version": "2", "due_soon": "PT1H"}
    assert (await ops.get(f"{ADDRESS}/2")).json()["policy"] == expected
    assert [item["policy"] for item in (await ops.get(ADDRESS)).json()["items"]] == [expected, DOCUMENT]
    added = (await ops.post(ADDRESS, version("3", grant_all=False))).json()
    assert added["policy"] == expected | {"version": "3", "grant_all": False}


async def test_pages_begin_with_what_takes_effect_last(ops: Caller) -> None:
    for day in (3, 1, 2):
        assert (await ops.post(ADDRESS, version(f"v{day}", f"2126-01-0{day}T08:00:00+08:00"))).status_code == 201
    names, token = [], ""
    while True:
        page = (await ops.get(f"{ADDRESS}?page_size=1{token}")).json()
        names += [item["version"] for item in page["items"]]
        if page["next_page_token"] is None:
            break
        token = f"&page_token={page['next_page_token']}"
    assert names == ["v3", "v2", "v1", "1"]
    assert (await ops.get(f"{ADDRESS}?page_token=x")).status_code == 422
    assert (await ops.get(f"{ADDRESS}?at=yesterday")).status_code == 422


async def test_everybody_reads_and_only_ops_writes(apart: httpx.AsyncClient, ops: Caller) -> None:
    assert (await ops.post(ADDRESS, version("2"))).status_code == 201
    service = Caller(apart, "service")
    for caller in (Caller(apart, "creator", "c1"), Caller(apart, "merchant", "m1"), service):
        answer = await caller.post(ADDRESS, version("3"))
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        read = await caller.get(f"{ADDRESS}/2")
        assert read.status_code == 200
        assert (read.json()["added_by"] is not None) == (caller is service)
        assert [item["version"] for item in (await caller.get(ADDRESS)).json()["items"]] == ["2", "1"]
    assert (await apart.get(ADDRESS)).status_code == 401
    assert (await ops.get(f"{ADDRESS}/3")).status_code == 404
    assert (await ops.get(f"{ADDRESS}/two%20words")).status_code == 422


async def test_the_same_key_adds_once(ops: Caller) -> None:
    first = await ops.post(ADDRESS, version("2", due_soon="PT1H"), Idempotency_Key="k1")
    again = await ops.post(ADDRESS, version("2", due_soon="PT1H"), Idempotency_Key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["idempotent-replayed"] == "true"
    other = await ops.post(ADDRESS, version("2", due_soon="PT2H"), Idempotency_Key="k1")
    assert other.json()["code"] == "idempotency-key-reused"
    assert await refused(ops, version("2", due_soon="PT1H"), Idempotency_Key="k2") == {
        "field:version": "version: there is a version of this name"
    }


async def test_null_is_not_the_same_as_nothing(ops: Caller) -> None:
    await ops.post(ADDRESS, version("2", technical_service_fee="0.05"))
    assert (await ops.post(ADDRESS, version("3"), Idempotency_Key="k")).status_code == 201
    other = await ops.post(ADDRESS, version("3", technical_service_fee=None), Idempotency_Key="k")
    assert other.json()["code"] == "idempotency-key-reused"


async def test_a_repeat_after_a_lost_answer_tells_of_what_was_added(ops: Caller, fresh_database_url: str) -> None:
    first = await ops.post(ADDRESS, version("2", due_soon="PT1H"), Idempotency_Key="k")
    journal = await Journal.open(fresh_database_url, size=1)
    await journal.pool.execute("update idempotency_keys set status = null, headers = null, body = null")
    await journal.close()
    again = await ops.post(ADDRESS, version("2", due_soon="PT1H"), Idempotency_Key="k")
    assert (again.status_code, again.content) == (201, first.content)


async def test_what_cannot_be_is_named(ops: Caller) -> None:
    body = version(
        "two words", approval_window="48", pickup_rate_minimum=0.9, risk_high_from="6", grant_all="yes", approval="PT1H"
    )
    assert set(await refused(ops, body)) == {
        "field:version",
        "field:parameters.approval_window",
        "field:parameters.pickup_rate_minimum",
        "field:parameters.risk_high_from",
        "field:parameters.grant_all",
        "field:parameters.approval",
    }
    assert set(await refused(ops, {"effective_from": "2126-01-01T00:00:00", "policy": {}})) == {
        "field:version",
        "field:effective_from",
        "field:parameters",
        "field:policy",
    }
    for name, value in (("version", "2"), ("approval_window", None), ("cart_minimum_followers", 2**60)):
        assert list(await refused(ops, {"version": "2", "parameters": {name: value}})) == [f"field:parameters.{name}"]
    assert [item["version"] for item in (await ops.get(ADDRESS)).json()["items"]] == ["1"]


@pytest.mark.parametrize(
    ("parameters", "field", "zh", "en"),
    [
        (
            {"shipping_cutoff": "PT47H"},
            "shipping_cutoff",
            "不得小于 shipping_due",
            "must not be less than shipping_due",
        ),
        (
            {"risk_medium_from": 7},
            "risk_high_from",
            "不得小于 risk_medium_from",
            "must not be less than risk_medium_from",
        ),
        (
            {"retention_may_outlast_window": False, "promotion_window": "PT1H"},
            "retention_may_outlast_window",
            "video_retention 长于 promotion_window 时须为 true",
            "must be true while video_retention is longer than promotion_window",
        ),
        (
            {"campaign_categories": ["toys", "鞋"]},
            "campaign_categories.1",
            "须为主营类目的代码",
            "code of a main category",
        ),
        ({"product_sources": ["jd", "jd"]}, "product_sources", "不得有重复项", "must not have an entry twice"),
        (
            {"pickup_rate_minimum": 0.85},
            "pickup_rate_minimum",
            "须为字符串形式的十进制数",
            "must be a decimal in a string",
        ),
        ({"due_soon": 60}, "due_soon", "ISO 8601 时长,例如 PT48H", "must be an ISO 8601 duration"),
        ({"buyer_protection_minimum": "0.001"}, "buyer_protection_minimum", "最多 2 位小数", "2 decimal places"),
    ],
    ids=lambda value: str(value)[:30],
)
async def test_what_cannot_be_is_explained_in_both_languages(
    ops: Caller, parameters: dict[str, Any], field: str, zh: str, en: str
) -> None:
    for language, text in (("zh-CN", zh), ("en", en)):
        [(rule, message)] = (await refused(ops, version("2", **parameters), language)).items()
        assert rule == f"field:parameters.{field}"
        assert text in message


async def test_neither_names_nor_moments_are_taken_twice_nor_is_the_past_changed(ops: Caller) -> None:
    assert (await ops.post(ADDRESS, version("2", NEW_YEAR))).status_code == 201
    asked: list[tuple[dict[str, Any], str, str, str]] = [
        (version("1"), "version", "该版本名称已被使用", "there is a version of this name"),
        (version("2"), "version", "该版本名称已被使用", "there is a version of this name"),
        (version("3", NEW_YEAR), "effective_from", "已有另一版本在同一时刻生效", "another version takes effect then"),
        (version("3", "2020-01-01T00:00:00Z"), "effective_from", "不得早于当前时间", "it is in the past"),
    ]
    for body, field, zh, en in asked:
        assert await refused(ops, body) == {f"field:{field}": f"{field}: {en}"}
        assert await refused(ops, body, "zh-CN") == {f"field:{field}": f"字段 {field} 无效:{zh}"}
    assert (await ops.get(f"{ADDRESS}/2")).json()["policy"] == DOCUMENT | {"version": "2"}


async def test_the_document_types_every_parameter(apart: httpx.AsyncClient) -> None:
    document = (await apart.get("/openapi.json")).json()
    parameters = document["components"]["schemas"]["PolicyParameters"]
    assert set(parameters["properties"]) == set(DOCUMENT) - {"version"}
    assert parameters["additionalProperties"] is False
    assert "required" not in parameters
    assert not [name for name, schema in parameters["properties"].items() if "default" in schema]
    assert parameters["properties"]["approval_window"]["format"] == "duration"
    assert parameters["properties"]["cart_minimum_followers"]["minimum"] == 0
    operation = document["paths"][ADDRESS]["post"]
    assert {"201", "401", "403", "409", "422", "503"} <= set(operation["responses"])
    assert [parameter["name"] for parameter in operation["parameters"]] == ["Idempotency-Key"]
    assert document["components"]["schemas"]["PolicyAnswer"]["properties"]["policy"]
