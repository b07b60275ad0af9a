"""Operations on videos. Made by `make client`: not to be edited."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call, quoted

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Videos:
    """Operations on videos."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def put(self, id: str, body: models.Video) -> models.StoredVideo:
        """A video. Times left out are the moment of the report, in the time of the process concerned.

        `state_since` dates the state, and with it whatever else this report changes (IX-05). How many products
        a video may carry is the policy's (CA-06); the bounds here only keep a report in size.
        """
        return self._luyue.send(Call("PUT", f"/v1/videos/{quoted(id)}", models.StoredVideo, body=body))

    def get(self, id: str, *, at: datetime | None = None) -> models.StoredVideo:
        """As it was last reported; with `at`, as it was known at that time."""
        return self._luyue.send(Call("GET", f"/v1/videos/{quoted(id)}", models.StoredVideo, query={"at": at}))


class AsyncVideos:
    """Operations on videos."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def put(self, id: str, body: models.Video) -> models.StoredVideo:
        """A video. Times left out are the moment of the report, in the time of the process concerned.

        `state_since` dates the state, and with it whatever else this report changes (IX-05). How many products
        a video may carry is the policy's (CA-06); the bounds here only keep a report in size.
        """
        return await self._luyue.send(Call("PUT", f"/v1/videos/{quoted(id)}", models.StoredVideo, body=body))

    async def get(self, id: str, *, at: datetime | None = None) -> models.StoredVideo:
        """As it was last reported; with `at`, as it was known at that time."""
        return await self._luyue.send(Call("GET", f"/v1/videos/{quoted(id)}", models.StoredVideo, query={"at": at}))
