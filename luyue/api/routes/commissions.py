"""What a product's source decides: how its commission is split (CA-08), and where its orders are followed (CA-09)."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from luyue.api.answers import answer
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.idempotency import Received
from luyue.api.problems import Problem, documented
from luyue.domain.commission import WithdrawnIn, split
from luyue.domain.facts import Product
from luyue.domain.facts.numbers import Ratio, Yuan
from luyue.domain.facts.products import Source
from luyue.domain.messages import Identifier, Refusal, Text, Value, Violation
from luyue.domain.order_channel import OrderChannel, order_channel
from luyue.journal.journal import Journal

router = APIRouter(prefix="/v1", tags=["commissions"])


class QuoteBody(Value):
    """An amount sold, in yuan, and the rate of commission on it; both written out in strings."""

    product_id: Identifier
    amount: Annotated[Yuan, Field(gt=0)]
    rate: Ratio


class QuoteAnswer(BaseModel):
    """A commission and its parts, which add up to it; money in yuan. `withdrawn_in` is where the creator gets its part.

    `platform_share` includes the taxes that are paid on the creator's behalf.
    """

    product_id: str
    source: Source
    amount: Decimal
    rate: Ratio
    commission: Decimal
    platform_share: Decimal
    technical_service_fee: Decimal
    creator_income: Decimal
    withdrawn_in: WithdrawnIn
    policy_version: str


@router.post(
    "/commission-quotes",
    response_model=QuoteAnswer,
    responses=documented(401, 404, 409, 422, 503),
    openapi_extra=TAKES_KEY,
)
async def quote(asked: Asked, body: QuoteBody) -> Response:
    """How the commission on a sale would be split (CA-08), under the policy in force now. Nothing is recorded."""

    async def act(_received: Received) -> Response:
        source = await _source(asked.journal, body.product_id, "CA-08")
        policy = await asked.journal.policies.in_force(datetime.now(UTC))
        try:
            parts = split(source, body.amount, body.rate, policy)
        except Refusal as refusal:
            raise Problem("refused", refusal.violations) from None
        content = QuoteAnswer(
            product_id=body.product_id,
            source=source,
            amount=body.amount,
            rate=body.rate,
            policy_version=policy.version,
            **dict(parts),
        )
        return answer(content)

    return await asked.once(body, act)


@router.get(
    "/products/{id}/order-channel",
    response_model=OrderChannel,
    responses=documented(401, 404, 422, 503),
)
async def read_order_channel(id: Identifier, asked: Asked) -> Response:
    """Where a buyer follows an order of a product (CA-09)."""
    return answer(order_channel(await _source(asked.journal, id, "CA-09")))


async def _source(journal: Journal, product_id: str, rule: str) -> Source:
    """A product's source; raises `Problem` where the product, or its source, was not reported."""
    report = await journal.facts.newest(f"product/{product_id}")
    if report is None or not isinstance(report.fact, Product):
        raise Problem("not-found")
    if report.fact.source is None:
        raise Problem(
            "refused",
            [
                Violation(
                    rule=rule,
                    message=Text(
                        zh="平台尚不知该商品的来源。", en="The product's source is not known to the platform."
                    ),
                    observed={"missing": ["product.source"]},
                    remedy=Text(
                        zh="平台尚未提供以下资料:product.source。请补充后重试。",
                        en="Not known to the platform: product.source. Have it reported, then try again.",
                    ),
                )
            ],
        )
    return report.fact.source
