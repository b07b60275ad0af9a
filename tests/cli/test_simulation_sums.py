"""A simulation whose answers and sums differ says so, sum by sum."""

from dataclasses import replace
from decimal import Decimal

from luyue.cli.simulate import _otherwise, _sums
from luyue.cli.simulation.fates import WITHIN, Order
from luyue.cli.simulation.stage import Entry

ENTRIES = [Entry("m1", f"p{n}", fate, f"ce_{n}") for n, fate in enumerate(("active", "refused", "rejected", "left"))]
LATE = Order(0, "late", Decimal("500.00"), WITHIN[0])
ANSWER = {
    "status": "COMPLETED",
    "details": {
        "late": True,
        "shipment": {"found_fake_by": None},
        "compensation": {"amount": "5.00", "taken_back_at": None},
        "refunds": [],
    },
}


def test_the_answers_are_added_up() -> None:
    sums = _sums(ENTRIES, [ANSWER])
    assert (sums.registered, sums.refused, sums.active, sums.rejected, sums.left_it) == (3, 1, 2, 1, 1)
    assert (sums.orders, sums.in_time, sums.late, sums.compensated, sums.compensation) == (1, 0, 1, 1, Decimal("5.00"))
    assert (sums.refunded, sums.refunds, sums.violations) == (0, Decimal("0.00"), 0)


def test_sums_that_differ_are_named() -> None:
    sums = _sums(ENTRIES, [ANSWER])
    assert sums.differing(sums) == []
    assert sums.differing(replace(sums, late=2, refunds=Decimal("0.01"))) == ["late", "refunds"]


def test_an_order_that_has_come_to_something_else_is_named() -> None:
    assert _otherwise({"uo_1": ANSWER}, {"uo_1": LATE}) == []
    [wrong] = _otherwise({"uo_1": {**ANSWER, "status": "REFUNDED"}}, {"uo_1": LATE})
    assert "uo_1" in wrong
    [missing] = _otherwise({}, {"uo_1": LATE})
    assert "is not listed" in missing
