"""The bar for cart access (CA-01, CA-02) and the product-sharing rights (CA-03, SR-05)."""

from typing import Any

import pytest

from luyue.domain.facts import CartAccess, Right
from luyue.domain.rulebook.rule import NOT_APPLICABLE, RuleSet
from luyue.domain.rulebook.sets import CART_ACCESS, SAMPLE_REQUEST, SHOWCASE_PRODUCT
from tests.unit.rulebook.rule_checks import check_of, eligible_case, missing, policy_with, said, with_fact

BAR = ("CA-01.followers", "CA-01.videos", "CA-02.phone", "CA-02.real_name")
EITHER_CART = ["video_cart", "live_cart"]


def admitted(*rights: Right) -> CartAccess:
    return CartAccess(rights=rights)


@pytest.mark.parametrize("rules", [CART_ACCESS, SAMPLE_REQUEST], ids=lambda rules: rules.name)
@pytest.mark.parametrize(
    ("rule", "path", "value", "passed", "required"),
    [
        ("CA-01.followers", "creator.followers", 0, False, 1000),
        ("CA-01.followers", "creator.followers", 999, False, 1000),
        ("CA-01.followers", "creator.followers", 1000, True, 1000),
        ("CA-01.followers", "creator.followers", 1001, True, 1000),
        ("CA-01.videos", "creator.public_original_videos", 9, False, 10),
        ("CA-01.videos", "creator.public_original_videos", 10, True, 10),
        ("CA-01.videos", "creator.public_original_videos", 11, True, 10),
        ("CA-02.phone", "creator.phone_bound", False, False, True),
        ("CA-02.phone", "creator.phone_bound", True, True, True),
        ("CA-02.real_name", "creator.real_name_verified", False, False, True),
        ("CA-02.real_name", "creator.real_name_verified", True, True, True),
    ],
)
def test_the_bar_for_cart_access(rules: RuleSet, rule: str, path: str, value: Any, passed: bool, required: Any) -> None:
    assert said(rules, rule, with_fact(eligible_case(), path, value)) == (passed, value, required)


@pytest.mark.parametrize(
    ("rule", "parameter", "value", "observed"),
    [
        ("CA-01.followers", "cart_minimum_followers", 1001, 1000),
        ("CA-01.videos", "cart_minimum_videos", 11, 10),
    ],
)
def test_the_bar_is_the_policys(rule: str, parameter: str, value: int, observed: int) -> None:
    case = eligible_case()
    assert said(CART_ACCESS, rule, case, policy_with(**{parameter: value})) == (False, observed, value)
    assert said(CART_ACCESS, rule, case, policy_with(**{parameter: 0})) == (True, observed, 0)


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ("CA-01.followers", "creator.followers"),
        ("CA-01.videos", "creator.public_original_videos"),
        ("CA-02.phone", "creator.phone_bound"),
        ("CA-02.real_name", "creator.real_name_verified"),
    ],
)
def test_the_bar_names_what_was_not_reported(rule: str, path: str) -> None:
    assert missing(CART_ACCESS, rule, with_fact(eligible_case(), path, None)) == (False, (path,))
    assert missing(CART_ACCESS, rule, eligible_case(creator=None)) == (False, (path,))


@pytest.mark.parametrize("rule", BAR)
def test_sr_05_an_admission_on_record_stands_for_the_bar(rule: str) -> None:
    """CA-01 and CA-02 are not asked again for a sample; for cart access itself they always are."""
    unfit = eligible_case(creator=None, cart_access=admitted("showcase"))
    assert said(SAMPLE_REQUEST, rule, unfit) == (True, NOT_APPLICABLE, None)
    assert not check_of(CART_ACCESS, rule, unfit).passed


def test_sr_05_without_an_admission_no_right_is_asked_for() -> None:
    check = check_of(SAMPLE_REQUEST, "SR-05.sharing_right", eligible_case(promotion_form="video"))
    assert (check.passed, check.observed) == (True, NOT_APPLICABLE)


@pytest.mark.parametrize(
    ("form", "rights", "passed", "wanted"),
    [
        ("video", ("video_cart",), True, ["video_cart"]),
        ("video", ("showcase", "live_cart"), False, ["video_cart"]),
        ("video", (), False, ["video_cart"]),
        ("live", ("live_cart",), True, ["live_cart"]),
        ("live", ("showcase", "video_cart"), False, ["live_cart"]),
        ("live", (), False, ["live_cart"]),
        (None, ("showcase",), False, EITHER_CART),
        (None, ("video_cart",), True, EITHER_CART),
        (None, ("showcase", "live_cart"), True, EITHER_CART),
        (None, (), False, EITHER_CART),
    ],
)
def test_sr_05_the_admission_holds_the_right_for_the_form(
    form: str | None, rights: tuple[Right, ...], passed: bool, wanted: list[str]
) -> None:
    """CA-03: rights are independent, and can be taken away one by one."""
    case = eligible_case(promotion_form=form, cart_access=admitted(*rights))
    assert said(SAMPLE_REQUEST, "SR-05.sharing_right", case) == (passed, list(rights), {"any_of": wanted})


@pytest.mark.parametrize(
    ("access", "passed", "observed"),
    [
        (admitted("showcase"), True, ["showcase"]),
        (admitted("live_cart", "showcase"), True, ["live_cart", "showcase"]),
        (admitted("video_cart", "live_cart"), False, ["video_cart", "live_cart"]),
        (admitted(), False, []),
        (None, False, None),
    ],
)
def test_ca_03_the_showcase_takes_its_own_right(access: CartAccess | None, passed: bool, observed: Any) -> None:
    case = eligible_case(cart_access=access)
    assert said(SHOWCASE_PRODUCT, "CA-03.showcase", case) == (passed, observed, {"any_of": ["showcase"]})


def test_sr_05_a_creator_is_known_or_not() -> None:
    assert said(SAMPLE_REQUEST, "SR-05.known_creator", eligible_case()) == (True, True, True)
    assert said(SAMPLE_REQUEST, "SR-05.known_creator", eligible_case(creator=None)) == (False, False, True)
