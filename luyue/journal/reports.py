"""Reports on facts as they were at hand when a decision was made, found again long after."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from luyue.domain.facts import CLOSING, FACTS, Facts, Needs, Product, Report, subjects_of
from luyue.domain.messages import Moment, Value
from luyue.journal.connection import Pool
from luyue.journal.seen import Seen

_VERSIONS = """
select stream, version, recorded_at, data from events
where stream in (
  select unnest($1::text[]) collate "C"
  union all
  select stream from fact_subjects where subject = any ($2)
  union all
  select 'merchant/' || (data ->> 'merchant_id') collate "C" from events where stream = $3
)
order by stream, version
"""


class RecordedReport(Value):
    """A report with its fact as JSON, as files keep it."""

    stream: str
    version: int
    recorded_at: Moment
    fact: Mapping[str, Any]

    def typed(self) -> Report:
        fact = FACTS[self.stream.partition("/")[0]].model_validate_json(json.dumps(self.fact))
        return Report(stream=self.stream, version=self.version, recorded_at=self.recorded_at, fact=fact)


class Reports(Protocol):
    """Where reports are found."""

    async def about(self, needs: Needs) -> Sequence[RecordedReport]:
        """At least all versions of every fact that is needed."""


class ReportsInPostgres:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def about(self, needs: Needs) -> Sequence[RecordedReport]:
        product = needs.merchant_of
        streams = needs.streams if product is None else (*needs.streams, product)
        return await reports_of(self._pool, streams, needs.subjects, merchants_of=product)


class ReportsInFile:
    def __init__(self, reports: Sequence[RecordedReport]) -> None:
        self._reports = reports

    async def about(self, needs: Needs) -> Sequence[RecordedReport]:
        return self._reports


async def reports_of(
    pool: Pool, streams: Sequence[str], subjects: Sequence[str] = (), *, merchants_of: str | None = None
) -> list[RecordedReport]:
    """All versions of facts: by their streams, by the subjects they speak of, and of every merchant of a product."""
    rows = await pool.fetch(_VERSIONS, list(streams), list(subjects), merchants_of)
    return [
        RecordedReport(
            stream=row["stream"],
            version=row["version"],
            recorded_at=row["recorded_at"],
            fact=json.loads(row["data"]),
        )
        for row in rows
    ]


def facts_as_seen(needs: Needs, seen: Seen, recorded_at: datetime, reports: Iterable[RecordedReport]) -> Facts:
    """The facts that a decision had at hand.

    What it did not ask for then and is asked for now is taken as it had been recorded by the time of the decision;
    of claims and of a record that it did not ask for nothing is known. A merchant is the one that the product's report
    of then named.
    """
    at_hand: dict[str, list[Report]] = {}
    recorded_by_then: dict[str, list[Report]] = {}
    for recorded in reports:
        report = recorded.typed()
        if report.version <= seen.facts.get(report.stream, 0):
            at_hand.setdefault(report.stream, []).append(report)
        if report.recorded_at <= recorded_at:
            recorded_by_then.setdefault(report.stream, []).append(report)

    def newest_of(stream: str) -> Report | None:
        known = (at_hand if stream in seen.facts else recorded_by_then).get(stream)
        return known[-1] if known else None

    wanted = list(needs.streams)
    product = newest_of(needs.merchant_of) if needs.merchant_of is not None else None
    if product is not None and isinstance(product.fact, Product):
        wanted.append(f"merchant/{product.fact.merchant_id}")
    newest = {stream: found for stream in wanted if (found := newest_of(stream)) is not None}
    histories: dict[str, list[Report]] = {}
    for subject in needs.subjects:
        for stream, known in (at_hand if subject in seen.subjects else recorded_by_then).items():
            if any(subject in subjects_of(stream, report.fact) for report in known):
                histories[stream] = known
    claims_wanted = (*needs.claim_prefixes, *((CLOSING,) if needs.merchant_of is not None else ()))
    return Facts(
        newest=newest,
        reports=tuple(report for known in histories.values() for report in known),
        claims={claim: holder for claim, holder in seen.claims.items() if claim.startswith(claims_wanted)},
        record=seen.on_record(recorded_at) if needs.record_of is not None else (),
        found=tuple(one for one in seen.found if one.data.get("found_by") in needs.found_by),
        open=seen.open if needs.open_of is not None else {},
    )
