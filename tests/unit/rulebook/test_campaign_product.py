"""CE-05: what a product must meet to enter a campaign, each condition at its boundary from both sides."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from luyue.domain.categories import MAIN_CATEGORIES
from luyue.domain.evaluation import Check, Evaluation
from luyue.domain.facts import Campaign
from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.domain.rulebook.campaign import CAMPAIGN_PRODUCT
from luyue.domain.rulebook.case import Case
from tests.eligible import product

AT = datetime(2024, 2, 1, 4, tzinfo=UTC)
EXCEPTED = ["71", "81", "82", "overseas", "62", "63", "64", "65", "54", "15", "46"]
RULES = [
    "CE-05.dropship",
    "CE-05.freight_free",
    "CE-05.shipping_guarantee",
    "CE-05.pickup_rate",
    "CE-05.alipay_escrow",
    "CE-05.no_reason_return",
    "CE-05.ewaybill",
    "CE-05.category",
]
CAMPAIGN = Campaign(
    title="Spring Festival",
    registration_from=AT,
    registration_until=AT,
    event_from=AT,
    event_until=AT,
)


def evaluated(campaign: Campaign | None = CAMPAIGN, policy: Policy = DEFAULT_POLICY, **facts: Any) -> Evaluation:
    """The whole set on a product that is like the one in `tests.eligible` except for `facts`."""
    case = Case(at=AT, product=product().model_copy(update=facts), campaign=campaign)
    return CAMPAIGN_PRODUCT.evaluate(case, policy)


def checked(rule: str, campaign: Campaign | None = CAMPAIGN, policy: Policy = DEFAULT_POLICY, **facts: Any) -> Check:
    """What one rule said; every other one must have passed."""
    evaluation = evaluated(campaign, policy, **facts)
    (check,) = (check for check in evaluation.checks if check.rule == rule)
    assert [other.rule for other in evaluation.checks if not other.passed and other.rule != rule] == []
    return check


def test_a_product_that_meets_every_condition_is_eligible() -> None:
    evaluation = evaluated()
    assert CAMPAIGN_PRODUCT.name == "campaign-product"
    assert CAMPAIGN_PRODUCT.title.zh
    assert CAMPAIGN_PRODUCT.title.en
    assert [check.rule for check in evaluation.checks] == RULES
    assert evaluation.eligible
    assert evaluation.violations() == ()


@pytest.mark.parametrize(
    ("rule", "fact", "value", "passed", "required"),
    [
        ("CE-05.dropship", "dropship", True, True, True),
        ("CE-05.dropship", "dropship", False, False, True),
        ("CE-05.shipping_guarantee", "shipping_guarantee_hours", 48, True, 48),
        ("CE-05.shipping_guarantee", "shipping_guarantee_hours", 49, False, 48),
        ("CE-05.shipping_guarantee", "shipping_guarantee_hours", 24, True, 48),
        ("CE-05.shipping_guarantee", "shipping_guarantee_hours", 1, True, 48),
        ("CE-05.shipping_guarantee", "shipping_guarantee_hours", 0, False, 48),
        ("CE-05.alipay_escrow", "alipay_escrow", True, True, True),
        ("CE-05.alipay_escrow", "alipay_escrow", False, False, True),
        ("CE-05.no_reason_return", "no_reason_return_days", 6, False, 7),
        ("CE-05.no_reason_return", "no_reason_return_days", 7, True, 7),
        ("CE-05.no_reason_return", "no_reason_return_days", 15, True, 7),
    ],
)
def test_each_side_of_a_boundary(rule: str, fact: str, value: Any, passed: bool, required: Any) -> None:
    check = checked(rule, **{fact: value})
    assert (check.passed, check.observed, check.required, check.missing) == (passed, value, required, ())


@pytest.mark.parametrize(
    ("rate", "passed"),
    [("0.8499", False), ("0.8499999999", False), ("0.85", True), ("0.8500000001", True), ("1", True)],
)
def test_the_pickup_rate_is_compared_exactly(rate: str, passed: bool) -> None:
    check = checked("CE-05.pickup_rate", pickup_rate_48h=Decimal(rate))
    assert (check.passed, check.observed, check.required) == (passed, rate, "0.85")


@pytest.mark.parametrize(
    ("channels", "passed"),
    [
        (("main_channels", "douyin"), True),
        (("douyin",), False),
        (("main_channels",), False),
        ((), False),
    ],
)
def test_the_ewaybills_of_every_channel_are_wanted(channels: tuple[str, ...], passed: bool) -> None:
    check = checked("CE-05.ewaybill", ewaybill_channels=channels)
    assert (check.passed, check.observed, check.required) == (passed, list(channels), ["douyin", "main_channels"])


def test_one_channel_is_enough_where_the_policy_says_so() -> None:
    policy = DEFAULT_POLICY.model_copy(update={"ewaybill_channels": ("douyin",)})
    assert checked("CE-05.ewaybill", policy=policy, ewaybill_channels=("douyin",)).passed
    assert checked("CE-05.ewaybill", policy=policy, ewaybill_channels=("douyin", "main_channels")).passed
    assert not checked("CE-05.ewaybill", policy=policy, ewaybill_channels=("main_channels",)).passed


@pytest.mark.parametrize(
    ("freight_free", "regions", "passed"),
    [
        (True, [], True),
        (True, ["71"], True),
        (True, EXCEPTED, True),
        (True, ["44"], False),
        (True, [*EXCEPTED, "44"], False),
        (False, [], False),
        (False, ["71"], False),
    ],
)
def test_freight_is_charged_in_excepted_regions_only(freight_free: bool, regions: list[str], passed: bool) -> None:
    check = checked("CE-05.freight_free", freight_free=freight_free, not_freight_free_regions=tuple(regions))
    assert check.passed is passed
    assert check.observed == {"freight_free": freight_free, "not_freight_free_regions": regions}
    assert check.required == {"freight_free": True, "not_freight_free_regions": EXCEPTED}


def test_a_campaign_may_except_other_regions() -> None:
    campaign = CAMPAIGN.model_copy(update={"not_freight_free_regions": ("44",)})
    check = checked("CE-05.freight_free", campaign, not_freight_free_regions=("44",))
    assert (check.passed, check.required) == (True, {"freight_free": True, "not_freight_free_regions": ["44"]})
    assert not checked("CE-05.freight_free", campaign, not_freight_free_regions=("71",)).passed


def test_a_campaign_may_except_no_region_at_all() -> None:
    campaign = CAMPAIGN.model_copy(update={"not_freight_free_regions": ()})
    assert checked("CE-05.freight_free", campaign).passed
    assert not checked("CE-05.freight_free", campaign, not_freight_free_regions=("71",)).passed


def test_without_a_campaign_the_regions_and_categories_are_the_policys() -> None:
    assert checked("CE-05.freight_free", None, not_freight_free_regions=("71",)).passed
    assert not checked("CE-05.freight_free", None, not_freight_free_regions=("44",)).passed
    assert checked("CE-05.category", None, category="toys").passed
    assert not checked("CE-05.category", None, category="weapons").passed


@pytest.mark.parametrize(
    ("category", "passed", "observed"),
    [
        ("toys", True, "toys"),
        ("玩具", True, "toys"),
        ("鞋子", True, "shoes"),
        ("new energy", True, "new_energy"),
        ("weapons", False, "weapons"),
    ],
)
def test_a_category_counts_by_any_of_its_names(category: str, passed: bool, observed: str) -> None:
    check = checked("CE-05.category", category=category)
    assert (check.passed, check.observed, check.required) == (passed, observed, list(MAIN_CATEGORIES))


def test_a_campaign_may_admit_other_categories_by_any_of_their_names() -> None:
    campaign = CAMPAIGN.model_copy(update={"categories": ("鞋子", "weapons")})
    check = checked("CE-05.category", campaign, category="shoes")
    assert (check.passed, check.required) == (True, ["shoes", "weapons"])
    assert checked("CE-05.category", campaign, category="weapons").passed
    assert not checked("CE-05.category", campaign, category="toys").passed


def test_a_campaign_that_admits_no_category_admits_none() -> None:
    check = checked("CE-05.category", CAMPAIGN.model_copy(update={"categories": ()}), category="shoes")
    assert (check.passed, check.required) == (False, [])


@pytest.mark.parametrize(
    ("rule", "parameter", "limit", "fact", "fails", "passes"),
    [
        ("CE-05.shipping_guarantee", "shipping_guarantee_at_most", 24, "shipping_guarantee_hours", 25, 24),
        (
            "CE-05.pickup_rate",
            "pickup_rate_minimum",
            Decimal("0.9"),
            "pickup_rate_48h",
            Decimal("0.89"),
            Decimal("0.9"),
        ),
        ("CE-05.no_reason_return", "no_reason_return_minimum", 15, "no_reason_return_days", 14, 15),
        ("CE-05.category", "campaign_categories", ("鞋",), "category", "toys", "shoes"),
        ("CE-05.freight_free", "not_freight_free_regions", ("71",), "not_freight_free_regions", ("81",), ("71",)),
    ],
)
def test_the_policys_parameter_governs(
    rule: str, parameter: str, limit: Any, fact: str, fails: Any, passes: Any
) -> None:
    policy = DEFAULT_POLICY.model_copy(update={"version": "2", parameter: limit})
    case = Case(at=AT, product=product().model_copy(update={fact: fails}), campaign=CAMPAIGN)
    refused = CAMPAIGN_PRODUCT.evaluate(case, policy)
    assert rule in [violation.rule for violation in refused.violations()]
    assert {violation.policy_version for violation in refused.violations()} == {"2"}
    case = Case(at=AT, product=product().model_copy(update={fact: passes}), campaign=CAMPAIGN)
    assert rule not in [violation.rule for violation in CAMPAIGN_PRODUCT.evaluate(case, policy).violations()]


@pytest.mark.parametrize(
    ("rule", "fact"),
    [
        ("CE-05.dropship", "dropship"),
        ("CE-05.freight_free", "freight_free"),
        ("CE-05.freight_free", "not_freight_free_regions"),
        ("CE-05.shipping_guarantee", "shipping_guarantee_hours"),
        ("CE-05.pickup_rate", "pickup_rate_48h"),
        ("CE-05.alipay_escrow", "alipay_escrow"),
        ("CE-05.no_reason_return", "no_reason_return_days"),
        ("CE-05.ewaybill", "ewaybill_channels"),
        ("CE-05.category", "category"),
    ],
)
def test_a_fact_that_was_not_reported_is_named(rule: str, fact: str) -> None:
    check = checked(rule, **{fact: None})
    assert (check.passed, check.observed, check.missing) == (False, None, (f"product.{fact}",))


def test_of_an_unknown_product_every_rule_names_what_is_missing() -> None:
    evaluation = CAMPAIGN_PRODUCT.evaluate(Case(at=AT), DEFAULT_POLICY)
    assert [violation.rule for violation in evaluation.violations()] == RULES
    assert all(check.missing for check in evaluation.checks)


def test_a_product_that_fails_everything_is_told_everything_in_both_languages() -> None:
    violations = evaluated(
        dropship=False,
        freight_free=False,
        shipping_guarantee_hours=72,
        pickup_rate_48h=Decimal("0.5"),
        alipay_escrow=False,
        no_reason_return_days=0,
        ewaybill_channels=(),
        category="weapons",
    ).violations()
    assert [violation.rule for violation in violations] == RULES
    for violation in violations:
        assert violation.remedy is not None
        assert all((violation.message.zh, violation.message.en, violation.remedy.zh, violation.remedy.en))
