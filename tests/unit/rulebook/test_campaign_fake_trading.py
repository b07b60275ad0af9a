"""CE-06: no severe fake trading in the last three months, counted by the Beijing calendar."""

from datetime import UTC, datetime, timedelta

import pytest

from luyue.domain.evaluation import Check
from luyue.domain.facts import FakeTrading
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.rulebook.campaign_fake_trading import FAKE_TRADING, clean_since
from luyue.domain.rulebook.case import Case
from tests.eligible import MERCHANT

AT = datetime(2024, 2, 1, 4, tzinfo=UTC)


def found(at: datetime, by: str = "merchant") -> tuple[FakeTrading, ...]:
    """One finding of severe fake trading."""
    return (FakeTrading.model_validate({"found_at": at, "by": by}),)


def checked(findings: tuple[FakeTrading, ...]) -> Check:
    """What CE-06.fake_trading says of a merchant with these findings."""
    merchant = MERCHANT.model_copy(update={"severe_fake_trading": findings})
    return FAKE_TRADING.check(Case(at=AT, merchant=merchant), DEFAULT_POLICY)


@pytest.mark.parametrize("by", ["merchant", "related_account"])
def test_fake_trading_counts_from_the_same_day_three_months_ago(by: str) -> None:
    # 1 February 04:00 UTC is noon in Beijing; 1 November begins there at 16:00 UTC on 31 October.
    boundary = datetime(2023, 10, 31, 16, tzinfo=UTC)
    counted = checked(found(boundary, by))
    assert (counted.passed, counted.required) == (False, {"none_since": "2023-10-31T16:00:00Z"})
    assert counted.observed == [{"found_at": "2023-10-31T16:00:00Z", "by": by}]
    old = checked(found(boundary - timedelta(microseconds=1), by))
    assert old.passed


def test_one_counting_finding_among_old_ones_is_enough() -> None:
    old = found(datetime(2020, 1, 1, tzinfo=UTC))
    assert checked(old + old).passed
    assert not checked(old + found(AT) + old).passed


def test_a_finding_known_ahead_of_the_case_counts() -> None:
    assert not checked(found(AT + timedelta(days=1))).passed


@pytest.mark.parametrize(
    ("at", "months", "since"),
    [
        (datetime(2023, 5, 31, 4, tzinfo=UTC), 3, datetime(2023, 2, 27, 16, tzinfo=UTC)),
        (datetime(2024, 5, 31, 4, tzinfo=UTC), 3, datetime(2024, 2, 28, 16, tzinfo=UTC)),
        (datetime(2024, 5, 30, 4, tzinfo=UTC), 3, datetime(2024, 2, 28, 16, tzinfo=UTC)),
        (datetime(2024, 5, 28, 4, tzinfo=UTC), 3, datetime(2024, 2, 27, 16, tzinfo=UTC)),
        (datetime(2024, 5, 1, 4, tzinfo=UTC), 3, datetime(2024, 1, 31, 16, tzinfo=UTC)),
        (datetime(2024, 3, 31, 4, tzinfo=UTC), 3, datetime(2023, 12, 30, 16, tzinfo=UTC)),
        (datetime(2024, 12, 15, 4, tzinfo=UTC), 12, datetime(2023, 12, 14, 16, tzinfo=UTC)),
        (datetime(2024, 12, 15, 4, tzinfo=UTC), 1, datetime(2024, 11, 14, 16, tzinfo=UTC)),
        (datetime(2024, 2, 10, 4, tzinfo=UTC), 120, datetime(2014, 2, 9, 16, tzinfo=UTC)),
    ],
)
def test_months_are_counted_by_the_calendar(at: datetime, months: int, since: datetime) -> None:
    """CE-06: a day that the earlier month does not have is that month's last."""
    assert clean_since(at, months) == since


def test_the_day_is_beijings() -> None:
    before_midnight = datetime(2024, 2, 1, 15, 59, 59, tzinfo=UTC)
    assert clean_since(before_midnight, 3) == datetime(2023, 10, 31, 16, tzinfo=UTC)
    assert clean_since(before_midnight + timedelta(seconds=1), 3) == datetime(2023, 11, 1, 16, tzinfo=UTC)
