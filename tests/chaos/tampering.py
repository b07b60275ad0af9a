"""One thing wrong in what was right: the ways in which tests tamper with the checker's evidence."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from tests.chaos.checker.evidence import Event, Evidence, Request

Tamper = Callable[[Evidence], Evidence]


def without(evidence: Evidence, stream: str, version: int) -> list[Event]:
    return [event for event in evidence.events if (event.stream, event.version) != (stream, version)]


def changed_process(stream: str, **changes: Any) -> Tamper:
    def tamper(evidence: Evidence) -> Evidence:
        processes = [replace(one, **changes) if one.stream == stream else one for one in evidence.processes]
        return replace(evidence, processes=processes)

    return tamper


def changed_event(stream: str, version: int, **changes: Any) -> Tamper:
    def tamper(evidence: Evidence) -> Evidence:
        found = [
            replace(one, **changes) if (one.stream, one.version) == (stream, version) else one
            for one in evidence.events
        ]
        return replace(evidence, events=found)

    return tamper


def rewritten(evidence: Evidence, stream: str, events: Sequence[Event]) -> Evidence:
    """A process's events are others, and its row's hash and version, its state's version and the feed go with them."""
    others = [one for one in evidence.events if one.stream != stream]
    fed = [one for one in evidence.feed if one[0] != stream]
    version = len(events)
    processes = [
        replace(one, hash=events[-1].hash, version=version, state={**one.state, "version": version})
        if one.stream == stream
        else one
        for one in evidence.processes
    ]
    return replace(
        evidence,
        events=[*others, *events],
        processes=processes,
        feed=[*fed, *((one.stream, one.version, one.id) for one in events)],
    )


def instead(evidence: Evidence, request: Request, *others: Request) -> Evidence:
    """Others were sent instead of this request."""
    return replace(evidence, requests=[*(one for one in evidence.requests if one is not request), *others])
