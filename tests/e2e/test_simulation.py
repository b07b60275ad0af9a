"""`luyue simulate campaign` on a running stack: what the API answers is what SQL finds in the journal."""

from decimal import Decimal

import pytest

from luyue.cli.simulation import fates
from tests.e2e.conftest import Differences, Run

pytestmark = pytest.mark.long

ENTRIES, ORDERS, SEED = 12, 24, 22


async def test_a_small_campaign_comes_to_what_its_orders_were_to(luyue: Run, differences: Differences) -> None:
    planned = fates.orders(ORDERS, SEED)
    assert {"in_time", "late", "fake"} <= {order.fate for order in planned}
    played = await luyue("simulate", "campaign", f"--entries={ENTRIES}", f"--orders={ORDERS}", f"--seed={SEED}")
    assert played.code == 0, played.output
    assert "✗" not in played.output
    owed = [order.compensation for order in planned if order.compensation]
    for label, wanted in (
        ("orders placed", ORDERS),
        ("late (SH-09)", sum(order.late for order in planned)),
        ("compensated (SH-09)", len(owed)),
        ("refunded (CE-09, SH-09)", sum(bool(order.refund) for order in planned)),
        ("violations: fake shipments (SH-06)", sum(order.fate == "fake" for order in planned)),
    ):
        [row] = [line for line in played.output.splitlines() if line.strip().startswith(label)]
        assert row.split()[-2:] == [str(wanted)] * 2
    assert f"{sum(owed, Decimal('0.00'))}" in played.output
    assert await differences() == []
