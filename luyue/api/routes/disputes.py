"""What only disputes have: ops open one on a sample request (DS-01). On an order it begins with the order's command."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from luyue.api.bodies import FreeText, body_of
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.idempotency import Received
from luyue.api.kinds import DISPUTES
from luyue.api.opening import opened
from luyue.api.problems import documented
from luyue.api.process_answers import ProcessAnswer
from luyue.api.routes.processes import ProcessId
from luyue.domain.arbitration import Pieces
from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute.messages import Open
from luyue.domain.messages import Value
from luyue.domain.sample_request import SAMPLE_REQUEST

OpeningBody = body_of(DISPUTE, Open)
router = APIRouter(prefix="/v1/sample-requests", tags=["disputes"])


class Complaint(Value):
    """What ops have to say of a sample request that its parties dispute."""

    claim: FreeText
    evidence: Annotated[Pieces, Field(description="References with the SHA-256 of their content.")] = ()


@router.post(
    "/{id}/open-dispute",
    status_code=201,
    response_model=ProcessAnswer,
    responses=documented(401, 403, 404, 409, 422, 429, 503),
    openapi_extra=TAKES_KEY,
)
async def open_dispute(id: ProcessId, asked: Asked, body: Complaint) -> Response:
    """Ops open a dispute on a sample request; the request itself goes on."""
    subject = await asked.row(SAMPLE_REQUEST.stream(id))
    opening = OpeningBody(
        subject=subject.stream,
        opened_by="ops",
        creator_id=subject.creator_id,
        merchant_id=subject.merchant_id,
        product_id=subject.product_id,
        claim=body.claim,
        evidence=body.evidence,
        outcomes=("resume",),
    )

    async def act(received: Received) -> Response:
        return await opened(asked, DISPUTES, opening, received)

    return await asked.once(body, act)
