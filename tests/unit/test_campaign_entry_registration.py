"""Registering a product (CE-01 to CE-06): when, by whom, and with every reason of a refusal at once and on record."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from luyue.domain.campaign_entry import CAMPAIGN_ENTRY
from luyue.domain.campaign_entry import messages as m
from luyue.domain.facts import CampaignParameters, Needs
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import Kind, State, Summary
from tests import eligible
from tests.unit.campaign_entry_stories import (
    APPROVED,
    BEGINS,
    CLOSES,
    DAY,
    ENDS,
    OPENS,
    OVER,
    REGISTERED,
    SECOND,
    WHY,
    broken_rules,
    campaign,
    completed,
    enrolled,
    left,
    new_entry,
    platform,
    refused,
    registered,
    registration,
    rejected,
    removed,
)
from tests.unit.given_when_then import TICK, Platform, Process, hours

CLOSED = CLOSES + SECOND
"""2024-03-15 00:00:00 in Beijing."""


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (OPENS - TICK, False),
        (OPENS, True),
        (CLOSES - TICK, True),
        (CLOSES, True),
        (CLOSED - TICK, True),
        (CLOSED, False),
        (CLOSED + DAY, False),
        (OVER, False),
    ],
)
def test_ce_01_both_ends_of_registration_count_to_the_second_in_beijing(at: datetime, is_open: bool) -> None:
    """23:59:59.999999 is in time, 00:00:00 is not."""
    entry = registered(at=at)
    assert entry.status == ("UNDER_REVIEW" if is_open else "REFUSED")
    assert broken_rules(entry) == ([] if is_open else ["CE-01"])


def test_ce_01_a_last_second_with_a_fraction_counts_as_the_whole_second() -> None:
    stage = platform(campaign(registration_until=CLOSES + timedelta(milliseconds=400)))
    assert registered(stage, at=CLOSED - TICK).status == "UNDER_REVIEW"
    assert registered(stage, registration("p2"), CLOSED).status == "REFUSED"


def test_ce_01_registration_never_goes_on_after_the_event() -> None:
    stage = platform(campaign(registration_until=ENDS + 30 * DAY))
    assert broken_rules(registered(stage, at=OVER)) == ["CE-01"]
    assert registered(stage, registration("p2"), OVER - TICK).status == "UNDER_REVIEW"


def test_ce_01_a_campaign_that_nobody_announced_is_refused_without_a_trace() -> None:
    entry = new_entry()
    refusal = refused(entry, registration(campaign_id="autumn"), REGISTERED)
    assert (refusal.code, [one.rule for one in refusal.violations]) == ("rule", ["CE-01"])
    assert entry.state.version == 0


def test_ce_02_who_does_not_acknowledge_the_rules_is_refused() -> None:
    entry = registered(command=registration(rules_acknowledged=False))
    assert (entry.status, broken_rules(entry)) == ("REFUSED", ["CE-02"])


def test_ce_02_registering_acknowledges_the_rules() -> None:
    [check] = [one for one in registered().state.checks if one.rule == "CE-02"]
    assert (check.passed, check.observed) == (True, True)


def test_ce_02_a_refusal_is_on_record_with_all_reasons_together() -> None:
    stage = platform()
    merchant = eligible.MERCHANT.model_copy(update={"trade_medal": "0A", "court_dishonest": True})
    stage.report("merchant/m1", merchant, OPENS)
    product = eligible.product().model_copy(update={"pickup_rate_48h": Decimal("0.8499")})
    stage.report("product/p1", product, OPENS)
    entry = registered(stage, registration(rules_acknowledged=False), CLOSED)
    assert entry.status == "REFUSED"
    assert broken_rules(entry) == [
        "CE-01",
        "CE-02",
        "CE-06.trade_medal",
        "CE-06.court_list",
        "CE-05.pickup_rate",
    ]
    assert all(one.message.zh and one.message.en and one.remedy for one in entry.state.violations)
    assert {one.policy_version for one in entry.state.violations} == {"1"}
    event = entry.last(m.EntryRefused)
    assert event.evaluation.facts == {"campaign/spring": 1, "merchant/m1": 2, "product/p1": 2}
    assert entry.summary == Summary(closed=True, merchant_id="m1", product_id="p1")


def test_ce_02_once_put_right_the_product_is_registered_again_while_registration_is_open() -> None:
    stage = platform()
    stage.report("merchant/m1", eligible.MERCHANT.model_copy(update={"trade_medal": "0A"}), OPENS)
    assert registered(stage).status == "REFUSED"
    stage.report("merchant/m1", eligible.MERCHANT, REGISTERED + hours(1))
    assert registered(stage, at=CLOSED - TICK).status == "UNDER_REVIEW"


def test_ce_02_one_open_entry_a_product_and_campaign() -> None:
    stage = platform()
    stage.report("campaign/summer", campaign(), OPENS)
    registered(stage)
    assert broken_rules(registered(stage)) == ["CE-02.one_entry"]
    assert registered(stage, registration("p2")).status == "UNDER_REVIEW"
    assert registered(stage, registration(campaign_id="summer")).status == "UNDER_REVIEW"


def test_ce_02_a_merchant_registers_its_own_products() -> None:
    stage = platform()
    assert broken_rules(registered(stage, registration("p9"))) == ["CE-02.own_product"]
    assert registered(stage, registration("p9", merchant_id="m2")).status == "UNDER_REVIEW"
    unknown = registered(stage, registration("p404"))
    [first, *others] = unknown.state.violations
    assert (first.rule, first.observed) == ("CE-02.own_product", {"missing": ["product.merchant_id"]})
    assert {one.rule.partition(".")[0] for one in others} == {"CE-05"}


def test_ce_03_an_entry_is_to_be_reviewed_within_3_days() -> None:
    entry = registered()
    assert entry.deadlines == {"review_window": REGISTERED + 3 * DAY, "event_until": OVER - TICK}


def test_ce_03_the_review_takes_as_long_as_the_campaign_or_else_the_policy_says() -> None:
    assert registered(platform(review_window=2 * DAY)).deadlines["review_window"] == REGISTERED + 2 * DAY
    own = campaign(parameters=CampaignParameters(review_window=hours(5)))
    assert registered(platform(own, review_window=2 * DAY)).deadlines["review_window"] == REGISTERED + hours(5)


@pytest.mark.parametrize("at", [APPROVED + hours(1), CLOSED, OVER - TICK])
def test_ce_04_after_a_rejection_another_product_is_registered_until_the_campaigns_end(at: datetime) -> None:
    stage = platform()
    rejected(stage)
    assert registered(stage, registration("p2"), at).status == "UNDER_REVIEW"


def test_ce_04_nothing_is_registered_after_the_campaigns_end() -> None:
    stage = platform()
    rejected(stage)
    assert broken_rules(registered(stage, registration("p2"), OVER)) == ["CE-01"]


@pytest.mark.parametrize("at", [APPROVED + hours(1), CLOSED])
def test_ce_04_the_same_product_again_is_refused(at: datetime) -> None:
    stage = platform()
    rejected(stage)
    assert broken_rules(registered(stage, registration(), at)) == ["CE-04"]


def test_ce_04_the_right_to_another_product_is_of_the_merchant_and_the_campaign() -> None:
    stage = platform()
    stage.report("campaign/summer", campaign(), OPENS)
    rejected(stage)
    assert broken_rules(registered(stage, registration("p9", merchant_id="m2"), CLOSED)) == ["CE-01"]
    assert broken_rules(registered(stage, registration("p2", campaign_id="summer"), CLOSED)) == ["CE-01"]
    assert registered(stage, registration(campaign_id="summer")).status == "UNDER_REVIEW"


def test_ce_04_products_are_not_limited() -> None:
    stage = platform()
    assert [registered(stage, registration(product)).status for product in ("p1", "p2", "p3")] == ["UNDER_REVIEW"] * 3


@pytest.mark.parametrize("standing", [left, removed])
def test_who_has_left_or_was_removed_registers_again_while_registration_is_open(
    standing: Callable[[Platform], Process],
) -> None:
    stage = platform()
    assert standing(stage).summary.claim is None
    assert registered(stage, at=CLOSED - TICK).status == "UNDER_REVIEW"
    stage = platform()
    standing(stage)
    assert broken_rules(registered(stage, at=CLOSED)) == ["CE-01"]


def test_ce_05_and_ce_06_are_what_the_campaign_asks_for() -> None:
    """Its own minima, bounds included."""
    own = CampaignParameters(pickup_rate_minimum=Decimal("0.95"), experience_score_minimum=Decimal("4.6"))
    entry = registered(platform(campaign(parameters=own)))
    assert broken_rules(entry) == ["CE-06.experience_score"]
    [violation] = entry.state.violations
    assert (violation.observed, violation.required) == ("4.5", "4.6")
    own = CampaignParameters(pickup_rate_minimum=Decimal("0.9501"), experience_score_minimum=Decimal("4.5"))
    assert broken_rules(registered(platform(campaign(parameters=own)))) == ["CE-05.pickup_rate"]


def test_ce_05_ce_06_only_the_rule_sets_that_the_campaign_names_are_asked() -> None:
    stage = platform(campaign(rule_sets=("campaign-product",)))
    stage.report("merchant/m1", eligible.MERCHANT.model_copy(update={"trade_medal": "0A"}), OPENS)
    entry = registered(stage)
    assert entry.status == "UNDER_REVIEW"
    assert not any(check.rule.startswith("CE-06") for check in entry.state.checks)
    stage = platform(campaign(rule_sets=("campaign-merchant",)))
    stage.report("product/p1", eligible.product().model_copy(update={"dropship": False}), OPENS)
    assert registered(stage).status == "UNDER_REVIEW"


class ClosingShop(State):
    """Stands in for a merchant's account: it holds its claim, and that is all that others see of it."""

    merchant_id: str = "m1"


def _closing(stage: Platform, merchant_id: str) -> None:
    account = Process(stage, _ACCOUNT, lambda stream: m.Approve())
    account.state = ClosingShop(merchant_id=merchant_id)


_ACCOUNT: Kind[ClosingShop] = Kind(
    name="merchant-account",
    id_prefix="ma",
    state=ClosingShop,
    state_shape=1,
    commands={},
    events=(),
    decide=lambda state, command, facts, policy, at: (),
    evolve=lambda state, event, at: state,
    deadlines=lambda state, policy: (),
    needs=lambda state, command: Needs(),
    summary=lambda state: Summary(closed=False, claim=f"closing:{state.merchant_id}:"),
    allowed_actions=lambda state, role: (),
    details=lambda state, policy: {},
)


def test_ix_28_a_closing_shop_registers_nothing() -> None:
    stage = platform()
    _closing(stage, "m1")
    assert broken_rules(registered(stage)) == ["IX-28"]
    assert registered(stage, registration("p9", merchant_id="m2")).status == "UNDER_REVIEW"


def test_ix_28_nothing_is_enrolled_of_a_shop_that_began_to_close_meanwhile() -> None:
    stage = platform()
    entry = registered(stage)
    _closing(stage, "m1")
    assert [one.rule for one in refused(entry, m.Approve(), APPROVED).violations] == ["IX-28"]
    entry.issue(m.Reject(reason=WHY), APPROVED)
    assert entry.status == "REJECTED"


def test_ix_28_a_shop_whose_id_begins_alike_is_another() -> None:
    stage = platform()
    _closing(stage, "m10")
    assert registered(stage).status == "UNDER_REVIEW"


def test_ce_01_a_later_change_of_the_campaign_moves_no_entry() -> None:
    stage = platform()
    entry = enrolled(stage)
    moved = campaign(event_from=BEGINS + 30 * DAY, event_until=ENDS + 30 * DAY, registration_until=ENDS + 30 * DAY)
    stage.report("campaign/spring", moved, APPROVED + hours(1))
    entry.time_to(BEGINS + TICK)
    assert entry.dated(m.EntryActivated) == [BEGINS]
    assert registered(stage, registration("p2"), OVER).deadlines["event_until"] == ENDS + 30 * DAY + SECOND - TICK


def test_ce_07_benefits_and_warehousing_are_those_of_the_campaign() -> None:
    shown = CAMPAIGN_ENTRY.details(registered().state, DEFAULT_POLICY)
    assert shown["benefits"] == [{"kind": "traffic", "text": {"zh": "独享流量", "en": "Traffic of its own"}}]
    assert shown["warehousing_needed"] is False
    stage = platform(campaign(benefits=(), warehousing_needed=True))
    shown = CAMPAIGN_ENTRY.details(registered(stage).state, DEFAULT_POLICY)
    assert (shown["benefits"], shown["warehousing_needed"]) == ([], True)


def test_ce_01_details_show_the_windows_in_utc_and_what_was_checked() -> None:
    entry = registered()
    shown = CAMPAIGN_ENTRY.details(entry.state, DEFAULT_POLICY)
    assert (shown["registration_from"], shown["registration_until"]) == ("2024-02-19T16:00:00Z", "2024-03-14T15:59:59Z")
    assert (shown["event_from"], shown["event_until"]) == ("2024-03-09T16:00:00Z", "2024-03-20T15:59:59Z")
    rules = {check["rule"].partition(".")[0] for check in shown["checks"]}
    assert rules == {"CE-01", "CE-02", "CE-04", "CE-05", "CE-06", "IX-28"}
    assert all(check["passed"] for check in shown["checks"])


def test_a_claim_is_held_as_long_as_the_entry_is_open() -> None:
    assert registered().summary.claim == enrolled().summary.claim == "campaign-entry:spring:p1"
    assert rejected().summary.claim == "campaign-rejected:spring:m1:p1"
    assert completed().summary.claim is None
