"""The ways to play the same lifecycle: over HTTP, by a Temporal client alone, the floor beneath both, and by rivals."""

import uuid
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from temporalio.client import Client, WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy

from bench import floor
from bench.load import Step
from luyue.api.commands import Commands, Sent
from luyue.domain.facts import Creator, Merchant, Product, SampleOffer, Video
from luyue.domain.messages import Value
from luyue.journal.journal import Journal

SERVICE = "service:bench"
CREATOR = Creator(followers=5000, public_original_videos=30, phone_bound=True, real_name_verified=True, disputes_lost=0)
MERCHANT = Merchant(shop_opened=True, meets_alliance_standard=True)
PRODUCT = Product(
    merchant_id="m1",
    title="benchmark",
    source="alliance",
    in_alliance=True,
    meets_alliance_standard=True,
    cross_border=False,
    virtual=False,
)
COMMANDS: Sequence[tuple[str, str, Callable[[str], dict[str, Any]]]] = (
    ("apply", "apply", lambda one: {"creator_id": f"c{one}", "product_id": f"p{one}"}),
    ("approve", "approve", lambda one: {}),
    ("ship", "ship", lambda one: {"carrier": "SF", "tracking_no": f"SF{int(one, 16) % 10**13:013}"}),
    ("confirm-receipt", "confirm-receipt", lambda one: {}),
    ("advance to the video", "advance", lambda one: {"by": "PT4H"}),
    ("link-video", "link-video", lambda one: {"video_id": f"v{one}"}),
    ("advance over the retention", "advance", lambda one: {"by": "PT170H"}),
)
"""A lifecycle: label, command, fields. The last one fulfils the request."""

SHIPMENT_TOLD = 2
"""How often the router tells a lifecycle's shipment of it: of its number, and of its receipt."""


async def known(journal: Journal, count: int) -> list[str]:
    """Ids of as many lifecycles to come, whose creator, product, offer and later video the platform has reported."""
    now = datetime.now(UTC)
    await journal.facts.report(f"merchant/{PRODUCT.merchant_id}", MERCHANT, actor=SERVICE, command_id="known", at=now)
    ids = [uuid.uuid4().hex for _ in range(count)]
    for one in ids:
        video = Video(
            creator_id=f"c{one}", product_ids=(f"p{one}",), state="published", published_at=now + timedelta(hours=3)
        )
        reports: dict[str, Value] = {
            f"creator/c{one}": CREATOR,
            f"product/p{one}": PRODUCT,
            f"sample-offer/p{one}": SampleOffer(offers_samples=True),
            f"video/v{one}": video,
        }
        for stream, fact in reports.items():
            await journal.facts.report(stream, fact, actor=SERVICE, command_id="known", at=now)
    return ids


def on_the_floor(client: Client) -> list[Step]:
    """A bare workflow's updates, and another's signals at the same places."""
    id, shipment = f"floor/{uuid.uuid4()}", f"floor/{uuid.uuid4()}"

    async def first() -> None:
        start = WithStartWorkflowOperation(
            floor.Floor.run,
            len(COMMANDS),
            id=id,
            task_queue=floor.TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )
        await client.execute_update_with_start_workflow(floor.Floor.step, start_workflow_operation=start)

    async def another() -> None:
        await client.get_workflow_handle(id).execute_update(floor.Floor.step)

    async def with_its_shipment() -> None:
        await another()
        await client.start_workflow(
            floor.Floor.run,
            SHIPMENT_TOLD,
            id=shipment,
            task_queue=floor.TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            start_signal="told",
        )

    async def with_its_receipt() -> None:
        await another()
        await client.get_workflow_handle(shipment).signal(floor.Floor.told)

    steps = {
        "apply": ("first", first),
        "ship": ("another", with_its_shipment),
        "confirm-receipt": ("another", with_its_receipt),
    }
    return [steps.get(name, ("another", another)) for _, name, _ in COMMANDS]


def without_http(commands: Commands, one: str) -> list[Step]:
    """The commands as the API sends them, without the rest of the API."""

    def sending(name: str, fields: dict[str, Any]) -> Callable[[], Awaitable[None]]:
        async def send() -> None:
            at = datetime.now(UTC)
            sent = Sent(
                "sample-request", f"sr_{one}", name, fields, SERVICE, at, uuid.uuid4().hex, opens=name == "apply"
            )
            outcome = await commands.carry_out(sent)
            _expect(fields, outcome.status)

        return send

    return [(label, sending(name, fields(one))) for label, name, fields in COMMANDS]


def over_http(api: aiohttp.ClientSession, one: str) -> list[Step]:
    """The commands as a backend service sends them to the API."""
    made: dict[str, str] = {}

    def sending(name: str, fields: dict[str, Any]) -> Callable[[], Awaitable[None]]:
        async def send() -> None:
            if name == "apply":
                path = "/v1/sample-requests"
            elif name == "advance":
                path = f"/v1/test-clock/sample-request/{made['id']}/advance"
            else:
                path = f"/v1/sample-requests/{made['id']}/{name}"
            async with api.post(path, json=fields) as answer:
                answer.raise_for_status()
                body = await answer.json()
            made.setdefault("id", body.get("id", ""))
            _expect(fields, (body.get("process") or body)["status"])

        return send

    return [(label, sending(name, fields(one))) for label, name, fields in COMMANDS]


def by_a_rival(api: aiohttp.ClientSession, one: str) -> list[Step]:
    """The commands as a client sends them to another service (bench.rivals)."""

    def sending(number: int, fields: dict[str, Any]) -> Callable[[], Awaitable[None]]:
        async def send() -> None:
            async with api.post(f"/{one}/{number}", json=fields) as answer:
                answer.raise_for_status()
                _expect(fields, (await answer.json())["status"])

        return send

    return [(label, sending(number, fields(one))) for number, (label, _, fields) in enumerate(COMMANDS, start=1)]


def _expect(fields: dict[str, Any], status: str) -> None:
    if fields == COMMANDS[-1][2]("") and status != "COMPLETED":
        raise AssertionError(f"the lifecycle ended as {status}")
