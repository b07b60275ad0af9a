"""What only cooperation orders have: offering one (CO-01)."""

from typing import Any

from fastapi import APIRouter, Response

from luyue.api import identifiers
from luyue.api.answers import answer, etag
from luyue.api.bodies import body_of
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.idempotency import Received
from luyue.api.kinds import COOPERATION_ORDERS
from luyue.api.problems import documented
from luyue.api.process_answers import ProcessAnswer
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.cooperation_order.messages import Propose

router = APIRouter(prefix="/v1/cooperation-orders", tags=["cooperation-orders"])


async def propose(asked: Asked, body: Any) -> Response:
    asked.check_own(merchant_id=body.merchant_id)

    async def act(received: Received) -> Response:
        id = identifiers.process_id(COOPERATION_ORDER.id_prefix, received.at, received.command_id)
        execution = asked.services.execution
        outcome = await execution.run(COOPERATION_ORDERS, id, "propose", body, asked.caller, received, opens=True)
        row = await asked.row(COOPERATION_ORDER.stream(id))
        shown = await asked.shown(COOPERATION_ORDERS, row, outcome.result_version)
        return answer(shown, 201, ETag=etag(shown.version), Location=f"/v1/cooperation-orders/{id}")

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
