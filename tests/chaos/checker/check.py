"""The whole judgement: every property of which the chaos tests are the proof."""

from collections.abc import Iterator

from tests.chaos.checker import chain, commands, deadlines, fact_rows, feed, reports, views, workflows
from tests.chaos.checker.evidence import Evidence
from tests.chaos.checker.statuses import NotInTheTable
from tests.chaos.checker.wrong import Wrong


def check(evidence: Evidence) -> list[Wrong]:
    """Everything that is wrong, in the order of the properties."""
    return [
        *_streams(evidence),
        *fact_rows.check(evidence),
        *commands.check(evidence),
        *reports.check(evidence),
        *workflows.check(evidence),
        *feed.check(evidence),
    ]


def _streams(evidence: Evidence) -> Iterator[Wrong]:
    processes = {process.stream: process for process in evidence.processes}
    history = evidence.streams()
    for stream in processes.keys() - history.keys():
        yield Wrong("view", stream, "a row without events")
    for stream in evidence.listeners.keys() - processes.keys():
        yield Wrong("view", stream, "listens, and there is no such process")
    for stream, events in history.items():
        broken = list(chain.check(stream, events))
        yield from broken
        if any(one.what == "gap" for one in broken):
            continue
        process = processes.get(stream)
        if process is None:
            yield Wrong("view", stream, "events without a row")
            continue
        try:
            policy = evidence.policies[events[0].data["policy_version"]]
            yield from views.check(process, events, policy, evidence.listeners.get(stream, frozenset()))
            yield from deadlines.check(stream, events, policy, evidence.read_at)
        except NotInTheTable as event:
            yield Wrong("unknown to the checker", stream, str(event))
        except (LookupError, TypeError, ValueError) as error:
            yield Wrong("unreadable", stream, f"what the events say makes no sense: {error!r}")
