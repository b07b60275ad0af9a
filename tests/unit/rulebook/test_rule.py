"""How a rule is checked and a set evaluated, whatever the rule says."""

from dataclasses import FrozenInstanceError, replace
from decimal import Decimal
from typing import Any

import pytest

from luyue.domain.evaluation import Check, Evaluation
from luyue.domain.facts import Creator
from luyue.domain.messages import Text, Violation
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import Rule, RuleSet, always, fact, fact_at, parameter
from tests.unit.rulebook.rule_checks import NOON, eligible_case, policy_with

ENOUGH = Rule(
    id="CA-01.followers",
    title=Text(zh="粉丝数", en="Followers"),
    message=Text(zh="粉丝不足", en="Too few followers"),
    remedy=Text(zh="再努力", en="Find more"),
    source="002",
    reads=("creator.followers",),
    parameters=("cart_minimum_followers",),
    observed=fact("creator.followers"),
    required=parameter("cart_minimum_followers"),
    holds=lambda followers, minimum: followers >= minimum,
)
NOT_KNOWN = Text(
    zh="平台尚未提供以下资料:creator.followers。请补充后重试。",
    en="Not known to the platform: creator.followers. Have it reported, then try again.",
)
UNJUDGED = Text(
    zh="尚不能判断:粉丝数。平台缺少相关资料。",
    en="It is not known whether this holds: Followers. The platform lacks the facts.",
)


def with_followers(followers: int | None) -> Case:
    case = eligible_case()
    creator = case.creator.model_copy(update={"followers": followers}) if case.creator else None
    return case.model_copy(update={"creator": creator})


def test_a_rule_that_passes_gives_its_title_and_no_remedy() -> None:
    """CA-01"""
    assert ENOUGH.check(with_followers(1000), DEFAULT_POLICY) == Check(
        rule="CA-01.followers", passed=True, observed=1000, required=1000, message=ENOUGH.title
    )


def test_a_rule_that_fails_gives_its_message_and_remedy() -> None:
    """CA-01"""
    assert ENOUGH.check(with_followers(999), DEFAULT_POLICY) == Check(
        rule="CA-01.followers",
        passed=False,
        observed=999,
        required=1000,
        message=ENOUGH.message,
        remedy=ENOUGH.remedy,
    )


def test_a_rule_without_its_fact_fails_says_which_and_accuses_nobody() -> None:
    """CA-01"""
    assert ENOUGH.check(with_followers(None), DEFAULT_POLICY) == Check(
        rule="CA-01.followers",
        passed=False,
        required=1000,
        missing=("creator.followers",),
        message=UNJUDGED,
        remedy=NOT_KNOWN,
    )


def test_every_fact_that_is_missing_is_named_those_read_under_a_policy_too() -> None:
    rule = replace(ENOUGH, reads=("creator", "merchant.shop_opened"), reads_under=lambda policy: (policy.version,))
    check = rule.check(Case(at=NOON), policy_with().model_copy(update={"version": "campaign"}))
    assert (check.passed, check.missing) == (False, ("creator", "merchant.shop_opened", "campaign"))
    assert check.remedy == Text(
        zh="平台尚未提供以下资料:creator, merchant.shop_opened, campaign。请补充后重试。",
        en="Not known to the platform: creator, merchant.shop_opened, campaign. Have it reported, then try again.",
    )


def test_one_of_several_facts_is_enough_and_all_are_named_where_none_was_reported() -> None:
    rule = replace(ENOUGH, reads=("creator",), reads_one_of=("creator.followers", "creator.disputes_lost"))
    assert rule.check(with_followers(1000), DEFAULT_POLICY).missing == ()
    followers_only = with_followers(1000).model_copy(update={"creator": Creator(followers=1000)})
    assert rule.check(followers_only, DEFAULT_POLICY).passed
    nothing = rule.check(Case(at=NOON, creator=Creator()), DEFAULT_POLICY)
    assert (nothing.passed, nothing.missing) == (False, ("creator.followers", "creator.disputes_lost"))
    assert rule.check(Case(at=NOON), DEFAULT_POLICY).missing == ("creator",)


def test_a_rule_that_does_not_apply_passes_and_looks_at_nothing() -> None:
    rule = replace(ENOUGH, applies=lambda case: case.creator is not None)
    assert rule.check(Case(at=NOON), DEFAULT_POLICY) == Check(
        rule="CA-01.followers", passed=True, observed="not_applicable", message=ENOUGH.title
    )
    assert not rule.check(with_followers(999), DEFAULT_POLICY).passed


def test_what_was_observed_and_required_is_kept_as_json() -> None:
    rule = replace(
        ENOUGH, observed=always({"score": Decimal("4.80")}), required=always((NOON,)), holds=lambda *_: False
    )
    check = rule.check(with_followers(0), DEFAULT_POLICY)
    assert (check.observed, check.required) == ({"score": "4.80"}, ["2024-03-01T12:00:00Z"])
    unknown = rule.check(with_followers(None), DEFAULT_POLICY)
    assert (unknown.observed, unknown.required) == (None, ["2024-03-01T12:00:00Z"])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("creator.followers", 1000),
        ("creator.disputes_lost", 0),
        ("product.cross_border", False),
        ("product.shop_scores.service.score", None),
        ("creator.risk", None),
        ("campaign.title", None),
    ],
)
def test_a_fact_is_found_by_its_path(path: str, value: Any) -> None:
    """Nought and false are facts, other than what was not reported."""
    assert fact_at(eligible_case(), path) == value


def evaluated(followers: int | None) -> Evaluation:
    rules = (ENOUGH, replace(ENOUGH, id="CA-01.other", reads=(), observed=always(5)))
    return RuleSet("some", ENOUGH.title, rules).evaluate(with_followers(followers), DEFAULT_POLICY, {"creator/c1": 3})


def test_an_evaluation_has_every_check_in_order_and_what_it_was_made_of() -> None:
    evaluation = evaluated(1000)
    assert [(check.rule, check.passed) for check in evaluation.checks] == [
        ("CA-01.followers", True),
        ("CA-01.other", False),
    ]
    assert (evaluation.rules, evaluation.policy_version, evaluation.facts) == ("some", "1", {"creator/c1": 3})
    assert not evaluation.eligible


def test_an_evaluation_without_versions_has_none() -> None:
    evaluation = RuleSet("some", ENOUGH.title, (ENOUGH,)).evaluate(with_followers(1000), DEFAULT_POLICY)
    assert (evaluation.facts, evaluation.eligible) == ({}, True)


def test_the_violations_are_the_checks_that_did_not_pass() -> None:
    other = Violation(
        rule="CA-01.other",
        message=ENOUGH.message,
        observed=5,
        required=1000,
        remedy=ENOUGH.remedy,
        policy_version="1",
    )
    assert evaluated(1000).violations() == (other,)
    assert evaluated(None).violations() == (
        Violation(
            rule="CA-01.followers",
            message=UNJUDGED,
            observed={"missing": ["creator.followers"]},
            required=1000,
            remedy=NOT_KNOWN,
            policy_version="1",
        ),
        other,
    )


def test_an_evaluation_on_record_has_words_only_where_a_rule_did_not_pass() -> None:
    evaluation = evaluated(1000)
    passed, failed = evaluation.kept().checks
    assert passed == evaluation.checks[0].model_copy(update={"message": None})
    assert failed == evaluation.checks[1]
    assert evaluation.kept().violations() == evaluation.violations()


@pytest.mark.parametrize("declared", [ENOUGH, RuleSet("s", ENOUGH.title, (ENOUGH,))], ids=["rule", "set"])
def test_what_is_declared_is_never_changed(declared: Any) -> None:
    with pytest.raises(FrozenInstanceError):
        declared.title = Text(zh="改", en="changed")
