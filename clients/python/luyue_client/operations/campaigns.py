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
        """A campaign, as ops announce it. Both windows include their ends to the second (CE-01): an `until` names
        the last second, which counts whole. Given in Beijing time with its offset, kept in UTC.
        """
        return self._luyue.send(Call("PUT", f"/v1/campaigns/{quoted(id)}", models.StoredCampaign, body=body))

    def get(self, id: str, *, at: datetime | None = None) -> models.StoredCampaign:
        """As it was last reported; with `at`, as it was known at that time."""
        return self._luyue.send(Call("GET", f"/v1/campaigns/{quoted(id)}", models.StoredCampaign, query={"at": at}))

    def entries(
        self, id: str, body: models.Registration, *, idempotency_key: str | None = None
    ) -> models.ProcessAnswer:
        """The merchant registers a product in a campaign (CE-01 to CE-06).

        All that is checked is checked at once: what is not met is told together, and the refusal is on record.
        """
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/campaigns/{quoted(id)}/entries",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
            )
        )

    def approve(
        self,
        id: str,
        campaign_id: str,
        body: models.CampaignEntryApproveBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops have reviewed the product: it takes part (CE-03)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/campaigns/{quoted(campaign_id)}/entries/{quoted(id)}/approve",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def reject(
        self,
        id: str,
        campaign_id: str,
        body: models.CampaignEntryRejectBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops have reviewed the product: it does not take part; the merchant may register another one (CE-04)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/campaigns/{quoted(campaign_id)}/entries/{quoted(id)}/reject",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def leave(
        self,
        id: str,
        campaign_id: str,
        body: models.CampaignEntryLeaveBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant takes the product out of the campaign, such as when it cannot ship (CE-07)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/campaigns/{quoted(campaign_id)}/entries/{quoted(id)}/leave",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )


class AsyncCampaigns:
    """Operations on campaigns."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def put(self, id: str, body: models.Campaign) -> models.StoredCampaign:
        """A campaign, as ops announce it. Both windows include their ends to the second (CE-01): an `until` names
        the last second, which counts whole. Given in Beijing time with its offset, kept in UTC.
        """
        return await self._luyue.send(Call("PUT", f"/v1/campaigns/{quoted(id)}", models.StoredCampaign, body=body))

    async def get(self, id: str, *, at: datetime | None = None) -> models.StoredCampaign:
        """As it was last reported; with `at`, as it was known at that time."""
        return await self._luyue.send(
            Call("GET", f"/v1/campaigns/{quoted(id)}", models.StoredCampaign, query={"at": at})
        )

    async def entries(
        self, id: str, body: models.Registration, *, idempotency_key: str | None = None
    ) -> models.ProcessAnswer:
        """The merchant registers a product in a campaign (CE-01 to CE-06).

        All that is checked is checked at once: what is not met is told together, and the refusal is on record.
        """
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/campaigns/{quoted(id)}/entries",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
            )
        )

    async def approve(
        self,
        id: str,
        campaign_id: str,
        body: models.CampaignEntryApproveBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops have reviewed the product: it takes part (CE-03)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/campaigns/{quoted(campaign_id)}/entries/{quoted(id)}/approve",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def reject(
        self,
        id: str,
        campaign_id: str,
        body: models.CampaignEntryRejectBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops have reviewed the product: it does not take part; the merchant may register another one (CE-04)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/campaigns/{quoted(campaign_id)}/entries/{quoted(id)}/reject",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def leave(
        self,
        id: str,
        campaign_id: str,
        body: models.CampaignEntryLeaveBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant takes the product out of the campaign, such as when it cannot ship (CE-07)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/campaigns/{quoted(campaign_id)}/entries/{quoted(id)}/leave",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )
