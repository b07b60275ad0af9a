"""Facts: whole chains of reports, and rows that show the newest."""

from collections.abc import Iterator

from tests.chaos.checker import chain
from tests.chaos.checker.evidence import Evidence
from tests.chaos.checker.wrong import Wrong


def check(evidence: Evidence) -> Iterator[Wrong]:
    rows = {row.stream: row for row in evidence.newest_facts}
    streams = evidence.fact_streams()
    for stream in rows.keys() - streams.keys():
        yield Wrong("view", stream, "a row without reports")
    for stream, events in streams.items():
        yield from chain.check(stream, events)
        row, newest = rows.get(stream), events[-1]
        if row is None:
            yield Wrong("view", stream, "reports without a row")
            continue
        expected = {
            "version": newest.version,
            "fact": newest.data,
            "hash": newest.hash,
            "recorded_at": newest.occurred_at,
        }
        for name, value in expected.items():
            if getattr(row, name) != value:
                yield Wrong("view", stream, f"{name} is not that of the newest report")
