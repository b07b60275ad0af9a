"""Events of merchant accounts that between them need every text of their notices."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import get_args

from luyue.domain.facts.products import DelistingReason
from luyue.domain.merchant_account import messages as m
from luyue.domain.messages import Event
from luyue.domain.process import ClockAdvanced, Extend, ProcessLinked
from tests.unit.given_when_then import START, TICK, Process
from tests.unit.merchant_account_stories import (
    APRIL_ENDS,
    DAY,
    FEES_DUE,
    WHY,
    automatic,
    closing,
    closing_with_fees,
    complete,
    deposit_returned,
    finished,
    freed,
    frozen,
    invoice,
    opened,
    penalised,
    platform,
    severe,
    to_be_invoiced,
    under_review,
)


def _with_other_categories() -> Process:
    account = opened()
    account.issue(m.SetCategories(categories=("toys",)), account.seen_at)
    return account


def _licence_rejected() -> Process:
    account = under_review()
    account.issue(m.ReviewLicence(approved=False), account.seen_at)
    return account


def _invoiced_late() -> Process:
    account = frozen()
    account.issue(invoice(), account.seen_at)
    account.issue(m.SetAutomaticDeduction(on=True), account.seen_at)
    account.issue(m.SetAutomaticDeduction(on=False), account.seen_at)
    return account


def _deducted() -> Process:
    account = automatic()
    account.time_to(APRIL_ENDS + TICK)
    return account


def _fees_overdue(*, deducted: bool) -> Process:
    account = closing_with_fees()
    account.issue(m.SetAutomaticDeduction(on=deducted), account.seen_at)
    account.time_to(FEES_DUE + TICK)
    return account


def _reviewed() -> Process:
    account = closing()
    account.time_to(account.seen_at + 2 * DAY)
    return account


def _extended(standing: Callable[[], Process], name: str) -> Process:
    account = standing()
    account.issue(Extend(deadline=name, until=account.deadlines[name] + DAY, reason=WHY), account.seen_at)
    return account


def _delisted(reason: str) -> Process:
    stage = platform()
    account = opened(stage)
    stage.report("delisting/p1", severe(reason, severity="normal"), account.seen_at)
    return account


STORIES: list[Process] = [
    *(standing() for standing in (complete, deposit_returned, finished, freed)),
    _with_other_categories(),
    _licence_rejected(),
    _invoiced_late(),
    _deducted(),
    _fees_overdue(deducted=False),
    _fees_overdue(deducted=True),
    _reviewed(),
    _extended(to_be_invoiced, "invoice_due"),
    _extended(closing_with_fees, "closing_fees_due"),
    *(penalised(reason=reason) for reason in get_args(DelistingReason)),
    *(_delisted(reason) for reason in get_args(DelistingReason)),
]


def _without_repeats(events: Sequence[Event]) -> list[Event]:
    return [event for number, event in enumerate(events) if event not in events[:number]]


EVENTS: Sequence[Event] = (
    *_without_repeats([one.event for account in STORIES for one in account.history]),
    ClockAdvanced(wall_at=START, by=timedelta(hours=1)),
    ProcessLinked(process="dispute/ds_1"),
)
