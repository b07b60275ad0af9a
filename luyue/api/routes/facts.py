"""Facts: what the platform reports about creators, merchants, products and content. Each PUT replaces the whole."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, create_model

from luyue.api.answers import answer, etag
from luyue.api.context import Asked
from luyue.api.problems import Problem, documented
from luyue.api.tokens import Caller
from luyue.domain.facts import Creator, LiveSession, Merchant, Product, Report, SampleOffer, Video
from luyue.domain.messages import Identifier, Moment, Value
from luyue.journal.journal import Journal

router = APIRouter(prefix="/v1", tags=["facts"])


@dataclass(frozen=True)
class FactPath:
    """Where a fact is found, its stream's first part, its model, and which creators and merchants may read it."""

    path: str
    stream: str
    model: type[Value]
    readable: Callable[[Caller, str, Any], bool]


def _everybody(_caller: Caller, _id: str, _fact: Any) -> bool:
    return True


def _that_creator(caller: Caller, id: str, _fact: Any) -> bool:
    return caller.role == "creator" and caller.party_id == id


def _that_merchant(caller: Caller, id: str, _fact: Any) -> bool:
    return caller.role == "merchant" and caller.party_id == id


def _its_creator(caller: Caller, _id: str, fact: Any) -> bool:
    return caller.role == "creator" and caller.party_id == fact.creator_id


FACT_PATHS = (
    FactPath("/creators/{id}", "creator", Creator, _that_creator),
    FactPath("/merchants/{id}", "merchant", Merchant, _that_merchant),
    FactPath("/products/{id}", "product", Product, _everybody),
    FactPath("/products/{id}/sample-offer", "sample-offer", SampleOffer, _everybody),
    FactPath("/videos/{id}", "video", Video, _its_creator),
    FactPath("/live-sessions/{id}", "live-session", LiveSession, _its_creator),
)


class Stored(BaseModel):
    """What a stored fact has beside its own fields."""

    id: str
    version: int
    recorded_at: datetime


async def _check_writer(caller: Caller, journal: Journal, fact: FactPath, id: str) -> None:
    if caller.role == "service":
        return
    if fact.model is not SampleOffer or caller.role != "merchant":
        raise Problem("forbidden")
    product = await journal.facts.newest(f"product/{id}")
    if product is None or not isinstance(product.fact, Product) or product.fact.merchant_id != caller.party_id:
        raise Problem("not-found")


def _add(fact: FactPath) -> None:
    stored = create_model(f"Stored{fact.model.__name__}", __base__=(Stored, fact.model), __doc__=fact.model.__doc__)

    def shown(id: str, report: Report) -> Response:
        content = stored(id=id, version=report.version, recorded_at=report.recorded_at, **dict(report.fact))
        return answer(content, ETag=etag(report.version))

    async def put(id: Identifier, asked: Asked, body: Any) -> Response:
        await _check_writer(asked.caller, asked.journal, fact, id)
        stream = f"{fact.stream}/{id}"
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
        sees_all = asked.caller.role in ("service", "ops")
        if report is None or not (sees_all or fact.readable(asked.caller, id, report.fact)):
            raise Problem("not-found")
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
        name=f"get-{fact.stream}",
        response_model=stored,
        responses=documented(401, 404, 422, 503),
    )(get)


for _fact in FACT_PATHS:
    _add(_fact)
