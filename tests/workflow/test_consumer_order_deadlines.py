"""Every deadline of consumer orders with its true duration: a second before it nothing, then what it leads to."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from luyue.domain.consumer_order import state
from tests.workflow import consumer_order_stages as stages
from tests.workflow.deadline_names import deadline_names
from tests.workflow.neighbours import of_kind
from tests.workflow.order_stages import happens
from tests.workflow.timer import Due, Timer, acts_exactly_when_due, after, last
from tests.workflow.virtual_house import VirtualHouse


@pytest.fixture
async def orders(virtual: VirtualHouse) -> AsyncIterator[VirtualHouse]:
    async with of_kind(virtual, "consumer-order") as house:
        yield house


async def placed(house: VirtualHouse) -> str:
    return await stages.placed(house, await house.now())


async def for_a_day(house: VirtualHouse) -> str:
    return await stages.placed(house, await house.now(), ship_within="PT24H")


async def for_a_presale(house: VirtualHouse) -> str:
    return await stages.placed(house, await house.now(), ship_within="P7D")


async def late(house: VirtualHouse) -> str:
    name = await placed(house)
    await house.until(_paid(days=2, seconds=1)(await house.events(name)))
    return await happens(house, name, "CompensationClaimed")


async def shipped(house: VirtualHouse) -> str:
    return await stages.shipped(house, await house.now())


async def asked(house: VirtualHouse) -> str:
    return await stages.asked(house, await house.now(), ship_within="P7D")


async def asked_for_all(house: VirtualHouse) -> str:
    return await stages.asked(house, await house.now(), "100.00", ship_within="P7D")


def _paid(**window: float) -> Due:
    """So long after the payment."""
    return lambda events: (
        datetime.fromisoformat(last(events, "ConsumerOrderPlaced").data["paid_at"]) + timedelta(**window)
    )


CLAIMED = ("CompensationClaimed",)
TIMERS = (
    Timer(
        "shipping_due",
        "24 h",
        reached=for_a_day,
        due=_paid(hours=24),
        event="ConsumerOrderOverdue",
        followed_by=CLAIMED,
        status="AWAITING_SHIPMENT",
    ),
    Timer(
        "shipping_due",
        "48 h",
        reached=placed,
        due=_paid(hours=48),
        event="ConsumerOrderOverdue",
        followed_by=CLAIMED,
        status="AWAITING_SHIPMENT",
    ),
    Timer(
        "shipping_due",
        "7 d",
        reached=for_a_presale,
        due=_paid(days=7),
        event="ConsumerOrderOverdue",
        followed_by=CLAIMED,
        status="AWAITING_SHIPMENT",
    ),
    Timer(
        "unshipped_refund",
        "7 d after it was due",
        reached=late,
        due=_paid(days=9),
        event="RefundMade",
        followed_by=("ConsumerOrderRefunded",),
        status="REFUNDED unshipped",
    ),
    Timer(
        "order_receipt_window",
        "20 d",
        reached=shipped,
        due=after("ConsumerOrderShipped", days=20),
        event="ConsumerOrderReceived",
        followed_by=("ConsumerOrderCompleted",),
        status="COMPLETED",
    ),
    Timer(
        "refund_answer",
        "48 h, of a part",
        reached=asked,
        due=after("RefundRequested", hours=48),
        event="RefundMade",
        status="AWAITING_SHIPMENT",
    ),
    Timer(
        "refund_answer",
        "48 h, of all",
        reached=asked_for_all,
        due=after("RefundRequested", hours=48),
        event="RefundMade",
        followed_by=("ConsumerOrderRefunded",),
        status="REFUNDED refund_only",
    ),
)


@pytest.mark.parametrize("timer", TIMERS, ids=str)
async def test_sh_09_ce_09_a_deadline_acts_when_it_is_over_and_not_before(timer: Timer, orders: VirtualHouse) -> None:
    await acts_exactly_when_due(orders, timer)


def test_every_deadline_of_a_consumer_order_is_tried() -> None:
    assert {timer.name for timer in TIMERS} == deadline_names(state)
