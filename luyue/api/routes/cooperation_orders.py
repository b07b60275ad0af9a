"""What only cooperation orders have: offering one (CO-01)."""

from typing import Any

from fastapi import APIRouter, Response

from luyue.api.bodies import body_of
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.idempotency import Received
from luyue.api.kinds import COOPERATION_ORDERS
from luyue.api.opening import opened
from luyue.api.problems import documented
from luyue.api.process_answers import ProcessAnswer
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.cooperation_order.messages import Propose

router = APIRouter(prefix="/v1/cooperation-orders", tags=["cooperation-orders"])


async def propose(asked: Asked, body: Any) -> Response:
    asked.check_own(merchant_id=body.merchant_id)

    async def act(received: Received) -> Response:
        return await opened(asked, COOPERATION_ORDERS, body, received)

    return await asked.once(body, act)


propose.__annotations__["body"] = body_of(COOPERATION_ORDER, Propose)
router.post(
    "",
    name="propose",
    summary="Propose",
    description=Propose.__doc__ or "",
    status_code=201,
    response_model=ProcessAnswer,
    responses=documented(401, 403, 404, 409, 422, 429, 503),
    openapi_extra=TAKES_KEY,
)(propose)
