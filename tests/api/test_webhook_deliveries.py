"""Deliveries of webhooks over HTTP: which events they are of, how they are listed, and how they are tried anew."""

from datetime import UTC, datetime
from typing import Any

from luyue.journal.journal import Journal
from luyue.journal.webhook_deliveries import WebhookDeliveries
from luyue.journal.webhook_queues import Result, Room, WebhookQueues
from luyue.worker.webhooks import FanOut
from tests.api.client import Caller, Scene, unique
from tests.api.webhooks import PATH, deliveries, fan_out, made


async def park_all(journal: Journal, webhook: dict[str, Any]) -> None:
    """Has every delivery of a webhook fail for good."""
    now = datetime.now(UTC)
    queues, room = WebhookQueues(journal.pool), Room(all=1000, untried=1000, failing=1000)
    while held := await queues.take(now, room, lease=60, most_of_one=1000, most_of_owner=1000):
        for one in held:
            result = Result(now, 500, "status 500") if one.endpoint.id == webhook["id"] else Result(now, 200)
            await queues.let_go(one, result)


async def test_who_gets_which_events(scene: Scene, journal: Journal) -> None:
    everything = await made(scene.service)
    of_ops = await made(scene.ops)
    own_merchants, own_creators = await made(scene.merchant), await made(scene.creator)
    of_other_merchant = await made(Caller(scene.http, "merchant", unique("m")))
    of_other_creator = await made(Caller(scene.http, "creator", scene.merchant_id))
    orders_only = await made(scene.service, kinds=["cooperation_order"])
    approvals_only = await made(scene.service, event_types=["SampleRequestApproved"])
    path = await scene.approved()
    types = await fan_out(journal, path)
    got = {
        name: [one["type"] for one in reversed(await deliveries(caller, webhook)) if one["stream"].endswith(path[-26:])]
        for name, caller, webhook in (
            ("everything", scene.service, everything),
            ("ops", scene.ops, of_ops),
            ("merchant", scene.merchant, own_merchants),
            ("creator", scene.creator, own_creators),
            ("other merchant", scene.ops, of_other_merchant),
            ("other creator", scene.ops, of_other_creator),
            ("orders", scene.service, orders_only),
            ("approvals", scene.service, approvals_only),
        )
    }
    assert got == {
        "everything": types,
        "ops": types,
        "merchant": types,
        "creator": types,
        "other merchant": [],
        "other creator": [],
        "orders": [],
        "approvals": ["SampleRequestApproved"],
    }


async def test_what_happened_before_a_webhook_was_made_is_not_sent(scene: Scene, journal: Journal) -> None:
    path = await scene.apply()
    created = await made(scene.merchant)
    await fan_out(journal, path)
    assert await deliveries(scene.merchant, created) == []


async def test_facts_are_sent_to_services_that_name_them(scene: Scene, journal: Journal) -> None:
    by_name, by_default = await made(scene.service, kinds=["sample-offer"]), await made(scene.service)
    path = f"/v1/products/{scene.product_id}/sample-offer"
    assert (await scene.service.put(path, {"offers_samples": False})).status_code == 200
    for event in await journal.streams.history(f"sample-offer/{scene.product_id}"):
        await FanOut(journal.pool).deliver(event)
    assert [one["type"] for one in await deliveries(scene.service, by_name)] == ["SampleOfferReported"]
    assert await deliveries(scene.service, by_default) == []


async def test_deliveries_in_pages_and_by_state(scene: Scene, journal: Journal) -> None:
    created = await made(scene.merchant)
    types = await fan_out(journal, await scene.shipped())
    one = f"{PATH}/{created['id']}/deliveries"
    first = (await scene.merchant.get(f"{one}?page_size=2")).json()
    rest = (await scene.merchant.get(f"{one}?page_size=200&page_token={first['next_page_token']}")).json()
    assert [item["type"] for item in first["items"] + rest["items"]] == types[::-1]
    assert rest["next_page_token"] is None
    assert {item["state"] for item in rest["items"]} == {"pending"}
    assert await deliveries(scene.merchant, created, "?state=parked") == []
    await park_all(journal, created)
    parked = await deliveries(scene.merchant, created, "?state=parked")
    assert [(item["sequence"], item["attempts"], item["last_status"], item["last_error"]) for item in parked] == [
        (version, 1, 500, "status 500") for version in range(len(types), 0, -1)
    ]
    assert (await scene.merchant.get(f"{one}?state=lost")).status_code == 422


async def test_redelivery_of_one_and_of_all_that_is_parked(scene: Scene, journal: Journal) -> None:
    created = await made(scene.merchant)
    await fan_out(journal, await scene.shipped())
    await park_all(journal, created)
    *others, first = await deliveries(scene.merchant, created)
    one = f"{PATH}/{created['id']}/deliveries"
    again = await scene.merchant.post(f"{one}/{first['event_id']}/redeliver")
    assert again.status_code == 200, again.text
    assert (again.json()["state"], again.json()["attempts"]) == ("pending", 0)
    everything = await scene.merchant.post(f"{one}/redeliver", Idempotency_Key=unique("all"))
    assert everything.json() == {"redelivered": len(others)}
    assert {item["state"] for item in await deliveries(scene.merchant, created)} == {"pending"}
    assert (await scene.merchant.post(f"{one}/redeliver")).json() == {"redelivered": 0}
    assert (await scene.merchant.post(f"{one}/{created['id']}/redeliver")).status_code == 422
    assert (await scene.merchant.post(f"{one}/00000000-0000-4000-8000-000000000000/redeliver")).status_code == 404


async def test_deleting_takes_the_deliveries_along(scene: Scene, journal: Journal) -> None:
    created = await made(scene.merchant)
    await fan_out(journal, await scene.apply())
    assert await deliveries(scene.merchant, created)
    await scene.merchant.delete(f"{PATH}/{created['id']}")
    assert await WebhookDeliveries(journal.pool).page(created["id"], None, None, 10) == []
