"""Operations on consumer orders. Made by `make client`: not to be edited."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from luyue_client import models
from luyue_client.calls import Call, quoted
from luyue_client.pages import AsyncPages, Pages

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class ConsumerOrders:
    """Operations on consumer orders."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def list(
        self,
        *,
        merchant_id: str | None = None,
        creator_id: str | None = None,
        product_id: str | None = None,
        status: str | None = None,
        due_before: datetime | None = None,
        created_after: datetime | None = None,
        sort: Literal["created_at", "next_deadline_at"] | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
    ) -> Pages[models.ProcessAnswer]:
        """The processes that the caller may see."""
        return Pages(
            self._luyue,
            Call(
                "GET",
                "/v1/consumer-orders",
                models.ProcessAnswerPage,
                query={
                    "merchant_id": merchant_id,
                    "creator_id": creator_id,
                    "product_id": product_id,
                    "status": status,
                    "due_before": due_before,
                    "created_after": created_after,
                    "sort": sort,
                    "page_size": page_size,
                    "page_token": page_token,
                },
            ),
        )

    def create(
        self, body: models.ConsumerOrderPlaceBody, *, idempotency_key: str | None = None
    ) -> models.ProcessAnswer:
        """A buyer has paid for one product, which is to be shipped within `ship_within` of payment (SH-09).

        `ship_within` is 24 h, 48 h or a presale time longer than that (SH-08); `consignee_id` is the id of a
        contact.
        """
        return self._luyue.send(
            Call("POST", "/v1/consumer-orders", models.ProcessAnswer, body=body, idempotency_key=idempotency_key)
        )

    def get(self, id: str) -> models.ProcessAnswer:
        """A process as it is now."""
        return self._luyue.send(Call("GET", f"/v1/consumer-orders/{quoted(id)}", models.ProcessAnswer))

    def list_events(
        self, id: str, *, page_size: int | None = None, page_token: str | None = None
    ) -> Pages[models.EventAnswer]:
        """What has happened, in order."""
        return Pages(
            self._luyue,
            Call(
                "GET",
                f"/v1/consumer-orders/{quoted(id)}/events",
                models.EventAnswerPage,
                query={"page_size": page_size, "page_token": page_token},
            ),
        )

    def list_texts(self, id: str) -> Pages[models.TextAnswer]:
        """The notes and reasons that were written, those erased left out."""
        return Pages(self._luyue, Call("GET", f"/v1/consumer-orders/{quoted(id)}/texts", models.TextAnswerPage))

    def confirm_receipt(
        self,
        id: str,
        body: models.ConsumerOrderConfirmReceiptBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The buyer has the goods: the order is complete."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/consumer-orders/{quoted(id)}/confirm-receipt",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def refund_request(
        self,
        id: str,
        body: models.ConsumerOrderRequestRefundBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The buyer asks for `amount` back and returns nothing (CE-09)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/consumer-orders/{quoted(id)}/refund-request",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def ship(
        self,
        id: str,
        body: models.ConsumerOrderShipBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant uploads carrier and number; an earlier `shipped_at` is information only (SR-09)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/consumer-orders/{quoted(id)}/ship",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def correct_shipment(
        self,
        id: str,
        body: models.ConsumerOrderCorrectShipmentBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant corrects carrier and number of what it has shipped (SH-06)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/consumer-orders/{quoted(id)}/correct-shipment",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def answer_refund(
        self,
        id: str,
        body: models.ConsumerOrderAnswerRefundBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant answers a request for a refund that was not made at once (CE-09)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/consumer-orders/{quoted(id)}/answer-refund",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def report_abnormal_shipping(
        self,
        id: str,
        body: models.ConsumerOrderReportAbnormalShippingBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant says that it cannot ship as it should; never of an order of a campaign (CE-07, IX-26)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/consumer-orders/{quoted(id)}/report-abnormal-shipping",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def report_force_majeure(
        self,
        id: str,
        body: models.ConsumerOrderReportForceMajeureBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops find that force majeure kept the merchant from shipping in time: nothing is owed for lateness
        (SH-09).
        """
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/consumer-orders/{quoted(id)}/report-force-majeure",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def extend(
        self,
        id: str,
        body: models.ConsumerOrderExtendBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops give a deadline a later due time. Its name has no room for free text, which could not be erased."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/consumer-orders/{quoted(id)}/extend",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def get_dossier(self, id: str, *, format: Literal["json", "html"] | None = None) -> bytes:
        """Everything on record of a process: terms, events, evidence digests, rules, policy and the hash chain,
        signed.

        The answer's bytes are the canonical JSON (RFC 8785) of the dossier and its Ed25519 signature: save them
        as they are, and `luyue verify --dossier FILE` proves them by the keys at `/.well-known/luyue-dossier-
        keys.json`. With `Accept: text/html` or `?format=html` it is a page, in the language of `Accept-
        Language`. Free texts and contacts are never in it, only their ids and keyed digests; what the caller
        may not read of events is left out.
        """
        return self._luyue.send(
            Call("GET", f"/v1/consumer-orders/{quoted(id)}/dossier", bytes, query={"format": format})
        )


class AsyncConsumerOrders:
    """Operations on consumer orders."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    def list(
        self,
        *,
        merchant_id: str | None = None,
        creator_id: str | None = None,
        product_id: str | None = None,
        status: str | None = None,
        due_before: datetime | None = None,
        created_after: datetime | None = None,
        sort: Literal["created_at", "next_deadline_at"] | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
    ) -> AsyncPages[models.ProcessAnswer]:
        """The processes that the caller may see."""
        return AsyncPages(
            self._luyue,
            Call(
                "GET",
                "/v1/consumer-orders",
                models.ProcessAnswerPage,
                query={
                    "merchant_id": merchant_id,
                    "creator_id": creator_id,
                    "product_id": product_id,
                    "status": status,
                    "due_before": due_before,
                    "created_after": created_after,
                    "sort": sort,
                    "page_size": page_size,
                    "page_token": page_token,
                },
            ),
        )

    async def create(
        self, body: models.ConsumerOrderPlaceBody, *, idempotency_key: str | None = None
    ) -> models.ProcessAnswer:
        """A buyer has paid for one product, which is to be shipped within `ship_within` of payment (SH-09).

        `ship_within` is 24 h, 48 h or a presale time longer than that (SH-08); `consignee_id` is the id of a
        contact.
        """
        return await self._luyue.send(
            Call("POST", "/v1/consumer-orders", models.ProcessAnswer, body=body, idempotency_key=idempotency_key)
        )

    async def get(self, id: str) -> models.ProcessAnswer:
        """A process as it is now."""
        return await self._luyue.send(Call("GET", f"/v1/consumer-orders/{quoted(id)}", models.ProcessAnswer))

    def list_events(
        self, id: str, *, page_size: int | None = None, page_token: str | None = None
    ) -> AsyncPages[models.EventAnswer]:
        """What has happened, in order."""
        return AsyncPages(
            self._luyue,
            Call(
                "GET",
                f"/v1/consumer-orders/{quoted(id)}/events",
                models.EventAnswerPage,
                query={"page_size": page_size, "page_token": page_token},
            ),
        )

    def list_texts(self, id: str) -> AsyncPages[models.TextAnswer]:
        """The notes and reasons that were written, those erased left out."""
        return AsyncPages(self._luyue, Call("GET", f"/v1/consumer-orders/{quoted(id)}/texts", models.TextAnswerPage))

    async def confirm_receipt(
        self,
        id: str,
        body: models.ConsumerOrderConfirmReceiptBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The buyer has the goods: the order is complete."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/consumer-orders/{quoted(id)}/confirm-receipt",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def refund_request(
        self,
        id: str,
        body: models.ConsumerOrderRequestRefundBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The buyer asks for `amount` back and returns nothing (CE-09)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/consumer-orders/{quoted(id)}/refund-request",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def ship(
        self,
        id: str,
        body: models.ConsumerOrderShipBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant uploads carrier and number; an earlier `shipped_at` is information only (SR-09)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/consumer-orders/{quoted(id)}/ship",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def correct_shipment(
        self,
        id: str,
        body: models.ConsumerOrderCorrectShipmentBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant corrects carrier and number of what it has shipped (SH-06)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/consumer-orders/{quoted(id)}/correct-shipment",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def answer_refund(
        self,
        id: str,
        body: models.ConsumerOrderAnswerRefundBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant answers a request for a refund that was not made at once (CE-09)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/consumer-orders/{quoted(id)}/answer-refund",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def report_abnormal_shipping(
        self,
        id: str,
        body: models.ConsumerOrderReportAbnormalShippingBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant says that it cannot ship as it should; never of an order of a campaign (CE-07, IX-26)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/consumer-orders/{quoted(id)}/report-abnormal-shipping",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def report_force_majeure(
        self,
        id: str,
        body: models.ConsumerOrderReportForceMajeureBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops find that force majeure kept the merchant from shipping in time: nothing is owed for lateness
        (SH-09).
        """
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/consumer-orders/{quoted(id)}/report-force-majeure",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def extend(
        self,
        id: str,
        body: models.ConsumerOrderExtendBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops give a deadline a later due time. Its name has no room for free text, which could not be erased."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/consumer-orders/{quoted(id)}/extend",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def get_dossier(self, id: str, *, format: Literal["json", "html"] | None = None) -> bytes:
        """Everything on record of a process: terms, events, evidence digests, rules, policy and the hash chain,
        signed.

        The answer's bytes are the canonical JSON (RFC 8785) of the dossier and its Ed25519 signature: save them
        as they are, and `luyue verify --dossier FILE` proves them by the keys at `/.well-known/luyue-dossier-
        keys.json`. With `Accept: text/html` or `?format=html` it is a page, in the language of `Accept-
        Language`. Free texts and contacts are never in it, only their ids and keyed digests; what the caller
        may not read of events is left out.
        """
        return await self._luyue.send(
            Call("GET", f"/v1/consumer-orders/{quoted(id)}/dossier", bytes, query={"format": format})
        )
