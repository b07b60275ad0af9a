"""Reports on facts as they were at hand when a decision was made, found again long after."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from luyue.domain.facts import FACTS, Facts, Needs, Report, subjects_of
from luyue.domain.messages import Moment, Value
from luyue.journal.connection import Pool
from luyue.journal.seen import Seen

_VERSIONS = """
select stream, version, recorded_at, data from events
where stream = any ($1) or stream in (select stream from fact_subjects where subject = any ($2))
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
        return await reports_of(self._pool, needs.streams, needs.subjects)


class ReportsInFile:
    def __init__(self, reports: Sequence[RecordedReport]) -> None:
        self._reports = reports

    async def about(self, needs: Needs) -> Sequence[RecordedReport]:
        return self._reports


async def reports_of(pool: Pool, streams: Sequence[str], subjects: Sequence[str] = ()) -> list[RecordedReport]:
    """All versions of facts, by their streams or by the subjects they speak of."""
    rows = await pool.fetch(_VERSIONS, list(streams), list(subjects))
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
    of claims that it did not ask for nothing is known.
    """
    at_hand: dict[str, list[Report]] = {}
    recorded_by_then: dict[str, list[Report]] = {}
    for recorded in reports:
        report = recorded.typed()
        if report.version <= seen.facts.get(report.stream, 0):
            at_hand.setdefault(report.stream, []).append(report)
        if report.recorded_at <= recorded_at:
            recorded_by_then.setdefault(report.stream, []).append(report)
    newest: dict[str, Report] = {}
    for stream in needs.streams:
        known = (at_hand if stream in seen.facts else recorded_by_then).get(stream)
        if known:
            newest[stream] = known[-1]
    histories: dict[str, list[Report]] = {}
    for subject in needs.subjects:
        for stream, known in (at_hand if subject in seen.subjects else recorded_by_then).items():
            if any(subject in subjects_of(stream, report.fact) for report in known):
                histories[stream] = known
    return Facts(
        newest=newest,
        reports=tuple(report for known in histories.values() for report in known),
        claims={
            claim: holder for claim, holder in seen.claims.items() if claim.startswith(tuple(needs.claim_prefixes))
        },
    )
