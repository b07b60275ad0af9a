"""Events of disputes that between them need every text of its notices."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import get_args

from luyue.domain.arbitration import Outcome
from luyue.domain.dispute import messages as m
from luyue.domain.messages import Event
from luyue.domain.process import ClockAdvanced, Extend, ProcessLinked
from tests.unit.dispute_stories import (
    DAY,
    WHY,
    answered,
    appeal,
    dismissed,
    escalated,
    evidence,
    lapsed,
    not_appealed,
    opened,
    opening,
    requested,
    ruled,
    ruling,
    settled,
    struck,
)
from tests.unit.given_when_then import START, Process


def _extended(standing: Callable[[], Process]) -> Process:
    dispute = standing()
    name, due_at = next(iter(dispute.deadlines.items()))
    dispute.issue(Extend(deadline=name, until=due_at + DAY, reason=WHY), dispute.seen_at)
    return dispute


def _opened_by(side: m.Side) -> Process:
    dispute = opened(command=opening(side))
    dispute.issue(evidence(side, 9), dispute.seen_at)
    dispute.issue(m.Withdraw(by=side), dispute.seen_at)
    return dispute


def _ruled(outcome: m.Outcome, in_default: m.Party | None) -> Process:
    dispute = ruled(command=ruling(in_default, outcome))
    dispute.issue(appeal("creator"), dispute.seen_at)
    return dispute


STORIES: list[Process] = [
    *(standing() for standing in (escalated, answered, settled, not_appealed, dismissed, lapsed, struck)),
    *(_extended(standing) for standing in (opened, ruled, requested)),
    *(_opened_by(side) for side in ("creator", "merchant", "ops")),
    *(_ruled(outcome, party) for outcome in get_args(Outcome) for party in ("creator", "merchant", None)),
]


def _without_repeats(events: Sequence[Event]) -> list[Event]:
    return [event for number, event in enumerate(events) if event not in events[:number]]


EVENTS: Sequence[Event] = (
    *_without_repeats([one.event for dispute in STORIES for one in dispute.history]),
    m.DepositReturnRequested(amount=Decimal("300.00")),
    ClockAdvanced(wall_at=START, by=timedelta(hours=1)),
    ProcessLinked(process="cooperation-order/co_1"),
)
