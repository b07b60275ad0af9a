"""The canonical form: by whichever encoder, it is that of RFC 8785."""

from datetime import UTC, datetime
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from luyue.journal.canonical import canonical, instant

INTEGERS = st.integers(-(2**53) + 1, 2**53 - 1)
KEYS = st.text('abZ_ é"\\\x1f\ue000\U0001f600', max_size=4)
VALUES = st.recursive(
    st.none() | st.booleans() | INTEGERS | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(KEYS, inner),
)


@given(VALUES)
def test_any_value(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(st.dictionaries(st.text("azAZ09_- ", max_size=6), st.text() | INTEGERS | st.booleans() | st.none()))
def test_what_events_are_made_of(value: dict[str, Any]) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [2**53, [-(2**53)], {"a": float("nan")}, {1: "a"}, "\ud800"])
def test_what_has_no_canonical_form(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical(value)


@given(st.datetimes(timezones=st.timezones()).filter(lambda moment: 1000 < moment.year < 9999))
def test_a_moment_is_hashed_in_utc_with_six_decimals(moment: datetime) -> None:
    assert instant(moment) == moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
