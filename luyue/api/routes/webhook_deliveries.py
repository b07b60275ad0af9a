"""What became of a webhook's deliveries: listed, the newest first, and tried anew on demand."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from luyue.api.answers import answer
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.idempotency import Received
from luyue.api.paging import Page, PageSize, PageToken, position_in, position_token
from luyue.api.problems import Problem, documented
from luyue.api.routes.webhooks import WebhookId, endpoint_seen
from luyue.journal.webhook_deliveries import DeliveryState, ListedDelivery, WebhookDeliveries
from luyue.webhooks.schedule import REDELIVERED_FOR

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])


class DeliveryAnswer(BaseModel):
    """The delivery of an event. `event_id` is its `webhook-id`, `sequence` the event's version in its stream.

    `pending` is tried again by itself, `parked` only on demand. `last_status` is the HTTP status of the receiver's last
    answer, if there was one; `last_error` says why the last attempt did not count.
    """

    event_id: UUID
    stream: str
    type: str
    sequence: int
    state: DeliveryState
    attempts: int
    created_at: datetime
    last_attempt_at: datetime | None
    last_status: int | None
    last_error: str | None
    delivered_at: datetime | None


class RedeliveryAnswer(BaseModel):
    """How many deliveries are tried anew."""

    redelivered: int


@router.get("/{id}/deliveries", response_model=Page[DeliveryAnswer], responses=documented(401, 404, 422, 503))
async def list_deliveries(
    id: WebhookId,
    asked: Asked,
    state: Annotated[DeliveryState | None, Query()] = None,
    page_size: Annotated[PageSize, Query()] = 50,
    page_token: Annotated[PageToken | None, Query()] = None,
) -> Response:
    """A webhook's deliveries, the newest first. Those that are over are kept for 30 days."""
    await endpoint_seen(asked, id)
    before = position_in(page_token) or None
    found = await WebhookDeliveries(asked.journal.pool).page(id, state, before, page_size + 1)
    shown = found[:page_size]
    token = position_token(shown[-1].number) if len(found) > len(shown) else None
    return answer(Page[DeliveryAnswer](items=[_shown(one) for one in shown], next_page_token=token))


@router.post(
    "/{id}/deliveries/redeliver",
    response_model=RedeliveryAnswer,
    responses=documented(401, 403, 404, 409, 422, 503),
    openapi_extra=TAKES_KEY,
)
async def redeliver_parked(id: WebhookId, asked: Asked) -> Response:
    """Tries all parked deliveries anew, for an hour; in each process from the oldest on."""
    await endpoint_seen(asked, id)

    async def act(received: Received) -> Response:
        until = received.at + REDELIVERED_FOR
        count = await WebhookDeliveries(asked.journal.pool).redeliver(id, None, received.at, tried_until=until)
        return answer(RedeliveryAnswer(redelivered=count))

    return await asked.once(None, act)


@router.post(
    "/{id}/deliveries/{event_id}/redeliver",
    response_model=DeliveryAnswer,
    responses=documented(401, 403, 404, 409, 422, 503),
    openapi_extra=TAKES_KEY,
)
async def redeliver(id: WebhookId, event_id: UUID, asked: Asked) -> Response:
    """Tries one delivery anew, for an hour, whatever became of it before; under the same `webhook-id`."""
    await endpoint_seen(asked, id)

    async def act(received: Received) -> Response:
        deliveries = WebhookDeliveries(asked.journal.pool)
        await deliveries.redeliver(id, event_id, received.at, tried_until=received.at + REDELIVERED_FOR)
        found = await deliveries.find(id, event_id)
        if found is None:
            raise Problem("not-found")
        return answer(_shown(found))

    return await asked.once(None, act)


def _shown(delivery: ListedDelivery) -> DeliveryAnswer:
    return DeliveryAnswer(
        event_id=delivery.event_id,
        stream=delivery.stream,
        type=delivery.event_type,
        sequence=delivery.version,
        state=delivery.state,
        attempts=delivery.attempts,
        created_at=delivery.created_at,
        last_attempt_at=delivery.last_attempt_at,
        last_status=delivery.last_status,
        last_error=delivery.last_error,
        delivered_at=delivery.delivered_at,
    )
