"""CO-09: what may be ruled is what can become of the subject."""

from collections.abc import Callable
from typing import get_args

import pytest
from pydantic import ValidationError

from luyue.domain.arbitration import Outcome
from luyue.domain.cooperation_order import messages as o
from luyue.domain.cooperation_order.links import LINKS
from luyue.domain.dispute import messages as d
from luyue.domain.dispute.notice_texts import TEXTS
from luyue.domain.process import fold
from tests.unit import cooperation_order_stories as orders
from tests.unit import dispute_stories as disputes
from tests.unit.given_when_then import Process, hours
from tests.unit.sample_request_stories import refused, rules

ALL: tuple[Outcome, ...] = get_args(Outcome)
STANDINGS: dict[str, tuple[Callable[[], Process], tuple[Outcome, ...]]] = {
    "in effect": (orders.effective, ("resume", "cancel")),
    "asked to cancel": (orders.asked, ("resume", "cancel")),
    "overdue": (orders.overdue, ("resume", "cancel")),
    "again": (orders.rebroadcast, ("resume", "cancel")),
    "on air": (orders.on_air, ALL),
    "delivered": (orders.delivered, ALL),
    "negotiated": (orders.rejected, ALL),
    "not agreed": (orders.negotiation_over, ALL),
}


@pytest.mark.parametrize("standing", STANDINGS)
def test_co_09_an_order_says_what_may_be_ruled_on_it(standing: str) -> None:
    stand, outcomes = STANDINGS[standing]
    order = stand()
    at = order.state.last_at + hours(1)
    orders.disputed(order, at)
    *history, last = order.history
    [opening] = LINKS.tell(order.stream, fold(order.kind, history), last.event, last.at)
    dispute = disputes.new_dispute()
    dispute.issue(d.Open.model_validate(opening.payload), at)
    assert dispute.state.outcomes == outcomes
    assert dispute.kind.details(dispute.state, dispute.policy)["outcomes"] == list(outcomes)


@pytest.mark.parametrize("outcome", ALL)
@pytest.mark.parametrize("outcomes", [("resume",), ("resume", "cancel"), ALL])
def test_co_09_only_that_is_ruled(outcomes: tuple[Outcome, ...], outcome: Outcome) -> None:
    dispute = disputes.opened(command=disputes.opening(outcomes=outcomes))
    ruling = disputes.ruling(outcome=outcome)
    if outcome in outcomes:
        dispute.issue(ruling, disputes.RULED)
        assert dispute.status == "RULED"
        return
    refusal = disputes.refused(dispute, ruling, disputes.RULED)
    assert (refusal.code, rules(refusal)) == ("rule", ["CO-09"])
    assert (refusal.violations[0].observed, refusal.violations[0].required) == (outcome, list(outcomes))
    assert dispute.status == "OPEN"


def test_co_09_something_may_always_be_ruled() -> None:
    assert disputes.opening().outcomes == ALL
    with pytest.raises(ValidationError, match="outcomes"):
        disputes.opening(outcomes=())


def test_co_09_an_order_that_is_not_live_is_not_completed_by_a_ruling() -> None:
    order = orders.disputed(orders.effective(), orders.ACCEPTED)
    refusal = refused(order, orders.ruled("complete"), orders.ACCEPTED + hours(1))
    assert (refusal.violations[0].observed, refusal.violations[0].required) == ("complete", ["resume", "cancel"])
    assert rules(refusal) == ["CO-09"]
    order.issue(o.DisputeEnded(dispute_id=orders.DISPUTE, outcome="cancel"), orders.ACCEPTED + hours(1))
    assert order.status == "CANCELLED"


@pytest.mark.parametrize("outcome", ["cancel", "complete"])
def test_co_09_notices_of_what_becomes_of_orders_speak_of_orders_alone(outcome: str) -> None:
    for key, text in TEXTS.items():
        if key.startswith(f"dispute.ruled.{outcome}."):
            assert "申请" not in text.zh
            assert "request" not in text.en
