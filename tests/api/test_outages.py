"""Outages over HTTP: ops declare and release them, everybody else is told no, and what is due meanwhile waits."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from luyue.journal.connection import UNAVAILABLE
from luyue.journal.erasure import Erasure
from luyue.journal.fact_store import FactStore
from luyue.journal.journal import Journal
from luyue.journal.verification import verify
from tests.api.client import Caller, Scene

ADDRESS = "/v1/outages"
REASON = "机房断电"
YESTERDAY = "2026-01-01T00:00:00Z"
TODAY = "2026-01-01T08:00:00Z"


@pytest.fixture
def ops(apart: httpx.AsyncClient) -> Caller:
    """On a database of the test's own: an outage concerns every process."""
    return Caller(apart, "ops")


async def declared(ops: Caller, **body: Any) -> dict[str, Any]:
    answer = await ops.post(ADDRESS, {"reason": REASON, **body})
    assert answer.status_code == 201, answer.text
    content: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"{ADDRESS}/{content['id']}"
    return content


async def refused(ops: Caller, path: str, body: Any) -> list[str]:
    answer = await ops.post(path, body)
    assert answer.status_code == 422, answer.text
    return [violation["rule"] for violation in answer.json()["violations"]]


async def test_an_outage_is_declared_read_and_listed(ops: Caller) -> None:
    before = datetime.now(UTC)
    first = await declared(ops)
    assert before <= datetime.fromisoformat(first["starts_at"]) <= datetime.now(UTC)
    assert first == {
        "id": first["id"],
        "starts_at": first["declared_at"],
        "ends_at": None,
        "reason": REASON,
        "declared_at": first["declared_at"],
        "declared_by": first["declared_by"],
        "release": None,
    }
    assert first["declared_by"].startswith("ops:")
    second = await declared(ops, starts_at=YESTERDAY, ends_at=TODAY)
    assert (second["starts_at"], second["ends_at"]) == (YESTERDAY, TODAY)
    assert (await ops.get(f"{ADDRESS}/{first['id']}")).json() == first
    listed = (await ops.get(f"{ADDRESS}?page_size=1")).json()
    assert listed["items"] == [second]
    rest = (await ops.get(f"{ADDRESS}?page_size=1&page_token={listed['next_page_token']}")).json()
    assert rest == {"items": [first], "next_page_token": None}


async def test_an_outage_is_released_once_by_its_length_or_by_more_or_not_at_all(ops: Caller) -> None:
    for body, ends_at, extend_by in (
        ({}, TODAY, "PT8H"),
        ({"extend_by": "PT9H"}, TODAY, "PT9H"),
        ({"extend_by": "PT0S"}, TODAY, "PT0S"),
        ({"ends_at": "2026-01-01T02:00:00Z"}, "2026-01-01T02:00:00Z", "PT2H"),
    ):
        outage = await declared(ops, starts_at=YESTERDAY, ends_at=TODAY)
        path = f"{ADDRESS}/{outage['id']}/release"
        before = datetime.now(UTC)
        answer = await ops.post(path, body, Idempotency_Key="release")
        assert answer.status_code == 200, answer.text
        released = answer.json()
        assert (released["ends_at"], released["release"]["extend_by"]) == (ends_at, extend_by)
        assert before <= datetime.fromisoformat(released["release"]["released_at"]) <= datetime.now(UTC)
        assert released["release"]["released_by"].startswith("ops:")
        assert (await ops.post(path, body, Idempotency_Key="release")).json() == released
        again = await ops.post(path, body)
        assert (again.status_code, again.json()["code"]) == (409, "not-allowed-in-status")
        assert (await ops.get(f"{ADDRESS}/{outage['id']}")).json() == released


async def test_a_release_that_came_to_nothing_is_made_at_the_time_of_its_repeat(
    ops: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{ADDRESS}/{(await declared(ops))['id']}/release"

    async def away(*_: Any, **__: Any) -> None:
        raise UNAVAILABLE[0]

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(FactStore, "report", away)
        assert (await ops.post(path, {}, Idempotency_Key="release")).status_code == 503
    before = datetime.now(UTC)
    released = (await ops.post(path, {}, Idempotency_Key="release")).json()
    assert before <= datetime.fromisoformat(released["ends_at"])
    assert released["ends_at"] == released["release"]["released_at"]
    assert (await ops.post(path, {}, Idempotency_Key="release")).json() == released


async def test_a_repeat_of_a_declaration_brings_no_erased_reason_back(ops: Caller, fresh_database_url: str) -> None:
    body = {"reason": REASON}
    first = (await ops.post(ADDRESS, body, Idempotency_Key="power")).json()
    journal = await Journal.open(fresh_database_url, size=1)
    assert await Erasure(journal.pool).of_outage(first["id"]) is not None
    again = await ops.post(ADDRESS, body, Idempotency_Key="power")
    assert (again.status_code, again.json()) == (201, {**first, "reason": None})
    assert await journal.pool.fetchval("select count(*) from texts") == 0
    kept = await journal.pool.fetchval("select convert_from(body, 'UTF8') from idempotency_keys")
    assert REASON not in kept
    await journal.close()


async def test_the_same_declaration_again_is_the_same_outage(ops: Caller) -> None:
    body = {"reason": REASON, "starts_at": YESTERDAY}
    answers = [await ops.post(ADDRESS, body, Idempotency_Key="power") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert len((await ops.get(ADDRESS)).json()["items"]) == 1


async def test_what_cannot_be_is_named(ops: Caller) -> None:
    assert await refused(ops, ADDRESS, {}) == ["field:reason"]
    assert await refused(ops, ADDRESS, {"reason": " "}) == ["field:reason"]
    assert await refused(ops, ADDRESS, {"reason": REASON, "starts_at": "soon"}) == ["field:starts_at"]
    for ends_at in (YESTERDAY, "2025-12-31T00:00:00Z"):
        assert await refused(ops, ADDRESS, {"reason": REASON, "starts_at": YESTERDAY, "ends_at": ends_at}) == [
            "field:ends_at"
        ]
    path = f"{ADDRESS}/{(await declared(ops, starts_at=YESTERDAY, ends_at=TODAY))['id']}/release"
    for body, field in (
        ({"extend_by": "PT7H59M59S"}, "extend_by"),
        ({"extend_by": "-PT1H"}, "extend_by"),
        ({"extend_by": "P1Y"}, "extend_by"),
        ({"ends_at": "2026-01-01T08:00:01Z"}, "ends_at"),
        ({"ends_at": "2025-12-31T23:59:59Z"}, "ends_at"),
        ({"until": TODAY}, "until"),
    ):
        assert await refused(ops, path, body) == [f"field:{field}"], body
    assert (await ops.post(f"{ADDRESS}/ou_none/release", {})).status_code == 404
    assert (await ops.get(f"{ADDRESS}/ou_none")).status_code == 404


async def test_the_reason_can_be_erased_and_the_outage_stays(ops: Caller, fresh_database_url: str) -> None:
    outage = await declared(ops)
    journal = await Journal.open(fresh_database_url, size=1)
    data = await journal.pool.fetchval("select data::text from events where stream = $1", f"outage/{outage['id']}")
    assert REASON not in data
    await journal.personal_data.erase_texts_of(f"outage/{outage['id']}")
    assert (await ops.get(f"{ADDRESS}/{outage['id']}")).json() == {**outage, "reason": None}
    assert (await verify(journal, [])).differences == []
    await journal.close()


async def test_only_ops_declare_and_release_and_services_may_read(apart: httpx.AsyncClient, ops: Caller) -> None:
    path = f"{ADDRESS}/{(await declared(ops))['id']}"
    for role, reads in (("service", 200), ("creator", 403), ("merchant", 403)):
        caller = Caller(apart, role, None if role == "service" else "x1")
        assert (await caller.post(ADDRESS, {"reason": REASON})).status_code == 403
        assert (await caller.post(f"{path}/release", {})).status_code == 403
        assert [(await caller.get(one)).status_code for one in (ADDRESS, path)] == [reads, reads]
    assert (await ops.get(path)).json()["release"] is None


@pytest.fixture
async def outage(scene: Scene) -> AsyncIterator[str]:
    """One that has just begun; released in the end, for the other tests share the database."""
    path = f"{ADDRESS}/{(await declared(scene.ops))['id']}"
    yield path
    await scene.ops.post(f"{path}/release", {"extend_by": "PT0S"})


async def test_what_is_due_in_an_outage_waits_is_extended_and_then_acts(scene: Scene, outage: str) -> None:
    path = await scene.apply()
    due_at = datetime.fromisoformat((await scene.ops.get(path)).json()["next_deadline_at"])
    held = await scene.advance(path, by="PT60H")
    assert held.json()["process"]["status"] == "PENDING"
    assert [event["type"] for event in held.json()["events"]] == ["ClockAdvanced", "DeadlineApproaching"]

    assert (await scene.ops.post(f"{outage}/release", {"extend_by": "PT24H"})).status_code == 200
    gone_on = await scene.advance(path, by="PT1S")
    [*_, extended, _] = (await scene.ops.get(f"{path}/events")).json()["items"]
    assert (extended["type"], extended["data"]["deadline"]) == ("DeadlineExtended", "approval_window")
    assert extended["data"]["outage"] == outage.rpartition("/")[2]
    assert datetime.fromisoformat(extended["data"]["until"]) == due_at + timedelta(hours=24)
    assert gone_on.json()["process"]["status"] == "PENDING"

    [*_, cancelled] = (await scene.advance(path, by="PT13H")).json()["events"]
    assert cancelled["type"] == "SampleRequestCancelled"
    assert datetime.fromisoformat(cancelled["occurred_at"]) == due_at + timedelta(hours=24)


async def test_a_command_after_the_due_time_is_in_time_as_long_as_the_outage_holds_it(
    scene: Scene, outage: str
) -> None:
    path = await scene.apply()
    await scene.advance(path, by="PT60H")
    assert (await scene.merchant.post(f"{path}/approve")).status_code == 200
    assert (await scene.events(path))[-1] == "SampleRequestApproved"


async def test_released_without_more_time_it_acts_dated_as_it_was_due(scene: Scene, outage: str) -> None:
    path = await scene.apply()
    due_at = (await scene.ops.get(path)).json()["next_deadline_at"]
    await scene.advance(path, by="PT60H")
    await scene.ops.post(f"{outage}/release", {"extend_by": "PT0S"})
    # Whatever is sent finds it closed.
    assert (await scene.advance(path, by="PT1S")).status_code == 409
    [*_, cancelled] = (await scene.ops.get(f"{path}/events")).json()["items"]
    assert (cancelled["type"], cancelled["occurred_at"]) == ("SampleRequestCancelled", due_at)
