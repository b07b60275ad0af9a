"""Facts: what the platform reports about creators, merchants, products and content. Each PUT replaces the whole."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, create_model

from luyue.api.answers import answer, etag
from luyue.api.context import Asked, Context
from luyue.api.problems import Problem, documented
from luyue.domain.carts import not_from_the_showcase, too_many_products
from luyue.domain.facts import (
    Campaign,
    Creator,
    Delisting,
    LiveSession,
    Merchant,
    Product,
    Report,
    RiskWaiver,
    SampleOffer,
    Video,
)
from luyue.domain.messages import Identifier, Moment, Value
from luyue.journal.journal import Journal
from luyue.journal.showcase import Showcase

router = APIRouter(prefix="/v1", tags=["facts"])


@dataclass(frozen=True)
class FactPath:
    """Where a fact is found, its stream's first part, its model, and whose it is, as far as it has an owner."""

    path: str
    stream: str
    model: type[Value]
    owner: Callable[[str, Any], dict[str, str]]


def _nobody(_id: str, _fact: Any) -> dict[str, str]:
    return {}


def _that_creator(id: str, _fact: Any) -> dict[str, str]:
    return {"creator_id": id}


def _that_merchant(id: str, _fact: Any) -> dict[str, str]:
    return {"merchant_id": id}


def _its_creator(_id: str, fact: Any) -> dict[str, str]:
    return {"creator_id": fact.creator_id}


FACT_PATHS = (
    FactPath("/creators/{id}", "creator", Creator, _that_creator),
    FactPath("/creators/{id}/risk-waiver", "risk-waiver", RiskWaiver, _that_creator),
    FactPath("/merchants/{id}", "merchant", Merchant, _that_merchant),
    FactPath("/products/{id}", "product", Product, _nobody),
    FactPath("/products/{id}/sample-offer", "sample-offer", SampleOffer, _nobody),
    FactPath("/products/{id}/delisting", "delisting", Delisting, _nobody),
    FactPath("/videos/{id}", "video", Video, _its_creator),
    FactPath("/live-sessions/{id}", "live-session", LiveSession, _its_creator),
    FactPath("/campaigns/{id}", "campaign", Campaign, _nobody),
)


class Stored(BaseModel):
    """What a stored fact has beside its own fields."""

    id: str
    version: int
    recorded_at: datetime


async def _check_own_product(asked: Context, id: str) -> None:
    """Raises `Problem` where the caller reports only on its own products, and this is none of them."""
    if asked.relation == "own":
        product = await asked.journal.facts.newest(f"product/{id}")
        known = product.fact if product is not None else None
        asked.check_own(merchant_id=known.merchant_id if isinstance(known, Product) else None)


async def _check_delisting(journal: Journal, id: str, content: Value) -> None:
    """Raises `Problem` where what is delisted is known as another merchant's."""
    if isinstance(content, Delisting):
        report = await journal.facts.newest(f"product/{id}")
        product = report.fact if report is not None else None
        if isinstance(product, Product) and product.merchant_id != content.merchant_id:
            raise Problem.of_field(
                "merchant_id",
                "字段 merchant_id 无效:该商品属于另一商家",
                "merchant_id: the product is another merchant's",
            )


async def _check_content(journal: Journal, stream: str, content: Value) -> None:
    """Raises `Problem` where rules refuse what a video or a live room's cart carries (CA-06, CA-07)."""
    if not isinstance(content, Video | LiveSession):
        return
    report = await journal.facts.newest(stream)
    before = report.fact if report is not None else None
    policy = await journal.policies.in_force(datetime.now(UTC))
    if isinstance(content, Video):
        violations = too_many_products(content, before if isinstance(before, Video) else None, policy)
    else:
        shown = await Showcase(journal.pool).shows(content.creator_id, {entry.product_id for entry in content.cart})
        earlier = before if isinstance(before, LiveSession) else None
        violations = not_from_the_showcase(content, earlier, shown, policy)
    if violations:
        raise Problem("refused", violations)


def _add(fact: FactPath) -> None:
    stored = create_model(f"Stored{fact.model.__name__}", __base__=(Stored, fact.model), __doc__=fact.model.__doc__)

    def shown(id: str, report: Report) -> Response:
        content = stored(id=id, version=report.version, recorded_at=report.recorded_at, **dict(report.fact))
        return answer(content, ETag=etag(report.version))

    async def put(id: Identifier, asked: Asked, body: Any) -> Response:
        await _check_own_product(asked, id)
        await _check_delisting(asked.journal, id, body)
        stream = f"{fact.stream}/{id}"
        await _check_content(asked.journal, stream, body)
        await asked.journal.facts.report(
            stream, body, actor=asked.caller.actor, command_id=uuid.uuid4().hex, at=datetime.now(UTC)
        )
        report = await asked.journal.facts.newest(stream)
        assert report is not None, "reported just now"
        return shown(id, report)

    async def get(
        id: Identifier,
        asked: Asked,
        at: Annotated[Moment | None, Query(description="As it was known at this time.")] = None,
    ) -> Response:
        report = await asked.journal.facts.newest(f"{fact.stream}/{id}", at)
        if report is None:
            raise Problem("not-found")
        asked.check_own(**fact.owner(id, report.fact))
        return shown(id, report)

    name = fact.stream.replace("-", " ")
    put.__annotations__["body"] = fact.model
    router.put(
        fact.path,
        summary=f"Report a {name}",
        name=f"put-{fact.stream}",
        response_model=stored,
        responses=documented(401, 403, 404, 422, 503),
        description=fact.model.__doc__ or "",
    )(put)
    router.get(
        fact.path,
        summary=f"Read a {name}",
        description="As it was last reported; with `at`, as it was known at that time.",
        name=f"get-{fact.stream}",
        response_model=stored,
        responses=documented(401, 404, 422, 503),
    )(get)


for _fact in FACT_PATHS:
    _add(_fact)
