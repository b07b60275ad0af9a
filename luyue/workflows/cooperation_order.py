"""Cooperation orders as a workflow."""

from temporalio import workflow
from temporalio.common import RawValue

with workflow.unsafe.imports_passed_through():
    from luyue.workflows.messages import Outcome
    from luyue.workflows.process import Process, takes_anything


@workflow.defn(name="cooperation-order")
class CooperationOrderProcess(Process):
    commands = (
        "propose",
        "accept",
        "decline",
        "withdraw",
        "request-cancellation",
        "confirm-cancellation",
        "decline-cancellation",
        "cancel",
        "go-live",
        "end-broadcast",
        "deliver",
        "verify",
        "reject-delivery",
        "propose-rebroadcast",
        "agree-rebroadcast",
        "decline-rebroadcast",
        "open-dispute",
        "dispute-ended",
        "observe",
        "extend",
        "advance",
        "link",
    )

    @workflow.run
    @takes_anything
    async def run(self, *sent: RawValue) -> Outcome:
        return await self.keep()
