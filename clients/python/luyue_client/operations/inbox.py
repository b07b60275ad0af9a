"""Operations on inbox. Made by `make client`: not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call, quoted
from luyue_client.pages import AsyncPages, Pages

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Inbox:
    """Operations on inbox."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def list(
        self, *, page_size: int | None = None, page_token: str | None = None, unread: bool | None = None
    ) -> Pages[models.InboxAnswer]:
        """The caller's messages, newest first, or only the unread ones. Ops share one inbox; services have none."""
        return Pages(
            self._luyue,
            Call(
                "GET",
                "/v1/inbox",
                models.InboxAnswerPage,
                query={"page_size": page_size, "page_token": page_token, "unread": unread},
            ),
        )

    def read(self, id: str, *, idempotency_key: str | None = None) -> models.ReadAnswer:
        """Marks a message as read; again changes nothing."""
        return self._luyue.send(
            Call("POST", f"/v1/inbox/{quoted(id)}/read", models.ReadAnswer, idempotency_key=idempotency_key)
        )


class AsyncInbox:
    """Operations on inbox."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    def list(
        self, *, page_size: int | None = None, page_token: str | None = None, unread: bool | None = None
    ) -> AsyncPages[models.InboxAnswer]:
        """The caller's messages, newest first, or only the unread ones. Ops share one inbox; services have none."""
        return AsyncPages(
            self._luyue,
            Call(
                "GET",
                "/v1/inbox",
                models.InboxAnswerPage,
                query={"page_size": page_size, "page_token": page_token, "unread": unread},
            ),
        )

    async def read(self, id: str, *, idempotency_key: str | None = None) -> models.ReadAnswer:
        """Marks a message as read; again changes nothing."""
        return await self._luyue.send(
            Call("POST", f"/v1/inbox/{quoted(id)}/read", models.ReadAnswer, idempotency_key=idempotency_key)
        )
