"""Operations on webhooks. Made by `make client`: not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from luyue_client import models
from luyue_client.calls import Call, quoted
from luyue_client.pages import AsyncPages, Pages

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Webhooks:
    """Operations on webhooks."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def create(self, body: models.WebhookBody, *, idempotency_key: str | None = None) -> models.WebhookWithSecret:
        """Has events sent to an address from now on: those that the caller may read, as it may read them."""
        return self._luyue.send(
            Call("POST", "/v1/webhooks", models.WebhookWithSecret, body=body, idempotency_key=idempotency_key)
        )

    def list(self, *, page_size: int | None = None, page_token: str | None = None) -> Pages[models.WebhookAnswer]:
        """The caller's webhooks, the oldest first; for ops, everybody's."""
        return Pages(
            self._luyue,
            Call(
                "GET",
                "/v1/webhooks",
                models.WebhookAnswerPage,
                query={"page_size": page_size, "page_token": page_token},
            ),
        )

    def get(self, id: str) -> models.WebhookAnswer:
        """A webhook."""
        return self._luyue.send(Call("GET", f"/v1/webhooks/{quoted(id)}", models.WebhookAnswer))

    def delete(self, id: str) -> None:
        """Removes a webhook and all that is known of its deliveries."""
        self._luyue.send(Call("DELETE", f"/v1/webhooks/{quoted(id)}", type(None)))

    def rotate_secret(
        self, id: str, body: models.RotateBody | None = None, *, idempotency_key: str | None = None
    ) -> models.WebhookWithSecret:
        """Makes a new secret. The one until now signs beside it for a while, so that receivers can change over.

        Up to three earlier ones sign, each until its own end; a further rotation is refused until one has
        ended.
        """
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/webhooks/{quoted(id)}/rotate-secret",
                models.WebhookWithSecret,
                body=body,
                idempotency_key=idempotency_key,
            )
        )

    def disable(self, id: str, *, idempotency_key: str | None = None) -> models.WebhookAnswer:
        """Stops sending. What is not delivered yet, and what happens within 30 days, waits until it is enabled."""
        return self._luyue.send(
            Call("POST", f"/v1/webhooks/{quoted(id)}/disable", models.WebhookAnswer, idempotency_key=idempotency_key)
        )

    def enable(self, id: str, *, idempotency_key: str | None = None) -> models.WebhookAnswer:
        """Sends again, first what has waited."""
        return self._luyue.send(
            Call("POST", f"/v1/webhooks/{quoted(id)}/enable", models.WebhookAnswer, idempotency_key=idempotency_key)
        )

    def list_deliveries(
        self,
        id: str,
        *,
        state: Literal["pending", "delivered", "parked"] | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
    ) -> Pages[models.DeliveryAnswer]:
        """A webhook's deliveries, the newest first. Those that are over are kept for 30 days."""
        return Pages(
            self._luyue,
            Call(
                "GET",
                f"/v1/webhooks/{quoted(id)}/deliveries",
                models.DeliveryAnswerPage,
                query={"state": state, "page_size": page_size, "page_token": page_token},
            ),
        )

    def redeliver_parked(self, id: str, *, idempotency_key: str | None = None) -> models.RedeliveryAnswer:
        """Tries all parked deliveries anew, for an hour; in each process from the oldest on."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/webhooks/{quoted(id)}/deliveries/redeliver",
                models.RedeliveryAnswer,
                idempotency_key=idempotency_key,
            )
        )

    def redeliver(self, id: str, event_id: str, *, idempotency_key: str | None = None) -> models.DeliveryAnswer:
        """Tries one delivery anew, for an hour, whatever became of it before; under the same `webhook-id`."""
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/webhooks/{quoted(id)}/deliveries/{quoted(event_id)}/redeliver",
                models.DeliveryAnswer,
                idempotency_key=idempotency_key,
            )
        )


class AsyncWebhooks:
    """Operations on webhooks."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def create(self, body: models.WebhookBody, *, idempotency_key: str | None = None) -> models.WebhookWithSecret:
        """Has events sent to an address from now on: those that the caller may read, as it may read them."""
        return await self._luyue.send(
            Call("POST", "/v1/webhooks", models.WebhookWithSecret, body=body, idempotency_key=idempotency_key)
        )

    def list(self, *, page_size: int | None = None, page_token: str | None = None) -> AsyncPages[models.WebhookAnswer]:
        """The caller's webhooks, the oldest first; for ops, everybody's."""
        return AsyncPages(
            self._luyue,
            Call(
                "GET",
                "/v1/webhooks",
                models.WebhookAnswerPage,
                query={"page_size": page_size, "page_token": page_token},
            ),
        )

    async def get(self, id: str) -> models.WebhookAnswer:
        """A webhook."""
        return await self._luyue.send(Call("GET", f"/v1/webhooks/{quoted(id)}", models.WebhookAnswer))

    async def delete(self, id: str) -> None:
        """Removes a webhook and all that is known of its deliveries."""
        await self._luyue.send(Call("DELETE", f"/v1/webhooks/{quoted(id)}", type(None)))

    async def rotate_secret(
        self, id: str, body: models.RotateBody | None = None, *, idempotency_key: str | None = None
    ) -> models.WebhookWithSecret:
        """Makes a new secret. The one until now signs beside it for a while, so that receivers can change over.

        Up to three earlier ones sign, each until its own end; a further rotation is refused until one has
        ended.
        """
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/webhooks/{quoted(id)}/rotate-secret",
                models.WebhookWithSecret,
                body=body,
                idempotency_key=idempotency_key,
            )
        )

    async def disable(self, id: str, *, idempotency_key: str | None = None) -> models.WebhookAnswer:
        """Stops sending. What is not delivered yet, and what happens within 30 days, waits until it is enabled."""
        return await self._luyue.send(
            Call("POST", f"/v1/webhooks/{quoted(id)}/disable", models.WebhookAnswer, idempotency_key=idempotency_key)
        )

    async def enable(self, id: str, *, idempotency_key: str | None = None) -> models.WebhookAnswer:
        """Sends again, first what has waited."""
        return await self._luyue.send(
            Call("POST", f"/v1/webhooks/{quoted(id)}/enable", models.WebhookAnswer, idempotency_key=idempotency_key)
        )

    def list_deliveries(
        self,
        id: str,
        *,
        state: Literal["pending", "delivered", "parked"] | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
    ) -> AsyncPages[models.DeliveryAnswer]:
        """A webhook's deliveries, the newest first. Those that are over are kept for 30 days."""
        return AsyncPages(
            self._luyue,
            Call(
                "GET",
                f"/v1/webhooks/{quoted(id)}/deliveries",
                models.DeliveryAnswerPage,
                query={"state": state, "page_size": page_size, "page_token": page_token},
            ),
        )

    async def redeliver_parked(self, id: str, *, idempotency_key: str | None = None) -> models.RedeliveryAnswer:
        """Tries all parked deliveries anew, for an hour; in each process from the oldest on."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/webhooks/{quoted(id)}/deliveries/redeliver",
                models.RedeliveryAnswer,
                idempotency_key=idempotency_key,
            )
        )

    async def redeliver(self, id: str, event_id: str, *, idempotency_key: str | None = None) -> models.DeliveryAnswer:
        """Tries one delivery anew, for an hour, whatever became of it before; under the same `webhook-id`."""
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/webhooks/{quoted(id)}/deliveries/{quoted(event_id)}/redeliver",
                models.DeliveryAnswer,
                idempotency_key=idempotency_key,
            )
        )
