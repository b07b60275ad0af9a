"""Callers of the API in tests, and the scene of a sample request: a creator, a merchant and their product."""

import itertools
import time
from typing import Any

import httpx

from luyue.api import tokens
from luyue.domain.messages import Value
from luyue.dossier.keys import new_signing_key
from tests import eligible

SECRET = "a secret for tests only, which is long enough to sign tokens with any algorithm"
DOSSIER_KEY = new_signing_key()
_NUMBERS = itertools.count(time.time_ns())


def unique(prefix: str) -> str:
    """An id that no other test uses."""
    return f"{prefix}-{next(_NUMBERS)}"


def body_of(fact: Value) -> dict[str, Any]:
    """A fact as it is reported over HTTP."""
    return fact.model_dump(mode="json", exclude_none=True)


class Caller:
    """One party's way into the API."""

    def __init__(self, http: httpx.AsyncClient, role: str, party_id: str | None = None) -> None:
        self._http = http
        self.authorization = f"Bearer {tokens.issue(SECRET, role, party_id)}"

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Header names are given with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self._http.request(
            method, path, json=body, headers={"Authorization": self.authorization, **sent}, timeout=60
        )

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.call("GET", path, **headers)

    async def put(self, path: str, body: Any, **headers: str) -> httpx.Response:
        return await self.call("PUT", path, body, **headers)

    async def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return await self.call("POST", path, body, **headers)

    async def delete(self, path: str) -> httpx.Response:
        return await self.call("DELETE", path)


class Scene:
    """A creator who may ask a merchant for samples of a product, and who else takes part."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.creator_id, self.merchant_id, self.product_id = unique("c"), unique("m"), unique("p")
        self.creator = Caller(http, "creator", self.creator_id)
        self.merchant = Caller(http, "merchant", self.merchant_id)
        self.service = Caller(http, "service")
        self.ops = Caller(http, "ops")

    async def set(self) -> "Scene":
        """Reports the facts."""
        facts = {
            f"/v1/creators/{self.creator_id}": body_of(eligible.CREATOR),
            f"/v1/merchants/{self.merchant_id}": body_of(eligible.MERCHANT),
            f"/v1/products/{self.product_id}": body_of(eligible.product(self.merchant_id, "龙井茶")),
            f"/v1/products/{self.product_id}/sample-offer": body_of(eligible.OFFER),
        }
        for path, fact in facts.items():
            assert (await self.service.put(path, fact)).status_code == 200
        return self

    async def show(self) -> str:
        """Admits the creator to cart access and puts the product into the showcase; returns the entry's path."""
        admitted = await self.creator.post("/v1/cart-access", {"creator_id": self.creator_id})
        assert admitted.is_success, admitted.text
        path = f"/v1/creators/{self.creator_id}/showcase/{self.product_id}"
        shown = await self.creator.put(path, {})
        assert shown.status_code == 200, shown.text
        return path

    @property
    def application(self) -> dict[str, Any]:
        return {"creator_id": self.creator_id, "product_id": self.product_id}

    async def apply(self, **more: Any) -> str:
        """Makes a request; returns its path."""
        answer = await self.creator.post("/v1/sample-requests", {**self.application, **more})
        assert answer.status_code == 201, answer.text
        path: str = answer.headers["location"]
        return path

    async def approved(self) -> str:
        path = await self.apply()
        assert (await self.merchant.post(f"{path}/approve")).status_code == 200
        return path

    async def shipped(self) -> str:
        path = await self.approved()
        shipment = {"carrier": "SF", "tracking_no": unique("SF")}
        assert (await self.merchant.post(f"{path}/ship", shipment)).status_code == 200
        return path

    async def received(self) -> str:
        path = await self.shipped()
        assert (await self.creator.post(f"{path}/confirm-receipt")).status_code == 200
        return path

    async def status(self, path: str) -> str:
        status: str = (await self.service.get(path)).json()["status"]
        return status

    async def events(self, path: str) -> list[str]:
        """The types of a process's events."""
        answer = await self.service.get(f"{path}/events?page_size=200")
        return [event["type"] for event in answer.json()["items"]]

    async def advance(self, path: str, **how: str) -> httpx.Response:
        return await self.ops.post(f"/v1/test-clock/sample-request/{path.rpartition('/')[2]}/advance", how)
