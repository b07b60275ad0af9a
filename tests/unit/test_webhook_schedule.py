"""When a delivery is tried again: ever later, spread, for three days, and the last time at their very end."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from luyue.webhooks.schedule import DELAYS, SPREAD, TRIED_FOR, next_try

AT = datetime(2026, 7, 1, tzinfo=UTC)
SPREADS = st.floats(-1, 1)


def tries(spreads: list[float], until: datetime) -> list[datetime]:
    """The moments of all tries when each fails at once; the spreads are used in turn."""
    moments = [AT]
    while (again := next_try(len(moments), moments[-1], until, spreads[len(moments) % len(spreads)])) is not None:
        moments.append(again)
    return moments


def test_the_delays_grow_and_reach_over_many_hours() -> None:
    assert list(DELAYS) == sorted(DELAYS)
    assert next_try(1, AT, AT + TRIED_FOR, 0) == AT + timedelta(seconds=5)
    assert next_try(len(DELAYS), AT, AT + TRIED_FOR, 0) == AT + timedelta(hours=12)
    assert next_try(len(DELAYS) + 7, AT, AT + TRIED_FOR, 0) == AT + timedelta(hours=12)


def test_a_delay_is_spread_to_both_sides() -> None:
    for spread in (-1, 1):
        assert next_try(2, AT, AT + TRIED_FOR, spread) == AT + DELAYS[1] * (1 + SPREAD * spread)


def test_at_the_end_it_is_given_up() -> None:
    assert next_try(1, AT, AT, 0) is None
    assert next_try(1, AT, AT + timedelta(seconds=1), 0) == AT + timedelta(seconds=1)


@given(st.lists(SPREADS, min_size=1, max_size=20))
def test_the_last_try_is_three_days_after_the_first_however_it_is_spread(spreads: list[float]) -> None:
    moments = tries(spreads, AT + TRIED_FOR)
    assert moments == sorted(set(moments))
    assert moments[-1] == AT + timedelta(days=3)
    assert 12 <= len(moments) <= 18
