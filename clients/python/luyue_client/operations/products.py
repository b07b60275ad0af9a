"""Operations on products. Made by `make client`: not to be edited."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call, quoted
from luyue_client.pages import AsyncPages, Pages

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Products:
    """Operations on products."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def put(self, id: str, body: models.Product) -> models.StoredProduct:
        """A product of a merchant; `published_at` is when it was published in the alliance (SR-04)."""
        return self._luyue.send(Call("PUT", f"/v1/products/{quoted(id)}", models.StoredProduct, body=body))

    def get(self, id: str, *, at: datetime | None = None) -> models.StoredProduct:
        """As it was last reported; with `at`, as it was known at that time."""
        return self._luyue.send(Call("GET", f"/v1/products/{quoted(id)}", models.StoredProduct, query={"at": at}))

    def put_sample_offer(self, id: str, body: models.SampleOffer) -> models.StoredSampleOffer:
        """Whether samples of a product are offered: the merchant's choice (SR-04)."""
        return self._luyue.send(
            Call("PUT", f"/v1/products/{quoted(id)}/sample-offer", models.StoredSampleOffer, body=body)
        )

    def get_sample_offer(self, id: str, *, at: datetime | None = None) -> models.StoredSampleOffer:
        """As it was last reported; with `at`, as it was known at that time."""
        return self._luyue.send(
            Call("GET", f"/v1/products/{quoted(id)}/sample-offer", models.StoredSampleOffer, query={"at": at})
        )

    def put_delisting(self, id: str, body: models.Delisting) -> models.StoredDelisting:
        """A product taken off the platform or put back (MA-05); `since`: when that took effect, if not when
        reported.
        """
        return self._luyue.send(Call("PUT", f"/v1/products/{quoted(id)}/delisting", models.StoredDelisting, body=body))

    def get_delisting(self, id: str, *, at: datetime | None = None) -> models.StoredDelisting:
        """As it was last reported; with `at`, as it was known at that time."""
        return self._luyue.send(
            Call("GET", f"/v1/products/{quoted(id)}/delisting", models.StoredDelisting, query={"at": at})
        )

    def list(
        self,
        *,
        offers_samples: bool | None = None,
        merchant_id: str | None = None,
        category: str | None = None,
        q: str | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
    ) -> Pages[models.ListedProduct]:
        """The products known, in the order of their ids."""
        return Pages(
            self._luyue,
            Call(
                "GET",
                "/v1/products",
                models.ListedProductPage,
                query={
                    "offers_samples": offers_samples,
                    "merchant_id": merchant_id,
                    "category": category,
                    "q": q,
                    "page_size": page_size,
                    "page_token": page_token,
                },
            ),
        )

    def get_order_channel(self, id: str) -> models.OrderChannel:
        """Where a buyer follows an order of a product (CA-09)."""
        return self._luyue.send(Call("GET", f"/v1/products/{quoted(id)}/order-channel", models.OrderChannel))


class AsyncProducts:
    """Operations on products."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def put(self, id: str, body: models.Product) -> models.StoredProduct:
        """A product of a merchant; `published_at` is when it was published in the alliance (SR-04)."""
        return await self._luyue.send(Call("PUT", f"/v1/products/{quoted(id)}", models.StoredProduct, body=body))

    async def get(self, id: str, *, at: datetime | None = None) -> models.StoredProduct:
        """As it was last reported; with `at`, as it was known at that time."""
        return await self._luyue.send(Call("GET", f"/v1/products/{quoted(id)}", models.StoredProduct, query={"at": at}))

    async def put_sample_offer(self, id: str, body: models.SampleOffer) -> models.StoredSampleOffer:
        """Whether samples of a product are offered: the merchant's choice (SR-04)."""
        return await self._luyue.send(
            Call("PUT", f"/v1/products/{quoted(id)}/sample-offer", models.StoredSampleOffer, body=body)
        )

    async def get_sample_offer(self, id: str, *, at: datetime | None = None) -> models.StoredSampleOffer:
        """As it was last reported; with `at`, as it was known at that time."""
        return await self._luyue.send(
            Call("GET", f"/v1/products/{quoted(id)}/sample-offer", models.StoredSampleOffer, query={"at": at})
        )

    async def put_delisting(self, id: str, body: models.Delisting) -> models.StoredDelisting:
        """A product taken off the platform or put back (MA-05); `since`: when that took effect, if not when
        reported.
        """
        return await self._luyue.send(
            Call("PUT", f"/v1/products/{quoted(id)}/delisting", models.StoredDelisting, body=body)
        )

    async def get_delisting(self, id: str, *, at: datetime | None = None) -> models.StoredDelisting:
        """As it was last reported; with `at`, as it was known at that time."""
        return await self._luyue.send(
            Call("GET", f"/v1/products/{quoted(id)}/delisting", models.StoredDelisting, query={"at": at})
        )

    def list(
        self,
        *,
        offers_samples: bool | None = None,
        merchant_id: str | None = None,
        category: str | None = None,
        q: str | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
    ) -> AsyncPages[models.ListedProduct]:
        """The products known, in the order of their ids."""
        return AsyncPages(
            self._luyue,
            Call(
                "GET",
                "/v1/products",
                models.ListedProductPage,
                query={
                    "offers_samples": offers_samples,
                    "merchant_id": merchant_id,
                    "category": category,
                    "q": q,
                    "page_size": page_size,
                    "page_token": page_token,
                },
            ),
        )

    async def get_order_channel(self, id: str) -> models.OrderChannel:
        """Where a buyer follows an order of a product (CA-09)."""
        return await self._luyue.send(Call("GET", f"/v1/products/{quoted(id)}/order-channel", models.OrderChannel))
