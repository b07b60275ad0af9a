"""Consumer orders: what is owed for late and for fake shipments, once (SH-09, IX-27)."""

from decimal import Decimal

import pytest

from luyue.domain.consumer_order import compensation
from luyue.domain.consumer_order import messages as m
from luyue.domain.policy import DEFAULT_POLICY
from tests.unit.consumer_order_stories import (
    DAY,
    DUE,
    NEVER_SHIPPED,
    PAID,
    SHIPMENT,
    SHIPPED,
    WHY,
    amounts,
    asked,
    clear,
    completed,
    deliver,
    event_order,
    fake,
    history,
    late,
    market,
    place,
    placed,
    refund,
    refused,
    ship,
    shipped,
    types,
    violate,
    warn,
    warned,
)
from tests.unit.given_when_then import TICK, Process, hours

NEVER = {"taken_back_at": None, "taken_back_because": None}

BOUNDARIES = [
    ("0.01", "0.00"),
    ("2.99", "0.00"),
    ("3.00", "0.00"),
    ("3.01", "3.00"),
    ("100.00", "3.00"),
    ("299.99", "3.00"),
    ("300.00", "3.00"),
    ("300.01", "3.00"),
    ("300.49", "3.00"),
    ("300.50", "3.01"),
    ("300.51", "3.01"),
    ("301.49", "3.01"),
    ("301.50", "3.02"),
    ("1234.50", "12.35"),
    ("2999.49", "29.99"),
    ("2999.50", "30.00"),
    ("3000.00", "30.00"),
    ("3000.01", "30.00"),
    ("3000.50", "30.00"),
    ("999999999999.99", "30.00"),
]


@pytest.mark.parametrize(("paid", "owed"), BOUNDARIES)
def test_sh_09_what_is_owed_hangs_on_what_was_paid_and_halves_of_a_fen_go_up(paid: str, owed: str) -> None:
    assert str(compensation.amount(Decimal(paid), DEFAULT_POLICY)) == owed


@pytest.mark.parametrize(("paid", "owed"), BOUNDARIES)
@pytest.mark.parametrize("is_event_order", [True, False])
def test_sh_09_a_late_order_claims_it_by_itself(paid: str, owed: str, is_event_order: bool) -> None:
    order = late(event_order(paid=paid) if is_event_order else placed(command=place(paid)))
    claimed = order.state.compensation
    assert order.dated(m.CompensationClaimed) == ([] if owed == "0.00" else [DUE])
    assert (str(claimed.amount) if claimed else "0.00") == owed


def test_sh_09_an_order_in_time_claims_nothing() -> None:
    order = completed()
    assert order.state.compensation is None
    order.time_to(NEVER_SHIPPED + DAY)
    assert order.count(m.CompensationClaimed) == 0


def test_sh_09_the_policy_has_the_amounts() -> None:
    policy = DEFAULT_POLICY.model_copy(
        update={
            "compensation_free_up_to": Decimal("10.00"),
            "compensation_flat": Decimal("5.00"),
            "compensation_share_from": Decimal("200.00"),
            "compensation_share": Decimal("0.05"),
            "compensation_most": Decimal("20.00"),
        }
    )
    paid = ["10.00", "10.01", "199.99", "200.00", "400.00", "400.20"]
    owed = ["0.00", "5.00", "5.00", "10.00", "20.00", "20.00"]
    assert [str(compensation.amount(Decimal(one), policy)) for one in paid] == owed


@pytest.mark.parametrize("paid", ["100.00", "500.00"])
def test_ix_27_late_and_then_refunded_is_compensated_once_besides_the_refund(paid: str) -> None:
    order = late(placed(command=place(paid)))
    order.issue(refund(paid), DUE + hours(1))
    order.issue(m.AnswerRefund(accepted=True), DUE + hours(2))
    assert (order.status, amounts(order)) == ("REFUNDED", [paid])
    assert order.count(m.CompensationClaimed) == 1
    assert order.state.compensation.taken_back_at is None


def test_ix_27_late_and_then_refunded_at_once_in_a_campaign_too() -> None:
    order = late(event_order())
    order.issue(refund("100.00"), DUE + hours(1))
    assert (order.status, order.count(m.CompensationClaimed)) == ("REFUNDED", 1)
    assert order.kind.details(order.state, order.policy)["compensation"] == {
        "amount": "3.00",
        "cause": "late_shipment",
        "claimed_at": DUE.isoformat().replace("+00:00", "Z"),
        **NEVER,
    }


def test_ix_27_late_then_fake_then_refunded_is_compensated_once() -> None:
    order = late()
    order.issue(ship(), DUE + hours(1))
    order.issue(warn(at=DUE + DAY), DUE + DAY)
    order.issue(violate(), DUE + 2 * DAY)
    assert (order.status, order.state.closed_reason, amounts(order)) == ("REFUNDED", "fake_shipment", ["100.00"])
    assert order.count(m.CompensationClaimed) == 1
    assert order.state.compensation.cause == "late_shipment"


def test_sh_09_the_amount_is_that_of_what_was_paid_though_part_of_it_was_refunded() -> None:
    order = asked(placed(command=place("500.00")), amount="400.00")
    order.issue(m.AnswerRefund(accepted=True), PAID + hours(2))
    assert late(order).state.compensation.amount == Decimal("5.00")


def test_sh_09_refunded_before_it_was_due_it_is_never_late() -> None:
    order = asked(amount="100.00")
    order.issue(m.AnswerRefund(accepted=True), PAID + hours(2))
    order.time_to(NEVER_SHIPPED)
    assert (order.status, order.state.late_at, order.state.compensation) == ("REFUNDED", None, None)


def test_sh_09_a_fake_shipment_is_no_shipment_refunded_and_compensated() -> None:
    order = fake()
    assert history(order)[-4:] == [
        "OrderShipmentFoundFake",
        "CompensationClaimed",
        "RefundMade",
        "ConsumerOrderRefunded",
    ]
    assert (order.status, order.state.closed_reason, amounts(order)) == ("REFUNDED", "fake_shipment", ["100.00"])
    assert (order.state.compensation.cause, order.state.shipment.found_fake_by) == ("fake_shipment", "SH-04")
    # The parcel's own process has it on record.
    assert order.summary.record is None
    assert order.issue(violate(), SHIPPED + 3 * DAY) == []


def test_sh_09_a_refund_that_was_asked_for_is_settled_with_the_rest() -> None:
    order = asked(warned(), at=SHIPPED + DAY + hours(1))
    order.issue(violate(), SHIPPED + DAY + hours(2))
    assert (order.status, amounts(order), order.state.request) == ("REFUNDED", ["100.00"], None)


def test_sh_09_what_the_buyer_says_it_has_was_shipped() -> None:
    order = asked(warned(), at=SHIPPED + DAY)
    order.issue(m.ConfirmReceipt(), SHIPPED + DAY)
    assert order.status == "SHIPPED"
    assert types(order.issue(violate(), SHIPPED + DAY)) == ["OrderShipmentFoundFake"]
    assert order.issue(violate(), SHIPPED + DAY) == []
    order.issue(m.AnswerRefund(accepted=False), SHIPPED + 2 * DAY)
    assert (order.status, order.state.compensation) == ("COMPLETED", None)


def excused(order: Process, at_hand: bool = True) -> None:
    order.issue(m.ReportForceMajeure(reason=WHY), order.seen_at)
    standing = order.state.compensation
    assert order.summary.record is None
    assert (standing is not None) is at_hand
    if standing is not None:
        assert (standing.taken_back_at, standing.taken_back_because) == (order.seen_at, "force_majeure")


def test_sh_09_under_force_majeure_nothing_is_owed_and_nothing_is_on_record() -> None:
    order = placed(market(late_shipment_points=2))
    order.issue(m.ReportForceMajeure(reason=WHY), DUE - hours(1))
    late(order)
    overdue = order.last(m.ConsumerOrderOverdue)
    assert (overdue.excused, overdue.points) == (True, 0)
    assert (order.state.late_at, order.state.compensation, order.summary.record) == (DUE, None, None)
    assert order.count(m.CompensationClaimed) == 0


def test_sh_09_force_majeure_that_is_found_later_takes_back_what_was_claimed() -> None:
    order = late()
    order.time_to(DUE + hours(5))
    excused(order)
    assert types([one.event for one in order.history[-2:]]) == ["ForceMajeureReported", "CompensationTakenBack"]
    assert order.last(m.CompensationTakenBack).amount == Decimal("3.00")
    assert order.status == "AWAITING_SHIPMENT"


def test_sh_09_also_of_an_order_that_is_closed() -> None:
    order = placed()
    order.time_to(NEVER_SHIPPED + DAY)
    excused(order)
    assert (order.status, amounts(order)) == ("REFUNDED", ["100.00"])


def test_sh_09_of_what_cost_too_little_only_the_record_is_struck() -> None:
    order = late(placed(command=place("3.00")))
    assert order.summary.record is not None
    excused(order, at_hand=False)


def test_sh_09_of_a_closed_order_that_cost_too_little_the_record_is_struck_too() -> None:
    order = placed(command=place("3.00"))
    order.time_to(NEVER_SHIPPED + DAY)
    assert (order.status, order.state.compensation) == ("REFUNDED", None)
    excused(order, at_hand=False)


def test_sh_06_a_shipment_that_proves_genuine_afterwards_voids_the_compensation_and_not_the_refund() -> None:
    order = fake()
    _, event = order.issue(clear(corrected=False), SHIPPED + 5 * DAY)
    assert event == m.CompensationTakenBack(
        amount=Decimal("3.00"), because="shipment_cleared", found_by="compensated:b1"
    )
    assert (order.status, amounts(order)) == ("REFUNDED", ["100.00"])
    assert order.issue(clear(corrected=False), SHIPPED + 6 * DAY) == []


def test_sh_06_what_is_owed_for_lateness_stays_owed_then() -> None:
    order = late()
    order.issue(ship(), DUE + hours(1))
    order.issue(violate(), DUE + 2 * DAY)
    assert types(order.issue(clear(corrected=False), DUE + 3 * DAY)) == ["OrderShipmentFoundGenuine"]
    assert order.state.compensation.taken_back_at is None


def test_sh_06_a_warning_stops_the_receipt_clock_and_a_corrected_number_starts_it_anew() -> None:
    order = warned()
    assert (order.deadlines, order.state.shipment.warning.rule) == ({}, "SH-04")
    order.time_to(SHIPPED + 40 * DAY)
    assert order.status == "SHIPPED"
    order.issue(clear(corrected=True), SHIPPED + 40 * DAY)
    assert order.deadlines == {"order_receipt_window": SHIPPED + 60 * DAY}


def test_ix_30_a_warning_that_was_wrong_lets_the_time_left_go_on() -> None:
    order = warned()
    order.issue(clear(corrected=False), SHIPPED + 3 * DAY)
    assert order.deadlines == {"order_receipt_window": SHIPPED + 22 * DAY}
    assert order.last(m.OrderShipmentCleared).receipt_due_at == SHIPPED + 22 * DAY


def test_ix_30_a_second_warning_stops_what_is_left_and_the_same_warning_again_is_no_news() -> None:
    order = warned()
    assert order.issue(warn(), SHIPPED + DAY + hours(1)) == []
    order.issue(warn("SH-02", SHIPPED + 2 * DAY), SHIPPED + 2 * DAY)
    order.issue(clear(corrected=False), SHIPPED + 3 * DAY)
    assert order.deadlines == {"order_receipt_window": SHIPPED + 22 * DAY}
    assert order.issue(clear(corrected=False), SHIPPED + 4 * DAY) == []


def test_a_delivery_under_a_warning_completes_the_order_when_the_warning_is_over() -> None:
    order = warned()
    order.issue(deliver(SHIPPED + DAY), SHIPPED + DAY)
    assert order.status == "SHIPPED"
    assert types(order.issue(clear(corrected=False), SHIPPED + 2 * DAY)) == [
        "OrderShipmentCleared",
        "ConsumerOrderCompleted",
    ]


def test_a_delivery_under_a_warning_waits_for_its_end_also_when_a_refund_is_settled() -> None:
    order = asked(warned(), at=SHIPPED + DAY)
    order.issue(deliver(SHIPPED + DAY), SHIPPED + DAY)
    assert types(order.issue(m.AnswerRefund(accepted=False), SHIPPED + DAY)) == ["RefundDeclined"]
    order.issue(clear(corrected=True), SHIPPED + 2 * DAY)
    assert order.status == "COMPLETED"


def test_a_buyer_confirms_receipt_whatever_is_warned_of() -> None:
    order = warned()
    order.issue(deliver(SHIPPED + DAY), SHIPPED + DAY)
    order.issue(m.ConfirmReceipt(), SHIPPED + DAY + TICK)
    assert (order.status, order.state.received_by) == ("COMPLETED", "buyer")


@pytest.mark.parametrize(
    "told", [warn(), clear(corrected=True), violate(), deliver(SHIPPED)], ids=lambda told: type(told).__name__
)
def test_before_there_is_a_shipment_nothing_can_be_told_of_it(told: m.ShipmentWarned) -> None:
    assert refused(placed(), told, PAID + hours(1)).code == "status"


def test_the_shipment_belongs_to_its_order() -> None:
    order = shipped()
    assert order.kind.belonging("uo_1", order.state) == (SHIPMENT,)
    assert order.kind.belonging("uo_1", placed().state) == ()
