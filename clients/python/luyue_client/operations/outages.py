"""Operations on outages. Made by `make client`: not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call, quoted
from luyue_client.pages import AsyncPages, Pages

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Outages:
    """Operations on outages."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def list(self, *, page_size: int | None = None, page_token: str | None = None) -> Pages[models.OutageAnswer]:
        """All outages, the last declared first. For services and ops."""
        return Pages(
            self._luyue,
            Call(
                "GET", "/v1/outages", models.OutageAnswerPage, query={"page_size": page_size, "page_token": page_token}
            ),
        )

    def create(self, body: models.OutageBody, *, idempotency_key: str | None = None) -> models.OutageAnswer:
        """Declares an outage (ops): what is due in it, and has not happened yet, is held until its release."""
        return self._luyue.send(
            Call("POST", "/v1/outages", models.OutageAnswer, body=body, idempotency_key=idempotency_key)
        )

    def get(self, id: str) -> models.OutageAnswer:
        """One outage."""
        return self._luyue.send(Call("GET", f"/v1/outages/{quoted(id)}", models.OutageAnswer))

    def release(self, id: str, body: models.ReleaseBody, *, idempotency_key: str | None = None) -> models.OutageAnswer:
        """Releases an outage (ops), for good: deadlines that were due in it get more time, or act."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/outages/{quoted(id)}/release",
                models.OutageAnswer,
                body=body,
                idempotency_key=idempotency_key,
            )
        )


class AsyncOutages:
    """Operations on outages."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    def list(self, *, page_size: int | None = None, page_token: str | None = None) -> AsyncPages[models.OutageAnswer]:
        """All outages, the last declared first. For services and ops."""
        return AsyncPages(
            self._luyue,
            Call(
                "GET", "/v1/outages", models.OutageAnswerPage, query={"page_size": page_size, "page_token": page_token}
            ),
        )

    async def create(self, body: models.OutageBody, *, idempotency_key: str | None = None) -> models.OutageAnswer:
        """Declares an outage (ops): what is due in it, and has not happened yet, is held until its release."""
        return await self._luyue.send(
            Call("POST", "/v1/outages", models.OutageAnswer, body=body, idempotency_key=idempotency_key)
        )

    async def get(self, id: str) -> models.OutageAnswer:
        """One outage."""
        return await self._luyue.send(Call("GET", f"/v1/outages/{quoted(id)}", models.OutageAnswer))

    async def release(
        self, id: str, body: models.ReleaseBody, *, idempotency_key: str | None = None
    ) -> models.OutageAnswer:
        """Releases an outage (ops), for good: deadlines that were due in it get more time, or act."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/outages/{quoted(id)}/release",
                models.OutageAnswer,
                body=body,
                idempotency_key=idempotency_key,
            )
        )
