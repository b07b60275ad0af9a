"""Gathers the facts that a decision needs."""

import json
from typing import Any

from luyue.domain.facts import FACTS, NOTHING_KNOWN, Facts, Needs, Report
from luyue.journal.connection import Pool

GATHER = """
select 'newest' as part, f.stream, f.version, f.fact, f.recorded_at from facts f where f.stream = any ($1)
union all
select 'newest', m.stream, m.version, m.fact, m.recorded_at
from facts p join facts m on m.stream = 'merchant/' || (p.fact ->> 'merchant_id') where p.stream = $5
union all
select 'breach', b.stream, 0, null, b.updated_at
from processes b
where b.kind = 'sample_request' and b.creator_id = $6 and b.status = 'BREACHED'
union all
select 'report', e.stream, e.version, e.data, e.recorded_at
from fact_subjects s join events e on e.stream = s.stream where s.subject = any ($2)
union all
select 'claim', p.stream, 0, to_jsonb(p.claim), p.updated_at
from unnest($3::text[]) as prefix
join processes p on p.claim >= prefix collate "C" and p.claim < prefix || chr(1114111) collate "C" and p.stream <> $4
"""
"""What decisions read."""


async def gather(pool: Pool, stream: str, needs: Needs) -> Facts:
    """The newest reports, the histories and the claims of others that `needs` names, in one round trip."""
    if not needs:
        return NOTHING_KNOWN
    rows = await pool.fetch(
        GATHER,
        list(needs.streams),
        list(set(needs.subjects)),
        list(needs.claim_prefixes),
        stream,
        needs.merchant_of,
        needs.breaches_of,
    )
    reports = {(row["stream"], row["version"]): report(row) for row in rows if row["part"] == "report"}
    return Facts(
        newest={row["stream"]: report(row) for row in rows if row["part"] == "newest"},
        reports=tuple(reports.values()),
        claims={json.loads(row["fact"]): row["stream"] for row in rows if row["part"] == "claim"},
        breaches=sum(row["part"] == "breach" for row in rows),
    )


def report(row: Any) -> Report:
    """A row with a fact's stream, version, JSON and time of record."""
    kind = row["stream"].partition("/")[0]
    return Report(
        stream=row["stream"],
        version=row["version"],
        recorded_at=row["recorded_at"],
        fact=FACTS[kind].model_validate_json(row["fact"]),
    )
