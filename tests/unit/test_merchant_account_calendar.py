"""Beijing's calendar of statements and closings: months and days end with their last microsecond."""

from datetime import UTC, datetime

import pytest

from luyue.domain.merchant_account.calendar import (
    end_of_day,
    end_of_month,
    month_after,
    month_of,
    start_of_month,
    start_of_year,
)


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.mark.parametrize(
    ("at", "month"),
    [
        ("2024-03-31T23:59:59.999999", "2024-03"),
        ("2024-04-01T00:00:00", "2024-04"),
        ("2024-12-31T23:59:59", "2024-12"),
        ("2025-01-01T00:00:00", "2025-01"),
    ],
)
def test_ma_04_a_moment_belongs_to_its_month_in_beijing(at: str, month: str) -> None:
    assert month_of(beijing(at)) == month
    assert month_of(beijing(at).astimezone(UTC)) == month


@pytest.mark.parametrize(
    ("month", "later", "result"),
    [("2024-03", 1, "2024-04"), ("2024-12", 1, "2025-01"), ("2024-12", 13, "2026-01"), ("2024-01", 0, "2024-01")],
)
def test_months_after_one(month: str, later: int, result: str) -> None:
    assert month_after(month, later) == result


@pytest.mark.parametrize(
    ("month", "ends"), [("2024-02", "2024-02-29"), ("2023-02", "2023-02-28"), ("2024-12", "2024-12-31")]
)
def test_ma_04_a_month_ends_with_its_last_microsecond(month: str, ends: str) -> None:
    assert end_of_month(month) == beijing(f"{ends}T23:59:59.999999")
    assert end_of_month(month).tzinfo is UTC
    assert start_of_month(month) == beijing(f"{month}-01T00:00:00")


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        ("2024-03-10T00:00:00", "2024-03-15"),
        ("2024-03-10T23:59:59.999999", "2024-03-15"),
        ("2024-02-26T12:00:00", "2024-03-02"),
        ("2024-12-29T12:00:00", "2025-01-03"),
    ],
)
def test_ma_04_the_fifth_calendar_day_after_ends_at_midnight(at: str, ends: str) -> None:
    assert end_of_day(beijing(at), 5) == beijing(f"{ends}T23:59:59.999999")


def test_a_year_begins_at_midnight_in_beijing() -> None:
    assert start_of_year(beijing("2024-12-31T23:59:59")) == beijing("2024-01-01T00:00:00")
    assert start_of_year(beijing("2024-01-01T00:00:00")) == beijing("2024-01-01T00:00:00")
