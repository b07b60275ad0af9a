"""Outages that overlap or touch: one stretch of time away, whatever order they are declared, released and read in."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from luyue.domain.outage import Outage, Outages, holding, released
from luyue.domain.process import DeadlineExtended
from tests.unit.given_when_then import TICK, hours
from tests.unit.sample_request_stories import APPLIED, pending
from tests.unit.test_outages import outage, over, pass_time

DUE = APPLIED + hours(48)
"""When the request is due that each of these tests is about: outages are placed around it."""
MINUTE = timedelta(minutes=1)


def due_after(outages: Outages, *, looks: Sequence[Outages] = ()) -> datetime:
    """When the request is due in the end: with all known at once, or after each look at what was known by then."""
    request = pending()
    for known in [*looks, outages]:
        pass_time(request, _last_release(known) + TICK, known)
    return [one.event.until for one in request.history if isinstance(one.event, DeadlineExtended)][-1]


def _last_release(outages: Outages) -> datetime:
    return max(one.release.at for one in outages.values() if one.release is not None)


def placed(due_after_start: timedelta) -> Outages:
    """One from 0 to 8 hours and one from 4 to 12 hours, with the deadline due so long after the first start."""
    start = DUE - due_after_start
    return {"ou_a": over(start, hours(8)), "ou_b": over(start + hours(4), hours(8))}


@pytest.mark.parametrize(
    "due", [timedelta(0), hours(4) - MINUTE, hours(4), hours(4) + MINUTE, hours(8), hours(12) - MINUTE]
)
def test_what_is_due_in_any_of_them_moves_by_all_the_time_that_the_platform_was_away(due: timedelta) -> None:
    assert due_after(placed(due)) == DUE + hours(12)


def test_what_is_due_in_the_first_waits_for_the_release_of_the_one_that_overlaps_it() -> None:
    start = DUE - hours(1)
    first, second = over(start, hours(8)), outage(start + hours(4))
    request = pending()
    known = {"ou_a": first, "ou_b": second}
    assert not any(isinstance(one.event, DeadlineExtended) for one in pass_time(request, start + hours(9), known))
    [deadline] = request.kind.deadlines(request.state, request.policy)
    assert holding(request.state, deadline, known) == ["ou_b"]
    both = {"ou_a": first, "ou_b": released(second, start + hours(12), None, None)}
    [extended] = pass_time(request, start + hours(12) + TICK, both)
    assert isinstance(extended.event, DeadlineExtended)
    assert (extended.at, extended.event.until) == (start + hours(12), DUE + hours(12))


def test_one_declared_after_the_release_of_another_gives_what_is_lacking() -> None:
    both = placed(hours(4) - MINUTE)
    first = {"ou_a": both["ou_a"]}
    assert due_after(first) == DUE + hours(8)
    assert due_after(both, looks=[first]) == DUE + hours(12)


def test_what_touches_is_one_and_what_lies_apart_is_not() -> None:
    start = DUE - hours(3)
    touching = {"ou_a": over(start, hours(8)), "ou_b": over(start + hours(8), hours(2))}
    assert due_after(touching) == DUE + hours(10)
    apart = {"ou_a": over(start, hours(8)), "ou_b": over(start + hours(8) + TICK, hours(4))}
    assert due_after(apart) == DUE + hours(12)
    assert due_after(apart, looks=[{"ou_a": apart["ou_a"]}]) == DUE + hours(12)
    later = {"ou_a": over(start, hours(8)), "ou_b": over(start + hours(11) + TICK, hours(2))}
    assert due_after(later) == DUE + hours(8)


def test_of_what_ops_give_the_most_counts_and_what_gives_none_stands_alone() -> None:
    start = DUE - hours(5)
    second = start + hours(4)
    more = {"ou_a": over(start, hours(8), hours(20)), "ou_b": over(second, hours(8))}
    assert due_after(more) == DUE + hours(20)
    none = {"ou_a": over(start, hours(8)), "ou_b": over(second, hours(8), timedelta(0))}
    assert due_after(none) == DUE + hours(8)


STRETCHES = st.lists(
    st.tuples(st.integers(0, 24), st.integers(1, 12), st.integers(0, 6)).map(lambda s: (s[0], s[0] + s[1], s[2])),
    min_size=1,
    max_size=4,
)
"""Outages by the hour: start, end, and how long after its length deadlines get."""


def one_stretch(stretches: list[tuple[int, int, int]]) -> tuple[int, int] | None:
    """From when to when all of them are one; None where a gap lies between."""
    ordered = sorted(stretches)
    end = ordered[0][1]
    for starts_at, ends_at, _ in ordered[1:]:
        if starts_at > end:
            return None
        end = max(end, ends_at)
    return ordered[0][0], end


def declared(stretches: list[tuple[int, int, int]], due: int) -> dict[str, Outage]:
    """With the request due at so many hours."""
    zero = DUE - hours(due)
    return {
        f"ou_{number}": over(zero + hours(starts_at), hours(ends_at - starts_at), hours(ends_at - starts_at + more))
        for number, (starts_at, ends_at, more) in enumerate(stretches)
    }


@given(STRETCHES, st.data())
def test_the_order_is_kept_nobody_has_less_time_left_and_no_outage_moves_it_twice(
    stretches: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    stretch = one_stretch(stretches)
    assume(stretch is not None)
    assert stretch is not None
    starts_at, ends_at = stretch
    earlier, later = sorted(data.draw(st.tuples(*[st.integers(starts_at, ends_at - 1)] * 2)))

    def moved_by(due: int, order: list[tuple[int, int, int]]) -> timedelta:
        request = pending()
        outages = declared(order, due)
        pass_time(request, _last_release(outages) + TICK, outages)
        extended = [one.event for one in request.history if isinstance(one.event, DeadlineExtended)]
        assert len(extended) == 1
        return extended[0].until - DUE

    shuffled = data.draw(st.permutations(stretches))
    given_to_earlier, given_to_later = moved_by(earlier, stretches), moved_by(later, stretches)
    assert hours(earlier) + given_to_earlier <= hours(later) + given_to_later
    assert given_to_earlier >= hours(ends_at - starts_at)
    assert moved_by(earlier, shuffled) == given_to_earlier


@given(st.integers(2, 12), st.integers(0, 12), st.integers(1, 12), st.data())
def test_one_that_is_known_only_after_the_release_of_another_moves_what_is_due_in_it_by_the_rest(
    length: int, start: int, second_length: int, data: st.DataObject
) -> None:
    due = data.draw(st.integers(1, length - 1))
    assume(start <= length and start + second_length > due + length)
    both = declared([(0, length, 0), (start, start + second_length, 0)], due)
    first = {"ou_0": both["ou_0"]}
    assert due_after(both, looks=[first]) == due_after(both) == DUE + hours(start + second_length)
