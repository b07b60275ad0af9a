"""Who takes part in a sample request, and what they send over HTTP."""

import asyncio
import json
import time
import uuid
from datetime import UTC, datetime
from typing import Any

import httpx

from luyue.api import identifiers
from luyue.api.token_keys import development_keys
from luyue.devstack.stack import Stack
from luyue.domain.messages import Value
from luyue.journal.idempotency import Slot
from tests import eligible

NAME, PHONE, ADDRESS = "欧阳思远", "13905718023", "余杭区文一西路九六九号三幢1204室"
NOTE = f"请放门卫,电话{PHONE}"
PERSONAL = (NAME, PHONE, ADDRESS, NOTE)
"""What must be in erasable tables only."""

PATIENCE = 150.0
"""Seconds for which a command is repeated before the test gives up. After a kill of Temporal a poll may hang for 70."""


def unique(prefix: str) -> str:
    """An id that no other test uses."""
    return f"{prefix}-{uuid.uuid4().hex[:12]}"


def body_of(fact: Value) -> dict[str, Any]:
    """A fact as it is reported over HTTP."""
    return fact.model_dump(mode="json", exclude_none=True)


class Caller:
    """One party's way into the API."""

    def __init__(self, stack: Stack, http: httpx.AsyncClient, role: str, party_id: str | None = None) -> None:
        token = stack.token(role, party_id)
        self._http = http
        self._headers = {"Authorization": f"Bearer {token}"}
        self.actor = development_keys(stack.secrets.jwt_secret).caller(token).actor

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Header names are given with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self._http.request(method, path, json=body, headers={**self._headers, **sent})

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.call("GET", path, **headers)

    async def put(self, path: str, body: Any) -> httpx.Response:
        return await self.call("PUT", path, body)

    async def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return await self.call("POST", path, body, **headers)

    async def insist(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Repeats a request, as a client should, until its outcome is known."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                answer = await self.call(method, path, body, **headers)
                if not (answer.status_code == 503 or answer.json().get("code") == "still-running"):
                    return answer
                failure = answer.text
            except httpx.TransportError as error:
                failure = repr(error)
            assert time.monotonic() < deadline, f"{method} {path} is not answered: {failure}"
            await asyncio.sleep(0.1)

    def command_id(self, path: str, key: str) -> str:
        """The id by which a process knows the command that was sent to `path` under `key`."""
        return identifiers.command_id(Slot(self.actor, path, key))


class Scene:
    """A creator who may ask a merchant for a sample of a product, and who else takes part."""

    def __init__(self, stack: Stack, http: httpx.AsyncClient) -> None:
        self.http = http
        self.creator_id, self.merchant_id, self.product_id = unique("c"), unique("m"), unique("p")
        self.contact_id, self.tracking_no, self.video_id = unique("k"), uuid.uuid4().hex[:12].upper(), unique("v")
        self.creator = Caller(stack, http, "creator", self.creator_id)
        self.merchant = Caller(stack, http, "merchant", self.merchant_id)
        self.service = Caller(stack, http, "service")
        self.ops = Caller(stack, http, "ops")

    async def set(self) -> "Scene":
        """Reports the facts and the contact."""
        reported = {
            f"/v1/creators/{self.creator_id}": body_of(eligible.CREATOR),
            f"/v1/merchants/{self.merchant_id}": body_of(eligible.MERCHANT),
            f"/v1/products/{self.product_id}": body_of(eligible.product(self.merchant_id, "西湖龙井")),
            f"/v1/products/{self.product_id}/sample-offer": body_of(eligible.OFFER),
            f"/v1/contacts/{self.contact_id}": {
                "name": NAME,
                "phone": PHONE,
                "region": "浙江省杭州市",
                "address": ADDRESS,
            },
        }
        for path, body in reported.items():
            answer = await self.service.put(path, body)
            assert answer.status_code == 200, answer.text
        return self

    @property
    def application(self) -> dict[str, Any]:
        return {
            "creator_id": self.creator_id,
            "product_id": self.product_id,
            "contact_id": self.contact_id,
            "note": NOTE,
        }

    @property
    def shipment(self) -> dict[str, Any]:
        return {"carrier": "SF", "tracking_no": self.tracking_no}

    @property
    def video(self) -> dict[str, Any]:
        return {"creator_id": self.creator_id, "product_ids": [self.product_id], "state": "published"}

    async def apply(self) -> "Request":
        """Makes a request for a sample."""
        answer = await self.creator.insist("POST", "/v1/sample-requests", self.application, Idempotency_Key="apply")
        assert answer.status_code == 201, answer.text
        request = Request(self, answer.json()["id"])
        request.answers["apply"] = answer
        return request


class Request:
    """A sample request and its further way, each command under a key of its own that a repeat uses again."""

    def __init__(self, scene: Scene, id: str) -> None:
        self.scene = scene
        self.id = id
        self.path = f"/v1/sample-requests/{id}"
        self.stream = f"sample-request/{id}"
        self.answers: dict[str, httpx.Response] = {}

    async def send(self, by: Caller, name: str, body: Any = None) -> httpx.Response:
        """One command until its outcome is known, which must be good."""
        path = f"/v1/test-clock/{self.stream}/advance" if name == "advance" else f"{self.path}/{name}"
        answer = await by.insist("POST", path, body, Idempotency_Key=name)
        assert answer.status_code == 200, f"{name}: {answer.text}"
        self.answers[name] = answer
        return answer

    async def approve(self) -> httpx.Response:
        return await self.send(self.scene.merchant, "approve", {"note": NOTE})

    async def ship(self) -> httpx.Response:
        return await self.send(self.scene.merchant, "ship", self.scene.shipment)

    async def scan(self, *kinds: str) -> None:
        """The carrier has scanned the parcel just now."""
        tracks = [{"at": datetime.now(UTC).isoformat(), "kind": kind} for kind in kinds]
        path = f"/v1/parcels/SF/{self.scene.tracking_no}/tracks"
        answer = await self.scene.service.insist("POST", path, {"tracks": tracks})
        assert answer.status_code == 200, answer.text

    async def confirm_receipt(self) -> httpx.Response:
        return await self.send(self.scene.creator, "confirm-receipt")

    async def advance(self, by: str) -> httpx.Response:
        return await self.send(self.scene.ops, "advance", {"by": by})

    async def publish_video(self) -> None:
        """Reports a video with the product; the request finds it by itself."""
        answer = await self.scene.service.insist("PUT", f"/v1/videos/{self.scene.video_id}", self.scene.video)
        assert answer.status_code == 200, answer.text

    async def events(self) -> list[str]:
        """The types of its events, as the API lists them."""
        answer = await self.scene.ops.insist("GET", f"{self.path}/events?page_size=200")
        return [event["type"] for event in answer.json()["items"]]

    async def has(self, event: str) -> bool:
        return event in await self.events()

    def command_ids(self) -> list[str]:
        """The ids of the commands that were sent by this class and answered."""
        scene = self.scene
        callers = {"apply": scene.creator, "confirm-receipt": scene.creator, "advance": scene.ops}
        return [
            callers.get(name, scene.merchant).command_id(answer.request.url.path, name)
            for name, answer in self.answers.items()
        ]

    def __repr__(self) -> str:
        return json.dumps({"id": self.id, "answered": list(self.answers)})
