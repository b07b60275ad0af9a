"""Sample requests as a workflow."""

from temporalio import workflow
from temporalio.common import RawValue

with workflow.unsafe.imports_passed_through():
    from luyue.workflows.messages import Outcome
    from luyue.workflows.process import Process, takes_anything


@workflow.defn(name="sample-request")
class SampleRequestProcess(Process):
    commands = (
        "apply",
        "approve",
        "reject",
        "ship",
        "correct-shipment",
        "confirm-receipt",
        "report-non-receipt",
        "withdraw",
        "link-video",
        "link-live",
        "observe",
        "shipment-warned",
        "shipment-cleared",
        "shipment-violated",
        "shipment-delivered",
        "extend",
        "reinstate",
        "cancel",
        "advance",
        "link",
    )

    @workflow.run
    @takes_anything
    async def run(self, *sent: RawValue) -> Outcome:
        return await self.keep()
