"""Consumer orders: shipping in time or late, never shipped, and receipt (SH-08, SH-09)."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order.notices import notices
from luyue.domain.facts import RecordEntry, closing_claim
from luyue.domain.messages import Refusal
from luyue.domain.notices import Parties
from luyue.domain.process import Extend
from tests import eligible
from tests.unit.consumer_order_stories import (
    CAMPAIGN,
    DAY,
    DUE,
    NEVER_SHIPPED,
    PAID,
    SECOND,
    SHIPPED,
    WHY,
    amounts,
    asked,
    clear,
    completed,
    deliver,
    history,
    late,
    market,
    new_order,
    place,
    placed,
    refused,
    refused_by,
    ship,
    shipped,
    types,
    warned,
)
from tests.unit.given_when_then import TICK, hours

RECEIPT = SHIPPED + 20 * DAY


@pytest.mark.parametrize("within", [24, 48, 72, 168, 240])
def test_sh_09_exactly_at_the_end_of_the_time_to_ship_is_in_time(within: int) -> None:
    order = placed(command=place(ship_within=hours(within)))
    assert order.deadlines["shipping_due"] == PAID + hours(within)
    order.issue(ship(), PAID + hours(within))
    order.time_to(PAID + hours(within) + DAY)
    assert (order.status, order.state.late_at, order.state.compensation) == ("SHIPPED", None, None)


@pytest.mark.parametrize("within", [24, 48, 168])
def test_sh_09_a_moment_later_it_is_late_and_dated_when_it_was_due(within: int) -> None:
    order = placed(command=place(ship_within=hours(within)))
    order.issue(ship(), PAID + hours(within) + TICK)
    assert order.dated(m.ConsumerOrderOverdue) == [PAID + hours(within)]
    assert order.last(m.ConsumerOrderOverdue).due_at == PAID + hours(within)
    assert order.status == "SHIPPED"
    assert order.kind.details(order.state, order.policy)["late"] is True


def test_sh_09_the_time_to_ship_runs_from_payment_not_from_placing() -> None:
    order = placed(at=PAID + hours(5))
    assert order.deadlines["shipping_due"] == DUE


def test_sh_09_an_order_placed_after_its_time_to_ship_is_late_at_once_and_can_still_be_shipped() -> None:
    placed_at = DUE + 30 * DAY
    order = placed(at=placed_at)
    order.time_to(placed_at + SECOND)
    assert order.dated(m.ConsumerOrderOverdue) == [placed_at]
    assert order.deadlines == {"unshipped_refund": placed_at + 7 * DAY}
    order.issue(ship(), placed_at + DAY)
    assert order.status == "SHIPPED"


def test_sh_09_a_late_order_is_on_the_merchants_record_with_the_policys_points() -> None:
    order = late(placed(market(late_shipment_points=2)))
    entry = RecordEntry(party="merchant", what="late_shipment", at=DUE, points=2)
    assert order.summary.record == entry
    order.issue(ship(), DUE + hours(1))
    assert order.summary.record == entry
    assert placed().summary.record is None


def test_sh_09_what_is_never_shipped_is_refunded_and_stays_compensated() -> None:
    order = placed()
    order.time_to(NEVER_SHIPPED)
    assert order.status == "AWAITING_SHIPMENT"
    order.time_to(NEVER_SHIPPED + TICK)
    assert (order.status, order.state.closed_reason) == ("REFUNDED", "unshipped")
    assert amounts(order) == ["100.00"]
    assert order.last(m.RefundMade).by == "unshipped"
    assert order.dated(m.ConsumerOrderRefunded) == [NEVER_SHIPPED]
    assert order.state.compensation.amount == Decimal("3.00")
    assert order.count(m.CompensationClaimed) == 1


def test_sh_09_what_was_refunded_before_is_not_refunded_again() -> None:
    order = asked(amount="40.00")
    order.issue(m.AnswerRefund(accepted=True), PAID + hours(2))
    order.time_to(NEVER_SHIPPED + TICK)
    assert amounts(order) == ["40.00", "60.00"]


def test_sh_09_ops_give_more_time_and_the_refund_of_the_unshipped_waits_as_long() -> None:
    order = placed()
    order.issue(Extend(deadline="shipping_due", until=DUE + DAY, reason=WHY), PAID + hours(1))
    assert order.deadlines == {"shipping_due": DUE + DAY, "unshipped_refund": DUE + 8 * DAY}
    order.issue(ship(), DUE + DAY)
    assert order.state.late_at is None


def test_sh_09_ops_may_put_the_refund_of_the_unshipped_off() -> None:
    order = late()
    order.issue(Extend(deadline="unshipped_refund", until=NEVER_SHIPPED + DAY, reason=WHY), DUE + hours(1))
    order.time_to(NEVER_SHIPPED + DAY)
    assert order.status == "AWAITING_SHIPMENT"
    order.time_to(NEVER_SHIPPED + DAY + TICK)
    assert order.dated(m.ConsumerOrderRefunded) == [NEVER_SHIPPED + DAY]


@pytest.mark.parametrize(
    ("longer", "refunded_at"), [(hours(1), NEVER_SHIPPED + 30 * DAY), (31 * DAY, NEVER_SHIPPED + 31 * DAY)]
)
def test_sh_09_the_refund_that_was_put_off_stays_put_off_when_the_time_to_ship_is_extended(
    longer: timedelta, refunded_at: datetime
) -> None:
    order = placed()
    put_off = NEVER_SHIPPED + 30 * DAY
    order.issue(Extend(deadline="unshipped_refund", until=put_off, reason=WHY), PAID + hours(1))
    order.issue(Extend(deadline="shipping_due", until=DUE + longer, reason=WHY), PAID + hours(2))
    assert order.deadlines == {"shipping_due": DUE + longer, "unshipped_refund": refunded_at}
    order.time_to(refunded_at + TICK)
    assert order.dated(m.ConsumerOrderRefunded) == [refunded_at]


def test_sh_09_a_receipt_that_was_put_off_stays_put_off_when_a_corrected_number_starts_its_clock_anew() -> None:
    order = shipped()
    order.issue(Extend(deadline="order_receipt_window", until=RECEIPT + 30 * DAY, reason=WHY), SHIPPED + hours(1))
    warned(order)
    order.issue(clear(corrected=True), SHIPPED + 2 * DAY)
    assert order.deadlines == {"order_receipt_window": RECEIPT + 30 * DAY}


@pytest.mark.parametrize("reported_at", [PAID + hours(1), DUE, DUE + DAY])
def test_sh_09_the_notice_of_an_order_names_the_deadline_that_holds(reported_at: datetime) -> None:
    order = placed(at=reported_at)
    told = notices(order.history[0], Parties(id="uo_1", merchant_id="m1", creator_id=None, product_id="p1"))
    due_at = order.kind.deadlines(order.state, order.policy)[0].due_at
    assert [one.parameters["due_at"] for one in told] == [due_at.isoformat().replace("+00:00", "Z")]


@pytest.mark.parametrize(
    ("within", "warnings"),
    [(hours(24), ()), (7 * DAY, ()), (7 * DAY + SECOND, ("presale_long",)), (30 * DAY, ("presale_long",))],
)
def test_sh_08_a_presale_longer_than_seven_days_is_taken_on_with_a_warning(
    within: timedelta, warnings: tuple[str, ...]
) -> None:
    order = placed(command=place(ship_within=within))
    assert order.state.warnings == warnings
    assert order.deadlines["shipping_due"] == PAID + within


@pytest.mark.parametrize("within", [hours(1), hours(24) + SECOND, hours(36), hours(48) - SECOND])
def test_sh_08_a_time_to_ship_is_24_h_or_48_h_or_a_presale_time(within: timedelta) -> None:
    assert refused_by(new_order(), place(ship_within=within), PAID) == ("rule", ["SH-08.ship_within"])


def test_sh_08_a_presale_time_is_any_that_is_longer_than_48_h() -> None:
    assert placed(command=place(ship_within=hours(48) + SECOND)).status == "AWAITING_SHIPMENT"


@pytest.mark.parametrize(
    ("stock", "warnings"),
    [(None, ()), (0, ()), (99_998, ()), (99_999, ("stock_unreal",)), (100_000, ("stock_unreal",))],
)
def test_sh_08_a_declared_stock_that_can_hardly_be_real_brings_a_warning(
    stock: int | None, warnings: tuple[str, ...]
) -> None:
    stage = market()
    stage.report("product/p1", eligible.product().model_copy(update={"stock": stock}), PAID)
    assert placed(stage).state.warnings == warnings


@pytest.mark.parametrize(("stock", "is_recommended"), [(0, True), (1, False), (None, False)])
def test_sh_08_what_is_out_of_stock_is_recommended_to_be_delisted(stock: int | None, is_recommended: bool) -> None:
    stage = market()
    stage.report("product/p1", eligible.product().model_copy(update={"stock": stock}), PAID)
    order = placed(stage)
    assert order.count(m.DelistingRecommended) == is_recommended
    if is_recommended:
        assert order.last(m.DelistingRecommended).because == "out_of_stock"


@pytest.mark.parametrize(("paid_at", "is_taken"), [(PAID - TICK, True), (PAID, True), (PAID + TICK, False)])
def test_ix_28_a_closing_shop_takes_on_what_was_paid_before_the_closing_and_nothing_later(
    paid_at: datetime, is_taken: bool
) -> None:
    stage = market()
    stage.closing = {"m1": PAID}
    order = new_order(stage)
    if is_taken:
        order.issue(place(paid_at=paid_at), PAID + hours(1))
        assert order.status == "AWAITING_SHIPMENT"
    else:
        assert refused_by(order, place(paid_at=paid_at), PAID + hours(1)) == ("rule", ["IX-28"])


def test_ix_28_where_it_cannot_be_told_when_the_closing_began_nothing_is_taken_on() -> None:
    """More is to be found than a decision reads."""
    order, command = new_order(), place()
    facts = order.platform.facts(order.kind.needs(order.state, command), order)
    claimed = facts.model_copy(update={"claims": {closing_claim("m1"): "merchant-account/m1"}, "found": ()})
    with pytest.raises(Refusal) as caught:
        order.kind.decide(order.state, command, claimed, order.policy, PAID)
    assert [one.rule for one in caught.value.violations] == ["IX-28"]


def test_ix_28_that_another_shop_is_closing_concerns_no_order() -> None:
    stage = market()
    stage.closing = {"m": PAID - DAY, "m10": PAID - DAY}
    assert placed(stage).status == "AWAITING_SHIPMENT"


def test_ix_28_what_was_placed_before_the_closing_goes_on() -> None:
    stage = market()
    order = placed(stage)
    stage.closing = {"m1": PAID + SECOND}
    order.issue(ship(), SHIPPED)
    assert order.status == "SHIPPED"


def test_sh_09_all_that_is_wrong_is_told_at_once_and_nothing_begins() -> None:
    stage = market()
    stage.closing = {"m2": PAID}
    order = new_order(stage)
    wrong = place(merchant_id="m2", ship_within=hours(1), paid_at=PAID + DAY, campaign_id="none")
    code, rules = refused_by(order, wrong, PAID)
    assert code == "rule"
    assert rules == ["IX-28", "SH-09.own_product", "SH-09.paid_at", "SH-08.ship_within", "CE-01.known_campaign"]
    assert refused_by(order, place(product_id="none"), PAID) == ("rule", ["SH-09.known_product"])
    assert order.history == []


@pytest.mark.parametrize(("ahead", "is_taken"), [(timedelta(minutes=5), True), (timedelta(minutes=5) + TICK, False)])
def test_sh_09_the_clock_of_who_reports_the_payment_may_be_a_little_ahead(ahead: timedelta, is_taken: bool) -> None:
    order = new_order()
    if is_taken:
        order.issue(place(paid_at=PAID + ahead), PAID)
        assert order.status == "AWAITING_SHIPMENT"
    else:
        assert refused_by(order, place(paid_at=PAID + ahead), PAID) == ("rule", ["SH-09.paid_at"])


@pytest.mark.parametrize("wrong", [{"paid_amount": "0.00"}, {"paid_amount": "1.001"}, {"ship_within": "P1M"}])
def test_sh_09_what_cannot_be_is_not_read(wrong: dict[str, Any]) -> None:
    given = place().model_dump(mode="json") | wrong
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        m.Place.model_validate(given)


def test_a_buyer_confirms_receipt() -> None:
    order = completed()
    assert (order.status, order.state.received_by) == ("COMPLETED", "buyer")
    assert history(order)[-2:] == ["ConsumerOrderReceived", "ConsumerOrderCompleted"]


def test_ix_07_nothing_is_received_before_it_is_shipped() -> None:
    assert refused(placed(), m.ConfirmReceipt(), PAID + hours(1)).code == "status"


def test_a_parcel_that_the_carrier_delivered_completes_the_order() -> None:
    order = shipped()
    order.issue(deliver(SHIPPED + 2 * DAY), SHIPPED + 2 * DAY + hours(1))
    assert (order.status, order.state.received_by) == ("COMPLETED", "carrier")
    assert order.state.shipment.delivered_at == SHIPPED + 2 * DAY


def test_sh_05_receipt_confirms_itself_when_what_was_not_received_would_have_been_found() -> None:
    order = shipped()
    assert order.policy.order_receipt_window > order.policy.reasonable_delivery + order.policy.warning_window
    order.time_to(RECEIPT)
    assert order.status == "SHIPPED"
    order.time_to(RECEIPT + TICK)
    assert (order.status, order.state.received_by) == ("COMPLETED", "timeout")
    assert order.dated(m.ConsumerOrderCompleted) == [RECEIPT]


def test_a_refund_that_is_asked_for_holds_up_the_completion_until_it_is_settled() -> None:
    order = asked(shipped(), at=RECEIPT - hours(1))
    assert set(order.deadlines) == {"refund_answer"}
    order.issue(deliver(RECEIPT), RECEIPT)
    assert (order.status, order.state.received_by) == ("SHIPPED", "carrier")
    assert types(order.issue(m.AnswerRefund(accepted=False), RECEIPT + hours(3))) == [
        "RefundDeclined",
        "ConsumerOrderCompleted",
    ]


def test_what_has_arrived_does_not_arrive_again() -> None:
    order = asked(shipped(), at=SHIPPED + hours(1))
    order.issue(deliver(SHIPPED + DAY), SHIPPED + DAY)
    assert order.issue(deliver(SHIPPED + DAY), SHIPPED + DAY) == []


def test_a_receipt_that_was_due_meanwhile_confirms_itself_once_the_refund_is_answered() -> None:
    order = asked(shipped(), at=RECEIPT - hours(1))
    answered_at = RECEIPT + hours(3)
    order.issue(m.AnswerRefund(accepted=False), answered_at)
    order.time_to(answered_at + TICK)
    assert order.dated(m.ConsumerOrderCompleted) == [answered_at]


def correct(number: str = "2002") -> m.CorrectShipment:
    return m.CorrectShipment(carrier="SF", tracking_no=number)


@pytest.mark.parametrize(("at", "is_open"), [(NEVER_SHIPPED, True), (NEVER_SHIPPED + TICK, False)])
def test_sh_06_a_number_is_corrected_as_long_as_the_order_might_be_shipped(at: datetime, is_open: bool) -> None:
    order = shipped()
    if is_open:
        assert types(order.issue(correct(), at)) == ["OrderShipmentCorrected"]
        assert order.state.shipment.tracking_no == "2002"
        assert order.issue(correct(), at) == []
        assert order.issue(correct("20-02"), at) == []
    else:
        assert refused_by(order, correct(), at) == ("rule", ["SH-06"])


def test_ix_10_while_a_warning_is_open_a_number_can_always_be_corrected() -> None:
    order = warned()
    order.issue(correct(), NEVER_SHIPPED + DAY)
    assert order.state.shipment.tracking_no == "2002"
    order.issue(clear(corrected=True), NEVER_SHIPPED + DAY)
    assert refused_by(order, correct("3003"), NEVER_SHIPPED + DAY) == ("rule", ["SH-06"])
    assert refused(order, correct("3003"), NEVER_SHIPPED + DAY).violations[0].remedy is not None


def test_an_order_without_its_campaign_is_told_nothing_of_it() -> None:
    stage = market()
    stage.report("campaign/g2", CAMPAIGN, PAID)
    order = placed(stage, place(campaign_id="g2"))
    assert (order.state.campaign_id, order.state.event_terms) == ("g2", None)
