"""Browsing and searching products, such as those that offer samples (SR-05)."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from luyue.api.answers import answer
from luyue.api.context import Asked
from luyue.api.paging import Page, PageSize, PageToken, id_in, id_token
from luyue.api.problems import documented
from luyue.domain.facts import Product
from luyue.domain.messages import Identifier
from luyue.journal.products import ProductFilter, Products

# The one character that Postgres cannot store.
_STORABLE = r"^[^\x00]*$"

router = APIRouter(prefix="/v1/products", tags=["products"])


class ProductQuery(BaseModel):
    """`offers_samples` is judged as for an application (SR-04); `q` is a part of the title, in whatever case."""

    model_config = ConfigDict(extra="forbid")

    offers_samples: bool | None = None
    merchant_id: Identifier | None = None
    category: Annotated[str, Field(max_length=64, pattern=_STORABLE)] | None = None
    q: Annotated[str, Field(min_length=1, max_length=200, pattern=_STORABLE)] | None = None
    page_size: PageSize = 50
    page_token: PageToken | None = None


class ListedProduct(Product):
    """A product as it was last reported, and whether it offers samples."""

    id: str
    version: int
    offers_samples: bool


@router.get("", response_model=Page[ListedProduct], responses=documented(401, 422, 503))
async def list_products(asked: Asked, query: Annotated[ProductQuery, Query()]) -> Response:
    """The products known, in the order of their ids."""
    policy = await asked.journal.policies.in_force(datetime.now(UTC))
    wanted = ProductFilter(query.offers_samples, query.merchant_id, query.category, query.q)
    found = await Products(asked.journal.pool).page(
        wanted, policy.service_launched_at, id_in(query.page_token), query.page_size + 1
    )
    items = [
        ListedProduct(
            id=one.report.stream.removeprefix("product/"),
            version=one.report.version,
            offers_samples=one.offers_samples,
            **dict(one.report.fact),
        )
        for one in found[: query.page_size]
    ]
    token = id_token(items[-1].id) if len(found) > len(items) else None
    return answer(Page[ListedProduct](items=items, next_page_token=token))
