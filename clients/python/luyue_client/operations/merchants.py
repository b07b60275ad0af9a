"""Operations on merchants. Made by `make client`: not to be edited."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call, quoted

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Merchants:
    """Operations on merchants."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def put(self, id: str, body: models.Merchant) -> models.StoredMerchant:
        """A merchant: the alliance's standard (SR-02) and the campaigns' conditions (CE-06)."""
        return self._luyue.send(Call("PUT", f"/v1/merchants/{quoted(id)}", models.StoredMerchant, body=body))

    def get(self, id: str, *, at: datetime | None = None) -> models.StoredMerchant:
        """As it was last reported; with `at`, as it was known at that time."""
        return self._luyue.send(Call("GET", f"/v1/merchants/{quoted(id)}", models.StoredMerchant, query={"at": at}))


class AsyncMerchants:
    """Operations on merchants."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def put(self, id: str, body: models.Merchant) -> models.StoredMerchant:
        """A merchant: the alliance's standard (SR-02) and the campaigns' conditions (CE-06)."""
        return await self._luyue.send(Call("PUT", f"/v1/merchants/{quoted(id)}", models.StoredMerchant, body=body))

    async def get(self, id: str, *, at: datetime | None = None) -> models.StoredMerchant:
        """As it was last reported; with `at`, as it was known at that time."""
        return await self._luyue.send(
            Call("GET", f"/v1/merchants/{quoted(id)}", models.StoredMerchant, query={"at": at})
        )
