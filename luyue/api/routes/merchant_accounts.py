"""What only merchant accounts have: opening one, under its merchant's own id (MA-07), and a merchant's record."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from luyue.api.answers import answer
from luyue.api.bodies import body_of
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.idempotency import Received
from luyue.api.kinds import MERCHANT_ACCOUNTS, address_of
from luyue.api.opening import opened
from luyue.api.paging import PageSize, PageToken, place_in, place_token
from luyue.api.problems import documented
from luyue.api.process_answers import ProcessAnswer
from luyue.domain.facts import Mark
from luyue.domain.merchant_account import MERCHANT_ACCOUNT
from luyue.domain.merchant_account.calendar import start_of_year
from luyue.domain.merchant_account.messages import Open
from luyue.domain.messages import Identifier
from luyue.journal.records import Records

router = APIRouter(prefix="/v1", tags=["merchant-accounts"])
_ORDER = "at"


async def open_account(asked: Asked, body: Any) -> Response:
    asked.check_own(merchant_id=body.merchant_id)

    async def act(received: Received) -> Response:
        return await opened(asked, MERCHANT_ACCOUNTS, body, received, id=body.merchant_id)

    return await asked.once(body, act)


open_account.__annotations__["body"] = body_of(MERCHANT_ACCOUNT, Open)
router.post(
    f"/{MERCHANT_ACCOUNTS.collection}",
    name="open",
    summary="Open",
    description=Open.__doc__ or "",
    status_code=201,
    response_model=ProcessAnswer,
    responses=documented(401, 403, 404, 409, 422, 429, 503),
    openapi_extra=TAKES_KEY,
)(open_account)


class EntryOnRecord(BaseModel):
    """What a process has left on the record; `process` is its address, `points` what it weighs."""

    process: str
    what: Mark
    at: datetime
    points: int


class RecordAnswer(BaseModel):
    """A merchant's record, the newest entry first; `points_this_year` are all of this Beijing year's."""

    merchant_id: str
    points_this_year: int
    items: Sequence[EntryOnRecord]
    next_page_token: str | None


@router.get("/merchants/{id}/record", response_model=RecordAnswer, responses=documented(401, 404, 422, 503))
async def read_record(
    id: Identifier,
    asked: Asked,
    page_size: Annotated[PageSize, Query()] = 50,
    page_token: Annotated[PageToken | None, Query()] = None,
) -> Response:
    """Defaults (CO-05), disputes lost (IX-24), late and fake shipments with their points (SH-06, SH-09).

    For the merchant, services and ops. What is taken back is no longer there.
    """
    asked.check_own(merchant_id=id)
    owner, records = f"merchant/{id}", Records(asked.journal.pool)
    place = place_in(page_token, _ORDER)
    found = await records.page(owner, (place.moment, place.id) if place else None, page_size + 1)
    shown = found[:page_size]
    token = place_token(_ORDER, shown[-1].at, shown[-1].stream) if len(found) > len(shown) else None
    items = [
        EntryOnRecord(process=address_of(one.stream), what=one.what, at=one.at, points=one.points) for one in shown
    ]
    points = await records.points(owner, start_of_year(datetime.now(UTC)))
    return answer(RecordAnswer(merchant_id=id, points_this_year=points, items=items, next_page_token=token))
