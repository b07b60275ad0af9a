"""Creators' showcases: adding products, changing how they are shown, removing them (CA-04 to CA-07)."""

import uuid
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, StringConstraints

from luyue.api.answers import answer
from luyue.api.context import Asked
from luyue.api.decisions import put_on_record
from luyue.api.paging import Page, PageSize, PageToken, place_in, place_token
from luyue.api.problems import Problem, documented
from luyue.api.routes.eligibility import showcase_change_now, showcase_now
from luyue.domain.facts.numbers import Flag
from luyue.domain.facts.products import AddedBy
from luyue.domain.messages import Identifier, Value
from luyue.journal.showcase import Showcase, ShowcaseEntry, ShowcaseFilter, Shown

router = APIRouter(prefix="/v1/creators/{id}/showcase", tags=["showcase"])

Category = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")
]
_ORDER = "added_at"


class EntryBody(Value):
    """How a product is shown; `category` is one of the creator's own.

    `added_by` counts when the product is added, by search if left out, and cannot be changed.
    """

    category: Category | None = None
    recommended: Flag = False
    new: Flag = False
    explaining: Flag = False
    added_by: AddedBy | None = None


class EntryAnswer(BaseModel):
    """A product in a creator's showcase."""

    creator_id: str
    product_id: str
    category: str | None
    recommended: bool
    new: bool
    explaining: bool
    added_by: AddedBy
    added_at: datetime
    updated_at: datetime


class ListQuery(Value):
    """Filters of a list."""

    category: Category | None = None
    recommended: bool | None = None
    new: bool | None = None
    page_size: PageSize = Field(50)
    page_token: PageToken | None = None


@router.put("/{product_id}", response_model=EntryAnswer, responses=documented(401, 403, 404, 422, 503))
async def put_entry(id: Identifier, product_id: Identifier, asked: Asked, body: EntryBody) -> Response:
    """Adds a product that may be added, or changes how one is shown that was added before.

    A change takes the showcase right alone, whatever the rules for new products say now. The product that is being
    explained gives way to another one that is to be. For the creator and services.
    """
    asked.check_own(creator_id=id)
    showcase = Showcase(asked.journal.pool)
    found = await showcase.find(id, product_id)
    if found is None:
        added_by = body.added_by or "search"
        evaluation = await showcase_now(asked.journal, id, product_id, added_by)
    else:
        added_by = found.added_by
        if body.added_by not in (None, added_by):
            raise Problem.of_field(
                "added_by",
                "字段 added_by 无效:商品添加后不能更改添加方式,请移除后重新添加",
                "added_by: how a product was added cannot be changed; remove it and add it again",
            )
        evaluation = await showcase_change_now(asked.journal, id)
    now = datetime.now(UTC)
    # A change that is admitted decides nothing new.
    if found is None or not evaluation.eligible:
        stream = f"showcase-decision/{id}:{product_id}"
        await put_on_record(asked, stream, evaluation, command_id=uuid.uuid4().hex, at=now)
    shown = Shown(body.category, body.recommended, body.new, body.explaining)
    entry = await showcase.put(id, product_id, shown, added_by=added_by, at=now)
    return answer(_answer(id, entry))


@router.get("", response_model=Page[EntryAnswer], responses=documented(401, 404, 422, 503))
async def list_entries(id: Identifier, asked: Asked, query: Annotated[ListQuery, Query()]) -> Response:
    """A creator's showcase, the last added first. For the creator, services and ops."""
    asked.check_own(creator_id=id)
    wanted = ShowcaseFilter(query.category, query.recommended, query.new)
    after = place_in(query.page_token, _ORDER)
    found = await Showcase(asked.journal.pool).page(id, wanted, after, query.page_size + 1)
    shown = found[: query.page_size]
    token = place_token(_ORDER, shown[-1].added_at, shown[-1].product_id) if len(found) > len(shown) else None
    items = [_answer(id, entry) for entry in shown]
    return answer(Page[EntryAnswer](items=items, next_page_token=token))


@router.get("/{product_id}", response_model=EntryAnswer, responses=documented(401, 404, 422, 503))
async def read_entry(id: Identifier, product_id: Identifier, asked: Asked) -> Response:
    """One product in a creator's showcase. For the creator, services and ops."""
    asked.check_own(creator_id=id)
    found = await Showcase(asked.journal.pool).find(id, product_id)
    if found is None:
        raise Problem("not-found")
    return answer(_answer(id, found))


@router.delete("/{product_id}", status_code=204, responses=documented(401, 403, 404, 422, 503))
async def remove_entry(id: Identifier, product_id: Identifier, asked: Asked) -> Response:
    """Removes a product. For the creator and services."""
    asked.check_own(creator_id=id)
    if not await Showcase(asked.journal.pool).remove(id, product_id):
        raise Problem("not-found")
    return Response(status_code=204)


def _answer(creator_id: str, entry: ShowcaseEntry) -> EntryAnswer:
    return EntryAnswer(
        creator_id=creator_id,
        product_id=entry.product_id,
        category=entry.category,
        recommended=entry.recommended,
        new=entry.is_new,
        explaining=entry.explaining,
        added_by=entry.added_by,
        added_at=entry.added_at,
        updated_at=entry.updated_at,
    )
