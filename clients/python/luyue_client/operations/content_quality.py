"""Operations on content quality. Made by `make client`: not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class ContentQuality:
    """Operations on content quality."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def create(self, body: models.Ratings, *, idempotency_key: str | None = None) -> models.QualityAnswer:
        """Good in every dimension: high; bad in any: low; otherwise ordinary (MA-06)."""
        return self._luyue.send(
            Call("POST", "/v1/content-quality", models.QualityAnswer, body=body, idempotency_key=idempotency_key)
        )


class AsyncContentQuality:
    """Operations on content quality."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def create(self, body: models.Ratings, *, idempotency_key: str | None = None) -> models.QualityAnswer:
        """Good in every dimension: high; bad in any: low; otherwise ordinary (MA-06)."""
        return await self._luyue.send(
            Call("POST", "/v1/content-quality", models.QualityAnswer, body=body, idempotency_key=idempotency_key)
        )
