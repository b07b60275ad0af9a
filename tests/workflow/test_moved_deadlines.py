"""Deadlines that a fake shipment or a delisted product has moved (IX-09, IX-13, IX-30), with their true durations."""

from datetime import datetime, timedelta

from luyue.domain.facts import Delisting
from tests.conftest import Eventually
from tests.workflow import stages
from tests.workflow.virtual_house import VirtualHouse

SECOND = timedelta(seconds=1)
GRACE = timedelta(hours=1)
PROMOTION = timedelta(hours=360)
RECEIPT = timedelta(hours=168)
SHIPMENT = {"shipment": "shipment/sh_1"}
WARNING = {**SHIPMENT, "rule": "SH-04", "due_at": "2100-01-01T00:00:00Z"}


async def happened_at(house: VirtualHouse, name: str, event: str) -> datetime:
    return [one.occurred_at for one in await house.events(name) if one.type == event][-1]


async def delisting(house: VirtualHouse, name: str, *, back: bool = False) -> None:
    fact = Delisting(merchant_id="m1", state="relisted" if back else "delisted", reason="prohibited")
    stream = f"delisting/{stages.product_of(name)}"
    await house.report(stream, fact, await house.now())
    await house.send(name, "observe", source=stream)


async def passes(house: VirtualHouse, name: str, due_at: datetime, status: str, eventually: Eventually) -> None:
    """Nothing changes up to a deadline's judgement, and right after it the request has the status."""
    before = await house.status(name)
    await house.until(due_at - SECOND)
    assert await house.status(name) == before
    await house.until(due_at + SECOND)

    async def is_there() -> bool:
        return await house.status(name) == status

    await eventually(is_there)


async def test_ix_13_away_until_the_original_end(virtual: VirtualHouse, eventually: Eventually) -> None:
    name = await stages.received(virtual)
    closes = await happened_at(virtual, name, "ReceiptConfirmed") + PROMOTION
    await virtual.until(closes - timedelta(hours=100))
    await delisting(virtual, name)
    await passes(virtual, name, closes + GRACE, "CANCELLED product_unavailable", eventually)
    assert await happened_at(virtual, name, "SampleRequestCancelled") == closes


async def test_ix_13_ix_30_back_again_with_the_time_that_was_left(
    virtual: VirtualHouse, eventually: Eventually
) -> None:
    name = await stages.received(virtual)
    closes = await happened_at(virtual, name, "ReceiptConfirmed") + PROMOTION
    await virtual.until(closes - timedelta(hours=100))
    await delisting(virtual, name)
    await virtual.until(closes - timedelta(hours=70))
    await delisting(virtual, name, back=True)
    away = await happened_at(virtual, name, "PromotionPaused")
    moved = closes + (await happened_at(virtual, name, "PromotionResumed") - away)
    assert moved > closes
    await passes(virtual, name, moved + GRACE, "BREACHED promotion_timeout", eventually)
    assert await happened_at(virtual, name, "SampleRequestBreached") == moved


async def test_ix_09_put_right_and_confirmed_a_week_after_the_correction(
    virtual: VirtualHouse, eventually: Eventually
) -> None:
    name = await stages.shipped(virtual)
    await virtual.send(name, "shipment-warned", **WARNING)
    await virtual.until(await virtual.now() + timedelta(hours=300))
    assert await virtual.status(name) == "SHIPPED"
    await virtual.send(name, "correct-shipment", carrier="SF", tracking_no=name.replace("_", "-"))
    await virtual.send(name, "shipment-cleared", **SHIPMENT, corrected=True)
    due_at = await happened_at(virtual, name, "ShipmentCorrected") + RECEIPT
    await passes(virtual, name, due_at, "CONTENT_PENDING", eventually)
    assert await happened_at(virtual, name, "ReceiptConfirmed") == due_at
