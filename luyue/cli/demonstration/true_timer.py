"""One request in real time: a policy with an approval window of three seconds, and the timer that Temporal fired."""

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from luyue.cli.demonstration.platform import DemonstrationFailed, Platform
from luyue.domain.policy import DEFAULT_POLICY
from luyue.journal.journal import Journal

WINDOW = timedelta(seconds=3)
PATIENCE = 20.0


@dataclass(frozen=True)
class Fired:
    """A TimerFired in a workflow's history."""

    event_id: int
    at: datetime
    summary: str


async def apply_with_short_window(platform: Platform, journal: Journal) -> str:
    """Makes a request under a policy of its own; every later one is governed by the former policy again."""
    former = (await journal.policies.in_force()).approval_window
    if former == WINDOW:
        # A demonstration that was killed has left its policy in force.
        former = DEFAULT_POLICY.approval_window
    await journal.policies.change(f"demo-{platform.tag}", {"approval_window": WINDOW})
    try:
        _, id = await platform.apply("true-timer")
    finally:
        await journal.policies.change(f"demo-{platform.tag}-over", {"approval_window": former})
    return id


async def wait_until_closed(journal: Journal, stream: str) -> None:
    """Waits for the timer, which nothing hurries."""

    async def look() -> None:
        while (row := await journal.processes.find(stream)) is None or not row.closed:
            await asyncio.sleep(0.1)

    try:
        await asyncio.wait_for(look(), PATIENCE)
    except TimeoutError:
        raise DemonstrationFailed(f"{stream} was not closed by its timer within {PATIENCE:.0f} s") from None


async def fired_timers(client: Client, stream: str) -> list[Fired]:
    """The timers that fired in a workflow's history, each with the summary it was started with."""
    summaries: dict[int, str] = {}
    found: list[Fired] = []
    async for event in client.get_workflow_handle(stream).fetch_history_events():
        if event.event_type == EventType.EVENT_TYPE_TIMER_STARTED:
            summaries[event.event_id] = json.loads(event.user_metadata.summary.data or b'""')
        elif event.event_type == EventType.EVENT_TYPE_TIMER_FIRED:
            summary = summaries[event.timer_fired_event_attributes.started_event_id]
            found.append(Fired(event.event_id, event.event_time.ToDatetime(UTC), summary))
    return found
