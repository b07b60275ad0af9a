"""Operations on test clock. Made by `make client`: not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call, quoted

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class TestClock:
    """Operations on test clock."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def advance(
        self, kind: str, id: str, body: models.Advance, *, idempotency_key: str | None = None
    ) -> models.AdvanceAnswer:
        """Moves a process forward, by a duration or to a moment of its own time, and what it is linked to by as
        much.
        """
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/test-clock/{quoted(kind)}/{quoted(id)}/advance",
                models.AdvanceAnswer,
                body=body,
                idempotency_key=idempotency_key,
            )
        )


class AsyncTestClock:
    """Operations on test clock."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def advance(
        self, kind: str, id: str, body: models.Advance, *, idempotency_key: str | None = None
    ) -> models.AdvanceAnswer:
        """Moves a process forward, by a duration or to a moment of its own time, and what it is linked to by as
        much.
        """
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/test-clock/{quoted(kind)}/{quoted(id)}/advance",
                models.AdvanceAnswer,
                body=body,
                idempotency_key=idempotency_key,
            )
        )
