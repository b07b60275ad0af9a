"""MA-01, MA-02, MA-05 and IX-28: what a buyer may buy, all checks at once, and which limits contradict each other."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from luyue.domain.facts import Delisting
from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.domain.purchases import (
    PurchaseLimits,
    Sku,
    Wish,
    limits_at_odds,
    purchase_checks,
    recommended_per_order,
)

UNLIMITED: dict[str, Any] = {"merchant_id": "m1", "product_id": "p1", "stock": 1_000}
DELISTED = Delisting(merchant_id="m1", state="delisted", reason="prohibited")
RELISTED = Delisting(merchant_id="m1", state="relisted")


def wish(
    quantity: int = 1,
    bought: int = 0,
    *,
    blacklisted: bool = False,
    closing: bool = False,
    delisting: Delisting | None = None,
    **sku: Any,
) -> Wish:
    return Wish(
        sku=Sku(**UNLIMITED | sku),
        category="toys",
        quantity=quantity,
        bought=bought,
        is_blacklisted=blacklisted,
        shop_is_closing=closing,
        delisting=delisting,
    )


def failed(one: Wish, policy: Policy = DEFAULT_POLICY) -> list[str]:
    """The rules that a wish fails."""
    checks = purchase_checks(one, policy)
    assert [check.rule for check in checks] == [
        "MA-01.minimum",
        "MA-01.per_order",
        "MA-01.cumulative",
        "MA-01.stock",
        "MA-02",
        "MA-05.not_delisted",
        "IX-28",
    ]
    for check in checks:
        assert check.message is not None
        assert (check.remedy is None) is check.passed
    return [check.rule for check in checks if not check.passed]


def odds(recommended: int = 99, **limits: Any) -> list[tuple[str, Any, Any]]:
    found = limits_at_odds(PurchaseLimits(**limits), recommended)
    return [(one.rule, one.observed, one.required) for one in found]


def test_ma_01_cumulative_per_order_and_minimum_in_this_order_will_do() -> None:
    assert odds(cumulative_limit=5, per_order_limit=3, minimum=2) == []
    assert odds(cumulative_limit=3, per_order_limit=3, minimum=3) == []
    assert odds() == odds(cumulative_limit=1) == odds(per_order_limit=1) == odds(minimum=99) == []


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({"cumulative_limit": 3, "per_order_limit": 4}, [("MA-01", {"per_order_limit": 4}, {"at_most": 3})]),
        ({"per_order_limit": 3, "minimum": 4}, [("MA-01", {"minimum": 4}, {"at_most": 3})]),
        ({"cumulative_limit": 3, "minimum": 4}, [("MA-01", {"minimum": 4}, {"at_most": 3})]),
        ({"minimum": 100}, [("MA-01", {"minimum": 100}, {"at_most": 99})]),
        (
            {"cumulative_limit": 2, "per_order_limit": 4, "minimum": 3},
            [("MA-01", {"per_order_limit": 4}, {"at_most": 2}), ("MA-01", {"minimum": 3}, {"at_most": 2})],
        ),
    ],
)
def test_ma_01_limits_at_odds_are_told_all_at_once(limits: dict[str, int], found: list[Any]) -> None:
    assert odds(**limits) == found


@pytest.mark.parametrize("name", ["cumulative_limit", "per_order_limit", "minimum"])
@pytest.mark.parametrize("wrong", [0, -1, 1.0, "1", True])
def test_ma_01_limits_are_positive_integers(name: str, wrong: object) -> None:
    with pytest.raises(ValidationError):
        PurchaseLimits.model_validate({name: wrong})


LIMITS: Any = st.one_of(st.none(), st.integers(1, 12))


@given(cumulative=LIMITS, per_order=LIMITS, minimum=LIMITS, recommended=st.integers(1, 12))
def test_ma_01_where_no_limits_are_at_odds_something_can_be_bought(
    cumulative: int | None, per_order: int | None, minimum: int | None, recommended: int
) -> None:
    limits: dict[str, Any] = {"cumulative_limit": cumulative, "per_order_limit": per_order, "minimum": minimum}
    policy = DEFAULT_POLICY.model_copy(update={"per_order_limit_otherwise": recommended})
    can_be_bought = any(failed(wish(quantity, **limits), policy) == [] for quantity in range(1, 13))
    ordered = [one for one in (cumulative, per_order, minimum) if one is not None]
    at_odds = odds(recommended, **limits) != []
    assert at_odds or can_be_bought
    assert at_odds or ordered == sorted(ordered, reverse=True)


@pytest.mark.parametrize(("quantity", "rules"), [(1, ["MA-01.minimum"]), (2, []), (3, []), (4, ["MA-01.per_order"])])
def test_ma_01_an_order_has_as_many_as_the_merchant_says(quantity: int, rules: list[str]) -> None:
    assert failed(wish(quantity, per_order_limit=3, minimum=2)) == rules


def test_ma_01_unset_an_order_has_one_at_least_and_as_many_as_the_category_recommends() -> None:
    policy = Policy(version="2", per_order_limits={"toys": 10}, per_order_limit_otherwise=5)
    assert recommended_per_order("toys", policy) == recommended_per_order("玩具", policy) == 10
    assert recommended_per_order("shoes", policy) == recommended_per_order(None, policy) == 5
    assert failed(wish(1), policy) == failed(wish(10), policy) == []
    assert failed(wish(11), policy) == ["MA-01.per_order"]
    assert failed(wish(11, per_order_limit=11), policy) == []


@pytest.mark.parametrize(("bought", "rules"), [(0, []), (3, []), (4, ["MA-01.cumulative"]), (9, ["MA-01.cumulative"])])
def test_ma_01_what_was_bought_before_counts(bought: int, rules: list[str]) -> None:
    assert failed(wish(2, bought, cumulative_limit=5)) == rules
    assert failed(wish(2, bought)) == []


def test_ma_01_the_buyer_is_told_how_many_are_left() -> None:
    for bought, left in ((4, 1), (5, 0), (6, 0)):
        check = purchase_checks(wish(2, bought, cumulative_limit=5), DEFAULT_POLICY)[2]
        assert check.remedy is not None
        assert check.remedy.en == f"You may still buy {left}."
        assert check.observed == {"bought": bought, "with_this": bought + 2}


@pytest.mark.parametrize(("stock", "rules"), [(5, []), (4, ["MA-01.stock"]), (0, ["MA-01.stock"])])
def test_ma_01_a_minimum_above_the_stock_cannot_be_bought(stock: int, rules: list[str]) -> None:
    assert failed(wish(5, minimum=5, stock=stock)) == rules


@pytest.mark.parametrize(("quantity", "rules"), [(5, []), (6, ["MA-01.stock"])])
def test_ma_01_no_more_can_be_bought_than_there_are(quantity: int, rules: list[str]) -> None:
    assert failed(wish(quantity, stock=5)) == rules


def test_ma_02_a_blacklisted_buyer_cannot_buy() -> None:
    assert failed(wish(blacklisted=True)) == ["MA-02"]


def test_ix_28_in_a_closing_shop_nothing_can_be_bought() -> None:
    assert failed(wish(closing=True)) == ["IX-28"]


def test_ma_05_not_delisted_what_is_delisted_cannot_be_bought_until_it_is_back() -> None:
    assert failed(wish(delisting=DELISTED)) == ["MA-05.not_delisted"]
    assert failed(wish(delisting=RELISTED)) == []
    check = purchase_checks(wish(delisting=DELISTED), DEFAULT_POLICY)[5]
    assert (check.observed, check.required) == ({"delisted": True}, {"delisted": False})


def test_everything_that_fails_is_told_at_once() -> None:
    limits = {"cumulative_limit": 5, "per_order_limit": 5, "minimum": 5, "stock": 4}
    one = wish(9, 1, blacklisted=True, closing=True, delisting=DELISTED, **limits)
    assert failed(one) == [
        "MA-01.per_order",
        "MA-01.cumulative",
        "MA-01.stock",
        "MA-02",
        "MA-05.not_delisted",
        "IX-28",
    ]
