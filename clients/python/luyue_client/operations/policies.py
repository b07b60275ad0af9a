"""Operations on policies. Made by `make client`: not to be edited."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call, quoted
from luyue_client.pages import AsyncPages, Pages

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Policies:
    """Operations on policies."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def list(
        self, *, at: datetime | None = None, page_size: int | None = None, page_token: str | None = None
    ) -> Pages[models.PolicyAnswer]:
        """All versions, those that take effect last first."""
        return Pages(
            self._luyue,
            Call(
                "GET",
                "/v1/policies",
                models.PolicyAnswerPage,
                query={"at": at, "page_size": page_size, "page_token": page_token},
            ),
        )

    def create(self, body: models.PolicyBody, *, idempotency_key: str | None = None) -> models.PolicyAdded:
        """Adds a version (ops): the one in force until then, with these parameters otherwise.

        Running processes keep theirs.
        """
        return self._luyue.send(
            Call("POST", "/v1/policies", models.PolicyAdded, body=body, idempotency_key=idempotency_key)
        )

    def get(self, version: str) -> models.PolicyAnswer:
        """One version."""
        return self._luyue.send(Call("GET", f"/v1/policies/{quoted(version)}", models.PolicyAnswer))


class AsyncPolicies:
    """Operations on policies."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    def list(
        self, *, at: datetime | None = None, page_size: int | None = None, page_token: str | None = None
    ) -> AsyncPages[models.PolicyAnswer]:
        """All versions, those that take effect last first."""
        return AsyncPages(
            self._luyue,
            Call(
                "GET",
                "/v1/policies",
                models.PolicyAnswerPage,
                query={"at": at, "page_size": page_size, "page_token": page_token},
            ),
        )

    async def create(self, body: models.PolicyBody, *, idempotency_key: str | None = None) -> models.PolicyAdded:
        """Adds a version (ops): the one in force until then, with these parameters otherwise.

        Running processes keep theirs.
        """
        return await self._luyue.send(
            Call("POST", "/v1/policies", models.PolicyAdded, body=body, idempotency_key=idempotency_key)
        )

    async def get(self, version: str) -> models.PolicyAnswer:
        """One version."""
        return await self._luyue.send(Call("GET", f"/v1/policies/{quoted(version)}", models.PolicyAnswer))
