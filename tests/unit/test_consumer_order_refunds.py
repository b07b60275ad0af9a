"""Consumer orders: refunds without a return, at once or by the merchant's answer (CE-09)."""

from decimal import Decimal
from typing import Any

import pytest

from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order.notice_texts import TEXTS
from luyue.domain.consumer_order.notices import notices
from luyue.domain.facts.campaigns import CampaignParameters
from luyue.domain.messages import Happened
from luyue.domain.notices import Parties
from luyue.domain.process import Extend
from tests.unit.consumer_order_stories import (
    CAMPAIGN,
    DAY,
    PAID,
    SHIPPED,
    WHY,
    amounts,
    asked,
    event_market,
    event_order,
    history,
    place,
    placed,
    refund,
    refused,
    refused_by,
    ship,
    shipped,
    types,
)
from tests.unit.given_when_then import TICK, Process, hours

ASKED = PAID + hours(1)
AT_ONCE = ["RefundRequested", "RefundMade"]
PARTIES = Parties(id="uo_1", merchant_id="m1", creator_id=None, product_id="p1")
ACCEPT, DECLINE = m.AnswerRefund(accepted=True), m.AnswerRefund(accepted=False)


@pytest.mark.parametrize(("amount", "is_made"), [("0.01", True), ("299.99", True), ("300.00", True), ("300.01", False)])
def test_ce_09_a_refund_of_up_to_300_of_an_unshipped_order_of_the_campaign_is_made_at_once(
    amount: str, is_made: bool
) -> None:
    order = event_order(paid="1000.00")
    assert types(order.issue(refund(amount), ASKED)) == (AT_ONCE if is_made else ["RefundRequested"])
    assert amounts(order) == ([amount] if is_made else [])
    assert (order.state.request is None) is is_made
    if is_made:
        assert order.last(m.RefundMade).by == "at_once"


@pytest.mark.parametrize(("second", "is_made"), [("100.00", True), ("100.01", False)])
def test_ce_09_the_limit_is_for_all_refunds_of_the_order_together(second: str, is_made: bool) -> None:
    order = event_order(paid="1000.00")
    order.issue(refund("200.00"), ASKED)
    order.issue(refund(second), ASKED)
    assert amounts(order) == (["200.00", second] if is_made else ["200.00"])


def test_ce_09_what_the_merchant_granted_counts_towards_the_limit() -> None:
    order = event_order(paid="1000.00")
    order.issue(refund("300.01"), ASKED)
    order.issue(ACCEPT, ASKED)
    assert types(order.issue(refund("0.01"), ASKED)) == ["RefundRequested"]


def test_ce_09_what_the_merchant_declined_does_not() -> None:
    order = event_order(paid="1000.00")
    order.issue(refund("300.01"), ASKED)
    order.issue(DECLINE, ASKED)
    assert types(order.issue(refund("300.00"), ASKED)) == AT_ONCE


@pytest.mark.parametrize(("own", "amount", "is_made"), [("50.00", "50.00", True), ("50.00", "50.01", False)])
def test_ce_09_a_campaign_may_have_a_limit_of_its_own(own: str, amount: str, is_made: bool) -> None:
    stage = event_market()
    parameters = CampaignParameters(instant_refund_max=Decimal(own))
    stage.report("campaign/g1", CAMPAIGN.model_copy(update={"parameters": parameters}), PAID)
    order = event_order(stage)
    assert types(order.issue(refund(amount), ASKED)) == (AT_ONCE if is_made else ["RefundRequested"])


def test_ce_09_the_limit_is_the_policys() -> None:
    order = event_order(event_market(instant_refund_max=Decimal("10.00")))
    assert types(order.issue(refund("10.01"), ASKED)) == ["RefundRequested"]


def test_ce_09_with_all_that_was_paid_an_unshipped_order_is_over() -> None:
    order = event_order(paid="300.00")
    order.issue(refund("100.00"), ASKED)
    assert order.status == "AWAITING_SHIPMENT"
    events = order.issue(refund("200.00"), ASKED + hours(1))
    assert types(events) == [*AT_ONCE, "ConsumerOrderRefunded"]
    assert (order.status, order.state.closed_reason, amounts(order)) == (
        "REFUNDED",
        "refund_only",
        ["100.00", "200.00"],
    )
    assert refused(order, ship(), ASKED + hours(2)).code == "status"


@pytest.mark.parametrize("paid", ["100.00", "1000.00"])
@pytest.mark.parametrize("is_event_order", [True, False])
def test_ce_09_never_more_is_refunded_than_was_paid(paid: str, is_event_order: bool) -> None:
    order = event_order(paid=paid) if is_event_order else placed(command=place(paid))
    order.issue(refund("40.00"), ASKED)
    if not is_event_order:
        order.issue(ACCEPT, ASKED)
    rest = Decimal(paid) - 40
    too_much = m.RequestRefund(amount=rest + Decimal("0.01"))
    assert refused_by(order, too_much, ASKED) == ("rule", ["CE-09"])
    order.issue(m.RequestRefund(amount=rest), ASKED)
    if order.state.request is not None:
        order.issue(ACCEPT, ASKED)
    assert (order.status, order.state.refunded) == ("REFUNDED", Decimal(paid))


def test_ce_09_unshipped_means_that_nothing_was_uploaded_when_asked() -> None:
    order = shipped(event_order())
    assert types(order.issue(refund("1.00"), SHIPPED + TICK)) == ["RefundRequested"]
    assert order.last(m.RefundRequested).unshipped is False


def test_ce_09_shipped_but_not_marked_does_not_stop_it() -> None:
    """The parcel left before the refund; what is uploaded afterwards comes too late for an order that is over."""
    order = event_order()
    order.issue(refund("100.00"), SHIPPED)
    assert order.status == "REFUNDED"
    upload = m.Ship(carrier="SF", tracking_no="1001", shipped_at=SHIPPED - hours(5))
    assert refused(order, upload, SHIPPED + TICK).code == "status"


def test_ce_09_an_upload_after_the_question_does_not_answer_it() -> None:
    order = asked(event_order(paid="1000.00"), amount="400.00")
    order.issue(ship(), ASKED + hours(1))
    assert (order.status, set(order.deadlines)) == ("SHIPPED", {"refund_answer"})
    assert order.state.request.unshipped is True
    order.issue(ACCEPT, ASKED + hours(2))
    assert (order.status, amounts(order)) == ("SHIPPED", ["400.00"])


@pytest.mark.parametrize("amount", ["0.01", "100.00"])
def test_ce_09_outside_of_a_campaign_the_merchant_always_answers(amount: str) -> None:
    order = placed()
    assert types(order.issue(refund(amount), ASKED)) == ["RefundRequested"]
    assert order.deadlines["refund_answer"] == ASKED + hours(48)


@pytest.mark.parametrize(
    ("amount", "status"), [("40.00", "AWAITING_SHIPMENT"), ("99.99", "AWAITING_SHIPMENT"), ("100.00", "REFUNDED")]
)
def test_ce_09_the_merchant_accepts(amount: str, status: str) -> None:
    order = asked(amount=amount)
    order.issue(ACCEPT, ASKED + hours(48))
    assert (order.status, amounts(order), order.last(m.RefundMade).by) == (status, [amount], "merchant")
    assert order.state.request is None


def test_ce_09_the_merchant_declines_and_the_order_goes_on() -> None:
    order = asked()
    order.issue(m.AnswerRefund(accepted=False, reason=WHY), ASKED + hours(1))
    assert (order.status, amounts(order)) == ("AWAITING_SHIPMENT", [])
    assert "refund_answer" not in order.deadlines
    assert types(order.issue(refund("40.00"), ASKED + hours(2))) == ["RefundRequested"]


@pytest.mark.parametrize(("amount", "status"), [("40.00", "AWAITING_SHIPMENT"), ("100.00", "REFUNDED")])
def test_ce_09_a_merchant_that_does_not_answer_in_time_agrees(amount: str, status: str) -> None:
    order = asked(placed(command=place(ship_within=7 * DAY)), amount=amount)
    order.time_to(ASKED + hours(48))
    assert order.state.request is not None
    order.time_to(ASKED + hours(48) + TICK)
    assert (order.status, amounts(order)) == (status, [amount])
    assert order.last(m.RefundMade).by == "timeout"
    assert order.dated(m.RefundMade) == [ASKED + hours(48)]


def test_ce_09_ops_may_give_the_merchant_more_time() -> None:
    order = asked(placed(command=place(ship_within=7 * DAY)))
    order.issue(Extend(deadline="refund_answer", until=ASKED + hours(72), reason=WHY), ASKED + hours(1))
    order.time_to(ASKED + hours(72))
    assert order.state.request is not None
    order.time_to(ASKED + hours(72) + TICK)
    assert amounts(order) == ["40.00"]


@pytest.mark.parametrize(
    "order", [placed, shipped, lambda: shipped(event_order(paid="1000.00"))], ids=["", "shipped", "event"]
)
def test_ce_09_one_request_is_answered_before_the_next_is_made(order: Any) -> None:
    pending: Process = order()
    at = SHIPPED + hours(1)
    pending.issue(refund("99.00"), at)
    assert refused_by(pending, refund("1.00"), at) == ("status", ["CE-09"])
    assert refused_by(pending, refund("1000.01"), at) == ("status", ["CE-09"])
    allowed = pending.kind.allowed_actions(pending.state, "service")
    assert ("refund-request" in allowed, "answer-refund" in allowed) == (False, True)


def test_ce_09_what_can_be_made_at_once_waits_for_no_answer_to_more() -> None:
    order = asked(event_order(paid="1000.00"), amount="300.01")
    assert {"refund-request", "answer-refund"} <= set(order.kind.allowed_actions(order.state, "service"))
    assert types(order.issue(refund("300.00"), ASKED)) == AT_ONCE
    assert (amounts(order), order.state.request.amount) == (["300.00"], Decimal("300.01"))
    assert order.deadlines["refund_answer"] == ASKED + hours(48)
    # The limit is used up.
    assert refused_by(order, refund("0.01"), ASKED) == ("status", ["CE-09"])
    assert "refund-request" not in order.kind.allowed_actions(order.state, "service")
    order.issue(ACCEPT, ASKED + hours(1))
    assert (amounts(order), order.status) == (["300.00", "300.01"], "AWAITING_SHIPMENT")
    assert (order.state.request, order.count(m.RefundRequested)) == (None, 2)


def test_ce_09_a_merchant_that_does_not_answer_refunds_what_was_asked_for_besides_what_was_made_at_once() -> None:
    order = asked(event_order(paid="1000.00"), amount="300.01")
    order.issue(refund("100.00"), ASKED + hours(1))
    order.time_to(ASKED + hours(48) + TICK)
    assert (amounts(order), order.state.request) == (["100.00", "300.01"], None)


@pytest.mark.parametrize(("amount", "is_made"), [("99.99", True), ("100.00", False), ("300.00", False)])
def test_ce_09_made_at_once_and_asked_for_stay_together_within_what_is_refundable(amount: str, is_made: bool) -> None:
    order = asked(event_order(paid="400.00"), amount="300.01")
    if is_made:
        assert types(order.issue(refund(amount), ASKED)) == AT_ONCE
        order.issue(ACCEPT, ASKED)
        assert (order.status, amounts(order)) == ("REFUNDED", ["99.99", "300.01"])
    else:
        refusal = refused(order, refund(amount), ASKED)
        assert (refusal.code, refusal.violations[0].required) == ("status", {"at_most": "99.99"})


@pytest.mark.parametrize(("paid", "is_over"), [("1000.00", False), ("300.00", True)])
def test_ce_09_nobody_is_asked_for_an_answer_or_told_not_to_ship_without_need(paid: str, is_over: bool) -> None:
    order = event_order(paid=paid)
    events = order.issue(refund("300.00"), ASKED)
    told = [one for event in events for one in notices(Happened(event=event, at=ASKED), PARTIES)]
    ends = ["consumer-order.refunded.refund_only"] if is_over else []
    assert [one.message for one in told] == ["consumer-order.refund-made.at_once", *ends]
    texts = "".join(TEXTS[one.message].zh for one in told)
    assert ("请勿再发货" in texts) is is_over
    above = order.issue(refund("0.01"), ASKED) if not is_over else []
    assert [notices(Happened(event=one, at=ASKED), PARTIES)[0].message for one in above] == (
        [] if is_over else ["consumer-order.refund-requested"]
    )


@pytest.mark.parametrize("answer", [ACCEPT, DECLINE])
def test_ce_09_there_is_nothing_to_answer_where_nothing_was_asked(answer: m.AnswerRefund) -> None:
    assert refused(placed(), answer, ASKED).code == "status"
    assert refused(event_order(), answer, ASKED).code == "status"


def test_ce_09_of_a_shipped_order_all_may_be_refunded_too() -> None:
    order = asked(shipped(), "100.00", SHIPPED + DAY)
    order.issue(ACCEPT, SHIPPED + DAY)
    assert (order.status, order.state.closed_reason) == ("REFUNDED", "refund_only")
    assert history(order)[-2:] == ["RefundMade", "ConsumerOrderRefunded"]
