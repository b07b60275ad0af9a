"""What only consumer orders have: placing one (SH-09)."""

from typing import Any

from fastapi import APIRouter, Response

from luyue.api.bodies import body_of
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.idempotency import Received
from luyue.api.kinds import CONSUMER_ORDERS
from luyue.api.opening import opened
from luyue.api.problems import documented
from luyue.api.process_answers import ProcessAnswer
from luyue.domain.consumer_order import CONSUMER_ORDER
from luyue.domain.consumer_order.messages import Place

router = APIRouter(prefix="/v1/consumer-orders", tags=["consumer-orders"])


async def place(asked: Asked, body: Any) -> Response:
    async def act(received: Received) -> Response:
        return await opened(asked, CONSUMER_ORDERS, body, received)

    return await asked.once(body, act)


place.__annotations__["body"] = body_of(CONSUMER_ORDER, Place)
router.post(
    "",
    name="place",
    summary="Place",
    description=Place.__doc__ or "",
    status_code=201,
    response_model=ProcessAnswer,
    responses=documented(401, 403, 404, 409, 422, 429, 503),
    openapi_extra=TAKES_KEY,
)(place)
