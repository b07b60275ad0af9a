"""The directory, from which merchants pick the creators to whom they offer orders (CO-01)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from luyue.api.answers import answer
from luyue.api.context import Asked
from luyue.api.paging import Page, PageSize, PageToken, id_in, id_token, ranked_in, ranked_token
from luyue.api.problems import documented
from luyue.domain.facts import Right
from luyue.domain.facts.numbers import MOST, Count
from luyue.domain.rulebook.creators import RIGHT_FOR_FORM
from luyue.journal.creators import CreatorFilter, CreatorOrder, Creators, FollowersPlace, SharingCreator

router = APIRouter(prefix="/v1/creators", tags=["creators"])


class DirectoryQuery(BaseModel):
    """Who is looked for, and in which order."""

    model_config = ConfigDict(extra="forbid")

    right: Literal["video_cart", "live_cart"] | None = Field(
        None,
        description="Only creators who may share in this way, as the form of an order asks for. By default either.",
    )
    min_followers: Annotated[int, Field(ge=0, le=MOST)] | None = Field(
        None,
        description="Only creators with at least so many followers. By default also those whose number is unknown.",
    )
    sort: CreatorOrder = Field("id", description="By `followers`, the most come first and unknown numbers last.")
    page_size: PageSize = 50
    page_token: PageToken | None = None


class ListedCreator(BaseModel):
    """A creator to whom orders can be offered. Numbers that were not reported are null.

    `rights` are those on record; null without an admission on record, and then of one who would be admitted.
    """

    id: str
    followers: Count | None
    public_original_videos: Count | None
    rights: Sequence[Right] | None


@router.get("", response_model=Page[ListedCreator], responses=documented(401, 403, 422, 503))
async def list_creators(asked: Asked, query: Annotated[DirectoryQuery, Query()]) -> Response:
    """The creators who may share products (CO-01). For merchants, services and ops."""
    policy = await asked.journal.policies.in_force(datetime.now(UTC))
    rights: Sequence[Right] = tuple(RIGHT_FOR_FORM.values()) if query.right is None else (query.right,)
    wanted = CreatorFilter(rights, query.min_followers)
    creators = Creators(asked.journal.pool)
    if query.sort == "id":
        found = await creators.page_by_id(wanted, policy, id_in(query.page_token), query.page_size + 1)
    else:
        place = ranked_in(query.page_token, query.sort)
        after = None if place is None else FollowersPlace(*place)
        found = await creators.page_by_followers(wanted, policy, after, query.page_size + 1)
    shown = found[: query.page_size]
    token = _token(query.sort, shown[-1]) if len(found) > len(shown) else None
    return answer(Page[ListedCreator](items=[_listed(one) for one in shown], next_page_token=token))


def _token(order: CreatorOrder, last: SharingCreator) -> str:
    return id_token(last.id) if order == "id" else ranked_token(order, last.place.followers, last.id)


def _listed(found: SharingCreator) -> ListedCreator:
    return ListedCreator(
        id=found.id,
        followers=found.creator.followers,
        public_original_videos=found.creator.public_original_videos,
        rights=None if found.access is None else found.access.rights,
    )
