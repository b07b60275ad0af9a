"""Applying for a sample evaluates the whole rule set; the first event keeps the evaluation (SR-01 to 05, SR-16)."""

from datetime import timedelta
from typing import Any

import pytest

from luyue.domain.facts import CartAccess, Risk, RiskWaiver, SampleOffer
from luyue.domain.messages import Value
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import fold
from luyue.domain.promotion import Form
from luyue.domain.rulebook import sets
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request import messages as m
from tests import eligible
from tests.unit.given_when_then import TICK, Platform, Process, hours
from tests.unit.sample_request_stories import APPLIED, CLOSES, WHY, apply, pending, platform, received

LATER = APPLIED + hours(1)
RULES = [*(rule.id for rule in sets.SAMPLE_REQUEST.rules), "SR-16"]
SPOILED: dict[str, tuple[str, dict[str, Any]]] = {
    "SR-01": ("creator/c1", {"risk": Risk(level="high", reasons=("fraud",))}),
    "SR-02.shop_opened": ("merchant/m1", {"shop_opened": False}),
    "SR-02.merchant_standard": ("merchant/m1", {"meets_alliance_standard": False}),
    "SR-02.product_standard": ("product/p1", {"meets_alliance_standard": False}),
    "SR-02.in_alliance": ("product/p1", {"in_alliance": False}),
    "SR-03": ("product/p1", {"cross_border": True}),
    "SR-05.offers_samples": ("sample-offer/p1", {"offers_samples": False}),
    "CA-01.followers": ("creator/c1", {"followers": 999}),
    "CA-01.videos": ("creator/c1", {"public_original_videos": 9}),
    "CA-02.phone": ("creator/c1", {"phone_bound": False}),
    "CA-02.real_name": ("creator/c1", {"real_name_verified": False}),
}
"""What spoils each rule alone: a fact's stream, and what of it is otherwise."""
ENDS_REQUESTS = {"SR-02.shop_opened", "SR-02.merchant_standard", "SR-02.in_alliance"}
"""What ends a request that is not shipped yet (IX-13, IX-14)."""


def spoil(stage: Platform, *rules: str) -> Platform:
    """Reports facts that fail exactly these rules."""
    for rule in rules:
        stream, changes = SPOILED[rule]
        stage.report(stream, stage.reports[stream][-1].fact.model_copy(update=changes), APPLIED)
    return stage


def first(request: Process) -> Any:
    """The event that the application led to."""
    return request.history[0].event


def violated(request: Process) -> list[str]:
    return [violation.rule for violation in request.state.violations]


def test_an_eligible_application_keeps_what_every_rule_said() -> None:
    event = first(pending(at=LATER))
    assert isinstance(event, m.SampleRequested)
    assert event.evaluation is not None
    assert event.evaluation.eligible
    assert [check.rule for check in event.evaluation.checks] == RULES
    assert event.evaluation.rules == "sample-request"
    assert event.evaluation.policy_version == DEFAULT_POLICY.version
    assert {check.message for check in event.evaluation.checks} == {None}
    followers = next(check for check in event.evaluation.checks if check.rule == "CA-01.followers")
    assert (followers.observed, followers.required) == (1000, 1000)


def test_the_versions_of_the_facts_considered_are_kept_zero_for_those_never_reported() -> None:
    stage = platform()
    stage.report("creator/c1", eligible.CREATOR.model_copy(update={"followers": 2000}), LATER)
    assert first(pending(stage, at=LATER)).evaluation.facts == {
        "creator/c1": 2,
        "risk-waiver/c1": 0,
        "cart-access/c1": 0,
        "product/p1": 1,
        "sample-offer/p1": 1,
        "merchant/m1": 1,
    }


@pytest.mark.parametrize("rule", SPOILED)
def test_each_rule_refuses_by_itself(rule: str) -> None:
    request = pending(spoil(platform(), rule))
    event = first(request)
    assert request.status == "REFUSED"
    assert violated(request) == [rule]
    assert isinstance(event, m.SampleRequestRefused)
    assert event.merchant_id == "m1"
    assert event.evaluation is not None
    assert [check.rule for check in event.evaluation.checks] == RULES
    assert [check.rule for check in event.evaluation.checks if not check.passed] == [rule]


def test_nine_things_wrong_are_nine_violations_at_once() -> None:
    nine = [rule for rule in SPOILED if rule not in ("SR-03", "SR-05.offers_samples")]
    request = pending(spoil(platform(), *nine))
    assert violated(request) == nine
    for violation in request.state.violations:
        assert violation.message.zh != violation.message.en
        assert violation.remedy is not None
        assert violation.policy_version == DEFAULT_POLICY.version


def test_what_is_missing_is_named() -> None:
    stage = platform()
    stage.report("creator/c1", eligible.CREATOR.model_copy(update={"followers": None}), APPLIED)
    request = pending(stage)
    assert violated(request) == ["CA-01.followers"]
    assert request.state.violations[0].observed == {"missing": ["creator.followers"]}


def test_sr_02_the_merchant_is_the_one_that_the_product_names_now() -> None:
    stage = platform()
    stage.report("merchant/m2", eligible.MERCHANT.model_copy(update={"shop_opened": False}), APPLIED)
    stage.report("product/p1", eligible.product("m2"), LATER)
    assert violated(pending(stage, at=LATER)) == ["SR-02.shop_opened"]


def test_a_merchant_that_nobody_reported_is_named_with_version_zero() -> None:
    stage = platform()
    stage.report("product/p1", eligible.product("m9"), LATER)
    assert first(pending(stage, at=LATER)).evaluation.facts["merchant/m9"] == 0


def test_the_policy_in_force_decides_and_is_named() -> None:
    request = pending(platform(DEFAULT_POLICY.model_copy(update={"version": "7", "cart_minimum_followers": 1001})))
    assert violated(request) == ["CA-01.followers"]
    assert (first(request).policy_version, first(request).evaluation.policy_version) == ("7", "7")
    assert request.state.violations[0].policy_version == "7"


def breached_times(times: int) -> tuple[Platform, Any]:
    """A creator with breaches on the record, and when the last of them was judged."""
    stage = platform()
    at = APPLIED
    for _ in range(times):
        request = received(stage, at=at)
        at += CLOSES - APPLIED + hours(3)
        request.time_to(at)
        assert request.status == "BREACHED"
    return stage, at


@pytest.mark.parametrize(("times", "status"), [(2, "PENDING"), (3, "REFUSED")])
def test_sr_01_breaches_on_the_record_raise_the_risk_until_it_is_refused(times: int, status: str) -> None:
    stage, at = breached_times(times)
    request = pending(stage, apply("p2"), at)
    assert request.status == status
    assert violated(request) == ([] if status == "PENDING" else ["SR-01"])
    assert pending(stage, apply("p2", creator="c2"), at).status == "PENDING"


def test_sr_14_a_breach_that_was_struck_counts_no_more() -> None:
    stage, at = breached_times(3)
    stage.processes[-1].issue(m.Reinstate(reason=WHY), at)
    assert pending(stage, apply("p2"), at).status == "PENDING"


@pytest.mark.parametrize(
    ("waiver", "status"),
    [
        (RiskWaiver(waived=True, reason="reviewed"), "PENDING"),
        (RiskWaiver(waived=True, reason="reviewed", until=LATER), "PENDING"),
        (RiskWaiver(waived=True, reason="reviewed", until=LATER - TICK), "REFUSED"),
        (RiskWaiver(waived=False, reason="over"), "REFUSED"),
    ],
)
def test_sr_01_ops_may_lift_a_high_risk(waiver: RiskWaiver, status: str) -> None:
    stage = spoil(platform(), "SR-01")
    stage.report("risk-waiver/c1", waiver, APPLIED)
    assert pending(stage, at=LATER).status == status


@pytest.mark.parametrize(("form", "status"), [("live", "REFUSED"), ("video", "PENDING"), (None, "PENDING")])
def test_sr_05_an_admission_must_hold_the_right_for_the_form_asked_for(form: Form | None, status: str) -> None:
    stage = platform()
    stage.report("cart-access/c1", CartAccess(rights=("showcase", "video_cart")), APPLIED)
    request = pending(stage, apply(form=form))
    assert request.status == status
    assert violated(request) == ([] if status == "PENDING" else ["SR-05.sharing_right"])


def test_sr_05_an_admission_on_record_stands_for_its_bar() -> None:
    stage = spoil(platform(), "CA-01.followers")
    stage.report("cart-access/c1", CartAccess(rights=("live_cart",)), APPLIED)
    assert pending(stage, apply(form="live")).status == "PENDING"


def test_sr_16_is_evaluated_with_the_others() -> None:
    stage = platform()
    pending(stage)
    refused = pending(spoil(stage, "SR-03"), at=LATER)
    assert violated(refused) == ["SR-03", "SR-16"]
    check = first(refused).evaluation.checks[-1]
    assert (check.rule, check.passed, check.observed, check.required) == ("SR-16", False, 1, 0)


def test_what_changes_later_changes_no_evaluation_and_no_request() -> None:
    stage = platform()
    request = pending(stage)
    before = first(request)
    spoil(stage, *(rule for rule in SPOILED if rule not in ENDS_REQUESTS))
    request.issue(m.Approve(), LATER)
    assert (request.status, first(request)) == ("AWAITING_SHIPMENT", before)


def test_events_from_before_evaluations_were_kept_are_still_read() -> None:
    for request in (pending(), pending(spoil(platform(), "SR-03"))):
        happened = request.history[0]
        written = happened.event.model_dump(mode="json", exclude={"evaluation"})
        read: Value = type(happened.event).model_validate(written)
        assert read == happened.event.model_copy(update={"evaluation": None})
        state = fold(SAMPLE_REQUEST, [happened.model_copy(update={"event": read})])
        assert state == request.state


def test_an_evaluation_is_read_as_it_was_written() -> None:
    for request in (pending(), pending(spoil(platform(), *SPOILED))):
        event = first(request)
        assert type(event).model_validate_json(event.model_dump_json()) == event
        assert "evaluation" not in dict(request.state)


def test_a_sample_offer_reported_again_is_what_counts() -> None:
    stage = spoil(platform(), "SR-05.offers_samples")
    stage.report("sample-offer/p1", SampleOffer(offers_samples=True), LATER)
    assert pending(stage, at=LATER + timedelta(seconds=1)).status == "PENDING"
