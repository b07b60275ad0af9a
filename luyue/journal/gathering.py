"""Gathers the facts that a decision needs."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from luyue.domain.facts import FACTS, NOTHING_KNOWN, Facts, Found, Needs, OnRecord, Report
from luyue.domain.outage import Outage
from luyue.journal.connection import Pool

GATHER = """
select 'newest' as part, f.stream, f.version, f.fact, f.recorded_at from facts f where f.stream = any ($1)
union all
select 'newest', m.stream, m.version, m.fact, m.recorded_at
from facts p join facts m on m.stream = 'merchant/' || (p.fact ->> 'merchant_id') where p.stream = $5
union all
(select 'record', r.stream, 0, to_jsonb(r.record_what), r.record_at from processes r where r.record_of = $6
 order by r.record_at desc limit $7)
union all
select 'report', e.stream, e.version, e.data, e.recorded_at
from fact_subjects s join events e on e.stream = s.stream where s.subject = any ($2)
union all
select 'claim', p.stream, 0, to_jsonb(p.claim), p.updated_at
from unnest($3::text[]) as prefix
join processes p on p.claim >= prefix collate "C" and p.claim < prefix || chr(1114111) collate "C" and p.stream <> $4
union all
select 'claim', c.stream, 0, to_jsonb(c.claim), c.updated_at
from facts p join processes c on c.claim = 'closing:' || (p.fact ->> 'merchant_id') || ':' where p.stream = $5
union all
select 'newest', o.stream, o.version, o.fact, o.recorded_at from facts o
where $8::timestamptz is not null and o.stream >= 'outage/' and o.stream < 'outage0'
  and (o.fact ->> 'starts_at')::timestamptz <= $9::timestamptz
  and (o.fact ->> 'release' is null or (o.fact ->> 'ends_at')::timestamptz > $8::timestamptz)
"""
"""What decisions read."""

RUNS_INTO = """
select 'newest' as part, o.stream, o.version, o.fact, o.recorded_at from facts o
where o.stream >= 'outage/' and o.stream < 'outage0' and not o.stream = any ($1)
  and (o.fact ->> 'starts_at')::timestamptz <= $3::timestamptz
  and (o.fact ->> 'ends_at')::timestamptz >= $2::timestamptz
"""
"""Other outages that had not ended before a moment: they may be one with those that began then or later."""

FIND = """
select stream, type, occurred_at, data from events
where data ->> 'found_by' = any ($1) and stream <> $2
order by occurred_at desc, stream, version desc limit 200
"""
"""What a few decisions read besides."""

COUNT_OPEN = """
select kind, count(*) as number from processes where merchant_id = $1 and not closed and stream <> $2 group by kind
"""
"""What the end of a shop hangs on (IX-28)."""


async def gather(pool: Pool, stream: str, needs: Needs) -> Facts:
    """The newest reports, the histories, the claims of others and the record that `needs` names, in one round trip.

    Events of other processes take another, and so do those still open, where they are asked for; and where outages are
    at hand, so do those that run into them.
    """
    if not needs:
        return NOTHING_KNOWN
    rows = await pool.fetch(
        GATHER,
        list(needs.streams),
        list(set(needs.subjects)),
        list(needs.claim_prefixes),
        stream,
        needs.merchant_of,
        needs.record_of,
        needs.record_most,
        *(needs.outages or (None, None)),
    )
    reports = {(row["stream"], row["version"]): report(row) for row in rows if row["part"] == "report"}
    record = [on_record(row) for row in rows if row["part"] == "record"]
    others = await pool.fetch(FIND, list(needs.found_by), stream) if needs.found_by else []
    still_open = await pool.fetch(COUNT_OPEN, needs.open_of, stream) if needs.open_of is not None else []
    newest = {row["stream"]: report(row) for row in rows if row["part"] == "newest"}
    if needs.outages is not None:
        newest |= await _running_into(pool, newest, needs.outages[1])
    return Facts(
        newest=newest,
        reports=tuple(reports.values()),
        claims={json.loads(row["fact"]): row["stream"] for row in rows if row["part"] == "claim"},
        record=tuple(sorted(record, key=lambda entry: (entry.at, entry.stream))),
        found=tuple(found(row) for row in others),
        open={row["kind"]: row["number"] for row in still_open},
    )


async def _running_into(pool: Pool, newest: Mapping[str, Report], now: datetime) -> dict[str, Report]:
    """The earlier outages without a gap between them and those at hand."""
    known = {stream: one.fact for stream, one in newest.items()}
    added: dict[str, Report] = {}
    while starts := [fact.starts_at for fact in known.values() if isinstance(fact, Outage)]:
        rows = await pool.fetch(RUNS_INTO, list(known), min(starts), now)
        if not rows:
            break
        earlier = {row["stream"]: report(row) for row in rows}
        added |= earlier
        known |= {stream: one.fact for stream, one in earlier.items()}
    return added


def report(row: Any) -> Report:
    """A row with a fact's stream, version, JSON and time of record."""
    kind = row["stream"].partition("/")[0]
    return Report(
        stream=row["stream"],
        version=row["version"],
        recorded_at=row["recorded_at"],
        fact=FACTS[kind].model_validate_json(row["fact"]),
    )


def on_record(row: Any) -> OnRecord:
    """A row with a process's stream, what it leaves on the record, and since when."""
    return OnRecord(stream=row["stream"], what=json.loads(row["fact"]), at=row["recorded_at"])


def found(row: Any) -> Found:
    """A row with an event of another process."""
    return Found(stream=row["stream"], type=row["type"], at=row["occurred_at"], data=json.loads(row["data"]))
