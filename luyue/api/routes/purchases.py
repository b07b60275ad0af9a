"""What buyers may buy: SKUs with their limits (MA-01), blacklists (MA-02), checks of a purchase, what was bought."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from luyue.api.answers import answer
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.idempotency import Received
from luyue.api.paging import Page, PageSize, PageToken, id_in, id_token
from luyue.api.problems import Problem, documented
from luyue.api.routes.eligibility import CheckAnswer, content_language, language_of
from luyue.domain.facts import Product, closing_claim
from luyue.domain.messages import Identifier, Value
from luyue.domain.purchases import Sku, limits_at_odds, purchase_checks, recommended_per_order
from luyue.journal.blacklists import Blacklists
from luyue.journal.purchases import Purchase, Purchases, PurchaseTaken

router = APIRouter(prefix="/v1", tags=["purchases"])

Quantity = Annotated[int, Field(strict=True, ge=1, le=1_000_000, description="In pieces.")]


class SkuAnswer(Sku):
    """A product's variant as it is sold; null: nothing was set."""

    id: str


class WishBody(Value):
    """What a buyer, known by the platform's id alone, wants to buy of a merchant's SKU."""

    merchant_id: Identifier
    buyer_id: Identifier
    sku_id: Identifier
    quantity: Quantity


class PurchaseBody(WishBody):
    """What a buyer has bought; the same `purchase_id` again is the same purchase."""

    purchase_id: Identifier


class PurchaseAnswer(PurchaseBody):
    """A purchase on record."""


class PurchaseCheckAnswer(BaseModel):
    """Every check, passed ones too, and the policy's version that it was made under."""

    allowed: bool
    policy_version: str
    checks: Sequence[CheckAnswer]


class BlacklistedAnswer(BaseModel):
    """A buyer to whom a merchant does not sell, and since when."""

    buyer_id: str
    added_at: datetime


@router.put("/skus/{id}", response_model=SkuAnswer, responses=documented(401, 403, 404, 422, 503))
async def put_sku(id: Identifier, asked: Asked, body: Sku) -> Response:
    """Stores a SKU: how many there are, and how many a buyer may have. For its merchant and services.

    Limits that are set contradict neither each other nor the category's recommendation (MA-01).
    """
    asked.check_own(merchant_id=body.merchant_id)
    report = await asked.journal.facts.newest(f"product/{body.product_id}")
    product = report.fact if report is not None else None
    if not isinstance(product, Product) or product.merchant_id != body.merchant_id:
        raise Problem.of_field(
            "product_id",
            "字段 product_id 无效:商家 merchant_id 没有该商品",
            "product_id: the merchant in merchant_id has no such product",
        )
    policy = await asked.journal.policies.in_force(datetime.now(UTC))
    violations = limits_at_odds(body, recommended_per_order(product.category, policy))
    if violations:
        raise Problem("refused", violations)
    if not await Purchases(asked.journal.pool).put_sku(id, body, datetime.now(UTC)):
        raise Problem("not-found")
    return answer(SkuAnswer(id=id, **dict(body)))


@router.get("/skus/{id}", response_model=SkuAnswer, responses=documented(401, 404, 422, 503))
async def read_sku(id: Identifier, asked: Asked) -> Response:
    """A SKU as it was last stored. For its merchant, services and ops."""
    sku = await Purchases(asked.journal.pool).sku(id)
    if sku is None:
        raise Problem("not-found")
    asked.check_own(merchant_id=sku.merchant_id)
    return answer(SkuAnswer(id=id, **dict(sku)))


@router.post(
    "/purchase-checks",
    response_model=PurchaseCheckAnswer,
    responses=documented(401, 403, 404, 409, 422, 503),
    openapi_extra=TAKES_KEY,
)
async def check_purchase(asked: Asked, body: WishBody) -> Response:
    """Whether a buyer may buy so many pieces now: every check at once (MA-01, MA-02, MA-05, IX-28).

    Nothing is recorded. For the merchant and services.
    """
    asked.check_own(merchant_id=body.merchant_id)

    async def act(_received: Received) -> Response:
        found = await Purchases(asked.journal.pool).wish(
            body.sku_id, body.buyer_id, body.quantity, closing_claim(body.merchant_id)
        )
        if found is None or found.sku.merchant_id != body.merchant_id:
            raise _no_sku()
        policy = await asked.journal.policies.in_force(datetime.now(UTC))
        checks, language = purchase_checks(found, policy), language_of(asked)
        content = PurchaseCheckAnswer(
            allowed=all(check.passed for check in checks),
            policy_version=policy.version,
            checks=[CheckAnswer.of(check, language) for check in checks],
        )
        return answer(content, 200, **content_language(language))

    return await asked.once(body, act)


@router.post(
    "/purchases",
    response_model=PurchaseAnswer,
    responses=documented(401, 403, 409, 422, 503),
    openapi_extra=TAKES_KEY,
)
async def record_purchase(asked: Asked, body: PurchaseBody) -> Response:
    """Records what a buyer has bought: it counts towards the cumulative limit (MA-01). For services.

    What happened is recorded whatever the limits say.
    """

    async def act(received: Received) -> Response:
        purchases = Purchases(asked.journal.pool)
        sku = await purchases.sku(body.sku_id)
        if sku is None or sku.merchant_id != body.merchant_id:
            raise _no_sku()
        bought = Purchase(body.purchase_id, body.sku_id, body.merchant_id, body.buyer_id, body.quantity)
        try:
            await purchases.record(bought, received.at)
        except PurchaseTaken:
            raise Problem.of_field(
                "purchase_id",
                "字段 purchase_id 无效:该编号已用于另一笔购买",
                "purchase_id: another purchase was recorded under it",
            ) from None
        return answer(PurchaseAnswer(**dict(body)))

    return await asked.once(body, act)


def _no_sku() -> Problem:
    return Problem.of_field(
        "sku_id", "字段 sku_id 无效:商家 merchant_id 没有该 SKU", "sku_id: the merchant in merchant_id has no such SKU"
    )


@router.put(
    "/merchants/{id}/blacklist/{buyer_id}",
    response_model=BlacklistedAnswer,
    responses=documented(401, 403, 404, 422, 503),
)
async def blacklist(id: Identifier, buyer_id: Identifier, asked: Asked) -> Response:
    """The merchant no longer sells to a buyer (MA-02). For the merchant and services."""
    asked.check_own(merchant_id=id)
    found = await Blacklists(asked.journal.pool).add(id, buyer_id, datetime.now(UTC))
    return answer(BlacklistedAnswer(buyer_id=found.buyer_id, added_at=found.added_at))


@router.get(
    "/merchants/{id}/blacklist/{buyer_id}", response_model=BlacklistedAnswer, responses=documented(401, 404, 422, 503)
)
async def read_blacklisted(id: Identifier, buyer_id: Identifier, asked: Asked) -> Response:
    """Since when a buyer is on a merchant's blacklist. For the merchant, services and ops."""
    asked.check_own(merchant_id=id)
    found = await Blacklists(asked.journal.pool).find(id, buyer_id)
    if found is None:
        raise Problem("not-found")
    return answer(BlacklistedAnswer(buyer_id=found.buyer_id, added_at=found.added_at))


@router.delete("/merchants/{id}/blacklist/{buyer_id}", status_code=204, responses=documented(401, 403, 404, 422, 503))
async def take_off_blacklist(id: Identifier, buyer_id: Identifier, asked: Asked) -> Response:
    """The merchant sells to a buyer again (MA-02). For the merchant and services."""
    asked.check_own(merchant_id=id)
    if not await Blacklists(asked.journal.pool).remove(id, buyer_id):
        raise Problem("not-found")
    return Response(status_code=204)


@router.get(
    "/merchants/{id}/blacklist", response_model=Page[BlacklistedAnswer], responses=documented(401, 404, 422, 503)
)
async def list_blacklist(
    id: Identifier,
    asked: Asked,
    page_size: Annotated[PageSize, Query()] = 50,
    page_token: Annotated[PageToken | None, Query()] = None,
) -> Response:
    """A merchant's blacklist in the order of the buyers' ids. For the merchant, services and ops."""
    asked.check_own(merchant_id=id)
    found = await Blacklists(asked.journal.pool).page(id, id_in(page_token), page_size + 1)
    items = [BlacklistedAnswer(buyer_id=one.buyer_id, added_at=one.added_at) for one in found[:page_size]]
    token = id_token(items[-1].buyer_id) if len(found) > len(items) else None
    return answer(Page[BlacklistedAnswer](items=items, next_page_token=token))
