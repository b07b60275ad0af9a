"""Webhooks on the real stack: an order's events arrive at their parties, also when the worker is killed meanwhile."""

import itertools
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook

from luyue.devstack.stack import Stack
from tests.e2e.orders import OrderScene
from tests.e2e.parts import killed_and_kept_down
from tests.e2e.scene import NOTE, PERSONAL, Caller, Scene
from tests.worker.webhook_receiver import Receiver, answers, receiver, says_nothing


@pytest.fixture
async def target() -> AsyncIterator[Receiver]:
    async with receiver() as target:
        yield target


async def registered(caller: Caller, target: Receiver, **body: Any) -> dict[str, Any]:
    answer = await caller.post("/v1/webhooks", {"url": target.url, **body})
    assert answer.status_code == 201, answer.text
    webhook: dict[str, Any] = answer.json()
    return webhook


async def test_an_orders_events_arrive_in_order_signed_and_as_the_api_shows_them(
    stack: Stack, http: httpx.AsyncClient, target: Receiver, eventually
) -> None:
    scene = await OrderScene(stack, http).set()
    webhook = await registered(scene.merchant, target)
    order = await scene.propose()
    await order.send(scene.creator, "accept")
    await order.send(scene.creator, "go-live", {"live_session_id": scene.session_id})
    shown = (await scene.merchant.get(f"{order.path}/events")).json()["items"]
    await eventually(lambda: len(target.got_of(order.stream)) == len(shown))
    assert [got.envelope["data"] for got in target.got] == shown
    for got, event in zip(target.got, shown, strict=True):
        envelope = Webhook(webhook["secret"]).verify(got.body, got.headers)
        assert (envelope["id"], got.id) == (event["id"], event["id"])
        assert envelope["type"] == f"luyue.cooperation-order.{event['type']}"
        assert (envelope["subject"], envelope["sequence"]) == (order.stream, event["version"])

    rotated = (await scene.merchant.post(f"/v1/webhooks/{webhook['id']}/rotate-secret", {"overlap": "PT24H"})).json()
    await order.send(scene.creator, "deliver")
    await eventually(lambda: len(target.got_of(order.stream)) > len(shown))
    for secret in (webhook["secret"], rotated["secret"]):
        Webhook(secret).verify(target.got[-1].body, target.got[-1].headers)
    assert (await scene.merchant.call("DELETE", f"/v1/webhooks/{webhook['id']}")).status_code == 204


@pytest.mark.long
async def test_a_worker_killed_during_a_delivery_loses_nothing_and_no_order(
    stack: Stack, http: httpx.AsyncClient, target: Receiver, eventually
) -> None:
    scene = await Scene(stack, http).set()
    webhook = await registered(scene.creator, target)
    target.behave = says_nothing
    request = await scene.apply()
    await eventually(lambda: len(target.got) == 1)
    async with killed_and_kept_down(stack, "worker", eventually):
        target.behave = answers(200)
    await request.approve()
    await request.ship()

    async def all_is_delivered() -> bool:
        items = (await scene.creator.get(f"/v1/webhooks/{webhook['id']}/deliveries")).json()["items"]
        # Its parcel has a process of its own.
        return [item["state"] for item in items if item["stream"] == request.stream] == ["delivered"] * 3

    await eventually(all_is_delivered)
    assert [version for version, _ in itertools.groupby(target.got_of(request.stream))] == [1, 2, 3]
    of_request = [got for got in target.got if got.subject == request.stream]
    assert len({got.id for got in of_request}) == 3
    assert len({got.id for got in of_request if got.sequence == 1}) == 1
    for got in target.got:
        Webhook(webhook["secret"]).verify(got.body, got.headers)
        assert not any(hidden in got.body.decode() for hidden in (*PERSONAL, NOTE))
    log = (stack.layout.log_directory / "worker.log").read_text()
    assert webhook["secret"].removeprefix("whsec_") not in log
    assert (await scene.creator.call("DELETE", f"/v1/webhooks/{webhook['id']}")).status_code == 204


async def test_private_networks_metadata_stays_out_of_reach_even_in_development(scene: Scene) -> None:
    answer = await scene.service.post("/v1/webhooks", {"url": "http://169.254.169.254/latest/meta-data/"})
    assert (answer.status_code, answer.json()["violations"][0]["rule"]) == (422, "field:url")
