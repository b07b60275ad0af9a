"""How far behind things are: the feed, its subscriptions, and time itself. For metrics: cheap, and without ids."""

from dataclasses import dataclass

from luyue.journal.connection import Pool

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
_HELD = "select subscription, parked, count(*) from held_deliveries group by subscription, parked"
# By the index on open processes' deadlines, which only a time that stands still can be compared along: what is not due
# yet is not looked at.
_OVERDUE = """
select kind, next_deadline as deadline, count(*),
  extract(epoch from clock_timestamp() - min(next_deadline_at))::float as seconds
from processes where not closed and kind = any($1::text[]) and next_deadline_at < statement_timestamp()
group by kind, next_deadline
"""


@dataclass(frozen=True)
class Overdue:
    """Deadlines of one name that were due and that time has not acted on: how many, and for how long the oldest."""

    kind: str
    deadline: str
    count: int
    seconds: float


@dataclass(frozen=True)
class Held:
    """Deliveries of one subscription that wait for their next try, or are parked for ops."""

    subscription: str
    parked: bool
    count: int


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


async def read_lag(pool: Pool, kinds: list[str]) -> Lag:
    """What there is to say now of these kinds of process, by their names as in streams."""
    feed = await pool.fetchrow(_FEED)
    subscriptions = await pool.fetch(_SUBSCRIPTIONS)
    held = await pool.fetch(_HELD)
    overdue = await pool.fetch(_OVERDUE, [kind.replace("-", "_") for kind in kinds])
    return Lag(
        unsettled=feed["unsettled"] or 0.0,
        transactions=feed["transactions"],
        subscriptions={row["name"]: row["behind"] or 0.0 for row in subscriptions},
        held=[Held(row["subscription"], row["parked"], row["count"]) for row in held],
        overdue=[
            Overdue(row["kind"].replace("_", "-"), row["deadline"], row["count"], row["seconds"]) for row in overdue
        ],
    )
