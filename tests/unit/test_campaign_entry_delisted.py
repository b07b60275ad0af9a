"""MA-05: a product that is delisted enters no campaign, and whoever asks beforehand is told so."""

from datetime import datetime

from luyue.domain.campaign_entry import messages as m
from luyue.domain.campaign_entry import registration as registering
from luyue.domain.facts import Campaign, Delisting
from luyue.domain.policy import DEFAULT_POLICY
from tests.unit.campaign_entry_stories import (
    APPROVED,
    OPENS,
    REGISTERED,
    broken_rules,
    enrolled,
    new_entry,
    platform,
    registered,
    registration,
)
from tests.unit.given_when_then import Platform

NOT_DELISTED = "MA-05.not_delisted"


def delist(stage: Platform, at: datetime, product: str = "p1", since: datetime | None = None) -> None:
    fact = Delisting(merchant_id="m1", state="delisted", reason="prohibited", severity="severe", since=since)
    stage.report(f"delisting/{product}", fact, at)


def relist(stage: Platform, at: datetime) -> None:
    stage.report("delisting/p1", Delisting(merchant_id="m1", state="relisted"), at)


def asked(stage: Platform, product: str | None = "p1") -> dict[str, bool]:
    """What the rules say to m1 asking beforehand."""
    entry = new_entry(stage)
    facts = stage.facts(registering.needs("spring", "m1", product), entry)
    campaign = facts.known("campaign/spring", Campaign)
    assert campaign is not None
    evaluation = registering.evaluate(
        campaign, facts, DEFAULT_POLICY, REGISTERED, campaign_id="spring", merchant_id="m1", product_id=product
    )
    return {check.rule: check.passed for check in evaluation.checks}


def test_ma_05_not_delisted_a_delisted_product_is_not_registered() -> None:
    stage = platform()
    delist(stage, OPENS)
    entry = registered(stage)
    assert broken_rules(entry) == [NOT_DELISTED]
    [violation] = entry.state.violations
    assert (violation.observed, violation.required) == ({"delisted": True}, {"delisted": False})
    assert "下架" in violation.message.zh
    assert violation.remedy is not None
    assert entry.last(m.EntryRefused).evaluation.facts["delisting/p1"] == 1


def test_ma_05_not_delisted_a_delisting_announced_for_later_counts_at_once() -> None:
    stage = platform()
    delist(stage, OPENS, since=APPROVED)
    assert broken_rules(registered(stage)) == [NOT_DELISTED]


def test_ma_05_not_delisted_another_products_delisting_hinders_nothing() -> None:
    stage = platform()
    delist(stage, OPENS, "p2")
    assert registered(stage).status == "UNDER_REVIEW"
    assert broken_rules(registered(stage, registration("p2"))) == [NOT_DELISTED]


def test_ma_05_not_delisted_a_product_that_is_back_is_registered() -> None:
    stage = platform()
    delist(stage, OPENS)
    relist(stage, OPENS)
    assert registered(stage).status == "UNDER_REVIEW"


def test_ma_05_not_delisted_what_was_entered_before_stays_entered() -> None:
    stage = platform()
    entry = enrolled(stage)
    delist(stage, APPROVED)
    assert entry.status == "ENROLLED"


def test_ma_05_not_delisted_leaves_no_trace_where_it_passed_as_in_what_is_on_record() -> None:
    evaluation = registered().last(m.EntryRegistered).evaluation
    assert NOT_DELISTED not in {check.rule for check in evaluation.checks}
    assert "delisting/p1" not in evaluation.facts


def test_ma_05_not_delisted_who_asks_beforehand_is_told_what_registering_would_meet() -> None:
    stage = platform()
    assert asked(stage)[NOT_DELISTED] is True
    delist(stage, OPENS)
    assert asked(stage)[NOT_DELISTED] is False
    assert NOT_DELISTED not in asked(stage, product=None)
