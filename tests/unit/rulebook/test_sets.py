"""The sets of rules: which rules they hold, that they are evaluated whole, and that every rule is fit to be shown."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from luyue.domain.facts import Campaign, CartAccess, Risk, RiskWaiver, ShopScore, ShopScores
from luyue.domain.messages import Value
from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import Rule, RuleSet
from luyue.domain.rulebook.sets import CART_ACCESS, SAMPLE_REQUEST, SETS, SHOWCASE_PRODUCT
from tests import eligible
from tests.unit.rulebook.rule_checks import NOON, eligible_case, on_record, with_fact

BAR = ["CA-01.followers", "CA-01.videos", "CA-02.phone", "CA-02.real_name"]
MEMBERS = {
    "sample-request": [
        "SR-05.known_creator",
        "SR-05.known_product",
        "SR-01",
        "SR-02.shop_opened",
        "SR-02.merchant_standard",
        "SR-02.product_standard",
        "SR-02.in_alliance",
        "SR-03",
        "SR-05.offers_samples",
        "SR-05.sharing_right",
        *BAR,
    ],
    "cart-access": BAR,
    "showcase-product": [
        "CA-03.showcase",
        "CA-04.source",
        "CA-04.own_shop",
        "CA-05.taobao_alliance",
        "CA-05.description_score",
        "CA-05.service_score",
        "CA-05.logistics_score",
        "CA-05.shop_level",
        "CA-05.category",
    ],
}
RULES = [pytest.param(rules, rule, id=f"{name}/{rule.id}") for name, rules in SETS.items() for rule in rules.rules]


def failed(rules: RuleSet, case: Case, policy: Policy = DEFAULT_POLICY) -> list[str]:
    return [violation.rule for violation in rules.evaluate(case, policy).violations()]


def test_every_set_has_its_name() -> None:
    assert list(SETS) == ["sample-request", "cart-access", "showcase-product", "campaign-product", "campaign-merchant"]
    assert [rules.name for rules in SETS.values()] == list(SETS)


@pytest.mark.parametrize("name", MEMBERS)
def test_a_set_has_the_rules_of_its_purpose(name: str) -> None:
    """SR-01 to SR-05, CA-01 to CA-05"""
    assert [rule.id for rule in SETS[name].rules] == MEMBERS[name]


@pytest.mark.parametrize(
    ("rules", "case"),
    [
        (SAMPLE_REQUEST, eligible_case()),
        (SAMPLE_REQUEST, eligible_case(cart_access=CartAccess(rights=("live_cart",)), promotion_form="live")),
        (CART_ACCESS, eligible_case()),
        (SHOWCASE_PRODUCT, eligible_case(cart_access=CartAccess(rights=("showcase",)))),
    ],
    ids=["sample", "sample after admission", "cart", "showcase"],
)
def test_an_eligible_party_passes_every_rule(rules: RuleSet, case: Case) -> None:
    evaluation = rules.evaluate(case, DEFAULT_POLICY)
    assert (evaluation.eligible, evaluation.violations()) == (True, ())
    assert [check.rule for check in evaluation.checks] == MEMBERS[rules.name]


def test_nothing_known_fails_every_rule_that_applies_at_once() -> None:
    """SR-05: the sharing right needs an admission to look at."""
    assert failed(SAMPLE_REQUEST, Case(at=NOON)) == [
        rule for rule in MEMBERS["sample-request"] if rule != "SR-05.sharing_right"
    ]
    assert failed(CART_ACCESS, Case(at=NOON)) == BAR
    assert failed(SHOWCASE_PRODUCT, Case(at=NOON)) == ["CA-03.showcase", "CA-04.source"]


def test_an_unfit_party_hears_everything_at_once() -> None:
    """SR-01 to SR-05 all fail on facts that are known."""
    case = eligible_case(record=on_record("breach", "breach", "breach"), cart_access=CartAccess())
    for path, value in {
        "merchant.shop_opened": False,
        "merchant.meets_alliance_standard": False,
        "product.meets_alliance_standard": False,
        "product.in_alliance": False,
        "product.virtual": True,
        "sample_offer.offers_samples": False,
    }.items():
        case = with_fact(case, path, value)
    assert failed(SAMPLE_REQUEST, case) == [
        "SR-01",
        "SR-02.shop_opened",
        "SR-02.merchant_standard",
        "SR-02.product_standard",
        "SR-02.in_alliance",
        "SR-03",
        "SR-05.offers_samples",
        "SR-05.sharing_right",
    ]


def test_a_waiver_lifts_nothing_but_the_risk() -> None:
    """SR-01"""
    waiver = RiskWaiver(waived=True, reason="reviewed")
    case = with_fact(
        eligible_case(record=on_record("breach", "breach", "breach"), risk_waiver=waiver), "creator.phone_bound", False
    )
    assert failed(SAMPLE_REQUEST, case) == ["CA-02.phone"]


@pytest.mark.parametrize(("rules", "rule"), RULES)
def test_a_rules_texts_are_there_in_both_languages(rules: RuleSet, rule: Rule) -> None:
    """Every rule of SR, CA and CE."""
    for text in (rules.title, rule.title, rule.message, rule.remedy):
        assert re.search(r"[\u4e00-\u9fff]", text.zh)
        assert re.search(r"[A-Za-z]{2}", text.en)
        assert not re.search(r"[\u4e00-\u9fff]", text.en)


@pytest.mark.parametrize(("rules", "rule"), RULES)
def test_a_rule_names_its_source_its_parameters_and_its_facts(rules: RuleSet, rule: Rule) -> None:
    """SR is demanded by document 000, CE by 001, CA by 002."""
    family = re.match(r"(SR|CA|CE)-\d\d(\.\w+)?$", rule.id)
    assert family is not None
    assert rule.source == {"SR": "000", "CE": "001", "CA": "002"}[family[1]]
    assert set(rule.parameters) <= set(Policy.model_fields)
    for path in (*rule.reads, *rule.reads_under(DEFAULT_POLICY), *rule.reads_one_of, *rule.reads_if_known):
        assert path.split(".")[0] in Case.model_fields


@pytest.mark.parametrize(("rules", "rule"), RULES)
def test_a_rule_that_does_not_always_apply_says_when_it_does(rules: RuleSet, rule: Rule) -> None:
    """CA-04, CA-05, CE-06, SR-05, and the bar of CA-01 and CA-02 where a sample is asked for."""
    always_applies = Rule.__dataclass_fields__["applies"].default
    assert (rule.applies is always_applies) == (rule.applies_when is None)
    if rule.applies_when is not None:
        assert re.search(r"[\u4e00-\u9fff]", rule.applies_when.zh)
        assert re.search(r"[A-Za-z]{2}", rule.applies_when.en)


class Watched:
    """The default policy, remembering which of its parameters were asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.asked.add(name)
        return getattr(DEFAULT_POLICY, name)


@pytest.mark.parametrize(("rules", "rule"), RULES)
def test_a_rule_declares_just_the_parameters_that_it_asks_for(rules: RuleSet, rule: Rule) -> None:
    """Every rule of SR, CA and CE: the docs list them."""
    policy: Any = Watched()
    for access, source, level in (
        (None, "taobao_tmall", "high"),
        (CartAccess(), "own_shop", "medium"),
    ):
        case = with_fact(eligible_case(cart_access=access), "product.source", source)
        rule.check(with_fact(case, "creator.risk", Risk.model_validate({"level": level})), policy)
    assert policy.asked == set(rule.parameters)


class Read:
    """A fact, or the whole case, that remembers what was read of it by its path from the case."""

    def __init__(self, value: Value, path: str, paths: set[str]) -> None:
        self._value, self._path, self._paths = value, path, paths

    def __getattr__(self, name: str) -> Any:
        path = f"{self._path}.{name}" if self._path else name
        self._paths.add(path)
        value = getattr(self._value, name)
        return Read(value, path, self._paths) if isinstance(value, Value) else value


PARTIES = {"creator", "merchant", "product", "campaign"}
"""Whoever declares one of these as a whole asks only whether it is known."""
TOYS_BLOCKED = DEFAULT_POLICY.model_copy(update={"blocked_taobao_categories": ("toys",)})
SPRING = Campaign(title="Spring", registration_from=NOON, registration_until=NOON, event_from=NOON, event_until=NOON)
SCORE = ShopScore(score=Decimal(5), industry_average=Decimal(4))
OF_TAOBAO = {
    "source": "taobao_tmall",
    "in_taobao_alliance": True,
    "shop_level": "diamond_2",
    "shop_scores": ShopScores(description=SCORE, service=SCORE, logistics=SCORE),
}
VARIETY = [
    Case(at=NOON),
    eligible_case(campaign=SPRING),
    eligible_case(campaign=SPRING, product=eligible.product().model_copy(update=OF_TAOBAO)),
    eligible_case(
        creator=eligible.CREATOR.model_copy(update={"risk": Risk(level="medium"), "bound_shop_id": "m1"}),
        product=eligible.product().model_copy(update={"source": "own_shop"}),
        merchant=eligible.MERCHANT.model_copy(update={"violation_points_year": 2023}),
        sample_offer=None,
        cart_access=CartAccess(rights=("showcase",)),
        promotion_form="video",
        risk_waiver=RiskWaiver(waived=True, reason="reviewed", until=NOON),
    ),
    with_fact(eligible_case(), "creator.risk", Risk(level="high")),
]
"""Cases that lead every rule through all of its branches."""


def reads_of(rule: Rule) -> set[str]:
    """Every fact that a rule read in one of the cases, the deepest paths only."""
    paths: set[str] = set()
    for case in VARIETY:
        watched: Any = Read(case, "", paths)
        for policy in (DEFAULT_POLICY, TOYS_BLOCKED):
            rule.check(watched, policy)
    return paths


def covers(declared: str, path: str) -> bool:
    """Whether a declaration speaks of that path, or of something on the way to it."""
    inside = path.startswith(f"{declared}.") and declared not in PARTIES
    return declared == path or declared.startswith(f"{path}.") or inside


@pytest.mark.parametrize(("rules", "rule"), RULES)
def test_a_rule_declares_just_the_facts_that_it_reads(rules: RuleSet, rule: Rule) -> None:
    """Every rule of SR, CA and CE: the docs list them, and who is refused may ask what was looked at."""
    declared = {*rule.reads, *rule.reads_under(TOYS_BLOCKED), *rule.reads_one_of, *rule.reads_if_known}
    read = reads_of(rule)
    assert {path for path in read if not any(covers(one, path) for one in declared)} == set()
    assert {one for one in declared if not any(path == one for path in read)} == set()
    assert not set(rule.reads_if_known) & {*rule.reads, *rule.reads_one_of}


def test_a_fact_that_was_not_declared_would_be_noticed() -> None:
    """The test above can fail."""
    sly = replace(SAMPLE_REQUEST.rules[0], applies=lambda case: case.at is not None)
    assert "at" in reads_of(sly)
    assert not covers("creator", "creator.followers")
    assert not covers("product.source", "product.sources")
    assert covers("creator.risk", "creator.risk.level")
    assert covers("creator.risk", "creator")


@pytest.mark.parametrize("rules", SETS.values(), ids=list(SETS))
def test_a_rule_is_in_a_set_once(rules: RuleSet) -> None:
    ids = [rule.id for rule in rules.rules]
    assert len(ids) == len(set(ids))
