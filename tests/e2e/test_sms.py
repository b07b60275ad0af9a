"""An offer reaches its creator by SMS and in the inbox (CO-02), whatever happens to the worker meanwhile."""

import os
import signal

import httpx
import pytest
from temporalio.client import Client

from luyue.devstack.stack import Stack
from tests.conftest import Eventually
from tests.e2e.database import Database
from tests.e2e.orders import OrderScene
from tests.e2e.scene import ADDRESS, NAME
from tests.e2e.traces import traces
from tests.sms_gateway import SmsGateway, answers, says_nothing

PHONE, OTHER = "13700010001", "13700010002"


@pytest.fixture
async def scene(stack: Stack, http: httpx.AsyncClient) -> OrderScene:
    return await OrderScene(stack, http).set()


async def give_number(scene: OrderScene, phone: str) -> None:
    """The contact with the creator's own id is the creator's."""
    contact = {"name": NAME, "phone": phone, "region": "浙江省杭州市", "address": ADDRESS}
    answer = await scene.service.put(f"/v1/contacts/{scene.creator_id}", contact)
    assert answer.status_code == 200, answer.text


async def inbox(scene: OrderScene) -> list[str]:
    answer = await scene.creator.insist("GET", "/v1/inbox")
    return [item["message"] for item in answer.json()["items"]]


async def test_co_02_an_offer_leads_to_one_sms_and_a_message_in_the_inbox(
    scene: OrderScene, stack: Stack, database: Database, temporal: Client, sms: SmsGateway, eventually: Eventually
) -> None:
    await give_number(scene, PHONE)
    order = await scene.propose()
    await eventually(lambda: sms.got_by(PHONE))

    async def is_in_the_inbox() -> bool:
        # Of two streams either may be written first: an order is promised only within one.
        return sorted(await inbox(scene)) == ["cart-access.granted", "cooperation-order.offered.live.to-creator"]

    await eventually(is_in_the_inbox)
    await order.send(scene.creator, "accept")
    await order.knows("OrderAccepted")
    [got] = sms.got_by(PHONE)
    event = await database.value("select id::text from events where stream = $1 and version = 1", order.stream)
    assert got.key == f"{event}:creator:{scene.creator_id}"
    assert got.body["text"].startswith("您收到一份直播合作邀请")
    assert got.headers["authorization"] == "Bearer gateway-token"
    assert await traces(stack, database, temporal, [PHONE, "gateway-token"]) == []


async def test_a_worker_killed_while_it_sends_says_the_same_again_with_the_same_key(
    scene: OrderScene, stack: Stack, sms: SmsGateway, eventually: Eventually
) -> None:
    sms.behaves_to[OTHER] = says_nothing
    await give_number(scene, OTHER)
    await scene.propose()
    await eventually(lambda: sms.got_by(OTHER))
    sms.behaves_to[OTHER] = answers(202)
    worker = stack.pid("worker")
    assert worker is not None
    os.kill(worker, signal.SIGKILL)
    await eventually(lambda: len(sms.got_by(OTHER)) == 2)
    assert len({(got.key, got.body["text"]) for got in sms.got_by(OTHER)}) == 1


async def test_without_a_number_the_inbox_alone_tells(
    scene: OrderScene, sms: SmsGateway, eventually: Eventually
) -> None:
    sent = len(sms.got)
    await scene.propose()

    async def is_in_the_inbox() -> bool:
        return "cooperation-order.offered.live.to-creator" in await inbox(scene)

    await eventually(is_in_the_inbox)
    assert len(sms.got) == sent
