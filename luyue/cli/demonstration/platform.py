"""The platform, a merchant and creators as clients of the API, each with a token of its own."""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import httpx

from luyue.api import tokens

MERCHANT = {"shop_opened": True, "meets_alliance_standard": True}
PRODUCT = {
    "title": "龙井茶 100 g",
    "source": "alliance",
    "in_alliance": True,
    "meets_alliance_standard": True,
    "cross_border": False,
    "virtual": False,
}
CREATOR = {
    "followers": 5000,
    "public_original_videos": 30,
    "phone_bound": True,
    "real_name_verified": True,
    "disputes_lost": 0,
}


TRIES = 10
"""How often what was too much, or unanswered, is asked again; with the same key, so that it is carried out once."""
PATIENCE = 30.0
"""How many seconds the router may take to carry a report, or one process's event, to a process."""


class DemonstrationFailed(Exception):
    """The API gave another answer than a story needs to go on."""


class Platform:
    """Sends requests to the API as any role; `tag` keeps the ids of one demonstration apart from those of others."""

    def __init__(self, client: httpx.AsyncClient, jwt_secret: str, tag: str) -> None:
        self._client = client
        self._jwt_secret = jwt_secret
        self.tag = tag
        self.merchant_id = f"m-{tag}"
        self.product_id = f"p-{tag}"

    async def service(self, method: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return await self._send("service", None, method, path, body)

    async def creator(self, creator_id: str, path: str, /, **body: Any) -> dict[str, Any]:
        return await self._send("creator", creator_id, "POST", path, body)

    async def merchant(self, path: str, /, **body: Any) -> dict[str, Any]:
        return await self._send("merchant", self.merchant_id, "POST", path, body)

    async def ops(self, path: str, /, method: str = "POST", **body: Any) -> dict[str, Any]:
        return await self._send("ops", None, method, path, body)

    async def read(self, path: str) -> dict[str, Any]:
        """What ops read at an address."""
        answer = await self._request("ops", None, "GET", path, None)
        if not answer.is_success:
            raise DemonstrationFailed(f"GET {path} answered {answer.status_code}: {answer.text}")
        content: dict[str, Any] = answer.json()
        return content

    async def refused(self, method: str, path: str, body: Mapping[str, Any]) -> None:
        """What rules are to refuse."""
        answer = await self._request("service", None, method, path, body)
        if answer.status_code != 422:
            raise DemonstrationFailed(f"{method} {path} answered {answer.status_code}, not 422: {answer.text}")

    async def until(self, path: str, met: Callable[[dict[str, Any]], bool], what: str) -> None:
        """Reads a process, which another or a report may be about to begin or move, until it is as it should be."""

        async def look() -> None:
            while True:
                answer = await self._request("ops", None, "GET", path, None)
                if answer.is_success and met(answer.json()):
                    return
                await asyncio.sleep(0.1)

        try:
            await asyncio.wait_for(look(), PATIENCE)
        except TimeoutError:
            raise DemonstrationFailed(f"after {PATIENCE:.0f} s it is not so that {path} {what}") from None

    async def advance(self, stream: str, by: timedelta) -> dict[str, Any]:
        """Moves a process's test clock forward."""
        body = {"by": f"PT{round(by.total_seconds())}S"}
        return await self.service("POST", f"/v1/test-clock/{stream}/advance", body)

    async def introduce(self) -> None:
        """Reports the merchant and a product of theirs that offers samples."""
        await self.service("PUT", f"/v1/merchants/{self.merchant_id}", MERCHANT)
        product = {**PRODUCT, "merchant_id": self.merchant_id}
        await self.service("PUT", f"/v1/products/{self.product_id}", product)
        await self.service("PUT", f"/v1/products/{self.product_id}/sample-offer", {"offers_samples": True})

    async def new_creator(self, name: str) -> str:
        """Reports a creator who meets every rule; returns its id."""
        creator_id = f"c-{self.tag}-{name}"
        await self.service("PUT", f"/v1/creators/{creator_id}", CREATOR)
        return creator_id

    async def admit(self, creator_id: str) -> None:
        """The creator may sell, and has the product in its showcase, from which live rooms take theirs."""
        await self.creator(creator_id, "/v1/cart-access", creator_id=creator_id)
        await self.service("PUT", f"/v1/creators/{creator_id}/showcase/{self.product_id}", {})

    async def apply(self, name: str) -> tuple[str, str]:
        """A new creator applies for a sample; returns the creator's and the request's id."""
        creator_id = await self.new_creator(name)
        body = {"creator_id": creator_id, "product_id": self.product_id, "note": "想试试这款茶"}
        return creator_id, (await self.creator(creator_id, "/v1/sample-requests", **body))["id"]

    async def _send(
        self, role: str, party_id: str | None, method: str, path: str, body: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        answer = await self._request(role, party_id, method, path, body)
        if not answer.is_success:
            raise DemonstrationFailed(f"{method} {path} as {role} answered {answer.status_code}: {answer.text}")
        content: dict[str, Any] = answer.json()
        return content

    async def _request(
        self, role: str, party_id: str | None, method: str, path: str, body: Mapping[str, Any] | None
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {tokens.issue(self._jwt_secret, role, party_id)}"}
        if method == "POST":
            headers["Idempotency-Key"] = secrets.token_hex(16)
        answer = await self._client.request(method, path, json=body, headers=headers)
        for _ in range(TRIES):
            if answer.status_code not in (429, 503):
                break
            await asyncio.sleep(float(answer.headers.get("Retry-After", 1)))
            answer = await self._client.request(method, path, json=body, headers=headers)
        return answer
