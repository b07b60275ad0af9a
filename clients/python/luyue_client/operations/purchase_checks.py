"""Operations on purchase checks. Made by `make client`: not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class PurchaseChecks:
    """Operations on purchase checks."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def create(self, body: models.WishBody, *, idempotency_key: str | None = None) -> models.PurchaseCheckAnswer:
        """Whether a buyer may buy so many pieces now: every check at once (MA-01, MA-02, MA-05, IX-28).

        Nothing is recorded. For the merchant and services.
        """
        return self._luyue.send(
            Call("POST", "/v1/purchase-checks", models.PurchaseCheckAnswer, body=body, idempotency_key=idempotency_key)
        )


class AsyncPurchaseChecks:
    """Operations on purchase checks."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def create(self, body: models.WishBody, *, idempotency_key: str | None = None) -> models.PurchaseCheckAnswer:
        """Whether a buyer may buy so many pieces now: every check at once (MA-01, MA-02, MA-05, IX-28).

        Nothing is recorded. For the merchant and services.
        """
        return await self._luyue.send(
            Call("POST", "/v1/purchase-checks", models.PurchaseCheckAnswer, body=body, idempotency_key=idempotency_key)
        )
