"""Shipments as a workflow."""

from temporalio import workflow
from temporalio.common import RawValue

with workflow.unsafe.imports_passed_through():
    from luyue.workflows.messages import Outcome
    from luyue.workflows.process import Process, takes_anything


@workflow.defn(name="shipment")
class ShipmentProcess(Process):
    commands = (
        "register",
        "correct",
        "receive",
        "release",
        "observe",
        "clear",
        "extend",
        "advance",
        "link",
    )

    @workflow.run
    @takes_anything
    async def run(self, *sent: RawValue) -> Outcome:
        return await self.keep()
