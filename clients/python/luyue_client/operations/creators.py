"""Operations on creators. Made by `make client`: not to be edited."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from luyue_client import models
from luyue_client.calls import Call, quoted
from luyue_client.pages import AsyncPages, Pages

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Creators:
    """Operations on creators."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def put(self, id: str, body: models.Creator) -> models.StoredCreator:
        """What the platform knows of a creator; what is left out is not known."""
        return self._luyue.send(Call("PUT", f"/v1/creators/{quoted(id)}", models.StoredCreator, body=body))

    def get(self, id: str, *, at: datetime | None = None) -> models.StoredCreator:
        """As it was last reported; with `at`, as it was known at that time."""
        return self._luyue.send(Call("GET", f"/v1/creators/{quoted(id)}", models.StoredCreator, query={"at": at}))

    def put_risk_waiver(self, id: str, body: models.RiskWaiver) -> models.StoredRiskWaiver:
        """Of ops: a high risk does not refuse the creator meanwhile (SR-01)."""
        return self._luyue.send(
            Call("PUT", f"/v1/creators/{quoted(id)}/risk-waiver", models.StoredRiskWaiver, body=body)
        )

    def get_risk_waiver(self, id: str, *, at: datetime | None = None) -> models.StoredRiskWaiver:
        """As it was last reported; with `at`, as it was known at that time."""
        return self._luyue.send(
            Call("GET", f"/v1/creators/{quoted(id)}/risk-waiver", models.StoredRiskWaiver, query={"at": at})
        )

    def list(
        self,
        *,
        right: Literal["video_cart", "live_cart"] | None = None,
        min_followers: int | None = None,
        sort: Literal["id", "followers"] | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
    ) -> Pages[models.ListedCreator]:
        """The creators who may share products (CO-01). For merchants, services and ops."""
        return Pages(
            self._luyue,
            Call(
                "GET",
                "/v1/creators",
                models.ListedCreatorPage,
                query={
                    "right": right,
                    "min_followers": min_followers,
                    "sort": sort,
                    "page_size": page_size,
                    "page_token": page_token,
                },
            ),
        )

    def put_showcase(self, id: str, product_id: str, body: models.EntryBody) -> models.EntryAnswer:
        """Adds a product that may be added, or changes how one is shown that was added before.

        A change takes the showcase right alone, whatever the rules for new products say now. The product that
        is being explained gives way to another one that is to be. For the creator and services.
        """
        return self._luyue.send(
            Call("PUT", f"/v1/creators/{quoted(id)}/showcase/{quoted(product_id)}", models.EntryAnswer, body=body)
        )

    def get_showcase(self, id: str, product_id: str) -> models.EntryAnswer:
        """One product in a creator's showcase. For the creator, services and ops."""
        return self._luyue.send(
            Call("GET", f"/v1/creators/{quoted(id)}/showcase/{quoted(product_id)}", models.EntryAnswer)
        )

    def delete_showcase(self, id: str, product_id: str) -> None:
        """Removes a product. For the creator and services."""
        self._luyue.send(Call("DELETE", f"/v1/creators/{quoted(id)}/showcase/{quoted(product_id)}", type(None)))

    def list_showcase(
        self,
        id: str,
        *,
        category: str | None = None,
        recommended: bool | None = None,
        new: bool | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
    ) -> Pages[models.EntryAnswer]:
        """A creator's showcase, the last added first. For the creator, services and ops."""
        return Pages(
            self._luyue,
            Call(
                "GET",
                f"/v1/creators/{quoted(id)}/showcase",
                models.EntryAnswerPage,
                query={
                    "category": category,
                    "recommended": recommended,
                    "new": new,
                    "page_size": page_size,
                    "page_token": page_token,
                },
            ),
        )


class AsyncCreators:
    """Operations on creators."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def put(self, id: str, body: models.Creator) -> models.StoredCreator:
        """What the platform knows of a creator; what is left out is not known."""
        return await self._luyue.send(Call("PUT", f"/v1/creators/{quoted(id)}", models.StoredCreator, body=body))

    async def get(self, id: str, *, at: datetime | None = None) -> models.StoredCreator:
        """As it was last reported; with `at`, as it was known at that time."""
        return await self._luyue.send(Call("GET", f"/v1/creators/{quoted(id)}", models.StoredCreator, query={"at": at}))

    async def put_risk_waiver(self, id: str, body: models.RiskWaiver) -> models.StoredRiskWaiver:
        """Of ops: a high risk does not refuse the creator meanwhile (SR-01)."""
        return await self._luyue.send(
            Call("PUT", f"/v1/creators/{quoted(id)}/risk-waiver", models.StoredRiskWaiver, body=body)
        )

    async def get_risk_waiver(self, id: str, *, at: datetime | None = None) -> models.StoredRiskWaiver:
        """As it was last reported; with `at`, as it was known at that time."""
        return await self._luyue.send(
            Call("GET", f"/v1/creators/{quoted(id)}/risk-waiver", models.StoredRiskWaiver, query={"at": at})
        )

    def list(
        self,
        *,
        right: Literal["video_cart", "live_cart"] | None = None,
        min_followers: int | None = None,
        sort: Literal["id", "followers"] | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
    ) -> AsyncPages[models.ListedCreator]:
        """The creators who may share products (CO-01). For merchants, services and ops."""
        return AsyncPages(
            self._luyue,
            Call(
                "GET",
                "/v1/creators",
                models.ListedCreatorPage,
                query={
                    "right": right,
                    "min_followers": min_followers,
                    "sort": sort,
                    "page_size": page_size,
                    "page_token": page_token,
                },
            ),
        )

    async def put_showcase(self, id: str, product_id: str, body: models.EntryBody) -> models.EntryAnswer:
        """Adds a product that may be added, or changes how one is shown that was added before.

        A change takes the showcase right alone, whatever the rules for new products say now. The product that
        is being explained gives way to another one that is to be. For the creator and services.
        """
        return await self._luyue.send(
            Call("PUT", f"/v1/creators/{quoted(id)}/showcase/{quoted(product_id)}", models.EntryAnswer, body=body)
        )

    async def get_showcase(self, id: str, product_id: str) -> models.EntryAnswer:
        """One product in a creator's showcase. For the creator, services and ops."""
        return await self._luyue.send(
            Call("GET", f"/v1/creators/{quoted(id)}/showcase/{quoted(product_id)}", models.EntryAnswer)
        )

    async def delete_showcase(self, id: str, product_id: str) -> None:
        """Removes a product. For the creator and services."""
        await self._luyue.send(Call("DELETE", f"/v1/creators/{quoted(id)}/showcase/{quoted(product_id)}", type(None)))

    def list_showcase(
        self,
        id: str,
        *,
        category: str | None = None,
        recommended: bool | None = None,
        new: bool | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
    ) -> AsyncPages[models.EntryAnswer]:
        """A creator's showcase, the last added first. For the creator, services and ops."""
        return AsyncPages(
            self._luyue,
            Call(
                "GET",
                f"/v1/creators/{quoted(id)}/showcase",
                models.EntryAnswerPage,
                query={
                    "category": category,
                    "recommended": recommended,
                    "new": new,
                    "page_size": page_size,
                    "page_token": page_token,
                },
            ),
        )
