"""Operations on purchases. Made by `make client`: not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Purchases:
    """Operations on purchases."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def create(self, body: models.PurchaseBody, *, idempotency_key: str | None = None) -> models.PurchaseAnswer:
        """Records what a buyer has bought: it counts towards the cumulative limit (MA-01). For services.

        What happened is recorded whatever the limits say.
        """
        return self._luyue.send(
            Call("POST", "/v1/purchases", models.PurchaseAnswer, body=body, idempotency_key=idempotency_key)
        )


class AsyncPurchases:
    """Operations on purchases."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def create(self, body: models.PurchaseBody, *, idempotency_key: str | None = None) -> models.PurchaseAnswer:
        """Records what a buyer has bought: it counts towards the cumulative limit (MA-01). For services.

        What happened is recorded whatever the limits say.
        """
        return await self._luyue.send(
            Call("POST", "/v1/purchases", models.PurchaseAnswer, body=body, idempotency_key=idempotency_key)
        )
