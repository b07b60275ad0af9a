"""Operations on live sessions. Made by `make client`: not to be edited."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call, quoted

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class LiveSessions:
    """Operations on live sessions."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def put(self, id: str, body: models.LiveSession) -> models.StoredLiveSession:
        """A live session and what its cart carried when; open as long as it has no end."""
        return self._luyue.send(Call("PUT", f"/v1/live-sessions/{quoted(id)}", models.StoredLiveSession, body=body))

    def get(self, id: str, *, at: datetime | None = None) -> models.StoredLiveSession:
        """As it was last reported; with `at`, as it was known at that time."""
        return self._luyue.send(
            Call("GET", f"/v1/live-sessions/{quoted(id)}", models.StoredLiveSession, query={"at": at})
        )


class AsyncLiveSessions:
    """Operations on live sessions."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def put(self, id: str, body: models.LiveSession) -> models.StoredLiveSession:
        """A live session and what its cart carried when; open as long as it has no end."""
        return await self._luyue.send(
            Call("PUT", f"/v1/live-sessions/{quoted(id)}", models.StoredLiveSession, body=body)
        )

    async def get(self, id: str, *, at: datetime | None = None) -> models.StoredLiveSession:
        """As it was last reported; with `at`, as it was known at that time."""
        return await self._luyue.send(
            Call("GET", f"/v1/live-sessions/{quoted(id)}", models.StoredLiveSession, query={"at": at})
        )
