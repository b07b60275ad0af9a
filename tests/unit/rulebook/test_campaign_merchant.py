"""CE-06: what a merchant must meet to enter a campaign, each condition at its boundary from both sides."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from luyue.domain.categories import MAIN_CATEGORIES
from luyue.domain.evaluation import Check, Evaluation
from luyue.domain.facts import Campaign, FakeTrading
from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.domain.rulebook.campaign import CAMPAIGN_MERCHANT
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import NOT_APPLICABLE
from tests.eligible import MERCHANT

AT = datetime(2024, 2, 1, 4, tzinfo=UTC)
RULES = [
    "CE-06.experience_score",
    "CE-06.category",
    "CE-06.trade_medal",
    "CE-06.trustpass",
    "CE-06.trustpass_valid",
    "CE-06.alipay",
    "CE-06.buyer_protection",
    "CE-06.deposit",
    "CE-06.fake_trading",
    "CE-06.violation_points",
    "CE-06.ip_infringement",
    "CE-06.infringing_points",
    "CE-06.prohibited_information_points",
    "CE-06.business_compliance",
    "CE-06.court_list",
    "CE-06.finance_debt",
    "CE-06.competitiveness",
    "CE-06.ships_within_48h",
]
CAMPAIGN = Campaign(
    title="Spring Festival",
    registration_from=AT,
    registration_until=AT,
    event_from=AT,
    event_until=AT,
)


def evaluated(
    campaign: Campaign | None = CAMPAIGN, policy: Policy = DEFAULT_POLICY, at: datetime = AT, **facts: Any
) -> Evaluation:
    """The whole set on a merchant that is like the one in `tests.eligible` except for `facts`."""
    case = Case(at=at, merchant=MERCHANT.model_copy(update=facts), campaign=campaign)
    return CAMPAIGN_MERCHANT.evaluate(case, policy)


def checked(
    rule: str,
    campaign: Campaign | None = CAMPAIGN,
    policy: Policy = DEFAULT_POLICY,
    at: datetime = AT,
    **facts: Any,
) -> Check:
    """What one rule said; every other one must have passed."""
    evaluation = evaluated(campaign, policy, at, **facts)
    (check,) = (check for check in evaluation.checks if check.rule == rule)
    assert [other.rule for other in evaluation.checks if not other.passed and other.rule != rule] == []
    return check


def test_a_merchant_that_meets_every_condition_is_eligible() -> None:
    evaluation = evaluated()
    assert CAMPAIGN_MERCHANT.name == "campaign-merchant"
    assert CAMPAIGN_MERCHANT.title.zh
    assert CAMPAIGN_MERCHANT.title.en
    assert [check.rule for check in evaluation.checks] == RULES
    assert evaluation.eligible
    assert evaluation.violations() == ()


@pytest.mark.parametrize(
    ("rule", "fact", "value", "passed", "required"),
    [
        ("CE-06.trade_medal", "trade_medal", "0A", False, "1A"),
        ("CE-06.trade_medal", "trade_medal", "1A", True, "1A"),
        ("CE-06.trade_medal", "trade_medal", "5A", True, "1A"),
        ("CE-06.trustpass", "trustpass", "enterprise", True, ["enterprise", "personal"]),
        ("CE-06.trustpass", "trustpass", "personal", True, ["enterprise", "personal"]),
        ("CE-06.trustpass", "trustpass", "none", False, ["enterprise", "personal"]),
        ("CE-06.alipay", "alipay_real_name_bound", True, True, True),
        ("CE-06.alipay", "alipay_real_name_bound", False, False, True),
        ("CE-06.buyer_protection", "buyer_protection_joined", True, True, True),
        ("CE-06.buyer_protection", "buyer_protection_joined", False, False, True),
        ("CE-06.violation_points", "violation_points_this_year", 35, True, 36),
        ("CE-06.violation_points", "violation_points_this_year", 36, False, 36),
        ("CE-06.violation_points", "violation_points_this_year", 37, False, 36),
        ("CE-06.ip_infringement", "severe_ip_infringement", False, True, False),
        ("CE-06.ip_infringement", "severe_ip_infringement", True, False, False),
        ("CE-06.infringing_points", "infringing_goods_points", 0, True, 0),
        ("CE-06.infringing_points", "infringing_goods_points", 1, False, 0),
        ("CE-06.prohibited_information_points", "prohibited_information_points", 23, True, 24),
        ("CE-06.prohibited_information_points", "prohibited_information_points", 24, False, 24),
        ("CE-06.prohibited_information_points", "prohibited_information_points", 25, False, 24),
        ("CE-06.business_compliance", "business_compliance_violation", False, True, False),
        ("CE-06.business_compliance", "business_compliance_violation", True, False, False),
        ("CE-06.court_list", "court_dishonest", False, True, False),
        ("CE-06.court_list", "court_dishonest", True, False, False),
        ("CE-06.finance_debt", "severe_overdue_finance_debt", False, True, False),
        ("CE-06.finance_debt", "severe_overdue_finance_debt", True, False, False),
        ("CE-06.competitiveness", "overall_competitiveness_met", True, True, True),
        ("CE-06.competitiveness", "overall_competitiveness_met", False, False, True),
        ("CE-06.ships_within_48h", "ships_within_48h_during_event", True, True, True),
        ("CE-06.ships_within_48h", "ships_within_48h_during_event", False, False, True),
    ],
)
def test_each_side_of_a_boundary(rule: str, fact: str, value: Any, passed: bool, required: Any) -> None:
    check = checked(rule, **{fact: value})
    assert (check.passed, check.observed, check.required, check.missing) == (passed, value, required, ())


NEW_YEAR = datetime(2023, 12, 31, 16, tzinfo=UTC)
"""2024-01-01 00:00 in Beijing."""


@pytest.mark.parametrize(
    ("at", "year", "counted"),
    [
        (NEW_YEAR - timedelta(microseconds=1), 2023, 36),
        (NEW_YEAR - timedelta(microseconds=1), None, 36),
        (NEW_YEAR - timedelta(microseconds=1), 2022, 0),
        (NEW_YEAR - timedelta(microseconds=1), 2024, 36),
        (NEW_YEAR, 2023, 0),
        (NEW_YEAR, 2024, 36),
        (NEW_YEAR, 2025, 36),
        (NEW_YEAR, None, 36),
    ],
)
def test_points_of_an_earlier_beijing_year_count_no_more(at: datetime, year: int | None, counted: int) -> None:
    points: dict[str, Any] = {"violation_points_this_year": 36, "violation_points_year": year}
    check = checked("CE-06.violation_points", at=at, **points)
    assert (check.passed, check.observed, check.required) == (counted == 0, counted, 36)


@pytest.mark.parametrize(("score", "passed"), [("1.99", False), ("1.999999", False), ("2", True), ("2.01", True)])
def test_the_experience_score_is_compared_exactly(score: str, passed: bool) -> None:
    check = checked("CE-06.experience_score", experience_score=Decimal(score))
    assert (check.passed, check.observed, check.required) == (passed, score, "2")


@pytest.mark.parametrize(("deposit", "passed"), [("2999.99", False), ("3000.00", True), ("3000.01", True)])
def test_the_deposit_is_compared_to_the_fen(deposit: str, passed: bool) -> None:
    check = checked("CE-06.deposit", buyer_protection_deposit=Decimal(deposit))
    assert (check.passed, check.observed, check.required) == (passed, deposit, "3000.00")


@pytest.mark.parametrize(
    ("medal", "minimum", "passed"), [("2A", "3A", False), ("3A", "3A", True), ("4A", "3A", True), ("0A", "0A", True)]
)
def test_the_trade_medals_are_in_order(medal: str, minimum: str, passed: bool) -> None:
    policy = DEFAULT_POLICY.model_copy(update={"trade_medal_minimum": minimum})
    check = checked("CE-06.trade_medal", policy=policy, trade_medal=medal)
    assert (check.passed, check.observed, check.required) == (passed, medal, minimum)


@pytest.mark.parametrize(
    ("valid_for", "passed"),
    [(timedelta(seconds=-1), False), (timedelta(0), True), (timedelta(seconds=1), True)],
)
def test_trustpass_is_valid_up_to_its_very_last_moment(valid_for: timedelta, passed: bool) -> None:
    check = checked("CE-06.trustpass_valid", trustpass_valid_until=AT + valid_for)
    assert check.passed is passed
    assert check.observed == (AT + valid_for).isoformat().replace("+00:00", "Z")
    assert check.required == "2024-02-01T04:00:00Z"


def test_a_merchant_without_trustpass_is_not_asked_for_its_date() -> None:
    evaluation = evaluated(trustpass="none", trustpass_valid_until=None)
    assert [violation.rule for violation in evaluation.violations()] == ["CE-06.trustpass"]
    (valid,) = (check for check in evaluation.checks if check.rule == "CE-06.trustpass_valid")
    assert (valid.passed, valid.observed) == (True, NOT_APPLICABLE)


@pytest.mark.parametrize(
    ("category", "passed", "observed"),
    [
        ("toys", True, "toys"),
        ("新鲜餐饮", True, "catering_and_fresh_food"),
        ("steel", True, "steel"),
        ("weapons", False, "weapons"),
    ],
)
def test_a_category_counts_by_any_of_its_names(category: str, passed: bool, observed: str) -> None:
    check = checked("CE-06.category", main_category=category)
    assert (check.passed, check.observed, check.required) == (passed, observed, list(MAIN_CATEGORIES))


def test_a_campaign_may_admit_other_categories() -> None:
    campaign = CAMPAIGN.model_copy(update={"categories": ("鞋子",)})
    check = checked("CE-06.category", campaign, main_category="shoes")
    assert (check.passed, check.required) == (True, ["shoes"])
    assert not checked("CE-06.category", campaign, main_category="toys").passed


def found(at: datetime, by: str = "merchant") -> tuple[FakeTrading, ...]:
    """One finding of severe fake trading."""
    return (FakeTrading.model_validate({"found_at": at, "by": by}),)


@pytest.mark.parametrize(
    ("rule", "parameter", "limit", "fact", "fails", "passes"),
    [
        ("experience_score", "experience_score_minimum", Decimal(3), "experience_score", Decimal("2.99"), Decimal(3)),
        ("category", "campaign_categories", ("鞋",), "main_category", "toys", "shoes"),
        ("trade_medal", "trade_medal_minimum", "3A", "trade_medal", "2A", "3A"),
        (
            "deposit",
            "buyer_protection_minimum",
            Decimal("10.00"),
            "buyer_protection_deposit",
            Decimal("9.99"),
            Decimal(10),
        ),
        ("fake_trading", "fake_trading_months", 1, "severe_fake_trading", found(AT), found(AT - timedelta(days=32))),
        ("violation_points", "violation_points_below", 12, "violation_points_this_year", 12, 11),
        ("infringing_points", "infringing_goods_points_at_most", 2, "infringing_goods_points", 3, 2),
        (
            "prohibited_information_points",
            "prohibited_information_points_below",
            12,
            "prohibited_information_points",
            12,
            11,
        ),
    ],
)
def test_the_policys_parameter_governs(
    rule: str, parameter: str, limit: Any, fact: str, fails: Any, passes: Any
) -> None:
    policy = DEFAULT_POLICY.model_copy(update={"version": "2", parameter: limit})
    refused = evaluated(policy=policy, **{fact: fails}).violations()
    assert f"CE-06.{rule}" in [violation.rule for violation in refused]
    assert {violation.policy_version for violation in refused} == {"2"}
    admitted = evaluated(policy=policy, **{fact: passes}).violations()
    assert f"CE-06.{rule}" not in [violation.rule for violation in admitted]


@pytest.mark.parametrize(
    ("rule", "fact"),
    [
        ("CE-06.experience_score", "experience_score"),
        ("CE-06.category", "main_category"),
        ("CE-06.trade_medal", "trade_medal"),
        ("CE-06.trustpass", "trustpass"),
        ("CE-06.trustpass_valid", "trustpass_valid_until"),
        ("CE-06.alipay", "alipay_real_name_bound"),
        ("CE-06.buyer_protection", "buyer_protection_joined"),
        ("CE-06.deposit", "buyer_protection_deposit"),
        ("CE-06.fake_trading", "severe_fake_trading"),
        ("CE-06.violation_points", "violation_points_this_year"),
        ("CE-06.ip_infringement", "severe_ip_infringement"),
        ("CE-06.infringing_points", "infringing_goods_points"),
        ("CE-06.prohibited_information_points", "prohibited_information_points"),
        ("CE-06.business_compliance", "business_compliance_violation"),
        ("CE-06.court_list", "court_dishonest"),
        ("CE-06.finance_debt", "severe_overdue_finance_debt"),
        ("CE-06.competitiveness", "overall_competitiveness_met"),
        ("CE-06.ships_within_48h", "ships_within_48h_during_event"),
    ],
)
def test_a_fact_that_was_not_reported_is_named(rule: str, fact: str) -> None:
    check = checked(rule, **{fact: None})
    assert (check.passed, check.observed, check.missing) == (False, None, (f"merchant.{fact}",))


def test_of_an_unknown_merchant_every_rule_names_what_is_missing() -> None:
    evaluation = CAMPAIGN_MERCHANT.evaluate(Case(at=AT), DEFAULT_POLICY)
    assert [violation.rule for violation in evaluation.violations()] == RULES
    assert all(check.missing for check in evaluation.checks)


def test_a_merchant_that_fails_nine_rules_gets_nine_violations_in_both_languages() -> None:
    violations = evaluated(
        experience_score=Decimal("1.99"),
        trade_medal="0A",
        trustpass="none",
        alipay_real_name_bound=False,
        buyer_protection_deposit=Decimal("2999.99"),
        violation_points_this_year=36,
        prohibited_information_points=24,
        court_dishonest=True,
        ships_within_48h_during_event=False,
    ).violations()
    assert [violation.rule for violation in violations] == [
        "CE-06.experience_score",
        "CE-06.trade_medal",
        "CE-06.trustpass",
        "CE-06.alipay",
        "CE-06.deposit",
        "CE-06.violation_points",
        "CE-06.prohibited_information_points",
        "CE-06.court_list",
        "CE-06.ships_within_48h",
    ]
    for violation in violations:
        assert violation.remedy is not None
        assert all((violation.message.zh, violation.message.en, violation.remedy.zh, violation.remedy.en))
