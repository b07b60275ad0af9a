"""Operations on cart access. Made by `make client`: not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from luyue_client import models
from luyue_client.calls import Call, quoted

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class CartAccess:
    """Operations on cart access."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def create(self, body: models.AdmissionBody, *, idempotency_key: str | None = None) -> models.AdmissionAnswer:
        """Admits a creator who meets the bar. One admitted before is told what it holds: asking again gives
        nothing back.

        One who holds nothing any more is refused (CA-03). Every admission and every refusal goes on record. To
        be asked by the creator, services and ops.
        """
        return self._luyue.send(
            Call("POST", "/v1/cart-access", models.AdmissionAnswer, body=body, idempotency_key=idempotency_key)
        )

    def get(self, creator_id: str) -> models.CartAccessAnswer:
        """The rights that an admitted creator holds. To be read by the creator, services and ops."""
        return self._luyue.send(Call("GET", f"/v1/cart-access/{quoted(creator_id)}", models.CartAccessAnswer))

    def delete(self, creator_id: str, right: Literal["showcase", "video_cart", "live_cart"]) -> None:
        """Takes one right away; the others stay (CA-03). For ops."""
        self._luyue.send(Call("DELETE", f"/v1/cart-access/{quoted(creator_id)}/{quoted(right)}", type(None)))


class AsyncCartAccess:
    """Operations on cart access."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def create(self, body: models.AdmissionBody, *, idempotency_key: str | None = None) -> models.AdmissionAnswer:
        """Admits a creator who meets the bar. One admitted before is told what it holds: asking again gives
        nothing back.

        One who holds nothing any more is refused (CA-03). Every admission and every refusal goes on record. To
        be asked by the creator, services and ops.
        """
        return await self._luyue.send(
            Call("POST", "/v1/cart-access", models.AdmissionAnswer, body=body, idempotency_key=idempotency_key)
        )

    async def get(self, creator_id: str) -> models.CartAccessAnswer:
        """The rights that an admitted creator holds. To be read by the creator, services and ops."""
        return await self._luyue.send(Call("GET", f"/v1/cart-access/{quoted(creator_id)}", models.CartAccessAnswer))

    async def delete(self, creator_id: str, right: Literal["showcase", "video_cart", "live_cart"]) -> None:
        """Takes one right away; the others stay (CA-03). For ops."""
        await self._luyue.send(Call("DELETE", f"/v1/cart-access/{quoted(creator_id)}/{quoted(right)}", type(None)))
