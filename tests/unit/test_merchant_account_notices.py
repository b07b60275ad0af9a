"""Notices of a merchant account: the merchant is told of its money, and ops of what they have to do."""

from collections.abc import Callable

import pytest

from luyue.domain.merchant_account import events as e
from luyue.domain.merchant_account import messages as m
from luyue.domain.process import DeadlineApproaching
from tests.unit.given_when_then import Process
from tests.unit.merchant_account_stories import (
    APRIL_ENDS,
    DAY,
    OPENED,
    closed,
    closed_by_platform,
    closing_with_fees,
    complete,
    deposit_returned,
    finished,
    freed,
    frozen,
    opened,
    penalised,
    platform,
    severe,
    subsidy,
    to_be_invoiced,
    under_review,
)
from tests.unit.notice_examples import MERCHANT_ACCOUNTS

MERCHANT = {"merchant:m1"}
WITH_OPS = {*MERCHANT, "ops"}


def _recipients(account: Process, event: type) -> set[str]:
    return {
        notice.recipient
        for happened in account.history
        if type(happened.event) is event
        for notice in MERCHANT_ACCOUNTS.of(happened.event)
    }


@pytest.mark.parametrize(
    ("standing", "event", "recipients"),
    [
        (opened, e.AccountOpened, MERCHANT),
        (under_review, e.ProfileUpdated, WITH_OPS),
        (complete, e.LicenceReviewed, MERCHANT),
        (to_be_invoiced, e.SubsidyRecorded, set()),
        (to_be_invoiced, e.StatementIssued, MERCHANT),
        (frozen, e.StatementFrozen, MERCHANT),
        (penalised, e.SevereDelistingPenalised, MERCHANT),
        (closed_by_platform, e.ShopClosedByPlatform, WITH_OPS),
        (freed, e.FreezeLifted, MERCHANT),
        (closing_with_fees, e.ClosingStarted, MERCHANT),
        (closed, e.ShopClosed, MERCHANT),
        (closed, e.DepositReturnRequested, WITH_OPS),
        (deposit_returned, e.DepositReturned, MERCHANT),
        (finished, e.ClosingFinished, MERCHANT),
    ],
)
def test_the_merchant_is_told_and_ops_of_what_they_have_to_do(
    standing: Callable[[], Process], event: type, recipients: set[str]
) -> None:
    assert _recipients(standing(), event) == recipients


def _read(account: Process, event: type) -> tuple[str, str]:
    text = MERCHANT_ACCOUNTS.read(account.last(event))["merchant:m1"]
    return text.zh, text.en


def test_ma_04_the_notices_say_how_much_and_until_when() -> None:
    zh, en = _read(to_be_invoiced(), e.StatementIssued)
    assert "平台补贴 90.00 元" in zh
    assert "2024-04-30 23:59:59(北京时间)" in zh
    assert "90.00 yuan" in en
    assert "2024-04-30 15:59:59 UTC" in en
    assert "27.00 元" in _read(frozen(), e.StatementFrozen)[0]
    assert "2024-03-15 23:59:59(北京时间)" in _read(closing_with_fees(), e.ClosingStarted)[0]


def test_ma_04_the_warning_names_the_statements() -> None:
    account = to_be_invoiced()
    account.time_to(APRIL_ENDS)
    zh, en = _read(account, DeadlineApproaching)
    assert "账单 2024-03 的开票期限" in zh
    assert "statement 2024-03" in en
    account = to_be_invoiced()
    account.issue(subsidy("1.00"), account.seen_at)
    account.issue(m.CloseShop(), account.seen_at + DAY)
    account.time_to(account.seen_at + 6 * DAY)
    assert "2024-03, 2024-04-closing" in _read(account, DeadlineApproaching)[0]


@pytest.mark.parametrize("severity", ["normal", "severe"])
def test_ma_05_the_notice_of_a_delisting_names_the_product_and_the_reason(severity: str) -> None:
    stage = platform()
    account = opened(stage)
    stage.report("delisting/p1", severe("substandard", severity=severity), OPENED + DAY)
    zh, en = _read(account, e.ProductDelistingNoted)
    assert "商品 p1 因商品质量不合格被下架" in zh
    assert "p1" in en
    assert "substandard quality" in en


def test_ma_05_the_notice_says_for_what_and_how_much() -> None:
    zh, en = _read(penalised(), e.SevereDelistingPenalised)
    assert "商品 p1 因虚假宣传被严重违规下架,已扣除店铺保证金 2000.00 元,余额 3000.00 元" in zh
    assert "(false advertising): 2000.00 yuan" in en
