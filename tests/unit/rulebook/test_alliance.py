"""The alliance's standards for merchants and products (SR-02)."""

import pytest

from luyue.domain.rulebook.sets import SAMPLE_REQUEST
from tests.unit.rulebook.rule_checks import eligible_case, missing, said, with_fact

FACTS = [
    ("SR-02.shop_opened", "merchant.shop_opened"),
    ("SR-02.merchant_standard", "merchant.meets_alliance_standard"),
    ("SR-02.product_standard", "product.meets_alliance_standard"),
    ("SR-02.in_alliance", "product.in_alliance"),
]


@pytest.mark.parametrize(("rule", "path"), [FACTS[0], FACTS[3]])
@pytest.mark.parametrize("value", [True, False])
def test_sr_02_shop_and_alliance(rule: str, path: str, value: bool) -> None:
    assert said(SAMPLE_REQUEST, rule, with_fact(eligible_case(), path, value)) == (value, value, True)


@pytest.mark.parametrize(("rule", "path"), FACTS[1:3])
@pytest.mark.parametrize("met", [True, False])
def test_sr_02_a_standard_is_met_or_missed_for_reasons(rule: str, path: str, met: bool) -> None:
    owner = path.split(".")[0]
    case = with_fact(eligible_case(), f"{owner}.alliance_standard_reasons", ("bad_reviews",))
    assert said(SAMPLE_REQUEST, rule, with_fact(case, path, met)) == (
        met,
        {"met": met, "reasons": ["bad_reviews"]},
        {"met": True},
    )


@pytest.mark.parametrize(("rule", "path"), FACTS)
def test_sr_02_names_what_was_not_reported(rule: str, path: str) -> None:
    owner = path.split(".")[0]
    assert missing(SAMPLE_REQUEST, rule, with_fact(eligible_case(), path, None)) == (False, (path,))
    assert missing(SAMPLE_REQUEST, rule, eligible_case(**{owner: None})) == (False, (path,))
