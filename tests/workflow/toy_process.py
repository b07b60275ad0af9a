"""The toy kind's declaration as a workflow."""

from temporalio import workflow
from temporalio.common import RawValue

with workflow.unsafe.imports_passed_through():
    from luyue.workflows.messages import Outcome
    from luyue.workflows.process import Process, takes_anything


@workflow.defn(name="loan")
class LoanProcess(Process):
    commands = ("borrow", "bring-back", "extend", "advance", "link")

    @workflow.run
    @takes_anything
    async def run(self, *sent: RawValue) -> Outcome:
        return await self.keep()
