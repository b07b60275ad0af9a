"""Operations on disputes. Made by `make client`: not to be edited."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from luyue_client import models
from luyue_client.calls import Call, quoted
from luyue_client.pages import AsyncPages, Pages

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Disputes:
    """Operations on disputes."""

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
                "/v1/disputes",
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

    def get(self, id: str) -> models.ProcessAnswer:
        """A process as it is now."""
        return self._luyue.send(Call("GET", f"/v1/disputes/{quoted(id)}", models.ProcessAnswer))

    def list_events(
        self, id: str, *, page_size: int | None = None, page_token: str | None = None
    ) -> Pages[models.EventAnswer]:
        """What has happened, in order."""
        return Pages(
            self._luyue,
            Call(
                "GET",
                f"/v1/disputes/{quoted(id)}/events",
                models.EventAnswerPage,
                query={"page_size": page_size, "page_token": page_token},
            ),
        )

    def list_texts(self, id: str) -> Pages[models.TextAnswer]:
        """The notes and reasons that were written, those erased left out."""
        return Pages(self._luyue, Call("GET", f"/v1/disputes/{quoted(id)}/texts", models.TextAnswerPage))

    def add_evidence(
        self,
        id: str,
        body: models.DisputeAddEvidenceBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """A side brings evidence."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/disputes/{quoted(id)}/add-evidence",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def withdraw(
        self,
        id: str,
        body: models.DisputeWithdrawBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The side that asked for arbitration no longer wants it (DS-01)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/disputes/{quoted(id)}/withdraw",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def appeal(
        self,
        id: str,
        body: models.DisputeAppealBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """A party does not accept the ruling: once, and the outcome stands (DS-02)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/disputes/{quoted(id)}/appeal",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def rule(
        self,
        id: str,
        body: models.DisputeRuleBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops rule. `deposit_used`: what the ruling takes from a deposit, in yuan, where it says so (DS-02,
        DS-04).
        """
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/disputes/{quoted(id)}/rule",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def decide_appeal(
        self,
        id: str,
        body: models.DisputeDecideAppealBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops decide an appeal (DS-02 to DS-04)."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/disputes/{quoted(id)}/decide-appeal",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    def extend(
        self,
        id: str,
        body: models.DisputeExtendBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops give a deadline a later due time. Its name has no room for free text, which could not be erased."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/disputes/{quoted(id)}/extend",
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
        return self._luyue.send(Call("GET", f"/v1/disputes/{quoted(id)}/dossier", bytes, query={"format": format}))


class AsyncDisputes:
    """Operations on disputes."""

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
                "/v1/disputes",
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

    async def get(self, id: str) -> models.ProcessAnswer:
        """A process as it is now."""
        return await self._luyue.send(Call("GET", f"/v1/disputes/{quoted(id)}", models.ProcessAnswer))

    def list_events(
        self, id: str, *, page_size: int | None = None, page_token: str | None = None
    ) -> AsyncPages[models.EventAnswer]:
        """What has happened, in order."""
        return AsyncPages(
            self._luyue,
            Call(
                "GET",
                f"/v1/disputes/{quoted(id)}/events",
                models.EventAnswerPage,
                query={"page_size": page_size, "page_token": page_token},
            ),
        )

    def list_texts(self, id: str) -> AsyncPages[models.TextAnswer]:
        """The notes and reasons that were written, those erased left out."""
        return AsyncPages(self._luyue, Call("GET", f"/v1/disputes/{quoted(id)}/texts", models.TextAnswerPage))

    async def add_evidence(
        self,
        id: str,
        body: models.DisputeAddEvidenceBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """A side brings evidence."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/disputes/{quoted(id)}/add-evidence",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def withdraw(
        self,
        id: str,
        body: models.DisputeWithdrawBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """The side that asked for arbitration no longer wants it (DS-01)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/disputes/{quoted(id)}/withdraw",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def appeal(
        self,
        id: str,
        body: models.DisputeAppealBody | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """A party does not accept the ruling: once, and the outcome stands (DS-02)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/disputes/{quoted(id)}/appeal",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def rule(
        self,
        id: str,
        body: models.DisputeRuleBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops rule. `deposit_used`: what the ruling takes from a deposit, in yuan, where it says so (DS-02,
        DS-04).
        """
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/disputes/{quoted(id)}/rule",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def decide_appeal(
        self,
        id: str,
        body: models.DisputeDecideAppealBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops decide an appeal (DS-02 to DS-04)."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/disputes/{quoted(id)}/decide-appeal",
                models.ProcessAnswer,
                body=body,
                idempotency_key=idempotency_key,
                if_version=if_version,
            )
        )

    async def extend(
        self,
        id: str,
        body: models.DisputeExtendBody,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
    ) -> models.ProcessAnswer:
        """Ops give a deadline a later due time. Its name has no room for free text, which could not be erased."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/disputes/{quoted(id)}/extend",
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
            Call("GET", f"/v1/disputes/{quoted(id)}/dossier", bytes, query={"format": format})
        )
