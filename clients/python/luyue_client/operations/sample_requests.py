"""Operations on sample requests. Made by `make client`: not to be edited."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from luyue_client import models
from luyue_client.calls import Call, quoted
from luyue_client.pages import AsyncPages, Pages

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class SampleRequests:
    """Operations on sample requests."""

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
                "/v1/sample-requests",
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
        self, body: models.SampleRequestApplyBody, *, idempotency_key: str | None = None
    ) -> models.ProcessAnswer:
        """The creator asks for a sample (SR-05); a form named here is the agreed one (SR-11)."""
        return self._luyue.send(
            Call("POST", "/v1/sample-requests", models.ProcessAnswer, body=body, idempotency_key=idempotency_key)
        )

    def get(self, id: str) -> models.ProcessAnswer:
        """A process as it is now."""
        return self._luyue.send(Call("GET", f"/v1/sample-requests/{quoted(id)}", models.ProcessAnswer))

    def list_events(
        self, id: str, *, page_size: int | None = None, page_token: str | None = None
    ) -> Pages[models.EventAnswer]:
        """What has happened, in order."""
        return Pages(
            self._luyue,
            Call(
                "GET",
                f"/v1/sample-requests/{quoted(id)}/events",
                models.EventAnswerPage,
                query={"page_size": page_size, "page_token": page_token},
            ),
        )

    def list_texts(self, id: str) -> Pages[models.TextAnswer]:
        """The notes and reasons that were written, those erased left out."""
        return Pages(self._luyue, Call("GET", f"/v1/sample-requests/{quoted(id)}/texts", models.TextAnswerPage))

    def withdraw(
        self,
        id: str,
        body: models.SampleRequestWithdrawBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator no longer wants the sample, as long as it is not shipped."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/withdraw",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def confirm_receipt(
        self,
        id: str,
        body: models.SampleRequestConfirmReceiptBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator has the sample: the promotion window starts (SR-10)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/confirm-receipt",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def report_non_receipt(
        self,
        id: str,
        body: models.SampleRequestReportNonReceiptBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator says that nothing has come: the receipt clock stops (IX-08)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/report-non-receipt",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def link_video(
        self,
        id: str,
        body: models.SampleRequestLinkVideoBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator names a video that promotes the product (SR-12)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/link-video",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def link_live(
        self,
        id: str,
        body: models.SampleRequestLinkLiveBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator names a live session that promotes the product (SR-13)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/link-live",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def approve(
        self,
        id: str,
        body: models.SampleRequestApproveBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant will send a sample (SR-06)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/approve",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def reject(
        self,
        id: str,
        body: models.SampleRequestRejectBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant will not, and says why (SR-06)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/reject",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def ship(
        self,
        id: str,
        body: models.SampleRequestShipBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant uploads carrier and number; an earlier `shipped_at` is information only (SR-09)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/ship",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def correct_shipment(
        self,
        id: str,
        body: models.SampleRequestCorrectShipmentBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant corrects carrier and number of what it has shipped (SR-09)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/correct-shipment",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def extend(
        self,
        id: str,
        body: models.SampleRequestExtendBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops give a deadline a later due time. Its name has no room for free text, which could not be erased."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/extend",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def reinstate(
        self,
        id: str,
        body: models.SampleRequestReinstateBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops resume a stopped receipt clock (IX-08) or strike a breach (SR-14)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/reinstate",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def cancel(
        self,
        id: str,
        body: models.SampleRequestCancelBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops end the request."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/cancel",
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
            Call("GET", f"/v1/sample-requests/{quoted(id)}/dossier", bytes, query={"format": format})
        )

    def get_progress(self, id: str) -> models.ProgressAnswer:
        """Every step with its times: done, current, to come, or where the request ended; and what comes next by
        when.
        """
        return self._luyue.send(Call("GET", f"/v1/sample-requests/{quoted(id)}/progress", models.ProgressAnswer))

    def open_dispute(
        self, id: str, body: models.Complaint, *, idempotency_key: str | None = None
    ) -> models.ProcessAnswer:
        """Ops open a dispute on a sample request; the request itself goes on."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/open-dispute",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
            )
        )


class AsyncSampleRequests:
    """Operations on sample requests."""

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
                "/v1/sample-requests",
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
        self, body: models.SampleRequestApplyBody, *, idempotency_key: str | None = None
    ) -> models.ProcessAnswer:
        """The creator asks for a sample (SR-05); a form named here is the agreed one (SR-11)."""
        return await self._luyue.send(
            Call("POST", "/v1/sample-requests", models.ProcessAnswer, body=body, idempotency_key=idempotency_key)
        )

    async def get(self, id: str) -> models.ProcessAnswer:
        """A process as it is now."""
        return await self._luyue.send(Call("GET", f"/v1/sample-requests/{quoted(id)}", models.ProcessAnswer))

    def list_events(
        self, id: str, *, page_size: int | None = None, page_token: str | None = None
    ) -> AsyncPages[models.EventAnswer]:
        """What has happened, in order."""
        return AsyncPages(
            self._luyue,
            Call(
                "GET",
                f"/v1/sample-requests/{quoted(id)}/events",
                models.EventAnswerPage,
                query={"page_size": page_size, "page_token": page_token},
            ),
        )

    def list_texts(self, id: str) -> AsyncPages[models.TextAnswer]:
        """The notes and reasons that were written, those erased left out."""
        return AsyncPages(self._luyue, Call("GET", f"/v1/sample-requests/{quoted(id)}/texts", models.TextAnswerPage))

    async def withdraw(
        self,
        id: str,
        body: models.SampleRequestWithdrawBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator no longer wants the sample, as long as it is not shipped."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/withdraw",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def confirm_receipt(
        self,
        id: str,
        body: models.SampleRequestConfirmReceiptBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator has the sample: the promotion window starts (SR-10)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/confirm-receipt",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def report_non_receipt(
        self,
        id: str,
        body: models.SampleRequestReportNonReceiptBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator says that nothing has come: the receipt clock stops (IX-08)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/report-non-receipt",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def link_video(
        self,
        id: str,
        body: models.SampleRequestLinkVideoBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator names a video that promotes the product (SR-12)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/link-video",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def link_live(
        self,
        id: str,
        body: models.SampleRequestLinkLiveBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The creator names a live session that promotes the product (SR-13)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/link-live",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def approve(
        self,
        id: str,
        body: models.SampleRequestApproveBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant will send a sample (SR-06)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/approve",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def reject(
        self,
        id: str,
        body: models.SampleRequestRejectBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant will not, and says why (SR-06)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/reject",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def ship(
        self,
        id: str,
        body: models.SampleRequestShipBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant uploads carrier and number; an earlier `shipped_at` is information only (SR-09)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/ship",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def correct_shipment(
        self,
        id: str,
        body: models.SampleRequestCorrectShipmentBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant corrects carrier and number of what it has shipped (SR-09)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/correct-shipment",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def extend(
        self,
        id: str,
        body: models.SampleRequestExtendBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops give a deadline a later due time. Its name has no room for free text, which could not be erased."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/extend",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def reinstate(
        self,
        id: str,
        body: models.SampleRequestReinstateBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops resume a stopped receipt clock (IX-08) or strike a breach (SR-14)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/reinstate",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def cancel(
        self,
        id: str,
        body: models.SampleRequestCancelBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops end the request."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/cancel",
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
            Call("GET", f"/v1/sample-requests/{quoted(id)}/dossier", bytes, query={"format": format})
        )

    async def get_progress(self, id: str) -> models.ProgressAnswer:
        """Every step with its times: done, current, to come, or where the request ended; and what comes next by
        when.
        """
        return await self._luyue.send(Call("GET", f"/v1/sample-requests/{quoted(id)}/progress", models.ProgressAnswer))

    async def open_dispute(
        self, id: str, body: models.Complaint, *, idempotency_key: str | None = None
    ) -> models.ProcessAnswer:
        """Ops open a dispute on a sample request; the request itself goes on."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/sample-requests/{quoted(id)}/open-dispute",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
            )
        )
