"""Operations on campaigns. Made by `make client`: not to be edited."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call, quoted

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Campaigns:
    """Operations on campaigns."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def put(self, id: str, body: models.Campaign) -> models.StoredCampaign:
        """A campaign, as ops announce it. Both windows include their ends (CE-01); given in Beijing time, kept in
        UTC.
        """
        return self._luyue.send(Call("PUT", f"/v1/campaigns/{quoted(id)}", models.StoredCampaign, body=body))

    def get(self, id: str, *, at: datetime | None = None) -> models.StoredCampaign:
        """As it was last reported; with `at`, as it was known at that time."""
        return self._luyue.send(Call("GET", f"/v1/campaigns/{quoted(id)}", models.StoredCampaign, query={"at": at}))


class AsyncCampaigns:
    """Operations on campaigns."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def put(self, id: str, body: models.Campaign) -> models.StoredCampaign:
        """A campaign, as ops announce it. Both windows include their ends (CE-01); given in Beijing time, kept in
        UTC.
        """
        return await self._luyue.send(Call("PUT", f"/v1/campaigns/{quoted(id)}", models.StoredCampaign, body=body))

    async def get(self, id: str, *, at: datetime | None = None) -> models.StoredCampaign:
        """As it was last reported; with `at`, as it was known at that time."""
        return await self._luyue.send(
            Call("GET", f"/v1/campaigns/{quoted(id)}", models.StoredCampaign, query={"at": at})
        )
