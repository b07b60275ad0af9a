"""Operations on cooperation orders. Made by `make client`: not to be edited."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from luyue_client import models
from luyue_client.calls import Call, quoted
from luyue_client.pages import AsyncPages, Pages

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class CooperationOrders:
    """Operations on cooperation orders."""

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
                "/v1/cooperation-orders",
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
        self, body: models.CooperationOrderProposeBody, *, idempotency_key: str | None = None
    ) -> models.ProcessAnswer:
        """The merchant offers a creator terms (CO-01). Judged by the rules as a whole, so that all faults are
        told.
        """
        return self._luyue.send(
            Call("POST", "/v1/cooperation-orders", models.ProcessAnswer, body=body, idempotency_key=idempotency_key)
        )

    def get(self, id: str) -> models.ProcessAnswer:
        """A process as it is now."""
        return self._luyue.send(Call("GET", f"/v1/cooperation-orders/{quoted(id)}", models.ProcessAnswer))

    def list_events(
        self, id: str, *, page_size: int | None = None, page_token: str | None = None
    ) -> Pages[models.EventAnswer]:
        """What has happened, in order."""
        return Pages(
            self._luyue,
            Call(
                "GET",
                f"/v1/cooperation-orders/{quoted(id)}/events",
                models.EventAnswerPage,
                query={"page_size": page_size, "page_token": page_token},
            ),
        )

    def list_texts(self, id: str) -> Pages[models.TextAnswer]:
        """The notes and reasons that were written, those erased left out."""
        return Pages(self._luyue, Call("GET", f"/v1/cooperation-orders/{quoted(id)}/texts", models.TextAnswerPage))

    def withdraw(
        self,
        id: str,
        body: models.CooperationOrderWithdrawBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant's, as long as the offer is not accepted (CO-03)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/withdraw",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def verify(
        self,
        id: str,
        body: models.CooperationOrderVerifyBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant accepts the delivery (CO-07), also after all (CO-08)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/verify",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def reject_delivery(
        self,
        id: str,
        body: models.CooperationOrderRejectDeliveryBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant's: verification failed (CO-08)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/reject-delivery",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def accept(
        self,
        id: str,
        body: models.CooperationOrderAcceptBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator's: the order takes effect (CO-03)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/accept",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def decline(
        self,
        id: str,
        body: models.CooperationOrderDeclineBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator's (CO-03)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/decline",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def go_live(
        self,
        id: str,
        body: models.CooperationOrderGoLiveBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator's. Names the live session, or the video of an order of video form (IX-21).

        `started_at` is when it began, if that was earlier. A claim: it starts the clocks, but does not undo
        lateness.
        """
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/go-live",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def end_broadcast(
        self,
        id: str,
        body: models.CooperationOrderEndBroadcastBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator's. `ended_at` is when it ended, if that was earlier."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/end-broadcast",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def deliver(
        self,
        id: str,
        body: models.CooperationOrderDeliverBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator's (CO-06); what was shown is read from the facts, the sessions named are references."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/deliver",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def request_cancellation(
        self,
        id: str,
        body: models.CooperationOrderRequestCancellationBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """One side asks to cancel; where the other has asked already, both have agreed (CO-04, IX-19)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/request-cancellation",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def confirm_cancellation(
        self,
        id: str,
        body: models.CooperationOrderConfirmCancellationBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The other side agrees to cancel (CO-04)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/confirm-cancellation",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def decline_cancellation(
        self,
        id: str,
        body: models.CooperationOrderDeclineCancellationBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The other side does not agree to cancel: the order goes on (CO-04)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/decline-cancellation",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def cancel(
        self,
        id: str,
        body: models.CooperationOrderCancelBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """One side alone: the merchant after the latest time (CO-05), the creator when the merchant has left
        (IX-14).
        """
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/cancel",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def propose_rebroadcast(
        self,
        id: str,
        body: models.CooperationOrderProposeRebroadcastBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """A new latest time; replaces any other proposal, and agrees to the other side's where it is the same
        (CO-08).
        """
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/propose-rebroadcast",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def agree_rebroadcast(
        self,
        id: str,
        body: models.CooperationOrderAgreeRebroadcastBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """`latest_broadcast_at`, where given, is what is agreed to: proposals may cross."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/agree-rebroadcast",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def decline_rebroadcast(
        self,
        id: str,
        body: models.CooperationOrderDeclineRebroadcastBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """No to the other side's proposal (CO-08)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/decline-rebroadcast",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def open_dispute(
        self,
        id: str,
        body: models.CooperationOrderOpenDisputeBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Either side's: arbitration is asked for, and the order's deadlines stop (CO-09). The dispute begins with
        it.
        """
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/open-dispute",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def extend(
        self,
        id: str,
        body: models.CooperationOrderExtendBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops give a deadline a later due time. Its name has no room for free text, which could not be erased."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/extend",
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
            Call("GET", f"/v1/cooperation-orders/{quoted(id)}/dossier", bytes, query={"format": format})
        )


class AsyncCooperationOrders:
    """Operations on cooperation orders."""

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
                "/v1/cooperation-orders",
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
        self, body: models.CooperationOrderProposeBody, *, idempotency_key: str | None = None
    ) -> models.ProcessAnswer:
        """The merchant offers a creator terms (CO-01). Judged by the rules as a whole, so that all faults are
        told.
        """
        return await self._luyue.send(
            Call("POST", "/v1/cooperation-orders", models.ProcessAnswer, body=body, idempotency_key=idempotency_key)
        )

    async def get(self, id: str) -> models.ProcessAnswer:
        """A process as it is now."""
        return await self._luyue.send(Call("GET", f"/v1/cooperation-orders/{quoted(id)}", models.ProcessAnswer))

    def list_events(
        self, id: str, *, page_size: int | None = None, page_token: str | None = None
    ) -> AsyncPages[models.EventAnswer]:
        """What has happened, in order."""
        return AsyncPages(
            self._luyue,
            Call(
                "GET",
                f"/v1/cooperation-orders/{quoted(id)}/events",
                models.EventAnswerPage,
                query={"page_size": page_size, "page_token": page_token},
            ),
        )

    def list_texts(self, id: str) -> AsyncPages[models.TextAnswer]:
        """The notes and reasons that were written, those erased left out."""
        return AsyncPages(self._luyue, Call("GET", f"/v1/cooperation-orders/{quoted(id)}/texts", models.TextAnswerPage))

    async def withdraw(
        self,
        id: str,
        body: models.CooperationOrderWithdrawBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant's, as long as the offer is not accepted (CO-03)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/withdraw",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def verify(
        self,
        id: str,
        body: models.CooperationOrderVerifyBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant accepts the delivery (CO-07), also after all (CO-08)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/verify",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def reject_delivery(
        self,
        id: str,
        body: models.CooperationOrderRejectDeliveryBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant's: verification failed (CO-08)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/reject-delivery",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def accept(
        self,
        id: str,
        body: models.CooperationOrderAcceptBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator's: the order takes effect (CO-03)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/accept",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def decline(
        self,
        id: str,
        body: models.CooperationOrderDeclineBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator's (CO-03)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/decline",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def go_live(
        self,
        id: str,
        body: models.CooperationOrderGoLiveBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator's. Names the live session, or the video of an order of video form (IX-21).

        `started_at` is when it began, if that was earlier. A claim: it starts the clocks, but does not undo
        lateness.
        """
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/go-live",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def end_broadcast(
        self,
        id: str,
        body: models.CooperationOrderEndBroadcastBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator's. `ended_at` is when it ended, if that was earlier."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/end-broadcast",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def deliver(
        self,
        id: str,
        body: models.CooperationOrderDeliverBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator's (CO-06); what was shown is read from the facts, the sessions named are references."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/deliver",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def request_cancellation(
        self,
        id: str,
        body: models.CooperationOrderRequestCancellationBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """One side asks to cancel; where the other has asked already, both have agreed (CO-04, IX-19)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/request-cancellation",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def confirm_cancellation(
        self,
        id: str,
        body: models.CooperationOrderConfirmCancellationBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The other side agrees to cancel (CO-04)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/confirm-cancellation",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def decline_cancellation(
        self,
        id: str,
        body: models.CooperationOrderDeclineCancellationBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The other side does not agree to cancel: the order goes on (CO-04)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/decline-cancellation",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def cancel(
        self,
        id: str,
        body: models.CooperationOrderCancelBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """One side alone: the merchant after the latest time (CO-05), the creator when the merchant has left
        (IX-14).
        """
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/cancel",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def propose_rebroadcast(
        self,
        id: str,
        body: models.CooperationOrderProposeRebroadcastBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """A new latest time; replaces any other proposal, and agrees to the other side's where it is the same
        (CO-08).
        """
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/propose-rebroadcast",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def agree_rebroadcast(
        self,
        id: str,
        body: models.CooperationOrderAgreeRebroadcastBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """`latest_broadcast_at`, where given, is what is agreed to: proposals may cross."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/agree-rebroadcast",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def decline_rebroadcast(
        self,
        id: str,
        body: models.CooperationOrderDeclineRebroadcastBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """No to the other side's proposal (CO-08)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/decline-rebroadcast",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def open_dispute(
        self,
        id: str,
        body: models.CooperationOrderOpenDisputeBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Either side's: arbitration is asked for, and the order's deadlines stop (CO-09). The dispute begins with
        it.
        """
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/open-dispute",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def extend(
        self,
        id: str,
        body: models.CooperationOrderExtendBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops give a deadline a later due time. Its name has no room for free text, which could not be erased."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/cooperation-orders/{quoted(id)}/extend",
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
            Call("GET", f"/v1/cooperation-orders/{quoted(id)}/dossier", bytes, query={"format": format})
        )
