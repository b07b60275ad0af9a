"""Operations on merchants. Made by `make client`: not to be edited."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from luyue_client import models
from luyue_client.calls import Call, quoted
from luyue_client.pages import AsyncPages, Pages

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Merchants:
    """Operations on merchants."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def put(self, id: str, body: models.Merchant) -> models.StoredMerchant:
        """A merchant: the alliance's standard (SR-02) and the campaigns' conditions (CE-06)."""
        return self._luyue.send(Call("PUT", f"/v1/merchants/{quoted(id)}", models.StoredMerchant, body=body))

    def get(self, id: str, *, at: datetime | None = None) -> models.StoredMerchant:
        """As it was last reported; with `at`, as it was known at that time."""
        return self._luyue.send(Call("GET", f"/v1/merchants/{quoted(id)}", models.StoredMerchant, query={"at": at}))

    def list_record(
        self, id: str, *, page_size: int | None = None, page_token: str | None = None
    ) -> Pages[models.EntryOnRecord]:
        """Defaults (CO-05), disputes lost (IX-24), late and fake shipments with their points (SH-06, SH-09).

        For the merchant, services and ops. What is taken back is no longer there.
        """
        return Pages(
            self._luyue,
            Call(
                "GET",
                f"/v1/merchants/{quoted(id)}/record",
                models.RecordAnswer,
                query={"page_size": page_size, "page_token": page_token},
            ),
        )

    def put_blacklist(self, id: str, buyer_id: str) -> models.BlacklistedAnswer:
        """The merchant no longer sells to a buyer (MA-02). For the merchant and services."""
        return self._luyue.send(
            Call("PUT", f"/v1/merchants/{quoted(id)}/blacklist/{quoted(buyer_id)}", models.BlacklistedAnswer)
        )

    def get_blacklist(self, id: str, buyer_id: str) -> models.BlacklistedAnswer:
        """Since when a buyer is on a merchant's blacklist. For the merchant, services and ops."""
        return self._luyue.send(
            Call("GET", f"/v1/merchants/{quoted(id)}/blacklist/{quoted(buyer_id)}", models.BlacklistedAnswer)
        )

    def delete_blacklist(self, id: str, buyer_id: str) -> None:
        """The merchant sells to a buyer again (MA-02). For the merchant and services."""
        self._luyue.send(Call("DELETE", f"/v1/merchants/{quoted(id)}/blacklist/{quoted(buyer_id)}", type(None)))

    def list_blacklist(
        self, id: str, *, page_size: int | None = None, page_token: str | None = None
    ) -> Pages[models.BlacklistedAnswer]:
        """A merchant's blacklist in the order of the buyers' ids. For the merchant, services and ops."""
        return Pages(
            self._luyue,
            Call(
                "GET",
                f"/v1/merchants/{quoted(id)}/blacklist",
                models.BlacklistedAnswerPage,
                query={"page_size": page_size, "page_token": page_token},
            ),
        )

    def list_slow_parcels(
        self,
        id: str,
        *,
        format: Literal["json", "csv"] | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
    ) -> Pages[models.SlowParcelAnswer]:
        """A merchant's parcels that are slow from pickup to transit, or from transit to delivery (SH-08)."""
        return Pages(
            self._luyue,
            Call(
                "GET",
                f"/v1/merchants/{quoted(id)}/slow-parcels",
                models.SlowParcelAnswerPage,
                query={"format": format, "page_size": page_size, "page_token": page_token},
            ),
        )


class AsyncMerchants:
    """Operations on merchants."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def put(self, id: str, body: models.Merchant) -> models.StoredMerchant:
        """A merchant: the alliance's standard (SR-02) and the campaigns' conditions (CE-06)."""
        return await self._luyue.send(Call("PUT", f"/v1/merchants/{quoted(id)}", models.StoredMerchant, body=body))

    async def get(self, id: str, *, at: datetime | None = None) -> models.StoredMerchant:
        """As it was last reported; with `at`, as it was known at that time."""
        return await self._luyue.send(
            Call("GET", f"/v1/merchants/{quoted(id)}", models.StoredMerchant, query={"at": at})
        )

    def list_record(
        self, id: str, *, page_size: int | None = None, page_token: str | None = None
    ) -> AsyncPages[models.EntryOnRecord]:
        """Defaults (CO-05), disputes lost (IX-24), late and fake shipments with their points (SH-06, SH-09).

        For the merchant, services and ops. What is taken back is no longer there.
        """
        return AsyncPages(
            self._luyue,
            Call(
                "GET",
                f"/v1/merchants/{quoted(id)}/record",
                models.RecordAnswer,
                query={"page_size": page_size, "page_token": page_token},
            ),
        )

    async def put_blacklist(self, id: str, buyer_id: str) -> models.BlacklistedAnswer:
        """The merchant no longer sells to a buyer (MA-02). For the merchant and services."""
        return await self._luyue.send(
            Call("PUT", f"/v1/merchants/{quoted(id)}/blacklist/{quoted(buyer_id)}", models.BlacklistedAnswer)
        )

    async def get_blacklist(self, id: str, buyer_id: str) -> models.BlacklistedAnswer:
        """Since when a buyer is on a merchant's blacklist. For the merchant, services and ops."""
        return await self._luyue.send(
            Call("GET", f"/v1/merchants/{quoted(id)}/blacklist/{quoted(buyer_id)}", models.BlacklistedAnswer)
        )

    async def delete_blacklist(self, id: str, buyer_id: str) -> None:
        """The merchant sells to a buyer again (MA-02). For the merchant and services."""
        await self._luyue.send(Call("DELETE", f"/v1/merchants/{quoted(id)}/blacklist/{quoted(buyer_id)}", type(None)))

    def list_blacklist(
        self, id: str, *, page_size: int | None = None, page_token: str | None = None
    ) -> AsyncPages[models.BlacklistedAnswer]:
        """A merchant's blacklist in the order of the buyers' ids. For the merchant, services and ops."""
        return AsyncPages(
            self._luyue,
            Call(
                "GET",
                f"/v1/merchants/{quoted(id)}/blacklist",
                models.BlacklistedAnswerPage,
                query={"page_size": page_size, "page_token": page_token},
            ),
        )

    def list_slow_parcels(
        self,
        id: str,
        *,
        format: Literal["json", "csv"] | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
    ) -> AsyncPages[models.SlowParcelAnswer]:
        """A merchant's parcels that are slow from pickup to transit, or from transit to delivery (SH-08)."""
        return AsyncPages(
            self._luyue,
            Call(
                "GET",
                f"/v1/merchants/{quoted(id)}/slow-parcels",
                models.SlowParcelAnswerPage,
                query={"format": format, "page_size": page_size, "page_token": page_token},
            ),
        )
