"""What may exist only once, as long as a process has it: written down once more."""

from collections.abc import Callable, Mapping, Sequence

from tests.chaos.checker.evidence import Event
from tests.chaos.checker.statuses import CLOSED


def claim(status: str, events: Sequence[Event]) -> str | None:
    """What may exist only once, as long as the process has it."""
    found = _CLAIMS.get(events[0].kind)
    return found(status, events) if found is not None else None


def _of_request(status: str, events: Sequence[Event]) -> str | None:
    data = events[0].data
    if status == "COMPLETED":
        content = [event.data["content"] for event in events if event.type == "SampleRequestFulfilled"][-1]
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
