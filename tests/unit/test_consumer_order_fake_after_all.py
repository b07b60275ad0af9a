"""Consumer orders: fake shipments of what was complete, by force majeure, and found genuine after all (SH-06, SH-09).

Who or what said that the order had arrived: only the buyer's word makes a fake shipment a shipment.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from luyue.domain.consumer_order import messages as m
from luyue.domain.facts import Found
from tests.unit.consumer_order_stories import (
    DAY,
    DUE,
    NEVER_SHIPPED,
    PAID,
    SHIPPED,
    WHY,
    Market,
    amounts,
    asked,
    clear,
    completed,
    deliver,
    delivered,
    event_market,
    event_order,
    excused,
    fake,
    history,
    late,
    late_and_fake,
    placed,
    refund,
    refused,
    ship,
    shipped,
    timed_out,
    types,
    violate,
    warn,
    warned,
)
from tests.unit.given_when_then import TICK, Process, hours

REFUNDED_AND_COMPENSATED = ["OrderShipmentFoundFake", "CompensationClaimed", "RefundMade", "ConsumerOrderRefunded"]
COMPLETE: dict[str, Callable[[], Process]] = {"carrier": delivered, "timeout": timed_out}


@pytest.mark.parametrize("by", COMPLETE)
@pytest.mark.parametrize("is_warned_of", [True, False])
def test_sh_09_a_fake_shipment_of_what_the_carrier_or_time_completed_is_refunded_and_compensated(
    by: str, is_warned_of: bool
) -> None:
    order = COMPLETE[by]()
    assert (order.status, order.state.received_by) == ("COMPLETED", by)
    if is_warned_of:
        order.issue(warn(at=order.seen_at), order.seen_at)
        assert (order.status, order.deadlines) == ("COMPLETED", {})
        assert order.last(m.OrderShipmentWarned).remaining == timedelta(0)
    assert types(order.issue(violate(), order.seen_at + DAY)) == REFUNDED_AND_COMPENSATED
    assert (order.status, order.state.closed_reason, amounts(order)) == ("REFUNDED", "fake_shipment", ["100.00"])
    assert (str(order.state.compensation.amount), order.state.compensation.cause) == ("3.00", "fake_shipment")
    assert order.kind.details(order.state, order.policy)["ending"]["wording"]["zh"].startswith("发货被认定为虚假")
    assert order.issue(violate(), order.seen_at + DAY) == []


def test_sh_09_what_becomes_of_a_fake_shipment_hangs_not_on_the_order_in_which_its_scans_arrive() -> None:
    arrived_first = delivered()
    arrived_first.issue(warn(at=SHIPPED + DAY), SHIPPED + DAY)
    warned_first = warned()
    warned_first.issue(deliver(SHIPPED + hours(12)), SHIPPED + DAY)
    for order in (arrived_first, warned_first):
        order.issue(violate(), SHIPPED + 2 * DAY)
        assert order.status == "REFUNDED"
    assert arrived_first.state.refunds == warned_first.state.refunds
    assert arrived_first.state.compensation == warned_first.state.compensation


def test_sh_09_of_what_was_refunded_in_part_before_only_the_rest_goes_back_and_late_it_is_compensated_once() -> None:
    order = late(asked(amount="40.00", at=PAID + hours(40)))
    order.issue(m.AnswerRefund(accepted=True), DUE + hours(1))
    order.issue(ship(), DUE + hours(2))
    order.issue(deliver(DUE + DAY), DUE + DAY)
    assert order.status == "COMPLETED"
    order.issue(violate(), DUE + 2 * DAY)
    assert (order.status, amounts(order)) == ("REFUNDED", ["40.00", "60.00"])
    assert (order.count(m.CompensationClaimed), order.state.compensation.cause) == (1, "late_shipment")


def test_ce_08_a_fake_shipment_of_a_complete_order_of_the_campaign_is_assessed() -> None:
    stage = event_market()
    stage.mark("late_shipment", PAID, times=2)
    order = delivered(shipped(event_order(stage)))
    order.issue(violate(), SHIPPED + 2 * DAY)
    assessed = order.last(m.ShippingAssessed)
    assert (assessed.scenario, assessed.merchant.late_shipments, assessed.claim) == (
        "fake_shipment",
        2,
        Decimal("3.00"),
    )
    assert assessed.measures == ("throttle",)


@pytest.mark.parametrize(
    "told", [warn(), clear(corrected=True), violate(), deliver(SHIPPED)], ids=lambda told: type(told).__name__
)
def test_sh_09_nothing_that_the_shipment_tells_changes_an_order_that_the_buyer_has(told: m.ShipmentWarned) -> None:
    order = completed()
    assert order.issue(told, SHIPPED + 30 * DAY) == []
    assert refused(order, m.CorrectShipment(carrier="SF", tracking_no="2002"), SHIPPED + 30 * DAY).code == "status"


@pytest.mark.parametrize("by", COMPLETE)
def test_sh_06_a_complete_order_can_be_put_right_while_a_warning_is_open(by: str) -> None:
    order = COMPLETE[by]()
    correct = m.CorrectShipment(carrier="SF", tracking_no="2002")
    at = order.seen_at + hours(1)
    assert refused(order, correct, at).code == "status"
    order.issue(warn(at=at), at)
    assert order.issue(warn(at=at), at) == []
    assert order.kind.allowed_actions(order.state, "merchant") == ["correct-shipment"]
    assert types(order.issue(correct, at)) == ["OrderShipmentCorrected"]
    assert types(order.issue(clear(corrected=True), at)) == ["OrderShipmentCleared"]
    assert (order.status, order.last(m.OrderShipmentCleared).receipt_due_at) == ("COMPLETED", None)
    assert order.issue(clear(corrected=True), at) == []
    assert order.issue(deliver(at), at) == []
    assert refused(order, m.CorrectShipment(carrier="SF", tracking_no="3003"), at).code == "status"
    assert order.kind.allowed_actions(order.state, "merchant") == []


def test_sh_06_what_the_carrier_has_delivered_under_a_warning_can_be_put_right_too() -> None:
    order = warned()
    order.issue(deliver(SHIPPED + DAY), SHIPPED + DAY)
    order.issue(m.CorrectShipment(carrier="SF", tracking_no="2002"), SHIPPED + DAY)
    assert order.state.shipment.tracking_no == "2002"


def test_sh_09_force_majeure_excuses_lateness_and_no_fake_shipment() -> None:
    order = excused(event_order())
    order.issue(ship(), SHIPPED)
    fake_events = order.issue(violate(), SHIPPED + DAY)
    assert types(fake_events) == [
        "OrderShipmentFoundFake",
        "ShippingAssessed",
        "CompensationClaimed",
        "RefundMade",
        "ConsumerOrderRefunded",
    ]
    assert (str(order.state.compensation.amount), order.last(m.ShippingAssessed).claim) == ("3.00", Decimal("3.00"))


def test_sh_09_late_by_force_majeure_and_then_fake_is_compensated_for_the_fake_shipment() -> None:
    order = excused(late())
    assert order.state.compensation.taken_back_because == "force_majeure"
    order.issue(ship(), DUE + hours(2))
    assert types(order.issue(violate(), DUE + DAY)) == REFUNDED_AND_COMPENSATED
    standing = order.state.compensation
    assert (str(standing.amount), standing.cause, standing.taken_back_at) == ("3.00", "fake_shipment", None)


def test_sh_09_force_majeure_takes_no_claim_back_that_is_owed_for_a_fake_shipment_too() -> None:
    order = late_and_fake()
    assert types(order.issue(m.ReportForceMajeure(reason=WHY), DUE + 3 * DAY)) == ["ForceMajeureReported"]
    assert (order.state.compensation.taken_back_at, order.summary.record) == (None, None)
    # Only when the shipment proves genuine besides, nothing is left that it is owed for.
    assert types(order.issue(clear(corrected=False), DUE + 4 * DAY)) == [
        "OrderShipmentFoundGenuine",
        "CompensationTakenBack",
    ]
    assert order.state.compensation.taken_back_because == "shipment_cleared"


def test_sh_09_force_majeure_takes_the_claim_back_where_the_buyer_has_what_was_found_fake() -> None:
    order = late()
    order.issue(ship(), DUE + hours(1))
    asked(order, at=DUE + hours(2))
    order.issue(m.ConfirmReceipt(), DUE + hours(3))
    assert types(order.issue(violate(), DUE + hours(4))) == ["OrderShipmentFoundFake"]
    excused(order)
    assert order.state.compensation.taken_back_because == "force_majeure"


def test_sh_09_of_a_shipment_that_proved_genuine_force_majeure_takes_the_claim_for_lateness_back() -> None:
    order = late_and_fake()
    assert types(order.issue(clear(corrected=False), DUE + 3 * DAY)) == ["OrderShipmentFoundGenuine"]
    assert order.state.compensation.taken_back_at is None
    assert types(order.issue(m.ReportForceMajeure(reason=WHY), DUE + 4 * DAY)) == [
        "ForceMajeureReported",
        "CompensationTakenBack",
    ]


@pytest.mark.parametrize(
    "standing", [shipped, fake, delivered, completed], ids=["shipped", "fake", "delivered", "received"]
)
def test_sh_09_what_was_shipped_in_time_has_nothing_that_force_majeure_could_excuse(
    standing: Callable[[], Process],
) -> None:
    order = standing()
    assert refused(order, m.ReportForceMajeure(reason=WHY), order.seen_at).code == "status"


@pytest.mark.parametrize(
    "standing", [placed, late, lambda: late_and_fake()], ids=["to be shipped", "late", "late and fake"]
)
def test_sh_09_force_majeure_that_is_found_again_changes_nothing(standing: Callable[[], Process]) -> None:
    order = excused(standing())
    assert order.issue(m.ReportForceMajeure(reason=WHY), order.seen_at + hours(1)) == []
    assert "report-force-majeure" not in order.kind.allowed_actions(order.state, "ops")


def test_sh_06_the_end_of_an_order_whose_shipment_proved_genuine_says_so() -> None:
    order = fake()
    assert types(order.issue(clear(corrected=False), SHIPPED + 5 * DAY)) == [
        "OrderShipmentFoundGenuine",
        "CompensationTakenBack",
    ]
    ending = order.kind.details(order.state, order.policy)["ending"]
    assert ending["rule"] == "SH-06"
    assert "真实" in ending["wording"]["zh"]
    assert "genuine" in ending["wording"]["en"]
    assert (order.status, amounts(order)) == ("REFUNDED", ["100.00"])
    assert order.issue(clear(corrected=False), SHIPPED + 6 * DAY) == []
    assert "OrderShipmentFoundFake" in history(order)


def test_sh_06_what_the_buyer_has_and_was_found_fake_may_prove_genuine_while_it_is_open() -> None:
    order = asked(warned(), at=SHIPPED + DAY)
    order.issue(m.ConfirmReceipt(), SHIPPED + DAY)
    order.issue(violate(), SHIPPED + DAY)
    assert types(order.issue(clear(corrected=False), SHIPPED + DAY)) == ["OrderShipmentFoundGenuine"]
    assert order.issue(violate(), SHIPPED + DAY) == []


def claims_seen(stage: Market) -> int:
    claims: int = late(event_order(stage)).last(m.ShippingAssessed).buyer.claims
    return claims


def test_ce_08_a_claim_that_was_taken_back_does_not_count_against_the_buyer() -> None:
    stage = event_market()
    others = [late(event_order(stage)) for _ in range(3)]
    assert claims_seen(stage) == 3
    excused(others[0])
    assert others[0].last(m.CompensationTakenBack).found_by == "compensated:b1"
    assert claims_seen(stage) == 3
    others[0].issue(ship(), DUE + hours(1))
    others[0].issue(violate(), DUE + DAY)
    # Its claim for the fake shipment stands, beside the one that is void.
    assert others[0].count(m.CompensationClaimed) == 2
    assert claims_seen(stage) == 5


def test_ce_08_of_a_buyer_without_an_id_what_is_taken_back_is_not_looked_up_either() -> None:
    order = excused(late(event_order(buyer_id=None)))
    assert order.last(m.CompensationTakenBack).found_by is None


def found(type: str, at: datetime) -> Found:
    return Found(stream="consumer-order/uo_x", type=type, at=at, data={"found_by": "compensated:b1"})


def test_ce_08_a_claim_that_was_made_and_taken_back_in_one_moment_does_not_count() -> None:
    stage = event_market()
    stage.elsewhere += [found(type, DUE) for type in ("CompensationTakenBack", "CompensationClaimed")]
    assert claims_seen(stage) == 0


@pytest.mark.parametrize(("at", "claims"), [(DUE - 30 * DAY, 1), (DUE - 30 * DAY - TICK, 0)])
def test_ce_08_only_the_claims_of_the_last_thirty_days_count(at: datetime, claims: int) -> None:
    stage = event_market()
    stage.elsewhere.append(found("CompensationClaimed", at))
    assert claims_seen(stage) == claims


def test_sh_06_of_a_late_order_that_was_never_shipped_nothing_can_be_told() -> None:
    order = placed()
    order.time_to(NEVER_SHIPPED + DAY)
    assert refused(order, clear(corrected=False), order.seen_at).code == "status"


def test_sh_09_what_was_refunded_on_the_buyers_wish_is_refunded_whatever_proves_of_its_shipment() -> None:
    order = shipped()
    order.issue(refund("100.00"), SHIPPED + hours(1))
    order.issue(m.AnswerRefund(accepted=True), SHIPPED + hours(2))
    assert order.issue(violate(), SHIPPED + DAY) == []
    assert (order.state.closed_reason, order.state.compensation) == ("refund_only", None)
