"""Role × command × own or foreign process, exhaustively and by the table: who is not in it leaves no trace."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from temporalio.client import Client

from luyue.api.kinds import SERVED, Served
from luyue.api.permissions import COMMANDS, NOBODY, OPERATIONS, PROCESS_READS, Permission
from luyue.journal.journal import Journal
from tests.api.campaigns import announce, entered, registration
from tests.api.client import Scene, unique
from tests.api.everybody import LET_IN, as_expected, everybody, expected
from tests.api.remains import Remains

PARTIES = frozenset({"creator", "merchant"})
WITHOUT_A_CREATOR = frozenset({"campaign-entry", "consumer-order", "merchant-account"})
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
    "shipment": {"clear": BECAUSE, **EXTENSION},
    "campaign-entry": {
        "leave": BECAUSE,
        "reject": BECAUSE,
        "remove": BECAUSE,
        **EXTENSION,
    },
    "consumer-order": {
        "ship": {"carrier": "SF", "tracking_no": "SF1234567890"},
        "correct-shipment": {"carrier": "SF", "tracking_no": "SF1234567891"},
        "refund-request": {"amount": "1.00", **BECAUSE},
        "answer-refund": {"accepted": True, **BECAUSE},
        "report-abnormal-shipping": {"reason": "other", "note": "仓库停电"},
        "report-force-majeure": BECAUSE,
        **EXTENSION,
    },
    "merchant-account": {
        "update-profile": {"name": "西湖茶庄", "licence": "documents/licence-1"},
        "set-categories": {"categories": ["shoes"]},
        "set-automatic-deduction": {"on": True},
        "submit-invoice": {"statement": "2024-03", "kind": "service", "taxpayer": "general", "form": "special_vat"},
        "close-shop": BECAUSE,
        "pay-deposit": {"amount": "1.00"},
        "record-subsidy": {"amount": "1.00"},
        "review-licence": {"approved": True, **BECAUSE},
        "finish-closing": BECAUSE,
        "lift-freeze": BECAUSE,
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


async def campaign_entry(scene: Scene) -> str:
    return await entered(scene)


async def left_entry(scene: Scene) -> str:
    path = await entered(scene)
    assert (await scene.merchant.post(f"{path}/leave", BECAUSE)).status_code == 200
    return path


def purchase(scene: Scene) -> dict[str, Any]:
    return {
        "merchant_id": scene.merchant_id,
        "product_id": scene.product_id,
        "paid_amount": "100.00",
        "paid_at": datetime.now(UTC).isoformat(),
        "consignee_id": "k1",
        "ship_within": "PT48H",
    }


async def consumer_order(scene: Scene) -> str:
    answer = await scene.service.post("/v1/consumer-orders", purchase(scene))
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])


async def received_order(scene: Scene) -> str:
    path = await consumer_order(scene)
    parcel = {"carrier": "SF", "tracking_no": unique("SF")}
    assert (await scene.merchant.post(f"{path}/ship", parcel)).status_code == 200
    assert (await scene.service.post(f"{path}/confirm-receipt")).status_code == 200
    return path


def account(scene: Scene, **more: Any) -> dict[str, Any]:
    return {"merchant_id": scene.merchant_id, "categories": ["toys"], **more}


async def merchant_account(scene: Scene) -> str:
    answer = await scene.merchant.post("/v1/merchant-accounts", account(scene))
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])


async def closed_account(scene: Scene) -> str:
    path = await merchant_account(scene)
    assert (await scene.merchant.post(f"{path}/close-shop")).status_code == 200
    moved = await scene.ops.post(f"/v1/test-clock/merchant-account/{scene.merchant_id}/advance", {"by": "PT25H"})
    assert moved.status_code == 200, moved.text
    return path


Begin = Callable[[Scene], Awaitable[str]]
PROCESSES: list[Begin] = [
    sample_request,
    withdrawn_request,
    order,
    declined_order,
    dispute,
    withdrawn_dispute,
    campaign_entry,
    left_entry,
    consumer_order,
    received_order,
    merchant_account,
    closed_account,
]
CLOSED: list[Begin] = [withdrawn_request, declined_order, withdrawn_dispute, left_entry, received_order, closed_account]
OPEN: list[Begin] = [begin for begin in PROCESSES if begin not in CLOSED]


def served_at(path: str) -> Served:
    return next(served for served in SERVED if path.startswith(f"/v1/{served.collection}/"))


def owners_of(path: str) -> frozenset[str]:
    """The roles that are party to a process."""
    return frozenset({"merchant"}) if served_at(path).kind.name in WITHOUT_A_CREATOR else PARTIES


def stream_of(path: str) -> str:
    return served_at(path).kind.stream(path.rpartition("/")[2])


@pytest.mark.parametrize(
    "begin",
    [pytest.param(begin, marks=pytest.mark.long if begin in CLOSED else (), id=begin.__name__) for begin in PROCESSES],
)
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
            status = expected(permission, asks, reads=False, owners=owners_of(path), is_process=True)
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


@pytest.mark.parametrize("begin", OPEN, ids=lambda begin: begin.__name__)
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


@pytest.mark.parametrize("begin", OPEN, ids=lambda begin: begin.__name__)
async def test_reads(scene: Scene, begin: Begin) -> None:
    path = await begin(scene)
    served = served_at(path)
    for asks in everybody(scene):
        status = expected(PROCESS_READS, asks, reads=True, owners=owners_of(path), is_process=True)
        for part in ("", "/events", "/texts", "/dossier"):
            answer = await asks.ask(scene.http, "GET", path + part)
            assert as_expected(answer, status), (asks.name, part, answer.status_code)
        listed = await asks.ask(scene.http, "GET", f"/v1/{served.collection}?page_size=200")
        if asks.role is None:
            assert listed.status_code == 401
        else:
            seen = {item["id"] for item in listed.json()["items"]}
            assert (path.rpartition("/")[2] in seen) == (status == LET_IN), asks.name


@pytest.mark.parametrize("begin", OPEN, ids=lambda begin: begin.__name__)
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


async def registering(scene: Scene) -> tuple[str, Any]:
    return f"/v1/campaigns/{await announce(scene)}/entries", registration(scene)


async def placing(scene: Scene) -> tuple[str, Any]:
    return "/v1/consumer-orders", purchase(scene)


async def opening_account(scene: Scene) -> tuple[str, Any]:
    return "/v1/merchant-accounts", account(scene, introduction="自家茶园")


@pytest.mark.parametrize(
    ("opening", "kind", "permission", "owner"),
    [
        (applying, "sample-request", COMMANDS["sample-request"]["apply"], "creator"),
        (proposing, "cooperation-order", COMMANDS["cooperation-order"]["propose"], "merchant"),
        (opening_account, "merchant-account", COMMANDS["merchant-account"]["open"], "merchant"),
        (registering, "campaign-entry", OPERATIONS["POST /v1/campaigns/{id}/entries"], "merchant"),
        (placing, "consumer-order", COMMANDS["consumer-order"]["place"], "service"),
    ],
)
async def test_nobody_begins_what_is_not_theirs(
    scene: Scene,
    journal: Journal,
    temporal: Client,
    opening: Callable[[Scene], Awaitable[tuple[str, Any]]],
    kind: str,
    permission: Permission,
    owner: str,
) -> None:
    path, body = await opening(scene)
    remains = Remains(journal, temporal)
    before, begun = await remains.now(), await runs(temporal)
    let_in = []
    for asks in everybody(scene):
        status = expected(permission, asks, reads=False, owners=frozenset({owner}), is_process=False)
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
