"""Products of Taobao and Tmall, and the shops that sell them (CA-05)."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from luyue.domain.facts import ShopScore, ShopScores
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import NOT_APPLICABLE
from luyue.domain.rulebook.sets import SHOWCASE_PRODUCT
from tests import eligible
from tests.unit.rulebook.rule_checks import check_of, eligible_case, missing, policy_with, said, with_fact

LEVELS = [f"{tier}_{grade}" for tier in ("heart", "diamond", "crown", "gold_crown") for grade in range(1, 6)]
SCORES = ("description", "service", "logistics")
RULES = [
    "CA-05.taobao_alliance",
    "CA-05.description_score",
    "CA-05.service_score",
    "CA-05.logistics_score",
    "CA-05.shop_level",
    "CA-05.category",
]
ABOVE = ShopScore(score=Decimal("4.81"), industry_average=Decimal("4.80"))


def taobao(**changes: Any) -> Case:
    """A product of Taobao that every rule is content with, or changed."""
    fit = {
        "source": "taobao_tmall",
        "in_taobao_alliance": True,
        "shop_scores": ShopScores(description=ABOVE, service=ABOVE, logistics=ABOVE),
        "shop_level": "diamond_2",
    }
    return eligible_case(product=eligible.product().model_copy(update=fit | changes))


@pytest.mark.parametrize("rule", RULES)
def test_ca_05_a_fit_product_passes(rule: str) -> None:
    check = check_of(SHOWCASE_PRODUCT, rule, taobao())
    assert check.passed
    assert check.observed != NOT_APPLICABLE


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("source", ["alliance", "own_shop", "jd", "kaola", "vip", "suning", None])
def test_ca_05_asks_nothing_of_other_sources(rule: str, source: str | None) -> None:
    case = eligible_case(product=eligible.product().model_copy(update={"source": source, "category": None}))
    assert said(SHOWCASE_PRODUCT, rule, case, policy_with(blocked_taobao_categories=("toys",))) == (
        True,
        NOT_APPLICABLE,
        None,
    )


@pytest.mark.parametrize("value", [True, False])
def test_ca_05_the_taobao_alliance(value: bool) -> None:
    assert said(SHOWCASE_PRODUCT, "CA-05.taobao_alliance", taobao(in_taobao_alliance=value)) == (value, value, True)


@pytest.mark.parametrize("name", SCORES)
@pytest.mark.parametrize(
    ("score", "passed"),
    [("4.79", False), ("4.799999", False), ("4.80", False), ("4.800001", True), ("4.81", True)],
)
def test_ca_05_each_score_is_above_the_industrys_average(name: str, score: str, passed: bool) -> None:
    case = with_fact(taobao(), f"product.shop_scores.{name}.score", Decimal(score))
    assert said(SHOWCASE_PRODUCT, f"CA-05.{name}_score", case) == (passed, score, {"above": "4.80"})
    for other in SCORES:
        assert check_of(SHOWCASE_PRODUCT, f"CA-05.{other}_score", case).passed is (passed or other != name)


@pytest.mark.parametrize("name", SCORES)
def test_ca_05_names_the_scores_that_were_not_reported(name: str) -> None:
    rule, path = f"CA-05.{name}_score", f"product.shop_scores.{name}"
    assert missing(SHOWCASE_PRODUCT, rule, with_fact(taobao(), path, None)) == (False, (path,))
    assert missing(SHOWCASE_PRODUCT, rule, taobao(shop_scores=None)) == (False, (path,))
    assert check_of(SHOWCASE_PRODUCT, rule, taobao(shop_scores=None)).required == {"above": None}


@pytest.mark.parametrize(("name", "word"), [("description", "描述"), ("service", "服务"), ("logistics", "物流")])
def test_ca_05_a_score_is_named_in_both_languages(name: str, word: str) -> None:
    low = with_fact(taobao(), f"product.shop_scores.{name}.score", Decimal(4))
    refused = check_of(SHOWCASE_PRODUCT, f"CA-05.{name}_score", low).message
    passed = check_of(SHOWCASE_PRODUCT, f"CA-05.{name}_score", taobao()).message
    assert refused is not None
    assert refused.zh == f"该淘宝店铺的{word}评分不高于行业平均。"
    assert refused.en == f"The Taobao shop's {name} score is not above its industry's average."
    assert passed is not None
    assert passed.zh == f"淘宝店铺的{word}评分高于行业平均"
    assert passed.en == f"The Taobao shop's {name} score is above its industry's average"


@pytest.mark.parametrize("level", LEVELS)
def test_ca_05_the_shops_level_is_above_one_diamond(level: str) -> None:
    passed = LEVELS.index(level) > LEVELS.index("diamond_1")
    assert said(SHOWCASE_PRODUCT, "CA-05.shop_level", taobao(shop_level=level)) == (
        passed,
        level,
        {"above": "diamond_1"},
    )


@pytest.mark.parametrize(("lower", "higher"), list(pairwise(LEVELS)))
def test_ca_05_levels_have_an_order_and_the_policy_the_bar(lower: str, higher: str) -> None:
    def passes(level: str, above: str) -> bool:
        case, policy = taobao(shop_level=level), policy_with(shop_level_above=above)
        return check_of(SHOWCASE_PRODUCT, "CA-05.shop_level", case, policy).passed

    assert (passes(higher, lower), passes(lower, lower), passes(lower, higher)) == (True, False, False)


@pytest.mark.parametrize(
    ("rule", "fact"), [("CA-05.taobao_alliance", "in_taobao_alliance"), ("CA-05.shop_level", "shop_level")]
)
def test_ca_05_names_what_was_not_reported(rule: str, fact: str) -> None:
    assert missing(SHOWCASE_PRODUCT, rule, taobao(**{fact: None})) == (False, (f"product.{fact}",))


@pytest.mark.parametrize(("category", "passed"), [("toys", False), ("玩具", False), ("shoes", True)])
@pytest.mark.parametrize("blocked", ["toys", "玩具"])
def test_ca_05_a_category_is_not_blocked_by_whatever_name(category: str, passed: bool, blocked: str) -> None:
    policy = policy_with(blocked_taobao_categories=(blocked, "steel"))
    code = "shoes" if passed else "toys"
    assert said(SHOWCASE_PRODUCT, "CA-05.category", taobao(category=category), policy) == (
        passed,
        code,
        {"none_of": ["toys", "steel"]},
    )


def test_ca_05_a_category_must_be_known_once_one_is_blocked() -> None:
    case = taobao(category=None)
    assert said(SHOWCASE_PRODUCT, "CA-05.category", case) == (True, None, {"none_of": []})
    policy = policy_with(blocked_taobao_categories=("toys",))
    assert missing(SHOWCASE_PRODUCT, "CA-05.category", case, policy) == (False, ("product.category",))
