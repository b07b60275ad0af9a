"""Operations on eligibility. Made by `make client`: not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from luyue_client import models
from luyue_client.calls import Call, quoted

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Eligibility:
    """Operations on eligibility."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def get_samples(
        self, *, creator_id: str, product_id: str, promotion_form: Literal["video", "live"] | None = None
    ) -> models.EligibilityAnswer:
        """Whether a creator may apply for a sample of a product: the same results as applying has (SR-01 to SR-05,
        SR-16).

        To be asked by the creator, services and ops.
        """
        return self._luyue.send(
            Call(
                "GET",
                "/v1/eligibility/samples",
                models.EligibilityAnswer,
                query={"creator_id": creator_id, "product_id": product_id, "promotion_form": promotion_form},
            )
        )

    def get_cart_access(self, *, creator_id: str) -> models.EligibilityAnswer:
        """Whether a creator may be admitted to cart access (CA-01, CA-02); one admitted before: has any right left
        (CA-03).

        To be asked by the creator, services and ops.
        """
        return self._luyue.send(
            Call("GET", "/v1/eligibility/cart-access", models.EligibilityAnswer, query={"creator_id": creator_id})
        )

    def get_showcase(
        self,
        *,
        creator_id: str,
        product_id: str,
        added_by: Literal["search", "taobao_token", "shop_link"] | None = None,
    ) -> models.EligibilityAnswer:
        """Whether a creator may add a product to the showcase (CA-03 to CA-05), and in this way where one is
        named.

        To be asked by the creator, services and ops.
        """
        return self._luyue.send(
            Call(
                "GET",
                "/v1/eligibility/showcase",
                models.EligibilityAnswer,
                query={"creator_id": creator_id, "product_id": product_id, "added_by": added_by},
            )
        )

    def get_campaigns(self, id: str, *, merchant_id: str, product_id: str | None = None) -> models.EligibilityAnswer:
        """Whether a merchant may register a product in a campaign: the same results as registering has (CE-01 to
        CE-06).

        Without a product the merchant alone is looked at. To be asked by the merchant, services and ops.
        """
        return self._luyue.send(
            Call(
                "GET",
                f"/v1/eligibility/campaigns/{quoted(id)}",
                models.EligibilityAnswer,
                query={"merchant_id": merchant_id, "product_id": product_id},
            )
        )


class AsyncEligibility:
    """Operations on eligibility."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def get_samples(
        self, *, creator_id: str, product_id: str, promotion_form: Literal["video", "live"] | None = None
    ) -> models.EligibilityAnswer:
        """Whether a creator may apply for a sample of a product: the same results as applying has (SR-01 to SR-05,
        SR-16).

        To be asked by the creator, services and ops.
        """
        return await self._luyue.send(
            Call(
                "GET",
                "/v1/eligibility/samples",
                models.EligibilityAnswer,
                query={"creator_id": creator_id, "product_id": product_id, "promotion_form": promotion_form},
            )
        )

    async def get_cart_access(self, *, creator_id: str) -> models.EligibilityAnswer:
        """Whether a creator may be admitted to cart access (CA-01, CA-02); one admitted before: has any right left
        (CA-03).

        To be asked by the creator, services and ops.
        """
        return await self._luyue.send(
            Call("GET", "/v1/eligibility/cart-access", models.EligibilityAnswer, query={"creator_id": creator_id})
        )

    async def get_showcase(
        self,
        *,
        creator_id: str,
        product_id: str,
        added_by: Literal["search", "taobao_token", "shop_link"] | None = None,
    ) -> models.EligibilityAnswer:
        """Whether a creator may add a product to the showcase (CA-03 to CA-05), and in this way where one is
        named.

        To be asked by the creator, services and ops.
        """
        return await self._luyue.send(
            Call(
                "GET",
                "/v1/eligibility/showcase",
                models.EligibilityAnswer,
                query={"creator_id": creator_id, "product_id": product_id, "added_by": added_by},
            )
        )

    async def get_campaigns(
        self, id: str, *, merchant_id: str, product_id: str | None = None
    ) -> models.EligibilityAnswer:
        """Whether a merchant may register a product in a campaign: the same results as registering has (CE-01 to
        CE-06).

        Without a product the merchant alone is looked at. To be asked by the merchant, services and ops.
        """
        return await self._luyue.send(
            Call(
                "GET",
                f"/v1/eligibility/campaigns/{quoted(id)}",
                models.EligibilityAnswer,
                query={"merchant_id": merchant_id, "product_id": product_id},
            )
        )
