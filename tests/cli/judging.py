"""The demonstration's judgement on what Postgres has of a process, with anything changed, and the verdict on that."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from rich.console import Console

from luyue.cli.demo import verdict
from luyue.cli.demonstration.outcomes import Became, Expected, judge
from luyue.cli.demonstration.true_timer import Fired
from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded

Changing = Callable[[Sequence[Recorded]], Sequence[Recorded]]


async def judged(
    journal: Journal,
    expected: Expected,
    stream: str,
    *,
    policy: Policy = DEFAULT_POLICY,
    of_events: Changing = lambda events: events,
    **changes: Any,
) -> Became:
    """Judges a process; `changes` are of its status, closed reason and details."""
    row = await journal.processes.find(stream)
    assert row is not None
    state = await journal.processes.state(expected.kind, row)
    details = dict(expected.kind.details(state, policy)) | changes.pop("details", {})
    found = {"status": row.status, "closed_reason": state.closed_reason} | changes
    events = of_events(await journal.streams.history(stream))
    return judge(expected, stream, events, **found, details=details, policy=policy)


def faults(became: Became) -> tuple[str, ...]:
    """What the verdict says is wrong; it must exit with 1 then."""
    output = Console(record=True, width=300)
    timer = Fired(10, became.fired[0].at if became.fired else None, "approval_window: cancel")
    assert verdict([became], [timer], output) == (1 if became.wrong else 0)
    text = output.export_text()
    assert all(fault in text for fault in became.wrong)
    return became.wrong


def with_last(**changes: Any) -> Changing:
    """The same events, but the last one changed."""
    return lambda events: [*events[:-1], dataclasses.replace(events[-1], **changes)]


def with_data(type: str, **changes: Any) -> Changing:
    """The same events, but the data of those of a type changed."""

    def changed(event: Recorded) -> Recorded:
        return dataclasses.replace(event, data={**event.data, **changes}) if event.type == type else event

    return lambda events: [changed(event) for event in events]
