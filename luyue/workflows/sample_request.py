"""Sample requests as a workflow."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from luyue.workflows.messages import Outcome, Start
    from luyue.workflows.process import Process


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
        "extend",
        "reinstate",
        "cancel",
        "advance",
    )

    @workflow.run
    async def run(self, start: Start) -> Outcome:
        return await self.keep()
