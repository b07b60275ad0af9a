"""What only shipments have: their tracks (SH-07), the carriers known, a merchant's slow parcels (SH-08)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from luyue.api.answers import answer
from luyue.api.context import Asked
from luyue.api.exported import Code, csv_of
from luyue.api.paging import Page, PageSize, PageToken, id_in, id_token
from luyue.api.problems import documented
from luyue.api.routes.parcels import TracksAnswer, tracks_of
from luyue.api.routes.processes import ProcessId
from luyue.api.wording import chosen
from luyue.domain.facts import parcel_stream
from luyue.domain.messages import Identifier, Text, Value
from luyue.domain.notices import BEIJING
from luyue.domain.shipment import SHIPMENT
from luyue.domain.shipment import state as s
from luyue.domain.shipment.carriers import PARTNERS, carrier_name
from luyue.domain.shipment.messages import Stage
from luyue.journal.slow_parcels import SlowParcel, slow_parcels

router = APIRouter(prefix="/v1", tags=["shipments"])

EXPORTED_AT_ONCE = 500

_COLUMNS = (
    Text(zh="发货", en="shipment"),
    Text(zh="订单或申请", en="order or request"),
    Text(zh="商品", en="product"),
    Text(zh="物流公司", en="carrier"),
    Text(zh="单号", en="tracking number"),
    Text(zh="状态", en="status"),
    Text(zh="停滞环节", en="slow from"),
    Text(zh="上一环节时间(北京时间)", en="since (UTC)"),
)
STATUSES: Mapping[str, Text] = {
    s.REGISTERED: Text(zh="待揽收", en="awaiting pickup"),
    s.PICKED_UP: Text(zh="已揽收", en="picked up"),
    s.IN_TRANSIT: Text(zh="运输中", en="in transit"),
    s.DELIVERED: Text(zh="已送达", en="delivered"),
    s.WARNED: Text(zh="虚假发货预警中", en="under a warning of a fake shipment"),
    s.VIOLATION: Text(zh="已认定虚假发货", en="found to be a fake shipment"),
    s.RELEASED: Text(zh="不再等待送达", en="no longer awaited"),
}
"""Statuses as files for people say them."""

_STAGES: dict[str, Text] = {
    "pickup_to_transit": Text(zh="揽收至中转", en="pickup to transit"),
    "transit_to_delivery": Text(zh="中转至送达", en="transit to delivery"),
}


class CarrierAnswer(BaseModel):
    """A partner carrier: parcels by it are tracked by themselves. Others are taken, but their tracks may not show."""

    code: str
    name: Text


class SlowParcelAnswer(BaseModel):
    """A parcel that has not moved on for too long; `id` is the shipment's, `since` the time of its last stage."""

    id: str
    obligation: str
    product_id: str
    carrier: str
    tracking_no: str
    status: str
    stage: Stage
    since: datetime


class SlowQuery(Value):
    """`csv`: all of them as a file for spreadsheets, in the language asked for; times are Beijing's in Chinese."""

    format: Literal["json", "csv"] = "json"
    page_size: PageSize = 50
    page_token: PageToken | None = None


@router.get("/carriers", response_model=Page[CarrierAnswer], responses=documented(401, 503))
async def list_carriers(asked: Asked) -> Response:
    """The partner carriers (SH-07)."""
    items = [CarrierAnswer(code=code, name=Text(zh=one.zh, en=one.en)) for code, one in PARTNERS.items()]
    return answer(Page[CarrierAnswer](items=items, next_page_token=None))


@router.get("/shipments/{id}/tracks", response_model=TracksAnswer, responses=documented(401, 404, 503))
async def list_tracks(id: ProcessId, asked: Asked) -> Response:
    """The parcel's tracks under its present number; places and words for services and ops, as far as not erased."""
    row = await asked.row(SHIPMENT.stream(id))
    state = await asked.journal.processes.state(SHIPMENT, row)
    newest = await asked.journal.facts.newest(parcel_stream(state.carrier, state.tracking_no))
    content = TracksAnswer(
        carrier=state.carrier,
        tracking_no=state.tracking_no,
        version=newest.version if newest is not None else 0,
        tracks=await tracks_of(asked, state.carrier, state.tracking_no),
    )
    return answer(content)


@router.get(
    "/merchants/{id}/slow-parcels",
    response_model=Page[SlowParcelAnswer],
    responses={
        **documented(401, 404, 422, 503),
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
    },
)
async def list_slow_parcels(id: Identifier, asked: Asked, query: Annotated[SlowQuery, Query()]) -> Response:
    """A merchant's parcels that are slow from pickup to transit, or from transit to delivery (SH-08)."""
    asked.check_own(merchant_id=id)
    if query.format == "csv":
        return _exported(await _all(asked, id), asked.request.headers.get("accept-language"))
    found = await slow_parcels(asked.journal.pool, id, id_in(query.page_token), query.page_size + 1)
    items = [SlowParcelAnswer.model_validate(one, from_attributes=True) for one in found[: query.page_size]]
    token = id_token(items[-1].id) if len(found) > len(items) else None
    return answer(Page[SlowParcelAnswer](items=items, next_page_token=token))


async def _all(asked: Asked, merchant_id: str) -> list[SlowParcel]:
    found: list[SlowParcel] = []
    while True:
        after = found[-1].id if found else ""
        page = await slow_parcels(asked.journal.pool, merchant_id, after, EXPORTED_AT_ONCE)
        found += page
        if len(page) < EXPORTED_AT_ONCE:
            return found


def _exported(parcels: Sequence[SlowParcel], accept_language: str | None) -> Response:
    language = chosen(accept_language)
    rows = [
        (
            one.id,
            one.obligation,
            Code(one.product_id),
            getattr(carrier_name(one.carrier), language),
            Code(one.tracking_no),
            getattr(STATUSES[one.status], language),
            getattr(_STAGES[one.stage], language),
            f"{one.since.astimezone(BEIJING if language == 'zh' else UTC):%Y-%m-%d %H:%M:%S}",
        )
        for one in parcels
    ]
    content = csv_of([getattr(column, language) for column in _COLUMNS], rows)
    headers = {
        "Content-Disposition": 'attachment; filename="slow-parcels.csv"',
        "Content-Language": "zh-CN" if language == "zh" else "en",
    }
    return Response(content, 200, headers, "text/csv; charset=utf-8")
