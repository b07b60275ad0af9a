"""Personal data erased on request: put in through every door, and afterwards nowhere, wherever one looks."""

import json
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from luyue.devstack.console import Silent
from luyue.devstack.layout import Layout, Ports, free_port
from luyue.devstack.stack import running_stack
from luyue.worker.worker import connect
from tests.conftest import Eventually
from tests.e2e.conftest import Ran, _run
from tests.e2e.database import Database
from tests.e2e.orders import CLAIM, OrderScene
from tests.e2e.personal_doors import PersonalDoors, collection
from tests.e2e.whole_search import Search
from tests.sms_gateway import SmsGateway
from tests.telemetry.collector import collector
from tests.worker.webhook_receiver import Receiver, receiver

ERASABLE = {"public.contacts", "public.texts", "public.scan_texts"}
ANSWERS = "public.idempotency_keys"
"""Answers kept for repeats, of which those about outages show their reason."""


@dataclass(frozen=True)
class Service:
    """A stack of its own that tells all it can of itself, and whoever is told: webhooks, the SMS gateway."""

    doors: PersonalDoors
    search: Search
    target: Receiver
    sms: SmsGateway

    async def another_scene(self) -> OrderScene:
        """Other people."""
        return await OrderScene(self.search.stack, self.doors.http).set()

    async def luyue(self, *arguments: str) -> Ran:
        """Runs the `luyue` command."""
        state = str(self.search.stack.layout.state_directory)
        return await _run(Path(sys.executable).with_name("luyue"), *arguments, LUYUE_STATE_DIR=state)

    async def erase(self, subject: str) -> str:
        """Runs `luyue erase` and returns what it says."""
        ran = await self.luyue("erase", subject)
        assert ran.code == 0, ran.output
        return ran.output


@pytest.fixture(scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory, sms: SmsGateway) -> AsyncIterator[Service]:
    directory = tmp_path_factory.mktemp("erasure").resolve() / "state"
    layout = Layout(directory, Ports(free_port(), free_port(), free_port(), free_port()))
    ports = {part: free_port() for part in ("API", "WORKER", "TEMPORAL")}
    async with collector() as collected, receiver() as target:
        settings = {
            "LUYUE_SMS_GATEWAY_URL": sms.url,
            "LUYUE_SMS_GATEWAY_TOKEN": "gateway-token",
            "OTEL_EXPORTER_OTLP_ENDPOINT": collected.url,
            "OTEL_BSP_SCHEDULE_DELAY": "200",
            **{f"LUYUE_{part}_METRICS_PORT": str(port) for part, port in ports.items()},
        }
        async with running_stack(layout, echo=Silent(), settings=settings) as stack:
            temporal = await connect(stack.temporal_address)
            search = Search(stack, Database(stack.database_url), temporal, collected, ports)
            async with httpx.AsyncClient(base_url=stack.api_url, trust_env=False, timeout=60) as http:
                doors = PersonalDoors(stack, http)
                await doors.set()
                yield Service(doors, search, target, sms)


@pytest.mark.long
async def test_what_is_personal_is_erased_and_then_nowhere(service: Service, eventually: Eventually) -> None:
    doors, search, target = service.doors, service.search, service.target
    words, database = doors.words, search.database
    # Every event is sent to somebody.
    assert (await doors.service.post("/v1/webhooks", {"url": target.url})).is_success
    await doors.go_through_all()
    kept = set(words.said)
    lost = await doors.knock_in_vain()
    last = {stream: len(await database.events(stream)) for stream in doors.streams}
    await eventually(lambda: all(last[stream] in target.got_of(stream) for stream in doors.streams))
    await eventually(lambda: service.sms.got_by(words.phone))
    await everything_is_told(service, eventually)
    # As autovacuum does in time.
    await database.rows("analyze")
    events = await rows_of(database)

    # Where it may be, it is: the search finds it, whole, and in no other place.
    found = await search.tables_with(words)
    assert set(found) == ERASABLE | {ANSWERS}, found.keys()
    assert len(found.pop(ANSWERS)) <= 1
    assert set().union(*found.values()) == kept
    assert not kept & lost
    assert await search.places_with(words) == []

    # The creator's, the buyer's, and process by process what belongs to neither.
    await service.erase(f"creator/{doors.creator_id}")
    await service.erase(f"contact/{doors.buyers_contact}")
    await service.erase(f"outage/{doors.outage}")
    await service.erase(f"contact/{doors.contact_id}")
    for stream in doors.streams:
        if stream.startswith(("campaign-entry/", "merchant-account/")):
            await service.erase(stream)

    assert await search.tables_with(words) == {}
    assert await search.places_with(words) == []
    for place, content in (await copies(service)).items():
        assert not words.are_in(content.encode()), place
    for stream in doors.streams:
        kind, _, id = stream.partition("/")
        texts = (await doors.ops.get(f"/v1/{collection(kind)}/{id}/texts")).json()
        assert texts["items"] == [], stream
    assert (await doors.ops.get(f"/v1/outages/{doors.outage}")).json()["reason"] is None
    for id in (doors.contact_id, doors.creator_id, doors.buyers_contact):
        assert (await doors.service.get(f"/v1/contacts/{id}")).status_code == 404
    # The journal says what it said before, and is whole.
    assert await rows_of(database) == events
    verified = await service.luyue("verify")
    assert verified.code == 0, verified.output
    assert "erased: 0 contacts, 0 texts, words of 0 scans" in await service.erase(f"creator/{doors.creator_id}")


@pytest.mark.long
async def test_one_process_is_erased_and_others_keep_theirs(service: Service) -> None:
    scene, database = await service.another_scene(), service.search.database
    request, order = await scene.apply(), await scene.propose()
    await service.erase(request.id)
    assert (await scene.service.get(f"/v1/contacts/{scene.contact_id}")).status_code == 404
    assert await database.rows("select * from texts where stream = $1", request.stream) == []
    assert len(await database.rows("select * from texts where stream = $1", order.stream)) == 1
    for subject, why in (
        ("sr_00000000000000000000000000", "There is no sample-request/sr_0000"),
        ("outage/ou_00000000000000000000000000", "There is no outage ou_0000"),
        ("person/x", "no kind of process called person"),
    ):
        ran = await service.luyue("erase", subject)
        assert (ran.code, why in ran.output) == (1, True), ran.output


@pytest.mark.long
async def test_with_a_sample_what_was_said_in_its_dispute_is_erased(service: Service) -> None:
    scene = await service.another_scene()
    request = await scene.apply()
    opened = await scene.ops.post(f"{request.path}/open-dispute", {"claim": CLAIM})
    assert opened.status_code == 201, opened.text
    path = opened.headers["location"]
    assert len((await scene.ops.get(f"{path}/texts")).json()["items"]) == 1
    await service.erase(request.id)
    assert (await scene.ops.get(f"{path}/texts")).json()["items"] == []


async def everything_is_told(service: Service, eventually: Eventually) -> None:
    """Waits until what was done last is in the traces; then shows that the search sees each place."""
    search, process = service.search, service.doors.streams[0].partition("/")[2]
    await eventually(lambda: any("/v1/products" in span.name for span in search.collected.spans))
    contents = await search.contents()
    assert {place for place, content in contents.items() if process.encode() in content} >= {
        "histories",
        "descriptions",
        "temporal.db",
        "traces",
    }
    assert b"luyue_http_requests" in contents["metrics of API"]
    assert b'command="withdraw"' in contents["metrics of WORKER"]
    assert contents["metrics of TEMPORAL"]


async def rows_of(database: Database) -> list[str]:
    rows: list[Any] = await database.rows(
        'select to_jsonb(e)::text as row from events e order by stream collate "C", version'
    )
    return [row["row"] for row in rows]


async def copies(service: Service) -> dict[str, str]:
    """What others were given, or are when they ask: webhooks, SMS, dossiers, inboxes, the feed."""
    doors, words = service.doors, service.doors.words
    found = {
        "webhooks": "".join(f"{got.path} {got.headers} {got.body.decode()}" for got in service.target.got),
        # The gateway is told the number, and nothing else.
        "SMS": "".join(json.dumps(got.body | {"to": ""}) + got.key for got in service.sms.got_by(words.phone)),
    }
    for stream in doors.streams:
        kind, _, id = stream.partition("/")
        for subject in ("", "/events", "/dossier"):
            path = f"/v1/{collection(kind)}/{id}{subject}"
            answer = await doors.ops.get(path)
            assert answer.is_success, path
            found[path] = answer.text
    for caller in (doors.creator, doors.merchant, doors.ops):
        found[f"inbox of {caller.actor}"] = (await caller.get("/v1/inbox?page_size=200")).text
    found["feed"] = (await doors.ops.get("/v1/events?page_size=200")).text
    return found
