"""Webhooks in tests of the API: made, and handed the events that the worker would hand them."""

from typing import Any

from luyue.journal.journal import Journal
from luyue.worker.webhooks import FanOut
from tests.api.client import Caller

URL = "https://8.8.8.8/luyue"
PATH = "/v1/webhooks"


async def made(caller: Caller, **body: Any) -> dict[str, Any]:
    answer = await caller.post(PATH, {"url": URL, **body})
    assert answer.status_code == 201, answer.text
    created: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"{PATH}/{created['id']}"
    return created


async def fan_out(journal: Journal, path: str) -> list[str]:
    """Hands a process's events to the webhooks there are; returns their types."""
    stream = path.removeprefix("/v1/").replace("sample-requests", "sample-request")
    events = await journal.streams.history(stream)
    fanning = FanOut(journal.pool)
    for event in events:
        await fanning.deliver(event)
    return [event.type for event in events]


async def deliveries(caller: Caller, webhook: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
    answer = await caller.get(f"{PATH}/{webhook['id']}/deliveries{query}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items
