"""Role × command × own or foreign process, exhaustively and by the table: who is not in it leaves no trace."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from temporalio.client import Client

from luyue.api.kinds import SERVED, Served
from luyue.api.permissions import COMMANDS, NOBODY, PROCESS_READS
from luyue.journal.journal import Journal
from tests.api.client import Scene, unique
from tests.api.everybody import LET_IN, as_expected, everybody, expected
from tests.api.remains import Remains

PARTIES = frozenset({"creator", "merchant"})
BECAUSE = {"reason": "有人打来电话 13900000000"}
LATER = "2030-01-01T00:00:00Z"
EVIDENCE = {"evidence": [{"reference": "evidence/ev-1", "sha256": "0" * 64}]}
EXTENSION = {"extend": {"deadline": "approval_window", "until": LATER, **BECAUSE}}
BODIES: dict[str, dict[str, Any]] = {
    "sample-request": {
        "link-video": {"video_id": "v1"},
        "link-live": {"live_session_id": "l1"},
        "reject": {"reason": "other", "note": "不合适"},
        "ship": {"carrier": "SF", "tracking_no": "SF1234567890"},
        "correct-shipment": {"carrier": "SF", "tracking_no": "SF1234567891"},
        "reinstate": BECAUSE,
        "cancel": BECAUSE,
        **EXTENSION,
    },
    "cooperation-order": {
        "decline": BECAUSE,
        "go-live": {"live_session_id": "l1"},
        "reject-delivery": BECAUSE,
        "propose-rebroadcast": {"latest_broadcast_at": LATER},
        "open-dispute": {"claim": "对方未履约"},
        **EXTENSION,
    },
    "dispute": {
        "add-evidence": EVIDENCE,
        "appeal": EVIDENCE,
        "rule": {"outcome": "resume", **BECAUSE},
        "decide-appeal": {"decision": "upheld", **BECAUSE},
        **EXTENSION,
    },
}
"""Bodies that can be read, by kind and command, of commands that need one; with texts, not to be kept either."""


async def sample_request(scene: Scene) -> str:
    return await scene.apply(note="请寄到门卫")


async def withdrawn_request(scene: Scene) -> str:
    path = await scene.apply()
    assert (await scene.creator.post(f"{path}/withdraw")).status_code == 200
    return path


def offer(scene: Scene, **changes: Any) -> dict[str, Any]:
    return {
        "merchant_id": scene.merchant_id,
        "creator_id": scene.creator_id,
        "form": "live",
        "products": [{"product_id": scene.product_id, "commission_rate": "0.15"}],
        "latest_broadcast_at": (datetime.now(UTC) + timedelta(days=10)).isoformat(),
        **changes,
    }


async def order(scene: Scene) -> str:
    await scene.show()
    answer = await scene.merchant.post("/v1/cooperation-orders", offer(scene))
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])


async def declined_order(scene: Scene) -> str:
    path = await order(scene)
    assert (await scene.creator.post(f"{path}/decline", BECAUSE)).status_code == 200
    return path


async def dispute(scene: Scene) -> str:
    answer = await scene.ops.post(f"{await scene.apply()}/open-dispute", {"claim": "对方未履约"})
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])


async def withdrawn_dispute(scene: Scene) -> str:
    path = await dispute(scene)
    assert (await scene.ops.post(f"{path}/withdraw")).status_code == 200
    return path


Begin = Callable[[Scene], Awaitable[str]]
PROCESSES: list[Begin] = [sample_request, withdrawn_request, order, declined_order, dispute, withdrawn_dispute]


def served_at(path: str) -> Served:
    return next(served for served in SERVED if path.startswith(f"/v1/{served.collection}/"))


def stream_of(path: str) -> str:
    return served_at(path).kind.stream(path.rpartition("/")[2])


@pytest.mark.parametrize("begin", PROCESSES, ids=lambda begin: begin.__name__)
async def test_commands(scene: Scene, journal: Journal, temporal: Client, begin: Begin) -> None:
    path = await begin(scene)
    served = served_at(path)
    by_http = COMMANDS[served.kind.name]
    commands = {*served.kind.commands, *by_http, "extend", "advance", "link", "observe", "nonsense"}
    remains = Remains(journal, temporal, (stream_of(path),))
    wrong = []
    for asks in everybody(scene):
        before = await remains.now()
        for command in sorted(commands):
            is_route = command in by_http and command != served.opens_with
            permission = by_http[command] if is_route else NOBODY
            status = expected(permission, asks, reads=False, owners=PARTIES, is_process=True)
            if not is_route and asks.role is not None:
                status = 404
            # What one may send is sent such that nothing comes of it either; all else could be carried out.
            body = {"nonsense": True} if status == LET_IN else BODIES[served.kind.name].get(command, {})
            answer = await asks.ask(scene.http, "POST", f"{path}/{command}", body)
            if not as_expected(answer, status) or (status == LET_IN and answer.status_code != 422):
                wrong.append((asks.name, command, status, answer.status_code))
        if await remains.now() != before:
            wrong.append((asks.name, "left a trace"))
    assert wrong == []


@pytest.mark.parametrize("begin", [sample_request, order, dispute], ids=lambda begin: begin.__name__)
async def test_bodies_are_such_as_would_be_carried_out(scene: Scene, begin: Begin) -> None:
    path = await begin(scene)
    senders = {"creator": scene.creator, "merchant": scene.merchant, "service": scene.service, "ops": scene.ops}
    served = served_at(path)
    for command, permission in COMMANDS[served.kind.name].items():
        if command != served.opens_with:
            sender = next(one for role, one in senders.items() if getattr(permission, role) is not None)
            answer = await sender.post(f"{path}/{command}", BODIES[served.kind.name].get(command, {}))
            unreadable = [one for one in answer.json().get("violations", ()) if one["rule"].startswith("field:")]
            assert unreadable == [], (command, answer.text)


async def test_a_trace_would_be_seen(scene: Scene, journal: Journal, temporal: Client) -> None:
    path = await scene.apply()
    remains = Remains(journal, temporal, (stream_of(path),))
    before = await remains.now()
    assert await remains.now() == before
    assert (await scene.merchant.post(f"{path}/approve", {"note": "好"}, Idempotency_Key="once")).status_code == 200
    after = await remains.now()
    changed = {name for name in after if after[name] != before[name]}
    assert changed >= {"events", "commands", "processes", "texts", "idempotency_keys", stream_of(path)}


@pytest.mark.parametrize("begin", [sample_request, order, dispute], ids=lambda begin: begin.__name__)
async def test_reads(scene: Scene, begin: Begin) -> None:
    path = await begin(scene)
    served = served_at(path)
    for asks in everybody(scene):
        status = expected(PROCESS_READS, asks, reads=True, owners=PARTIES, is_process=True)
        for part in ("", "/events", "/texts", "/dossier"):
            answer = await asks.ask(scene.http, "GET", path + part)
            assert as_expected(answer, status), (asks.name, part, answer.status_code)
        listed = await asks.ask(scene.http, "GET", f"/v1/{served.collection}?page_size=200")
        if asks.role is None:
            assert listed.status_code == 401
        else:
            seen = {item["id"] for item in listed.json()["items"]}
            assert (path.rpartition("/")[2] in seen) == (status == LET_IN), asks.name


@pytest.mark.parametrize("begin", [sample_request, order, dispute], ids=lambda begin: begin.__name__)
async def test_nobody_is_offered_what_the_table_does_not_permit(scene: Scene, begin: Begin) -> None:
    path = await begin(scene)
    by_http = COMMANDS[served_at(path).kind.name]
    for asks in everybody(scene):
        if asks.role is not None:
            offered = (await asks.ask(scene.http, "GET", path)).json().get("allowed_actions", ())
            assert all(getattr(by_http[action], asks.role) is not None for action in offered)


async def applying(scene: Scene) -> tuple[str, Any]:
    return "/v1/sample-requests", {**scene.application, "note": "请寄到门卫"}


async def proposing(scene: Scene) -> tuple[str, Any]:
    await scene.show()
    return "/v1/cooperation-orders", offer(scene, note="晚八点")


@pytest.mark.parametrize(
    ("opening", "kind", "command", "owner"),
    [(applying, "sample-request", "apply", "creator"), (proposing, "cooperation-order", "propose", "merchant")],
)
async def test_nobody_begins_what_is_not_theirs(
    scene: Scene,
    journal: Journal,
    temporal: Client,
    opening: Callable[[Scene], Awaitable[tuple[str, Any]]],
    kind: str,
    command: str,
    owner: str,
) -> None:
    path, body = await opening(scene)
    remains = Remains(journal, temporal)
    before, begun = await remains.now(), await runs(temporal)
    let_in = []
    for asks in everybody(scene):
        status = expected(COMMANDS[kind][command], asks, reads=False, owners=frozenset({owner}), is_process=False)
        if status == LET_IN:
            let_in.append(asks)
            continue
        answer = await asks.ask(scene.http, "POST", path, body)
        assert as_expected(answer, status), (asks.name, answer.status_code, answer.text)
    assert await remains.now() == before
    # Temporal lists runs a moment later, in the order in which they began: with the permitted one come all before it.
    assert {asks.role for asks in let_in} == {owner, "service"}
    answer = await let_in[0].ask(scene.http, "POST", path, body)
    assert answer.status_code == 201, answer.text
    stream = f"{kind}/{answer.json()['id']}"
    while stream not in (listed := await runs(temporal)):
        pass
    assert listed - begun == {stream}


async def runs(temporal: Client) -> set[str]:
    """The ids of all workflows that are listed."""
    return {listed.id async for listed in temporal.list_workflows()}


async def test_a_process_that_is_not_there_is_not_there_for_anybody(http: httpx.AsyncClient, scene: Scene) -> None:
    for served in SERVED:
        path = f"/v1/{served.collection}/{served.kind.id_prefix}_{unique('x')}"
        for asks in everybody(scene):
            status = 401 if asks.role is None else 404
            assert (await asks.ask(http, "GET", path)).status_code == status
            for command in COMMANDS[served.kind.name]:
                answer = await asks.ask(http, "POST", f"{path}/{command}", BODIES[served.kind.name].get(command, {}))
                assert answer.status_code == status, (asks.name, command, answer.text)
