"""What a simulated campaign is to come to is worked out from the rules' words, and is the same for the same seed."""

from datetime import timedelta
from decimal import Decimal

import pytest

from luyue.cli.simulation import fates
from luyue.cli.simulation.fates import Order

DAY = timedelta(hours=24)


@pytest.mark.parametrize(
    ("paid", "compensation"),
    [
        ("3.00", "0.00"),
        ("3.01", "3.00"),
        ("299.99", "3.00"),
        ("300.00", "3.00"),
        ("300.50", "3.01"),
        ("3000.00", "30.00"),
        ("3000.01", "30.00"),
    ],
)
def test_sh_09_a_late_order_is_owed_its_compensation(paid: str, compensation: str) -> None:
    assert Order(0, "late", Decimal(paid), DAY).compensation == Decimal(compensation)


@pytest.mark.parametrize("fate", ["in_time", "force_majeure", "refunded_at_once", "refunded_by_merchant"])
def test_sh_09_nothing_is_owed_in_time_or_under_force_majeure(fate: fates.Fate) -> None:
    assert Order(0, fate, Decimal(500), DAY).compensation == 0


def test_ce_09_refunds_at_once_are_those_up_to_the_limit() -> None:
    for order in fates.orders(2000, seed=1):
        if order.fate == "refunded_at_once":
            assert order.paid <= 300
        if order.fate == "refunded_by_merchant":
            assert order.paid > 300


def test_the_same_seed_gives_the_same_campaign_with_every_fate_in_it() -> None:
    assert fates.orders(500, seed=7) == fates.orders(500, seed=7) != fates.orders(500, seed=8)
    assert {order.fate for order in fates.orders(500, seed=7)} == set(fates._FATES)
    assert set(fates.entries(500, seed=7)) == set(fates._ENTRY_FATES)
