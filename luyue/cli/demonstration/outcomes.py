"""What each story must come to, and the judgement on what Postgres says it came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from luyue.domain.policy import Policy
from luyue.journal.streams import Recorded


@dataclass(frozen=True)
class Expected:
    """The deadline that a story runs into: what fires it, what it does, and the status after it.

    `clock_starts_with` is the event from which the deadline's duration, the policy parameter of its name, is counted.
    """

    rule: str
    story: str
    deadline: str
    clock_starts_with: str
    leads_to: str
    status: str
    closed_reason: str | None = None
    details: tuple[tuple[str, Any], ...] = ()


EXPECTED = (
    Expected(
        rule="SR-06",
        story="nobody answers the application",
        deadline="approval_window",
        clock_starts_with="SampleRequested",
        leads_to="SampleRequestCancelled",
        status="CANCELLED",
        closed_reason="approval_timeout",
    ),
    Expected(
        rule="SR-07",
        story="the merchant is late to ship",
        deadline="shipping_due",
        clock_starts_with="SampleRequestApproved",
        leads_to="ShipmentOverdue",
        status="AWAITING_SHIPMENT",
        details=(("late", True),),
    ),
    Expected(
        rule="SR-08",
        story="the merchant never ships",
        deadline="shipping_cutoff",
        clock_starts_with="SampleRequestApproved",
        leads_to="SampleRequestCancelled",
        status="CANCELLED",
        closed_reason="shipment_timeout",
    ),
    Expected(
        rule="SR-10",
        story="the creator does not confirm receipt",
        deadline="receipt_window",
        clock_starts_with="SampleShipped",
        leads_to="ReceiptConfirmed",
        status="CONTENT_PENDING",
        details=(("received_automatically", True),),
    ),
    Expected(
        rule="SR-12",
        story="fulfilled by a video",
        deadline="video_retention",
        clock_starts_with="ContentCounted",
        leads_to="SampleRequestFulfilled",
        status="COMPLETED",
    ),
    Expected(
        rule="SR-13",
        story="fulfilled live",
        deadline="live_cart_minimum",
        clock_starts_with="ContentCounted",
        leads_to="SampleRequestFulfilled",
        status="COMPLETED",
    ),
    Expected(
        rule="SR-14",
        story="the creator never promotes it",
        deadline="promotion_window",
        clock_starts_with="ReceiptConfirmed",
        leads_to="SampleRequestBreached",
        status="BREACHED",
        closed_reason="promotion_timeout",
    ),
)


@dataclass(frozen=True)
class Became:
    """A story's end as Postgres has it. `after` is how long the clock of the deadline had run; `wrong` says what is."""

    expected: Expected
    stream: str
    fired_at: datetime | None
    after: timedelta | None
    status: str
    closed_reason: str | None
    wrong: tuple[str, ...]


def judge(
    expected: Expected, stream: str, events: Sequence[Recorded], status: str, state: dict[str, Any], policy: Policy
) -> Became:
    """Compares the events, status and state in Postgres with what was expected."""
    fired = next((event for event in events if event.actor == f"timer:{expected.deadline}" and _acts(event)), None)
    started = next((event for event in events if event.type == expected.clock_starts_with), None)
    after = None if fired is None or started is None else fired.occurred_at - _since(started)
    found = {"status": status, "closed_reason": state["closed_reason"]}
    found |= {name: state[name] for name, _ in expected.details}
    wanted = {"status": expected.status, "closed_reason": expected.closed_reason, **dict(expected.details)}
    wrong = [f"{name} is {found[name]}, not {value}" for name, value in wanted.items() if found[name] != value]
    if fired is None:
        wrong.append(f"the deadline {expected.deadline} did not fire")
    elif fired.type != expected.leads_to:
        wrong.append(f"the deadline led to {fired.type}, not {expected.leads_to}")
    if fired is not None and after != (due := getattr(policy, expected.deadline)):
        wrong.append(f"it fired {after} after {expected.clock_starts_with}, not {due}")
    fired_at = fired.occurred_at if fired else None
    return Became(expected, stream, fired_at, after, status, state["closed_reason"], tuple(wrong))


def _acts(event: Recorded) -> bool:
    return event.type != "DeadlineApproaching"


def _since(started: Recorded) -> datetime:
    since = started.data.get("since")
    return datetime.fromisoformat(since) if since else started.occurred_at
