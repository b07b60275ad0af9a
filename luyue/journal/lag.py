"""How far behind things are: the feed, its subscriptions, and time itself. For metrics: cheap, and without ids."""

from dataclasses import dataclass
from datetime import timedelta

from luyue.domain.policy import DEFAULT_POLICY
from luyue.journal.connection import Pool
from luyue.journal.webhook_lag import WebhookLag, read_webhook_lag

KIND_WITH_GRACE = "shipment"
DEADLINES_WITH_GRACE = ("promotion_window", "video_retention", "live_cart_minimum")
"""What hangs on facts is judged `fact_grace` after it is due: the deadlines of this kind, and these of any."""

LETTING_GO = timedelta(minutes=15)
"""How long after its release an outage is still taken to hold what was due in it: meanwhile all of that goes on."""

_FEED = """
select extract(epoch from clock_timestamp() - min(e.recorded_at))::float as unsettled,
  s.beyond::text::bigint - s.below::text::bigint as transactions
from (
  select pg_snapshot_xmin(pg_current_snapshot()) as below, pg_snapshot_xmax(pg_current_snapshot()) as beyond
) s
left join lateral (
  select recorded_at from events where transaction_id >= s.below
  order by events.transaction_id, events.position limit 1
) e on true
group by s.below, s.beyond
"""
_SUBSCRIPTIONS = """
select s.name, extract(epoch from clock_timestamp() - e.recorded_at)::float as behind
from subscriptions s
left join lateral (
  select recorded_at from events
  where (events.transaction_id, events.position) > (s.transaction_id, s.position)
  order by events.transaction_id, events.position limit 1
) e on true
"""
# The first of those that wait, by the key's order, is about the oldest.
_HELD = """
select h.subscription, h.parked, h.count,
  coalesce(extract(epoch from clock_timestamp() - e.recorded_at), 0)::float as seconds
from (select subscription, parked, count(*) from held_deliveries group by subscription, parked) h
left join lateral (
  select transaction_id, position from held_deliveries
  where subscription = h.subscription and parked = h.parked order by transaction_id, position limit 1
) first on true
left join events e on (e.transaction_id, e.position) = (first.transaction_id, first.position)
"""
# An outage without an end, or whose end was declared, holds what is due in it until its release.
_OUTAGES = """
select ends_at is not null as ends,
  extract(epoch from clock_timestamp() - min(coalesce(ends_at, starts_at)))::float as seconds, count(*)
from (
  select (fact ->> 'starts_at')::timestamptz as starts_at, (fact ->> 'ends_at')::timestamptz as ends_at
  from facts where stream >= 'outage/' and stream < 'outage0' and fact ->> 'release' is null
) unreleased
where starts_at <= statement_timestamp() group by ends_at is not null
"""
# Outages that overlap or touch hold together, up to the release of the last, but for those that give no more time.
# By the index on open processes' deadlines, which only a time that stands still can be compared along: what is not due
# yet is not looked at.
_OVERDUE = f"""
with declared as (
  select tstzrange((fact ->> 'starts_at')::timestamptz, (fact ->> 'ends_at')::timestamptz) as away,
    (fact #>> '{{release,extend_by}}')::interval is not distinct from '0' as alone,
    fact ->> 'release' is null
      or (fact #>> '{{release,at}}')::timestamptz > statement_timestamp() - $3::interval as holds
  from facts where stream >= 'outage/' and stream < 'outage0'
), together as (
  select unnest(range_agg(away)) as away from declared where not alone
), outages as materialized (
  select lower(away) as starts_at, upper(away) as ends_at from together t
  where exists (select from declared d where d.holds and not d.alone and d.away && t.away)
  union all
  select lower(away), upper(away) from declared where holds and alone
), overdue as (
  select kind, next_deadline as deadline, next_deadline_at as due_at,
    case when kind = '{KIND_WITH_GRACE}' or next_deadline = any ('{{{",".join(DEADLINES_WITH_GRACE)}}}')
      then $2::interval else '0' end as grace
  from processes where not closed and kind = any($1::text[]) and next_deadline_at < statement_timestamp()
)
select kind, deadline, exists (
    select from outages where starts_at <= due_at + grace and (ends_at is null or due_at < ends_at)
  ) as held,
  count(*), extract(epoch from clock_timestamp() - min(due_at))::float as seconds
from overdue group by 1, 2, 3
"""


@dataclass(frozen=True)
class Overdue:
    """Deadlines of one name that were due and that time has not acted on: how many, and for how long the oldest.

    `held`: a declared outage holds them, or did so until a moment ago. A test clock's advances are not looked at.
    """

    kind: str
    deadline: str
    held: bool
    count: int
    seconds: float


@dataclass(frozen=True)
class Held:
    """Deliveries of one subscription that wait for their next try, or are parked for ops; the age of the oldest's event
    in seconds.
    """

    subscription: str
    parked: bool
    count: int
    seconds: float


@dataclass(frozen=True)
class Unreleased:
    """Outages that began and were not released: how many, and for how many seconds the longest.

    Those with an end are counted from it, before which their length is below zero; those without from their beginning.
    """

    with_end: bool
    count: int
    seconds: float


@dataclass(frozen=True)
class Lag:
    """Lengths in seconds. `unsettled`: how long the oldest committed event has not been readable in the feed.

    `transactions` is the age of xmin: how many transaction ids have begun since the oldest one still running.
    `subscriptions`: by name, the age of the oldest event that was not delivered and is not held back.
    """

    unsettled: float
    transactions: int
    subscriptions: dict[str, float]
    held: list[Held]
    overdue: list[Overdue]
    outages: list[Unreleased]
    webhooks: WebhookLag


async def read_lag(pool: Pool, kinds: list[str]) -> Lag:
    """What there is to say now of these kinds of process, by their names as in streams."""
    feed = await pool.fetchrow(_FEED)
    subscriptions = await pool.fetch(_SUBSCRIPTIONS)
    held = await pool.fetch(_HELD)
    stored = [kind.replace("-", "_") for kind in kinds]
    overdue = await pool.fetch(_OVERDUE, stored, DEFAULT_POLICY.fact_grace, LETTING_GO)
    outages = await pool.fetch(_OUTAGES)
    return Lag(
        unsettled=feed["unsettled"] or 0.0,
        transactions=feed["transactions"],
        subscriptions={row["name"]: row["behind"] or 0.0 for row in subscriptions},
        held=[Held(**row) for row in held],
        overdue=[Overdue(**{**row, "kind": row["kind"].replace("_", "-")}) for row in overdue],
        outages=[Unreleased(row["ends"], row["count"], row["seconds"]) for row in outages],
        webhooks=await read_webhook_lag(pool),
    )
