"""The toy kind's declaration as a workflow."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from luyue.workflows.messages import Outcome, Start
    from luyue.workflows.process import Process


@workflow.defn(name="loan")
class LoanProcess(Process):
    commands = ("borrow", "bring-back", "extend", "advance")

    @workflow.run
    async def run(self, start: Start) -> Outcome:
        return await self.keep()
