"""IX-14: whenever an order takes effect it knows how its merchant stands, whatever happened before."""

from datetime import datetime

import pytest

from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.agreement import Side
from luyue.domain.messages import Command
from tests import eligible
from tests.unit.cooperation_order_stories import (
    ACCEPTED,
    LATEST,
    LIVE,
    OFFERED,
    REJECTED,
    WHY,
    effective,
    end,
    platform,
    propose,
    proposed,
    rejected,
)
from tests.unit.given_when_then import Platform, Process, hours

AGREED = REJECTED + hours(2)


def merchant_is(stage: Platform, *, open: bool, at: datetime) -> None:
    stage.report("merchant/m1", eligible.MERCHANT.model_copy(update={"shop_opened": open}), at)


def may_cancel(order: Process) -> bool:
    assert order.status == "EFFECTIVE"
    may = "cancel" in order.kind.allowed_actions(order.state, "creator")
    assert may is order.state.merchant_left
    return may


def test_ix_14_a_merchant_that_left_before_acceptance() -> None:
    stage = platform()
    order = proposed(stage)
    merchant_is(stage, open=False, at=OFFERED)
    assert [type(one) for one in order.issue(m.Accept(), ACCEPTED)] == [m.OrderAccepted, m.MerchantStandingChanged]
    assert may_cancel(order)
    order.issue(m.Cancel(by="creator"), ACCEPTED)
    assert end(order) == ("one_sided", "merchant_left", True, "merchant")


def test_ix_14_a_merchant_that_stays_changes_nothing_on_acceptance() -> None:
    assert [type(one) for one in proposed().issue(m.Accept(), ACCEPTED)] == [m.OrderAccepted]


@pytest.mark.parametrize("answer", [m.AgreeRebroadcast(by="merchant"), propose("merchant")])
def test_ix_14_a_merchant_that_left_while_a_rebroadcast_was_negotiated(answer: Command) -> None:
    stage = platform()
    order = rejected(stage)
    merchant_is(stage, open=False, at=REJECTED + hours(1))
    order.issue(propose("creator"), AGREED)
    assert [type(one) for one in order.issue(answer, AGREED)] == [m.RebroadcastAgreed, m.MerchantStandingChanged]
    assert may_cancel(order)


@pytest.mark.parametrize("by", ["merchant", "creator"])
def test_ix_14_a_merchant_that_came_back_while_live(by: Side) -> None:
    stage = platform()
    order = effective(stage)
    merchant_is(stage, open=False, at=ACCEPTED)
    assert may_cancel(order)
    order.issue(m.GoLive(live_session_id="l1"), LIVE)
    merchant_is(stage, open=True, at=LIVE)
    order.issue(m.Deliver(), LIVE + hours(1))
    order.issue(m.RejectDelivery(reason=WHY), LIVE + hours(2))
    order.issue(propose("creator" if by == "merchant" else "merchant", LATEST), LIVE + hours(3))
    order.issue(m.AgreeRebroadcast(by=by), LIVE + hours(3))
    assert not may_cancel(order)
