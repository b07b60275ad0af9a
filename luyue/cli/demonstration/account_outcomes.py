"""What each story of a merchant account must come to. Money is in yuan."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from luyue.cli.demonstration.outcomes import Expected, Fires
from luyue.domain.merchant_account import MERCHANT_ACCOUNT
from luyue.journal.streams import Recorded

_BEIJING = ZoneInfo("Asia/Shanghai")


def _end_of_month(opened: Recorded) -> datetime:
    """The last microsecond of the event's month in Beijing (MA-04)."""
    at = opened.occurred_at.astimezone(_BEIJING)
    year, month = (at.year + 1, 1) if at.month == 12 else (at.year, at.month + 1)
    return datetime(year, month, 1, tzinfo=_BEIJING).astimezone(UTC) - timedelta(microseconds=1)


def _expected(
    rule: str,
    story: str,
    status: str,
    *,
    closed_reason: str | None = None,
    fires: tuple[Fires, ...] = (),
    reported: tuple[str, ...] = (),
    **details: Any,
) -> Expected:
    return Expected(
        kind=MERCHANT_ACCOUNT,
        rule=rule,
        story=story,
        status=status,
        closed_reason=closed_reason,
        fires=fires,
        details=tuple((name.replace("__", "."), value) for name, value in details.items()),
        reported=reported,
    )


NOT_INVOICED = _expected(
    "MA-04",
    "a month is not invoiced",
    "OPEN",
    fires=(
        Fires("month_end", clock_starts_with="AccountOpened", until=_end_of_month, leads_to="StatementIssued"),
        Fires("invoice_due", clock_starts_with="StatementIssued", until="invoice_due_at", leads_to="StatementFrozen"),
    ),
    # 30 % of 90.00
    frozen_for_want_of_invoices="27.00",
)
CLOSED_SHOP = _expected(
    "IX-28",
    "the shop is given up",
    "CLOSED",
    closed_reason="closed_by_merchant",
    fires=(
        Fires("closing_review", clock_starts_with="ClosingStarted", leads_to="ClosingReviewed"),
        Fires("closing_fees_due", clock_starts_with="ClosingStarted", until="fees_due_at", leads_to="StatementFrozen"),
    ),
    frozen_for_want_of_invoices="0.00",
    deposit__balance="5000.00",
)
COUNTERFEIT = _expected(
    "MA-05",
    "severe counterfeiting",
    "CLOSED",
    closed_reason="severe_counterfeiting",
    reported=("SevereDelistingPenalised", "ShopClosedByPlatform"),
    # 2000.00 are deducted, the rest is frozen.
    deposit__balance="3000.00",
)
