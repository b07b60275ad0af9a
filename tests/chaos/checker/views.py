"""The row that shows a process, against a fold of its events by the checker's own tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.chaos.checker.evidence import Event, Process
from tests.chaos.checker.running import clocks_after
from tests.chaos.checker.statuses import CLOSED, statuses
from tests.chaos.checker.wrong import Wrong


def check(process: Process, events: Sequence[Event], policy: Mapping[str, Any]) -> Iterator[Wrong]:
    """Version, hash, status, whether it is closed, what is due next, and what it claims."""
    kind, stream = events[0].kind, process.stream
    status = statuses(events)[-1]
    running = clocks_after(events, policy).due
    due_at = min(running.values(), default=None)
    names = {name for (name, _), at in running.items() if at == due_at}
    expected = {
        "version": events[-1].version,
        "hash": events[-1].hash,
        "status": status,
        "closed": status in CLOSED[kind],
        "next_deadline_at": due_at,
        "claim": claim(status, events),
    }
    for name, value in expected.items():
        found = getattr(process, name)
        if found != value:
            yield Wrong("view", stream, f"{name} is {found}, and the events say {value}")
    if process.next_deadline not in (names or {None}):
        yield Wrong("view", stream, f"next deadline is {process.next_deadline}, and the events say {names or 'none'}")


def claim(status: str, events: Sequence[Event]) -> str | None:
    """What may exist only once, as long as the process has it."""
    found = _CLAIMS.get(events[0].kind)
    return found(status, events) if found is not None else None


def _of_request(status: str, events: Sequence[Event]) -> str | None:
    data = events[0].data
    if status == "COMPLETED":
        content = next(event.data["content"] for event in events if event.type == "SampleRequestFulfilled")
        return f"promoted:{data['creator_id']}:{data['product_id']}:{content}"
    is_open = status not in CLOSED["sample-request"]
    return f"sample:{data['creator_id']}:{data['product_id']}" if is_open else None


def _of_dispute(status: str, events: Sequence[Event]) -> str | None:
    data = events[0].data
    if status == "OPEN":
        return f"dispute:{data['subject']}"
    return f"dispute-withdrawn:{data['subject']}:{data['opened_by']}" if status == "WITHDRAWN" else None


def _of_entry(status: str, events: Sequence[Event]) -> str | None:
    data = events[0].data
    if status == "REJECTED":
        return f"campaign-rejected:{data['campaign_id']}:{data['merchant_id']}:{data['product_id']}"
    is_open = status not in CLOSED["campaign-entry"]
    return f"campaign-entry:{data['campaign_id']}:{data['product_id']}" if is_open else None


def _of_account(status: str, events: Sequence[Event]) -> str | None:
    return f"closing:{events[0].data['merchant_id']}:" if status != "OPEN" else None


_CLAIMS: Mapping[str, Callable[[str, Sequence[Event]], str | None]] = {
    "sample-request": _of_request,
    "dispute": _of_dispute,
    "campaign-entry": _of_entry,
    "merchant-account": _of_account,
}
