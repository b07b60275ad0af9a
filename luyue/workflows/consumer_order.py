"""Consumer orders as a workflow."""

from temporalio import workflow
from temporalio.common import RawValue

with workflow.unsafe.imports_passed_through():
    from luyue.workflows.messages import Outcome
    from luyue.workflows.process import Process, takes_anything


@workflow.defn(name="consumer-order")
class ConsumerOrderProcess(Process):
    commands = (
        "place",
        "ship",
        "correct-shipment",
        "confirm-receipt",
        "refund-request",
        "answer-refund",
        "report-abnormal-shipping",
        "report-force-majeure",
        "shipment-warned",
        "shipment-cleared",
        "shipment-violated",
        "shipment-delivered",
        "extend",
        "advance",
        "link",
    )

    @workflow.run
    @takes_anything
    async def run(self, *sent: RawValue) -> Outcome:
        return await self.keep()
