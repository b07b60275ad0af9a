"""What a campaign has come to, as sums over the events of its entries, orders and shipments."""

from dataclasses import dataclass, fields
from decimal import Decimal

from luyue.journal.connection import Pool

_ENTRIES = """
select count(*) filter (where type = 'EntryRegistered') as registered,
       count(*) filter (where type = 'EntryRefused') as refused
from events where type in ('EntryRegistered', 'EntryRefused') and data ->> 'campaign_id' = $1
"""

_ENTRIES_LATER = """
with registered as (
  select stream from events where type = 'EntryRegistered' and data ->> 'campaign_id' = $1
)
select count(*) filter (where type = 'EntryActivated') as active,
       count(*) filter (where type = 'EntryRejected') as rejected,
       count(*) filter (where type = 'EntryLeft') as left_it
from events join registered using (stream)
"""

_ORDERS = """
with placed as (
  select stream from events where type = 'ConsumerOrderPlaced' and data ->> 'campaign_id' = $1
), of_orders as (
  select e.stream, e.type, e.version, e.data from events e join placed using (stream)
), overdue as (
  select stream, min(version) as version from of_orders where type = 'ConsumerOrderOverdue' group by stream
), claimed as (
  select stream, (data ->> 'amount')::numeric as amount from of_orders where type = 'CompensationClaimed'
  union all
  select stream, -(data ->> 'amount')::numeric from of_orders where type = 'CompensationTakenBack'
), owed as (
  select stream, sum(amount) as amount from claimed group by stream having sum(amount) > 0
), refunded as (
  select stream, sum((data ->> 'amount')::numeric) as amount from of_orders where type = 'RefundMade' group by stream
)
select (select count(*) from placed) as orders,
       (select count(*) from of_orders s where s.type = 'ConsumerOrderShipped'
          and not exists (select from overdue o where o.stream = s.stream and o.version < s.version)) as in_time,
       (select count(*) from overdue) as late,
       (select count(*) from owed) as compensated,
       (select coalesce(sum(amount), 0) from owed) as compensation,
       (select count(*) from refunded) as refunded,
       (select coalesce(sum(amount), 0) from refunded) as refunds,
       (select count(*) from of_orders where type = 'OrderShipmentFoundFake') as violations
"""


@dataclass(frozen=True)
class CampaignSums:
    """Counts of entries and orders, and yuan.

    `in_time`: shipped before being late, also with what then proved fake; `violations` are those fake shipments.
    """

    registered: int
    refused: int
    active: int
    rejected: int
    left_it: int
    orders: int
    in_time: int
    late: int
    compensated: int
    compensation: Decimal
    refunded: int
    refunds: Decimal
    violations: int

    def differing(self, other: "CampaignSums") -> list[str]:
        """The names of the sums that are others."""
        return [one.name for one in fields(self) if getattr(self, one.name) != getattr(other, one.name)]


async def campaign_sums(pool: Pool, campaign_id: str) -> CampaignSums:
    """The sums of a campaign by its id, out of the events alone. Reads them all: for simulations, not for services."""
    found: dict[str, object] = {}
    for statement in (_ENTRIES, _ENTRIES_LATER, _ORDERS):
        row = await pool.fetchrow(statement, campaign_id)
        found |= dict(row)
    return CampaignSums(**found)  # type: ignore[arg-type]
