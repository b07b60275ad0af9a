"""Pages of the feed for readers who may see, or want, only some of it; each goes on where the one before ended.

A page says how far it has looked, so that what a reader does not get is passed over for good without being told of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from luyue.journal.connection import Connection, Pool
from luyue.journal.feed import Cursor
from luyue.journal.streams import RECORDED_COLUMNS, Recorded, recorded

LOOKED_AT_ONCE = 1_000
"""The most events that a page looks at in the feed's order, wanted or not."""

_LAST_POSITION = 2**63 - 1
SETTLED = """
select s.below::text::bigint as below, s.beyond::text::bigint as beyond,
  e.transaction_id::text::bigint as transaction_id, e.position
from (
  select pg_snapshot_xmin(pg_current_snapshot()) as below, pg_snapshot_xmax(pg_current_snapshot()) as beyond
) s
left join lateral (
  select transaction_id, position from events where transaction_id < s.below
  order by events.transaction_id desc, events.position desc limit 1
) e on true
"""
_AHEAD = """(transaction_id, position) > ($1::text::xid8, $2::bigint) and transaction_id < $3::text::xid8
  order by events.transaction_id, events.position"""


@dataclass(frozen=True)
class Settled:
    """How far the feed stands still: below this transaction id nothing can appear any more, now or later.

    `newest` is the place just after the last event of that part; transaction ids from `beyond` on were not yet seen
    to end by anybody.
    """

    below: int
    newest: Cursor
    beyond: int

    @property
    def end(self) -> Cursor:
        """The place after all that is settled. It moves with every transaction, events or not, and so tells nothing."""
        return Cursor(self.below - 1, _LAST_POSITION)

    def can_have_given(self, cursor: Cursor) -> bool:
        """Whether a cursor that came in before this was asked for may be one of ours.

        Any process of ours that gave one had seen no transaction id that is not below `beyond` by now: it only grows.
        """
        return cursor.transaction_id < self.beyond


@dataclass(frozen=True)
class Wanted:
    """What a reader gets: events of streams of these kinds (`sample-request`), and of one party's processes only.

    A fact's stream belongs to no party.
    """

    kinds: frozenset[str]
    creator_id: str | None = None
    merchant_id: str | None = None


@dataclass(frozen=True)
class FeedPage:
    """Wanted events in the feed's order; `cursor` is where to go on, `more` whether that may give events at once."""

    events: Sequence[Recorded]
    cursor: Cursor
    more: bool


async def settled(source: "Pool | Connection") -> Settled:
    """How far the feed stands still at this moment."""
    row = await source.fetchrow(SETTLED)
    return Settled(row["below"], Cursor(row["transaction_id"] or 0, row["position"] or 0), row["beyond"])


async def page(source: "Pool | Connection", after: Cursor, limit: int, wanted: Wanted, until: Settled) -> FeedPage:
    """Up to `limit` wanted events after a cursor, out of what was settled.

    What was settled once stays as it is: hence each of the statements may see the journal at a moment of its own.
    """
    statement, filters = in_feed_order(wanted)
    place = (str(after.transaction_id), after.position, str(until.below))
    rows = await source.fetch(statement, *place, limit, *filters)
    events = [recorded(row) for row in rows]
    if len(events) == limit:
        return FeedPage(events, Cursor.after(events[-1]), more=True)
    row = await source.fetchrow(LOOKED_AT, *place)
    if row is None:
        return FeedPage(events, max(after, until.end), more=False)
    looked_to = Cursor(row["transaction_id"], row["position"])
    if events or (wanted.creator_id, wanted.merchant_id) == (None, None):
        return FeedPage(events, looked_to, more=True)
    return await _of_party(source, looked_to, limit, wanted, until)


async def _of_party(source: "Pool | Connection", after: Cursor, limit: int, wanted: Wanted, until: Settled) -> FeedPage:
    """The page of a reader whose events are few and far between: found by its processes instead."""
    statement, filters = by_processes(wanted)
    place = (str(after.transaction_id), after.position, str(until.below))
    rows = await source.fetch(statement, *place, limit, *filters)
    events = [recorded(row) for row in rows]
    if len(events) == limit:
        return FeedPage(events, Cursor.after(events[-1]), more=True)
    return FeedPage(events, max(after, until.end), more=False)


LOOKED_AT = f"""
select transaction_id::text::bigint as transaction_id, position from events where {_AHEAD}
offset {LOOKED_AT_ONCE - 1} limit 1
"""
"""Where a page has to stop looking; no row where the settled feed ends before."""


def in_feed_order(wanted: Wanted) -> tuple[str, list[Any]]:
    """A statement that looks at the next events of the feed and gives the wanted ones; with its last parameters."""
    filters: list[Any] = [sorted(wanted.kinds)]
    conditions = ["split_part(e.stream, '/', 1) = any($5::text[])"]
    for column, value in _parties(wanted):
        filters.append(value)
        # Asked for each event by itself, since no plan may begin with all processes of a kind.
        conditions.append(f"(select p.{column} from processes p where p.stream = e.stream) = ${len(filters) + 4}")
    statement = f"""
select {RECORDED_COLUMNS} from (select * from events where {_AHEAD} limit {LOOKED_AT_ONCE}) e
where {" and ".join(conditions)}
order by e.transaction_id, e.position limit $4
"""
    return statement, filters


def by_processes(wanted: Wanted) -> tuple[str, list[Any]]:
    """A statement that gives a party's next events by way of its processes; with its last parameters."""
    filters: list[Any] = [sorted(kind.replace("-", "_") for kind in wanted.kinds)]
    conditions = ["kind = any($5::text[])"]
    for column, value in _parties(wanted):
        filters.append(value)
        conditions.append(f"{column} = ${len(filters) + 4}")
    # Materialised, or the planner might walk along the feed until enough has turned up.
    statement = f"""
with own as materialized (
  select stream from processes where {" and ".join(conditions)}
), ahead as materialized (
  select e.stream, e.version from own, lateral (
    select stream, version, transaction_id, position from events where events.stream = own.stream offset 0
  ) e
  where (e.transaction_id, e.position) > ($1::text::xid8, $2::bigint) and e.transaction_id < $3::text::xid8
  order by e.transaction_id, e.position limit $4
)
select {RECORDED_COLUMNS} from events e join ahead using (stream, version) order by e.transaction_id, e.position
"""
    return statement, filters


def _parties(wanted: Wanted) -> list[tuple[str, str]]:
    parties = (("creator_id", wanted.creator_id), ("merchant_id", wanted.merchant_id))
    return [(column, value) for column, value in parties if value is not None]
