"""Operations on merchant accounts. Made by `make client`: not to be edited."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from luyue_client import models
from luyue_client.calls import Call, quoted
from luyue_client.pages import AsyncPages, Pages

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class MerchantAccounts:
    """Operations on merchant accounts."""

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
                "/v1/merchant-accounts",
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
        self, body: models.MerchantAccountOpenBody, *, idempotency_key: str | None = None
    ) -> models.ProcessAnswer:
        """A merchant opens its enterprise account and shop, to sell in these categories (MA-03, MA-07)."""
        return self._luyue.send(
            Call("POST", "/v1/merchant-accounts", models.ProcessAnswer, body=body, idempotency_key=idempotency_key)
        )

    def get(self, id: str) -> models.ProcessAnswer:
        """A process as it is now."""
        return self._luyue.send(Call("GET", f"/v1/merchant-accounts/{quoted(id)}", models.ProcessAnswer))

    def list_events(
        self, id: str, *, page_size: int | None = None, page_token: str | None = None
    ) -> Pages[models.EventAnswer]:
        """What has happened, in order."""
        return Pages(
            self._luyue,
            Call(
                "GET",
                f"/v1/merchant-accounts/{quoted(id)}/events",
                models.EventAnswerPage,
                query={"page_size": page_size, "page_token": page_token},
            ),
        )

    def list_texts(self, id: str) -> Pages[models.TextAnswer]:
        """The notes and reasons that were written, those erased left out."""
        return Pages(self._luyue, Call("GET", f"/v1/merchant-accounts/{quoted(id)}/texts", models.TextAnswerPage))

    def update_profile(
        self,
        id: str,
        body: models.MerchantAccountUpdateProfileBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """More of what an enterprise account shows, or other (MA-07)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/update-profile",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def set_categories(
        self,
        id: str,
        body: models.MerchantAccountSetCategoriesBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The shop sells in other categories: another deposit may be required (MA-03)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/set-categories",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def set_automatic_deduction(
        self,
        id: str,
        body: models.MerchantAccountSetAutomaticDeductionBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Whether what would be frozen for want of an invoice is taken from the deposit instead (MA-04)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/set-automatic-deduction",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def submit_invoice(
        self,
        id: str,
        body: models.MerchantAccountSubmitInvoiceBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant has issued the invoice for a statement (MA-04). `quantity` is the one on it: 0 for goods."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/submit-invoice",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def close_shop(
        self,
        id: str,
        body: models.MerchantAccountCloseShopBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant gives up its shop: nothing new begins, and the deposit is returned in the end (MA-03,
        IX-28).
        """
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/close-shop",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def review_closing(
        self,
        id: str,
        body: models.MerchantAccountReviewClosingBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Looks at once whether a closing shop has anything open still (IX-28)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/review-closing",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def pay_deposit(
        self,
        id: str,
        body: models.MerchantAccountPayDepositBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant has paid into the shop's deposit, or topped it up (MA-03). In yuan."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/pay-deposit",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def record_subsidy(
        self,
        id: str,
        body: models.MerchantAccountRecordSubsidyBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The platform has settled a subsidy with the merchant: it belongs to this month's statement (MA-04). In
        yuan.
        """
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/record-subsidy",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def review_licence(
        self,
        id: str,
        body: models.MerchantAccountReviewLicenceBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops have looked at the business licence (MA-07)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/review-licence",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def finish_closing(
        self,
        id: str,
        body: models.MerchantAccountFinishClosingBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops end a closing in which nothing is open but statements; what is not invoiced stays on record (IX-28)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/finish-closing",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def lift_freeze(
        self,
        id: str,
        body: models.MerchantAccountLiftFreezeBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops free the deposit and the payments of a shop that the platform has closed (MA-05)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/lift-freeze",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def record_deposit_return(
        self,
        id: str,
        body: models.MerchantAccountRecordDepositReturnBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The deposit that was to be returned has been (MA-03)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/record-deposit-return",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def extend(
        self,
        id: str,
        body: models.MerchantAccountExtendBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops give a deadline a later due time. Its name has no room for free text, which could not be erased."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/extend",
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
            Call("GET", f"/v1/merchant-accounts/{quoted(id)}/dossier", bytes, query={"format": format})
        )


class AsyncMerchantAccounts:
    """Operations on merchant accounts."""

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
                "/v1/merchant-accounts",
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
        self, body: models.MerchantAccountOpenBody, *, idempotency_key: str | None = None
    ) -> models.ProcessAnswer:
        """A merchant opens its enterprise account and shop, to sell in these categories (MA-03, MA-07)."""
        return await self._luyue.send(
            Call("POST", "/v1/merchant-accounts", models.ProcessAnswer, body=body, idempotency_key=idempotency_key)
        )

    async def get(self, id: str) -> models.ProcessAnswer:
        """A process as it is now."""
        return await self._luyue.send(Call("GET", f"/v1/merchant-accounts/{quoted(id)}", models.ProcessAnswer))

    def list_events(
        self, id: str, *, page_size: int | None = None, page_token: str | None = None
    ) -> AsyncPages[models.EventAnswer]:
        """What has happened, in order."""
        return AsyncPages(
            self._luyue,
            Call(
                "GET",
                f"/v1/merchant-accounts/{quoted(id)}/events",
                models.EventAnswerPage,
                query={"page_size": page_size, "page_token": page_token},
            ),
        )

    def list_texts(self, id: str) -> AsyncPages[models.TextAnswer]:
        """The notes and reasons that were written, those erased left out."""
        return AsyncPages(self._luyue, Call("GET", f"/v1/merchant-accounts/{quoted(id)}/texts", models.TextAnswerPage))

    async def update_profile(
        self,
        id: str,
        body: models.MerchantAccountUpdateProfileBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """More of what an enterprise account shows, or other (MA-07)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/update-profile",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def set_categories(
        self,
        id: str,
        body: models.MerchantAccountSetCategoriesBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The shop sells in other categories: another deposit may be required (MA-03)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/set-categories",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def set_automatic_deduction(
        self,
        id: str,
        body: models.MerchantAccountSetAutomaticDeductionBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Whether what would be frozen for want of an invoice is taken from the deposit instead (MA-04)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/set-automatic-deduction",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def submit_invoice(
        self,
        id: str,
        body: models.MerchantAccountSubmitInvoiceBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant has issued the invoice for a statement (MA-04). `quantity` is the one on it: 0 for goods."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/submit-invoice",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def close_shop(
        self,
        id: str,
        body: models.MerchantAccountCloseShopBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant gives up its shop: nothing new begins, and the deposit is returned in the end (MA-03,
        IX-28).
        """
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/close-shop",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def review_closing(
        self,
        id: str,
        body: models.MerchantAccountReviewClosingBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Looks at once whether a closing shop has anything open still (IX-28)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/review-closing",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def pay_deposit(
        self,
        id: str,
        body: models.MerchantAccountPayDepositBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The merchant has paid into the shop's deposit, or topped it up (MA-03). In yuan."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/pay-deposit",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def record_subsidy(
        self,
        id: str,
        body: models.MerchantAccountRecordSubsidyBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The platform has settled a subsidy with the merchant: it belongs to this month's statement (MA-04). In
        yuan.
        """
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/record-subsidy",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def review_licence(
        self,
        id: str,
        body: models.MerchantAccountReviewLicenceBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops have looked at the business licence (MA-07)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/review-licence",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def finish_closing(
        self,
        id: str,
        body: models.MerchantAccountFinishClosingBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops end a closing in which nothing is open but statements; what is not invoiced stays on record (IX-28)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/finish-closing",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def lift_freeze(
        self,
        id: str,
        body: models.MerchantAccountLiftFreezeBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops free the deposit and the payments of a shop that the platform has closed (MA-05)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/lift-freeze",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def record_deposit_return(
        self,
        id: str,
        body: models.MerchantAccountRecordDepositReturnBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The deposit that was to be returned has been (MA-03)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/record-deposit-return",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def extend(
        self,
        id: str,
        body: models.MerchantAccountExtendBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops give a deadline a later due time. Its name has no room for free text, which could not be erased."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/merchant-accounts/{quoted(id)}/extend",
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
            Call("GET", f"/v1/merchant-accounts/{quoted(id)}/dossier", bytes, query={"format": format})
        )
