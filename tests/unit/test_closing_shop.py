"""IX-28: with a merchant whose shop is closing or closed nothing new begins, and what is open goes on."""

from collections.abc import Callable

import pytest

from luyue.domain.cooperation_order import messages as o
from luyue.domain.messages import Refusal
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.sample_request import application
from luyue.domain.sample_request import messages as m
from tests.unit import cooperation_order_stories as orders
from tests.unit import merchant_account_stories as accounts
from tests.unit import sample_request_stories as samples
from tests.unit.given_when_then import Platform, Process, hours

ENDING: list[Callable[[Platform], Process]] = [accounts.closing, accounts.closed, accounts.closed_by_platform]
RUNNING: list[Callable[[Platform], Process]] = [accounts.closing, accounts.closed_by_platform]
"""Closed while something is still open."""
LATER = samples.APPLIED + hours(24 * 60)


@pytest.mark.parametrize("close", ENDING, ids=lambda close: close.__name__)
def test_ix_28_no_sample_is_requested_from_it(close: Callable[[Platform], Process]) -> None:
    stage = samples.platform()
    close(stage)
    request = samples.pending(stage, samples.apply("p2"), LATER)
    assert request.status == "REFUSED"
    [violation] = request.state.violations
    assert (violation.rule, violation.observed, violation.required) == ("IX-28", {"closing": True}, {"closing": False})
    assert "店铺" in violation.message.zh
    assert violation.remedy is not None


@pytest.mark.parametrize("close", ENDING, ids=lambda close: close.__name__)
def test_ix_28_it_offers_no_order(close: Callable[[Platform], Process]) -> None:
    stage = orders.platform()
    close(stage)
    with pytest.raises(Refusal) as refused:
        orders.proposed(stage)
    [violation] = refused.value.violations
    assert violation.rule == "IX-28"
    assert "店铺" in violation.message.zh
    assert violation.remedy is not None


def test_ix_28_a_shop_that_is_open_hinders_nothing() -> None:
    stage = samples.platform()
    accounts.complete(stage)
    request = samples.pending(stage, at=LATER)
    assert request.status == "PENDING"
    assert "IX-28" not in {one.rule for one in request.last(m.SampleRequested).evaluation.checks}


def test_ix_28_another_merchants_closing_is_none_of_this() -> None:
    stage = orders.platform()
    accounts.closing(stage)
    assert orders.proposed(stage, orders.offer("q1", merchant_id="m2")).status == "PROPOSED"


@pytest.mark.parametrize("close", RUNNING, ids=lambda close: close.__name__)
def test_ix_28_it_approves_no_request_any_more(close: Callable[[Platform], Process]) -> None:
    stage = samples.platform()
    request = samples.pending(stage, samples.apply("p2"))
    close(stage)
    with pytest.raises(Refusal) as refused:
        request.issue(m.Approve(), samples.APPROVED)
    assert refused.value.code == "rule"
    [violation] = refused.value.violations
    assert (violation.rule, violation.observed, violation.required) == ("IX-28", {"closing": True}, {"closing": False})
    assert "店铺" in violation.message.zh
    assert violation.remedy is not None
    request.issue(m.Reject(reason="other"), samples.APPROVED)
    assert request.status == "REJECTED"


@pytest.mark.parametrize("close", RUNNING, ids=lambda close: close.__name__)
def test_ix_28_its_offers_are_accepted_no_more(close: Callable[[Platform], Process]) -> None:
    stage = orders.platform()
    order = orders.proposed(stage)
    close(stage)
    with pytest.raises(Refusal) as refused:
        order.issue(o.Accept(), orders.ACCEPTED)
    assert refused.value.code == "rule"
    [violation] = refused.value.violations
    assert (violation.rule, violation.observed, violation.required) == ("IX-28", {"closing": True}, {"closing": False})
    assert "店铺" in violation.message.zh
    assert violation.remedy is not None
    assert order.status == "PROPOSED"
    order.issue(o.Decline(), orders.ACCEPTED)
    assert order.status == "DECLINED"


def test_ix_28_another_merchants_closing_ends_nobodys_offers_or_requests() -> None:
    stage = orders.platform()
    order = orders.proposed(stage, orders.offer("q1", merchant_id="m2"))
    accounts.closing(stage)
    order.issue(o.Accept(), orders.ACCEPTED)
    assert order.status == "EFFECTIVE"


def test_ix_28_what_was_taken_on_before_goes_on() -> None:
    stage = samples.platform()
    request = samples.approved(stage)
    accounts.closing(stage)
    request.issue(samples.ship(), samples.SHIPPED)
    assert request.status == "SHIPPED"
    stage = orders.platform()
    order = orders.effective(stage)
    accounts.closing(stage)
    order.issue(o.GoLive(live_session_id="l1"), orders.LIVE)
    assert order.status == "LIVE"


@pytest.mark.parametrize("closing", [True, False])
def test_ix_28_who_asks_beforehand_is_told_what_applying_would_meet(closing: bool) -> None:
    stage = samples.platform()
    if closing:
        accounts.closing(stage)
    asking = samples.new_request(stage)
    facts = stage.facts(application.needs(samples.apply()), asking)
    checks = {
        one.rule: one.passed for one in application.evaluate(samples.apply(), facts, DEFAULT_POLICY, LATER).checks
    }
    assert checks["IX-28"] is not closing
    assert checks["SR-01.not_banned"]
    assert checks["SR-02.not_delisted"]
