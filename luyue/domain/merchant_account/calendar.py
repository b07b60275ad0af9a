"""Beijing's calendar as statements and closings count it: months and days, each ending with its last microsecond.

What happens at midnight belongs to the day that begins, so a deadline that is met at its due time is due just before.
"""

from datetime import UTC, date, datetime, time, timedelta

from luyue.domain.notices import BEIJING

_LEAST = timedelta(microseconds=1)


def month_of(at: datetime) -> str:
    """The Beijing month of a moment, as `2024-03`."""
    return f"{at.astimezone(BEIJING):%Y-%m}"


def month_after(month: str, months: int = 1) -> str:
    """The month so many months after another."""
    year, index = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + months, 12)
    return f"{year:04}-{index + 1:02}"


def start_of_month(month: str) -> datetime:
    """A month's first moment, in UTC."""
    return _midnight(date(int(month[:4]), int(month[5:]), 1))


def end_of_month(month: str) -> datetime:
    """A month's last microsecond, in UTC."""
    return start_of_month(month_after(month)) - _LEAST


def start_of_year(at: datetime) -> datetime:
    """The first moment, in UTC, of a moment's year."""
    return start_of_month(f"{month_of(at)[:4]}-01")


def end_of_day(at: datetime, days: int) -> datetime:
    """The last microsecond, in UTC, of the day that is so many days after a moment's."""
    return _midnight(at.astimezone(BEIJING).date() + timedelta(days=days + 1)) - _LEAST


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)
