"""Operations on commission quotes. Made by `make client`: not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class CommissionQuotes:
    """Operations on commission quotes."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def create(self, body: models.QuoteBody, *, idempotency_key: str | None = None) -> models.QuoteAnswer:
        """How the commission on a sale would be split (CA-08), under the policy in force now. Nothing is recorded."""
        return self._luyue.send(
            Call("POST", "/v1/commission-quotes", models.QuoteAnswer, body=body, idempotency_key=idempotency_key)
        )


class AsyncCommissionQuotes:
    """Operations on commission quotes."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def create(self, body: models.QuoteBody, *, idempotency_key: str | None = None) -> models.QuoteAnswer:
        """How the commission on a sale would be split (CA-08), under the policy in force now. Nothing is recorded."""
        return await self._luyue.send(
            Call("POST", "/v1/commission-quotes", models.QuoteAnswer, body=body, idempotency_key=idempotency_key)
        )
