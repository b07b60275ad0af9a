"""Operations on skus. Made by `make client`: not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call, quoted

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Skus:
    """Operations on skus."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def put(self, id: str, body: models.Sku) -> models.SkuAnswer:
        """Stores a SKU: how many there are, and how many a buyer may have. For its merchant and services.

        Limits that are set contradict neither each other nor the category's recommendation (MA-01).
        """
        return self._luyue.send(Call("PUT", f"/v1/skus/{quoted(id)}", models.SkuAnswer, body=body))

    def get(self, id: str) -> models.SkuAnswer:
        """A SKU as it was last stored. For its merchant, services and ops."""
        return self._luyue.send(Call("GET", f"/v1/skus/{quoted(id)}", models.SkuAnswer))


class AsyncSkus:
    """Operations on skus."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def put(self, id: str, body: models.Sku) -> models.SkuAnswer:
        """Stores a SKU: how many there are, and how many a buyer may have. For its merchant and services.

        Limits that are set contradict neither each other nor the category's recommendation (MA-01).
        """
        return await self._luyue.send(Call("PUT", f"/v1/skus/{quoted(id)}", models.SkuAnswer, body=body))

    async def get(self, id: str) -> models.SkuAnswer:
        """A SKU as it was last stored. For its merchant, services and ops."""
        return await self._luyue.send(Call("GET", f"/v1/skus/{quoted(id)}", models.SkuAnswer))
