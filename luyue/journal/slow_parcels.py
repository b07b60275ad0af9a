"""A merchant's slow parcels (SH-08): shipments for which a timer has found no further scan in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from luyue.journal.connection import Pool

PAGE = """
select id, product_id, status, state ->> 'obligation' as obligation, state ->> 'carrier' as carrier,
       state ->> 'tracking_no' as tracking_no, state -> 'slow' ->> 'stage' as stage,
       (state -> 'slow' ->> 'since')::timestamptz as since
from processes
where kind = 'shipment' and (state -> 'slow' ->> 'stage') is not null and merchant_id = $1 and id > $2
order by id limit $3
"""


@dataclass(frozen=True)
class SlowParcel:
    """`stage` is between which scans it is slow, `since` the time of the earlier one; `id` is the shipment's."""

    id: str
    obligation: str
    product_id: str
    carrier: str
    tracking_no: str
    status: str
    stage: str
    since: datetime


async def slow_parcels(pool: Pool, merchant_id: str, after: str, size: int) -> list[SlowParcel]:
    """Up to `size` of a merchant's slow parcels whose shipments' ids come after one, in the order of their ids."""
    return [_parcel(row) for row in await pool.fetch(PAGE, merchant_id, after, size)]


def _parcel(row: Mapping[str, Any]) -> SlowParcel:
    return SlowParcel(**dict(row))
