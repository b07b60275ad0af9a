"""A process whose clocks all stand still waits for whoever writes next, also after a timer of before has rung."""

from datetime import timedelta

from tests.workflow import stages
from tests.workflow.order_stages import NOTE
from tests.workflow.virtual_house import VirtualHouse


async def test_ix_08_a_stopped_receipt_clock_outlasts_its_timer(virtual: VirtualHouse) -> None:
    name = await stages.shipped(virtual)
    await virtual.send(name, "report-non-receipt")
    await virtual.until(await virtual.now() + timedelta(hours=169))
    assert await virtual.happened(name, "TIMER_FIRED")

    await virtual.send(name, "reinstate", reason=NOTE)

    assert await virtual.status(name) == "SHIPPED"
    assert not await virtual.happened(name, "WORKFLOW_TASK_FAILED")
